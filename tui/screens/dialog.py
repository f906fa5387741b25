"""Base of all dialogs: a centred box, Esc, a scrolling body, and the keys in the frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeVar, cast

from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen

from tui.actions import DIALOG, Action, ActionUnavailable, HasActions, bindings, is_possible
from tui.key_names import key_name
from tui.widgets.more_room import MoreRoom, is_too_small

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.signal import Signal
    from textual.widget import Widget

ResultT = TypeVar("ResultT")


class AcceptingDialog(Protocol):
    """A dialog that Enter ends with a result."""

    def accept(self) -> None:
        """Do what the dialog is for."""


SHORT_OR_TALL = [(0, "-short"), (24, "-tall")]
"""Lines from which on a screen has the class: a short screen saves lines."""


def _close(dialog: Dialog[Any]) -> None:
    dialog.close()


CLOSE: Action[Dialog[Any]] = Action(
    "dialog.close",
    "escape",
    "Close",
    "Close the dialog and change nothing.",
    run=_close,
    scope=DIALOG,
    hint=True,
)


def accepting(label: str, disabled: Callable[[Any], str] = lambda _dialog: "") -> Action[AcceptingDialog]:
    """Make the action that ends a dialog with a result; ``label`` says what it does, in a word."""
    return Action(
        "dialog.accept",
        "enter",
        label,
        "Do what the dialog is for.",
        run=lambda dialog: dialog.accept(),
        disabled=disabled,
        scope=DIALOG,
        hint=True,
        priority=True,
    )


SCROLL_ACTIONS: tuple[Action[VerticalScroll], ...] = (
    Action(
        "dialog.down",
        "down,j",
        "Down",
        "Scroll on by a line.",
        run=lambda box: box.action_scroll_down(),
        scope=DIALOG,
    ),
    Action(
        "dialog.up",
        "up,k",
        "Up",
        "Scroll back by a line.",
        run=lambda box: box.action_scroll_up(),
        scope=DIALOG,
    ),
    Action(
        "dialog.page_down",
        "pagedown,space",
        "Page down",
        "Scroll on by a page.",
        run=lambda box: box.action_page_down(),
        scope=DIALOG,
    ),
    Action(
        "dialog.page_up",
        "pageup",
        "Page up",
        "Scroll back by a page.",
        run=lambda box: box.action_page_up(),
        scope=DIALOG,
    ),
    Action(
        "dialog.first",
        "home,g",
        "Start",
        "Go to the start.",
        run=lambda box: box.action_scroll_home(),
        scope=DIALOG,
    ),
    Action(
        "dialog.last", "end,G", "End", "Go to the end.", run=lambda box: box.action_scroll_end(), scope=DIALOG
    ),
)


def key_hints(screen: Screen[Any]) -> Content:
    """List the keys that work now and have a hint: those of the focused widget first, closing last."""
    named: dict[str, Content] = {}
    shown = [
        each.binding
        for each in screen.active_bindings.values()
        if each.binding.show and each.enabled and is_possible(each.node, each.binding)
    ]
    for binding in sorted(shown, key=lambda binding: binding.id == CLOSE.id):
        if binding.description not in named:
            key = (key_name(binding.key), "$footer-key-foreground")
            named[binding.description] = Content.assemble(key, f" {binding.description}")
    return Content("  ").join(named.values())


class ScrollBox(HasActions, VerticalScroll, inherit_bindings=False):
    """A dialog's box that scrolls as a whole, also by a pager's keys. It can take the focus."""

    ACTIONS: ClassVar[Sequence[Action[Any]]] = SCROLL_ACTIONS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(SCROLL_ACTIONS)]


class Dialog(HasActions, ModalScreen[ResultT]):
    """A dialog: a subclass gives its ``box``, and ends it with ``dismiss``.

    Esc ends it with ``None``. The box's frame carries the title, ``TITLE`` where none other is set.
    """

    DEFAULT_CLASSES = "dialog"
    VERTICAL_BREAKPOINTS = SHORT_OR_TALL
    ACTIONS: ClassVar[Sequence[Action[Any]]] = (CLOSE,)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ACTIONS)]

    def box(self) -> Widget:
        """Return the box with its content."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Frame the box."""
        box = self.box()
        box.add_class("dialog--box")
        box.border_title = Content(self.title or "")
        yield box
        yield MoreRoom()

    def on_resize(self, event: events.Resize) -> None:
        """Show the request for a larger window if nothing else fits."""
        self.set_class(is_too_small(event.size), "-tiny")

    def on_mount(self) -> None:
        """Show the keys in the frame, now and whenever the active bindings change."""
        changed = cast("Signal[Screen[object]]", self.bindings_updated_signal)  # pyright: ignore[reportUnknownMemberType]
        changed.subscribe(self, self._name_keys)
        self._name_keys(self)

    def _name_keys(self, _screen: Screen[Any]) -> None:
        self.query_one(".dialog--box").border_subtitle = key_hints(self)

    def on_action_unavailable(self, event: ActionUnavailable) -> None:
        """Show in the frame why an action cannot be done now, until the keys change."""
        event.stop()
        self.query_one(".dialog--box").border_subtitle = Content(event.reason)

    def close(self) -> None:
        """End the dialog without a result."""
        self.dismiss(None)
