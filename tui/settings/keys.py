"""Finding and saving a profile's API key: environment, command, keyring, file, settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui import paths
from tui.domain import endpoint
from tui.domain.api_key import KeyPlace, parse_key
from tui.domain.clean import one_line
from tui.domain.faults import ExitStatus, UserError
from tui.settings.child import KEY_VARIABLE
from tui.settings.key_command import first_line_of
from tui.settings.private_file import expanded, read_private, short
from tui.settings.system_keyring import entry, read_keyring, write_keyring

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tui.domain.api_key import ApiKey
    from tui.domain.settings import Profile

_KEYRING = "the system's keyring"
_KEPT_IN_KEYRING = "in the system's keyring"
"""First line of the key file if the key itself is saved in the keyring."""
_BOUND_TO = "# for "


@dataclass(frozen=True, slots=True)
class FoundKey:
    """A key and where it was found."""

    key: ApiKey
    source: str
    """For the middle of a sentence: ``the file ~/.config/asyntai-tui/work.key``."""


class SavedElsewhereError(UserError):
    """The key saved for the profile is for another base URL, and is not used for this one."""

    exit_status = ExitStatus.KEY


def find_key(
    profile_name: str, profile: Profile, environ: Mapping[str, str], *, base_url: str
) -> FoundKey | None:
    """Find the key for ``base_url`` in the first source that is set; ``None`` if none is.

    In order: the environment variable; the profile's command, keyring, file, and its key in the settings; the
    key that the client saved. A saved key, or one in the keyring, is used only for the base URL that it was
    saved for. This may wait for the command or the keyring: call it in a thread.

    Raises:
        UserError: if a source is set and gives no key.
    """
    if environ.get(KEY_VARIABLE, "").strip():
        return _found(environ[KEY_VARIABLE], f"the environment variable {KEY_VARIABLE}")
    if profile.api_key_command:
        text = first_line_of(profile.api_key_command, environ)
        return _found(text, f"the command `{one_line(profile.api_key_command[0])}`")
    if profile.api_key_keyring:
        return _in_keyring(profile_name, environ, base_url)
    if profile.api_key_file:
        path = expanded(profile.api_key_file)
        text = read_private(path)
        if text is None:
            # Its name is not quoted: it may be a key in the wrong place.
            raise UserError("The key file that the settings name does not exist: mend api_key_file.")
        return _found(text, f"the file {short(path)}")
    if profile.api_key is not None:
        return FoundKey(profile.api_key, "the settings file")
    return _saved_key(profile_name, environ, base_url)


def save_key(
    profile_name: str,
    key: ApiKey,
    *,
    base_url: str,
    place: KeyPlace = KeyPlace.FILE,
    environ: Mapping[str, str] | None = None,
) -> str:
    """Save the key of a profile for one base URL; return where, for the middle of a sentence.

    It goes into the keyring, whose process gets ``environ``, or into a file that only its owner can read. The
    file is written in either case: it has the base URL, and says if the key is in the keyring.

    Raises:
        UserError: if it cannot be saved there.
    """
    path = paths.key_file(profile_name)
    paths.make_private_folder(path.parent)
    if place is KeyPlace.KEYRING:
        write_keyring(profile_name, key, environ or {}, base_url=base_url)
        paths.write_private(path, f"{_KEPT_IN_KEYRING}\n{_BOUND_TO}{base_url}\n")
        return _KEYRING
    paths.write_private(path, f"{key.reveal()}\n{_BOUND_TO}{base_url}\n")
    return f"the file {short(path)}"


def _saved_key(profile_name: str, environ: Mapping[str, str], base_url: str) -> FoundKey | None:
    path = paths.key_file(profile_name)
    key, _, rest = (read_private(path) or "").lstrip().partition("\n")
    if not key:
        return None
    bound_to = _address(path, rest) or base_url
    if bound_to != base_url:
        raise SavedElsewhereError(
            f"The key saved in {short(path)} is for {one_line(bound_to)} and goes nowhere else: "
            f"start asyntai-tui to enter the one for {base_url}"
        )
    if key.strip() == _KEPT_IN_KEYRING:
        return _in_keyring(profile_name, environ, base_url)
    return _found(key, f"the file {short(path)}")


def _address(path: Path, rest: str) -> str:
    """Return the base URL that a key was saved for; empty if the file has only the key, as typed by hand.

    Raises:
        UserError: if the line in its place is not a base URL: the key might be sent anywhere.
    """
    line = rest.strip()
    text = line.removeprefix(_BOUND_TO)
    try:
        if not line or (text != line and endpoint.base_url(text) == text):
            return text
    except UserError:
        pass
    raise UserError(
        f"In the key file {short(path)} the line below the key does not say where the key may go: write "
        f"{_BOUND_TO}and the base URL there, or delete the file and enter the key anew."
    )


def _in_keyring(profile_name: str, environ: Mapping[str, str], base_url: str) -> FoundKey:
    text = read_keyring(profile_name, environ, base_url=base_url)
    if not text:
        named = entry(profile_name, base_url)
        raise UserError(f"The system's keyring has no key under asyntai-tui, {named!r}: enter it to save it.")
    return _found(text, _KEYRING)


def _found(text: str, source: str) -> FoundKey:
    try:
        key = parse_key(text)
    except UserError as error:
        raise UserError(f"What comes from {source} is not a key. {error}") from None
    return FoundKey(key, source)
