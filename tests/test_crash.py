"""The note of a defect: where it happened, and nothing that a person wrote."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from tui import crash, paths

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

SECRET = "what somebody wrote"


def raised() -> BaseException:
    connection = sqlite3.connect(":memory:")
    try:
        try:
            connection.execute(
                "SELECT CAST(CAST(? AS BLOB) || x'ff' AS TEXT) AS content", (SECRET,)
            ).fetchall()
        except sqlite3.Error as error:
            raise KeyError(SECRET) from error
    except KeyError as error:
        error.add_note(SECRET)
        return ExceptionGroup(SECRET, [error, AttributeError("'str' object has no attribute 'x'")])
    finally:
        connection.close()


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
        "in raised",
    ):
        assert part in note
