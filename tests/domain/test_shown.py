from __future__ import annotations

import pytest

from tui.domain.api_key import shown


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nobody", "nobody"),
        ("nowhere.example", "nowhere.example"),
        ("asyntai-drak", "asyntai-drak"),
        ("canary-0123456789", "…"),
        ("[/] canary-0123456789 x", "[/] … x"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.SflKxw", "…"),
    ],
)
def test_what_may_be_a_key_is_not_repeated(text: str, said: str) -> None:
    assert shown(text, ["asyntai-dark", "asyntai-light"]) == said
