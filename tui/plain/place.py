"""Location of the plain client: the open website and session, and the last list."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.domain.models import Session, Website


@dataclass
class Place:
    """The website and session that messages are sent to, and what was listed and read last."""

    session_id: str
    websites: list[Website] = field(default_factory=list["Website"])
    website: Website | None = None
    listed: list[Session] = field(default_factory=list["Session"])
    """The sessions of the last list, opened by their numbers."""
    hits: dict[str, int] = field(default_factory=dict[str, int])
    """The key of the message that matched the last search, by session id."""
    read_from: int | None = None
    """The key of the oldest message that was read out; ``None`` if none was yet."""
    has_more: bool = True
    """Whether there may be messages before that."""

    def website_of(self, website_id: int) -> Website | None:
        """Return the website with that id; ``None`` if the account does not have it."""
        return next((site for site in self.websites if site.id == website_id), None)
