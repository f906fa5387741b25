"""What is found and linked over the lines into which the pane broke a text."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.domain.models import Message, MessageState, Role
from tui.domain.sought import Sought
from tui.widgets.transcript.block import BlockMaker, MessageBlock
from tui.widgets.transcript.parts import plain_text

NOW = datetime(2025, 3, 4, 12, tzinfo=UTC)
ADDRESS = "https://harbourlantern.example/delivery/islands?ref=a%20b"


def block(content: str, width: int = 24, role: Role = Role.ASSISTANT) -> MessageBlock:
    message = Message(1, "s", role, content, NOW, MessageState.RECEIVED)
    return BlockMaker(width, "Bot").make(message, None, NOW)


def linked(drawn: MessageBlock) -> dict[str, str]:
    """By its address: the characters that carry it, joined over the lines."""
    found: dict[str, str] = {}
    for offset, spans in sorted(drawn.addresses.items()):
        for start, end, address in spans:
            found[address] = found.get(address, "") + drawn.lines[offset].text[start:end]
    return found


@pytest.mark.parametrize("width", [24, 40, 100])
@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (f"See {ADDRESS}.", ADDRESS),
        (f"- See [our page]({ADDRESS}) first", ADDRESS),
        (f"> {ADDRESS}", ADDRESS),
        (f"<{ADDRESS}>", ADDRESS),
    ],
)
def test_an_address_is_whole_on_every_line_it_takes(content: str, shown: str, width: int) -> None:
    assert linked(block(content, width)) == {ADDRESS: shown}


def test_an_address_that_begins_as_another_is_not_taken_for_it() -> None:
    drawn = block("https://a.example/x and https://a.example/xy", 100)
    assert linked(drawn) == {
        "https://a.example/x": "https://a.example/x",
        "https://a.example/xy": "https://a.example/xy",
    }


@pytest.mark.parametrize("width", [12, 100])
def test_addresses_beside_words_without_spaces_are_linked_each_as_itself(width: int) -> None:
    text = "联系robin@shop.com，看https://a.example/x谢谢。https://a.example/日本 https://a.example/日"
    assert linked(block(text, width)) == {
        "mailto:robin@shop.com": "robin@shop.com",
        "https://a.example/x": "https://a.example/x",
        "https://a.example/日本": "https://a.example/日本",
        "https://a.example/日": "https://a.example/日",
    }


def test_mail_addresses_and_questions() -> None:
    assert linked(block("Write to <help@shop.example>", 100)) == {
        "mailto:help@shop.example": "help@shop.example"
    }
    assert linked(block(ADDRESS, 100, Role.USER)) == {}


@given(st.text("ab \n-*`|>#1.", max_size=80), st.integers(2, 40), st.text("ab ", min_size=1, max_size=4))
def test_what_is_found_in_the_text_is_found_on_its_lines(content: str, width: int, text: str) -> None:
    drawn = block(content, width)
    for start, end in Sought(text).spans(drawn.flow.text):
        pieces = [drawn.lines[offset].text[a:b] for offset, a, b in drawn.flow.on_lines(start, end)]
        assert "".join(pieces).replace(" ", "") == "".join(drawn.flow.text[start:end].split())


def test_plain_text_has_no_marks_bars_or_labels() -> None:
    source = "## Returns\n\n**Free** within *30 days*:\n\n1. pack\n2. send\n\n> quoted\n\n"
    source += "```py\nif x:\n\treturn\n```\n"
    assert plain_text(source) == (
        "Returns\n\nFree within 30 days:\n\n1. pack\n2. send\n\nquoted\n\nif x:\n\treturn"
    )
