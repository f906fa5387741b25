"""The API's client, with each call in the log. Imported late: it brings the HTTP library with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.api.client import ApiClient
from tui.api.exchange import ACCOUNT, CHAT, CONVERSATIONS, WEBSITES
from tui.domain.models import WINDOW_LIMIT
from tui.services.call_log import logged

if TYPE_CHECKING:
    from tui.api.wire import ChatReply
    from tui.domain.models import Account, RemoteMessage, Website


class LoggedClient(ApiClient):
    """As :class:`ApiClient`."""

    async def chat(self, message: str, *, session_id: str, website_id: int | None = None) -> ChatReply:
        """Send a message."""
        with logged(CHAT):
            return await super().chat(message, session_id=session_id, website_id=website_id)

    async def websites(self) -> list[Website]:
        """List the account's websites."""
        with logged(WEBSITES):
            return await super().websites()

    async def conversation(self, session_id: str, limit: int = WINDOW_LIMIT) -> list[RemoteMessage]:
        """Fetch messages of a session."""
        with logged(CONVERSATIONS):
            return await super().conversation(session_id, limit)

    async def account(self) -> Account:
        """Fetch the account and the month's usage."""
        with logged(ACCOUNT):
            return await super().account()
