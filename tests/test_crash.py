"""The note of a defect: where it happened, and nothing that a person wrote."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tui import crash, paths

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "what somebody wrote"


def fail() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.execute(
                "SELECT CAST(CAST(? AS BLOB) || x'ff' AS TEXT) AS content", (SECRET,)
            ).fetchall()
        except sqlite3.Error as error:
            raise KeyError(SECRET) from error


def raised() -> BaseException:
    with pytest.raises(KeyError) as caught:
        fail()
    caught.value.add_note(SECRET)
    return ExceptionGroup(SECRET, [caught.value, AttributeError("'str' object has no attribute 'x'")])


def test_a_note_tells_where_and_of_which_kind_and_no_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    said = crash.record(raised())
    note = (paths.state_folder() / "crash.log").read_text()
    assert "please report them" in said
    assert SECRET not in note
    for part in (
        "sqlite3.OperationalError",
        "builtins.KeyError",
        "ExceptionGroup",
        "no attribute 'x'",
        "in fail",
    ):
        assert part in note
