"""The main screen: website, usage, sessions, transcript and composer, and how they share the window."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar, cast

from textual.actions import SkipAction
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widgets import Static

from tui.actions import MAIN_ACTIONS, Scope, bindings
from tui.screens.compositor import FrugalCompositor
from tui.widgets.composer import Composer
from tui.widgets.key_hints import KeyHints
from tui.widgets.more_room import MoreRoom, is_too_small
from tui.widgets.notice import Notice, NoticeLevel
from tui.widgets.usage_gauge import UsageGauge
from tui.widgets.website_picker import WebsitePicker

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widget import Widget

    from tui.domain.models import Address
    from tui.widgets.find_bar import FindBar
    from tui.widgets.session_sidebar import SessionSidebar
    from tui.widgets.transcript import Transcript

NARROW = 90
"""Columns below which the sidebar is a drawer."""
SLIM = 56
"""Columns below which the drawer takes them all: what it left of the transcript would be no words."""
_LATE = ("tui.widgets.session_sidebar", "tui.widgets.transcript", "tui.widgets.find_bar")
"""What is imported and mounted after the first paint."""
SHORT = 16
"""Rows below which every line counts."""


class Want(StrEnum):
    """What a person asks for that the screen cannot do by itself."""

    NEW_SESSION = "new-session"
    OPEN_SESSION = "open-session"
    PICK_WEBSITE = "pick-website"
    COPY_REPLY = "copy-reply"
    FIND = "find"
    KEY = "key"
    RETRY = "retry"
    TAKE_BACK = "take-back"
    USAGE = "usage"
    SETTINGS = "settings"
    MOUSE = "mouse"
    REFRESH = "refresh"


class MainScreen(Screen[None]):
    """Arranges the parts. It knows what is on screen, and nothing of where it comes from.

    ``deliver`` takes the composer's messages. The first paint shows the frame and the composer, so that a
    person can type; sidebar, transcript and find bar are there once :meth:`furnish` returns.
    """

    sidebar: SessionSidebar
    transcript: Transcript
    find_bar: FindBar

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(MAIN_ACTIONS)]

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """As in Textual, but a change of focus repaints the two parts, not the whole screen."""

    @dataclass
    class Wanted(Message):
        """A person asks for something."""

        want: Want

    @dataclass
    class CopyWanted(Message):
        """What the mouse selected is to be copied; ``marks`` characters of it are left out."""

        text: str
        marks: int

    def __init__(
        self,
        *,
        clock: Callable[[], datetime],
        sandbox: bool,
        deliver: Callable[[str, Address | None], None],
    ) -> None:
        super().__init__()
        self._compositor = FrugalCompositor()
        self._clock = clock
        self._sandbox = sandbox
        self._furnished = False
        self.picker = WebsitePicker()
        self.sign = Static("! offline", id="offline-sign", markup=False)
        self.gauge = UsageGauge()
        self.notice = Notice()
        self.composer = Composer(deliver=deliver)

    def compose(self) -> ComposeResult:
        """The parts, top to bottom."""
        with Horizontal(id="top"):
            yield self.picker
            if self._sandbox:
                yield Static("sandbox", id="sandbox-sign", markup=False)
            yield self.sign
            yield self.gauge
        with Horizontal(id="body"):
            yield Static(id="sidebar-place", markup=False)
            with Vertical(id="conversation"):
                yield Static(id="transcript-place", markup=False)
                yield self.notice
                yield self.composer
        yield KeyHints()

    def on_mount(self) -> None:
        """The person can type at once."""
        self.composer.focus_input()

    async def furnish(self) -> None:
        """Put sidebar, transcript and find bar in their places, after the first paint."""
        for name in _LATE:  # in a thread: whoever types meanwhile sees it at once
            await asyncio.to_thread(import_module, name)
        from tui.widgets.find_bar import FindBar
        from tui.widgets.session_sidebar import SessionSidebar
        from tui.widgets.transcript import Transcript

        self.sidebar, self.find_bar = SessionSidebar(), FindBar()
        self.transcript = Transcript(clock=self._clock)
        places = {"sidebar": [self.sidebar], "transcript": [self.transcript, self.find_bar]}
        async with self.batch():  # one layout and one paint for all
            for name, parts in places.items():
                place = self.query_one(f"#{name}-place")
                await cast("Widget", place.parent).mount_all(parts, before=place)
                await place.remove()
            await self.mount(MoreRoom())
        self._furnished = True

    def on_resize(self, event: events.Resize) -> None:
        """Give the room there is to the conversation first."""
        self.set_class(event.size.width < NARROW, "-narrow")
        self.set_class(event.size.width < SLIM, "-slim")
        self.set_class(event.size.height < SHORT, "-short")
        self.set_class(is_too_small(event.size), "-tiny")
        if event.size.width >= NARROW:
            self.close_drawer()
        elif self._furnished and self.sidebar.has_focus_within and not self.drawer_open:
            # It is hidden now, and what is hidden must not have the keys.
            self.composer.focus_input()

    @property
    def scope(self) -> Scope:
        """The part whose keys work now."""
        if not self._furnished:
            return Scope.COMPOSER
        if self.transcript.has_focus:
            return Scope.TRANSCRIPT
        return Scope.SIDEBAR if self.sidebar.has_focus_within else Scope.COMPOSER

    @property
    def is_offline(self) -> bool:
        """Whether the service could not be reached when it was last asked."""
        return self.has_class("-offline")

    def show_offline(self, reason: str) -> None:
        """Say that the service cannot be reached; ``reason`` is a few words."""
        if not self.is_offline:
            self.add_class("-offline")
            words = f"Offline: {reason}. What was fetched before can be read; the client keeps looking."
            self.notice.show(words, NoticeLevel.WARNING)

    def show_online(self) -> None:
        """The service answers."""
        if self.is_offline:
            self.remove_class("-offline")
            self.notice.show("The service answers again.")

    @property
    def drawer_open(self) -> bool:
        """Whether the sidebar lies over a narrow screen."""
        return self.has_class("-drawer")

    def close_drawer(self) -> None:
        """Put the drawer away; its focus goes to the composer."""
        if self.drawer_open:
            if self.sidebar.has_focus_within:
                self.composer.focus_input()
            self.remove_class("-drawer")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer a retry only where something failed."""
        if action == "retry":
            return self._furnished and self.transcript.trouble is not None
        return super().check_action(action, parameters)

    def action_sessions(self) -> None:
        """Go to the sidebar, or back to the composer."""
        if not self._furnished:
            return
        if self.sidebar.has_focus_within:
            self.composer.focus_input()
            self.close_drawer()
            return
        if self.has_class("-narrow"):
            self.add_class("-drawer")
        self.sidebar.focus_list()

    def action_find(self) -> None:
        """Find in the transcript."""
        self._want(Want.FIND)

    def action_finish(self) -> None:
        """Leave what is in the way: find, drawer, reveal; else take back what waits."""
        if not self._furnished:
            return
        if self.find_bar.is_open:
            self.find_bar.action_close()
        elif self.drawer_open:
            self.close_drawer()
        elif not self.transcript.show_all():
            if not self.composer.has_focus_within:
                self.composer.focus_input()
            else:
                self._want(Want.TAKE_BACK)

    def action_page_up(self) -> None:
        """Scroll the transcript back by a page."""
        if self._furnished:
            self.transcript.by_pages(-1)

    def action_page_down(self) -> None:
        """Scroll the transcript on by a page."""
        if self._furnished:
            self.transcript.by_pages(1)

    def action_new_session(self) -> None:
        """Start a session."""
        self._want(Want.NEW_SESSION)

    def action_open_session(self) -> None:
        """Ask for a session."""
        self._want(Want.OPEN_SESSION)

    def action_pick_website(self) -> None:
        """Ask for a website."""
        self._want(Want.PICK_WEBSITE)

    def action_copy_text(self) -> None:
        """Copy what the mouse has selected, as it is seen, and say so."""
        text = self.get_selected_text()
        if text is None:
            raise SkipAction
        self.post_message(self.CopyWanted(text, self.transcript.selected_marks()))

    def action_copy_reply(self) -> None:
        """Copy the last reply."""
        self._want(Want.COPY_REPLY)

    def action_retry(self) -> None:
        """Send again what failed."""
        self._want(Want.RETRY)

    def action_show_usage(self) -> None:
        """Show the account."""
        self._want(Want.USAGE)

    def action_settings(self) -> None:
        """Show the settings."""
        self._want(Want.SETTINGS)

    def action_toggle_mouse(self) -> None:
        """Switch the mouse off or on."""
        self._want(Want.MOUSE)

    def action_change_key(self) -> None:
        """Enter another key."""
        self._want(Want.KEY)

    def action_refresh(self) -> None:
        """Ask the service again."""
        self._want(Want.REFRESH)

    def _want(self, want: Want) -> None:
        self.post_message(self.Wanted(want))
