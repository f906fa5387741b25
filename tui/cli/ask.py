"""``asyntai-tui ask``: sends one question and prints the reply on standard output."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
from contextlib import aclosing, suppress
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from tui import output
from tui.cli.options import add_account_options, launch_of, load_settings
from tui.domain.backoff import left_until
from tui.domain.clean import clean
from tui.domain.faults import ExitStatus, ServiceError, UserError
from tui.domain.models import MessageState
from tui.domain.session_id import new_session_id
from tui.domain.when import lasting

if TYPE_CHECKING:
    from datetime import datetime

    from tui.domain.models import Account, Message, SendEvent, Website
    from tui.services.conversation import Conversation
    from tui.services.open import Services

_DESCRIPTION = """\
Asks one question, which costs one of the month's messages, waits for the
reply and prints it. The exchange is kept like any other: the client shows it
among the website's sessions.
"""

_EPILOG = """\
With --json the whole exchange is printed as one object: question, reply,
state (answered, failed, unknown), session_id, website, seconds, usage, fault.
Its texts are exact; as plain text, control characters are left out.

A service that is away (503) or not there is tried again for up to half a
minute. If the answer breaks off, the conversation is looked through for it.
What stays "unknown" may have been taken: look before you ask again.
"""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and its outcome."""

    website: Website
    question: Message
    reply: Message | None
    account: Account | None
    unsaved: str = ""
    """Why the exchange could not be stored, as a sentence; empty if it was."""


def add_parser(
    subparsers: argparse._SubParsersAction[argparse.ArgumentParser],  # pyright: ignore[reportPrivateUsage] - has no public name
) -> None:
    """Register the command."""
    parser = subparsers.add_parser(
        "ask",
        help="ask one question and print the reply",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("question", metavar="QUESTION", help="the question, or - to read it from stdin")
    parser.add_argument("--json", action="store_true", help="print the whole exchange as JSON")
    add_account_options(parser, default=argparse.SUPPRESS)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Send the question and print the reply; return the exit status.

    Raises:
        UserError: if the question is empty, or the profile, website or session cannot be used.
        ServiceError: if the websites cannot be fetched, so that nothing is sent.
    """
    question = _question(args.question)
    steps: list[SendEvent] = []
    try:
        exchange = asyncio.run(_exchange(args, question, steps))
    except KeyboardInterrupt:
        if steps and steps[-1].message.state not in {MessageState.QUEUED, MessageState.FAILED}:
            output.say("Interrupted: the message may have been taken all the same.")
        return ExitStatus.INTERRUPTED
    status = _print(exchange, as_json=args.json)
    if exchange.unsaved:
        output.say(f"{exchange.unsaved} This exchange is not kept.")
    fault = exchange.question.fault
    if fault is None:
        return status
    output.say(fault.told)
    return fault.exit_status


def _print(exchange: Exchange, *, as_json: bool) -> int:
    """Print the exchange or its reply; return the exit status of the printing."""
    if as_json:
        text = json.dumps(_as_json(exchange), indent=2)
    elif exchange.reply is not None:
        text = clean(exchange.reply.content)
    else:
        return ExitStatus.FINE
    try:
        output.write(f"{text}\n")
    except output.OutputError as error:
        kept = (
            ""
            if exchange.unsaved
            else f" The exchange is kept in the session {exchange.question.session_id}."
        )
        output.say(f"{error}{kept}")
        return error.exit_status
    return ExitStatus.FINE


def _question(text: str) -> str:
    if text == "-":
        text = _from_standard_input()
    elif any("\ud800" <= character <= "\udfff" for character in text):
        raise UserError("The question has bytes that are not of the terminal's encoding. Nothing was sent.")
    text = text.strip()
    if not text:
        raise UserError("There is no question: give it as one argument, or - to read it from stdin.")
    return text


def _from_standard_input() -> str:
    try:
        text = sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:  # UTF-16 text has many
        raise UserError("Standard input is not UTF-8 text: convert it, such as by iconv. Nothing was sent.")
    return text


async def _exchange(args: argparse.Namespace, question: str, steps: list[SendEvent]) -> Exchange:
    """Send the question and wait for the outcome; append its steps to ``steps``."""
    async with await _open(args) as services:
        services.store.listen(lambda said: print(clean(said), file=sys.stderr))
        await services.connect()
        session_id = args.session or new_session_id(services.clock.now())
        website = await _website(services, session_id, named=bool(args.website))
        message = await _queued(services.conversation, session_id, website.id, question)
        outcome = await _send(services, message, steps)
        account = None
        if args.json and outcome.message.state is MessageState.ANSWERED:
            with suppress(ServiceError):  # the reply matters, the usage is an extra
                account = await services.library.refresh_account()
        return Exchange(website, outcome.message, outcome.reply, account, outcome.unsaved)


async def _queued(conversation: Conversation, session_id: str, website_id: int, question: str) -> Message:
    """Queue the question; Ctrl+C meanwhile takes it back, so that no other instance sends it later."""
    queueing = asyncio.create_task(conversation.enqueue(session_id, website_id, question))
    try:
        return (await asyncio.shield(queueing)).message
    except asyncio.CancelledError:
        await conversation.withdraw((await queueing).message.key)
        raise


async def _send(services: Services, message: Message, steps: list[SendEvent]) -> SendEvent:
    conversation = services.conversation
    try:
        async with aclosing(conversation.send(message)) as sending:
            async for step in sending:
                steps.append(step)
                _tell(step, services.clock.now())
                if step.unsaved:
                    break  # a person can free disk space and wait; a script cannot
    except asyncio.CancelledError:
        # The store is newer than the last step received.
        steps.append(await conversation.outcome(message))
        if steps[-1].message.state is MessageState.QUEUED:
            await conversation.withdraw(message.key)  # so that no other instance sends it later
        raise
    if not steps:
        return await conversation.outcome(message)
    last = steps[-1]
    if last.unsaved:
        return _unsaved(last)
    return await conversation.give_up(message) if last.message.state is MessageState.QUEUED else last


def _unsaved(step: SendEvent) -> SendEvent:
    """Return the outcome of a step that could not be written to the store.

    Raises:
        UserError: if the message was not even sent because of that.
    """
    message = step.message
    if message.state is MessageState.QUEUED:
        raise UserError(step.unsaved)
    if step.reply is not None:
        answered = replace(message, state=MessageState.ANSWERED, seconds=step.reply.seconds)
        return replace(step, message=answered)
    taken = message.fault is not None and message.fault.may_have_been_taken
    return replace(
        step, message=replace(message, state=MessageState.UNKNOWN if taken else MessageState.FAILED)
    )


def _tell(step: SendEvent, now: datetime) -> None:
    """Report on a terminal that the message is looked for or retried."""
    fault = step.message.fault
    if fault is None or not sys.stderr.isatty():
        return
    if step.looking:
        output.say(f"{fault.sentence} Looking whether it was taken…")
    elif step.message.retry_at is not None:
        left = lasting(left_until(step.message.retry_at, now))
        output.say(f"{fault.sentence} Trying again in {left}…")


async def _open(args: argparse.Namespace) -> Services:
    from tui.services.call_log import start_log
    from tui.services.open import open_for

    launch = launch_of(args, await asyncio.to_thread(load_settings, args))
    if args.log or launch.log:
        start_log(args.log)
    return await open_for(launch, os.environ)


async def _website(services: Services, session_id: str, *, named: bool) -> Website:
    """Return the website to ask: the one named, else the session's own, else the profile's."""
    known = await services.library.session(session_id)
    if known is None or named:
        return await services.library.open_website(services.website)
    return await services.library.open_website(str(known.website_id))


def _as_json(exchange: Exchange) -> dict[str, object]:
    question, reply, account = exchange.question, exchange.reply, exchange.account
    return {
        "question": question.content,
        "reply": reply.content if reply else None,
        "state": question.state,
        "session_id": question.session_id,
        "website": asdict(exchange.website),
        "seconds": None if question.seconds is None else round(question.seconds, 3),
        "usage": asdict(account) if account else None,
        "fault": asdict(question.fault) if question.fault else None,
    }
