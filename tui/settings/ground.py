"""Remembered background of the terminal, light or dark, so that the first paint need not wait for its reply.

It is stored for each terminal, as far as the environment tells terminals apart.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from tui import paths
from tui.domain.faults import UserError

if TYPE_CHECKING:
    from collections.abc import Mapping

_LIGHT, _DARK = "light", "dark"
_MOST = 50
"""Most terminals that are remembered, the latest ones."""
_LONGEST = 8192
"""Most bytes of the file that are read."""
_TELLING = (
    *("TERM", "COLORTERM", "TERM_PROGRAM", "TERM_PROGRAM_VERSION", "LC_TERMINAL", "VTE_VERSION"),
    *("WINDOWID", "TERM_SESSION_ID", "ITERM_SESSION_ID", "ITERM_PROFILE", "WT_SESSION", "WT_PROFILE_ID"),
    *("KITTY_PID", "KITTY_WINDOW_ID", "ALACRITTY_SOCKET", "ALACRITTY_WINDOW_ID", "WEZTERM_UNIX_SOCKET"),
    *("WEZTERM_PANE", "GHOSTTY_RESOURCES_DIR", "KONSOLE_DBUS_SERVICE", "KONSOLE_DBUS_WINDOW"),
    *("KONSOLE_DBUS_SESSION", "GNOME_TERMINAL_SCREEN", "TILIX_ID", "TERMINATOR_UUID", "PTYXIS_PROFILE"),
    *("DISPLAY", "WAYLAND_DISPLAY", "SSH_TTY", "SSH_CONNECTION", "container"),
)
"""Environment variables by which terminals, and connections to them, can be told apart."""


def remembered_light(environ: Mapping[str, str]) -> bool:
    """Return whether this terminal's background was light; dark if nothing is remembered."""
    return _remembered().get(_identity(environ)) == _LIGHT


def remember(environ: Mapping[str, str], *, light: bool) -> None:
    """Remember this terminal's background for the next start; failures are ignored, as it is asked again."""
    identity, grounds = _identity(environ), _remembered()
    word = _LIGHT if light else _DARK
    if not identity or grounds.pop(identity, _DARK) == word:
        return
    latest = list({**grounds, identity: word}.items())[-_MOST:]
    with suppress(UserError):
        paths.make_private_folder(paths.state_folder())
        paths.write_private(paths.ground_file(), "".join(f"{name} {ground}\n" for name, ground in latest))


def _identity(environ: Mapping[str, str]) -> str:
    """Return the terminal's id in the file; empty in tmux, which moves from one terminal to another."""
    if "TMUX" in environ:
        return ""
    telling = "\0".join(f"{name}={environ.get(name, '')}" for name in _TELLING)
    return hashlib.sha256(telling.encode(errors="surrogateescape")).hexdigest()[:32]


def _remembered() -> dict[str, str]:
    try:
        descriptor = os.open(paths.ground_file(), os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            lines = os.read(descriptor, _LONGEST).decode().splitlines()
        finally:
            os.close(descriptor)
    except (OSError, UserError, UnicodeDecodeError):
        return {}
    words = [line.split() for line in lines]
    return {pair[0]: pair[1] for pair in words if len(pair) == 2}
