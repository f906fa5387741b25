"""Reading places: kept in memory for every session of this run, and on disk for the open one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tui.controllers.desk import Desk
    from tui.domain.anchor import Anchor


AT_AN_END: Final = ("", None)


class Reading:
    """Remembers the line at which each session was left. One left at its end opens at its end."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._places: dict[str, Anchor] = {}
        self._on_disk: tuple[str, Anchor | None] | None = None
        """The stored session id and the place in it; ``None`` before the store is read."""

    def note(self) -> None:
        """Remember the place in the open session."""
        session_id, anchor = self._here
        if anchor is None:
            self._places.pop(session_id, None)
        else:
            self._places[session_id] = anchor

    async def place(self, session_id: str) -> Anchor | None:
        """Return where a session was left; ``None`` for its end. The store is read once a run."""
        if self._on_disk is None:
            self._on_disk = await self._desk.services.library.reading()
            kept_id, anchor = self._on_disk
            if anchor is not None:
                self._places[kept_id] = anchor
        return self._places.get(session_id)

    def moved(self) -> None:
        """Save the place, which may have changed."""
        if self._desk.opened is not None:
            self._desk.work(self.keep)

    async def keep(self) -> None:
        """Save the place in the open session if it has changed.

        Raises:
            UserError: if it cannot be written.
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
