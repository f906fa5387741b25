"""A day of work in one client, and the memory that it takes after its first hour and at its end."""

from __future__ import annotations

from tests.benchmarks.client import COLUMNS, NO_KEY_SENT_WITHIN, ROWS, Client, home
from tests.benchmarks.figures import Bound, Figure, difference
from tests.benchmarks.service import Service

HOURS = 8
MESSAGES, SWITCHES, RESIZES, PAGES = 1_000, 500, 200, 2_000
"""Of the whole day."""
SESSIONS = {f"day-{number}": 300 for number in range(12)}

F2, PAGE_UP, PAGE_DOWN = "\x1bOQ", "\x1b[5~", "\x1b[6~"
WORD = "So"
IN_THE_COMPOSER = "Enter Send"
DRAWN = 0.03
"""Seconds without a byte after which what a key does is drawn."""


def day(runs: int) -> list[Figure]:
    """Messages, other sessions, other sizes and pages, in turn; one run is enough, however many are asked."""
    del runs
    bound = Bound("memory after a day of work", "after its first hour", "MiB", 15, 5)
    with Service() as service, home(service.base_url, SESSIONS) as env, Client(env) as client:
        client.ready()
        resident: list[float] = []
        for hour in range(HOURS):
            _hour(client, hour)
            client.settle()
            resident.append(client.resident())
    return [difference(bound, resident[-1:], resident[:1])]


def _hour(client: Client, hour: int) -> None:
    for number in range(MESSAGES // HOURS):
        client.press(WORD)
        client.poll_until(f"› {WORD}")
        client.read(NO_KEY_SENT_WITHIN)
        client.type("\r")
        client.poll_until(f"Reply {hour * (MESSAGES // HOURS) + number + 1}:")
    for number in range(PAGES // HOURS):
        _key(client, PAGE_UP if number % 50 < 25 else PAGE_DOWN)
    for number in range(SWITCHES // HOURS):
        client.type(F2)
        client.poll_until(lambda text: IN_THE_COMPOSER not in text)
        _key(client, "j" if number // len(SESSIONS) % 2 else "k")
        client.type("\r")
        client.poll_until(IN_THE_COMPOSER)
    for number in range(RESIZES // HOURS):
        client.resize(60 + number * 37 % 80, 15 + number * 11 % 30)
        client.read(DRAWN)
    client.resize(COLUMNS, ROWS)


def _key(client: Client, key: str) -> None:
    client.type(key)
    client.read(DRAWN)
