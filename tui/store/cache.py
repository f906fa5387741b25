"""Cache of the account and its websites, as the service last returned them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.domain.models import Account, Website

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from tui.store.database import Database


class Cache:
    """Each response replaces the whole entry; every method raises ``StoreError`` if the file fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def websites(self) -> list[Website]:
        """Return the websites in the service's order; empty if none were stored yet."""

        def work(connection: sqlite3.Connection) -> list[Website]:
            rows = connection.execute("SELECT id, name, domain, is_primary FROM websites ORDER BY position")
            return [Website(id_, name, domain, bool(primary)) for id_, name, domain, primary in rows]

        return await self._database.read(work)

    async def put_websites(self, websites: Sequence[Website]) -> None:
        """Replace the stored websites."""

        def work(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM websites")
            connection.executemany(
                "INSERT OR REPLACE INTO websites (id, name, domain, is_primary, position) "
                "VALUES (?, ?, ?, ?, ?)",
                [
                    (site.id, site.name, site.domain, site.is_primary, position)
                    for position, site in enumerate(websites)
                ],
            )

        await self._database.write(work)

    async def account(self) -> Account | None:
        """Return the account, if one is stored."""
        row = await self._database.read(
            lambda connection: connection.execute(
                "SELECT email, plan, messages_used, messages_limit FROM account"
            ).fetchone()
        )
        return Account(*row) if row else None

    async def put_account(self, account: Account) -> None:
        """Replace the stored account."""
        await self._database.write(
            lambda connection: connection.execute(
                "INSERT OR REPLACE INTO account (one, email, plan, messages_used, messages_limit) "
                "VALUES (1, ?, ?, ?, ?)",
                (account.email, account.plan, account.messages_used, account.messages_limit),
            )
        )
