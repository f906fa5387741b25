"""Recovery at the start: unfinished text of earlier runs becomes drafts, and a notice says where."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.domain.clean import one_line
from tui.domain.faults import UserError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from tui.controllers.desk import Desk
    from tui.domain.models import Address

_NAME_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Returned:
    """A text that was recovered as a draft."""

    what: str
    """What it is, as the beginning of a sentence."""
    address: Address | None
    """Where it is the draft; ``None`` for the session that is opened first."""
    then: str = ""
    """Another sentence for the notice; may be empty."""


class Returning:
    """Recovers unfinished text of earlier runs, and opens the session that it belongs to."""

    def __init__(self, desk: Desk, *sources: Callable[[], AsyncIterator[Returned]]) -> None:
        self._desk = desk
        self._sources = sources
        self._returned: list[Returned] = []

    async def take_up(self) -> None:
        """Recover everything as drafts, before a session is opened."""
        for source in self._sources:
            with suppress(UserError):  # then the next start tries it again
                async for returned in source():
                    self._returned.append(returned)
        addresses = [returned.address for returned in self._returned if returned.address is not None]
        if addresses and not self._desk.main.composer.unsent:
            with suppress(UserError):  # then the notice says where the text is
                await self._open_first(addresses[-1])

    async def _open_first(self, address: Address) -> None:
        """Make a session the one that is opened first, unless the one used last has a draft."""
        library = self._desk.services.library
        website_id = await library.last_website()
        last = None if website_id is None else await library.last_session(website_id)
        if last is None or not (await library.draft(last)).text:
            await library.remember_session(address.website_id, address.session_id)
            await library.remember_website(address.website_id)

    async def tell(self) -> None:
        """Show what was recovered, and where it is."""
        said = [
            f"{each.what} is back {await self._where(each.address)} {each.then}" for each in self._returned
        ]
        if said:
            self._desk.main.notice.show(" ".join(dict.fromkeys(said)))

    async def _where(self, address: Address | None) -> str:
        place = self._desk.place
        if address is None or address == place.address:
            return "in the composer."
        session = await self._desk.services.library.session(address.session_id)
        title = session.title if session is not None else ""
        name = f"“{one_line(title, _NAME_LENGTH)}”" if title else "a new session"
        site = next((site for site in place.websites if site.id == address.website_id), None)
        if site is None or site == place.website:
            return f"as the draft of {name}: F2 goes to the list, where it is marked *."
        return f"as the draft of {name} of {one_line(site.name, _NAME_LENGTH)}: Ctrl+T goes to that website."
