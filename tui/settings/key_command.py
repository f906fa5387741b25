"""Runs the configured command that prints the API key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.domain.faults import UserError
from tui.settings.child import ChildError, first_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

COMMAND_SECONDS = 10.0
"""Seconds that the command may take."""

_SEE_WHY = "Run it in a shell to see why."


def first_line_of(command: Sequence[str], environ: Mapping[str, str]) -> str:
    """Run ``command`` without a shell, terminal or input, and return the first line that it prints.

    No error quotes the command or its stderr: either may contain the key.

    Raises:
        UserError: if it cannot be started, takes too long, fails or prints nothing.
    """
    try:
        return first_line(command, environ, seconds=COMMAND_SECONDS)
    except ChildError as error:
        raise UserError(f"The command in api_key_command {error}. {_SEE_WHY}") from None
