from __future__ import annotations

import pytest

from tests.ui.harness import hosted, screen_lines
from tui.widgets.notice import Notice, NoticeLevel


@pytest.mark.parametrize(
    ("level", "mark"), [(NoticeLevel.INFO, "·"), (NoticeLevel.WARNING, "!"), (NoticeLevel.ERROR, "×")]
)
async def test_a_level_has_a_mark_of_its_own(level: NoticeLevel, mark: str) -> None:
    notice = Notice()
    async with hosted(notice, size=(40, 3)) as (app, pilot):
        notice.show("Sent to the terminal, 214 characters", level)
        await pilot.pause()
        assert screen_lines(app)[0] == f" {mark} Sent to the terminal, 214 characters"
        assert notice.level is level


async def test_it_is_gone_when_cleared() -> None:
    notice = Notice()
    async with hosted(notice, size=(40, 3)) as (app, pilot):
        notice.show("Something")
        await pilot.pause()
        notice.clear()
        await pilot.pause()
        assert screen_lines(app)[0] == ""
        assert notice.level is None
        assert notice.has_class("-empty")


async def test_long_words_are_read_to_their_end() -> None:
    notice = Notice()
    async with hosted(notice, size=(24, 8)) as (app, pilot):
        notice.show("The service was not reached. Check the network, then try again.", NoticeLevel.WARNING)
        await pilot.pause()
        lines = screen_lines(app)
        assert lines[:4] == [
            " ! The service was not",
            "   reached. Check the",
            "   network, then try",
            "   again.",
        ]
        notice.show("Short")
        await pilot.pause()
        assert screen_lines(app)[:2] == [" · Short", ""]


async def test_of_endless_words_the_start_is_told() -> None:
    notice = Notice()
    async with hosted(notice, size=(24, 8)) as (app, pilot):
        notice.show("words " * 100)
        await pilot.pause()
        assert [bool(line) for line in screen_lines(app)] == [True] * 4 + [False] * 4
        assert screen_lines(app)[3].endswith("…")


async def test_foreign_text_is_plain_and_without_line_ends() -> None:
    notice = Notice()
    async with hosted(notice, size=(60, 3)) as (app, pilot):
        notice.show("[/] one\ntwo \x1b]52;c;eA==\x07 and more", NoticeLevel.ERROR)
        await pilot.pause()
        assert screen_lines(app)[:2] == [" × [/] one two ]52;c;eA== and more", ""]
