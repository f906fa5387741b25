"""Where the person reads: kept for every session of this run, and on disk for the one that is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tui.controllers.desk import Desk
    from tui.domain.anchor import Anchor


AT_AN_END: Final = ("", None)


class Reading:
    """Brings a session back to the line at which it was left. One left at its end opens at its end."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._places: dict[str, Anchor] = {}
        self._on_disk: tuple[str, Anchor | None] | None = None
        """What the store holds: a session, and where in it; ``None`` before it is read."""

    def note(self) -> None:
        """Keep the place in the open session in mind."""
        session_id, anchor = self._here
        if anchor is None:
            self._places.pop(session_id, None)
        else:
            self._places[session_id] = anchor

    async def place(self, session_id: str) -> Anchor | None:
        """Where a session was left; ``None`` for its end. The store is asked once a run."""
        if self._on_disk is None:
            self._on_disk = await self._desk.services.library.reading()
            kept_id, anchor = self._on_disk
            if anchor is not None:
                self._places[kept_id] = anchor
        return self._places.get(session_id)

    def moved(self) -> None:
        """Put the place on disk: it may be another one."""
        if self._desk.opened is not None:
            self._desk.work(self.keep)

    async def keep(self) -> None:
        """Put the place in the open session on disk, unless it is there.

        Raises:
            UserError: if the store does not take it.
        """
        if self._on_disk is None:
            return  # nothing was open yet
        session_id, anchor = self._here
        here = (session_id, anchor) if anchor is not None else AT_AN_END
        if here != self._on_disk:
            await self._desk.services.library.remember_reading(*here)
            self._on_disk = here

    @property
    def _here(self) -> tuple[str, Anchor | None]:
        return self._desk.place.session_id, self._desk.main.transcript.reading_place
