"""The transcript's actions and their keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.actions import TRANSCRIPT, Action
from tui.domain.send_state import EDITABLE

if TYPE_CHECKING:
    from tui.widgets.transcript.transcript import Transcript

EMPTY = "There is no message here yet."
NOT_EDITABLE = "This message is done. What is queued, was not sent or is unknown can be changed."


def _no_message(transcript: Transcript) -> str:
    return "" if transcript.state.messages else EMPTY


def _not_editable(transcript: Transcript) -> str:
    message = transcript.current
    if message is None:
        return EMPTY
    return "" if message.state in EDITABLE else NOT_EDITABLE


TRANSCRIPT_ACTIONS: tuple[Action[Transcript], ...] = (
    Action(
        "cursor.next",
        "j,down",
        "Next",
        "Go to the next message.",
        run=lambda transcript: transcript.next_message(),
        disabled=_no_message,
        scope=TRANSCRIPT,
        hint=True,
    ),
    Action(
        "cursor.previous",
        "k,up",
        "Previous",
        "Go to the message before.",
        run=lambda transcript: transcript.previous_message(),
        disabled=_no_message,
        scope=TRANSCRIPT,
        hint=True,
    ),
    Action(
        "transcript.first",
        "g,home",
        "Start",
        "Go to the first message.",
        run=lambda transcript: transcript.first(),
        disabled=_no_message,
        scope=TRANSCRIPT,
    ),
    Action(
        "transcript.last",
        "G,end",
        "End",
        "Go to the last message.",
        run=lambda transcript: transcript.last(),
        disabled=_no_message,
        scope=TRANSCRIPT,
        hint=True,
    ),
    Action(
        "cursor.edit",
        "e",
        "Edit",
        "Change a message that is queued, was not sent or is unknown.",
        run=lambda transcript: transcript.edit_message(),
        disabled=_not_editable,
        scope=TRANSCRIPT,
        hint=True,
    ),
    Action(
        "cursor.withdraw",
        "x,delete",
        "Withdraw",
        "Take a queued or unsent message back into the composer; leave an unknown one as it is.",
        run=lambda transcript: transcript.withdraw_message(),
        disabled=_not_editable,
        scope=TRANSCRIPT,
        hint=True,
    ),
    Action(
        "cursor.copy",
        "y",
        "Copy",
        "Copy this message's Markdown source.",
        run=lambda transcript: transcript.copy_message(),
        disabled=_no_message,
        scope=TRANSCRIPT,
        hint=True,
    ),
    Action(
        "cursor.plain",
        "Y",
        "Copy text",
        "Copy this message as plain text, without Markdown's marks.",
        run=lambda transcript: transcript.copy_plain(),
        disabled=_no_message,
        scope=TRANSCRIPT,
    ),
    Action(
        "cursor.code",
        "c",
        "Copy code",
        "Copy a code block of this message.",
        run=lambda transcript: transcript.copy_code(),
        disabled=_no_message,
        scope=TRANSCRIPT,
    ),
    Action(
        "cursor.link",
        "u",
        "Copy link",
        "Copy a link of this message.",
        run=lambda transcript: transcript.copy_link(),
        disabled=_no_message,
        scope=TRANSCRIPT,
    ),
    Action(
        "cursor.details",
        "enter",
        "Details",
        "Show what is known of this message.",
        run=lambda transcript: transcript.details(),
        disabled=_no_message,
        scope=TRANSCRIPT,
        hint=True,
    ),
    Action(
        "find.open",
        "slash",
        "Find",
        "Find in the transcript.",
        run=lambda transcript: transcript.find_here(),
        scope=TRANSCRIPT,
    ),
    Action(
        "find.next",
        "n",
        "Next match",
        "Go to the next match.",
        run=lambda transcript: transcript.find_next(),
        scope=TRANSCRIPT,
    ),
    Action(
        "find.previous",
        "N",
        "Previous match",
        "Go to the match before.",
        run=lambda transcript: transcript.find_previous(),
        scope=TRANSCRIPT,
    ),
)
