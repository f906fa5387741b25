"""Where the person is: a website, a session of it, and what was listed last."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.domain.models import Session, Website


@dataclass
class Place:
    """The place that questions go to; a message never goes to another."""

    session_id: str
    websites: list[Website] = field(default_factory=list["Website"])
    website: Website | None = None
    listed: list[Session] = field(default_factory=list["Session"])
    """The sessions of the last list, which are opened by their numbers."""
    hits: dict[str, int] = field(default_factory=dict[str, int])
    """Of those, by the id of the session: the key of the message that answered."""
    read_from: int | None = None
    """The key of the oldest message that was read out; ``None`` if the end was not read yet."""
    has_more: bool = True
    """Whether there may be messages before that."""

    def website_of(self, website_id: int) -> Website | None:
        """The website of that id, if the account has it."""
        return next((site for site in self.websites if site.id == website_id), None)
