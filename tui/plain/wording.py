"""Texts of the plain client: steps, transcripts, sessions and usage, without symbols, columns or colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.domain import when
from tui.domain.amounts import messages
from tui.domain.backoff import left_until
from tui.domain.clean import NOTHING_TO_SEE, is_blank, one_line
from tui.domain.models import MessageState, Role
from tui.domain.usage import Usage, UsageLevel

if TYPE_CHECKING:
    from datetime import datetime

    from tui.domain.models import Account, Message, SendEvent, Session, Website

WAITING = "Waiting for the answer."
WAITS = (
    "Not sent yet. It waits for its turn, or for an earlier message that needs you: "
    "/retry sends that one again, /dismiss lets it go."
)
SENT_AGAIN = "/retry sends it again. /edit sends another text, /dismiss lets it go."
IN_DOUBT = (
    "/look looks for it once more. /retry sends it again, which may count it twice. "
    "/dismiss leaves it as it is."
)
_LEVELS = {
    UsageLevel.FINE: "",
    UsageLevel.WARN: " More than 80 percent is used.",
    UsageLevel.ALERT: " Nearly used up: more than 95 percent is used.",
    UsageLevel.REACHED: " The limit is reached: nothing is sent until the month turns or the plan grows.",
}
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


def step(event: SendEvent, now: datetime) -> str:
    """Return what to print for a step of an awaited message; empty if there is nothing to say."""
    message, fault = event.message, event.message.fault
    why = f"{fault.sentence} " if fault else ""
    if event.unsaved:
        return f"{event.unsaved} It is tried again until it works; leave the program running."
    match message.state:
        case MessageState.SENDING:
            return WAITING
        case MessageState.QUEUED if message.retry_at is not None:
            left = when.lasting(left_until(message.retry_at, now))
            return f"Not sent yet: {why}Trying again in {left}. Ctrl+C stops that."
        case MessageState.UNKNOWN if event.looking:
            return f"{why}Looking whether it was taken."
        case _:
            return trouble(message)


def trouble(message: Message) -> str:
    """Return what is wrong with a message, and what can be done; empty if nothing is wrong."""
    why = message.fault.told if message.fault else ""
    match message.state:
        case MessageState.QUEUED:
            return f"Not sent: {why} It is kept; /key enters another key." if why else WAITS
        case MessageState.SENDING:
            return "On its way."
        case MessageState.FAILED:
            return f"Not sent: {why} {SENT_AGAIN}"
        case MessageState.UNKNOWN:
            return f"Unknown: {why} {IN_DOUBT}"
        case MessageState.RECEIVED if message.fault is not None:
            return f"May have been sent, and left as it is: {why}".rstrip()
        case _:
            return ""


def reply(message: Message, at: str = "") -> str:
    """Return a reply with its author; Markdown is left as it is, as it reads well aloud."""
    name = f"Agent {one_line(message.author, 40)}" if message.author else "Bot"
    return f"{name}{at}: {_words(message)}"


def spoken(message: Message) -> str:
    """Return a message of a stored transcript, with its time of day, and what is wrong with it."""
    at = f" ({when.clock(message.at)})"
    if message.role is not Role.USER:
        return reply(message, at)
    wrong = trouble(message)
    return f"You{at}: {_words(message)}" + (f"\n{wrong}" if wrong else "")


def _words(message: Message) -> str:
    return NOTHING_TO_SEE if message.content and is_blank(message.content) else message.content


def transcript(messages: tuple[Message, ...], now: datetime) -> list[str]:
    """Return the lines of a transcript, with a line for each day."""
    lines: list[str] = []
    last = ""
    for message in messages:
        day = when.day(message.at, now)
        if day != last:
            lines.append(f"{day}.")
            last = day
        lines.append(spoken(message))
    return lines


def website(site: Website) -> str:
    """Return a website's name, domain and id."""
    return f"{one_line(site.name, 60)}, {one_line(site.domain, 80)}, id {site.id}"


def session(each: Session, now: datetime) -> str:
    """Return a session's title, message count, age, state and id."""
    parts = [f"{titled(each)} {messages(each.message_count)}, {age(each.updated_at, now)}"]
    parts += ["pinned"] * each.pinned + ["has a draft"] * each.draft
    parts += ["a message was not sent or is unknown"] * each.trouble
    return f"{', '.join(parts)}, id {one_line(each.id)}"


def titled(each: Session) -> str:
    """Return the title of a session, with a full stop unless it ends in a mark of its own."""
    title = title_of(each)
    return f"{title}." if title[-1].isalnum() else title


def title_of(each: Session) -> str:
    """Return the title of a session on one line."""
    return one_line(each.title, 100) or (NOTHING_TO_SEE if each.title else "Untitled")


def age(at: datetime, now: datetime) -> str:
    """Return how long ago something was, as a date after a week."""
    seconds = (now - at).total_seconds()
    for unit, length in (("day", _DAY), ("hour", _HOUR), ("minute", _MINUTE)):
        if seconds >= length:
            count = int(seconds // length)
            if count > 7 and unit == "day":
                return when.day(at, now)
            return f"{count} {unit} ago" if count == 1 else f"{count} {unit}s ago"
    return "just now"


def usage(account: Account) -> str:
    """Return the month's usage as a sentence or two."""
    used = Usage.of(account)
    if used.limit is None:
        return f"{messages(used.used)} used this month; no limit is known."
    counts = f"{used.used:,} of {messages(used.limit)} used this month, {used.left:,} left."
    return f"{counts}{_LEVELS[used.level]}"


def account(known: Account) -> str:
    """Return the account, its plan and its usage as sentences."""
    email = one_line(known.email) or "without an e-mail address"
    return f"Account {email}. Plan {one_line(known.plan) or 'not named'}. {usage(known)}"
