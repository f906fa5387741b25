"""Whether the service took a message whose answer never came: what its conversation shows of it.

Nothing here asks or waits. A *sight* is what one window of the session shows; a *verdict* is what follows
from it, given how long the message has been out.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from tui.domain.models import Role
from tui.domain.transcript_merge import WRONG_CLOCK, Standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.domain.transcript_merge import Entry

SIGHTS_NEEDED = 2
"""Equal sights in a row before anything but an answer is believed: the service may be slow to write."""


class Sight(Enum):
    """What a look at the session shows of the message."""

    ANSWERED = auto()
    """It is there, and a reply behind it."""
    TAKEN = auto()
    """It is there, without a reply."""
    ABSENT = auto()
    """It is not there, and the window would show it."""
    SILENT = auto()
    """The window does not reach to where it would be."""
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
    if whole or _reaches_the_end(entries, place) or _reaches_over(entries, place):
        return Sight.ABSENT
    return Sight.SILENT


def is_answered(entries: Sequence[Entry], place: int) -> bool:
    """Whether the next message that the service tells of behind that place is a reply."""
    following = next((entry.remote for entry in entries[place + 1 :] if entry.remote), None)
    return following is not None and following.role is Role.ASSISTANT


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


def _reaches_the_end(entries: Sequence[Entry], place: int) -> bool:
    """Whether the window, from before the message on, is the session's end.

    It is, if it begins behind something that was told before: so it is not the session's beginning.
    """
    first = next((n for n, entry in enumerate(entries[:place]) if entry.remote), None)
    if first is None:
        return False
    return _was_told(entries[first]) and any(_was_told(entry) for entry in entries[:first])


def _reaches_over(entries: Sequence[Entry], place: int) -> bool:
    """Whether the window tells of something before the message and of something surely sent after it."""
    ours = entries[place].known
    if ours is None or ours.at is None or not any(entry.remote for entry in entries[:place]):
        return False
    surely_later = ours.at + WRONG_CLOCK
    told = (entry.remote.at for entry in entries[place + 1 :] if entry.remote)
    return any(at is not None and at > surely_later for at in told)


def _was_told(entry: Entry) -> bool:
    return entry.known is not None and entry.known.standing is Standing.SEEN
