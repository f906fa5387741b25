"""API keys in the system's keyring: one entry for each profile and base URL, under ``asyntai-tui``."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from tui.domain.faults import UserError
from tui.settings.child import ChildError, first_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.domain.api_key import ApiKey

SERVICE = "asyntai-tui"
KEYRING_SECONDS = 60.0
"""Seconds that the keyring may take: it may ask for the password that unlocks it."""

_PROCESS = Path(__file__).with_name("keyring_process.py")
_MISSING = "The system's keyring needs one more package: pip install 'asyntai-tui[keyring]'."


def entry(profile_name: str, base_url: str) -> str:
    """Return the name of a profile's entry; it has the base URL, so that a key is never used for another."""
    return f"{profile_name} {base_url}"


def keyring_name(environ: Mapping[str, str]) -> str:
    """Return the name of this machine's keyring; empty if there is none, or the package is missing.

    It takes half a second if the package is installed: call it in a thread.
    """
    if find_spec("keyring") is None:
        return ""
    try:
        return _ask("name", "", environ)
    except ChildError:
        return ""


def read_keyring(profile_name: str, environ: Mapping[str, str], *, base_url: str) -> str:
    """Return the key of a profile for one base URL; empty if the keyring has none.

    Raises:
        UserError: if the package is missing or the keyring cannot be read.
    """
    if find_spec("keyring") is None:
        raise UserError(_MISSING)
    try:
        return _ask("read", entry(profile_name, base_url), environ)
    except ChildError as error:
        raise UserError(f"The system's keyring {error}: is it there, and unlocked?") from None


def write_keyring(profile_name: str, key: ApiKey, environ: Mapping[str, str], *, base_url: str) -> None:
    """Save the key of a profile for one base URL.

    Raises:
        UserError: if the package is missing or the keyring did not store it.
    """
    if find_spec("keyring") is None:
        raise UserError(_MISSING)
    try:
        kept = _ask("write", entry(profile_name, base_url), environ, told=key.reveal())
    except ChildError as error:
        raise UserError(f"The system's keyring {error}: is it there, and unlocked?") from None
    if kept != key.reveal():
        raise UserError("The system's keyring did not keep the key.")


def _ask(action: str, name: str, environ: Mapping[str, str], told: str | None = None) -> str:
    # -P: do not import a keyring.py of the current folder.
    command = (sys.executable, "-P", str(_PROCESS), action, SERVICE, name)
    return first_line(command, environ, seconds=KEYRING_SECONDS, told=told)
