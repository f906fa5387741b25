"""One life of the program: it settles what the life before left, then writes and sends until it is killed."""

from __future__ import annotations

import asyncio
import os
from itertools import count
from typing import TYPE_CHECKING

from tui.api.client import ApiClient
from tui.domain.api_key import parse_key
from tui.domain.backoff import Growth, Pace
from tui.domain.clock import SYSTEM_CLOCK
from tui.domain.endpoint import Timeouts
from tui.domain.models import Address, MessageState
from tui.domain.settings import Settings
from tui.services.open import Services, open_services

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from tui.domain.models import Message

KEY = "sandbox"
WEBSITE = 1
PATIENCE = 1.0
"""Seconds that an answer may take; the sandbox takes a small part of that."""

_PACE = Pace(retry=Growth(0.05, longest=0.2), look=Growth(0.05, longest=0.2), store=Growth(0.05, longest=0.2))


def live(folder: str, base_url: str, life: int, stop_at: str, line: Connection) -> None:
    """Live until killed, telling each step through ``line``; at the step ``stop_at`` go no further."""
    os.environ["XDG_DATA_HOME"] = folder
    asyncio.run(_live(base_url, life, stop_at, line))


async def _live(base_url: str, life: int, stop_at: str, line: Connection) -> None:
    environ = {"ASYNTAI_API_KEY": KEY, "ASYNTAI_BASE_URL": base_url}
    settings = Settings(timeouts=Timeouts(chat=PATIENCE, other=5))

    async def tell(step: str, session_id: str = "", text: str = "") -> None:
        line.send((step, session_id, text))
        if step == stop_at:
            await asyncio.Event().wait()

    async with await open_services(settings, environ=environ, pace=_PACE) as services:
        await services.connect()
        await _settle(services)
        await tell("settled")
        await asyncio.to_thread(line.recv)
        for number in count():
            session_id, text = f"tui-{life}-{number % 2}", f"When are you open? ({life}.{number})"
            await tell("typing", session_id, text)
            address = Address(WEBSITE, session_id)
            draft = await services.library.save_draft(
                address, text, over=await services.library.draft(session_id)
            )
            await tell("typed", session_id, text)
            await services.conversation.enqueue_draft(address, text, over=draft, behind="")
            await tell("queued", session_id, text)
            async for step in services.conversation.pump(session_id):
                if step.message.state is MessageState.ANSWERED:
                    await tell("answered", session_id, text)


async def _settle(services: Services) -> None:
    """Do what the client does by itself at its start, then what a person does who looks at the dashboard.

    They send again what was surely not taken, and what stays in doubt and is not there.
    """
    while sessions := await services.conversation.unsettled_sessions() or await _failed(services):
        for session_id in sessions:
            async for _ in services.conversation.resume(session_id):
                pass
            for message in (await services.library.page(session_id)).messages:
                doubted = message.state is MessageState.UNKNOWN
                if message.state is MessageState.FAILED or (
                    doubted and not await _is_there(services.base_url, message)
                ):
                    await services.conversation.retry(message.key)


async def _is_there(base_url: str, message: Message) -> bool:
    async with ApiClient(base_url, parse_key(KEY), Timeouts(), clock=SYSTEM_CLOCK) as client:
        return message.content in [each.content for each in await client.conversation(message.session_id)]


async def _failed(services: Services) -> list[str]:
    return [session.id for session in await services.library.sessions(WEBSITE) if session.trouble]
