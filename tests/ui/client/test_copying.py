"""Copying: the clipboard gets what is safe to paste, and the person is told what was left out."""

from __future__ import annotations

from tests.support.faulty_server import FaultyServer
from tests.support.hostile_service import HostileService
from tests.ui.client.person import client

MARKED = "Yes\u200b, \x1b]0;owned\x07we \u202edo.\r\n\n```sh\nrm \x9b2J\u2066x\n```\n\n<http://a.example/\u200bb>\n"
CLEANED = "Yes, ]0;ownedwe do.\n\n```sh\nrm 2Jx\n```\n\n<http://a.example/b>\n"


def asked_before() -> HostileService:
    return HostileService(
        messages=[
            {"role": "user", "content": "Do\x1b[2J you\u202e?", "timestamp": "2025-03-01T10:00:00Z"},
            {"role": "assistant", "content": MARKED, "timestamp": "2025-03-01T10:00:05Z"},
        ]
    )


async def test_every_way_to_copy_leaves_the_marks_out_and_says_so() -> None:
    with FaultyServer(asked_before()) as server:
        async with client(server.base_url, session="s1") as person:
            await person.sees("Yes, ]0;ownedwe do.")
            await person.presses("ctrl+y")
            await person.sees("Sent the last reply", "7 control or invisible marks are left out.")
            assert person.app.clipboard == CLEANED
            await person.presses("shift+tab", "G", "c")
            await person.sees("Sent a code block", "7 control or invisible marks are left out.")
            assert person.app.clipboard == "rm 2Jx"
            await person.presses("u")
            await person.sees("Sent a link", "7 control or invisible marks are left out.")
            assert person.app.clipboard == "http://a.example/b"
            await person.presses("Y")
            await person.sees("Sent the message as plain text", "7 control or invisible marks are left out.")
            assert person.app.clipboard == "Yes, ]0;ownedwe do.\n\nrm 2Jx\n\nhttp://a.example/b"
            await person.presses("k", "y")
            await person.sees("Sent the message", "2 control or invisible marks are left out.")
            assert person.app.clipboard == "Do[2J you?"


async def test_what_the_mouse_selects_is_copied_as_it_is_seen() -> None:
    with FaultyServer(asked_before()) as server:
        async with client(server.base_url, session="s1") as person:
            await person.sees("Yes, ]0;ownedwe do.")
            person.app.main.transcript.text_select_all()
            await person.presses("shift+tab", "ctrl+c")
            await person.sees("Sent the selection", "9 control or invisible marks are left out.")
            assert "Yes, ]0;ownedwe do." in person.app.clipboard


async def test_a_text_without_marks_is_copied_without_a_word_about_them() -> None:
    service = HostileService(reply="We **do**, 👩‍👩‍👧 and می‌خواهم.\r\n")
    with FaultyServer(service) as server:
        async with client(server.base_url) as person:
            await person.asks("Do you?")
            await person.sees("We do")
            await person.presses("ctrl+y")
            await person.sees("Sent the last reply to the terminal, ")
            assert "left out" not in person.words
            assert person.app.clipboard == "We **do**, 👩‍👩‍👧 and می‌خواهم.\n"


async def test_earlier_questions_come_back_clean() -> None:
    with FaultyServer(asked_before()) as server:
        async with client(server.base_url, session="s1") as person:
            await person.sees("Yes, ]0;ownedwe do.")
            await person.presses("ctrl+n")
            await person.sees("A new session")
            await person.presses("f2", "enter")
            await person.sees("Yes, ]0;ownedwe do.")
            await person.presses("up")
            await person.until(lambda: person.typed == "Do[2J you?")


async def test_a_paste_is_clean_wherever_it_goes() -> None:
    paste = "a\x1b]52;c;x\x07\u202eb\x9b31m\u200b"
    with FaultyServer(asked_before()) as server:
        async with client(server.base_url, session="s1") as person:
            await person.sees("Yes, ]0;ownedwe do.")
            await person.pastes(paste + "\r\nsecond")
            assert person.typed == "a]52;c;xb31m\nsecond"
            for keys, where in (("ctrl+f", "find-text"), ("ctrl+p", "")):
                await person.presses(keys)
                await person.until(lambda where=where: not where or person.app.main.find_bar.is_open)
                await person.until(lambda where=where: bool(where) or len(person.app.screen_stack) == 2)
                await person.pastes(paste)
                await person.sees("a]52;c;xb31m")
                await person.presses("escape")
