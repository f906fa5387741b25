"""Decide from the session's conversation whether the service took a message that got no response.

Pure rules, without I/O. A *sight* is what one conversation window shows of the message; a *verdict* is
what follows from it, given how long ago the message was sent.
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
"""Equal sights in a row needed for any verdict but *answered*: the service may be slow to write."""

_ROUND = frozenset({1, 16, 32, 64})


class Sight(Enum):
    """What a conversation window shows of the message."""

    ANSWERED = auto()
    """It is there, followed by a reply."""
    TAKEN = auto()
    """It is there, without a reply."""
    ABSENT = auto()
    """It is not there, and the window proves it."""
    SILENT = auto()
    """The window proves nothing."""
    NONE = auto()
    """The service could not be asked."""


class Verdict(Enum):
    """What follows for the message."""

    LOOK_AGAIN = auto()
    ANSWERED = auto()
    NOT_TAKEN = auto()
    """It may be sent again without being counted twice."""
    NO_REPLY = auto()
    """It was taken, and no reply will come."""
    CANNOT_TELL = auto()
    NOT_ASKED = auto()


_VERDICTS = {
    Sight.TAKEN: Verdict.NO_REPLY,
    Sight.ABSENT: Verdict.NOT_TAKEN,
    Sight.SILENT: Verdict.CANNOT_TELL,
    Sight.NONE: Verdict.NOT_ASKED,
}


def is_whole(count: int, limit: int) -> bool:
    """Whether a window of ``count`` messages, of ``limit`` requested, is surely the whole session.

    A service may return fewer than requested: a round number may be its own limit.
    """
    return count < limit and (count == 0 or (count % 5 != 0 and count not in _ROUND))


def sight(entries: Sequence[Entry], key: int, *, whole: bool) -> Sight:
    """Return what a merged transcript shows of the message with that key.

    ``whole``: the merged window is the whole session. Otherwise it is one end of a longer session, and the
    API reference does not say which. A message that is not in the transcript is older than the merge had
    to read.
    """
    place = next((n for n, entry in enumerate(entries) if entry.known and entry.known.key == key), None)
    if place is None:
        return Sight.SILENT
    if entries[place].remote is not None:
        return Sight.ANSWERED if is_answered(entries, place) else Sight.TAKEN
    if _was_told(entries[place]):
        return Sight.TAKEN  # it was listed before; the window has moved on
    return Sight.ABSENT if _shows_the_place(entries, place, key, whole=whole) else Sight.SILENT


def is_answered(entries: Sequence[Entry], place: int) -> bool:
    """Whether the next message that the service lists after that place is a reply."""
    following = next((entry.remote for entry in entries[place + 1 :] if entry.remote), None)
    if following is None or following.role is not Role.ASSISTANT:
        return False
    asked = entries[place].remote
    return not following.named_role or asked is None or asked.named_role != following.named_role


def look_until(age: float, patience: float) -> float:
    """Return the age, in seconds since it was sent, up to which a message is looked up.

    ``age`` is its age at the first lookup, ``patience`` how long an answer may take. That time is granted
    once more, up to twice in all: by then whatever was taken has been written.
    """
    return min(age + patience, 2 * patience)


def judge(seen: Sight, *, times: int, age: float, until: float) -> Verdict:
    """Return the verdict for a sight seen ``times`` times in a row; ages are in seconds since sending."""
    if seen is Sight.ANSWERED:
        return Verdict.ANSWERED
    if age < until or times < SIGHTS_NEEDED:
        return Verdict.LOOK_AGAIN
    return _VERDICTS[seen]


def _shows_the_place(entries: Sequence[Entry], place: int, key: int, *, whole: bool) -> bool:
    """Whether the window proves that the message is not at the service.

    It does if it covers the place where the message would be, lists every known message around it, and has
    none there that might be the message in other words.
    """
    # Anchors are listed messages that cannot be the message itself. After the last one before the place,
    # any other listed message might be it.
    strange = _strange(entries, key)
    anchors = [n for n, entry in enumerate(entries) if entry.remote and n not in strange]
    before = max((n for n in anchors if n < place), default=-1)
    if any(n > before for n in strange):
        return False
    # A whole session only has to be complete.
    if whole:
        return not _misses(entries, 0)
    # A part of it has to start before the place, and to go on past it: to the session's end, or to a later
    # message of this client.
    if before < 0:
        return False
    first = next(n for n, entry in enumerate(entries) if entry.remote)
    after = [known for n in anchors if n > place and (known := entries[n].known)]
    reaches_over = any(not known.foreign and known.key > key for known in after)
    return (_is_the_end(entries, first) and not _misses(entries, first)) or (
        reaches_over and not _misses(entries[:place], first)
    )


def _strange(entries: Sequence[Entry], key: int) -> frozenset[int]:
    """Return the places of listed messages that might be the message with that key in other words.

    They are those that this client did not write and that were not listed before that message was written,
    except the replies to questions that are not strange.
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
    """Whether the window lacks a message, from ``start`` on, that is known to be at the service."""
    at_the_service = {Standing.SEEN, Standing.OURS}
    return any(
        entry.remote is None and entry.known is not None and entry.known.standing in at_the_service
        for entry in entries[start:]
    )


def _is_the_end(entries: Sequence[Entry], first: int) -> bool:
    """Whether the window, whose first message is at ``first``, is the session's end.

    It is if it starts at a message that was listed before, after another such: so it is not the beginning.
    """
    return _was_told(entries[first]) and any(_was_told(entry) for entry in entries[:first])


def _was_told(entry: Entry) -> bool:
    return entry.known is not None and entry.known.standing is Standing.SEEN
