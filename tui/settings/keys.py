"""Where the key of a profile comes from: the environment, a command, or a file that nobody else can read."""

from __future__ import annotations

import os
import shlex
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tui import paths
from tui.domain.api_key import parse_key
from tui.domain.clean import one_line
from tui.domain.faults import UserError
from tui.settings.key_command import first_line_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.domain.api_key import ApiKey
    from tui.domain.settings import Profile

KEY_VARIABLE = "ASYNTAI_API_KEY"

_FILE_LIMIT = 4096
_BOUND_TO = "# for "


@dataclass(frozen=True, slots=True)
class FoundKey:
    """A key and where it was found."""

    key: ApiKey
    source: str
    """Fit to go on in a sentence: ``the file ~/.config/asyntai-tui/work.key``."""


def find_key(
    profile_name: str, profile: Profile, environ: Mapping[str, str], *, base_url: str
) -> FoundKey | None:
    """Find the key for ``base_url``: in the environment, from the profile's command, in its file, or saved.

    A key that was saved goes to the base URL that it was saved for, and to no other. This may wait for the
    command: call it in a thread. ``None`` means that no source is set.

    Raises:
        UserError: if a source is set and gives no key.
    """
    if environ.get(KEY_VARIABLE, "").strip():
        return _found(environ[KEY_VARIABLE], f"the environment variable {KEY_VARIABLE}")
    if profile.api_key_command:
        rest = {name: value for name, value in environ.items() if name != KEY_VARIABLE}
        text = first_line_of(profile.api_key_command, rest)
        return _found(text, f"the command `{one_line(profile.api_key_command[0])}`")
    if profile.api_key_file:
        path = _expanded(profile.api_key_file)
        text = _read_private(path)
        if text is None:
            raise UserError(f"The key file {_short(path)} does not exist: mend api_key_file in the settings.")
        return _found(text, f"the file {_short(path)}")
    return _saved_key(paths.key_file(profile_name), base_url)


def save_key(profile_name: str, key: ApiKey, *, base_url: str) -> Path:
    """Save the key of a profile for one base URL, readable by its owner only; return the file.

    Raises:
        UserError: if it cannot be written.
    """
    path = paths.key_file(profile_name)
    paths.make_private_folder(path.parent)
    paths.write_private(path, f"{key.reveal()}\n{_BOUND_TO}{base_url}\n")
    return path


def forget_key(profile_name: str) -> bool:
    """Delete the saved key of a profile; return whether there was one.

    Raises:
        UserError: if it cannot be deleted.
    """
    path = paths.key_file(profile_name)
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise UserError(f"The key file {_short(path)} cannot be deleted: {error.strerror}.") from None
    return True


def _saved_key(path: Path, base_url: str) -> FoundKey | None:
    key, _, rest = (_read_private(path) or "").lstrip().partition("\n")
    bound_to = rest.removeprefix(_BOUND_TO).strip() if rest.startswith(_BOUND_TO) else base_url
    return _found(key, f"the file {_short(path)}") if key and bound_to == base_url else None


def _found(text: str, source: str) -> FoundKey:
    try:
        key = parse_key(text)
    except UserError as error:
        raise UserError(f"What comes from {source} is not a key. {error}") from None
    return FoundKey(key, source)


def _read_private(path: Path) -> str | None:
    """Read a small file, if there is one, having made sure on the open file that only its owner can."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            _check_private(path, os.fstat(descriptor))
            return os.read(descriptor, _FILE_LIMIT).decode("utf-8", errors="replace")
        finally:
            os.close(descriptor)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UserError(f"The key file {_short(path)} cannot be read: {error.strerror}.") from None


def _check_private(path: Path, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise UserError(f"The key file {_short(path)} is not a regular file.")
    if status.st_uid != os.geteuid():
        raise UserError(
            f"The key file {_short(path)} belongs to someone else: copy the key to a file of your own."
        )
    if status.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        remedy = f"chmod 600 {shlex.quote(str(path))}"
        raise UserError(f"The key file {_short(path)} is open to others: run {remedy}")


def _expanded(text: str) -> Path:
    try:
        return Path(text).expanduser()
    except RuntimeError:
        raise UserError(f"The key file {text} cannot be found: there is no such user.") from None


def _short(path: Path) -> str:
    home = Path.home()
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)
