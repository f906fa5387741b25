"""The plain client's main loop: starts, reads each line, runs commands, sends messages, ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui import output
from tui.domain.clean import one_line
from tui.domain.faults import ExitStatus, ServiceError, UserError
from tui.domain.session_id import new_session_id
from tui.output import OutputError
from tui.plain import wording
from tui.plain.browsing import Browsing
from tui.plain.commands import help_lines
from tui.plain.composing import Composing, refuse_keys
from tui.plain.courier import Courier
from tui.plain.exchange import Exchange
from tui.plain.filing import export
from tui.plain.interrupts import InterruptedByPersonError
from tui.plain.key import ask_for_key
from tui.plain.place import Place
from tui.plain.starting import Starting
from tui.plain.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from tui.domain.launch import Launch
    from tui.plain.console import Console
    from tui.plain.interrupts import Interrupts
    from tui.plain.reader import Typed
    from tui.services.open import Services

HOW_TO_LEAVE = "To leave, type /quit, or press Ctrl+D on an empty line."


class PlainClient:
    """Line-based client over the same services as the full-screen one."""

    def __init__(self, launch: Launch, services: Services, console: Console, interrupts: Interrupts) -> None:
        self._services = services
        self._console = console
        self._interrupts = interrupts
        self._timeouts = launch.settings.timeouts
        self._place = Place(new_session_id(services.clock.now()))
        self._courier = Courier(services.conversation)
        self._tally = Tally(services.library)
        self._browsing = Browsing(services, console, self._place)
        self._composing = Composing(console)
        self._exchange = Exchange(services, console, interrupts, self._place, self._courier, self._tally)
        self._starting = Starting(
            launch, services, console, self._place, self._browsing, self._courier, self._tally
        )
        self._leaving = False
        self._asked = False
        """Whether a message was sent, so that a failure of the output should name its session."""
        self._commands: dict[str, Callable[[str], Coroutine[None, None, None]]] = {
            "help": self._help,
            "websites": self._browsing.websites,
            "website": self._browsing.website,
            "sessions": self._browsing.sessions,
            "find": self._browsing.find,
            "open": self._browsing.open,
            "more": self._browsing.more,
            "new": self._browsing.new,
            "usage": self._usage,
            "export": self._export,
            "key": self._key,
            "quit": self._quit,
        }
        self._sending: dict[str, Callable[[str], Coroutine[None, None, None]]] = {
            "long": lambda _: self._long(),
            "retry": lambda _: self._exchange.retry(),
            "edit": self._exchange.edit,
            "dismiss": lambda _: self._exchange.dismiss(),
            "look": lambda _: self._exchange.look(),
        }
        """Commands that send a message; not run under a guard, they handle Ctrl+C themselves."""

    async def run(self) -> int:
        """Start, handle lines until the end of input or ``/quit``, and return the exit status.

        Raises:
            UserError: if it cannot start.
            ServiceError: if it cannot start without the service.
            InterruptedByPersonError: if Ctrl+C stops a script, or the start.
        """
        try:
            await self._interrupts.guard(self._starting.start())
            while not self._leaving:
                self._exchange.tell_news()
                await self._next()
            self._exchange.tell_news()
            if self._exchange.is_waited_for:
                self._console.say(
                    "A message is on its way: what becomes of it is found out at the next start."
                )
        except OutputError as error:
            kept = f" What was said is kept in the session {self._place.session_id}." if self._asked else ""
            output.say(f"{error}{kept}")
            return error.exit_status
        finally:
            await self._courier.close()
            await self._tally.close()
        return ExitStatus.FINE if self._console.is_terminal else self._exchange.status

    async def _next(self) -> None:
        """Read the next lines and handle them."""
        try:
            typed = await self._interrupts.guard(self._console.typed("You:"))
        except InterruptedByPersonError:
            self._give_prompt_back(HOW_TO_LEAVE)
            return
        if typed is None:
            self._leaving = True
            return
        try:
            await self._take(typed)
        except InterruptedByPersonError:
            self._give_prompt_back("Stopped.")
        except ServiceError as error:
            self._fail(error.fault.told, error.fault.exit_status)
        except UserError as error:
            self._fail(str(error), error.exit_status)

    def _fail(self, words: str, status: int) -> None:
        self._console.say(words)
        self._exchange.status = status

    def _give_prompt_back(self, words: str) -> None:
        """Continue after Ctrl+C on a terminal.

        Raises:
            InterruptedByPersonError: without a terminal.
        """
        if not self._console.is_terminal:
            raise InterruptedByPersonError
        self._console.interrupted()
        self._console.say(words)

    async def _take(self, typed: Typed) -> None:
        first = typed.lines[0].lstrip()
        if len(typed.lines) == 1 and first.startswith("/") and not first.startswith("//"):
            await self._obey(first)
            return
        text = await self._interrupts.guard(self._composing.message(typed))
        doubled = len(typed.lines) == 1 and text.startswith("//")
        await self._ask(text.removeprefix("/") if doubled else text)

    async def _ask(self, text: str) -> None:
        if text:
            self._asked = True
            await self._exchange.ask(text)

    async def _obey(self, line: str) -> None:
        refuse_keys([line])
        name, _, words = line.removeprefix("/").partition(" ")
        if sending := self._sending.get(name):
            await sending(words.strip())
        elif command := self._commands.get(name):
            await self._interrupts.guard(command(words.strip()))
        else:
            known = one_line(name, 30)
            raise UserError(
                f"There is no command /{known}: /help reads them out. "
                "What begins with a slash and is to be sent begins with two."
            )

    async def _help(self, words: str) -> None:
        del words
        for line in help_lines():
            self._console.say(line)

    async def _long(self) -> None:
        await self._ask(await self._interrupts.guard(self._composing.long_message()))

    async def _usage(self, words: str) -> None:
        del words
        try:
            self._console.say(wording.account(await self._tally.refresh()))
        except ServiceError as error:
            known = await self._tally.known()
            if known is None:
                raise
            self._console.say(f"As known from before: {error.fault.sentence} {wording.account(known)}")

    async def _export(self, words: str) -> None:
        await export(self._services.library, self._console, self._place, words)

    async def _key(self, words: str) -> None:
        del words
        if self._services.is_demo:
            raise UserError("The demo needs no key.")
        await ask_for_key(self._services, self._console, self._timeouts, "Enter another API key.")
        for session_id in await self._services.conversation.queued_sessions():
            self._courier.resume(session_id)

    async def _quit(self, words: str) -> None:
        del words
        self._leaving = True
