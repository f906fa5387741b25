"""Format a transcript for export: Markdown, JSON or plain text.

The content of messages cannot be mistaken for the structure around it: it is quoted in Markdown, indented
in plain text and escaped in JSON.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from datetime import UTC
from enum import StrEnum
from pathlib import PurePath
from typing import TYPE_CHECKING

from tui.domain.amounts import messages
from tui.domain.clean import clean, one_line
from tui.domain.faults import UserError
from tui.domain.models import MessageState, Role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tui.domain.models import Message, Session, Website

_MARKS = re.compile(r"([\\`*_{}\[\]<>#&!|~])")
_STATES = {
    MessageState.QUEUED: "not sent yet",
    MessageState.SENDING: "on its way",
    MessageState.FAILED: "not sent",
    MessageState.UNKNOWN: "perhaps sent",
}
"""Labels of messages that are not settled."""


class ExportForm(StrEnum):
    """Export formats; each value is the file extension."""

    MARKDOWN = "md"
    JSON = "json"
    TEXT = "txt"


@dataclass(frozen=True, slots=True)
class Transcript:
    """The session to export, with all its messages."""

    session: Session
    website: Website | None
    """``None`` if the account no longer has it."""
    messages: Sequence[Message]
    """Oldest first."""


def form_of(file_name: str) -> ExportForm:
    """Return the format for a file name's extension.

    Raises:
        UserError: if there is none for it.
    """
    extension = PurePath(file_name).suffix.removeprefix(".").lower()
    try:
        return ExportForm(extension)
    except ValueError:
        forms = ", ".join(f".{form}" for form in ExportForm)
        raise UserError(f"The name of the file says what is written: let it end in one of {forms}.") from None


def export_text(transcript: Transcript, form: ExportForm) -> str:
    """Format a transcript; the result ends in a newline.

    Markdown and plain text omit control characters; JSON keeps messages exact and escapes everything
    beyond ASCII. Times are in UTC.
    """
    match form:
        case ExportForm.MARKDOWN:
            return _markdown(transcript)
        case ExportForm.JSON:
            return json.dumps(_as_json(transcript), indent=2) + "\n"
        case ExportForm.TEXT:
            return _text(transcript)


def _markdown(transcript: Transcript) -> str:
    parts = [f"# {_escaped(_title(transcript))}", _escaped(_about(transcript))]
    for message in transcript.messages:
        speaker, rest = _escaped(_speaker(message)), _escaped(_when(message))
        # Quoted line by line, so that no fence, heading or comment in it reaches what follows.
        parts += [f"**{speaker}**, {rest}", _prefixed("> ", message.content)]
    return "\n\n".join(parts) + "\n"


def _text(transcript: Transcript) -> str:
    parts = [f"{_title(transcript)}\n{_about(transcript)}"]
    for message in transcript.messages:
        head = f"{_speaker(message)}, {_when(message)}:"
        parts.append(f"{head}\n{_prefixed('    ', message.content)}")
    return "\n\n".join(parts) + "\n"


def _as_json(transcript: Transcript) -> dict[str, object]:
    session, website = transcript.session, transcript.website
    return {
        "session_id": session.id,
        "title": session.title,
        "website_id": session.website_id,
        "website": asdict(website) if website else None,
        "messages": [_message_as_json(message) for message in transcript.messages],
    }


def _message_as_json(message: Message) -> dict[str, object]:
    return {
        "role": message.role,
        "speaker": _kind(message),
        "author": message.author,
        "content": message.content,
        "at": _utc(message.at),
        "state": message.state,
        "seconds": None if message.seconds is None else round(message.seconds, 3),
    }


def _kind(message: Message) -> str:
    """Return who speaks: in the API a human agent answers as ``assistant`` too."""
    if message.role is Role.USER:
        return "visitor"
    return "human" if message.author else "bot"


def _speaker(message: Message) -> str:
    kind = _kind(message)
    return f"Agent {one_line(message.author or '', 60)}" if kind == "human" else kind.capitalize()


def _when(message: Message) -> str:
    state = _state(message)
    return f"{_utc(message.at)}, {state}" if state else _utc(message.at)


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _title(transcript: Transcript) -> str:
    return one_line(transcript.session.title) or "Untitled session"


def _about(transcript: Transcript) -> str:
    session, website = transcript.session, transcript.website
    of = f"{one_line(website.name)} ({one_line(website.domain)})" if website else str(session.website_id)
    return f"Session {one_line(session.id)} of the website {of}, {messages(len(transcript.messages))}."


def _prefixed(prefix: str, text: str) -> str:
    return "\n".join(f"{prefix}{line}".rstrip() for line in clean(text).split("\n"))


def _escaped(text: str) -> str:
    return _MARKS.sub(r"\\\1", text)


def _state(message: Message) -> str | None:
    left_in_doubt = message.state is MessageState.RECEIVED and message.fault is not None
    return _STATES.get(MessageState.UNKNOWN if left_in_doubt else message.state)
