"""Store binding: messages queued for one service are never sent to another."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tui.domain.endpoint import is_loopback
from tui.domain.faults import Fault, FaultKind

if TYPE_CHECKING:
    from tui.store.store import Store

_SERVICE = "service"
"""Preference with the base URL that the store was last opened for."""


async def belong(store: Store, base_url: str) -> None:
    """Bind the store to a service; messages that were queued for another one become *failed*.

    All services on loopback count as one, as a sandbox has another port at every start. The capabilities
    found at another address are forgotten.

    Raises:
        StoreError: if the store fails.
    """
    before = await store.preferences.get(_SERVICE)
    if before == base_url:
        return
    if before is not None and not (_is_here(before) and _is_here(base_url)):
        await store.outbox.fail_queued(_written_for(before))
    await store.abilities.forget()
    await store.preferences.put(_SERVICE, base_url)


def _is_here(base_url: str) -> bool:
    return is_loopback(urlsplit(base_url).hostname or "")


def _written_for(base_url: str) -> Fault:
    return Fault(
        kind=FaultKind.NOT_TAKEN,
        title="Written for another service",
        sentence=f"The message was written for {base_url} and was not sent.",
        remedy="Send it again if it is meant for this service.",
        retryable=True,
        may_have_been_taken=False,
    )
