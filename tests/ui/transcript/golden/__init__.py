"""One long sample rendered at three widths. ``python -m tests.ui.transcript.golden`` makes it again."""

from __future__ import annotations

from pathlib import Path

from tui.widgets.transcript.markdown import markdown_lines

FOLDER = Path(__file__).parent
WIDTHS = (100, 60, 30)


def rendered(width: int) -> str:
    """The sample as text; the looks of each line's runs stand below it where it has any."""
    rows: list[str] = []
    for line in markdown_lines((FOLDER / "sample.md").read_text(), width):
        rows.append(line.text.rstrip())
        looks = [f"{text.strip()}={look.name}" for text, look in line.runs if look and text.strip()]
        rows += [f"        <{' | '.join(looks)}>"] if looks else []
    return "\n".join(rows) + "\n"


def golden(width: int) -> Path:
    """The file that holds the rendering at a width."""
    return FOLDER / f"sample_{width}.txt"
