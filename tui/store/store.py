"""A profile's store: one file, and the repositories over it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tui.store.abilities import Abilities
from tui.store.cache import Cache
from tui.store.changes import Changes
from tui.store.database import Database
from tui.store.doubts import Doubts
from tui.store.drafts import Drafts
from tui.store.errors import file_error
from tui.store.instances import Instance
from tui.store.manuscripts import Manuscripts
from tui.store.messages import Messages
from tui.store.outbox import Outbox
from tui.store.preferences import Preferences
from tui.store.search import Search
from tui.store.sessions import Sessions
from tui.store.transcripts import Transcripts
from tui.store.unfinished import Unfinished

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tui.domain.clock import Clock


class Store:
    """Facade over one database: a repository for each kind of data."""

    def __init__(self, database: Database, instance: Instance) -> None:
        self.database = database
        self._instance = instance
        self.abilities = Abilities(database)
        self.cache = Cache(database)
        self.sessions = Sessions(database)
        self.messages = Messages(database)
        self.outbox = Outbox(database, instance)
        self.doubts = Doubts(database)
        self.transcripts = Transcripts(database)
        self.drafts = Drafts(database, instance)
        self.unfinished = Unfinished(database, instance)
        self.manuscripts = Manuscripts(database.path, instance)
        self.preferences = Preferences(database)
        self.search = Search(database)

    @classmethod
    async def open(cls, path: Path | None, clock: Clock) -> Store:
        """Open the store at ``path``; ``None`` is in memory. Its time is that of ``clock``.

        Raises:
            UserError: if it cannot be opened, or was written by a newer version.
        """
        database = await Database.open(path, clock)
        instance = Instance(path)
        try:
            await asyncio.to_thread(instance.start)
        except BaseException as error:
            await database.close()
            if isinstance(error, OSError):
                raise file_error(error, path) from error
            raise
        database.on_new_folder = instance.restore
        return cls(database, instance)

    def listen(self, hear: Callable[[str], None]) -> None:
        """Call ``hear`` with a sentence for each incident of the file: damaged, deleted, replaced.

        Earlier incidents are delivered at once.
        """

        def deliver() -> None:
            while self.database.news:
                hear(self.database.news.pop(0))

        self.database.on_news = deliver
        deliver()

    def changes(self) -> Changes:
        """Return a new tracker of the changes by other instances."""
        return Changes(self.database)

    async def close(self) -> None:
        """Finish pending work and close the file."""
        self._instance.stop()
        await self.database.close()
