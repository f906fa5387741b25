"""Whether the service took a message whose answer never came: what its conversation shows of it.

Nothing here asks or waits. A *sight* is what one window of the session shows; a *verdict* is what follows
from it, given how long the message has been out.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from tui.domain.known import Standing
from tui.domain.models import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.domain.transcript_merge import Entry

SIGHTS_NEEDED = 2
"""Equal sights in a row before anything but an answer is believed: the service may be slow to write."""

_ROUND = frozenset({1, 16, 32, 64})


class Sight(Enum):
    """What a look at the session shows of the message."""

    ANSWERED = auto()
    """It is there, and a reply behind it."""
    TAKEN = auto()
    """It is there, without a reply."""
    ABSENT = auto()
    """It is not there, and the window proves it."""
    SILENT = auto()
    """The window does not prove anything."""
    NONE = auto()
    """The service could not be asked."""


class Verdict(Enum):
    """What is to be done."""

    LOOK_AGAIN = auto()
    ANSWERED = auto()
    NOT_TAKEN = auto()
    """It may be sent again without counting twice."""
    NO_REPLY = auto()
    """It was taken, and no reply is coming any more."""
    CANNOT_TELL = auto()
    NOT_ASKED = auto()


_VERDICTS = {
    Sight.TAKEN: Verdict.NO_REPLY,
    Sight.ABSENT: Verdict.NOT_TAKEN,
    Sight.SILENT: Verdict.CANNOT_TELL,
    Sight.NONE: Verdict.NOT_ASKED,
}


def is_whole(count: int, limit: int) -> bool:
    """Whether a window of so many messages is surely the whole session, of which ``limit`` were asked for.

    A service may give fewer than it is asked for: a round number may be where it cuts.
    """
    return count < limit and (count == 0 or (count % 5 != 0 and count not in _ROUND))


def sight(entries: Sequence[Entry], key: int, *, whole: bool) -> Sight:
    """What a merged transcript shows of the message of that key.

    ``whole``: the window that was merged is the whole session. If it is not, only one end of a longer
    session was told, and the API reference does not say which. A message that is not in the transcript is
    further back than the merge had to look.
    """
    place = next((n for n, entry in enumerate(entries) if entry.known and entry.known.key == key), None)
    if place is None:
        return Sight.SILENT
    if entries[place].remote is not None:
        return Sight.ANSWERED if is_answered(entries, place) else Sight.TAKEN
    if _was_told(entries[place]):
        return Sight.TAKEN  # it was there once; the window has moved on
    return Sight.ABSENT if _shows_the_place(entries, place, key, whole=whole) else Sight.SILENT


def is_answered(entries: Sequence[Entry], place: int) -> bool:
    """Whether the next message that the service tells of behind that place is a reply."""
    following = next((entry.remote for entry in entries[place + 1 :] if entry.remote), None)
    if following is None or following.role is not Role.ASSISTANT:
        return False
    asked = entries[place].remote
    return not following.named_role or asked is None or asked.named_role != following.named_role


def look_until(age: float, patience: float) -> float:
    """The age, in seconds since it was sent, up to which a message is looked for.

    ``age`` is its age at the first look, ``patience`` how long an answer may take: it is waited for once
    more, but not beyond twice that time, when whatever was taken has been written.
    """
    return min(age + patience, 2 * patience)


def judge(seen: Sight, *, times: int, age: float, until: float) -> Verdict:
    """What follows from a sight that was had ``times`` times in a row, when the message is that old."""
    if seen is Sight.ANSWERED:
        return Verdict.ANSWERED
    if age < until or times < SIGHTS_NEEDED:
        return Verdict.LOOK_AGAIN
    return _VERDICTS[seen]


def _shows_the_place(entries: Sequence[Entry], place: int, key: int, *, whole: bool) -> bool:
    """Whether the window proves that the message is not there.

    It does if it reaches over the place where the message would be, shows all that is known to be around
    it, and holds nothing there that might be the message in other words.
    """
    strange = _strange(entries, key)
    anchors = [n for n, entry in enumerate(entries) if entry.remote and n not in strange]
    before = max((n for n in anchors if n < place), default=-1)
    if any(n > before for n in strange):
        return False
    if whole:
        return not _misses(entries, 0)
    if before < 0:
        return False
    first = next(n for n, entry in enumerate(entries) if entry.remote)
    after = [known for n in anchors if n > place and (known := entries[n].known)]
    reaches_over = any(not known.foreign and known.key > key for known in after)
    return (_is_the_end(entries, first) and not _misses(entries, first)) or (
        reaches_over and not _misses(entries[:place], first)
    )


def _strange(entries: Sequence[Entry], key: int) -> frozenset[int]:
    """Where messages stand that nobody told of before that one was written, nor this client wrote.

    A reply is strange if it does not follow a question that is not.
    """
    strange: set[int] = set()
    asked = False
    for place, entry in enumerate(entries):
        told = entry.remote
        if told is None:
            continue
        is_new = entry.known is None or (entry.known.foreign and entry.known.key > key)
        is_reply = told.role is Role.ASSISTANT and not told.named_role
        if is_new and not (is_reply and asked):
            strange.add(place)
        asked = told.may_be_by(Role.USER) and place not in strange
    return frozenset(strange)


def _misses(entries: Sequence[Entry], start: int) -> bool:
    """Whether the window lacks something, from ``start`` on, that is known to be at the service."""
    at_the_service = {Standing.SEEN, Standing.OURS}
    return any(
        entry.remote is None and entry.known is not None and entry.known.standing in at_the_service
        for entry in entries[start:]
    )


def _is_the_end(entries: Sequence[Entry], first: int) -> bool:
    """Whether the window, whose first message is there, is the session's end.

    It is, if it begins behind something that was told before: so it is not the session's beginning.
    """
    return _was_told(entries[first]) and any(_was_told(entry) for entry in entries[:first])


def _was_told(entry: Entry) -> bool:
    return entry.known is not None and entry.known.standing is Standing.SEEN
