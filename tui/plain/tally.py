"""The month's usage: counted at once, corrected by the service behind it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from tui.domain.faults import ServiceError
from tui.domain.usage import Usage, UsageLevel, counted
from tui.plain import wording

if TYPE_CHECKING:
    from tui.domain.models import Account
    from tui.services.library import Library


class Tally:
    """Knows the account as well as can be."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._account: Account | None = None
        self._asking: asyncio.Task[None] | None = None

    @property
    def words(self) -> str:
        """The usage as far as it is known; empty if nothing is."""
        return wording.usage(self._account) if self._account else ""

    async def refresh(self) -> Account:
        """Ask the service.

        Raises:
            ServiceError: if it does not tell.
        """
        self._account = await self._library.refresh_account()
        return self._account

    async def known(self) -> Account | None:
        """What was told last."""
        if self._account is None:
            self._account = await self._library.account()
        return self._account

    def count(self) -> None:
        """Count a message of ours that was answered."""
        if self._account is not None:
            # One that was answered beyond the limit shows that the limit was lifted.
            lifted = Usage.of(self._account).level is UsageLevel.REACHED
            self._account = None if lifted else counted(self._account)
        self.refresh_later()

    def refresh_later(self) -> None:
        """Ask the service while the person goes on; of several askings the last counts."""
        if self._asking is not None:
            self._asking.cancel()
        self._asking = asyncio.create_task(self._refresh_quietly())

    async def close(self) -> None:
        """Stop asking."""
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.wait((self._asking,))

    async def _refresh_quietly(self) -> None:
        with suppress(ServiceError):  # the next question tells of a service that is not there
            await self.refresh()
