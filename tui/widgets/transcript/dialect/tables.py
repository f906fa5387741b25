"""Rule for tables as people write them: cells beyond the head, bars in code, rows that are too short."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

_MOST_CELLS = 65_536
"""Cells of a table at most: a short text could name millions of empty ones."""

_RULE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_BAR = re.compile(r"\\\||\|")
_TICKS = re.compile(r"\\\||\||`+")


def table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Parse a table: a head, a rule below it, and rows of any length."""
    if start + 2 > end or not _continues(state, start + 1) or state.is_code_block(start):
        return False
    rule, head = _line(state, start + 1), _line(state, start)
    # A head without a bar, or another line below it, is a paragraph.
    if "|" not in head or not _is_rule(rule):
        return False
    # Head and rule must have as many columns, unless the rule has bars: it is no heading's underline.
    marks = rule.strip("|").split("|")
    cells = _cells(head, len(marks))
    if len(cells) != len(marks) and "|" not in rule:
        return False
    if silent:
        return True
    rows, last = _rows(state, start + 2, end, len(cells))
    aligns = [_align(mark) for mark in marks]
    _push(state, [cells, *rows], aligns, (start, last))
    state.line = last
    return True


def _is_rule(text: str) -> bool:
    """Whether a line is the rule below a head; ``- `` begins a list."""
    return bool(_RULE.fullmatch(text)) and len(text) > 1 and not re.match(r"-\s", text)


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].strip()


def _continues(state: StateBlock, line: int) -> bool:
    return state.sCount[line] >= state.blkIndent and not state.is_code_block(line)


def _rows(state: StateBlock, first: int, end: int, columns: int) -> tuple[list[list[str]], int]:
    """Return the rows from a line on, and the line after the last."""
    terminators = state.md.block.ruler.getRules("blockquote")
    outer, state.parentType = state.parentType, "table"
    rows: list[list[str]] = []
    line = first
    while line < end and _continues(state, line) and (text := _line(state, line)):
        if any(rule(state, line, end, True) for rule in terminators) or columns * len(rows) > _MOST_CELLS:
            break
        rows.append(_cells(text, columns))
        line += 1
    state.parentType = outer
    return rows, line


def _cells(text: str, columns: int) -> list[str]:
    """Split a row into cells; where their number is wrong, bars in code spans do not count."""
    cells = _split(text, _BAR)
    if len(cells) != columns and "`" in text:
        cells = _split(text, _TICKS)
    return cells


def _split(text: str, parts: re.Pattern[str]) -> list[str]:
    cells: list[str] = []
    cell: list[str] = []
    at = 0
    for found in parts.finditer(text):
        if found.start() < at:
            continue  # within a code span
        cell.append(text[at : found.start()])
        at = found.end()
        mark = found.group()
        if mark == "|":
            cells.append("".join(cell).strip())
            cell = []
        elif mark == "\\|":
            cell.append("|")
        else:
            at = _code_end(text, found)
            cell.append(text[found.start() : at].replace("\\|", "|"))
    cells.append("".join([*cell, text[at:]]).strip())
    return cells[not cells[0] and len(cells) > 1 : len(cells) - (not cells[-1] and len(cells) > 1)] or [""]


def _code_end(text: str, ticks: re.Match[str]) -> int:
    """Return where the code span that opens with these ticks ends; behind the ticks if it does not end."""
    ends = re.compile(rf"(?<!`){ticks.group()}(?!`)").search(text, ticks.end())
    return ends.end() if ends else ticks.end()


def _align(mark: str) -> str:
    mark = mark.strip()
    if mark.endswith(":"):
        return "center" if mark.startswith(":") else "right"
    return "left" if mark.startswith(":") else ""


def _push(state: StateBlock, rows: list[list[str]], aligns: list[str], lines: tuple[int, int]) -> None:
    columns = max(len(aligns), *map(len, rows))
    if columns * len(rows) > _MOST_CELLS:
        columns = max(len(aligns), len(rows[0]))
    aligns += [""] * (columns - len(aligns))
    opening = state.push("table_open", "table", 1)
    opening.map = list(lines)
    for number, row in enumerate(rows):
        section = "tbody" if number else "thead"
        if number < 2:
            state.push(f"{section}_open", section, 1)
        _push_row(state, row, aligns, "td" if number else "th")
        if number in {0, len(rows) - 1}:
            state.push(f"{section}_close", section, -1)
    state.push("table_close", "table", -1)


def _push_row(state: StateBlock, row: list[str], aligns: list[str], kind: str) -> None:
    beyond = row[len(aligns) - 1 :]
    if len(beyond) > 1:
        row = [*row[: len(aligns) - 1], " | ".join(beyond)]
    state.push("tr_open", "tr", 1)
    for index, align in enumerate(aligns):
        cell = state.push(f"{kind}_open", kind, 1)
        if align:
            cell.attrs = {"style": f"text-align:{align}"}
        inline = state.push("inline", "", 0)
        inline.content = row[index] if index < len(row) else ""
        inline.children = []
        state.push(f"{kind}_close", kind, -1)
    state.push("tr_close", "tr", -1)
