"""The conversations that a new sandbox comes with."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.support.sandbox import RunningSandbox, running_sandbox
from tui.sandbox.seeds import Conversation, conversations_of
from tui.sandbox.websites import bundled_websites

if TYPE_CHECKING:
    import httpx

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)

SEEDED = conversations_of(bundled_websites())


def told_in(client: httpx.Client, conversation: Conversation) -> list[dict[str, str]]:
    params = {"session_id": conversation.session_id, "limit": "100"}
    return client.get("conversations/", params=params).json()["messages"]


def everything(sandbox: RunningSandbox) -> str:
    return "\n".join(
        message.content for conversation in SEEDED for message in sandbox.messages(conversation.session_id)
    )


def test_there_are_at_least_twenty_over_the_three_websites() -> None:
    assert len(SEEDED) >= 20
    for website_id in (1, 2, 3):
        assert sum(conversation.website_id == website_id for conversation in SEEDED) >= 6


@pytest.mark.parametrize("conversation", SEEDED, ids=[each.session_id for each in SEEDED])
def test_each_is_a_dialogue_that_the_api_tells(client: httpx.Client, conversation: Conversation) -> None:
    messages = told_in(client, conversation)
    assert 2 <= len(messages) <= 100
    assert [message["role"] for message in messages] == ["user", "assistant"] * (len(messages) // 2)
    times = [message["timestamp"] for message in messages]
    assert times == sorted(times)
    assert all(message["content"].strip() for message in messages)


def test_lengths_go_from_two_messages_to_a_whole_window(sandbox: RunningSandbox) -> None:
    lengths = {len(sandbox.messages(conversation.session_id)) for conversation in SEEDED}
    assert min(lengths) == 2
    assert max(lengths) == 100


def test_many_scripts_are_seen(sandbox: RunningSandbox) -> None:
    scripts = {unicodedata.name(character, "").split(" ")[0] for character in everything(sandbox)}
    assert {"LATIN", "CJK", "HIRAGANA", "HANGUL", "ARABIC", "HEBREW"} <= scripts


@pytest.mark.parametrize("shape", ["👨‍👩‍👧‍👦", "🇳🇴", "👩🏽‍🚀", "\n|---|", "```diff", "```console", "   - "])
def test_hard_shapes_are_seen(sandbox: RunningSandbox, shape: str) -> None:
    assert shape in everything(sandbox)


def test_some_lines_have_no_space_for_a_thousand_characters(sandbox: RunningSandbox) -> None:
    assert max(map(len, everything(sandbox).split())) > 1_500


def test_they_are_spread_over_weeks_before_the_first_start() -> None:
    with running_sandbox(clock=lambda: NOW) as sandbox:
        ended = [sandbox.messages(conversation.session_id)[-1].at for conversation in SEEDED]
    assert ended == sorted(ended, reverse=True)
    assert ended[0] == NOW - timedelta(minutes=9)
    assert timedelta(weeks=4) < NOW - ended[-1] < timedelta(weeks=6)


def test_the_same_clock_makes_the_same_conversations() -> None:
    def all_messages() -> list[object]:
        with running_sandbox(clock=lambda: NOW) as sandbox:
            return [sandbox.messages(conversation.session_id) for conversation in SEEDED]

    assert all_messages() == all_messages()


def test_a_seeded_session_goes_on_in_its_topic(client: httpx.Client) -> None:
    asked = {"message": "¿y los sábados?", "session_id": "visitor-d90a3c17"}
    assert "Los sábados abrimos solo por la mañana" in client.post("chat/", json=asked).json()["response"]


def test_they_are_not_counted() -> None:
    with running_sandbox(used=None) as sandbox:
        assert sandbox.messages_used() == 150


def test_a_sandbox_can_start_without_them() -> None:
    with running_sandbox(seeded=False) as sandbox:
        assert everything(sandbox).strip() == ""
