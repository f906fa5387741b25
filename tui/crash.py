"""What is left of a defect of the program's own: a file for whoever mends it, a sentence for the person."""

from __future__ import annotations

import platform
import traceback
from datetime import UTC, datetime

from tui import __version__, paths
from tui.domain.faults import UserError

_FRAMES = 40
"""Frames of the stack that are kept, the innermost."""


def record() -> str:
    """Write the exception that is being handled into a file of the person's own; say so in a sentence.

    The values of variables are left out: they hold what people wrote.
    """
    file = paths.state_folder() / "crash.log"
    about = f"asyntai-tui {__version__}, Python {platform.python_version()}, {platform.system()}"
    text = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC, {about}\n{traceback.format_exc(limit=-_FRAMES)}"
    said = "asyntai-tui has met a defect of its own and had to stop. What was sent is kept."
    try:
        paths.write_private(file, text)
    except UserError:
        return said
    return f"{said} The details are in {file}; please report them."
