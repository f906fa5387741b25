"""Terminal driver: Textual's, which sends only changed cells, and survives stops and a lost terminal."""

from __future__ import annotations

import codecs
import io
import os
import selectors
import signal
import sys
from contextlib import ExitStack, suppress
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO, TypeVar, cast

from textual import constants
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Resize
from textual.geometry import Size
from textual.message import Message

from tui.terminal.caret import Caret
from tui.terminal.charset import RAW_CONTROLS
from tui.terminal.colours import may_be_asked
from tui.terminal.dialect import Dialect
from tui.terminal.input.decoder import Decoder
from tui.terminal.input.reports import ASK_GROUND, ASK_PROTOCOL, FOLLOW, UNFOLLOW, SpeaksKitty
from tui.terminal.input.tokens import KEY_PATIENCE
from tui.terminal.signals import Ending, is_gone, watch
from tui.terminal.thrift import Thrift
from tui.terminal.title import Title

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType, TracebackType

    from tui.domain.settings import Thrift as Setting

T = TypeVar("T")

_UNKNOWN_SIZE = 80, 24
"""Columns and lines of a terminal that does not report its size."""
_WITH_LAYOUT, _AS_BEFORE = "\x1b[>29u", "\x1b[<u"
"""Kitty's protocol: adds each key's place on a Latin layout to what Textual asks for, and restores that."""


class InputBroken(Message):
    """The input thread has failed: nothing is read from the terminal any more."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.error = error


class ThriftyDriver(LinuxDriver):
    """Sends only the cells that changed. ``fileno`` is the terminal's, as Textual's driver opens it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)  # pyright: ignore[reportUnknownMemberType]: App has no type there
        self._dialect = Dialect(os.environ)
        self._file = _Line(_in_encoding(sys.__stderr__ or sys.stderr, self._dialect.encoding))
        self._thrift = Thrift(0, 0, erases=self._dialect.erases_in_colour)
        self.caret = Caret()
        self._follows_ground = False
        self._tells_layout = False
        self._size = self._size or self._get_terminal_size()
        self.title = Title(os.environ)
        watch(self.fileno, lambda number: self.send_message(Ending(number)))

    def write(self, data: str) -> None:
        """Write what of ``data`` the terminal does not show yet; nothing if the terminal is gone."""
        if is_gone(self.fileno):
            return
        # Asked before every frame: after a change of size it is not known what the terminal shows.
        self._thrift.resize(*self._get_terminal_size())
        self._thrift.leaves_cursor = self.caret.wanted
        if wire := self.caret.around(self._least(self._dialect.say(data))):
            super().write(wire)

    def _least(self, data: str) -> str:
        return self._thrift.squeeze(data)

    def _get_terminal_size(self) -> tuple[int, int]:
        """Ask the terminal itself: COLUMNS and LINES may be those of an earlier window size."""
        try:
            columns, lines = os.get_terminal_size(self.fileno)
        except OSError:
            return _UNKNOWN_SIZE
        return columns or _UNKNOWN_SIZE[0], lines or _UNKNOWN_SIZE[1]

    def forget(self) -> None:
        """Send the next frame whole: another program wrote to the terminal."""
        self._thrift.forget()

    def start_application_mode(self) -> None:
        """Take the terminal and its title; from now on a change of its size repaints everything."""
        self.caret.wanted = self.caret.shown = False
        super().start_application_mode()  # pyright: ignore[reportUnknownMemberType]: it has no type there

        def resized(_number: int, _frame: FrameType | None) -> None:
            self._loop.call_soon_threadsafe(self._take_size)

        # Textual's own handler asks for the size at once: if a second signal interrupts it, the older
        # size is reported last.
        signal.signal(signal.SIGWINCH, resized)
        if not constants.DISABLE_KITTY_KEY:
            self.tell(ASK_PROTOCOL)
        if self._follows_ground:
            self.follow_ground()  # after a stop it may have changed
        self.tell(self.title.take())

    def _take_size(self) -> None:
        """Send the app the size, and repaint everything.

        Of several changes in a row the app may see only the last, back at its former size: the terminal has
        cut off meanwhile what did not fit.
        """
        if not self._in_band_window_resize:
            size = Size(*self._get_terminal_size())
            self.send_message(Resize(size, size))
        self._repaint()

    def _repaint(self) -> None:
        self.forget()
        self._app.refresh(layout=True)

    def tell(self, sequence: str) -> None:
        """Send a sequence that draws nothing, such as a title; drop it while the client is suspended."""
        writer = self._writer_thread
        if sequence and writer is not None and writer.is_alive() and not is_gone(self.fileno):
            writer.write(self._dialect.say(sequence))

    @property
    def reports_mouse(self) -> bool:
        """Whether the terminal reports the mouse, now and after every suspension."""
        return self._mouse

    @reports_mouse.setter
    def reports_mouse(self, wanted: bool) -> None:
        if wanted == self._mouse:
            return
        if wanted:
            self._mouse = True
            self._enable_mouse_support()
            if self._in_band_window_resize:
                self._enable_mouse_pixels()  # Textual reads positions as pixels from then on
        else:
            self._disable_mouse_support()
            self._mouse = False

    def follow_ground(self) -> None:
        """Ask whether the terminal's background is light, now and on changes: the app gets ``Ground``.

        Nothing waits for the answer: many terminals give none.
        """
        if may_be_asked(os.environ):
            self._follows_ground = True
            self.write(FOLLOW + ASK_GROUND)

    def stop_application_mode(self) -> None:
        """Give the terminal back with its former title, and end the reports of its background."""
        if self._follows_ground:
            self.write(UNFOLLOW)
        self.tell(self.title.give_back())
        if self._tells_layout:
            self._tells_layout = False
            self.tell(_AS_BEFORE)
        super().stop_application_mode()

    def process_message(self, message: Message) -> None:
        """Pass on what was read; ask a terminal with Kitty's protocol for key layouts too."""
        if not isinstance(message, SpeaksKitty):
            super().process_message(message)
        elif not self._tells_layout:
            self._tells_layout = True
            self.tell(_WITH_LAYOUT)

    def run_input_thread(self) -> None:
        """Read keys, in the terminal's encoding, until the driver is stopped or the terminal is gone."""
        decoder = Decoder()
        decode = codecs.getincrementaldecoder(self._dialect.encoding)(RAW_CONTROLS).decode
        for read in self._reads():
            now = monotonic()
            for event in decoder.feed(decode(read), now) if read else decoder.idle(now):
                self.process_message(event)

    def _reads(self) -> Iterator[bytes]:
        """Yield what each read brings, and empty bytes after ``KEY_PATIENCE`` seconds without input."""
        with suppress(OSError), selectors.DefaultSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if not selector.select(KEY_PATIENCE):
                    yield b""
                elif read := os.read(self.fileno, 4096):
                    yield read
                else:
                    return

    def _run_input_thread(self) -> None:
        """Read until the end; send an error to the app, where Textual would print its traceback."""
        with ExitStack() as stack:
            stack.push(self._tell_broken)
            self.run_input_thread()

    def _tell_broken(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if error is not None:
            self.send_message(InputBroken(error))
        return True

    def _sigtstp_application(self, *_: object) -> None:
        """Stop as SIGTSTP does by default: not at all where no shell could continue us (SIGSTOP would)."""
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
        """Take the terminal again after a stop, whether it was given back before or not.

        SIGSTOP comes without notice, and SIGCONT with a hang-up too: Textual would then begin a second
        time and take its own modes for those to restore at the end.
        """
        if is_gone(self.fileno):
            return
        if self._reads_keys:
            self.suspend_application_mode()
        super().resume_application_mode()
        self._loop.call_soon_threadsafe(self._repaint)


class WholeDriver(ThriftyDriver):
    """Sends Textual's frames whole, for a terminal that does not keep what it was sent before."""

    def _least(self, data: str) -> str:
        return data


def driver_for(thrift: Setting) -> type[ThriftyDriver]:
    """Return the driver class for the setting."""
    return WholeDriver if thrift == "off" else ThriftyDriver


def _in_encoding(file: TextIO, encoding: str) -> TextIO:
    """Set a file to write in the terminal's encoding."""
    cast("io.TextIOWrapper[BinaryIO]", file).reconfigure(encoding=encoding, errors="replace")
    return file


class _Line(io.TextIOBase):
    """The terminal's file, which accepts writes even after the terminal is gone.

    Textual's writer thread would die of the error, and the next write would then block for ever.
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
            # The rest of its buffer would fail again at exit, and change the exit status.
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._line.fileno())
            os.close(nowhere)
        return None
