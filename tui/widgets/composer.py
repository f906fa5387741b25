"""The composer: where a message is written, and from where it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from tui.domain.clean import clean, one_line
from tui.domain.draft import joined
from tui.widgets.composer_input import ComposerInput
from tui.widgets.said import ComposerSaid

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

    from tui.domain.models import Address

PROMPT = "›"
LONGEST_RECALLED = 20_000
"""Characters of a question that Up brings back: it may be a visitor's, and a text area takes its time."""
MOST_LINES_UNASKED = 3
"""Lines of a paste that go straight in."""
MOST_CHARACTERS_UNASKED = 20_000
"""Characters of a paste that go straight in."""


class Composer(Vertical):
    """A text that grows from one line to eight, and is never lost.

    It keeps its text when it is sent; ``accept`` clears it once the message is safe. ``TextArea.Changed``
    of its text area passes through for drafts.

    ``deliver`` takes what is submitted, without white space around it, and where it goes: what was on
    screen as Enter was pressed. It is called and no message is posted, so that whatever happens to the
    composer next finds the message in hand.
    """

    blocked: reactive[str] = reactive("", repaint=False, init=False)
    """Why nothing can be sent, as one sentence; empty where nothing stands in the way."""

    @dataclass
    class Blocked(ComposerSaid):
        """Enter was pressed where nothing can be sent."""

        reason: str
        text: str
        """What would have been sent."""

    @dataclass
    class EditWanted(ComposerSaid):
        """The text is to be written in an editor."""

        text: str

    @dataclass
    class PasteWanted(ComposerSaid):
        """A long text was pasted: ``decide_paste`` is to be called with what of it is wanted."""

        text: str

    @dataclass
    class LinesPasted(ComposerSaid):
        """A line end came as if it were typed: it is a new line, and nothing was sent."""

    def __init__(self, *, deliver: Callable[[str, Address | None], None], id: str | None = None) -> None:
        super().__init__(id=id)
        self._deliver = deliver
        self._input = ComposerInput(
            send=self._submit,
            edit=self._want_editor,
            paste=self._take_paste,
            line_pasted=self._line_pasted,
        )
        self._hint = Static(classes="composer--hint", markup=False)
        self._submitted: list[str] = []
        """Texts that were submitted and are not safe yet; the composer still begins with them."""
        self._undecided = 0
        """Pastes that the person is being asked about; until then the text is not what they want to send."""
        self.address: Address | None = None
        """Where the text goes when it is sent; ``None`` while there is nowhere."""

    def compose(self) -> ComposeResult:
        """Prompt, text, hint."""
        yield Static(PROMPT, classes="composer--prompt", markup=False)
        yield self._input
        yield self._hint

    @property
    def text(self) -> str:
        """What is typed."""
        return self._input.text

    @property
    def unsent(self) -> str:
        """What is typed and was not submitted."""
        return self._without(len(self._submitted))

    @property
    def behind(self) -> str:
        """What is typed behind what was submitted first; the rest of what was submitted is part of it."""
        return self._without(1)

    @property
    def submits(self) -> bool:
        """Whether something was submitted that is not safe yet."""
        return bool(self._submitted)

    @property
    def history(self) -> Sequence[str]:
        """Earlier questions, oldest first, that Up recalls in the empty composer."""
        return self._input.recall.questions

    @history.setter
    def history(self, questions: Sequence[str]) -> None:
        self._input.recall.questions = [clean(text) for text in questions if len(text) <= LONGEST_RECALLED]

    @property
    def paste_gap(self) -> float:
        """Seconds after other input within which Enter is a line break; see ``EnterRule``."""
        return self._input.enter_rule.gap

    @paste_gap.setter
    def paste_gap(self, seconds: float) -> None:
        self._input.enter_rule.gap = seconds

    def invite(self, placeholder: str) -> None:
        """Say in the empty composer what it is for, such as whom it asks."""
        self._input.placeholder = Content(one_line(placeholder))

    def load(self, text: str) -> None:
        """Show another text, such as another session's draft, with the cursor at its end."""
        self._submitted.clear()
        self._input.show(clean(text))

    def write(self, text: str) -> None:
        """Show another text behind what was submitted and is not safe yet."""
        self._input.show("".join(self._submitted) + clean(text))

    def accept(self) -> None:
        """Clear what was submitted first, now that it is safe; what was typed behind it since stays."""
        if self._submitted:
            behind = self.behind
            del self._submitted[0]
            self._input.show(behind)

    def keep(self) -> bool:
        """Keep what was submitted first, because it could not be made safe; it can be submitted again.

        It stands before what is typed, behind what else was submitted. Returns whether it is there.
        """
        if not self._submitted:
            return False
        kept, unsent = self._submitted[0], self.unsent
        del self._submitted[0]
        if unsent or self._submitted:
            self.write(joined(kept, unsent))
        return True

    def _without(self, submitted: int) -> str:
        """What is typed, less so many of the texts that were submitted."""
        text = self.text
        for part in self._submitted[:submitted]:
            text = text.replace(part, "", 1)
        return text

    def decide_paste(self, text: str) -> None:
        """Insert what is wanted of a long paste, if anything."""
        self._undecided -= 1
        if text:
            self._input.type_in(text)

    def focus_input(self) -> None:
        """Give the keys to the text."""
        self._input.focus()

    def watch_blocked(self) -> None:
        """Say why, under the text."""
        self._hint.update(Content(f"! {one_line(self.blocked)}"))
        self.set_class(bool(self.blocked), "-blocked")

    def send(self) -> None:
        """Do what Enter does."""
        self._submit()

    def _submit(self) -> None:
        text = self.unsent
        if self.blocked:
            self.post_message(self.Blocked(self.blocked, text))
        elif text.strip() and not self._undecided:
            self._submitted.append(text)
            self._deliver(text.strip(), self.address)

    def _take_paste(self, text: str) -> None:
        lines = text.rstrip("\n").count("\n") + 1
        if lines > MOST_LINES_UNASKED or len(text) > MOST_CHARACTERS_UNASKED:
            self._undecided += 1
            self.post_message(self.PasteWanted(text))
        else:
            self._input.type_in(text)

    def _line_pasted(self, line_breaks: int) -> None:
        if line_breaks == 1:
            self.post_message(self.LinesPasted())

    def _want_editor(self) -> None:
        self.post_message(self.EditWanted(self.unsent))


ComposerEvent = Composer.Blocked | Composer.EditWanted | Composer.PasteWanted | Composer.LinesPasted
"""All that the composer says."""
