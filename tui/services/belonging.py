"""A store belongs to the service that it was filled from: what waits in it to be sent goes to no other."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tui.domain.endpoint import is_loopback
from tui.domain.faults import Fault, FaultKind

if TYPE_CHECKING:
    from tui.store.store import Store

_SERVICE = "service"
"""The base URL for which the store was opened last."""


async def belong(store: Store, base_url: str) -> None:
    """Note which service the store is opened for; messages that were queued for another are *failed*.

    Services of this machine are one: a sandbox has another port at every start. What a service at another
    address was found able to do is forgotten.

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
