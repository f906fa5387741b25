"""The main screen: lays out website, usage, sidebar, transcript and composer."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from textual.actions import SkipAction
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widgets import Static

from tui.actions import ActionUnavailable, ActionWanted, HasActions
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
    from textual.widget import Widget

    from tui.domain.models import Address
    from tui.widgets.find_bar import FindBar
    from tui.widgets.session_sidebar import SessionSidebar
    from tui.widgets.transcript import Transcript

NOTHING_FAILED = "Nothing failed in this session."
NO_REPLY = "There is no reply to copy yet."
NARROW = 90
"""Columns below which the sidebar is a drawer."""
SLIM = 56
"""Columns below which the drawer takes the full width: too few would be left for the transcript."""
SHORT = 16
"""Rows below which the layout saves lines."""


class MainScreen(HasActions, Screen[None]):
    """Lays out the widgets. It knows what is on screen, and does no I/O.

    ``deliver`` takes the composer's messages; ``take_back`` takes back what waits. The first paint shows the
    frame and the composer, so that a person can type; sidebar, transcript and find bar are there once
    :meth:`furnish` returns.
    """

    sidebar: SessionSidebar
    transcript: Transcript
    find_bar: FindBar

    AUTO_FOCUS = ""

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """As in Textual, but a change of focus repaints the two parts, not the whole screen."""

    @dataclass
    class CopyWanted(Message):
        """Copy what the mouse has selected; ``marks`` characters of it are left out."""

        text: str
        marks: int

    def __init__(
        self,
        *,
        clock: Callable[[], datetime],
        sandbox: bool,
        deliver: Callable[[str, Address | None], None],
        take_back: Callable[[], None],
    ) -> None:
        super().__init__()
        self._compositor = FrugalCompositor()
        self._clock = clock
        self._sandbox = sandbox
        self._take_back = take_back
        self.is_furnished = False
        """Whether all widgets are mounted."""
        self.picker = WebsitePicker()
        self.sign = Static("! offline", id="offline-sign", markup=False)
        self.gauge = UsageGauge()
        self.notice = Notice()
        self.composer = Composer(deliver=deliver)

    def compose(self) -> ComposeResult:
        """Lay out what the first paint shows, top to bottom."""
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
        """Focus the composer."""
        self.composer.focus_input()

    async def furnish(self) -> None:
        """Mount sidebar, transcript and find bar, after the first paint."""
        # In a thread: what a person types meanwhile is painted at once.
        sidebar, transcript, find_bar = await asyncio.to_thread(_late_parts)
        self.sidebar, self.find_bar = sidebar(), find_bar()
        self.transcript = transcript(clock=self._clock)
        places = {"sidebar": [self.sidebar], "transcript": [self.transcript, self.find_bar]}
        async with self.batch():  # one layout and one paint for all
            for name, parts in places.items():
                place = self.query_one(f"#{name}-place")
                await cast("Widget", place.parent).mount_all(parts, before=place)
                await place.remove()
            await self.mount(MoreRoom())
        self.is_furnished = True

    def on_resize(self, event: events.Resize) -> None:
        """Adapt the layout to the window; the conversation gets its room first."""
        self.set_class(event.size.width < NARROW, "-narrow")
        self.set_class(event.size.width < SLIM, "-slim")
        self.set_class(event.size.height < SHORT, "-short")
        self.set_class(is_too_small(event.size), "-tiny")
        if event.size.width >= NARROW:
            self.close_drawer()
        elif self.is_furnished and self.sidebar.has_focus_within and not self.drawer_open:
            # It is hidden now, and a hidden widget must not keep the focus.
            self.composer.focus_input()

    @property
    def is_offline(self) -> bool:
        """Whether the service could not be reached when it was last asked."""
        return self.has_class("-offline")

    def show_offline(self, reason: str) -> None:
        """Show that the service cannot be reached; ``reason`` is a few words."""
        if not self.is_offline:
            self.add_class("-offline")
            words = f"Offline: {reason}. What was fetched before can be read; the client keeps looking."
            self.notice.show(words, NoticeLevel.WARNING)

    def show_online(self) -> None:
        """Show that the service answers again."""
        if self.is_offline:
            self.remove_class("-offline")
            self.notice.show("The service answers again.")

    @property
    def drawer_open(self) -> bool:
        """Whether the sidebar is open as a drawer over a narrow screen."""
        return self.has_class("-drawer")

    def close_drawer(self) -> None:
        """Close the drawer; if it has the focus, the composer gets it."""
        if self.drawer_open:
            if self.sidebar.has_focus_within:
                self.composer.focus_input()
            self.remove_class("-drawer")

    async def on_action_wanted(self, event: ActionWanted) -> None:
        """Run the action that a widget asks for."""
        event.stop()
        await self.action_run_by_id(event.id)

    def on_action_unavailable(self, event: ActionUnavailable) -> None:
        """Show why an action cannot be done now."""
        event.stop()
        self.notice.show(event.reason)

    def toggle_sessions(self) -> None:
        """Focus the sidebar, or the composer if the sidebar has the focus."""
        if not self.is_furnished:
            return
        if self.sidebar.has_focus_within:
            self.composer.focus_input()
            self.close_drawer()
            return
        if self.has_class("-narrow"):
            self.add_class("-drawer")
        self.sidebar.focus_list()

    def finish(self) -> None:
        """Act on Esc: close the find bar or the drawer, or end a reveal; else take back what waits."""
        if not self.is_furnished:
            return
        if self.find_bar.is_open:
            self.find_bar.close()
        elif self.drawer_open:
            self.close_drawer()
        elif not self.transcript.show_all():
            if not self.composer.has_focus_within:
                self.composer.focus_input()
            else:
                self._take_back()

    def by_pages(self, pages: int) -> None:
        """Scroll the transcript by pages, up if ``pages`` is below 0."""
        if self.is_furnished:
            self.transcript.by_pages(pages)

    def action_copy_text(self) -> None:
        """Ask for a copy of what the mouse has selected."""
        text = self.get_selected_text()
        if text is None:
            raise SkipAction
        self.post_message(self.CopyWanted(text, self.transcript.selected_marks()))


def _late_parts() -> tuple[type[SessionSidebar], type[Transcript], type[FindBar]]:
    """Import what is mounted after the first paint."""
    from tui.widgets.find_bar import FindBar
    from tui.widgets.session_sidebar import SessionSidebar
    from tui.widgets.transcript import Transcript

    return SessionSidebar, Transcript, FindBar
