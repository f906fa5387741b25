from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from tests.ui.harness import hosted, screen_lines, until, widget_lines
from tui.actions import is_possible
from tui.widgets.row_list import RowList, RowState
from tui.widgets.row_scroll import RowView, steady

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Fruit:
    key: int
    name: str


class FruitList(RowList[Fruit]):
    drawn = 0

    def draw_row(self, item: Fruit, width: int, state: RowState) -> Sequence[Content]:
        self.drawn += 1
        second = Content.styled(f"no. {item.key}", self.part("row-list--dim", state))
        return [Content(f" {item.name}"), Content(" ") + second]


def fruits(count: int, first: int = 0) -> list[Fruit]:
    return [Fruit(key, f"fruit {key}") for key in range(first, first + count)]


def by_key(fruit: Fruit) -> int:
    return fruit.key


def shown(fruit_list: FruitList) -> list[int]:
    return [fruit.key for fruit in fruit_list.visible_items]


async def test_keys_move_the_cursor_and_the_view_follows() -> None:
    fruit_list = FruitList(fruits(100), row_height=2)
    async with hosted(fruit_list, size=(20, 10)) as (app, pilot):
        fruit_list.focus()
        assert screen_lines(app)[:4] == ["▌ fruit 0", "▌ no. 0", "  fruit 1", "  no. 1"]
        await pilot.press("j", "down", "k", "j")
        assert fruit_list.cursor == 2
        await pilot.press("G")
        assert fruit_list.cursor == 99
        assert screen_lines(app)[8] == "▌ fruit 99"
        await pilot.press("pageup")
        assert (fruit_list.cursor, shown(fruit_list)) == (95, [95, 96, 97, 98, 99])
        await pilot.press("up")
        assert shown(fruit_list) == [94, 95, 96, 97, 98]
        await pilot.press("home", "pagedown")
        assert fruit_list.cursor == 4
        await pilot.press("end", "g")
        assert shown(fruit_list) == [0, 1, 2, 3, 4]


async def test_enter_and_click_choose() -> None:
    fruit_list = FruitList(fruits(100), row_height=2)
    async with hosted(fruit_list, size=(20, 10)) as (app, pilot):
        fruit_list.focus()
        await pilot.press("j", "enter")
        await pilot.click(FruitList, offset=(3, 7))
        chosen = [event.item.key for event in app.heard(RowList.Selected[Fruit])]
        assert chosen == [1, 3]
        assert fruit_list.cursor == 3


async def test_the_view_scrolls_without_the_cursor_and_tells_what_it_shows() -> None:
    fruit_list = FruitList(fruits(100), row_height=2)
    async with hosted(fruit_list, size=(20, 10)) as (app, _pilot):
        fruit_list.scroll_to(y=40, animate=False)
        await until(lambda: app.heard(RowList.VisibleChanged[Fruit])[-1].items == fruit_list.visible_items)
        assert shown(fruit_list) == [20, 21, 22, 23, 24]
        assert fruit_list.cursor == 0


async def test_only_rows_in_view_are_drawn() -> None:
    fruit_list = FruitList(fruits(10_000), row_height=2)
    async with hosted(fruit_list, size=(20, 10)) as (_app, pilot):
        fruit_list.focus()
        await pilot.press("G")
        assert fruit_list.cursor == 9_999
        assert fruit_list.drawn < 20


async def test_equal_items_are_not_drawn_again() -> None:
    fruit_list = FruitList(fruits(50), row_height=2)
    async with hosted(fruit_list, size=(20, 10)) as (_app, pilot):
        await pilot.pause()
        before = fruit_list.drawn
        fruit_list.set_items(fruits(50), keep=by_key)
        await pilot.pause()
        assert fruit_list.drawn == before


async def test_new_items_above_leave_cursor_and_view_where_they_are() -> None:
    fruit_list = FruitList(fruits(100, 100), row_height=2)
    async with hosted(fruit_list, size=(20, 10)) as (_app, pilot):
        fruit_list.focus()
        fruit_list.move_to(50)
        fruit_list.move_to(48)
        await pilot.pause()
        before = widget_lines(fruit_list)
        fruit_list.set_items(fruits(110, 90), keep=by_key)
        await pilot.pause()
        assert widget_lines(fruit_list) == before
        assert fruit_list.cursor == 58


async def test_a_resize_keeps_the_cursor_in_view() -> None:
    fruit_list = FruitList(fruits(100), row_height=2)
    async with hosted(fruit_list, size=(20, 20)) as (_app, pilot):
        fruit_list.move_to(9)
        await pilot.resize_terminal(20, 6)
        await until(lambda: 9 in shown(fruit_list))
        assert len(shown(fruit_list)) == 3


async def test_an_empty_list_says_so_and_takes_keys() -> None:
    fruit_list = FruitList(empty_text="No fruit yet. Plant a tree [b]first[/b].")
    async with hosted(fruit_list, size=(20, 10)) as (app, pilot):
        fruit_list.focus()
        await pilot.press("j", "k", "g", "G", "enter", "pagedown", "pageup")
        assert screen_lines(app)[:3] == [" No fruit yet.", " Plant a tree", " [b]first[/b]."]
        assert fruit_list.highlighted is None
        assert not is_possible(*app.screen.active_bindings["enter"][:2])
        assert not app.heard(RowList.Selected)


@pytest.mark.parametrize("width", [12, 13])
async def test_wide_characters_end_in_an_ellipsis_and_never_overflow(width: int) -> None:
    fruit_list = FruitList([Fruit(1, "日本語のとても長い名前"), Fruit(2, "e\u0301" * 40)])
    async with hosted(fruit_list, size=(width, 4)) as (app, _pilot):
        lines = screen_lines(app)
        assert lines[0].startswith("▌ 日本語")
        assert lines[0].endswith("…")
        assert lines[1].endswith("…")


@given(
    before=st.lists(st.integers(0, 60), unique=True, max_size=40),
    after=st.lists(st.integers(0, 60), unique=True, max_size=40),
    top=st.integers(0, 100),
    cursor=st.integers(0, 39),
    height=st.integers(1, 12),
    row_height=st.integers(1, 3),
)
def test_steady_keeps_what_it_promises(
    before: list[int], after: list[int], top: int, cursor: int, height: int, row_height: int
) -> None:
    last_top = max(0, len(before) * row_height - height)
    view = RowView(min(top, last_top), height, row_height, min(cursor, max(0, len(before) - 1)))
    moved = steady(view, before, after, lambda item: item)
    assert moved.top >= 0
    assert 0 <= moved.cursor < max(1, len(after))
    if not before or not after:
        assert (moved.top, moved.cursor) == (0, 0)
        return
    if before[view.cursor] in after:
        assert after[moved.cursor] == before[view.cursor]
    if view.cursor in view.rows:
        assert moved.cursor in moved.rows
    if before == after and view.showing(view.cursor) == view.top:
        assert moved == view
