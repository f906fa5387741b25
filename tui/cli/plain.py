"""``--plain``: the client a line at a time, and when it is the one that fits."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tui.cli.options import launch_of, load_settings
from tui.domain.clean import one_line

if TYPE_CHECKING:
    import argparse


def run(args: argparse.Namespace, notice: str = "") -> int:
    """Be the plain client until the person leaves, or the input ends; return the exit status.

    ``notice`` is said first.

    Raises:
        UserError: if the settings have a mistake in them, or the client cannot start.
        ServiceError: if a script cannot go on without the service, or without a key.
    """
    launch = launch_of(args, load_settings(args))
    if args.log or launch.log:
        from tui.services.call_log import start_log

        start_log(args.log)

    from tui.plain.life import run as live

    return live(launch, notice)


def why_plain() -> str:
    """Why the terminal is not one for the full screen, as a sentence; empty if it is one."""
    from tui.terminal.drivable import can_be_driven

    term = os.environ.get("TERM", "")
    if can_be_driven(term):
        return ""
    said = f"TERM is {one_line(term, 40)}" if term else "TERM is not set"
    return f"{said}: such a terminal cannot show the full screen, so this is the plain client (--plain)."
