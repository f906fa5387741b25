from __future__ import annotations

import os
import pwd
import stat
from pathlib import Path

import pytest

from tui import paths
from tui.domain.faults import UserError
from tui.settings.private_file import short


@pytest.fixture(autouse=True)
def _homes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # pyright: ignore[reportUnusedFunction]
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))


@pytest.fixture(params=[0o000, 0o022, 0o077, 0o777], ids=oct)
def umask(request: pytest.FixtureRequest):
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_every_file_is_under_the_xdg_folders(tmp_path: Path) -> None:
    assert paths.config_file() == tmp_path / "config/asyntai-tui/config.toml"
    assert paths.key_file("work") == tmp_path / "config/asyntai-tui/work.key"
    assert paths.data_folder() == tmp_path / "data/asyntai-tui"
    assert paths.database_file("work") == tmp_path / "data/asyntai-tui/work.sqlite3"
    assert paths.demo_folder() == tmp_path / "data/asyntai-tui/demo"
    assert paths.state_folder() == tmp_path / "state/asyntai-tui"


@pytest.mark.parametrize("value", ["", "relative/folder"])
def test_an_xdg_variable_that_names_no_absolute_folder_is_ignored(
    value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", value)
    for path in (paths.config_file(), paths.data_folder(), paths.state_folder()):
        assert path.is_relative_to(tmp_path)
        assert "asyntai-tui" in path.parts


@pytest.mark.parametrize("home", ["", "relative/folder"])
def test_without_a_home_folder_there_is_no_place(home: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def nameless(_: int) -> None:
        raise KeyError

    monkeypatch.setattr(pwd, "getpwuid", nameless)
    monkeypatch.setenv("HOME", home) if home else monkeypatch.delenv("HOME")
    paths.require_folders()
    for name in ("CONFIG", "DATA", "STATE"):
        with monkeypatch.context() as without:
            without.delenv(f"XDG_{name}_HOME")
            with pytest.raises(UserError, match="set HOME to a folder"):
                paths.require_folders()
    assert short(Path("/somewhere/else")) == "/somewhere/else"


@pytest.mark.parametrize("name", ["", "..", "a/b", "a.b", "a b", "é", "a\n", "x" * 65])
def test_a_profile_name_is_fit_for_a_file_name(name: str) -> None:
    with pytest.raises(UserError, match="only letters, digits"):
        paths.database_file(name)
    with pytest.raises(UserError):
        paths.key_file(name)


def test_the_style_sheets_are_found_in_a_checkout() -> None:
    assert paths.styles_folder() == Path(__file__).resolve().parents[1] / "styles"


def test_a_folder_is_private_under_any_umask(tmp_path: Path, umask: int) -> None:
    made = paths.make_private_folder(tmp_path / "one" / "two")
    assert made == tmp_path / "one" / "two"
    assert mode(made) == mode(made.parent) == 0o700


def test_a_folder_that_was_too_wide_is_mended(tmp_path: Path) -> None:
    folder = tmp_path / "wide"
    folder.mkdir(0o755)
    paths.make_private_folder(folder)
    assert mode(folder) == 0o700


def test_every_folder_of_ours_is_mended_and_none_above(tmp_path: Path) -> None:
    above = tmp_path / "data"
    above.mkdir(0o755)
    ours = above / "asyntai-tui"
    ours.mkdir(0o755)
    paths.make_private_folder(paths.demo_folder())
    assert mode(above) == 0o755
    assert mode(ours) == mode(ours / "demo") == 0o700


@pytest.mark.parametrize("linked", ["data/asyntai-tui", "data/asyntai-tui/demo"])
def test_a_folder_of_ours_that_is_a_symbolic_link_is_refused(tmp_path: Path, linked: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(0o755)
    link = tmp_path / linked
    link.parent.mkdir(parents=True)
    for target in (elsewhere, tmp_path / "missing"):
        link.symlink_to(target)
        with pytest.raises(UserError, match=f"The folder {link} is a symbolic link"):
            paths.make_private_folder(paths.demo_folder())
        link.unlink()
    assert mode(elsewhere) == 0o755
    assert list(elsewhere.iterdir()) == []


def test_what_lies_above_our_folders_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "big-disk").mkdir()
    (tmp_path / "data").symlink_to(tmp_path / "big-disk")
    paths.make_private_folder(paths.demo_folder())
    assert mode(tmp_path / "big-disk/asyntai-tui/demo") == 0o700


def test_a_folder_or_file_of_someone_else_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, file = paths.data_folder(), tmp_path / "file"
    folder.mkdir(0o755, parents=True)
    file.touch()
    paths.refuse_foreign_file(file)
    monkeypatch.setattr(os, "geteuid", lambda: tmp_path.stat().st_uid + 1)
    with pytest.raises(UserError, match="asyntai-tui belongs to someone else: choose another one"):
        paths.make_private_folder(folder)
    with pytest.raises(UserError, match="belongs to someone else"):
        paths.refuse_foreign_file(file)
    assert mode(folder) == 0o755


def test_a_file_that_is_a_symbolic_link_is_refused_and_a_missing_one_is_not(tmp_path: Path) -> None:
    paths.refuse_foreign_file(tmp_path / "missing")
    (tmp_path / "link").symlink_to(tmp_path / "missing")
    with pytest.raises(UserError, match="link is a symbolic link"):
        paths.refuse_foreign_file(tmp_path / "link")


def test_a_file_in_the_way_of_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match=r"The folder .*file cannot be made: File exists\."):
        paths.make_private_folder(tmp_path / "file")
    with pytest.raises(UserError, match="Not a directory"):
        paths.make_private_folder(tmp_path / "file" / "below")


def test_a_file_is_private_under_any_umask(tmp_path: Path, umask: int) -> None:
    path = tmp_path / "new" / "secret"
    paths.write_private(path, "one ü\r\n")
    assert path.read_bytes() == "one ü\r\n".encode()
    assert mode(path) == 0o600
    assert mode(path.parent) == 0o700


def test_writing_replaces_the_file_whole_and_mends_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_text("a much longer text than the next")
    path.chmod(0o644)
    before = path.stat().st_ino
    paths.write_private(path, "two")
    assert path.read_text() == "two"
    assert path.stat().st_ino != before
    assert mode(path) == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == ["secret"]


def test_writing_leaves_the_mode_of_a_folder_that_exists(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    paths.write_private(tmp_path / "file", "text")
    assert mode(tmp_path) == 0o755


def test_writing_follows_a_symbolic_link(tmp_path: Path) -> None:
    kept = tmp_path / "dotfiles.toml"
    kept.write_text("old")
    link = tmp_path / "config.toml"
    link.symlink_to(kept)
    paths.write_private(link, "new")
    assert link.is_symlink()
    assert kept.read_text() == "new"


def test_a_write_that_fails_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "taken"
    path.mkdir()
    with pytest.raises(UserError, match=r"The file .*taken cannot be written: "):
        paths.write_private(path, "text")
    assert [entry.name for entry in tmp_path.iterdir()] == ["taken"]


def test_where_the_home_folder_is_no_name_paths_are_written_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "")
    assert short(Path("/root/x")) == "/root/x"
