"""Hint in an empty pane: a title and a sentence or two, centred."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip

from tui.domain.clean import clean, one_line
from tui.widgets.transcript.lines import BLANK, Look, plain

if TYPE_CHECKING:
    from tui.widgets.transcript.palette import Palette

_WIDEST = 56


@dataclass(frozen=True, slots=True)
class Hint:
    """Text for a state without messages: loading, empty, offline."""

    title: str
    text: str = ""


def hint_strips(hint: Hint, palette: Palette, width: int, height: int) -> list[Strip]:
    """Draw a hint, wrapped and centred in ``width`` by ``height`` cells, as one strip for each row."""
    room = max(2, min(_WIDEST, width - 4))
    lines = plain(one_line(hint.title), room, Look.STRONG)
    if hint.text:
        lines += [BLANK, *plain(clean(hint.text), room, Look.MUTED)]
    above = max(0, (height - len(lines)) // 2)
    blank = Strip.blank(width, palette.base)
    strips = [blank] * above
    for line in lines:
        left = Segment(" " * max(0, (width - line.cells) // 2), palette.base)
        strip = Strip.join([Strip([left]), palette.strip(line)])
        strips.append(strip.adjust_cell_length(width, palette.base))
    return (strips + [blank] * height)[:height]
