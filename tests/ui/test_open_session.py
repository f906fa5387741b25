"""Opening a session: by title, by text, by id."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.ui.dialog_host import HOSTILE, SIZES, DialogHost, harmless, keys, shown
from tests.ui.harness import until
from tui.domain.models import Session
from tui.domain.search import MatchPlace, SessionHit
from tui.screens.open_session import ById, OpenSessionScreen

NOW = datetime(2025, 3, 4, 12, tzinfo=UTC)


def session(number: int, title: str, last_line: str = "", website_id: int = 1) -> Session:
    return Session(
        f"tui-{number:04}",
        website_id,
        title,
        renamed=False,
        message_count=number,
        last_line=last_line,
        updated_at=NOW - timedelta(hours=number),
    )


SESSIONS = [
    session(1, "What are your opening hours?", "We open at nine."),
    session(2, "Refund for beans", "Within 30 days."),
    session(3, "", ""),
    session(4, "Wholesale prices", "Ask the roastery."),
]


def screen() -> OpenSessionScreen:
    return OpenSessionScreen(SESSIONS, now=NOW)


def chosen(app: DialogHost) -> list[str]:
    """The ids of the sessions that the dialog ended with."""
    return [each.session_id if isinstance(each, ById) else each.session.id for each in app.results]


def wanted(app: DialogHost) -> list[str]:
    return [each.query for each in app.heard if isinstance(each, OpenSessionScreen.SearchWanted)]


@pytest.mark.parametrize("size", SIZES)
async def test_all_sessions_newest_first_with_their_age(size: tuple[int, int]) -> None:
    async with shown(screen(), size=size) as (app, pilot):
        assert "▌What are your opening hours?" in app.text()
        assert "tui-0001 · 1 message" in app.text()
        assert "1h" in app.text()
        await pilot.press("down", "down", "down")
        assert "▌Wholesale prices" in app.text()
        await pilot.press("enter")
        assert chosen(app) == ["tui-0004"]


async def test_typing_finds_by_title_and_by_letters_of_it() -> None:
    async with shown(screen()) as (app, pilot):
        await pilot.press(*"rfnd")
        assert "▌Refund for beans" in app.text()
        assert "Wholesale" not in app.text()
        await pilot.press("enter")
        assert chosen(app) == ["tui-0002"]


async def test_typing_finds_by_the_last_line_and_shows_it() -> None:
    async with shown(screen()) as (app, pilot):
        await pilot.press(*"roastery")
        assert "Wholesale prices" in app.text()
        assert "Ask the roastery." in app.text()


async def test_matched_characters_are_underlined() -> None:
    async with shown(screen()) as (app, pilot):
        await pilot.press(*"hours", "down")
        rows = app.dialog.query_one("SessionRows")
        underlined = "".join(
            segment.text
            for segment in rows.render_line(0)
            if segment.style is not None and segment.style.underline
        )
        assert underlined == "hours"


async def test_an_id_that_is_not_known_can_be_opened() -> None:
    async with shown(screen()) as (app, pilot):
        await pilot.press(*keys("user_123"))
        assert "Open “user_123” by id" in app.text()
        assert "The service is asked for it." in app.text()
        await pilot.press("enter")
        assert chosen(app) == ["user_123"]


async def test_the_row_by_id_is_the_last_and_not_there_for_a_known_id_or_for_words() -> None:
    async with shown(screen()) as (app, pilot):
        await pilot.press(*"refund")
        text = app.text()
        assert text.index("Refund for beans") < text.index("Open “refund” by id")
        await pilot.press("ctrl+u", *keys("tui-0004"))
        assert "by id" not in app.text()
        await pilot.press("ctrl+u", *keys("refund beans"))
        assert "Refund for beans" in app.text()
        assert "by id" not in app.text()


async def test_the_stored_text_is_searched_by_whoever_shows_the_screen() -> None:
    async with shown(screen()) as (app, pilot):
        await pilot.press(*"oat")
        assert wanted(app) == ["o", "oa", "oat"]
        found = SessionHit(session(9, "Milk"), MatchPlace.TEXT, "we have oat milk too")
        assert isinstance(app.dialog, OpenSessionScreen)
        app.dialog.show_results("oat", [found])
        await pilot.pause()
        assert "▌Milk" in app.text()
        assert "we have oat milk too" in app.text()
        await pilot.press("enter")
        assert chosen(app) == ["tui-0009"]


async def test_a_late_answer_to_an_earlier_query_is_dropped() -> None:
    dialog = screen()
    async with shown(dialog) as (app, pilot):
        await pilot.press(*"oats")
        dialog.show_results("oat", [SessionHit(session(9, "Milk"), MatchPlace.TEXT, "oat milk")])
        await pilot.pause()
        assert "Milk" not in app.text()


async def test_an_answer_leaves_the_cursor_where_the_person_put_it_and_nothing_twice() -> None:
    dialog = screen()
    async with shown(dialog) as (app, pilot):
        await pilot.press(*"tui", "down", "down")
        assert "▌New session" in app.text()
        dialog.show_results(
            "tui",
            [SessionHit(SESSIONS[1], MatchPlace.TEXT, "tui"), SessionHit(session(9, "Milk"), MatchPlace.ID)],
        )
        await pilot.pause()
        assert "▌New session" in app.text()
        assert app.text().count("Refund for beans") == 1
        assert "Milk" in app.text()


async def test_a_hit_from_another_website_names_it() -> None:
    dialog = OpenSessionScreen(SESSIONS, now=NOW, elsewhere={2: "Workshop"})
    async with shown(dialog) as (app, pilot):
        await pilot.press(*"drill")
        dialog.show_results("drill", [SessionHit(session(9, "Drills", website_id=2), MatchPlace.TITLE)])
        await until(lambda: "Workshop · 9h" in app.text())


async def test_no_session_at_all_and_no_match() -> None:
    async with shown(OpenSessionScreen([], now=NOW), size=(40, 12)) as (app, pilot):
        assert "No session yet." in app.words()
        await pilot.press(*keys("two words"))
        assert "No session answers “two words”." in app.words()
        await pilot.press("enter")
        assert app.results == []
        await pilot.press("escape")
        assert app.results == [None]


async def test_ten_thousand_sessions_narrow_between_two_keys() -> None:
    many = [session(n, f"Question {n} about everything there ever was and is") for n in range(10_000)]
    async with shown(OpenSessionScreen(many, now=NOW)) as (app, pilot):
        await pilot.press(*"eeeeee")
        await pilot.press("ctrl+u", *"9999")
        assert "▌Question 9999" in app.text()


@pytest.mark.parametrize("size", SIZES)
async def test_titles_texts_and_ids_are_text_and_nothing_else(size: tuple[int, int]) -> None:
    hostile = [
        Session(text, 1, text, renamed=False, message_count=1, last_line=text, updated_at=NOW)
        for text in HOSTILE
    ]
    dialog = OpenSessionScreen(hostile, now=NOW, elsewhere={1: HOSTILE[1]})
    async with shown(dialog, size=size) as (app, pilot):
        for _ in hostile:
            assert harmless(app)
            await pilot.press("down")
        await pilot.press("x")
        dialog.show_results("x", [SessionHit(each, MatchPlace.TEXT, each.title) for each in hostile])
        await pilot.pause()
        assert harmless(app)
