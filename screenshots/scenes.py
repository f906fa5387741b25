"""What the pictures show, and how a person comes there."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable

from screenshots.clock import Clock
from screenshots.stage import NARROW, SMALL, Stage, client, home, scene, visit
from tests.support.sandbox import running_sandbox
from tui.sandbox.config import FIRST_USED

Shot = tuple[str, str]
"""The name of a picture, and the picture."""
Shots = AsyncGenerator[Shot]

DEVELOPERS = "sluicegate.example"
SIGNATURES = "visitor-b7e10c5d"
QUESTION = "When are you open at the weekend?"
GAUGE, GAUGE_AFTER = "\n150 / 2,500", "\n151 / 2,500"
"""With what stands before: a number that the service has not confirmed has a sign there."""


async def talk(stage: Stage) -> str:
    """Ask for a table and for code; draw the screen."""
    await stage.sees(GAUGE)
    await stage.ask("Which region delivers fastest?")
    stage.answer()
    await stage.picture("ap-se", GAUGE_AFTER)
    await stage.ask("How do I send an event in Python?")
    stage.answer()
    return await stage.picture("AsyncGate", "\n152 / 2,500")


async def dark() -> Shots:
    """A conversation with a table and code, and the dialogs over it."""
    async with scene(website=DEVELOPERS) as stage:
        yield "main-dark", await talk(stage)
        for name, keys, seen in (
            ("help", ["f1"], "In the composer"),
            ("palette", ["ctrl+p"], "Find any action by name."),
            ("usage", ["f3"], "robin@"),
            ("settings", ["f4"], "Replies appear"),
            ("website-picker", ["ctrl+t"], "primary"),
            ("open-session", ["ctrl+o", *"replay"], "What happens while an endpoint is down?"),
        ):
            await stage.press(*keys)
            yield name, await stage.picture(seen)
            await stage.press("escape")


async def light() -> Shots:
    """The same conversation by daylight."""
    async with scene(website=DEVELOPERS, theme="asyntai-light") as stage:
        yield "main-light", await talk(stage)


async def narrow() -> Shots:
    """A terminal of 80 columns, and the sidebar as its drawer."""
    async with scene(size=NARROW, website=DEVELOPERS, session=SIGNATURES) as stage:
        yield "narrow", await stage.picture("Glad it helped", GAUGE)
        await stage.press("f2")
        yield "drawer", await stage.picture("Sessions")


async def small() -> Shots:
    """A corner of a screen."""
    async with scene(size=SMALL, reveal="words") as stage:
        await stage.sees("A new session", GAUGE)
        await stage.ask(QUESTION)
        stage.answer()
        await stage.sees("14:20 · 0.8 s")
        await stage.press("escape")
        yield "small", await stage.picture("grinders, the till", GAUGE_AFTER)


async def empty() -> Shots:
    """A session that nothing was asked in yet."""
    async with scene() as stage:
        yield "empty-session", await stage.picture("A new session", GAUGE)


async def waiting() -> Shots:
    """Three seconds after Enter."""
    async with scene() as stage:
        await stage.sees("A new session", GAUGE)
        await stage.ask(QUESTION)
        stage.clock.forward(3)
        yield "waiting", await stage.picture("answering… 3 s")
        stage.answer()
        await stage.sees(GAUGE_AFTER)


async def failed() -> Shots:
    """The service did not take the message; its words are not lost."""
    async with scene(plan="free", used=37) as stage:
        await stage.sees("A new session", "\n37 / 100")
        stage.sandbox.refuse(403, "API access is not part of the Free plan.")
        await stage.ask(QUESTION)
        stage.answer()
        yield "failed", await stage.picture("Not sent", "\n37 / 100")


async def limit() -> Shots:
    """The month's last message was sent."""
    async with scene(used=2_499) as stage:
        await stage.sees("A new session", "Only 1 left")
        await stage.ask(QUESTION)
        stage.answer()
        yield "limit-reached", await stage.picture("Limit reached 2,500 / 2,500", "14:20 · 0.8 s")


async def offline() -> Shots:
    """The network is gone; what was fetched before is not."""
    clock = Clock()
    with home():
        with running_sandbox(clock=clock.now, used=FIRST_USED) as sandbox:
            await visit(sandbox, clock)
        async with client(sandbox, clock, website=DEVELOPERS) as stage:
            await stage.sees("Offline")
            await stage.press("f2", "j", "enter")
            yield "offline", await stage.picture("Offline", "staging secret")


async def onboarding() -> Shots:
    """The first start, without a key."""
    clock = Clock()
    with home(key=""), running_sandbox(clock=clock.now) as sandbox:
        async with client(sandbox, clock) as stage:
            yield "onboarding", await stage.picture("Paste your API key")


SCENES: tuple[Callable[[], Shots], ...] = (
    dark,
    light,
    narrow,
    small,
    empty,
    waiting,
    failed,
    limit,
    offline,
    onboarding,
)
