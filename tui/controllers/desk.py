"""What the controllers share: the app, the main screen, the services and the current place."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from tui.domain.faults import FaultKind, ServiceError, UserError
from tui.domain.models import Address
from tui.widgets.notice import NoticeLevel

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    from tui.domain.clock import Clock
    from tui.domain.faults import Fault
    from tui.domain.models import Account, Website
    from tui.screens.main import MainScreen
    from tui.services.open import Services
    from tui.terminal.key_order import Step
    from tui.terminal.terminal_app import TerminalApp

    Job = Coroutine[Any, Any, None]

T = TypeVar("T")
P = ParamSpec("P")

STARTING = "The client is still starting. Try again in a moment."
CLOSING = "The client is closing."


@dataclass
class Place:
    """The current place: the website on screen, the session that is open, and the account."""

    websites: list[Website] = field(default_factory=list["Website"])
    website: Website | None = None
    session_id: str = ""
    """A new session has an id too; it is stored with its first message or draft."""
    account: Account | None = None

    @property
    def address(self) -> Address | None:
        """Where a message written now is sent; ``None`` while no website is on screen."""
        return None if self.website is None else Address(self.website.id, self.session_id)


@dataclass
class Desk:
    """The context of every controller: shared state, and ways to run jobs in workers of the app."""

    app: TerminalApp[Any]
    main: MainScreen
    clock: Clock
    place: Place = field(default_factory=Place)
    opened: Services | None = None
    closed_because: str = STARTING
    """Why there are no services, as a sentence."""
    on_return: Callable[[], None] = lambda: None
    """Called when the service answers again after it could not be reached."""

    @property
    def services(self) -> Services:
        """The services.

        Raises:
            UserError: if they are not open.
        """
        if self.opened is None:
            raise UserError(self.closed_because)
        return self.opened

    def work(self, job: Callable[P, Job], *args: P.args, **named: P.kwargs) -> None:
        """Run a job in a worker of the app, which outlives any dialog; no later job cancels it."""
        self.app.run_worker(partial(self._told, job, *args, **named))

    def step(self, job: Callable[P, Job], *args: P.args, **named: P.kwargs) -> None:
        """Run a job before the next key is handled.

        Keys are handled while the job waits for a dialog's result or for the service; see ``KeyOrder``.
        """
        step = self.app.key_order.begin_step()
        self.app.run_worker(partial(self._stepped, step, job, *args, **named))

    async def _stepped(self, step: Step, job: Callable[P, Job], *args: P.args, **named: P.kwargs) -> None:
        with step.taken():
            await self._told(job, *args, **named)

    def refresh(self, group: str, job: Callable[P, Job], *args: P.args, **named: P.kwargs) -> None:
        """Run a job, cancelling an earlier one of the same group.

        A job that is cancelled half-way must leave nothing half done.
        """
        self.app.run_worker(partial(self._told, job, *args, **named), group=group, exclusive=True)

    def refresh_step(self, group: str, job: Callable[P, Job], *args: P.args, **named: P.kwargs) -> None:
        """Run a job as :meth:`refresh` does; the next key waits for it as with :meth:`step`."""
        step = self.app.key_order.begin_step(group)
        self.app.run_worker(partial(self._stepped, step, job, *args, **named), group=group, exclusive=True)

    async def close(self) -> None:
        """Close the services; asking for them raises from now on."""
        opened, self.opened, self.closed_because = self.opened, None, CLOSING
        if opened is not None:
            await opened.close()

    async def ask(self, call: Awaitable[T]) -> T:
        """Await a call of the service, and record whether the service could be reached.

        Raises:
            ServiceError: if the call fails.
        """
        try:
            with self.app.key_order.keys_pass():
                answer = await call
        except ServiceError as error:
            self.note(error.fault)
            raise
        self.reached()
        return answer

    def note(self, fault: Fault) -> None:
        """Show the client as offline if a fault says that the service cannot be reached."""
        if fault.offline:
            self.main.show_offline(fault.title)

    def reached(self) -> None:
        """Record that the service answered; after being offline, run ``on_return``."""
        if self.main.is_offline:
            self.main.show_online()
            self.on_return()

    async def _told(self, job: Callable[P, Job], *args: P.args, **named: P.kwargs) -> None:
        """Run a job, and show its error as a notice unless the screen shows it already."""
        try:
            await job(*args, **named)
        except ServiceError as error:
            fault = error.fault
            if fault.offline or fault.kind is FaultKind.NO_KEY:
                # The offline sign shows it already, or the screen that asks for a key.
                return
            self.main.notice.show(f"{fault.title}. {fault.told}", NoticeLevel.ERROR)
        except UserError as error:
            self.main.notice.show(str(error), NoticeLevel.ERROR)
