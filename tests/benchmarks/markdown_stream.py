"""The baseline of a reveal: Textual's own ``Markdown`` widget, fed the same reply as a stream."""

from __future__ import annotations

import asyncio
import os
import sys
from typing import TYPE_CHECKING

from textual.app import App
from textual.containers import VerticalScroll
from textual.widgets import Markdown

from tests.benchmarks.service import REPLY

if TYPE_CHECKING:
    from textual.app import ComposeResult

SECONDS = 4.0
PIECE = 20
"""Characters at a time, as a token stream gives them."""


class Stream(App[None]):
    """Streams the reply at the first key, and says at the end what processor time it took."""

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield Markdown()

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).anchor()
        self.run_worker(self.stream())

    async def stream(self) -> None:
        await asyncio.sleep(0.5)
        before = sum(os.times()[:2])
        stream = Markdown.get_stream(self.query_one(Markdown))
        pieces = [REPLY[at : at + PIECE] for at in range(0, len(REPLY), PIECE)]
        for piece in pieces:
            await stream.write(piece)
            await asyncio.sleep(SECONDS / len(pieces))
        await stream.stop()
        await asyncio.sleep(0.5)
        self.exit(message=f"CPU {sum(os.times()[:2]) - before:.3f}")


if __name__ == "__main__":
    sys.exit(Stream().run())
