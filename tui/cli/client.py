"""``asyntai-tui`` without a command: the full-screen client."""

from __future__ import annotations

import gc
import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.cli.options import launch_of, load_settings
from tui.settings.ground import remembered_light
from tui.terminal.colours import colours_of, says_light
from tui.terminal.slow_line import is_slow, spare_frames

if TYPE_CHECKING:
    import argparse

SWITCH_INTERVAL = 0.001
"""Thread switch interval in seconds: a thread that imports delays a key's echo by several of these."""


def run(args: argparse.Namespace) -> int:
    """Run the full-screen client; return the exit status.

    Raises:
        UserError: if the settings have a mistake, or the log cannot be written.
    """
    settings = load_settings(args)
    if args.theme:
        settings = replace(settings, theme=args.theme)
    if args.reveal:
        settings = replace(settings, reveal=args.reveal)
    if args.no_mouse:
        settings = replace(settings, mouse=False)

    if is_slow(settings.thrift, os.environ):
        spare_frames(os.environ)  # before Textual is imported

    if settings.keys:
        from tui.keymap import check_keys

        check_keys(settings.keys)

    if args.log:
        from tui.services.call_log import start_log

        start_log(args.log)

    colours = colours_of(os.environ)
    # Textual reads it once, on import; its own guess would trust a COLORTERM inherited from another terminal.
    os.environ.setdefault("TEXTUAL_COLOR_SYSTEM", colours.value or "standard")

    gc.disable()  # the app enables it again once the screen is complete
    sys.setswitchinterval(SWITCH_INTERVAL)
    from tui.app import ClientApp
    from tui.domain.launch import Outcome
    from tui.terminal.driver import driver_for

    light = remembered_light(os.environ) if (told := says_light(os.environ)) is None else told
    launch = replace(launch_of(args, settings), colours=colours, light=light)
    driver_class = driver_for(settings.thrift)
    app = ClientApp(launch, driver_class=driver_class)
    outcome = app.run(mouse=settings.mouse)
    if outcome is Outcome.DEMO:
        app = ClientApp(replace(launch, demo=True), driver_class=driver_class)
        app.run(mouse=settings.mouse)
    return app.return_code or 0
