from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.strip import Strip
from textual.style import Style as ContentStyle

from tui.widgets.line import changed_regions, spread, to_strip

STYLES = [None, Style(bold=True), Style(color="red")]
texts = st.text(st.sampled_from("ab 日e\u0301…"), min_size=1, max_size=6)
segments = st.tuples(texts, st.sampled_from(STYLES)).map(lambda pair: Segment(*pair))
strips = st.lists(segments, max_size=6).map(lambda parts: Strip([Segment("x"), *parts]))


@given(before=strips, after=strips)
def test_cells_outside_the_changed_span_are_the_same(before: Strip, after: Strip) -> None:
    width = 40
    old, new = (strip.adjust_cell_length(width).simplify() for strip in (before, after))
    regions = changed_regions([old], [new])
    start, end = (regions[0].x, regions[0].right) if regions else (width, width)
    assert looks(old.crop(0, start)) == looks(new.crop(0, start))
    assert looks(old.crop(end, width)) == looks(new.crop(end, width))


def looks(strip: Strip) -> list[tuple[str, Style | None]]:
    return [(character, style) for text, style, _control in strip for character in text]


@given(left=texts, right=st.text(st.sampled_from("ab日"), max_size=8), width=st.integers(1, 40))
def test_both_ends_fit_and_the_right_one_is_whole_or_absent(left: str, right: str, width: int) -> None:
    line = spread(Content(left), Content(right), width)
    assert line.cell_length <= width
    without_right = Content(left).truncate(width, ellipsis=True)
    assert line.plain.endswith(right) or line.plain == without_right.plain


@given(text=st.text(st.sampled_from("ab日e\u0301"), max_size=30), width=st.integers(1, 20))
def test_a_painted_line_is_exactly_as_wide_as_asked(text: str, width: int) -> None:
    assert to_strip(Content(text), ContentStyle(), width).cell_length == width
