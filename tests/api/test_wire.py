"""Answers of every shape: sensible values or an error that names the field, never a crash."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tui.api.body import parse_object
from tui.api.exchange import AnswerError
from tui.api.wire import (
    AccountAnswer,
    ChatAnswer,
    ConversationAnswer,
    WebsitesAnswer,
    WireAnswer,
    moment,
    validated,
)
from tui.domain.api_key import ApiKey
from tui.domain.models import RemoteMessage, Role

if TYPE_CHECKING:
    from collections.abc import Callable

YEAR = datetime(2024, 1, 15, 10, 30, tzinfo=UTC)


def message(**fields: Any) -> RemoteMessage:
    (one,) = validated(ConversationAnswer, {"messages": [fields]}).values()
    return one


def account(**fields: Any) -> AccountAnswer:
    return validated(AccountAnswer, {"account": {"messages_used": 1, **fields}})


@pytest.mark.parametrize(
    ("model", "value", "problem"),
    [
        (WebsitesAnswer, {}, "websites is missing"),
        (WebsitesAnswer, {"websites": None}, "websites is not a list"),
        (WebsitesAnswer, {"websites": [{"id": 1}, {"id": "2x"}]}, "websites[1].id is not a whole number"),
        (WebsitesAnswer, {"websites": [{"id": "1" * 5000}]}, "websites[0].id is not a whole number"),
        (WebsitesAnswer, {"websites": [{"id": "\u0663"}]}, "websites[0].id is not a whole number"),
        (WebsitesAnswer, {"websites": [{"id": True}]}, "websites[0].id is not a whole number"),
        (WebsitesAnswer, {"websites": [{"id": 1.0}]}, "websites[0].id is not a whole number"),
        (WebsitesAnswer, {"websites": [{"id": 2**63}]}, "websites[0].id is out of range"),
        (WebsitesAnswer, {"websites": [{"id": -(10**30)}]}, "websites[0].id is out of range"),
        (WebsitesAnswer, {"websites": [{"id": 1, "name": 5}]}, "websites[0].name is not text"),
        (WebsitesAnswer, {"websites": [{"id": 1, "is_primary": 1}]}, "websites[0].is_primary is neither"),
        (WebsitesAnswer, {"websites": [{"id": 1}] * 10_001}, "websites has more than 10,000 entries"),
        (ConversationAnswer, {"messages": ["hello"]}, "messages[0] is not an object"),
        (ConversationAnswer, {"messages": [{"content": ["a"]}]}, "messages[0].content is not text"),
        (ConversationAnswer, {"messages": [{"timestamp": 5}]}, "messages[0].timestamp is not text"),
        (AccountAnswer, {"account": []}, "account is not an object"),
        (AccountAnswer, {"account": {"messages_limit": 5}}, "account.messages_used is missing"),
        (AccountAnswer, {"account": {"messages_used": "5"}}, "account.messages_used is not a whole number"),
        (AccountAnswer, {"account": {"messages_used": float("nan")}}, "messages_used is not a whole"),
        (ChatAnswer, {"response": None}, "response is not text"),
    ],
)  # fmt: skip
def test_a_wrong_type_is_an_error_that_names_the_field(
    model: type[WireAnswer], value: dict[str, Any], problem: str
) -> None:
    with pytest.raises(AnswerError) as caught:
        validated(model, value)
    assert problem in caught.value.problem


@pytest.mark.parametrize(
    ("limit", "shown"), [(2500, 2500), (None, None), (0, None), (-1, None), (2**63, None), (10**400, None)]
)
def test_a_limit_that_limits_nothing_is_none(limit: int | None, shown: int | None) -> None:
    assert account(messages_limit=limit).value().messages_limit == shown


def test_the_id_of_a_website_may_come_as_text() -> None:
    websites = validated(WebsitesAnswer, {"websites": [{"id": "12"}, {"id": 12}]}).values()
    assert [website.id for website in websites] == [12]


def test_an_account_of_nulls_is_shown_empty() -> None:
    shown = account(email=None, plan=None, messages_used=-3).value()
    assert (shown.email, shown.plan, shown.messages_used, shown.messages_limit) == ("", "", 0, None)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2024-01-15T10:30:00Z", YEAR),
        ("2024-01-15T10:30:00", YEAR),
        ("2024-01-15 12:30:00+02:00", YEAR),
        ("0001-01-01T00:00:00Z", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59Z", None),
        ("9999-12-31T23:59:59-14:00", None),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)
def test_times(text: str | None, at: datetime | None) -> None:
    assert moment(text) == at


def test_a_message_of_nulls_or_of_nothing_is_an_empty_one() -> None:
    assert message(role="assistant", content=None, timestamp=None) == RemoteMessage(Role.ASSISTANT, "", None)
    assert message() == RemoteMessage(Role.ASSISTANT, "", None)


@pytest.mark.parametrize(
    ("fields", "role", "author"),
    [
        ({"role": "user", "agent_name": "Ann"}, Role.USER, None),
        ({"role": "assistant"}, Role.ASSISTANT, None),
        ({"role": "assistant", "agent_name": "Ann\n\x1b[2J"}, Role.ASSISTANT, "Ann [2J"),
        ({"role": "assistant", "agent_name": "Ann", "sender_type": "human"}, Role.ASSISTANT, "Ann"),
        ({"role": "assistant", "agent_name": None, "sender_type": "human"}, Role.ASSISTANT, "Human agent"),
        ({"role": "assistant", "agent_name": "Robot", "sender_type": "ai"}, Role.ASSISTANT, None),
        ({"role": "assistant", "agent_name": ["Ann"], "sender_type": 5}, Role.ASSISTANT, None),
        ({"role": "system"}, Role.ASSISTANT, "system"),
        ({"role": ""}, Role.ASSISTANT, None),
        ({"role": "Visitor"}, Role.USER, None),
        ({"role": "human"}, Role.USER, None),
        ({"role": "end-user"}, Role.USER, None),
        ({"role": "bot"}, Role.ASSISTANT, None),
        ({"role": "bot", "agent_name": "Ann"}, Role.ASSISTANT, "Ann"),
        ({"role": "enquirer"}, Role.ASSISTANT, "enquirer"),
    ],
)
def test_who_speaks(fields: dict[str, Any], role: Role, author: str | None) -> None:
    shown = message(content="x", **fields)
    assert (shown.role, shown.author) == (role, author)


@pytest.mark.parametrize(
    ("words", "roles"),
    [
        (["enquirer", "assistant"], [Role.USER, Role.ASSISTANT]),
        (["enquirer", "bot", "system"], [Role.USER, Role.ASSISTANT, Role.ASSISTANT]),
        (["user", "enquirer"], [Role.USER, Role.ASSISTANT]),
        (["enquirer", "clerk", "assistant"], [Role.ASSISTANT, Role.ASSISTANT, Role.ASSISTANT]),
        (["assistant", "system"], [Role.ASSISTANT, Role.ASSISTANT]),
    ],
)
def test_a_word_for_the_user_is_told_by_the_others(words: list[str], roles: list[Role]) -> None:
    answer = validated(ConversationAnswer, {"messages": [{"role": word, "content": "x"} for word in words]})
    assert [shown.role for shown in answer.values()] == roles
    assert [shown.named_role for shown in answer.values()] == [
        "" if word in {"user", "assistant"} else word for word in words
    ]


def test_a_service_that_repeats_the_key_does_not_bring_it_in() -> None:
    secret = "canary-of-the-wire-0123"
    key = ApiKey(secret)
    shown = message(role="assistant", content=f"It is {secret}!", agent_name=secret, sender_type="human")
    assert (shown.content, shown.author) == (f"It is {key}!", str(key))
    assert account(email=secret, plan=secret).value().email == str(key)


@pytest.mark.parametrize(
    ("body", "content"),
    [
        (rb'{"messages": [{"content": "a\ud800b"}]}', "a\ufffdb"),
        (rb'{"messages": [{"content": "\ud83d\ude00"}]}', "\U0001f600"),
        (b'{"messages": [{"content": "a\xff\xc3"}]}', "a\ufffd\ufffd"),
        (b'\xef\xbb\xbf{"messages": [{"content": "a"}]}', "a"),
        (b'{"messages": 5, "messages": [{"content": "1", "content": "2"}]}', "2"),
        (b'{"n": NaN, "m": -Infinity, "messages": [{"content": "a", "new": 1e999}]}', "a"),
    ],
)
def test_text_that_is_no_unicode_and_json_that_is_hardly_any(body: bytes, content: str) -> None:
    (one,) = validated(ConversationAnswer, parse_object(body)).values()
    assert one.content == content
    one.content.encode()


def test_what_is_nested_in_a_field_that_is_not_known_is_ignored() -> None:
    deep = b'{"messages": [], "new": %s%s}' % (b"[" * 500, b"]" * 500)
    assert validated(ConversationAnswer, parse_object(deep)).values() == []


def made_or_refused(make: Callable[[], object]) -> object:
    """What ``make`` gives, or the problem that it names; any other error is the test's."""
    with suppress(AnswerError):
        return make()
    with pytest.raises(AnswerError) as caught:
        make()
    assert caught.value.problem
    return caught.value.problem


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just("2024-01-15T10:30:00Z"),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


def shaped(*names: str) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(st.sampled_from(names), JSON)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    shaped("success", "response", "session_id"),
    shaped("id", "name", "domain", "is_primary"),
    shaped("role", "content", "timestamp", "sender_type", "agent_name"),
    shaped("email", "plan", "messages_used", "messages_limit"),
)
def test_whatever_comes_is_a_value_or_an_answer_error(
    chat: dict[str, Any], website: dict[str, Any], entry: dict[str, Any], money: dict[str, Any]
) -> None:
    made = [
        made_or_refused(lambda: validated(ChatAnswer, chat).reply("s")),
        made_or_refused(lambda: validated(WebsitesAnswer, {"websites": [website]}).values()),
        made_or_refused(lambda: validated(ConversationAnswer, {"messages": [entry]}).values()),
        made_or_refused(lambda: validated(AccountAnswer, {"account": money}).value()),
    ]
    repr(made).encode()


@given(
    st.text()
    | st.datetimes().map(str)
    | st.from_regex(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([+-]\d\d:\d\d)?", fullmatch=True)
)
def test_any_time_is_none_or_can_be_shown(text: str) -> None:
    at = moment(text)
    if at is not None:
        at.astimezone()
        assert at.tzinfo is UTC


@given(st.binary())
def test_any_body_is_an_object_or_an_answer_error(body: bytes) -> None:
    made_or_refused(lambda: parse_object(body))
