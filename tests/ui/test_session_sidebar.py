from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from tests.ui.harness import hosted, screen_lines, until
from tui.domain.models import Session
from tui.widgets.session_filter import SessionFilter
from tui.widgets.session_sidebar import SessionSidebar

if TYPE_CHECKING:
    from tests.ui.harness import Host

NOW = datetime(2025, 6, 3, 14, 0, tzinfo=UTC)


def session(number: int, title: str = "", **more: object) -> Session:
    made = Session(
        id=f"tui-{number:05}",
        website_id=1,
        title=title or f"Question {number}",
        renamed=False,
        message_count=number,
        last_line=f"Answer {number}",
        updated_at=NOW - timedelta(hours=number),
    )
    return replace(made, **more)  # pyright: ignore[reportArgumentType] - the fields of a session


def sessions(count: int) -> list[Session]:
    return [session(number) for number in range(1, count + 1)]


def said(app: Host, kind: type[SessionSidebar.Opened]) -> list[str]:
    return [event.session_id for event in app.heard(kind)]


async def test_a_row_shows_title_age_count_and_last_line() -> None:
    sidebar = SessionSidebar()
    async with hosted(sidebar, size=(34, 12)) as (app, pilot):
        sidebar.show_sessions(
            [
                session(3, "Do you deliver to the northern islands in winter?", pinned=True),
                session(2, draft=True, trouble=True),
                session(1, message_count=0, last_line=""),
                replace(session(1), id="x", title=""),
            ],
            now=NOW,
        )
        sidebar.current = "tui-00002"
        await pilot.pause()
        assert [line.rstrip("│ ") for line in screen_lines(app)[:9]] == [
            " Sessions 4",
            "  ^ Do you deliver to the n… 3h",
            "  3 · Answer 3",
            " ›Question 2              *! 2h",
            "  2 · Answer 2",
            "  Question 1                 1h",
            "  no messages",
            "  New session                1h",
            "  1 · Answer 1",
        ]


async def test_foreign_text_is_neither_markup_nor_steering() -> None:
    sidebar = SessionSidebar()
    async with hosted(sidebar, size=(34, 6)) as (app, pilot):
        sidebar.show_sessions(
            [session(1, "[/] [@click=app.quit]go[/] \x1b]0;x\x07\u202e", last_line="\x1b[2Jlist[int]")],
            now=NOW,
        )
        await pilot.pause()
        assert screen_lines(app)[1].startswith("  [/] [@click=app.quit]go")
        assert "list[int]" in screen_lines(app)[2]
        assert "\x1b" not in "".join(screen_lines(app))


async def test_emoji_take_the_cells_that_every_terminal_gives_them() -> None:
    sidebar = SessionSidebar()
    async with hosted(sidebar, size=(34, 6)) as (app, pilot):
        sidebar.show_sessions([session(1, "👩\u200d👧 👍🏽 🇩🇪 ❤\ufe0f mi\u200cravam")], now=NOW)
        await pilot.pause()
        assert screen_lines(app)[1].startswith("  👩👧 👍 DE ❤ mi\u200cravam")


async def test_states_without_rows_say_what_to_do() -> None:
    sidebar = SessionSidebar()
    async with hosted(sidebar, size=(34, 8)) as (app, pilot):
        assert "Loading sessions…" in screen_lines(app)[1]
        sidebar.busy = True
        sidebar.show_sessions([], now=NOW)
        await pilot.pause()
        assert "Loading sessions…" in screen_lines(app)[1]
        sidebar.busy = False
        await pilot.pause()
        assert " ".join(line.rstrip("│ ").strip() for line in screen_lines(app)[1:4]).strip() == (
            "No sessions yet. Type below and press Enter to start one."
        )


async def test_keys_say_what_the_person_wants() -> None:
    sidebar = SessionSidebar()
    async with hosted(sidebar, size=(34, 12)) as (app, pilot):
        sidebar.show_sessions(sessions(5), now=NOW)
        sidebar.focus_list()
        await pilot.press("j", "enter", "r", "p", "x", "u")
        assert said(app, SessionSidebar.Opened) == ["tui-00002"]
        for kind in (SessionSidebar.RenameWanted, SessionSidebar.PinToggled, SessionSidebar.RemoveWanted):
            assert [event.session.id for event in app.heard(kind)] == ["tui-00002"]
        assert len(app.heard(SessionSidebar.RestoreWanted)) == 1


async def test_keys_that_need_a_session_are_silent_without_one() -> None:
    sidebar = SessionSidebar()
    async with hosted(sidebar, size=(34, 12)) as (app, pilot):
        sidebar.show_sessions([], now=NOW)
        sidebar.focus_list()
        await pilot.press("r", "p", "x", "slash", "enter")
        assert not app.heard(SessionSidebar.RenameWanted)
        assert not sidebar.has_class("-filtering")


async def test_the_filter_narrows_opens_and_lets_go() -> None:
    sidebar = SessionSidebar()
    async with hosted(sidebar, size=(34, 12)) as (app, pilot):
        sidebar.show_sessions([*sessions(30), session(31, "Refund, please")], now=NOW)
        sidebar.focus_list()
        await pilot.press("slash", *"refund")
        await until(lambda: "Sessions 1 of 31" in screen_lines(app)[0])
        assert screen_lines(app)[2].startswith("▌ Refund, please")
        await pilot.press("enter")
        assert said(app, SessionSidebar.Opened) == ["tui-00031"]
        await pilot.press("z")
        await until(lambda: "No session matches." in screen_lines(app)[2])
        await pilot.press("escape")
        await until(lambda: screen_lines(app)[0].startswith(" Sessions 31"))
        assert not sidebar.has_class("-filtering")


async def test_letters_typed_into_the_filter_are_text_and_arrows_move() -> None:
    sidebar = SessionSidebar()
    async with hosted(sidebar, size=(34, 12)) as (app, pilot):
        sidebar.show_sessions([session(1, "jump rope"), session(2, "jukebox"), session(3, "kite")], now=NOW)
        sidebar.focus_list()
        await pilot.press("slash", "j", "u", "down", "enter")
        await until(lambda: said(app, SessionSidebar.Opened) == ["tui-00002"])
        assert not app.heard(SessionSidebar.RestoreWanted)


async def test_a_refresh_leaves_the_cursor_on_its_session() -> None:
    sidebar = SessionSidebar()
    async with hosted(sidebar, size=(34, 12)) as (app, pilot):
        sidebar.show_sessions(sessions(30), now=NOW)
        sidebar.focus_list()
        await pilot.press("j", "j")
        sidebar.show_sessions([session(40), *sessions(30)], now=NOW)
        await pilot.press("enter")
        assert said(app, SessionSidebar.Opened) == ["tui-00003"]


async def test_what_is_in_view_is_told_for_fetching() -> None:
    sidebar = SessionSidebar()
    async with hosted(sidebar, size=(34, 9)) as (app, pilot):
        sidebar.show_sessions(sessions(30), now=NOW)
        await pilot.pause()
        seen = app.heard(SessionSidebar.VisibleChanged)[-1]
        assert seen.session_ids == ("tui-00001", "tui-00002", "tui-00003", "tui-00004")
        sidebar.focus_list()
        await pilot.press("G")
        await until(lambda: app.heard(SessionSidebar.VisibleChanged)[-1].session_ids[-1] == "tui-00030")


async def test_ages_stand_still_until_they_are_shown_again() -> None:
    sidebar = SessionSidebar()
    async with hosted(sidebar, size=(34, 6)) as (app, pilot):
        sidebar.show_sessions(sessions(1), now=NOW)
        await pilot.pause()
        assert " 1h " in screen_lines(app)[1]
        sidebar.show_sessions(sessions(1), now=NOW + timedelta(hours=2))
        await pilot.pause()
        assert " 3h " in screen_lines(app)[1]


@given(
    titles=st.lists(st.text(st.sampled_from("abAB ß"), max_size=6), max_size=12),
    queries=st.lists(st.text(st.sampled_from("abAB ß"), max_size=4), max_size=6),
)
def test_the_filter_finds_what_a_plain_look_would_find(titles: list[str], queries: list[str]) -> None:
    known = [session(number, title or "-") for number, title in enumerate(titles)]
    narrowing = SessionFilter(known)
    for query in queries:
        expected = [
            item
            for item in known
            if all(
                word in f"{item.title}\n{item.last_line}\n{item.id}".casefold()
                for word in query.casefold().split()
            )
        ]
        assert list(narrowing.matching(query)) == expected
