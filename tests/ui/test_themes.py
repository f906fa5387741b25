"""The themes on a terminal of 256 colours: what is sent is what was meant, and can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import Color, ColorSystem

from tests.ui.client.test_contrast import AAA, contrast
from tui.themes import CONTRAST, DARK, LIGHT, in_256, nearest_of_256

if TYPE_CHECKING:
    from textual.theme import Theme

IN_THE_TRANSCRIPT = ("secondary", "accent", "success")
ANYWHERE = ("foreground", "primary", "warning", "error")
GROUNDS = ("background", "surface")
NEAR_GREY = 24
"""Between the darkest and the lightest of a colour's three parts: no eye gives it a name."""


def sent(colour: str) -> Color:
    """The colour that Rich has the terminal show, in its 256."""
    shown = Color.parse(colour).downgrade(ColorSystem.EIGHT_BIT)
    return Color.from_triplet(shown.get_truecolor())


@pytest.mark.parametrize("theme", [DARK, LIGHT, CONTRAST], ids=lambda theme: theme.name)
def test_all_text_reads_at_seven_to_one(theme: Theme) -> None:
    shown = in_256(theme)
    pairs = [(getattr(shown, text), shown.background) for text in IN_THE_TRANSCRIPT]
    pairs += [(getattr(shown, text), getattr(shown, ground)) for text in ANYWHERE for ground in GROUNDS]
    of = shown.variables
    pairs += [(of["text-muted"], getattr(shown, ground)) for ground in GROUNDS]
    pairs += [(of["block-cursor-foreground"], of["block-cursor-background"])]
    pairs += [(shown.foreground, of["block-cursor-blurred-background"])]
    pairs += [(shown.foreground, of["input-selection-background"]), (shown.foreground, shown.panel)]
    faint = [pair for pair in pairs if contrast(sent(str(pair[0])), sent(str(pair[1]))) < AAA]
    assert not faint


def test_a_field_has_a_ground_of_its_own() -> None:
    shown = in_256(DARK)
    assert len({sent(str(each)) for each in (shown.background, shown.surface, shown.panel)}) == 3


@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_what_is_grey_stays_grey(parts: tuple[int, int, int]) -> None:
    if max(parts) - min(parts) <= NEAR_GREY:
        shown = sent(nearest_of_256("#" + "".join(f"{part:02x}" for part in parts))).triplet
        assert shown is not None
        assert max(shown) - min(shown) <= NEAR_GREY + 20
