"""Paths of the client's files, and writing of files that only their owner can read.

Every file is in a folder ``asyntai-tui`` below the platform's own folders. The XDG variables apply on every
platform; a relative path in one of them is ignored, as the XDG base directory specification asks.
"""

from __future__ import annotations

import os
import re
import stat
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from tui.domain.api_key import shown
from tui.domain.faults import UserError

if TYPE_CHECKING:
    from collections.abc import Callable

APP_NAME = "asyntai-tui"

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600

_PROFILE_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")


def require_folders() -> None:
    """Check that the client's folders have a path; none is created.

    Raises:
        UserError: if there is no home folder.
    """
    _config_folder()
    data_folder()
    state_folder()


def config_file() -> Path:
    """Return the path of the settings file, whether it exists or not.

    Raises:
        UserError: if there is no home folder; so do the functions below.
    """
    return _config_folder() / "config.toml"


def key_file(profile: str) -> Path:
    """Return the path of the file with a profile's saved key.

    Raises:
        UserError: if ``profile`` is not a valid profile name.
    """
    return _config_folder() / f"{profile_name(profile)}.key"


def data_folder() -> Path:
    """Return the folder of the databases."""
    return _folder("XDG_DATA_HOME", platformdirs.user_data_dir)


def demo_folder() -> Path:
    """Return the folder of the demo's data, apart from real data."""
    return data_folder() / "demo"


def state_folder() -> Path:
    """Return the folder of logs and other files that may be lost without harm."""
    return _folder("XDG_STATE_HOME", platformdirs.user_state_dir)


def ground_file() -> Path:
    """Return the path of the remembered terminal backgrounds: light or dark for each terminal."""
    return state_folder() / "ground"


def copied_file() -> Path:
    """Return the path of the file with the text that was copied last."""
    return state_folder() / "copied.txt"


def database_file(profile: str) -> Path:
    """Return the path of a profile's SQLite file.

    Raises:
        UserError: if ``profile`` is not a valid profile name.
    """
    return data_folder() / f"{profile_name(profile)}.sqlite3"


def profile_name(text: str) -> str:
    """Return ``text`` if it is a valid name of a profile, and so of its files.

    Raises:
        UserError: if it has anything but 1 to 64 letters, digits, ``-`` and ``_``.
    """
    if not _PROFILE_NAME.fullmatch(text):
        raise UserError(
            f"The profile name {shown(text)!r} may have only letters, digits, - and _ (at most 64)."
        )
    return text


def styles_folder() -> Path:
    """Return the folder of the style sheets: inside the package in a wheel, beside it in a checkout."""
    package = Path(__file__).resolve().parent
    inside = package / "styles"
    return inside if inside.is_dir() else package.parent / "styles"


def is_missing(path: Path) -> bool:
    """Return whether a file does not exist; one that cannot be examined counts as existing."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def make_private_folder(path: Path) -> Path:
    """Create the folder ``path`` and missing ones above it, readable by their owner only; return ``path``.

    The modes of ``path`` and of the client's own folders above it are set explicitly, so they hold under any
    umask and also tighten existing folders. Existing folders above the client's own are not checked.

    Raises:
        UserError: if it cannot be made, or one of these is a file, a symbolic link or another user's.
    """
    own = _own_folders(path)
    try:
        for missing in reversed([folder for folder in own[0].parents if not folder.exists()]):
            missing.mkdir(PRIVATE_FOLDER, exist_ok=True)
            missing.chmod(PRIVATE_FOLDER)
        for folder in own:
            _make_one_private(folder)
    except OSError as error:
        raise UserError(f"The folder {path} cannot be made: {_reason(error)}.") from error
    return path


def refuse_foreign_file(path: Path) -> None:
    """Check that a path is a file of this user's own, or does not exist.

    Raises:
        UserError: if it is a symbolic link, a pipe or the like, or belongs to another user.
    """
    try:
        status = path.lstat()
    except OSError:
        return  # opening it gives the error
    _require_own(f"The file {path}", status)
    if not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):
        raise UserError(f"The file {path} is not a regular file: move it away.")


def write_private(path: Path, text: str) -> None:
    """Write ``text`` (UTF-8) to a file atomically, readable by its owner only.

    The folder is created if it is missing. A symbolic link is followed, so that a settings file that is
    kept elsewhere stays there.

    Raises:
        UserError: if it cannot be written.
    """
    target = path.resolve()
    if is_missing(target.parent):
        make_private_folder(target.parent)
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        temporary = Path(name)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
                os.fchmod(descriptor, PRIVATE_FILE)
                file.write(text)
                file.flush()
                os.fsync(descriptor)
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise UserError(f"The file {path} cannot be written: {_reason(error)}.") from error


def _own_folders(path: Path) -> list[Path]:
    """Return the client's own folders above ``path``, topmost first, and ``path`` itself."""
    chain = [path, *path.parents]
    named = [index for index, folder in enumerate(chain) if folder.name == APP_NAME]
    return chain[: named[0] + 1][::-1] if named else [path]


def _make_one_private(folder: Path) -> None:
    if not folder.is_symlink():
        folder.mkdir(PRIVATE_FOLDER, exist_ok=True)
    _require_own(f"The folder {folder}", folder.lstat())
    # By a descriptor that follows no link, so that the folder changed is not one put there meanwhile.
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        os.fchmod(descriptor, PRIVATE_FOLDER)
    finally:
        os.close(descriptor)


def _require_own(what: str, status: os.stat_result) -> None:
    if stat.S_ISLNK(status.st_mode):
        raise UserError(f"{what} is a symbolic link, which is not followed: put the real one in its place.")
    if status.st_uid != os.geteuid():
        raise UserError(f"{what} belongs to someone else: choose another one.")


def _config_folder() -> Path:
    return _folder("XDG_CONFIG_HOME", platformdirs.user_config_dir)


def _folder(variable: str, usual: Callable[..., str]) -> Path:
    value = os.environ.get(variable, "")
    if Path(value).is_absolute():
        return Path(value) / APP_NAME
    try:
        path = Path(usual(APP_NAME, appauthor=False))
    except RuntimeError:  # neither HOME nor the user database names a home folder
        path = Path()
    if not path.is_absolute():
        said = "HOME is not an absolute path" if os.environ.get("HOME") else "There is no home folder"
        raise UserError(f"{said}: set HOME to a folder that you can write to, such as HOME=/tmp/asyntai.")
    return path


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__
