"""The whole client with a person before it: what is typed, and what is seen."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import TYPE_CHECKING

from textual import events
from textual.keys import _character_to_key  # pyright: ignore[reportPrivateUsage]

from tests.support import PATIENCE
from tui import paths
from tui.app import ClientApp
from tui.domain.clock import SYSTEM_CLOCK, Clock
from tui.domain.launch import Launch, Outcome
from tui.domain.models import RemoteMessage, Role
from tui.domain.settings import Settings
from tui.services.open import open_services

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Iterable

    from textual.pilot import Pilot

WIDE, NARROW, SMALL = (120, 36), (80, 24), (40, 12)

_FRAME = set("│╭╮╰╯─▌▁▂▃▄▅▆▇█░")


@dataclass
class Person:
    """Someone at the keyboard."""

    app: ClientApp
    pilot: Pilot[Outcome]

    @property
    def screen(self) -> str:
        """The screen's lines, without trailing blanks."""
        strips = self.app.screen._compositor.render_strips()  # pyright: ignore[reportPrivateUsage]
        return "\n".join(strip.text.rstrip() for strip in strips)

    @property
    def words(self) -> str:
        """All that stands on the screen, without frames and line ends: for sentences that wrap."""
        return _words(self.screen)

    @property
    def _told(self) -> str:
        """The screen for a failed test: its lines that are not empty."""
        return "\n".join(["", *(line for line in self.screen.splitlines() if set(line) - _FRAME - {" "})])

    async def until(self, predicate: Callable[[], bool]) -> None:
        """Wait until something is so."""
        end = monotonic() + PATIENCE
        while not predicate():
            assert self.app.is_running, f"the client has ended{self._told}"
            assert monotonic() < end, f"what was waited for did not happen{self._told}"
            await asyncio.sleep(0.03)

    async def sees(self, *texts: str) -> None:
        """Wait until all these are on the screen, whether their lines wrap or not."""
        missing = list(texts)

        def seen() -> bool:
            missing[:] = self._missing(texts)
            return not missing

        try:
            await self.until(seen)
        except AssertionError as error:
            raise AssertionError(f"not seen: {missing}; {error}") from None

    async def loses(self, text: str) -> None:
        """Wait until a text is no longer on the screen."""
        await self.until(lambda: bool(self._missing([text])))

    def _missing(self, texts: Iterable[str]) -> list[str]:
        screen = self.screen
        words = _words(screen)
        return [text for text in texts if text not in screen and text not in words]

    async def presses(self, *keys: str) -> None:
        """Press keys one after the other, each when what the one before has set off is done."""
        for key in keys:
            self.app.post_message(_pressed(key))
            await self._settle()

    async def presses_at_once(self, *keys: str) -> None:
        """Press keys that arrive in one read, as on a line that stalls."""
        for key in keys:
            self.app.post_message(_pressed(key))
        await self._settle()

    async def types(self, text: str) -> None:
        """Type a text, faster than the client can follow."""
        await self.presses_at_once(*text)

    async def pastes(self, text: str) -> None:
        """Paste a text, as a terminal with bracketed paste does."""
        self.app.post_message(events.Paste(text))
        await self._settle()

    async def _settle(self) -> None:
        """Wait until every widget has had its messages, and those that they set off."""
        for _ in range(4):
            await self.pilot._wait_for_screen()  # pyright: ignore[reportPrivateUsage]
            await asyncio.sleep(0.002)
            await self.until(lambda: self.app.key_order.is_done or not self.app.is_running)

    async def asks(self, text: str) -> None:
        """Write a message and send it, once there is somewhere to send it to."""
        await self.until(lambda: self.app.main.composer.address is not None)
        await self.pastes(text)
        await self.presses("enter")

    def column(self, text: str) -> int:
        """The column in which a text stands first, from the top."""
        return next(line.index(text) for line in self.screen.splitlines() if text in line)

    def row(self, text: str) -> int:
        """The row in which a text stands first, from the top."""
        return next(row for row, line in enumerate(self.screen.splitlines()) if text in line)

    def line(self, text: str) -> str:
        """The first line that holds a text."""
        return self.screen.splitlines()[self.row(text)]

    @property
    def typed(self) -> str:
        """What stands in the composer."""
        return self.app.main.composer.text


def _pressed(key: str) -> events.Key:
    name = _character_to_key(key) if len(key) == 1 else key
    return events.Key(name, key if len(key) == 1 else None)


def _words(screen: str) -> str:
    return " ".join(word for word in screen.split() if not set(word) <= _FRAME)


@asynccontextmanager
async def client(
    base_url: str,
    *,
    size: tuple[int, int] = WIDE,
    settings: Settings | None = None,
    website: str | None = None,
    session: str = "",
    demo: bool = False,
    clock: Clock = SYSTEM_CLOCK,
) -> AsyncGenerator[Person]:
    """Start the client, and leave it with Ctrl+Q at the end."""
    launch = Launch(
        settings=settings or Settings(reveal="off"),
        settings_file=paths.config_file(),
        base_url=base_url,
        website=website,
        session=session,
        demo=demo,
    )
    app = ClientApp(launch, clock=clock)
    async with app.run_test(size=size) as pilot:
        app.main.composer.paste_gap = 0  # Pilot's keys come quicker than a hand's
        person = Person(app, pilot)
        yield person
        await person.presses("ctrl+q")


async def listed(base_url: str, sessions: Iterable[tuple[str, int]]) -> None:
    """Put sessions (id, website id) into the store's list before the client starts, the newest first."""
    async with await open_services(Settings(), base_url=base_url, environ={}) as services:
        await services.library.register(sessions)


async def long_session(base_url: str, session_id: str, messages: int) -> None:
    """Put a session of many messages at the coffee shop into the store: question 0, reply 0, question 1 …"""
    start = datetime(2025, 3, 1, tzinfo=UTC)
    window = [
        RemoteMessage(
            Role.ASSISTANT if n % 2 else Role.USER,
            f"{'Reply' if n % 2 else 'Question'} {n // 2}",
            start + timedelta(minutes=n),
        )
        for n in range(messages)
    ]
    async with await open_services(Settings(), base_url=base_url, environ={}) as services:
        await services.library.register([(session_id, 1)])
        await services.store.transcripts.merge(session_id, window, limit=messages + 1)
        await services.library.remember_session(1, session_id)
