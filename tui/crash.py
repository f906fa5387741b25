"""Crash report: writes the traceback to a file, and returns a sentence to show."""

from __future__ import annotations

import platform
import sqlite3
import sys
import traceback
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

from tui import __version__, output, paths
from tui.domain.api_key import hide_keys
from tui.domain.faults import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

_FRAMES = 40
"""Stack frames that are kept, the innermost ones."""


def record(error: BaseException | None = None) -> str:
    """Write an exception, by default the one being handled, to ``crash.log``; return a sentence to show.

    Only the owner can read the file. It has no values of variables, no texts of exceptions that may quote
    what people wrote, and no key.
    """
    about = f"asyntai-tui {__version__}, Python {platform.python_version()}, {platform.system()}"
    trace = "\n".join(_described(error or sys.exception()))
    text = hide_keys(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC, {about}\n{trace}\n")
    said = "asyntai-tui has met a defect of its own and had to stop. What was sent is kept."
    try:
        file = paths.state_folder() / "crash.log"
        paths.make_private_folder(file.parent)
        paths.write_private(file, text)
    except UserError:
        return said
    return f"{said} The details are in {file}; please report them."


def _described(error: BaseException | None) -> Iterator[str]:
    """Yield the traceback and the type of an exception and of its causes, the first cause first."""
    if error is None:
        return
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _described(before)
        yield "then:"
    yield "".join(traceback.format_tb(error.__traceback__, limit=-_FRAMES)).rstrip()
    yield f"{type(error).__module__}.{type(error).__qualname__}{_detail(error)}"
    if isinstance(error, BaseExceptionGroup):
        for each in cast("BaseExceptionGroup[BaseException]", error).exceptions:
            yield "in the group:"
            yield from _described(each)


def _detail(error: BaseException) -> str:
    """Return the part of an exception's text that cannot quote what a person wrote."""
    match error:
        case NameError() | AttributeError() | ImportError():
            return f": {error}"
        case sqlite3.Error():
            return f" {getattr(error, 'sqlite_errorname', '')}".rstrip()
        case OSError():
            return f": {error.strerror}"
        case _:
            return ""


def tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Report an uncaught exception in a sentence, without a traceback: the hook for ``sys.excepthook``."""
    del kind, trace
    output.say(record(error))
