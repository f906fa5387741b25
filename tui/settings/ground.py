"""Whether the terminal's ground was light when asked last: the first paint waits for no answer."""

from __future__ import annotations

from contextlib import suppress

from tui import paths
from tui.domain.faults import UserError

_LIGHT, _DARK = "light", "dark"


def remembered_light() -> bool:
    """Whether it was light; where nothing is remembered, it was dark."""
    try:
        return paths.ground_file().read_text(encoding="utf-8") == _LIGHT
    except (OSError, UnicodeDecodeError):
        return False


def remember(*, light: bool) -> None:
    """Keep it for the next start, as well as can be: it is asked again then."""
    if light != remembered_light():
        with suppress(UserError):
            paths.make_private_folder(paths.state_folder())
            paths.write_private(paths.ground_file(), _LIGHT if light else _DARK)
