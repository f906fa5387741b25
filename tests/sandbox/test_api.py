"""The documented API to the letter, over a real socket."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import eventually
from tests.support.sandbox import RunningSandbox, running_sandbox

CALLS = [("POST", "chat/"), ("GET", "websites/"), ("GET", "conversations/?session_id=s"), ("GET", "account/")]

PERSONAL = settings(max_examples=150, deadline=None)


def refused(response: httpx.Response, status: int) -> str:
    """Check that an answer has the one error shape; return its text."""
    assert response.status_code == status
    body = response.json()
    assert set(body) == {"success", "error"}
    assert body["success"] is False
    assert isinstance(body["error"], str)
    assert body["error"]
    return body["error"]


def connect(sandbox: RunningSandbox) -> httpx.Client:
    return httpx.Client(base_url=sandbox.base_url, headers={"X-API-Key": sandbox.api_key})


class TestHosts:
    @pytest.mark.parametrize("host", ["localhost", "LOCALHOST:80", "127.0.0.1", "127.8.9.1:1", "[::1]:8765"])
    def test_loopback_names_are_answered(self, sandbox: RunningSandbox, host: str) -> None:
        headers = {"X-API-Key": "sandbox", "Host": host}
        assert httpx.get(sandbox.base_url + "account/", headers=headers).status_code == 200

    @pytest.mark.parametrize(
        "host",
        [
            "evil.example",
            "localhost.evil.example:80",
            "10.0.0.1",
            "127.0.0.1.evil.example",
            "[::2]",
            "",
            "[",
            "a@localhost.b",
        ],
    )
    @pytest.mark.parametrize("path", ["account/", "nowhere"])
    def test_no_other_name_is(self, sandbox: RunningSandbox, host: str, path: str) -> None:
        response = httpx.get(sandbox.base_url + path, headers={"X-API-Key": "sandbox", "Host": host})
        assert "loopback" in refused(response, 421)


class TestKeys:
    @pytest.mark.parametrize(("method", "path"), CALLS)
    def test_every_call_wants_a_key(self, sandbox: RunningSandbox, method: str, path: str) -> None:
        response = httpx.request(method, sandbox.base_url + path)
        assert "key" in refused(response, 401)

    @pytest.mark.parametrize(
        "headers",
        [
            {"Authorization": "Bearer sandbox"},
            {"Authorization": "bearer   sandbox"},
            {"X-API-Key": "sandbox"},
            {"Authorization": "Basic c2FuZGJveA==", "X-API-Key": "sandbox"},
        ],
    )
    def test_both_headers_carry_it(self, sandbox: RunningSandbox, headers: dict[str, str]) -> None:
        assert httpx.get(sandbox.base_url + "account/", headers=headers).status_code == 200

    @pytest.mark.parametrize(
        "headers",
        [
            {"Authorization": "Bearer sandbo"},
            {"Authorization": "Bearer"},
            {"Authorization": "sandbox"},
            {"X-API-Key": ""},
            {"Authorization": "Bearer wrong", "X-API-Key": "sandbox"},
        ],
    )
    def test_a_wrong_key_is_refused(self, sandbox: RunningSandbox, headers: dict[str, str]) -> None:
        used = sandbox.messages_used()
        response = httpx.post(sandbox.base_url + "chat/", headers=headers, json={"message": "Hello"})
        refused(response, 401)
        assert sandbox.messages_used() == used

    def test_a_key_of_other_bytes_is_refused(self, sandbox: RunningSandbox) -> None:
        refused(httpx.get(sandbox.base_url + "account/", headers=[(b"X-API-Key", b"s\xe4ndbox")]), 401)


class TestPaths:
    @pytest.mark.parametrize(
        "path",
        ["", "chat", "websites", "sessions/", "leads/", "knowledge/", "chat//", "chat/x/", "../v2/chat/"],
    )
    def test_what_is_not_documented_is_not_there(self, client: httpx.Client, path: str) -> None:
        refused(client.get(path), 404)

    def test_a_missing_last_slash_is_explained(self, client: httpx.Client) -> None:
        assert "'/'" in refused(client.post("chat", json={"message": "Hello"}), 404)

    @pytest.mark.parametrize("path", ["/", "/api/v2/account/", "/%00", "/api/v1/%F0%9F%98%80/"])
    def test_other_paths_of_the_host(self, sandbox: RunningSandbox, path: str) -> None:
        refused(httpx.get(f"http://127.0.0.1:{sandbox.port}{path}"), 404)

    @pytest.mark.parametrize(
        ("method", "path", "allow"),
        [
            ("GET", "chat/", "POST"),
            ("DELETE", "chat/", "POST"),
            ("POST", "websites/", "GET, HEAD"),
            ("PUT", "conversations/", "GET, HEAD"),
            ("OPTIONS", "account/", "GET, HEAD"),
        ],
    )
    def test_a_wrong_method(self, client: httpx.Client, method: str, path: str, allow: str) -> None:
        response = client.request(method, path)
        refused(response, 405)
        assert sorted(response.headers["Allow"].split(", ")) == allow.split(", ")


class TestChat:
    def test_an_answer_has_the_documented_shape(self, client: httpx.Client) -> None:
        asked = {"message": "What are your business hours?", "session_id": "user_123"}
        response = client.post("chat/", json=asked)
        assert response.status_code == 200
        assert response.headers["Content-Type"] == "application/json"
        body = response.json()
        assert set(body) == {"success", "response", "session_id"}
        assert body["success"] is True
        assert body["session_id"] == "user_123"
        assert "| Monday to Friday |" in body["response"]

    def test_a_session_id_is_made_where_none_is_sent(self, client: httpx.Client) -> None:
        made = [client.post("chat/", json={"message": "Hello"}).json()["session_id"] for _ in range(2)]
        assert made[0] != made[1]
        told = client.get("conversations/", params={"session_id": made[0]}).json()["messages"]
        assert told[0]["content"] == "Hello"

    @pytest.mark.parametrize(
        ("body", "named"),
        [
            ({}, "message"),
            ({"message": ""}, "message"),
            ({"message": " \n\t"}, "message"),
            ({"message": None}, "message"),
            ({"message": 7}, "message"),
            ({"message": ["Hello"]}, "message"),
            ({"message": "\ud83d"}, "message"),
            ({"message": "Hello", "session_id": 5}, "session_id"),
            ({"message": "Hello", "session_id": None}, "session_id"),
            ({"message": "Hello", "session_id": ""}, "session_id"),
            ({"message": "Hello", "session_id": "x" * 256}, "session_id"),
            ({"message": "Hello", "session_id": "\udfff"}, "session_id"),
            ({"message": "Hello", "website_id": "1"}, "website_id"),
            ({"message": "Hello", "website_id": 1.0}, "website_id"),
            ({"message": "Hello", "website_id": True}, "website_id"),
            ({"message": "Hello", "website_id": None}, "website_id"),
            ({"message": "Hello", "website_id": 4}, "website_id"),
            ({"message": "Hello", "website_id": -(10**400)}, "website_id"),
        ],
    )
    def test_a_bad_parameter_is_named_and_costs_nothing(
        self, sandbox: RunningSandbox, client: httpx.Client, body: dict[str, Any], named: str
    ) -> None:
        used = sandbox.messages_used()
        assert refused(client.post("chat/", content=json.dumps(body)), 400).startswith(named)
        assert sandbox.messages_used() == used

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"Hello",
            b'{"message": "Hello"',
            b"{'message': 'Hello'}",
            b'{"message": NaN}',
            b'{"message": "\xff\xfe"}',
            b"[" * 100_000,
            b'["Hello"]',
            b'"Hello"',
            b"null",
            b'{"message": "Hello", "website_id": ' + b"9" * 5_000 + b"}",
            b'{"message": "' + b"x" * 1_100_000 + b'"}',
        ],
    )
    def test_a_body_that_is_no_json_object(self, client: httpx.Client, body: bytes) -> None:
        assert refused(client.post("chat/", content=body), 400).startswith("The body")

    def test_what_the_reference_does_not_know_is_ignored(self, client: httpx.Client) -> None:
        body = {"message": "Hello", "stream": True, "temperature": 0.2}
        assert client.post("chat/", json=body, headers={"Content-Type": "text/plain"}).status_code == 200

    def test_a_session_stays_at_its_website(self, client: httpx.Client) -> None:
        asked = {"message": "Hola, ¿qué horario tenéis?", "session_id": "stays", "website_id": 3}
        assert client.post("chat/", json=asked).status_code == 200
        error = refused(client.post("chat/", json=asked | {"website_id": 1}), 400)
        assert error.startswith("website_id 1")
        body = client.post("chat/", json={"message": "¿y los domingos?", "session_id": "stays"}).json()
        assert "domingos" in body["response"]

    @PERSONAL
    @given(message=st.text(min_size=1).filter(str.strip))
    def test_any_text_is_answered_and_kept(self, client: httpx.Client, message: str) -> None:
        body = client.post("chat/", json={"message": message})
        assert body.status_code == 200
        assert body.json()["response"].strip()
        session_id = body.json()["session_id"]
        told = client.get("conversations/", params={"session_id": session_id}).json()["messages"]
        assert [each["content"] for each in told] == [message, body.json()["response"]]

    @PERSONAL
    @given(
        body=st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
            lambda each: (
                st.lists(each, max_size=3)
                | st.dictionaries(st.sampled_from(["message", "session_id", "website_id"]), each, max_size=3)
            ),
            max_leaves=6,
        )
    )
    def test_no_json_breaks_it(self, client: httpx.Client, body: object) -> None:
        response = client.post("chat/", content=json.dumps(body))
        assert response.status_code in {200, 400}
        if response.status_code == 400:
            refused(response, 400)


class TestUsage:
    def test_the_account_has_the_documented_shape(self, client: httpx.Client) -> None:
        body = client.get("account/").json()
        assert set(body) == {"success", "account"}
        assert set(body["account"]) == {"email", "plan", "messages_used", "messages_limit"}

    @pytest.mark.parametrize(
        ("plan", "limit"), [("free", 100), ("starter", 2_500), ("standard", 15_000), ("pro", 50_000)]
    )
    def test_the_plan_sets_the_limit(self, plan: Any, limit: int) -> None:
        with running_sandbox(plan=plan, seeded=False) as sandbox, connect(sandbox) as client:
            account = client.get("account/").json()["account"]
        assert (account["plan"], account["messages_limit"]) == (plan, limit)

    def test_only_an_answer_counts_and_the_last_message_of_the_month_is_answered(self) -> None:
        with running_sandbox(used=148, limit=150, seeded=False) as sandbox, connect(sandbox) as client:
            for used in (149, 150):
                assert client.post("chat/", json={"message": "Hello"}).status_code == 200
                assert client.get("account/").json()["account"]["messages_used"] == used
            error = refused(client.post("chat/", json={"message": "Hello", "session_id": "late"}), 429)
            assert "150" in error
            assert sandbox.messages_used() == 150
            assert sandbox.messages("late") == []

    def test_two_at_once_do_not_share_the_last_message(self) -> None:
        with running_sandbox(limit=1, seeded=False) as sandbox, connect(sandbox) as client:
            sandbox.hold()
            with ThreadPoolExecutor(2) as pool:
                asked = [pool.submit(client.post, "chat/", json={"message": "Hello"}) for _ in range(2)]
                eventually(lambda: sandbox.waiting == 2)
                sandbox.release()
            assert sorted(each.result().status_code for each in asked) == [200, 429]
            assert sandbox.messages_used() == 1

    def test_two_at_once_do_not_start_one_session_at_two_websites(self) -> None:
        with running_sandbox(seeded=False) as sandbox, connect(sandbox) as client:
            sandbox.hold()
            with ThreadPoolExecutor(2) as pool:
                bodies = [{"message": "Hola", "session_id": "one", "website_id": each} for each in (1, 3)]
                asked = [pool.submit(client.post, "chat/", json=body) for body in bodies]
                eventually(lambda: sandbox.waiting == 2)
                sandbox.release()
            assert sorted(each.result().status_code for each in asked) == [200, 400]
            assert len(sandbox.messages("one")) == 2

    def test_a_new_month_starts_from_nothing(self) -> None:
        now = datetime(2026, 1, 31, 23, 59, 59, tzinfo=UTC)
        with running_sandbox(clock=lambda: now, used=7, seeded=False) as sandbox:
            assert sandbox.messages_used() == 7
            now += timedelta(seconds=1)
            assert sandbox.messages_used() == 0


class TestWebsites:
    def test_three_with_one_primary(self, client: httpx.Client) -> None:
        body = client.get("websites/").json()
        assert set(body) == {"success", "websites"}
        assert [set(each) for each in body["websites"]] == [{"id", "name", "domain", "is_primary"}] * 3
        assert [each["is_primary"] for each in body["websites"]] == [True, False, False]
        assert all(each["domain"].endswith(".example") for each in body["websites"])

    def test_an_account_without_websites(self) -> None:
        with running_sandbox(websites=()) as sandbox, connect(sandbox) as client:
            assert client.get("websites/").json() == {"success": True, "websites": []}
            assert refused(client.post("chat/", json={"message": "Hello"}), 400).startswith("website_id")


@pytest.fixture(scope="module")
def long_session(client: httpx.Client) -> str:
    """A session of 110 messages."""
    for number in range(55):
        client.post("chat/", json={"message": f"Question {number}", "session_id": "long"})
    return "long"


class TestConversations:
    @pytest.mark.parametrize(
        ("limit", "expected"), [(None, 50), ("1", 1), ("49", 49), ("100", 100), ("101", 100), ("999999", 100)]
    )
    def test_the_last_messages_oldest_first(
        self, client: httpx.Client, long_session: str, limit: str | None, expected: int
    ) -> None:
        params = {"session_id": long_session} | ({"limit": limit} if limit else {})
        body = client.get("conversations/", params=params).json()
        assert set(body) == {"success", "session_id", "messages"}
        assert body["session_id"] == long_session
        messages = body["messages"]
        assert len(messages) == expected
        assert [set(each) for each in messages] == [{"role", "content", "timestamp"}] * expected
        assert messages[-1]["role"] == "assistant"
        questions = [each["content"] for each in messages if each["role"] == "user"]
        assert questions == [f"Question {number}" for number in range(55 - len(questions), 55)]

    def test_timestamps_are_utc_to_the_second(self) -> None:
        now = datetime(2026, 3, 1, 12, 30, 5, 999_000, tzinfo=UTC)
        with running_sandbox(clock=lambda: now, seeded=False) as sandbox, connect(sandbox) as client:
            client.post("chat/", json={"message": "Hello", "session_id": "s"})
            messages = client.get("conversations/", params={"session_id": "s"}).json()["messages"]
        assert [each["timestamp"] for each in messages] == ["2026-03-01T12:30:05Z"] * 2

    def test_a_session_that_nobody_used_is_empty(self, client: httpx.Client) -> None:
        response = client.get("conversations/", params={"session_id": "nobody"})
        assert response.json() == {"success": True, "session_id": "nobody", "messages": []}

    @pytest.mark.parametrize(
        ("query", "named"),
        [
            ("", "session_id"),
            ("?session_id=", "session_id"),
            ("?session_id=%20", "session_id"),
            ("?session_id=" + "x" * 256, "session_id"),
            ("?session_id=s&limit=", "limit"),
            ("?session_id=s&limit=0", "limit"),
            ("?session_id=s&limit=-1", "limit"),
            ("?session_id=s&limit=ten", "limit"),
            ("?session_id=s&limit=1.5", "limit"),
            ("?session_id=s&limit=%D9%A1", "limit"),
            ("?session_id=s&limit=" + "9" * 5_000, "limit"),
        ],
    )
    def test_a_bad_parameter_is_named(self, client: httpx.Client, query: str, named: str) -> None:
        assert refused(client.get("conversations/" + query), 400).startswith(named)


def test_a_defect_of_the_sandbox_has_the_same_shape() -> None:
    with running_sandbox() as sandbox, connect(sandbox) as client:
        sandbox.backend.close()
        refused(client.get("account/"), 500)
        assert sandbox.requests[-1].status == 500


def test_the_log_tells_of_every_request_but_not_what_was_said() -> None:
    with running_sandbox() as sandbox, connect(sandbox) as client:
        client.post("chat/", json={"message": "my secret", "session_id": "whispered"})
        client.get("conversations/", params={"session_id": "whispered"})
        client.get("sessions/%1B[31m")
        told = "\n".join(str(request) for request in sandbox.requests)
    assert [line.rsplit(" ", 2)[0] for line in told.splitlines()] == [
        "POST /api/v1/chat/ 200",
        "GET /api/v1/conversations/ 200",
        "GET /api/v1/sessions/%1B%5B31m 404",
    ]


def test_a_message_counts_even_if_its_sender_has_gone() -> None:
    with running_sandbox(seeded=False) as sandbox, connect(sandbox) as client:
        sandbox.hold()
        with pytest.raises(httpx.ReadTimeout):
            client.post("chat/", json={"message": "Hello", "session_id": "gone"}, timeout=0.2)
        sandbox.release()
        eventually(lambda: sandbox.messages("gone"))
        assert [message.role for message in sandbox.messages("gone")] == ["user", "assistant"]
        assert sandbox.messages_used() == 1
