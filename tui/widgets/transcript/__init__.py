"""The transcript: one widget that draws lines, at the same cost at any length."""

from tui.widgets.transcript.hint import Hint
from tui.widgets.transcript.transcript import Transcript

__all__ = ["Hint", "Transcript"]
