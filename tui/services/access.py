"""Access to the API: the base URL and the key of a profile, found when they are needed."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from tui.settings.keys import find_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.domain.api_key import ApiKey
    from tui.settings.resolve import Connection


@dataclass(frozen=True, slots=True)
class Access:
    """What an API client is made with."""

    base_url: str
    key: ApiKey
    source: str
    """Where the key comes from, as a phrase for the middle of a sentence."""
    sessions: tuple[tuple[str, int], ...] = ()
    """Sessions known to exist at the service (id, website id), the latest first."""


class AccessFinder(Protocol):
    """Source of access to the API."""

    async def find(self) -> Access | None:
        """Return the access; ``None`` if no source of a key is set.

        Raises:
            UserError: if a source is set and gives no key.
        """
        ...

    async def close(self) -> None:
        """Release what it holds."""
        ...


class ProfileAccess:
    """Access to the account of a profile."""

    def __init__(self, connection: Connection, environ: Mapping[str, str]) -> None:
        self._connection = connection
        self._environ = environ

    async def find(self) -> Access | None:
        """Find the key, in a thread: its source may be a command that takes seconds.

        Raises:
            UserError: if a source is set and gives no key.
        """
        chosen = self._connection
        found = await asyncio.to_thread(
            find_key, chosen.profile_name, chosen.profile, self._environ, base_url=chosen.base_url
        )
        return Access(chosen.base_url, found.key, found.source) if found else None

    async def close(self) -> None:
        """Do nothing: nothing is held."""
