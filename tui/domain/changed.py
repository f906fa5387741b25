"""Match our messages that the service stores altered: by their place, or by what is left of their text.

Compares only messages without an exact pair, in each gap between two neighbouring pairs:

1. The question right before a paired reply is the question to that reply, whatever its text.
2. What is left of a text must occur in ours, in order (see :mod:`tui.domain.likeness`). Before the first
   pair, where order says little, its time must fit as well.
3. A question that is the only one in a gap, on both sides, is the same, whatever its text.

A message that the service listed before, and that is stored in our words, pairs only at an equal time. In
a window with missing times, only rule 2 applies.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from tui.domain.known import Known, Standing
from tui.domain.likeness import alike, canonical
from tui.domain.models import RemoteMessage, Role

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from tui.domain.known import Pair

LONGER = timedelta(minutes=1)
"""Tolerance between the answer times by the two clocks; many services record only an answer's end."""

MOST_COMPARED = 400
"""Maximum text comparisons in one gap; a larger gap gives too little evidence anyway."""


@dataclass(frozen=True, slots=True)
class _Gap:
    """The unpaired messages between two neighbouring pairs, as indices, in order."""

    left: list[int]
    right: list[int]
    begun: bool
    """Whether a pair precedes it."""
    ended: bool
    """Whether a pair follows it."""

    def before(self, k: int, w: int) -> _Gap:
        """Return the part before a pair inside the gap."""
        return replace(self, left=[n for n in self.left if n < k], right=[n for n in self.right if n < w])


def pair_changed(
    known: Sequence[Known],
    window: Sequence[RemoteMessage],
    pairs: Sequence[Pair],
    moved: Mapping[int, int],
    in_time: Callable[[Known, RemoteMessage], bool],
) -> list[Pair]:
    """Pair our messages with their altered copies; ``pairs``, rising, and ``moved`` are the exact matches.

    ``in_time`` says whether two messages may be the same by their times.
    """
    gone = set(moved.values())
    found: list[Pair] = []
    compared = _Compared(known, window, in_time)
    ends = [(-1, -1), *pairs, (len(known), len(window))]
    for (k_from, w_from), (k, w) in pairwise(ends):
        # Collect the unpaired messages of the gap that the service may have.
        right = [n for n in range(w_from + 1, w) if n not in moved]
        if not right or k == k_from + 1:
            continue
        left = [n for n in range(k_from + 1, k) if n not in gone and known[n].standing is not Standing.LOCAL]
        gap = _Gap(left, right, begun=k_from >= 0, ended=k < len(known))
        # Rule 1, then rules 2 and 3 on what is left before its pair.
        asked = compared.question_to_reply(gap, (k, w)) if gap.ended else None
        if asked is not None:
            found.append(asked)
            gap = gap.before(*asked)
        found += compared.by_text(gap)
    return found


class _Compared:
    """The two transcripts, and which of their messages may be the same."""

    def __init__(
        self,
        known: Sequence[Known],
        window: Sequence[RemoteMessage],
        in_time: Callable[[Known, RemoteMessage], bool],
    ) -> None:
        self._known = known
        self._window = window
        self._in_time = in_time

    def question_to_reply(self, gap: _Gap, reply: Pair) -> Pair | None:
        """Pair the questions right before a paired reply, if they may be the same (rule 1)."""
        if not gap.left or self._known[reply[0]].role is not Role.ASSISTANT:
            return None
        pair = gap.left[-1], gap.right[-1]
        if self._known[pair[0]].role is not Role.USER or not self._may_be_changed(*pair):
            return None
        return pair if self._took_as_long(pair, reply) else None

    def _took_as_long(self, question: Pair, reply: Pair) -> bool:
        """Whether the time from question to reply is about the same by both clocks."""
        asked, answered = self._known[question[0]], self._known[reply[0]]
        if asked.standing is Standing.SEEN:
            return True
        told_asked, told_answered = self._window[question[1]], self._window[reply[1]]
        if answered.standing is not Standing.OURS or not (asked.at and answered.at):
            return self._in_time(asked, told_asked)
        if not (told_asked.at and told_answered.at):
            return False
        ours, theirs = answered.at - asked.at, told_answered.at - told_asked.at
        return abs(ours - theirs) <= LONGER

    def by_text(self, gap: _Gap) -> list[Pair]:
        """Pair by what is left of our texts, in order (rule 2); without a match, a lone question (rule 3)."""
        if len(gap.left) * len(gap.right) > MOST_COMPARED:
            return []
        found: list[Pair] = []
        for k in gap.left:
            rest = [w for w in gap.right if not found or w > found[-1][1]]
            like = next((w for w in rest if self._is_like(k, w, in_order=gap.begun)), None)
            if like is not None:
                found.append((k, like))
        alone = self._alone(gap) if gap.begun and gap.ended and not found else None
        return found if alone is None else [alone]

    def _alone(self, gap: _Gap) -> Pair | None:
        ours = [k for k in gap.left if self._known[k].role is Role.USER]
        theirs = [w for w in gap.right if self._window[w].may_be_by(Role.USER)]
        if len(ours) != 1 or len(theirs) != 1 or not self._may_be_changed(ours[0], theirs[0]):
            return None
        return ours[0], theirs[0]

    def _is_like(self, k: int, w: int, *, in_order: bool) -> bool:
        ours, theirs = self._known[k], self._window[w]
        if theirs.role is not ours.role:
            return False  # a message whose role is a guess may quote the question
        timely = in_order or self._in_time(ours, theirs)
        return timely and self._may_be_one(k, w) and alike(ours.content, theirs.content)

    def _may_be_changed(self, k: int, w: int) -> bool:
        """Whether two messages may be the same with different texts.

        Neither text occurs on the other side, and each occurs once at its time. Of what the service listed
        before, only texts at its time count: others may have been replaced by the same words.
        """
        ours, theirs = self._known[k], self._window[w]
        if not self._has_times or not self._may_be_one(k, w):
            return False
        own, other = canonical(ours.content), canonical(theirs.content)
        if ours.standing is Standing.SEEN:
            elsewhere = self._told[own][ours.at] + self._kept[other][theirs.at]
        else:
            elsewhere = self._told[own].total() + self._kept[other].total()
        return not elsewhere and self._kept[own][ours.at] == self._told[other][theirs.at] == 1

    @cached_property
    def _has_times(self) -> bool:
        return all(remote.at is not None for remote in self._window)

    @cached_property
    def _kept(self) -> defaultdict[str, Counter[datetime | None]]:
        return _times(self._known)

    @cached_property
    def _told(self) -> defaultdict[str, Counter[datetime | None]]:
        return _times(self._window)

    def _may_be_one(self, k: int, w: int) -> bool:
        ours, theirs = self._known[k], self._window[w]
        if not theirs.may_be_by(ours.role):
            return False
        return ours.standing is not Standing.SEEN or ours.at == theirs.at


def _times(messages: Sequence[Known | RemoteMessage]) -> defaultdict[str, Counter[datetime | None]]:
    """Count how often each text was written at each time."""
    times: defaultdict[str, Counter[datetime | None]] = defaultdict(Counter)
    for message in messages:
        times[canonical(message.content)][message.at] += 1
    return times
