"""Textual's own driver, with thrift before the wire."""

from __future__ import annotations

import os
from typing import Any

from textual.drivers.linux_driver import LinuxDriver

from tui.terminal.thrift import Thrift


class ThriftyDriver(LinuxDriver):
    """Sends only the cells that changed. ``fileno`` is the terminal's, as Textual's driver opens it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)  # pyright: ignore[reportUnknownMemberType]: App has no type there
        self._thrift = Thrift(0, 0)

    def write(self, data: str) -> None:
        """Write what of ``data`` the terminal does not show already."""
        # Asked before every frame: after a change of size the terminal shows who knows what.
        columns, lines = os.get_terminal_size(self.fileno)
        self._thrift.resize(columns, lines)
        if wire := self._thrift.squeeze(data):
            super().write(wire)

    def forget(self) -> None:
        """Send the whole of the next frame: another program wrote to the terminal."""
        self._thrift.forget()
