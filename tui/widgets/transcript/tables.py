"""Layout of tables: cells are wrapped to fit the width, never cut off."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from tui.widgets.transcript.lines import BLANK, Line, Look, Run, longest_word, paragraphs, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

_GAP = 3
"""Cells between two columns: space, rule, space."""
_LONGEST_KEPT = 16
"""Cells of a word, an amount or a name that a column keeps in one piece; if not every column has room for
that, rows become records."""

Cell = list[Run]


@dataclass(frozen=True)
class Table:
    """A table's cells, of which the first row is the head, and each column's alignment."""

    rows: list[list[Cell]]
    aligns: list[str]


def table_lines(table: Table, width: int) -> list[Line]:
    """Lay out a table within ``width`` cells: columns shrink, then rows become records of ``head: cell``."""
    # Find widths for the columns, or make records where they do not fit.
    widths = _fit(_least(table), _natural(table), width)
    if widths is None:
        return _records(table, width)
    lines: list[Line] = []
    for index, row in enumerate(table.rows):
        # Rows, with a rule below the head.
        lines += _row_lines(row, widths, table.aligns)
        if index == 0:
            lines.append(Line((("─┼─".join("─" * w for w in widths), Look.RULE),)))
    return lines


def _cells(cell: Cell) -> int:
    return max(Line(tuple(part)).cells for part in paragraphs(cell))


def _wrapped(cell: Cell, width: int) -> list[Line]:
    return [line for part in paragraphs(cell) for line in wrap(part, width)]


def _natural(table: Table) -> list[int]:
    return [max(1, *(_cells(row[column]) for row in table.rows)) for column in range(len(table.aligns))]


def _least(table: Table) -> list[int]:
    return [
        max(1, *(min(_LONGEST_KEPT, longest_word(Line(tuple(row[column])).text)) for row in table.rows))
        for column in range(len(table.aligns))
    ]


def _fit(least: Sequence[int], natural: Sequence[int], width: int) -> list[int] | None:
    """Return the columns' widths: each has its least, narrow ones all they need; wide ones share the rest."""
    # What is left beside the gaps and the least of each column.
    room = width - _GAP * (len(natural) - 1) - sum(least)
    if room < 0:
        return None
    widths = list(least)
    wanted = [size - kept for size, kept in zip(natural, least, strict=True)]
    # The column that wants least comes first: what it leaves of its share goes to the others.
    order = sorted(range(len(natural)), key=wanted.__getitem__)
    for done, column in enumerate(order):
        more = min(wanted[column], room // (len(natural) - done))
        widths[column] += more
        room -= more
    return widths


def _aligned(line: Line, width: int, align: str) -> list[Run]:
    space = width - line.cells
    before = space if align == "right" else space // 2 if align == "center" else 0
    runs: list[Run] = [*line.runs]
    if before:
        runs.insert(0, (" " * before, Look.PLAIN))
    if space - before:
        runs.append((" " * (space - before), Look.PLAIN))
    return runs


def _row_lines(row: list[Cell], widths: list[int], aligns: list[str]) -> list[Line]:
    # Wrap each cell to its column.
    columns = [_wrapped(cell, width) for cell, width in zip(row, widths, strict=True)]
    lines: list[Line] = []
    # Join the columns line by line; cells with fewer lines end in blanks.
    for parts in zip_longest(*columns, fillvalue=BLANK):
        runs: list[Run] = []
        for part, width, align in zip(parts, widths, aligns, strict=True):
            if runs:
                runs.append((" │ ", Look.RULE))
            runs += _aligned(part, width, align)
        lines.append(Line(tuple(runs)))
    return lines


def _records(table: Table, width: int) -> list[Line]:
    head, *rows = table.rows
    lines: list[Line] = []
    # A table with a head alone becomes one empty record.
    for row in rows or [[[] for _ in head]]:
        if lines:
            # A rule between two records.
            lines.append(Line((("─" * min(width, 20), Look.RULE),)))
        for name, cell in zip(head, row, strict=True):
            # A cell beyond the head has no name.
            label = [*((text.replace("\n", " "), look) for text, look in name), (": ", Look.MUTED)]
            lines += _wrapped([*label, *cell] if name else cell, width)
    return lines
