"""The composer: the text area in which a message is written and sent."""

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
"""Characters of a question that Up recalls at most: a visitor's may be longer, and slow in a text area."""
MOST_LINES_UNASKED = 3
"""Lines of a paste that is inserted without asking, at most."""
MOST_CHARACTERS_UNASKED = 20_000
"""Characters of a paste that is inserted without asking, at most."""


class Composer(Vertical):
    """The composer's widget, which grows from one line to eight.

    It keeps its text when it is sent; ``accept`` clears it once the message is on disk. ``TextArea.Changed``
    of its text area bubbles, for drafts.

    ``deliver`` takes what is submitted, stripped of white space, and the address that was on screen when
    Enter was pressed. It is a call and not a message, so that the message is handed over before anything else
    happens to the composer.
    """

    blocked: reactive[str] = reactive("", repaint=False, init=False)
    """Why nothing can be sent, as one sentence; empty if messages can be sent."""

    @dataclass
    class Blocked(ComposerSaid):
        """Enter was pressed while nothing can be sent."""

        reason: str
        text: str
        """What would have been sent."""

    @dataclass
    class EditWanted(ComposerSaid):
        """Open the text in the editor."""

        text: str

    @dataclass
    class PasteWanted(ComposerSaid):
        """Ask about a long paste, then call ``decide_paste`` with what of it to insert."""

        text: str

    @dataclass
    class LinesPasted(ComposerSaid):
        """Enter came within pasted text: it started a new line, and nothing was sent."""

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
        """Texts that were submitted and are not on disk yet; the composer still begins with them."""
        self._undecided = 0
        """Pastes that the person is being asked about; nothing is sent until that is answered."""
        self.address: Address | None = None
        """Where the text is sent; ``None`` while no session is on screen."""

    def compose(self) -> ComposeResult:
        """Lay out prompt, text and hint."""
        yield Static(PROMPT, classes="composer--prompt", markup=False)
        yield self._input
        yield self._hint

    @property
    def text(self) -> str:
        """All text in the composer."""
        return self._input.text

    @property
    def unsent(self) -> str:
        """The text without what was submitted."""
        return self._without(len(self._submitted))

    @property
    def behind(self) -> str:
        """The text without what was submitted first; later submitted texts are part of it."""
        return self._without(1)

    @property
    def submits(self) -> bool:
        """Whether something was submitted that is not on disk yet."""
        return bool(self._submitted)

    @property
    def history(self) -> Sequence[str]:
        """Earlier questions, oldest first, which Up recalls in the empty composer."""
        return self._input.recall.questions

    @history.setter
    def history(self, questions: Sequence[str]) -> None:
        self._input.recall.questions = [clean(text) for text in questions if len(text) <= LONGEST_RECALLED]

    @property
    def paste_gap(self) -> float:
        """Seconds within which input after other input counts as part of a burst; see ``EnterRule``."""
        return self._input.enter_rule.gap

    @paste_gap.setter
    def paste_gap(self, seconds: float) -> None:
        self._input.enter_rule.gap = seconds

    def invite(self, placeholder: str) -> None:
        """Set the placeholder of the empty composer."""
        self._input.placeholder = Content(one_line(placeholder))

    def load(self, text: str) -> None:
        """Show another text, such as another session's draft, with the cursor at its end."""
        self._submitted.clear()
        self._input.show(clean(text))

    def write(self, text: str) -> None:
        """Show another text behind what was submitted and is not on disk yet."""
        self._input.show("".join(self._submitted) + clean(text))

    def accept(self) -> None:
        """Clear what was submitted first, now that it is on disk; text typed behind it stays."""
        if self._submitted:
            behind = self.behind
            del self._submitted[0]
            self._input.show(behind)

    def keep(self) -> bool:
        """Keep what was submitted first, as it could not be queued; it can be submitted again.

        It moves before what is typed and behind what else was submitted. Returns whether there was such text.
        """
        if not self._submitted:
            return False
        kept, unsent = self._submitted[0], self.unsent
        del self._submitted[0]
        if unsent or self._submitted:
            self.write(joined(kept, unsent))
        return True

    def _without(self, submitted: int) -> str:
        """Return the text without the first ``submitted`` of the texts that were submitted."""
        text = self.text
        for part in self._submitted[:submitted]:
            text = text.replace(part, "", 1)
        return text

    def decide_paste(self, text: str) -> None:
        """Insert what the person wants of a long paste, if anything."""
        self._undecided -= 1
        if text:
            self._input.type_in(text)

    def focus_input(self) -> None:
        """Focus the text area."""
        self._input.focus()

    def watch_blocked(self) -> None:
        """Show below the text why nothing can be sent."""
        self._hint.update(Content(f"! {one_line(self.blocked)}"))
        self.set_class(bool(self.blocked), "-blocked")

    def send(self) -> None:
        """Submit the text, as Enter does."""
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
"""All messages of the composer."""
