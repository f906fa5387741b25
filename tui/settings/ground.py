"""Whether the terminal's ground was light when asked last: the first paint waits for no answer.

It is kept for each terminal by itself, as far as the environment tells them apart.
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
"""Terminals that are remembered, the latest."""
_LONGEST = 8192
"""Bytes of the file that are read."""
_TELLING = (
    *("TERM", "COLORTERM", "TERM_PROGRAM", "TERM_PROGRAM_VERSION", "LC_TERMINAL", "VTE_VERSION"),
    *("WINDOWID", "TERM_SESSION_ID", "ITERM_SESSION_ID", "ITERM_PROFILE", "WT_SESSION", "WT_PROFILE_ID"),
    *("KITTY_PID", "KITTY_WINDOW_ID", "ALACRITTY_SOCKET", "ALACRITTY_WINDOW_ID", "WEZTERM_UNIX_SOCKET"),
    *("WEZTERM_PANE", "GHOSTTY_RESOURCES_DIR", "KONSOLE_DBUS_SERVICE", "KONSOLE_DBUS_WINDOW"),
    *("KONSOLE_DBUS_SESSION", "GNOME_TERMINAL_SCREEN", "TILIX_ID", "TERMINATOR_UUID", "PTYXIS_PROFILE"),
    *("DISPLAY", "WAYLAND_DISPLAY", "SSH_TTY", "SSH_CONNECTION", "container"),
)
"""What terminals, and the ways to them, set so that they can be told apart."""


def remembered_light(environ: Mapping[str, str]) -> bool:
    """Whether the ground of this terminal was light; where nothing is remembered of it, it was dark."""
    return _remembered().get(_identity(environ)) == _LIGHT


def remember(environ: Mapping[str, str], *, light: bool) -> None:
    """Keep it for this terminal's next start, as well as can be: it is asked again then."""
    identity, grounds = _identity(environ), _remembered()
    word = _LIGHT if light else _DARK
    if not identity or grounds.pop(identity, _DARK) == word:
        return
    latest = list({**grounds, identity: word}.items())[-_MOST:]
    with suppress(UserError):
        paths.make_private_folder(paths.state_folder())
        paths.write_private(paths.ground_file(), "".join(f"{name} {ground}\n" for name, ground in latest))


def _identity(environ: Mapping[str, str]) -> str:
    """The terminal's name in the file; none in tmux, which moves from one terminal to another."""
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
