"""What a person sees as one character is one step and one deletion, in every field."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.geometry import Offset

from tests.ui.harness import hosted
from tui.widgets.composer_input import ComposerInput
from tui.widgets.graphemes import ceil, floor
from tui.widgets.text_field import TextField

if TYPE_CHECKING:
    from textual.pilot import Pilot

FAMILY, FLAG, KEYCAP, TONE, HEART = "👨‍👩‍👧", "🇩🇪", "1️⃣", "👍🏽", "❤️"
WALES = "🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"
ACCENT, KSHI, GUL = "e\u0301", "क्षि", "글"
SEEN = ["x", FAMILY, "a", FLAG, "🇫🇷", KEYCAP, TONE, HEART, WALES, ACCENT, KSHI, GUL, "y"]
TEXT = "".join(SEEN)
PLACES = [0, *accumulate(map(len, SEEN))]


def field(kind: str) -> ComposerInput | TextField:
    return TextField() if kind == "line" else ComposerInput(send=lambda: None, edit=lambda: None)


def fill(field: ComposerInput | TextField, text: str) -> None:
    if isinstance(field, ComposerInput):
        field.show(text)
    else:
        field.value = text
        field.cursor_position = len(text)


def text_of(field: ComposerInput | TextField) -> str:
    return field.text if isinstance(field, ComposerInput) else field.value


def place_of(field: ComposerInput | TextField) -> int:
    return field.cursor_location[1] if isinstance(field, ComposerInput) else field.cursor_position


async def visited(pilot: Pilot[None], field: ComposerInput | TextField, key: str) -> list[int]:
    """Where the caret comes to as a key is pressed again and again."""
    places = [place_of(field)]
    for _ in SEEN:
        await pilot.press(key)
        places.append(place_of(field))
    return places


@pytest.mark.parametrize("kind", ["line", "area"])
async def test_a_key_goes_on_by_a_character(kind: str) -> None:
    typed_in = field(kind)
    async with hosted(typed_in, size=(60, 6)) as (_app, pilot):
        typed_in.focus()
        fill(typed_in, TEXT)
        assert await visited(pilot, typed_in, "left") == PLACES[::-1]
        assert await visited(pilot, typed_in, "right") == PLACES
        assert await visited(pilot, typed_in, "shift+left") == PLACES[::-1]
        await pilot.press("end")
        for count in reversed(range(len(SEEN))):
            await pilot.press("backspace")
            assert text_of(typed_in) == "".join(SEEN[:count])
        fill(typed_in, TEXT)
        await pilot.press("home")
        for count in range(1, len(SEEN) + 1):
            await pilot.press("delete")
            assert text_of(typed_in) == "".join(SEEN[count:])


@pytest.mark.parametrize("kind", ["line", "area"])
async def test_a_letter_goes_between_characters(kind: str) -> None:
    typed_in = field(kind)
    async with hosted(typed_in, size=(60, 6)) as (_app, pilot):
        typed_in.focus()
        fill(typed_in, f"x{FLAG}")
        await pilot.press("left", "X", "Y")
        assert text_of(typed_in) == f"xXY{FLAG}"
        fill(typed_in, f"one {FAMILY} {FLAG}")
        await pilot.press("ctrl+w")
        assert all(text_of(typed_in).count(part) in {0, 1} for part in (FAMILY, FLAG))
        assert text_of(typed_in).replace(FAMILY, "").replace(FLAG, "").isascii()


@pytest.mark.parametrize("kind", ["line", "area"])
async def test_the_mouse_points_at_what_is_seen(kind: str) -> None:
    typed_in = field(kind)
    async with hosted(typed_in, size=(60, 6)) as (_app, pilot):
        typed_in.focus()
        fill(typed_in, TEXT)
        await pilot.pause()
        left = typed_in.content_region.x - typed_in.region.x
        top = typed_in.content_region.y - typed_in.region.y
        for place in PLACES:
            await pilot.click(typed_in, offset=Offset(left + cell_len(TEXT[:place]), top))
            assert place_of(typed_in) == place


@given(st.lists(st.sampled_from(SEEN)), st.integers(0, 200))
def test_a_place_is_between_characters(seen: list[str], index: int) -> None:
    text = "".join(seen)
    index = min(index, len(text))
    assert floor(text, index) <= index <= ceil(text, index)
    assert floor(text, floor(text, index)) == floor(text, index)
    assert ceil(text, floor(text, index)) == floor(text, index)
