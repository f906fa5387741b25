"""Make every picture again: ``python -m screenshots [FOLDER]``; without a folder, those in the repository."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from screenshots.scenes import SCENES


async def pictures() -> dict[str, str]:
    """Make them, by name."""
    return {name: svg for scene in SCENES async for name, svg in scene()}


def main() -> None:
    """Write them into the folder."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    for name, svg in asyncio.run(pictures()).items():
        (folder / f"{name}.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
