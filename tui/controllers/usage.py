"""The month's usage: counted here at once, corrected by the service; at the limit nothing is sent."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from tui.domain.faults import FaultKind, ServiceError
from tui.domain.usage import Usage, UsageLevel, counted
from tui.widgets.notice import NoticeLevel

if TYPE_CHECKING:
    from tui.controllers.desk import Desk
    from tui.domain.faults import Fault
    from tui.domain.models import Account, Address

EVERY = 15.0
"""Seconds between two checks whether to fetch the account."""
STALE = 180.0
"""Seconds after which the account is fetched again, if the client was used since."""

LIMIT_REACHED = (
    "The month's message limit is reached: nothing is sent until the month turns or the plan grows. "
    "Enter asks again whether it has."
)


class UsageKeeper:
    """Keeps the usage gauge up to date, and blocks the composer at the limit."""

    every = EVERY

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._confirmed = False
        self._fault: Fault | None = None
        self._used_since = False
        self._asked_at = 0.0
        self._asked_by_enter_at = -inf

    async def load(self) -> None:
        """Show the stored account at once."""
        account = await self._desk.services.library.account()
        if account is not None:
            # A stored limit may be last month's: it blocks nothing before the service confirms it.
            self._show(account, confirmed=False)

    def refresh(self) -> None:
        """Fetch the account from the service."""
        self._desk.refresh("account", self._refresh)

    def look_again(self) -> None:
        """Fetch the account if offline, at the limit, or ``STALE`` seconds after a fetch if used since."""
        used = self._used_since and self._desk.clock.monotonic() - self._asked_at >= STALE
        stale = used or bool(self._desk.main.composer.blocked)
        if self._desk.opened is not None and (stale or self._desk.main.is_offline):
            self.refresh()

    def say_blocked(self, reason: str, text: str) -> None:
        """Say why nothing is sent, and send ``text`` if the service lifts the limit.

        The service is asked at most every ``EVERY`` seconds. The text is sent only if the composer still
        holds it, for the same session.
        """
        self._desk.main.notice.show(reason, NoticeLevel.WARNING)
        if self._desk.opened is not None and self._desk.clock.monotonic() - self._asked_by_enter_at >= EVERY:
            self._asked_by_enter_at = self._desk.clock.monotonic()
            self._desk.work(self._send_if_lifted, text, self._desk.place.address)

    async def _send_if_lifted(self, text: str, address: Address | None) -> None:
        await self._refresh()
        composer = self._desk.main.composer
        if not composer.blocked:
            self._asked_by_enter_at = -inf
            if (composer.unsent, self._desk.place.address) == (text, address):
                composer.send()

    def count(self) -> None:
        """Count an answered message at once, then fetch the account to confirm it."""
        self._used_since = True
        if self._desk.place.account is not None:
            self._show(counted(self._desk.place.account), confirmed=False)
            self._block()
        self.refresh()

    def heed(self, fault: Fault) -> None:
        """Block the composer at the limit; note that a message may have been counted."""
        if fault.kind is FaultKind.LIMIT_REACHED:
            self._desk.main.composer.blocked = LIMIT_REACHED
            self.refresh()
        elif fault.may_have_been_taken:
            self._used_since = True

    def show_details(self) -> None:
        """Open the usage dialog."""
        from tui.screens.usage import UsageScreen

        screen = UsageScreen(self._desk.place.account, confirmed=self._confirmed, fault=self._fault)
        self._desk.app.push_screen(screen)

    async def _refresh(self) -> None:
        self._used_since = False
        self._asked_at = self._desk.clock.monotonic()
        try:
            account = await self._desk.ask(self._desk.services.library.refresh_account())
        except ServiceError as error:
            self._fault = error.fault
            if self._desk.place.account is None:
                self._desk.main.gauge.show(None, confirmed=False)
            raise
        self._fault = None
        self._show(account, confirmed=True)
        self._block()

    def _show(self, account: Account, *, confirmed: bool) -> None:
        self._desk.place.account = account
        self._confirmed = confirmed
        self._desk.main.gauge.show(account, confirmed=confirmed)

    def _block(self) -> None:
        """Block the composer at the limit, or unblock it."""
        account = self._desk.place.account
        reached = account is not None and Usage.of(account).level is UsageLevel.REACHED
        self._desk.main.composer.blocked = LIMIT_REACHED if reached else ""
        if not reached:
            self._desk.main.notice.retract(LIMIT_REACHED)
