"""The reader of arguments, and what it writes itself: help, and what is wrong with them."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from tui import output
from tui.domain.clean import one_line

if TYPE_CHECKING:
    from typing import NoReturn

    from _typeshed import SupportsWrite

_LONGEST = 1_000
"""Characters of a mistake that are shown: it may repeat what was given."""


class Parser(argparse.ArgumentParser):
    """Writes as every command does: clean, without keys, and not in vain."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and end."""
        output.say(f"{self.format_usage()}{self.prog}: error: {one_line(message, _LONGEST)}")
        self.exit(2)

    def _print_message(self, message: str, file: SupportsWrite[str] | None = None) -> None:
        del file
        output.write(message)
