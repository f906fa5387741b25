"""Every text that is painted, in every theme whose colours are known: at least 7:1 on its ground."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, NamedTuple

from rich.segment import Segment
from textual.selection import SELECT_ALL
from textual.widgets import TextArea

from tests.ui.client.person import Person, client
from tui.domain.models import Account
from tui.themes import ANSI, CONTRAST, DARK, LIGHT
from tui.widgets.notice import NoticeLevel

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterator

    from rich.color import Color

    from tests.support.sandbox import RunningSandbox

AAA = 7.0
"""WCAG 2.2, success criterion 1.4.6."""

DEVELOPERS = "sluicegate.example"

KNOWN_THEMES = (DARK, LIGHT, CONTRAST)

FRAME = set(" \n│╭╮╰╯─┼▌┃▏▁▂▃▄▅▆▇█░▔")
"""Lines and bars: what they say is said in words beside them."""

QUESTIONS = ("Which region delivers fastest?", "How do I send an event in Python?")
"""Their answers have a table, code, marked words."""

DIALOGS = ("f1", "f3", "f4", "f6", "ctrl+t", "ctrl+o")

USED = (2_100, 2_400, 2_500)
"""Messages of 2,500: a warning, an alarm, and the limit."""


class Painted(NamedTuple):
    """A text and its colours."""

    text: str
    colour: Color
    ground: Color


def painted(person: Person) -> Iterator[Painted]:
    """What stands on the screen that the person can use; what lies behind a dialog is dimmed, and idle."""
    screen = person.app.screen
    regions = [screen.region]
    if screen is not person.app.main:
        regions = [
            widget.region
            for widget in screen.query(".dialog--box, #column, CommandList, CommandInput, KeyHints")
            if widget.display
        ]
    strips = screen._compositor.render_strips()  # pyright: ignore[reportPrivateUsage]
    for region in regions:
        for strip in strips[region.y : region.bottom]:
            for text, style, _ in Segment.simplify(strip.crop(region.x, region.right)):
                if set(text) - FRAME:
                    assert style, text
                    assert style.color, text
                    assert style.bgcolor, text
                    yield Painted(text.strip(), style.color, style.bgcolor)


def luminance(colour: Color) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    assert colour.triplet is not None
    parts = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in colour.triplet.normalized
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: Color, other: Color) -> float:
    """From 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def too_faint(person: Person) -> set[str]:
    """What cannot be read well."""
    return {
        f"{contrast(colour, ground):.1f} {text!r} {colour.name} on {ground.name}"
        for text, colour, ground in painted(person)
        if contrast(colour, ground) < AAA
    }


async def states(person: Person) -> AsyncGenerator[str]:
    """Take the client through what can be seen of it."""
    await person.until(lambda: person.app.main.composer.address is not None)
    yield "empty"
    for number, question in enumerate(QUESTIONS, 1):
        await person.asks(question)
        await person.sees(f"{number} / 2,500")
    person.app.main.notice.show("Something to know, and more.", NoticeLevel.WARNING)
    await person.types("half a thought")
    person.app.main.query_one(TextArea).select_all()
    person.app.main.selections = {person.app.main.transcript: SELECT_ALL}
    yield "a conversation, text selected"
    person.app.main.clear_selection()
    person.app.main.notice.show("Something went wrong.", NoticeLevel.ERROR)
    await person.presses("ctrl+f", *"event")
    yield "something found"
    await person.presses("escape", "f2")
    yield "the sessions in focus"
    await person.presses("shift+tab")
    yield "the website in focus"
    await person.presses("escape")
    for used in USED:
        person.app.main.gauge.show(Account("", "starter", used, 2_500), confirmed=True)
        person.app.main.composer.blocked = "The month's messages are used up." if used == USED[-1] else ""
        yield f"{used} messages used"
    person.app.main.composer.blocked = ""
    for key in DIALOGS:
        async with dialog(person, key):
            yield key


@asynccontextmanager
async def dialog(person: Person, key: str) -> AsyncGenerator[None]:
    """Open a dialog by its key, and close it."""
    await person.presses(key)
    await person.until(lambda: person.app.screen is not person.app.main)
    await person._settle()  # pyright: ignore[reportPrivateUsage]
    yield
    await person.presses("escape")
    await person.until(lambda: person.app.screen is person.app.main)


async def test_all_text_reads_at_seven_to_one_in_every_theme(sandbox: RunningSandbox) -> None:
    faint: set[str] = set()
    async with client(sandbox.base_url, website=DEVELOPERS) as person:
        async for state in states(person):
            for theme in KNOWN_THEMES:
                person.app.theme = theme.name
                await person._settle()  # pyright: ignore[reportPrivateUsage]
                faint |= {f"{theme.name}, {state}: {each}" for each in too_faint(person)}
        for theme in KNOWN_THEMES:
            person.app.theme = theme.name
            # Textual's palette keeps the colours that it was opened in.
            async with dialog(person, "ctrl+p"):
                await person.sees("Show the keys of where you are.")
                faint |= {f"{theme.name}, palette: {each}" for each in too_faint(person)}
    assert not faint, "\n".join(sorted(faint))


async def test_without_colours_the_chosen_command_is_underlined(sandbox: RunningSandbox) -> None:
    async with client(sandbox.base_url) as person:
        await person.until(lambda: person.app.main.composer.address is not None)
        person.app.theme = ANSI.name
        async with dialog(person, "ctrl+p"):
            await person.sees("Show the keys of where you are.")
            strips = person.app.screen._compositor.render_strips()  # pyright: ignore[reportPrivateUsage]
            lined = {
                segment.text.strip()
                for strip in strips
                for segment in strip
                if segment.style and segment.style.underline
            }
    assert {"Help", "Show the keys of where you are."} <= lined
    assert "Quit" not in lined
