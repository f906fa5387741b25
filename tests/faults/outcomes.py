"""What becomes of a message when the service or the line fails: the cases, and how one is played."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.faults.service import (
    Play,
    Service,
    answered,
    astray,
    away,
    away_briefly,
    bad_json,
    broken_after,
    forbidden,
    gateway_timeout,
    half_a_body,
    hang,
    key_refused,
    late,
    limit_reached,
    not_understood,
    page_instead,
    reset_after,
    reset_after_by_another_clock,
    reset_before,
    silent_after,
    taken_behind,
    too_many,
    unanswered,
)
from tests.support.faulty_server import FaultyServer, redirect, web_page
from tui.domain.backoff import Growth, Pace
from tui.domain.endpoint import Timeouts
from tui.domain.settings import Settings
from tui.services.open import open_services

if TYPE_CHECKING:
    from collections.abc import Generator

MESSAGES = ("one", "two", "three")
"""What a person sends: all at once, so that two of them wait while the first is on its way."""

_TIMEOUTS = Timeouts(connect=30, chat=0.5, other=2)
_PACE = Pace(retry=Growth(0.02, longest=0.1), look=Growth(0.1, longest=0.2))


@dataclass(frozen=True)
class Case:
    """What the service does with the messages that come in, and what must come of it."""

    name: str
    plays: tuple[Play, ...]
    steps: str
    """The first message's steps; ``?`` is unknown and looked for, ``…`` queued to be tried again."""
    states: str
    """What the three messages are in the end."""
    posts: int
    """Messages that came in at the service."""
    taken: int
    """Messages that it kept and counted."""


def _answered_in_between(name: str, play: Play) -> Case:
    """What is taken, and answered by something in between or astray: found, and sent once."""
    return Case(name, (play, answered), "sending ? answered", "answered answered answered", 3, 3)


CASES = (
    Case("answered", (answered,), "sending answered", "answered answered answered", 3, 3),
    Case("reset before it was taken", (reset_before,), "sending ? failed", "failed queued queued", 1, 0),
    Case(
        "reset after it was taken",
        (reset_after, answered),
        "sending ? answered",
        "answered answered answered",
        3,
        3,
    ),
    Case(
        "time-out after it was taken",
        (silent_after, answered),
        "sending ? answered",
        "answered answered answered",
        3,
        3,
    ),
    Case(
        "reset after it was taken, and its clock is 3 hours behind ours",
        (reset_after_by_another_clock, answered),
        "sending ? answered",
        "answered answered answered",
        3,
        3,
    ),
    Case(
        "500 after it was taken",
        (broken_after, answered),
        "sending ? answered",
        "answered answered answered",
        3,
        3,
    ),
    Case("504, not taken", (gateway_timeout,), "sending ? failed", "failed queued queued", 1, 0),
    Case("half a body", (half_a_body, answered), "sending ? answered", "answered answered answered", 3, 3),
    Case("no JSON", (bad_json, answered), "sending ? answered", "answered answered answered", 3, 3),
    Case(
        "reset, taken later",
        (late(0.2), answered),
        "sending ? answered",
        "answered answered answered",
        3,
        3,
    ),
    Case("taken, never answered", (unanswered,), "sending ? unknown", "unknown queued queued", 1, 1),
    Case("hangs, not taken", (hang,), "sending ? failed", "failed queued queued", 1, 0),
    Case(
        "503 twice",
        (away, away, answered),
        "sending … sending … sending answered",
        "answered answered answered",
        5,
        3,
    ),
    Case(
        "503 with Retry-After",
        (away_briefly, answered),
        "sending … sending answered",
        "answered answered answered",
        4,
        3,
    ),
    Case(
        "503 without end",
        (away,),
        "sending … sending … sending … sending … sending failed",
        "failed queued queued",
        5,
        0,
    ),
    *(
        _answered_in_between(f"{status} in HTML after it was taken", taken_behind(web_page(status)))
        for status in (400, 401, 403, 404, 409, 429, 502, 503)
    ),
    _answered_in_between("302 after it was taken", taken_behind(redirect("https://login.example/"))),
    _answered_in_between("the answer is another session's", astray),
    Case("503 in HTML, not taken", (page_instead,), "sending ? failed", "failed queued queued", 1, 0),
    Case(
        "429, too many at once",
        (too_many, answered),
        "sending … sending answered",
        "answered answered answered",
        4,
        3,
    ),
    Case("400", (not_understood,), "sending failed", "failed queued queued", 1, 0),
    Case("403", (forbidden,), "sending failed", "failed queued queued", 1, 0),
    Case("429", (limit_reached,), "sending failed", "failed queued queued", 1, 0),
    Case("401 mid-queue", (answered, key_refused), "sending answered", "answered queued queued", 2, 1),
)


@dataclass(frozen=True)
class Outcome:
    """What came of it."""

    steps: str
    states: str
    posts: int
    taken: int


async def play(case: Case) -> Outcome:
    """Send the messages through the real services to a service that fails so."""
    service = Service(case.plays)
    with _folders(), FaultyServer(service) as server:
        environ = {"ASYNTAI_API_KEY": "some-test-key", "ASYNTAI_BASE_URL": server.base_url}
        async with await open_services(Settings(timeouts=_TIMEOUTS), environ=environ, pace=_PACE) as services:
            await services.connect()
            first = await services.conversation.enqueue("s", 1, MESSAGES[0])
            for text in MESSAGES[1:]:
                await services.conversation.enqueue("s", 1, text)
            steps = [
                "?" if step.looking else "…" if step.message.retry_at else str(step.message.state)
                async for step in services.conversation.pump("s")
                if step.message.key == first.message.key
            ]
            messages = (await services.library.page("s")).messages
            ours = [message for message in messages if message.content in MESSAGES]
            assert tuple(message.content for message in ours) == MESSAGES, "lost, doubled, or out of order"
            states = " ".join(message.state for message in ours)
    return Outcome(" ".join(steps), states, len(service.posts), len(service.taken))


@contextmanager
def _folders() -> Generator[None]:
    """Folders of the case's own."""
    kept = os.environ.get("XDG_DATA_HOME")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_DATA_HOME"] = str(Path(folder))
        try:
            yield
        finally:
            if kept is None:
                del os.environ["XDG_DATA_HOME"]
            else:
                os.environ["XDG_DATA_HOME"] = kept
