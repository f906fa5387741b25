"""The reader of arguments, and what it writes itself: help, and what is wrong with them."""

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
"""Characters of a mistake that are shown: it may repeat what was given."""


class Parser(argparse.ArgumentParser):
    """Writes as every command does: clean, without keys, and not in vain."""

    _words: Sequence[str] = ()
    """What is being parsed."""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:  # pyright: ignore[reportIncompatibleMethodOverride] - its overloads say the same
        """Parse, as every way of parsing does in the end."""
        self._words = [*(sys.argv[1:] if args is None else args)]
        return super().parse_known_args(args, namespace)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and end; what may be a key in the wrong place is not repeated."""
        values = [word.rpartition("=")[2] if word.startswith("-") else word for word in self._words]
        for value in values:
            if value and not value.startswith("-"):
                message = message.replace(value, shown(value))
        output.say(f"{self.format_usage()}{self.prog}: error: {one_line(message, _LONGEST)}")
        self.exit(2)

    def _print_message(self, message: str, file: SupportsWrite[str] | None = None) -> None:
        del file
        output.write(message)
