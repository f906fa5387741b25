"""The transcript widget: a cursor over messages, copying, and finding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from tui.actions import Action, HasActions, bindings
from tui.domain.clean import clean, marks_in
from tui.domain.models import Role
from tui.domain.send_state import RETRYABLE
from tui.widgets.said import TranscriptSaid
from tui.widgets.transcript.actions import TRANSCRIPT_ACTIONS
from tui.widgets.transcript.live import LiveTranscript
from tui.widgets.transcript.view import TranscriptView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.binding import BindingType

    from tui.domain.models import Message


class Transcript(HasActions, LiveTranscript, can_focus=True):
    """One session's messages with a message cursor; what it cannot do itself it posts as a message."""

    ACTIONS: ClassVar[Sequence[Action[Any]]] = TRANSCRIPT_ACTIONS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(TRANSCRIPT_ACTIONS)]

    @dataclass
    class EndWanted(TranscriptSaid):
        """Go to an end of the session that is not held: the newest message, or the oldest."""

        newest: bool

    @dataclass
    class CopyWanted(TranscriptSaid):
        """Copy one of ``options``: the person chooses if there are several."""

        what: str
        options: list[str]
        marks: int
        """Control and invisible characters of the message, which are left out."""

    @dataclass
    class DetailsWanted(TranscriptSaid):
        """Show the details of a message."""

        message: Message

    @dataclass
    class EditWanted(TranscriptSaid):
        """Edit a queued, failed or unknown message."""

        message: Message

    @dataclass
    class WithdrawWanted(TranscriptSaid):
        """Withdraw a queued or failed message; dismiss an unknown one."""

        message: Message

    @dataclass
    class FindWanted(TranscriptSaid):
        """Open the find bar (0), go to the next match (1) or to the one before (-1)."""

        direction: int

    def on_focus(self) -> None:
        """Show the cursor; if there is none, put it on the last message in view."""
        self._ensure_cursor()
        self.refresh()

    def on_blur(self) -> None:
        """Hide the cursor."""
        self.refresh()

    @property
    def last_reply(self) -> Message | None:
        """The newest reply that is held."""
        return next((m for m in reversed(self.state.messages) if m.role is Role.ASSISTANT), None)

    @property
    def trouble(self) -> Message | None:
        """The failed or unknown message that Ctrl+R applies to: under the cursor, else the last."""
        troubled = [m for m in self.state.messages if m.state in RETRYABLE]
        return next((m for m in troubled if m.key == self.cursor), troubled[-1] if troubled else None)

    @property
    def current(self) -> Message | None:
        """The message that the cursor is on."""
        return None if self.cursor is None else self.state.find(self.cursor)

    def next_message(self) -> None:
        """Move the cursor down; past the last message, to the end."""
        self._move(1)

    def previous_message(self) -> None:
        """Move the cursor up."""
        self._move(-1)

    def first(self) -> None:
        """Go to the first message of the session."""
        if self.state.has_older:
            self.post_message(self.EndWanted(newest=False))
        elif self.state.messages:
            self._go(self.state.messages[0].key)

    def last(self) -> None:
        """Go to the last message of the session, and follow the end."""
        if self.state.has_newer:
            self.post_message(self.EndWanted(newest=True))
        elif self.state.messages:
            self.cursor = self.state.messages[-1].key
            self.to_end()

    def copy_message(self) -> None:
        """Copy the message under the cursor as its Markdown source."""
        if (message := self.current) is not None:
            self._copy(message, "the message", [clean(message.content)])

    def copy_plain(self) -> None:
        """Copy the message under the cursor as it is shown, without Markdown's marks."""
        from tui.widgets.transcript.parts import plain_text

        if (message := self.current) is not None:
            text = plain_text(message.content) if message.role is Role.ASSISTANT else clean(message.content)
            self._copy(message, "the message as plain text", [text])

    def copy_code(self) -> None:
        """Copy a code block of the message under the cursor."""
        from tui.widgets.transcript.parts import code_blocks

        if (message := self.current) is not None:
            self._copy(message, "a code block", code_blocks(message.content))

    def copy_link(self) -> None:
        """Copy a link of the message under the cursor."""
        from tui.widgets.transcript.parts import links

        if (message := self.current) is not None:
            self._copy(message, "a link", links(message.content))

    def _copy(self, message: Message, what: str, options: list[str]) -> None:
        self.post_message(self.CopyWanted(what, options, marks_in(message.content)))

    def details(self) -> None:
        """Ask for the details of the message under the cursor."""
        if (message := self.current) is not None:
            self.post_message(self.DetailsWanted(message))

    def edit_message(self) -> None:
        """Ask to edit the message under the cursor."""
        if (message := self.current) is not None:
            self.post_message(self.EditWanted(message))

    def withdraw_message(self) -> None:
        """Ask to withdraw or dismiss the message under the cursor."""
        if (message := self.current) is not None:
            self.post_message(self.WithdrawWanted(message))

    def find_here(self) -> None:
        """Ask for the find bar."""
        self.post_message(self.FindWanted(0))

    def find_next(self) -> None:
        """Go to the next match."""
        self.post_message(self.FindWanted(1))

    def find_previous(self) -> None:
        """Go to the match before."""
        self.post_message(self.FindWanted(-1))

    def _ensure_cursor(self) -> None:
        if self.cursor is None and self.state.messages:
            found = self._run.locate(min(self._run.height, self._line + self.size.height) - 1)
            self.cursor = found[0].message.key if found else self.state.messages[-1].key

    def _move(self, step: int) -> None:
        if self.cursor is None:
            self._ensure_cursor()
            return
        keys = [message.key for message in self.state.messages]
        place = keys.index(self.cursor) + step if self.cursor in keys else len(keys) - 1
        if 0 <= place < len(keys):
            self._go(keys[place])
        elif step > 0 and not self.state.has_newer:
            self.to_end()

    def _go(self, key: int) -> None:
        self.cursor = key
        self.to_message(key)


TranscriptEvent = (
    TranscriptView.OlderWanted
    | TranscriptView.NewerWanted
    | TranscriptView.Moved
    | Transcript.EndWanted
    | Transcript.CopyWanted
    | Transcript.DetailsWanted
    | Transcript.EditWanted
    | Transcript.WithdrawWanted
    | Transcript.FindWanted
)
"""All messages of the transcript."""
