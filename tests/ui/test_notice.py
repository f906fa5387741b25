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


async def test_foreign_text_is_one_plain_line() -> None:
    notice = Notice()
    async with hosted(notice, size=(24, 3)) as (app, pilot):
        notice.show("[/] one\ntwo \x1b]52;c;eA==\x07 and a good deal more", NoticeLevel.ERROR)
        await pilot.pause()
        assert screen_lines(app)[:2] == [" × [/] one two ]52;c;eA…", ""]
