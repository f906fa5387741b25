"""The table of figures: what is measured, against what, and what it must and should be."""

from __future__ import annotations

import json
import statistics
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class NotMeasuredError(Exception):
    """Says why a row cannot be measured on this machine."""


T = TypeVar("T")


@dataclass(frozen=True)
class Bound:
    """A row of the design's table: the largest ratio or value that must, and should, not be exceeded."""

    name: str
    against: str
    unit: str
    must: float
    aim: float


@dataclass(frozen=True)
class Figure:
    """A measured row. ``value`` is what is compared: a ratio to the baseline, or the figure itself."""

    bound: Bound
    measured: float
    baseline: float | None
    value: float

    @property
    def verdict(self) -> str:
        """Whether the bounds are met."""
        if self.value <= self.bound.aim:
            return "aim"
        return "must" if self.value <= self.bound.must else "NOT MET"


def ratio(bound: Bound, measured: Sequence[float], baseline: Sequence[float]) -> Figure:
    """A row that compares the medians of runs taken in turn."""
    first, second = statistics.median(measured), statistics.median(baseline)
    return Figure(bound, first, second, first / second)


def difference(bound: Bound, measured: Sequence[float], baseline: Sequence[float]) -> Figure:
    """A row that tells how much more the one takes than the other."""
    first, second = statistics.median(measured), statistics.median(baseline)
    return Figure(bound, first, second, first - second)


def plain(bound: Bound, measured: Sequence[float]) -> Figure:
    """A row that is its own figure."""
    middle = statistics.median(measured)
    return Figure(bound, middle, None, middle)


def in_turn(runs: int, first: Callable[[], T], second: Callable[[], T]) -> tuple[list[T], list[T]]:
    """Measure two things alternately, so that a busy moment of the machine falls on both."""
    pairs = [(first(), second()) for _ in range(runs)]
    return [one for one, _ in pairs], [two for _, two in pairs]


def table(figures: Sequence[Figure]) -> str:
    """The rows for people."""
    head = ("figure", "measured", "baseline", "value", "must", "aim", "met")
    rows = [head, *(_row(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def as_json(figures: Sequence[Figure]) -> str:
    """The rows for programs."""
    return json.dumps([{**asdict(figure), "met": figure.verdict} for figure in figures], indent=1)


def _row(figure: Figure) -> tuple[str, ...]:
    bound = figure.bound
    name = f"{bound.name}, against {bound.against}" if bound.against else bound.name
    unit = "x" if figure.baseline is not None and bound.unit != "MiB" else f" {bound.unit}"
    base = "" if figure.baseline is None else f"{figure.baseline:,.3g} {bound.unit}"
    return (
        name,
        f"{figure.measured:,.3g} {bound.unit}",
        base,
        f"{figure.value:,.3g}{unit}",
        f"{bound.must:,.3g}",
        f"{bound.aim:,.3g}",
        figure.verdict,
    )
