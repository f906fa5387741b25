"""Diff of frames: of each frame, only the cells that changed are sent to the terminal.

Textual repaints whole lines and, at a scroll, whole panes; over SSH that is kilobytes for a few letters.
This module keeps a copy of what the terminal shows. It reads a frame as Textual writes it (cursor moves,
SGR and text, each line placed absolutely), paints it on a copy of its own, and returns the shortest output
that makes the terminal show the same. A frame with a sequence that it does not understand is sent as it
is, and the copy of the terminal is discarded.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from zlib import crc32

from rich.cells import cell_len, split_graphemes

from tui.terminal.cells import UNKNOWN, Cell, known_spans, near_spans
from tui.terminal.pen import blank_style, change, is_ground, on_ground

_TOKEN = re.compile(
    r"\x1b\[(?P<row>\d+);(?P<column>\d+)H"
    r"|\x1b\[(?P<sgr>[\d;]*)m"
    r"|\x1b\]8;[^;\x07\x1b]*;(?P<link>[^\x07\x1b]*)(?:\x07|\x1b\\)"
    r"|(?P<other>\x1b(?:\[[^@-~]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|.))"
    r"|(?P<newline>\r?\n)"
    r"|(?P<text>[^\x1b\r\n]+)",
    re.DOTALL,
)

SYNC_BEGIN, SYNC_END = "\x1b[?2026h", "\x1b[?2026l"
_HARMLESS = re.compile(r"\x1b(?:\[[?>=<]|\]|P)")
_ALTERNATE_SCREEN = re.compile(r"\x1b\[\?(?:1049|1047|47)[hl]")

SMALL = 256
"""Bytes of a frame up to which a synchronised update would cost more than it hides."""

ERASED = 12
"""Blank cells in a run from which on erasing them (ECH) and moving on is shorter than sending spaces."""

_UNCERTAIN = (
    "[\u0300-\u036f\u0590-\u08ff\u200d\ufb1d-\ufdff\ufe00-\ufe0f\ufe70-\ufefc"
    "\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff]"
)
"""Characters that terminals place differently: a row with one is sent whole or not at all."""

_ODDLY_WIDE = re.compile("[\u200d\ufe0f\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff]")
"""What joins or modifies an emoji: some terminals draw its parts side by side, some leave a cell empty."""


@lru_cache(maxsize=4096)
def _cell(glyph: str, style: str, link: str = "") -> Cell:
    return Cell(glyph, blank_style(style) if glyph == " " else style, link)


class Thrift:
    """Reduces each frame to what changed. ``width`` and ``height`` are the terminal's size in cells.

    ``erases`` says that the terminal erases cells (ECH) in the background of the current style.
    """

    def __init__(self, width: int, height: int, *, erases: bool = False) -> None:
        self.width = width
        self.height = height
        self._erases = erases
        self._wanted = self._blank_rows()
        self._shown = self._blank_rows()
        self._touched: set[int] = set()
        self._style = self._link = ""
        self._x = self._y = 0
        self._at: tuple[int, int] | None = None
        """The terminal's cursor (column, row), if that is known."""
        self._pen: str | None = None
        """The terminal's SGR state, if that is known."""
        self._in_sync = False
        self.leaves_cursor = True
        """Whether the cursor must end where the frame leaves it; a hidden one may be anywhere."""

    def resize(self, width: int, height: int) -> None:
        """Start over for a window of another size: what it shows is not known."""
        if (width, height) != (self.width, self.height):
            self.__init__(width, height, erases=self._erases)

    def forget(self) -> None:
        """Discard the copy, so that the next frame is sent whole: something else wrote to the terminal."""
        self._shown = self._blank_rows()
        self._at = self._pen = None

    def squeeze(self, data: str) -> str:
        """Return what to send so that the terminal shows what ``data`` would make it show."""
        # Synchronised updates are added below, only to frames that are worth one.
        if data == SYNC_BEGIN:
            return ""
        if data == SYNC_END:
            ends, self._in_sync = self._in_sync, False
            return SYNC_END if ends else ""
        frame = self._read(data)
        # Not understood: the terminal may show anything after it, beside what was painted of the frame.
        if frame is None:
            self.forget()
            self._wanted = self._blank_rows()
            self._touched.clear()
            return data
        if len(frame) > SMALL and not self._in_sync:
            self._in_sync = True
            return SYNC_BEGIN + frame
        return frame

    def _blank_rows(self) -> list[list[Cell]]:
        return [[UNKNOWN] * self.width for _ in range(self.height)]

    def _read(self, data: str) -> str | None:
        """Paint a frame, and return what to send; ``None`` if it has a sequence that is not understood."""
        passed: list[str] = []
        moved = False
        for token in _TOKEN.finditer(data):
            kind = token.lastgroup
            if kind == "text":
                self._paint(token.group())
            elif kind == "sgr":
                parameters = token["sgr"]
                # SGR parameters add up until a reset.
                reset = parameters in {"", "0"}
                self._style = "" if reset else f"{self._style};{parameters}" if self._style else parameters
            elif kind == "link":
                self._link = token["link"]
            elif kind == "column":
                self._y, self._x = int(token["row"]) - 1, int(token["column"]) - 1
                moved = True
            elif kind == "newline":
                self._x, self._y = 0, self._y + 1
                moved = True
            # Modes, titles and queries go out behind the cells.
            elif _is_harmless(token.group()):
                passed.append(token.group())
            else:
                return None
        return self._flush(place_cursor=moved and self.leaves_cursor) + "".join(passed)

    def _paint(self, text: str) -> None:
        """Write text at the cursor; what does not fit in the row is lost, as with wrapping off."""
        if not 0 <= self._y < self.height or self._x >= self.width:
            return
        row, style, link = self._wanted[self._y], self._style, self._link
        start = self._x
        # Cut the text into cells; a wide grapheme takes a second, empty one.
        if text.isascii():
            cells: list[Cell] = [_cell(character, style, link) for character in text]
        else:
            cells = []
            for first, last, size in split_graphemes(text)[0]:
                if size:
                    cells.append(_cell(text[first:last], style, link))
                    cells += [Cell("", style, link)] * (size - 1)
                elif cells:
                    # A mark without a cell of its own joins the grapheme before it.
                    lead = max(place for place, cell in enumerate(cells) if cell.glyph)
                    cells[lead] = Cell(cells[lead].glyph + text[first:last], style, link)
        # Cut off what is beyond the right edge; half a wide grapheme there is a blank.
        del cells[self.width - start :]
        if not cells:
            return
        end = start + len(cells)
        if end == self.width and _is_cut(cells):
            cells[-1] = _cell(" ", style)
        # Where an end of the text covers half a wide grapheme, the other half becomes a blank.
        if start and not row[start].glyph:
            row[start - 1] = _cell(" ", row[start - 1].style)
        if end < self.width and not row[end].glyph:
            row[end] = _cell(" ", row[end].style)
        row[start:end] = cells
        self._touched.add(self._y)
        self._x = end

    def _flush(self, *, place_cursor: bool) -> str:
        """Return the output for the rows that were painted since the last flush."""
        out: list[str] = []
        # Rows that begin in the terminal's present style come first: they need no change of style.
        for y in sorted(self._touched, key=lambda y: (self._first_style(y) != self._pen, y)):
            wanted, shown = self._wanted[y], self._shown[y]
            if wanted != shown:
                self._send_row(out, y, wanted, shown)
                self._shown[y] = wanted.copy()
        self._touched.clear()
        if place_cursor:
            self._move(out, self._x, self._y)
        return "".join(out)

    def _first_style(self, y: int) -> str | None:
        """The style of the first cell that changes in a row; ``None`` if none does."""
        return next(
            (new.style for new, old in zip(self._wanted[y], self._shown[y], strict=True) if new != old), None
        )

    def _send_row(self, out: list[str], y: int, wanted: list[Cell], shown: list[Cell]) -> None:
        # Find the columns that differ.
        changed = [x for x in range(self.width) if wanted[x] != shown[x] and wanted[x] is not UNKNOWN]
        if not changed:
            return
        # Choose the spans to send: near changes joined, or the whole row if its columns are uncertain.
        uncertain = _is_uncertain(wanted) or _is_uncertain(shown)
        spans = known_spans(wanted) if uncertain else near_spans(changed, wanted)
        for start, end in spans:
            x = start
            # Send a span in runs of one style and one address.
            for (style, link), group in groupby(wanted[start:end], key=attrgetter("style", "link")):
                cells = list(group)
                # In an uncertain row only a span's start has a known column: its text goes on from there.
                if x == start or not uncertain:
                    self._move(out, x, y)
                text = "".join(cell.glyph for cell in cells)
                self._set_pen(out, style, blank=text.isspace())
                if self._can_erase(text, style, link) and not uncertain:
                    out.append(f"\x1b[{len(cells)}X")  # the cursor stays
                    x += len(cells)
                    continue
                written = _in_place(cells, x, y) if _ODDLY_WIDE.search(text) else text
                out.append(_linked(written, link) if link else written)
                x += len(cells)
                # Behind the last column the cursor's place depends on the terminal.
                self._at = (x, y) if x < self.width and not uncertain else None

    def _can_erase(self, text: str, style: str, link: str) -> bool:
        return self._erases and len(text) >= ERASED and text.isspace() and is_ground(style) and not link

    def _set_pen(self, out: list[str], style: str, *, blank: bool) -> None:
        """Change the terminal's style; for blanks, only if they would look different without."""
        if self._pen is None:
            out.append(f"\x1b[0;{style}m" if style else "\x1b[m")
        else:
            style = on_ground(self._pen, style) if blank else style
            out.append(change(self._pen, style))
        self._pen = style

    def _move(self, out: list[str], x: int, y: int) -> None:
        if self._at == (x, y):
            return
        absolute = f"\x1b[{y + 1};{x + 1}H"
        out.append(min(absolute, self._relative(x, y) or absolute, key=len))
        self._at = (x, y)

    def _relative(self, x: int, y: int) -> str:
        """Return the cursor move within the same row or column; empty if there is none."""
        if self._at is None:
            return ""
        across, down = x - self._at[0], y - self._at[1]
        if down == 0:
            return _steps(across, "C", "D")
        return _steps(down, "B", "A") if across == 0 else ""


def _steps(count: int, forth: str, back: str) -> str:
    return f"\x1b[{abs(count) if abs(count) > 1 else ''}{forth if count > 0 else back}"


def _linked(text: str, link: str) -> str:
    """Put an address on a text (OSC 8); parts with the same address share an id and highlight as one."""
    return f"\x1b]8;id={crc32(link.encode()):x};{link}\x1b\\{text}\x1b]8;;\x1b\\"


def _in_place(cells: list[Cell], x: int, y: int) -> str:
    """Return the text of cells from column ``x`` on, with the cursor set to the column around odd emoji."""
    out: list[str] = []
    for column, cell in enumerate(cells, x + 1):
        if not _ODDLY_WIDE.search(cell.glyph):
            out.append(cell.glyph)
            continue
        width = max(1, cell_len(cell.glyph))
        # Blank the emoji's cells, draw it over them, and go on in the next column whatever it took.
        here, behind = (f"\x1b[{y + 1};{place}H" for place in (column, column + width))
        out.append(f"{' ' * width}{here}{cell.glyph}{behind}")
    return "".join(out)


def _is_uncertain(row: list[Cell]) -> bool:
    text = "".join(map(attrgetter("glyph"), row))
    return not text.isascii() and re.search(_UNCERTAIN, text) is not None


def _is_harmless(sequence: str) -> bool:
    """Whether a sequence changes nothing that is shown: modes, titles, clipboard, queries."""
    return bool(_HARMLESS.match(sequence)) and not _ALTERNATE_SCREEN.match(sequence)


def _is_cut(cells: list[Cell]) -> bool:
    """Whether a wide grapheme lost its right half at the end of the line."""
    last = cells[-1].glyph
    return not last.isascii() and split_graphemes(last)[1] > 1
