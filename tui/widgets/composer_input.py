"""The composer's text area, which repaints only the cells that a key changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Region
from textual.reactive import Reactive
from textual.widgets import TextArea
from textual.widgets.text_area import Selection

from tui.actions import Action, HasActions, bindings
from tui.domain.clean import clean
from tui.enter_in_text import EnterInText
from tui.textual_internals.documents import DocumentNavigator
from tui.widgets.composer_actions import COMPOSER_ACTIONS, NEWLINE
from tui.widgets.enter_rule import EnterRule
from tui.widgets.graphemes import GraphemeDocument, ceil, floor
from tui.widgets.line import changed_regions
from tui.widgets.question_recall import QuestionRecall

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.strip import Strip

    from tui.textual_internals.documents import EditResult, Location

_LEFT_OUT = {"undo", "redo", "cursor_page_up", "cursor_page_down"}
"""Actions of ``TextArea`` whose keys the client uses: Ctrl+Z suspends, Ctrl+Y copies, PgUp and PgDn scroll
the transcript. Undo has a key of the composer's own."""


def text_area_keys() -> list[Binding]:
    """Return the keys of ``TextArea`` that are kept."""
    kept = (binding for binding in TextArea.BINDINGS if isinstance(binding, Binding))
    return [binding for binding in kept if binding.action not in _LEFT_OUT]


class ComposerInput(HasActions, TextArea, inherit_bindings=False):
    """A text area that repaints only the cells that changed.

    ``TextArea`` repaints all its lines with every key; here the lines are compared with those painted last,
    and only what differs is refreshed.

    ``paste`` takes each paste, cleaned; without it pastes are inserted. ``line_pasted`` is called at each
    Enter within pasted text, with their number so far.
    """

    SENDS: ClassVar[str] = "message.send"
    """The id of the action that Enter is bound to."""
    ACTIONS: ClassVar[Sequence[Action[Any]]] = COMPOSER_ACTIONS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(COMPOSER_ACTIONS), *text_area_keys()]

    selection: Reactive[Selection] = Reactive(Selection(), init=False, always_update=True, repaint=False)

    def __init__(
        self,
        *,
        send: Callable[[], None],
        edit: Callable[[], None],
        paste: Callable[[str], None] | None = None,
        line_pasted: Callable[[int], None] | None = None,
    ) -> None:
        super().__init__(soft_wrap=True, tab_behavior="focus", compact=True, highlight_cursor_line=False)
        self.cursor_blink = False
        self.match_cursor_bracket = False
        self.enter_rule = EnterRule()
        self.recall = QuestionRecall()
        self._send = send
        self._edit = edit
        self._paste = paste or self.type_in
        self._line_pasted = line_pasted
        self._painted: list[Strip] = []
        self._caret = Offset(0, 0)
        """The caret's place on the screen at the last painting."""

    # Keys

    async def on_key(self, event: events.Key) -> None:
        """Act on Enter and new-line keys at once, in the order in which keys arrive.

        Other bindings are run by the app once the key has bubbled up to it, and keys typed behind it may be
        inserted before that.
        """
        if event.key == "enter":
            pasted = self.enter_rule.enter(event.time, in_text=isinstance(event, EnterInText))
        else:
            # Only these keys can be part of a paste: others may come together too, where a line stalls.
            is_text = event.is_printable or event.key in {"tab", "ctrl+j"}
            pasted = is_text and self.enter_rule.arrived(event.time)
        if event.is_printable:
            return
        key = event.key
        bound = self.screen.active_bindings.get(key)
        if pasted and key == "tab":
            self._keep(event)
            self.type_in("\t")
            return
        if bound is None or bound.node is not self or bound.binding.id not in {self.SENDS, NEWLINE.id}:
            return
        self._keep(event)
        if bound.binding.id == NEWLINE.id:
            self.newline()
        elif key == "enter" and pasted:
            self.newline()
            if self._line_pasted is not None:
                self._line_pasted(self.enter_rule.line_breaks)
        else:
            self.send()

    def _keep(self, event: events.Event) -> None:
        event.stop()
        event.prevent_default()

    async def on_paste(self, event: events.Paste) -> None:
        """Clean a paste, and hand it to ``paste``."""
        self._keep(event)
        self.enter_rule.arrived(event.time)
        self._paste(clean(event.text))

    def type_in(self, text: str) -> None:
        """Replace the selection by ``text``, as if it were typed."""
        self.replace(text, *sorted(self.selection), maintain_selection_offset=False)

    def newline(self) -> None:
        """Start a new line."""
        self.type_in("\n")

    def send(self) -> None:
        """Send what is typed."""
        self._send()

    def open_editor(self) -> None:
        """Open the editor."""
        self._edit()

    def earlier(self) -> None:
        """Show an earlier question."""
        self.show(self.recall.earlier(self.text))

    def later(self) -> None:
        """Show a later question, or the empty composer again."""
        self.show(self.recall.later(self.text))

    def show(self, text: str) -> None:
        """Show another text, with the cursor at its end; the edits before it cannot be undone."""
        self.text = text
        self.move_cursor(self.document.end)

    # Graphemes of several code points

    def validate_selection(self, selection: Selection) -> Selection:
        """Keep both ends between graphemes."""
        (anchor_row, anchor), (row, column) = selection
        settle = floor if selection.end < self.selection.end else ceil
        caret = (row, settle(self.document[row], column))
        if selection.is_empty:
            return Selection.cursor(caret)
        return Selection((anchor_row, floor(self.document[anchor_row], anchor)), caret)

    def _set_document(self, text: str, language: str | None) -> None:
        super()._set_document(text, language)
        self.wrapped_document = GraphemeDocument(self.document, tab_width=self.indent_width)
        self.navigator = DocumentNavigator(self.wrapped_document)
        self._rewrap_and_refresh_virtual_size()

    def delete(self, start: Location, end: Location, **options: Any) -> EditResult:
        """Delete whole graphemes, including those that an end is within.

        ``TextArea`` deletes a line up to the beginning of the next one, which the last line does not have.
        """
        (top, left), (bottom, right) = sorted(min(each, self.document.end) for each in (start, end))
        first, last = (top, floor(self.document[top], left)), (bottom, ceil(self.document[bottom], right))
        return super().delete(first, last, **options)

    def scroll_cursor_visible(self, *args: Any, **options: Any) -> Offset:
        """Scroll to the cursor, except in the middle of an undo or a joining of lines.

        ``TextArea`` calls this after the text has changed and before it moves the cursor: the cursor's line
        may be gone, and asking for it would end the client.
        """
        if self.cursor_location[0] >= self.document.line_count:
            return Offset(0, 0)
        return super().scroll_cursor_visible(*args, **options)

    # Painting

    @property
    def _draw_cursor(self) -> bool:
        """Draw no cell for the cursor: the terminal's own cursor stands there."""
        return False

    @on(TextArea.Changed)
    @on(TextArea.SelectionChanged)
    def repaint_changed(self) -> None:
        """Repaint the cells that differ from the last painting."""
        before = self._painted.copy()
        after = [self.render_line(y) for y in range(self.size.height)]
        changed = changed_regions(before, after)
        caret = self.cursor_screen_offset
        if not changed and caret != self._caret:
            # The terminal's cursor moves to the caret only with a frame.
            changed = [Region(*(caret - self.content_region.offset), 1, 1)]
        self._caret = caret
        for region in changed:
            self.refresh(region)

    def render_line(self, y: int) -> Strip:
        """Paint a line, and keep it to compare with the next painting."""
        strip = super().render_line(y)
        self._painted[y : y + 1] = [strip]
        return strip
