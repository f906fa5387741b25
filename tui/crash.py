"""What is left of a defect of the program's own: a file for whoever mends it, a sentence for the person."""

from __future__ import annotations

import platform
import sys
import traceback
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tui import __version__, paths
from tui.domain.api_key import hide_keys
from tui.domain.faults import UserError

if TYPE_CHECKING:
    from types import TracebackType

_FRAMES = 40
"""Frames of the stack that are kept, the innermost."""


def record(error: BaseException | None = None) -> str:
    """Write an exception, that which is being handled if none is given, into a file of the person's own.

    Returns the sentence that says so. The values of variables are left out, for they hold what people
    wrote, and so is any key, wherever it stands.
    """
    file = paths.state_folder() / "crash.log"
    about = f"asyntai-tui {__version__}, Python {platform.python_version()}, {platform.system()}"
    trace = "".join(traceback.format_exception(error or sys.exception(), limit=-_FRAMES))
    text = hide_keys(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC, {about}\n{trace}")
    said = "asyntai-tui has met a defect of its own and had to stop. What was sent is kept."
    try:
        paths.make_private_folder(file.parent)
        paths.write_private(file, text)
    except UserError:
        return said
    return f"{said} The details are in {file}; please report them."


def tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Be the interpreter's hook for what nobody caught (``sys.excepthook``): a sentence, and no traceback."""
    del kind, trace
    sys.stderr.write(f"{record(error)}\n")
