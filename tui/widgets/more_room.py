"""The request for a larger window, where one is too small for anything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

if TYPE_CHECKING:
    from textual.geometry import Size

COLUMNS, ROWS = 30, 8
"""The smallest window, in cells, in which a question and an answer can be read."""


def is_too_small(size: Size) -> bool:
    """Whether a window of that size (in cells) shows nothing but the request for more room."""
    return size.width < COLUMNS or size.height < ROWS


class MoreRoom(Static):
    """Covers a screen of the class ``-tiny``. The focus stays where it is, so that nothing typed is lost."""

    def __init__(self) -> None:
        super().__init__(f"A larger window, please: {COLUMNS} columns by {ROWS} rows will do.", markup=False)
