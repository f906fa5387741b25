"""Account tracker: counts the month's usage at once, and refreshes it from the service afterwards."""

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
    """Tracks the account and the month's usage."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._account: Account | None = None
        self._asking: asyncio.Task[None] | None = None

    @property
    def words(self) -> str:
        """The usage as a sentence; empty if it is not known."""
        return wording.usage(self._account) if self._account else ""

    async def refresh(self) -> Account:
        """Fetch the account.

        Raises:
            ServiceError: if the call fails.
        """
        self._account = await self._library.refresh_account()
        return self._account

    async def known(self) -> Account | None:
        """Return the account as fetched last, in this run or an earlier one; ``None`` if it never was."""
        if self._account is None:
            self._account = await self._library.account()
        return self._account

    def count(self) -> None:
        """Count one answered message, and refresh in the background."""
        if self._account is not None:
            # An answer beyond the limit means that the limit was raised: the stored count is outdated.
            lifted = Usage.of(self._account).level is UsageLevel.REACHED
            self._account = None if lifted else counted(self._account)
        self.refresh_later()

    def refresh_later(self) -> None:
        """Fetch the account in the background, in place of an earlier fetch still under way."""
        if self._asking is not None:
            self._asking.cancel()
        self._asking = asyncio.create_task(self._refresh_quietly())

    async def close(self) -> None:
        """Cancel a background fetch."""
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.wait((self._asking,))

    async def _refresh_quietly(self) -> None:
        with suppress(ServiceError):  # the next message reports it
            await self.refresh()
