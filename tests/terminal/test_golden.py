"""The same screen in terminals of several kinds, as it was looked at and found good."""

from __future__ import annotations

import pytest

from tests.terminal.golden import KINDS, Kind, picture


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.file.stem)
def test_the_screen_is_the_one_that_was_found_good(env: dict[str, str], kind: Kind) -> None:
    meant = kind.file.read_text(encoding="utf-8")
    assert picture(env, kind, meant) == meant
