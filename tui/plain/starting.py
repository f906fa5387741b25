"""Start of the plain client: key, websites, usage, the first session, and unsettled messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.domain.amounts import messages
from tui.domain.clean import one_line
from tui.domain.faults import FaultKind, ServiceError, UserError
from tui.plain import wording
from tui.plain.key import ask_for_key
from tui.services.faults import NO_KEY
from tui.services.websites import require_website

if TYPE_CHECKING:
    from tui.domain.launch import Launch
    from tui.domain.models import Session, Website
    from tui.plain.browsing import Browsing
    from tui.plain.console import Console
    from tui.plain.courier import Courier
    from tui.plain.place import Place
    from tui.plain.tally import Tally
    from tui.services.open import Services

_WANTS_KEY = frozenset({FaultKind.KEY_REFUSED, FaultKind.NO_KEY})


class Starting:
    """Takes the client to its first prompt; without a terminal, whatever is missing is an error."""

    def __init__(
        self,
        launch: Launch,
        services: Services,
        console: Console,
        place: Place,
        browsing: Browsing,
        courier: Courier,
        tally: Tally,
    ) -> None:
        self._launch = launch
        self._services = services
        self._library = services.library
        self._console = console
        self._place = place
        self._browsing = browsing
        self._courier = courier
        self._tally = tally

    async def start(self) -> None:
        """Connect, load the websites and the usage, open a session and resume unsettled messages.

        Raises:
            UserError: if the command line names something that does not exist, or the demo does not start.
            ServiceError: without a terminal, if the service or a key is missing.
        """
        of = "on the sandbox" if self._services.is_demo else f"profile {self._services.profile_name}"
        self._console.say(f"asyntai-tui, the plain client, {of}.")
        self._services.store.listen(self._console.say)
        await self._connect()
        await self._learn_websites()
        await self._learn_usage()
        await self._go()
        if self._console.is_terminal:
            await self._resume()
        self._console.say("/help reads the commands out. Ask a question:")

    async def _connect(self) -> None:
        why = f"No API key is set for the profile {self._services.profile_name}."
        try:
            if await self._services.connect():
                return
        except UserError as error:
            if self._services.is_demo or not self._console.is_terminal:
                raise
            why = str(error)
        if not self._console.is_terminal:
            raise ServiceError(NO_KEY)
        await self._ask_for_key(why)

    async def _ask_for_key(self, why: str) -> None:
        await ask_for_key(self._services, self._console, self._launch.settings.timeouts, why)

    async def _learn_websites(self) -> None:
        while True:
            try:
                self._place.websites = await self._library.refresh_websites()
            except ServiceError as error:
                wants_key = error.fault.kind in _WANTS_KEY
                if not (wants_key and self._console.is_terminal):
                    await self._know_websites(error)
                    return
                why = f"The service refused the key from {self._services.key_source}."
            else:
                return
            await self._ask_for_key(why)

    async def _know_websites(self, error: ServiceError) -> None:
        """Continue with the stored websites.

        Raises:
            ServiceError: without a terminal, if there are none, or the key is missing or refused.
        """
        self._place.websites = await self._library.websites()
        if not self._console.is_terminal and (error.fault.kind in _WANTS_KEY or not self._place.websites):
            raise error
        self._console.say(error.fault.told)

    async def _learn_usage(self) -> None:
        try:
            await self._tally.refresh()
        except ServiceError:
            await self._tally.known()  # the fault is reported with the websites, or with a message
        if self._tally.words:
            self._console.say(self._tally.words)

    async def _go(self) -> None:
        named = self._launch.session
        known = await self._library.session(named) if named else None
        website = await self._website(known)
        if website is None:
            self._console.say("There is no website yet. /websites asks the service for them.")
        elif named:
            await self._go_to_named(named, website)
        else:
            await self._go_to_last(website)

    async def _website(self, known: Session | None) -> Website | None:
        """Return the named session's website, else the named website, else the last one, else the primary."""
        websites = self._place.websites
        home = self._place.website_of(known.website_id) if known is not None else None
        if self._launch.website and home is not None:
            asked = require_website(websites, self._launch.website)
            if asked.id != home.id:
                raise UserError(f"The session {self._launch.session} belongs to another website ({home.id}).")
        if home is not None or not websites:
            return home
        if self._services.website:
            return require_website(websites, self._services.website)
        last = await self._library.last_website() if self._console.is_terminal else None
        return self._place.website_of(last or 0) or require_website(websites, "")

    async def _go_to_named(self, session_id: str, website: Website) -> None:
        try:
            session = await self._library.open_by_id(session_id, website.id)
        except ServiceError as error:
            self._console.say(error.fault.told)
            session = None
        if session is not None:
            await self._browsing.go_on(session)
            return
        await self._browsing.enter(website, session_id)
        self._console.say(f"Website: {wording.website(website)}. A new session, id {one_line(session_id)}.")

    async def _go_to_last(self, website: Website) -> None:
        """Enter the website's last session; a script starts a new one."""
        last = await self._library.last_session(website.id) if self._console.is_terminal else None
        session = await self._library.session(last) if last else None
        if session is None or not session.message_count:
            await self._browsing.enter(website)
            self._browsing.say_where()
            return
        await self._browsing.enter(website, session.id)
        self._console.say(
            f"Website: {wording.website(website)}. You are in the session {wording.titled(session)} "
            f"{messages(session.message_count)}. /more reads its end, /new begins another."
        )

    async def _resume(self) -> None:
        """Resume the sessions with unknown or queued messages."""
        unsettled = await self._services.conversation.unsettled_sessions()
        for session_id in unsettled:
            self._courier.resume(session_id)
        if unsettled:
            sessions = "one session" if len(unsettled) == 1 else f"{len(unsettled)} sessions"
            self._console.say(
                f"In {sessions} a message from before is not settled: it is looked for, or sent if it was "
                "queued, and what becomes of it is told here."
            )
