"""``asyntai-tui ask``: one question, and the reply on standard output."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from tui.cli.options import add_account_options, load_settings
from tui.domain.clean import clean
from tui.domain.faults import ExitStatus, ServiceError, UserError
from tui.domain.models import MessageState
from tui.domain.session_id import new_session_id

if TYPE_CHECKING:
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

state "unknown" means that the message may have been taken though no reply
came: look before you ask again.
"""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question, and what became of it."""

    website: Website
    question: Message
    reply: Message | None
    account: Account | None


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
    """Ask, and print the reply; return the exit status.

    Raises:
        UserError: if there is no question, or no account to ask.
        ServiceError: if the service cannot even be asked.
    """
    question = _question(args.question)
    left: list[Message] = []
    try:
        exchange = asyncio.run(_exchange(args, question, left))
    except KeyboardInterrupt:
        if left:
            print("Interrupted: the message may have been taken all the same.", file=sys.stderr)
        return ExitStatus.INTERRUPTED
    if args.json:
        print(json.dumps(_as_json(exchange), indent=2))
    elif exchange.reply is not None:
        print(clean(exchange.reply.content))
    fault = exchange.question.fault
    if fault is None:
        return ExitStatus.FINE
    print(clean(f"{fault.sentence} {fault.remedy}"), file=sys.stderr)
    return fault.exit_status


def _question(text: str) -> str:
    if text == "-":
        text = sys.stdin.buffer.read().decode("utf-8", errors="replace")
    text = text.strip()
    if not text:
        raise UserError("There is no question: give it as one argument, or - to read it from stdin.")
    return text


async def _exchange(args: argparse.Namespace, question: str, left: list[Message]) -> Exchange:
    """Ask; the message is put into ``left`` as soon as it may leave this machine."""
    async with await _open(args) as services:
        await services.connect()
        session_id = args.session or new_session_id()
        website = await _website(services, session_id, named=bool(args.website))
        queued = await services.conversation.enqueue(session_id, website.id, question)
        outcome = await _send(services.conversation, queued.message, left)
        account = None
        if args.json and outcome.message.state is MessageState.ANSWERED:
            with suppress(ServiceError):  # the reply counts, the usage is a courtesy
                account = await services.library.refresh_account()
        return Exchange(website, outcome.message, outcome.reply, account)


async def _send(conversation: Conversation, message: Message, left: list[Message]) -> SendEvent:
    outcome = None
    try:
        async for outcome in conversation.send(message):
            left.append(outcome.message)
    except asyncio.CancelledError:
        if not left:  # nobody is to send later what was given up
            await conversation.withdraw(message.key)
        raise
    return outcome or await conversation.outcome(message)


async def _open(args: argparse.Namespace) -> Services:
    from tui.services.open import open_demo, open_services

    settings = await asyncio.to_thread(load_settings, args)
    if args.demo:
        return await open_demo(settings, website=args.website)
    return await open_services(
        settings, profile=args.profile, base_url=args.base_url, website=args.website, environ=os.environ
    )


async def _website(services: Services, session_id: str, *, named: bool) -> Website:
    """The website that is to answer: the one named, else the session's own, else the profile's."""
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
