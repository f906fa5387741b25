"""The session sidebar: the sessions of the website that is open, newest first, and a filter over them."""

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
    """The first line: what this is, and how many there are."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"sidebar-header--title", "sidebar-header--count"}

    count = ""
    state = ""

    def show(self, count: str, state: str) -> None:
        """Show the number of sessions, and at the right end what is going on."""
        self.count, self.state = count, state
        self.redraw()

    def draw(self, width: int) -> Content:
        """Name, number, state."""
        quiet = self.part("sidebar-header--count")
        title = Content.styled("Sessions", self.part("sidebar-header--title"))
        left = Content.assemble(" ", title, " ", Content.styled(self.count, quiet))
        return spread(left, Content.styled(self.state, quiet), width - 1)


class SessionSidebar(HasActions, Vertical):
    """The sessions of one website.

    It draws what it is given and says what the person wants; the relative times stand still until the
    next ``show_sessions``.
    """

    ACTIONS: ClassVar[Sequence[Action[Any]]] = SIDEBAR_ACTIONS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(SIDEBAR_ACTIONS)]

    current: reactive[str | None] = reactive(None, repaint=False, init=False)
    """The id of the session that is open; it is marked apart from the cursor."""
    busy: reactive[bool] = reactive(default=False, repaint=False, init=False)
    """Whether sessions are being fetched."""

    @dataclass
    class Opened(SidebarSaid):
        """A session was chosen."""

        session_id: str

    @dataclass
    class RenameWanted(SidebarSaid):
        """A session is to get a name."""

        session: Session

    @dataclass
    class PinToggled(SidebarSaid):
        """A session is to stay at the top, or no longer."""

        session: Session

    @dataclass
    class RemoveWanted(SidebarSaid):
        """A session is to leave the sidebar."""

        session: Session

    @dataclass
    class RestoreWanted(SidebarSaid):
        """The session removed last is to come back."""

    @dataclass
    class VisibleChanged(SidebarSaid):
        """Other sessions than before are in view."""

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
        """Header, filter, rows."""
        yield self._header
        yield self._field
        yield self._list

    def on_mount(self) -> None:
        """Say how things stand before the first sessions arrive."""
        self._show_state()

    # What is shown

    def show_sessions(self, sessions: Sequence[Session], *, now: datetime) -> None:
        """Show these sessions in this order, their ages as of ``now``; cursor and view hold still."""
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
        """The session that an action is about: that with the cursor in a focused list, else the open one."""
        if self.screen.focused is not None and self in self.screen.focused.ancestors:
            return self.highlighted
        return next((session for session in self._sessions if session.id == self.current), None)

    @property
    def has_sessions(self) -> bool:
        """Whether there are any to show, whatever the filter says."""
        return bool(self._sessions)

    @property
    def visible_ids(self) -> tuple[str, ...]:
        """The ids of the sessions in view."""
        return tuple(session.id for session in self._list.visible_items)

    def focus_list(self) -> None:
        """Give the keys to the rows."""
        self._list.focus()

    def _show_matching(self, *, from_the_top: bool) -> None:
        found = self._filter.matching(self._field.value)
        self._list.show(found, self._now, from_the_top=from_the_top)
        self._show_state()

    def _show_state(self) -> None:
        """Say how many there are, what is going on, and why there may be none."""
        shown, known = len(self._list.items), len(self._sessions)
        count = f"{shown:,} of {known:,}" if self._field.value else f"{known:,}" if known else ""
        self._header.show(count, "loading…" if self.busy and known else "")
        if self._field.value:
            self._list.empty_text = NO_MATCH
        else:
            self._list.empty_text = LOADING if self.busy or self._now is None else NO_SESSIONS

    def watch_current(self) -> None:
        """Move the mark."""
        self._list.current = self.current

    def watch_busy(self) -> None:
        """Say that something is going on, or no longer."""
        self._show_state()

    # What the person does

    def open_filter(self) -> None:
        """Open the filter and type into it."""
        self.add_class("-filtering")
        self._field.focus()

    def close_filter(self) -> None:
        """Show all sessions again, the cursor where it is, and give the keys to the rows."""
        self._list.focus()
        self._field.value = ""
        self.remove_class("-filtering")
        self.refresh_bindings()

    @on(Input.Changed)
    def narrow(self, event: Input.Changed) -> None:
        """Show what matches, from the best place to look: the top, or where the cursor was."""
        event.stop()
        self._show_matching(from_the_top=bool(event.value))

    @on(SessionList.Selected)
    def open(self, event: SessionList.Selected[Session]) -> None:
        """Say which session was chosen."""
        event.stop()
        self.post_message(self.Opened(event.item.id))

    @on(SessionList.VisibleChanged)
    def tell_visible(self, event: SessionList.VisibleChanged[Session]) -> None:
        """Say which sessions came into view."""
        event.stop()
        self.post_message(self.VisibleChanged(tuple(session.id for session in event.items)))

    @on(SessionList.Highlighted)
    def keep_highlighted(self, event: SessionList.Highlighted[Session]) -> None:
        """Nothing outside depends on where the cursor is."""
        event.stop()

    def ask_to_rename(self) -> None:
        """Ask for a name for the session in question."""
        if session := self.target:
            self.post_message(self.RenameWanted(session))

    def ask_to_pin(self) -> None:
        """Pin the session in question, or let it go."""
        if session := self.target:
            self.post_message(self.PinToggled(session))

    def ask_to_remove(self) -> None:
        """Ask for the session in question to leave."""
        if session := self.target:
            self.post_message(self.RemoveWanted(session))

    def ask_to_restore(self) -> None:
        """Ask for the session removed last."""
        self.post_message(self.RestoreWanted())


SidebarEvent = (
    SessionSidebar.Opened
    | SessionSidebar.RenameWanted
    | SessionSidebar.PinToggled
    | SessionSidebar.RemoveWanted
    | SessionSidebar.RestoreWanted
    | SessionSidebar.VisibleChanged
)
"""All that the sidebar says."""
