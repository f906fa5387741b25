"""Merge a stored transcript with a conversation window.

Messages have no id (API reference), so the two are aligned on role, content, time and order:

1. Messages that the service listed before pair with those it lists now: at equal times; or, between two
   such pairs, by order alone. A change of times is accepted only on strong evidence: the window is the
   whole session and has all that was listed before, in order; or no time matches at all and a long run of
   different messages does.
2. Messages of this client pair with what is left of the window, near their own time or after the message
   before them. Our clock is not the service's, so the window's order wins where the two differ.
3. Our messages that the service stores altered pair by their place, or by what is left of their text (see
   :mod:`tui.domain.changed`). Our text is kept.
4. Unpaired messages of both sides are kept, and placed by time between the pairs.

No known message is dropped and none of the window is missing in the result, whatever the input. The result
is the true history if windows have one limit, times stay the same, and either times rise strictly or windows
overlap what is known; two equal messages of one second that no window lists together are ambiguous.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from difflib import SequenceMatcher
from functools import partial
from typing import TYPE_CHECKING

from tui.domain.changed import pair_changed
from tui.domain.known import Known, Standing
from tui.domain.likeness import canonical
from tui.domain.models import WINDOW_LIMIT, RemoteMessage

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tui.domain.known import Pair

    Options = list[tuple[int, list[tuple[int, int]]]]
    """Indices of what is known, rising; for each, indices of the window and the microseconds between."""

CLOCK_TOLERANCE = timedelta(minutes=2)
"""How far this machine's clock may be from the service's while our times still tell messages apart."""

WRONG_CLOCK = timedelta(hours=15)
"""How far this machine's clock may be off, by a wrong time zone, before an unsure message is ruled out.

Mistaking an equal question, asked by someone else in the same session, for ours costs nothing; overlooking
ours gets it sent twice.
"""

LONG_RUN = 6
"""Different messages in an unbroken run that prove two transcripts the same, whatever their times."""

_MICROSECOND = timedelta(microseconds=1)
_FAR = timedelta(days=1) // _MICROSECOND


@dataclass(frozen=True, slots=True)
class Entry:
    """A message of the merged transcript: known, listed in the window, or both."""

    known: Known | None
    remote: RemoteMessage | None


@dataclass(frozen=True, slots=True)
class _Step:
    """A pair of an alignment, linked to the one before it."""

    k: int
    w: int
    before: _Step | None


def merge(
    known: Sequence[Known], window: Sequence[RemoteMessage], *, limit: int = WINDOW_LIMIT
) -> list[Entry]:
    """Merge a stored transcript with a conversation window, both oldest first.

    ``limit`` is how many messages were requested: a window with fewer is the whole session.
    """
    whole = len(window) < limit
    # Rule 1: what the service listed before.
    seen = _pair_seen(known, window, whole=whole)
    # Rule 2: ours. A pair that crosses the order of rule 1 moves our message to the window's place.
    ours = _pair_ours(known, window, seen, whole=whole)
    in_order = [pair for pair in ours if _keeps_order(pair, seen)]
    moved = {w: k for k, w in ours if (k, w) not in set(in_order)}
    # Rule 3: altered copies; then rule 4: weave in the rest.
    pairs = sorted(seen + in_order)
    pairs += pair_changed(known, window, pairs, moved, partial(_may_be, placed=whole))
    return _weave(known, window, sorted(pairs), moved)


def begins_within(tail: Sequence[Known], window: Sequence[RemoteMessage], *, limit: int) -> bool:
    """Whether ``tail``, the end of a longer transcript, is all that a merge with ``window`` needs.

    It is if it contains the window's first message: the others can only come after it.
    """
    if len(window) < limit or window[0].at is None:
        return False
    first = window[0]
    return any(
        k.standing is Standing.SEEN and k.at == first.at and _is_same(k, first) for k in reversed(tail)
    )


def _pair_seen(known: Sequence[Known], window: Sequence[RemoteMessage], *, whole: bool) -> list[Pair]:
    """Pair the messages that the service listed before with those it lists now."""
    places: dict[str, list[int]] = defaultdict(list)
    for w, remote in enumerate(window):
        places[canonical(remote.content)].append(w)
    seen = [k for k, message in enumerate(known) if message.standing is Standing.SEEN]

    def options(k: int, low: int = -1, high: int = len(window)) -> list[tuple[int, int]]:
        ours = known[k]
        found = places.get(canonical(ours.content), ())
        return [
            (w, _apart(ours.at, window[w].at))
            for w in found
            if low < w < high and window[w].may_be_by(ours.role)
        ]

    # The whole session, with every seen message in order: accepted whatever the times.
    if whole and len(seen) <= len(window):
        pairs = _align([(k, options(k)) for k in seen], len(window))
        if len(pairs) == len(seen):
            return pairs
    # Otherwise equal times only, or a long run if no time matches.
    agreeing: Options = [(k, [(w, gap) for w, gap in options(k) if not gap]) for k in seen]
    pairs = _align(agreeing, len(window))
    if not pairs:
        return _long_run(known, seen, window)
    # Between two neighbours of these pairs, order alone decides.
    between: Options = []
    at = 0
    for k in seen:
        if at < len(pairs) and pairs[at][0] == k:
            between.append((k, [(pairs[at][1], 0)]))
            at += 1
        elif 0 < at < len(pairs):
            between.append((k, options(k, pairs[at - 1][1], pairs[at][1])))
    return _align(between, len(window))


def _long_run(known: Sequence[Known], seen: list[int], window: Sequence[RemoteMessage]) -> list[Pair]:
    """Pair by content alone, if the longest run is too long to be chance."""
    texts = [canonical(known[k].content) for k in seen]
    matcher = SequenceMatcher(None, texts, [canonical(told.content) for told in window], autojunk=False)
    run = matcher.find_longest_match()
    if len(set(texts[run.a : run.a + run.size])) < LONG_RUN:
        return []
    return [
        (seen[block.a + n], block.b + n)
        for block in matcher.get_matching_blocks()
        for n in range(block.size)
        if window[block.b + n].may_be_by(known[seen[block.a + n]].role)
    ]


def _pair_ours(
    known: Sequence[Known], window: Sequence[RemoteMessage], seen: list[Pair], *, whole: bool
) -> list[Pair]:
    """Pair the messages of this client, in their own order, with what is left of the window."""
    taken = {w for _, w in seen}
    places: dict[str, list[int]] = defaultdict(list)
    for w, remote in enumerate(window):
        if w not in taken:
            places[canonical(remote.content)].append(w)
    # Candidates have our text, and come after the last seen message before ours, or near its time.
    rows: Options = []
    starts = [k for k, _ in seen]
    for k, message in enumerate(known):
        if message.standing not in {Standing.OURS, Standing.UNSURE}:
            continue
        before = bisect_left(starts, k)
        floor = seen[before - 1][1] if before else len(window)
        rows.append(
            (
                k,
                [
                    (w, _apart(message.at, window[w].at))
                    for w in places.get(canonical(message.content), ())
                    if window[w].may_be_by(message.role)
                    and (w > floor or _may_be(message, window[w], placed=whole))
                ],
            )
        )
    return _align(rows, len(window))


def _may_be(ours: Known, remote: RemoteMessage, *, placed: bool) -> bool:
    """Whether ``remote`` may be our message by its time; ``placed``: order alone suffices."""
    if ours.at is None or remote.at is None:
        return True
    if ours.standing is Standing.UNSURE and remote.at < ours.at - WRONG_CLOCK:
        return False  # the same question, asked long before
    return placed or abs(ours.at - remote.at) <= CLOCK_TOLERANCE


def _align(rows: Options, width: int) -> list[Pair]:
    """Choose pairs that rise on both sides: as many as possible, and of these the nearest in time."""
    # One more pair outweighs every difference in time.
    a_pair = _FAR * (width + 1)
    best = [0] * (width + 1)
    """The best value of an alignment within the first ``n`` messages of the window, by ``n``."""
    ends: list[_Step | None] = [None] * (width + 1)
    for k, options in rows:
        # Extend the best alignment before each candidate; a row's candidates see no pair of that row.
        steps = [(best[w] + a_pair - min(gap, _FAR), _Step(k, w, ends[w])) for w, gap in options]
        for value, step in steps:
            for used in range(step.w + 1, width + 1):
                if best[used] >= value:
                    break
                best[used], ends[used] = value, step
    # Follow the best alignment back to its start.
    pairs: list[Pair] = []
    step = ends[width]
    while step:
        pairs.append((step.k, step.w))
        step = step.before
    return pairs[::-1]


def _keeps_order(pair: Pair, seen: list[Pair]) -> bool:
    """Whether ``pair`` is on the same side of every pair of ``seen`` in both transcripts."""
    at = bisect_left(seen, pair)
    return (at == 0 or seen[at - 1][1] < pair[1]) and (at == len(seen) or pair[1] < seen[at][1])


def _weave(
    known: Sequence[Known], window: Sequence[RemoteMessage], pairs: list[Pair], moved: dict[int, int]
) -> list[Entry]:
    """Merge both around the pairs; ``moved`` maps window indices to known messages that change place."""
    gone = set(moved.values())
    merged: list[Entry] = []
    k_from = w_from = 0
    for k, w in [*pairs, (len(known), len(window))]:
        left = [known[n] for n in range(k_from, k) if n not in gone]
        right = [Entry(known[moved[n]] if n in moved else None, window[n]) for n in range(w_from, w)]
        merged += _by_time(left, right, window_first=bool(pairs) and k == len(known))
        if k < len(known):
            merged.append(Entry(known[k], window[w]))
        k_from, w_from = k + 1, w + 1
    return merged


def _by_time(left: Sequence[Known], right: Sequence[Entry], *, window_first: bool) -> list[Entry]:
    """Merge the unpaired messages between two pairs by time, each side in its own order.

    ``window_first`` decides where time does not: after the last pair the window's messages come first.
    """
    merged: list[Entry] = []
    k = 0
    for entry in right:
        told = entry.remote.at if entry.remote else None
        while k < len(left) and _is_earlier(left[k].at, told, otherwise=not window_first):
            merged.append(Entry(left[k], None))
            k += 1
        merged.append(entry)
    merged += (Entry(message, None) for message in left[k:])
    return merged


def _is_earlier(one: datetime | None, other: datetime | None, *, otherwise: bool) -> bool:
    return otherwise if one is None or other is None or one == other else one < other


def _apart(one: datetime | None, other: datetime | None) -> int:
    """Return the microseconds between two times; 0 if one is not known."""
    return 0 if one is None or other is None else abs(one - other) // _MICROSECOND


def _is_same(known: Known, remote: RemoteMessage) -> bool:
    return remote.may_be_by(known.role) and canonical(known.content) == canonical(remote.content)
