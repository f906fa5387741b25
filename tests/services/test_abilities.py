"""Optional parts of the API: asked for once a day, and believed only where the service says so itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.support.faulty_server import Answer, FaultyServer, error, web_page
from tui.domain.abilities import Ability, Tried
from tui.domain.faults import ServiceError
from tui.domain.settings import Settings
from tui.services.open import Services, open_services

if TYPE_CHECKING:
    from tests.support.faulty_server import Act
    from tests.support.sandbox import RunningSandbox

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HERE = Answer({"success": True, "tickets": []})


class Day:
    """A clock that stands at noon, until a test moves it."""

    def __init__(self) -> None:
        self.moment = NOON

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return (self.moment - NOON).total_seconds()


async def connected(base_url: str, day: Day) -> Services:
    environ = {"ASYNTAI_API_KEY": "some-test-key", "ASYNTAI_BASE_URL": base_url}
    services = await open_services(Settings(), environ=environ, clock=day)
    await services.connect()
    return services


@pytest.mark.parametrize("ability", Ability)
async def test_the_documented_service_has_none_and_is_asked_once(
    sandbox: RunningSandbox, services: Services, ability: Ability
) -> None:
    for _ in range(3):
        assert not await services.abilities.has(ability)
    assert sandbox.asked(f"{ability}/") == 1


@pytest.mark.parametrize(
    ("act", "there"),
    [
        (HERE, True),
        (Answer({"entries": []}), True),
        (error(404, "Not found."), False),
        (web_page(404), False),
        (error(403, "API access is not part of the Free plan."), False),
    ],
)
async def test_what_was_found_holds_for_the_day_and_over_a_start(act: Act, there: bool) -> None:
    day = Day()
    with FaultyServer(act, act) as server:
        for hours in (0, 11):
            day.moment = NOON + timedelta(hours=hours)
            async with await connected(server.base_url, day) as services:
                assert await services.abilities.has(Ability.TICKETS) is there
                assert await services.store.abilities.get(Ability.TICKETS) == Tried(there, NOON)
        (request,) = server.requests
        assert "/tickets/?limit=1" in str(request)
        day.moment = NOON + timedelta(hours=13)
        async with await connected(server.base_url, day) as services:
            assert await services.abilities.has(Ability.TICKETS) is there
            assert await services.store.abilities.get(Ability.TICKETS) == Tried(there, day.moment)
        assert len(server.requests) == 2


@pytest.mark.parametrize("trouble", [error(401, "no"), error(429, "slow down"), web_page(502), web_page(503)])
async def test_trouble_on_the_way_proves_nothing_and_is_asked_again(trouble: Act) -> None:
    with FaultyServer(trouble, HERE) as server:
        async with await connected(server.base_url, Day()) as services:
            with pytest.raises(ServiceError):
                await services.abilities.has(Ability.LEADS)
            assert await services.store.abilities.get(Ability.LEADS) is None
            assert await services.abilities.has(Ability.LEADS)


async def test_another_service_is_asked_itself() -> None:
    day = Day()
    async with await connected("https://elsewhere.invalid/api/v1/", day) as services:
        await services.store.abilities.put(Ability.LEADS, Tried(there=True, at=NOON))
    with FaultyServer(error(404, "Not found.")) as server:
        async with await connected(server.base_url, day) as services:
            assert not await services.abilities.has(Ability.LEADS)
