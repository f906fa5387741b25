"""Argument parser that writes its help and errors as the commands write their output."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from tui import output
from tui.domain.api_key import shown
from tui.domain.clean import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

    from _typeshed import SupportsWrite

_LONGEST = 1_000
"""Most characters of an error that are shown: it may quote an argument."""


class Parser(argparse.ArgumentParser):
    """Parser whose errors are clean and without keys, and whose help raises ``OutputError`` on failure."""

    _words: Sequence[str] = ()
    """The arguments being parsed."""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:  # pyright: ignore[reportIncompatibleMethodOverride] - its overloads say the same
        """Parse the arguments, and remember them; argparse's other methods all call this one."""
        self._words = [*(sys.argv[1:] if args is None else args)]
        return super().parse_known_args(args, namespace)

    def error(self, message: str) -> NoReturn:
        """Print the error and exit with 2; an argument that may be a key in the wrong place is not quoted."""
        values = [word.rpartition("=")[2] if word.startswith("-") else word for word in self._words]
        for value in values:
            if value and not value.startswith("-"):
                message = message.replace(value, shown(value))
        output.say(f"{self.format_usage()}{self.prog}: error: {one_line(message, _LONGEST)}")
        self.exit(2)

    def _print_message(self, message: str, file: SupportsWrite[str] | None = None) -> None:
        del file
        output.write(message)
