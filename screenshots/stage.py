"""The client before a camera: the real app, a real socket, folders of its own, a clock that stands still."""

from __future__ import annotations

import asyncio
import os
import time
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import TYPE_CHECKING, Unpack
from unittest.mock import patch

from textual import events
from textual.widgets import Input

from screenshots.clock import Clock
from screenshots.picture import picture, words
from tests.support.sandbox import Overrides, RunningSandbox, running_sandbox
from tui.app import ClientApp, Outcome
from tui.domain.launch import Launch
from tui.domain.settings import Reveal, Settings
from tui.sandbox.config import FIRST_USED
from tui.sandbox.seeds import conversations_of
from tui.services.open import open_services

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Generator

    from textual.pilot import Pilot

WIDE, NARROW, SMALL = (120, 36), (80, 24), (40, 12)

CONFIG = Path("/home/you/.config")
"""What stands for the folder of the settings, which some pictures name. Nothing is written there."""

LOADING = "loading…"
"""What the sidebar says while it fetches."""

WATCH = "watch"
"""The group of the job that looks out for other instances until the client ends."""

_MOMENT = 0.8
"""Seconds."""
_UNWANTED = frozenset({"NO_COLOR", "ASYNTAI_BASE_URL"})
"""Variables of the outer environment that would be seen."""
_PATIENCE = 30.0
"""Seconds that anything may take."""


@dataclass
class Stage:
    """A running client, and what happens around it."""

    app: ClientApp
    pilot: Pilot[Outcome]
    clock: Clock
    sandbox: RunningSandbox
    _held: bool = False
    """Whether answers are held back."""

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        await self.pilot.press(*keys)

    async def ask(self, text: str) -> None:
        """Send a message, and see that an answer is waited for; it does not come before ``answer``."""
        self._held = True
        self.sandbox.hold()
        self.app.post_message(events.Paste(text))
        await self.press("enter")
        await self.sees("answering…")

    def answer(self) -> None:
        """Have the answer come, as if it had taken a moment."""
        self.clock.forward(_MOMENT)
        self._held = False
        self.sandbox.release()

    async def sees(self, *texts: str) -> str:
        """Wait until the screen shows these texts; draw it then."""
        end = monotonic() + _PATIENCE
        while True:
            await self.pilot.pause()
            svg = picture(self.app)
            missing = [each for each in texts if each not in words(svg)]
            if not missing:
                return svg
            if monotonic() > end:
                raise TimeoutError(f"not seen: {missing}\n{words(svg)}")
            await asyncio.sleep(0.02)

    async def picture(self, *texts: str) -> str:
        """Draw the screen once it shows these texts, and nothing is loading or changing any more."""
        before, svg = "", await self.sees(*texts)
        for field in self.app.screen.query(Input):
            field.cursor_blink = False
        while svg != before or LOADING in words(svg) or self._is_busy:
            before, svg = svg, await self.sees(*texts)
        return svg

    @property
    def _is_busy(self) -> bool:
        """Whether a job is under way that waits for none of these: a dialog's end, an answer that is held."""
        jobs = [each for each in self.app.workers if each.is_running and each.group != WATCH]
        return len(jobs) > len(self.app.screen_stack) - 1 + self._held


@contextmanager
def home(key: str = "sandbox") -> Generator[None]:
    """A person's folders, empty, their key, and their time zone."""
    with TemporaryDirectory() as folder:
        environ = {name: value for name, value in os.environ.items() if name not in _UNWANTED} | {
            "XDG_CONFIG_HOME": str(CONFIG),
            "XDG_DATA_HOME": f"{folder}/data",
            "XDG_STATE_HOME": f"{folder}/state",
            "ASYNTAI_API_KEY": key,
            "TZ": "UTC",
        }
        with patch.dict(os.environ, environ, clear=True):
            time.tzset()
            yield
    time.tzset()


async def visit(sandbox: RunningSandbox, clock: Clock) -> None:
    """Leave in the store what an earlier visit would: the account, its websites and every conversation."""
    async with await open_services(
        Settings(), base_url=sandbox.base_url, environ=os.environ, clock=clock
    ) as services:
        await services.connect()
        await services.library.refresh_account()
        await services.library.refresh_websites()
        sessions = [(each.session_id, each.website_id) for each in conversations_of(sandbox.backend.websites)]
        await services.library.register(sessions)
        for session_id, _ in sessions:
            await services.library.refresh_session(session_id)


@asynccontextmanager
async def client(
    sandbox: RunningSandbox,
    clock: Clock,
    *,
    size: tuple[int, int] = WIDE,
    theme: str = "asyntai-dark",
    reveal: Reveal = "off",
    website: str = "",
    session: str = "",
) -> AsyncGenerator[Stage]:
    """Run the client until the block ends; it leaves as by Ctrl+Q."""
    launch = Launch(
        settings=Settings(theme=theme, reveal=reveal),
        settings_file=CONFIG / "asyntai-tui" / "config.toml",
        base_url=sandbox.base_url,
        website=website,
        session=session,
    )
    app = ClientApp(launch, clock=clock)
    async with app.run_test(size=size) as pilot:
        app.main.composer.paste_gap = 0
        yield Stage(app, pilot, clock, sandbox)
        await app.action_quit()


@asynccontextmanager
async def scene(
    *,
    size: tuple[int, int] = WIDE,
    theme: str = "asyntai-dark",
    reveal: Reveal = "off",
    website: str = "",
    session: str = "",
    **account: Unpack[Overrides],
) -> AsyncGenerator[Stage]:
    """A client that was used before, on a sandbox of its own."""
    clock = Clock()
    with home(), running_sandbox(**{"clock": clock.now, "used": FIRST_USED, **account}) as sandbox:
        await visit(sandbox, clock)
        async with client(
            sandbox, clock, size=size, theme=theme, reveal=reveal, website=website, session=session
        ) as stage:
            yield stage
