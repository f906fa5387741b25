"""Recall of earlier questions in the composer."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class QuestionRecall:
    """A position among earlier questions, oldest first; past the newest is the empty composer.

    The position is kept only while the text is still the recalled question: once it is edited or sent, recall
    starts again from the newest.
    """

    def __init__(self) -> None:
        self.questions: Sequence[str] = ()
        self._place: int | None = None

    def has_earlier(self, text: str) -> bool:
        """Whether an earlier question can replace ``text``, what the composer holds.

        None can where something was typed: it would be lost.
        """
        return self._earlier_place(text) >= 0

    def has_later(self, text: str) -> bool:
        """Whether ``text`` is a recalled question, which a later one or nothing can replace."""
        return self._recalled(text) is not None

    def earlier(self, text: str) -> str:
        """Go to the question before the one shown, or to the newest; ``has_earlier`` must hold."""
        self._place = self._earlier_place(text)
        return self.questions[self._place]

    def later(self, text: str) -> str:
        """Go to the question after the one shown, or past the newest; ``has_later`` must hold."""
        place = (self._recalled(text) or 0) + 1
        self._place = place if place < len(self.questions) else None
        return "" if self._place is None else self.questions[place]

    def _earlier_place(self, text: str) -> int:
        recalled = self._recalled(text)
        if recalled is not None:
            return recalled - 1
        return -1 if text else len(self.questions) - 1

    def _recalled(self, text: str) -> int | None:
        place = self._place
        if place is None or place >= len(self.questions) or self.questions[place] != text:
            return None
        return place
