from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.domain.endpoint import base_url
from tui.domain.faults import UserError


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://me:secret@a.example/", "user name or a password"),
        ("https://me@a.example/", "user name or a password"),
        ("https://a.example/api/#top", "leave out what follows"),
        ("https://a.example/api/?x=1", "leave out what follows"),
        ("http://a.example/", "use https"),
        ("http://10.0.0.1/", "use https"),
        ("http://127.0.0.1.a.example/", "use https"),
        ("file:///etc/passwd", "not of the form"),
        ("ftp://a.example/", "not of the form"),
        ("javascript:alert(1)", "not of the form"),
        ("//a.example/", "not of the form"),
        ("a.example", "not of the form"),
        ("https://", "not of the form"),
        ("https://a.example:99999/", "port"),
        ("https://[::1", "not of the form"),
        ("https://a.exa\x1b[2Jmple/", "not of the form"),
        ("https://a b.example/", "not of the form"),
        ("", "not of the form"),
    ],
)
def test_what_is_no_base_url_is_refused_with_the_reason(url: str, words: str) -> None:
    with pytest.raises(UserError, match=words) as caught:
        base_url(url)
    assert "secret" not in str(caught.value)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("url", "whole"),
    [
        ("https://a.example", "https://a.example/api/v1/"),
        (" https://a.example/x ", "https://a.example/x/"),
        ("http://localhost:8765", "http://localhost:8765/api/v1/"),
        ("http://[::1]:8765/", "http://[::1]:8765/api/v1/"),
        ("https://bücher.example/", "https://bücher.example/api/v1/"),
    ],
)
def test_what_is_one_is_written_in_full(url: str, whole: str) -> None:
    assert base_url(url) == whole
    assert base_url(whole) == whole


@given(st.text() | st.text().map(lambda text: f"https://{text}"))
def test_any_text_is_a_base_url_or_a_sentence(text: str) -> None:
    with suppress(UserError):
        whole = base_url(text)
        assert whole.startswith(("https://", "http://"))
        assert whole.endswith("/")
        assert whole.isprintable()
