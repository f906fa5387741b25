"""``--plain``: the line-based client, and when it replaces the full-screen one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tui.cli.options import launch_of, load_settings
from tui.domain.clean import one_line

if TYPE_CHECKING:
    import argparse


def run(args: argparse.Namespace, notice: str = "") -> int:
    """Run the plain client until the person quits or the input ends; return the exit status.

    ``notice`` is printed first.

    Raises:
        UserError: if the settings have a mistake, or the client cannot start.
        ServiceError: without a terminal, if the service or a key is missing.
    """
    launch = launch_of(args, load_settings(args))
    if args.log or launch.log:
        from tui.services.call_log import start_log

        start_log(args.log)

    from tui.plain.life import run as live

    return live(launch, notice)


def why_plain() -> str:
    """Return why the terminal cannot show the full screen, as a sentence; empty if it can."""
    from tui.terminal.drivable import can_be_driven

    term = os.environ.get("TERM", "")
    if can_be_driven(term):
        return ""
    said = f"TERM is {one_line(term, 40)}" if term else "TERM is not set"
    return f"{said}: such a terminal cannot show the full screen, so this is the plain client (--plain)."
