"""The session sidebar: the sessions of the website on screen, newest first, and a filter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Input

from tui.actions import Action, HasActions, bindings
from tui.widgets.filter_field import FilterField
from tui.widgets.line import Line, spread
from tui.widgets.said import SidebarSaid
from tui.widgets.session_actions import SIDEBAR_ACTIONS
from tui.widgets.session_filter import SessionFilter
from tui.widgets.session_list import SessionList

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui.domain.models import Session

NO_SESSIONS = "No sessions yet. Type below and press Enter to start one."
NO_MATCH = "No session matches. Esc shows all."
LOADING = "Loading sessions…"


class SidebarHeader(Line):
    """The sidebar's first line: title, count and state."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"sidebar-header--title", "sidebar-header--count"}

    count = ""
    state = ""

    def show(self, count: str, state: str) -> None:
        """Show the number of sessions, and the state at the right end."""
        self.count, self.state = count, state
        self.redraw()

    def draw(self, width: int) -> Content:
        """Draw title, count and state."""
        quiet = self.part("sidebar-header--count")
        title = Content.styled("Sessions", self.part("sidebar-header--title"))
        left = Content.assemble(" ", title, " ", Content.styled(self.count, quiet))
        return spread(left, Content.styled(self.state, quiet), width - 1)


class SessionSidebar(HasActions, Vertical):
    """The sessions of one website.

    It draws the sessions that it is given and posts what the person asks for; relative times are updated by
    the next ``show_sessions``.
    """

    ACTIONS: ClassVar[Sequence[Action[Any]]] = SIDEBAR_ACTIONS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(SIDEBAR_ACTIONS)]

    current: reactive[str | None] = reactive(None, repaint=False, init=False)
    """The id of the session that is open, which has a mark of its own."""
    busy: reactive[bool] = reactive(default=False, repaint=False, init=False)
    """Whether sessions are being fetched."""

    @dataclass
    class Opened(SidebarSaid):
        """Open a session."""

        session_id: str

    @dataclass
    class RenameWanted(SidebarSaid):
        """Rename a session."""

        session: Session

    @dataclass
    class PinToggled(SidebarSaid):
        """Pin a session, or unpin it."""

        session: Session

    @dataclass
    class RemoveWanted(SidebarSaid):
        """Remove a session from the sidebar."""

        session: Session

    @dataclass
    class RestoreWanted(SidebarSaid):
        """Restore the session that was removed last."""

    @dataclass
    class VisibleChanged(SidebarSaid):
        """Other sessions came into view."""

        session_ids: tuple[str, ...]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._header = SidebarHeader()
        self._list = SessionList()
        self._field = FilterField(self._list)
        self._sessions: Sequence[Session] = ()
        self._filter = SessionFilter(())
        self._now: datetime | None = None

    def compose(self) -> ComposeResult:
        """Lay out header, filter and list."""
        yield self._header
        yield self._field
        yield self._list

    def on_mount(self) -> None:
        """Show the state before the first sessions arrive."""
        self._show_state()

    # Display

    def show_sessions(self, sessions: Sequence[Session], *, now: datetime) -> None:
        """Show sessions in this order, their ages as of ``now``; cursor and view hold still."""
        self._sessions, self._now = sessions, now
        self._filter = SessionFilter(sessions)
        self._show_matching(from_the_top=False)
        self.refresh_bindings()

    @property
    def highlighted(self) -> Session | None:
        """The session with the cursor."""
        return self._list.highlighted

    @property
    def target(self) -> Session | None:
        """The session that an action applies to: the one with the cursor if focused, else the open one."""
        if self.screen.focused is not None and self in self.screen.focused.ancestors:
            return self.highlighted
        return next((session for session in self._sessions if session.id == self.current), None)

    @property
    def has_sessions(self) -> bool:
        """Whether there are sessions, whatever the filter hides."""
        return bool(self._sessions)

    @property
    def visible_ids(self) -> tuple[str, ...]:
        """The ids of the sessions in view."""
        return tuple(session.id for session in self._list.visible_items)

    def focus_list(self) -> None:
        """Focus the list."""
        self._list.focus()

    def _show_matching(self, *, from_the_top: bool) -> None:
        found = self._filter.matching(self._field.value)
        self._list.show(found, self._now, from_the_top=from_the_top)
        self._show_state()

    def _show_state(self) -> None:
        """Show the count, the state, and why the list is empty if it is."""
        shown, known = len(self._list.items), len(self._sessions)
        count = f"{shown:,} of {known:,}" if self._field.value else f"{known:,}" if known else ""
        self._header.show(count, "loading…" if self.busy and known else "")
        if self._field.value:
            self._list.empty_text = NO_MATCH
        else:
            self._list.empty_text = LOADING if self.busy or self._now is None else NO_SESSIONS

    def watch_current(self) -> None:
        """Mark the open session in the list."""
        self._list.current = self.current

    def watch_busy(self) -> None:
        """Show whether sessions are being fetched."""
        self._show_state()

    # What the person does

    def open_filter(self) -> None:
        """Open the filter and focus it."""
        self.add_class("-filtering")
        self._field.focus()

    def close_filter(self) -> None:
        """Show all sessions again, keep the cursor where it is, and focus the list."""
        self._list.focus()
        self._field.value = ""
        self.remove_class("-filtering")
        self.refresh_bindings()

    @on(Input.Changed)
    def narrow(self, event: Input.Changed) -> None:
        """Show what matches, from the top; without a filter, where the cursor is."""
        event.stop()
        self._show_matching(from_the_top=bool(event.value))

    @on(SessionList.Selected)
    def open(self, event: SessionList.Selected[Session]) -> None:
        """Post the session that was chosen."""
        event.stop()
        self.post_message(self.Opened(event.item.id))

    @on(SessionList.VisibleChanged)
    def tell_visible(self, event: SessionList.VisibleChanged[Session]) -> None:
        """Post the sessions that came into view."""
        event.stop()
        self.post_message(self.VisibleChanged(tuple(session.id for session in event.items)))

    @on(SessionList.Highlighted)
    def keep_highlighted(self, event: SessionList.Highlighted[Session]) -> None:
        """Stop the message: nothing outside depends on the cursor."""
        event.stop()

    def ask_to_rename(self) -> None:
        """Ask to rename the target session."""
        if session := self.target:
            self.post_message(self.RenameWanted(session))

    def ask_to_pin(self) -> None:
        """Ask to pin the target session, or to unpin it."""
        if session := self.target:
            self.post_message(self.PinToggled(session))

    def ask_to_remove(self) -> None:
        """Ask to remove the target session."""
        if session := self.target:
            self.post_message(self.RemoveWanted(session))

    def ask_to_restore(self) -> None:
        """Ask to restore the session that was removed last."""
        self.post_message(self.RestoreWanted())


SidebarEvent = (
    SessionSidebar.Opened
    | SessionSidebar.RenameWanted
    | SessionSidebar.PinToggled
    | SessionSidebar.RemoveWanted
    | SessionSidebar.RestoreWanted
    | SessionSidebar.VisibleChanged
)
"""All messages of the sidebar."""
