"""Words that an earlier run ended over: at the start they are drafts again, and it is said where they are."""

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
    """Words that are a draft again."""

    what: str
    """What they are, as the beginning of a sentence."""
    address: Address | None
    """Whose draft they are; ``None`` if it is the draft of the session that is opened first."""
    then: str = ""
    """What else is to be known of it, as a sentence."""


class Returning:
    """Brings back the words that earlier runs ended over, and opens the session that they belong to."""

    def __init__(self, desk: Desk, *sources: Callable[[], AsyncIterator[Returned]]) -> None:
        self._desk = desk
        self._sources = sources
        self._returned: list[Returned] = []

    async def take_up(self) -> None:
        """Make drafts of everything that was left, before a session is opened."""
        for source in self._sources:
            with suppress(UserError):  # then the next start tries it again
                async for returned in source():
                    self._returned.append(returned)
        addresses = [returned.address for returned in self._returned if returned.address is not None]
        if addresses and not self._desk.main.composer.unsent:
            with suppress(UserError):  # then it is said where the words are
                await self._open_first(addresses[-1])

    async def _open_first(self, address: Address) -> None:
        """Have a session opened in the place of the one used last, unless something is typed there."""
        library = self._desk.services.library
        website_id = await library.last_website()
        last = None if website_id is None else await library.last_session(website_id)
        if last is None or not (await library.draft(last)).text:
            await library.remember_session(address.website_id, address.session_id)
            await library.remember_website(address.website_id)

    async def tell(self) -> None:
        """Say what is back, and where it is."""
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
