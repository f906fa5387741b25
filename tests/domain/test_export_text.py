"""A transcript as a file: whatever the messages hold, the frame around them stands."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.hostile_text import STEERS, hostile_text
from tui.domain.export_text import ExportForm, Transcript, export_text, form_of
from tui.domain.faults import UserError
from tui.domain.models import Message, MessageState, Role, Session, Website

AT = datetime(2026, 3, 1, 14, 5, 10, 999_999, tzinfo=timezone(timedelta(hours=2)))
SITE = Website(1, "One *bold*", "one.example", is_primary=True)


def message(content: str, role: Role = Role.USER, author: str | None = None, at: datetime = AT) -> Message:
    return Message(key=1, session_id="s", role=role, content=content, at=at, author=author)


def transcript(*messages: Message, title: str = "A title", website: Website | None = SITE) -> Transcript:
    session = Session("s", 1, title, False, len(messages), "", AT)
    return Transcript(session, website, messages)


AWKWARD = transcript(
    message("Unclosed:\n```python\nx = 1\n\n# no heading"),
    message("<!-- no comment\nVisitor, 2026-03-01T12:05:10Z:", Role.ASSISTANT),
    message("\x1b]0;owned\x07A person\r\nhere", Role.ASSISTANT, author="María\n# boss"),
    title="# 1 <b>",
)


def test_as_markdown_every_message_is_a_quote() -> None:
    assert export_text(AWKWARD, ExportForm.MARKDOWN) == (
        "# \\# 1 \\<b\\>\n"
        "\n"
        "Session s of the website One \\*bold\\* (one.example), 3 messages.\n"
        "\n"
        "**Visitor**, 2026-03-01T12:05:10Z\n"
        "\n"
        "> Unclosed:\n> ```python\n> x = 1\n>\n> # no heading\n"
        "\n"
        "**Bot**, 2026-03-01T12:05:10Z\n"
        "\n"
        "> <!-- no comment\n> Visitor, 2026-03-01T12:05:10Z:\n"
        "\n"
        "**Agent María \\# boss**, 2026-03-01T12:05:10Z\n"
        "\n"
        "> ]0;ownedA person\n> here\n"
    )


def test_as_text_every_message_is_indented() -> None:
    text = export_text(AWKWARD, ExportForm.TEXT)
    assert text.startswith("# 1 <b>\nSession s of the website One *bold* (one.example), 3 messages.\n\n")
    assert re.findall(r"^(\w.*):$", text, re.MULTILINE) == [
        "Visitor, 2026-03-01T12:05:10Z",
        "Bot, 2026-03-01T12:05:10Z",
        "Agent María # boss, 2026-03-01T12:05:10Z",
    ]
    assert "\n    ```python\n    x = 1\n\n    # no heading\n" in text


def test_as_json_everything_is_exact() -> None:
    text = export_text(AWKWARD, ExportForm.JSON)
    assert text.isascii()
    told = json.loads(text)
    assert told["website"]["domain"] == "one.example"
    assert [each["content"] for each in told["messages"]] == [each.content for each in AWKWARD.messages]
    assert [(each["role"], each["speaker"]) for each in told["messages"]] == [
        ("user", "visitor"),
        ("assistant", "bot"),
        ("assistant", "human"),
    ]
    assert told["messages"][0]["at"] == "2026-03-01T12:05:10Z"


def test_what_is_not_settled_says_so() -> None:
    failed = Message(1, "s", Role.USER, "Hello", AT, MessageState.FAILED)
    assert "Z, not sent:\n    Hello\n" in export_text(transcript(failed), ExportForm.TEXT)


def test_a_session_of_nothing() -> None:
    empty = transcript(title="", website=None)
    assert export_text(empty, ExportForm.TEXT) == (
        "Untitled session\nSession s of the website 1, 0 messages.\n"
    )


@pytest.mark.parametrize("at", [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)])
def test_the_first_and_the_last_day_of_the_calendar(at: datetime) -> None:
    assert f"{at:%m-%d}T" in export_text(transcript(message("", at=at)), ExportForm.MARKDOWN)


@given(hostile_text, hostile_text, st.sampled_from([ExportForm.MARKDOWN, ExportForm.TEXT]))
def test_nothing_in_a_file_steers_a_terminal_or_leaves_its_message(
    content: str, name: str, form: ExportForm
) -> None:
    text = export_text(transcript(message(content, Role.ASSISTANT, name), title=name, website=None), form)
    assert not STEERS.search(text.replace("\n", "").replace("\t", ""))
    prefix = ">" if form is ExportForm.MARKDOWN else "    "
    said = text.split("05:10Z\n\n" if form is ExportForm.MARKDOWN else "05:10Z:\n", 1)[1]
    assert all(line.startswith(prefix) or not line for line in said.split("\n"))


@pytest.mark.parametrize(("name", "form"), [("a.md", "md"), ("A.JSON", "json"), ("../x y.txt", "txt")])
def test_the_extension_says_the_form(name: str, form: str) -> None:
    assert form_of(name) == form


@pytest.mark.parametrize("name", ["", "md", ".md", "a.markdown", "a."])
def test_another_extension_says_none(name: str) -> None:
    with pytest.raises(UserError, match=r"\.md, \.json, \.txt"):
        form_of(name)
