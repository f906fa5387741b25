"""The month's usage: counted at once, corrected by the service, and what follows at the limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.domain.faults import FaultKind, ServiceError
from tui.domain.usage import Usage, UsageLevel, counted

if TYPE_CHECKING:
    from tui.controllers.desk import Desk
    from tui.domain.faults import Fault
    from tui.domain.models import Account

EVERY = 180.0
"""Seconds between two looks at the account while the client is in use."""

LIMIT_REACHED = (
    "The month's message limit is reached: nothing is sent until the month turns or the plan grows."
)


class UsageKeeper:
    """Keeps the gauge true."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._confirmed = False
        self._fault: Fault | None = None
        self._used_since = False

    async def load(self) -> None:
        """Show what is known from before, at once."""
        account = await self._desk.services.library.account()
        if account is not None:
            self._show(account, confirmed=False)

    def refresh(self) -> None:
        """Ask the service."""
        self._desk.refresh(self._refresh(), "account")

    def look_again(self) -> None:
        """Ask the service if the client was used since, or could not be reached."""
        if self._used_since or self._desk.main.is_offline:
            self.refresh()

    def count(self) -> None:
        """Count a message of ours at once, then have the service confirm."""
        self._used_since = True
        if self._desk.place.account is not None:
            self._show(counted(self._desk.place.account), confirmed=False)
        self.refresh()

    def heed(self, fault: Fault) -> None:
        """Take a failure that says something of the account."""
        if fault.kind is FaultKind.LIMIT_REACHED:
            self._desk.main.composer.blocked = LIMIT_REACHED
            self.refresh()

    def show_details(self) -> None:
        """Open the account's dialog."""
        from tui.screens.usage import UsageScreen

        screen = UsageScreen(self._desk.place.account, confirmed=self._confirmed, fault=self._fault)
        self._desk.app.push_screen(screen)

    async def _refresh(self) -> None:
        self._used_since = False
        try:
            account = await self._desk.ask(self._desk.services.library.refresh_account())
        except ServiceError as error:
            self._fault = error.fault
            if self._desk.place.account is None:
                self._desk.main.gauge.show(None, confirmed=False)
            raise
        self._fault = None
        self._show(account, confirmed=True)

    def _show(self, account: Account, *, confirmed: bool) -> None:
        self._desk.place.account = account
        self._confirmed = confirmed
        self._desk.main.gauge.show(account, confirmed=confirmed)
        reached = Usage.of(account).level is UsageLevel.REACHED
        if confirmed or reached:
            self._desk.main.composer.blocked = LIMIT_REACHED if reached else ""
