"""Textual's own driver, with thrift before the wire, and well-bred when it is stopped or loses its line."""

from __future__ import annotations

import io
import os
import signal
import sys
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

from textual.drivers.linux_driver import LinuxDriver

from tui.terminal.signals import Ending, is_gone, watch
from tui.terminal.thrift import Thrift

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from tui.domain.settings import Thrift as Setting

T = TypeVar("T")


class ThriftyDriver(LinuxDriver):
    """Sends only the cells that changed. ``fileno`` is the terminal's, as Textual's driver opens it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)  # pyright: ignore[reportUnknownMemberType]: App has no type there
        self._file = _Line(sys.__stderr__ or sys.stderr)
        self._thrift = Thrift(0, 0)
        watch(self.fileno, lambda number: self.send_message(Ending(number)))

    def write(self, data: str) -> None:
        """Write what of ``data`` the terminal does not show already; nothing to one that is gone."""
        # Asked before every frame: after a change of size the terminal shows who knows what.
        try:
            columns, lines = os.get_terminal_size(self.fileno)
        except OSError:
            return
        self._thrift.resize(columns, lines)
        if wire := self._least(data):
            super().write(wire)

    def _least(self, data: str) -> str:
        return self._thrift.squeeze(data)

    def forget(self) -> None:
        """Send the whole of the next frame: another program wrote to the terminal."""
        self._thrift.forget()

    def start_application_mode(self) -> None:
        """Take the terminal; from now on a change of its size has all of it drawn again.

        Of several changes in a row Textual may see only the last, and find its size as it was: the
        terminal has cut off meanwhile what did not fit.
        """
        super().start_application_mode()  # pyright: ignore[reportUnknownMemberType]: it has no type there
        theirs = signal.getsignal(signal.SIGWINCH)

        def resized(number: int, frame: FrameType | None) -> None:
            if callable(theirs):
                theirs(number, frame)
            self._loop.call_soon_threadsafe(self._repaint)

        signal.signal(signal.SIGWINCH, resized)

    def _repaint(self) -> None:
        self.forget()
        self._app.refresh(layout=True)

    def run_input_thread(self) -> None:
        """Read keys until the driver is stopped or the terminal is gone."""
        with suppress(OSError):
            super().run_input_thread()

    def _sigtstp_application(self, *_: object) -> None:
        """Stop as programs do by default: not at all where nobody could have them go on (SIGSTOP would)."""
        if self._auto_restart:
            self.suspend_application_mode()
            self._must_signal_resume = True
        ours = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTSTP)
        signal.signal(signal.SIGTSTP, ours)
        if self._auto_restart and not self._reads_keys:
            self.resume_application_mode()

    @property
    def _reads_keys(self) -> bool:
        return self._key_thread is not None and self._key_thread.is_alive()

    def resume_application_mode(self) -> None:
        """Take the terminal again after a stop, whether the program was asked before or not.

        Of SIGSTOP nobody is told, and a hang-up comes with SIGCONT: Textual would then begin a second
        time and take its own modes for those to restore at the end.
        """
        if is_gone(self.fileno):
            return
        if self._reads_keys:
            self.suspend_application_mode()
        super().resume_application_mode()
        self._loop.call_soon_threadsafe(self._repaint)


class WholeDriver(ThriftyDriver):
    """Sends what Textual draws as it is, for a terminal that does not show what it was sent before."""

    def _least(self, data: str) -> str:
        return data


def driver_for(thrift: Setting) -> type[ThriftyDriver]:
    """The driver that the setting asks for."""
    return WholeDriver if thrift == "off" else ThriftyDriver


class _Line(io.TextIOBase):
    """A terminal's file that takes whatever is written, even after the terminal is gone.

    Textual's writer would die of the error, and whoever writes next then wait for it without end.
    """

    def __init__(self, file: TextIO) -> None:
        super().__init__()
        self._line = file

    def write(self, text: str) -> int:
        return self._try(partial(self._line.write, text)) or 0

    def flush(self) -> None:
        self._try(self._line.flush)

    def _try(self, act: Callable[[], T]) -> T | None:
        try:
            return act()
        except OSError:
            # What is left in its buffer would fail again at the end, and change the exit status.
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._line.fileno())
            os.close(nowhere)
        return None
