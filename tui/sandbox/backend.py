"""The sandbox's account without HTTP: websites, answers, transcripts, usage."""

from __future__ import annotations

import secrets
import sqlite3
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Self

from tui.sandbox.answers import Answerer
from tui.sandbox.config import FIRST_USED
from tui.sandbox.errors import ApiError
from tui.sandbox.seeds import conversations_of
from tui.sandbox.state import State, StateError, StoredMessage, StoredSession

if TYPE_CHECKING:
    from datetime import datetime

    from tui.sandbox.config import SandboxConfig
    from tui.sandbox.parameters import ChatParameters
    from tui.sandbox.websites import Website


@dataclass(frozen=True, slots=True)
class Question:
    """Admitted message: it will be answered, and is not counted yet."""

    text: str
    session_id: str
    website_id: int
    at: datetime
    """When it arrived."""


class Backend:
    """One account, safe to use from any thread; as a context manager it closes its state.

    Raises:
        StateError: on creation, if the data file cannot be used.
    """

    def __init__(self, config: SandboxConfig) -> None:
        self.config = config
        self._lock = Lock()
        self._websites = {website.id: website for website in config.websites}
        self._answerers: dict[int, Answerer] = {}
        self._state = State.open(config.database)
        try:
            self._prepare()
        except sqlite3.Error as error:
            self.close()
            raise StateError(f"The sandbox cannot use {config.database} as its data file: {error}.") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the state and the search indexes; requests still under way fail."""
        with self._lock:
            self._state.close()
            for answerer in self._answerers.values():
                answerer.close()

    @property
    def websites(self) -> tuple[Website, ...]:
        """The account's websites."""
        return self.config.websites

    def messages_used(self) -> int:
        """Return the number of messages counted this month."""
        with self._lock:
            return self._state.used(self._month())

    def messages(self, session_id: str, limit: int) -> list[StoredMessage]:
        """Return the last ``limit`` messages of a session, oldest first; none for an unknown session."""
        with self._lock:
            return self._state.last_messages(session_id, limit)

    def admit(self, parameters: ChatParameters) -> Question:
        """Admit a message; a refused one is not counted.

        Without a ``website_id``, a known session continues at its own website and a new one starts at the
        primary website. A session never changes its website.

        Raises:
            ApiError: 400 if the account does not have the website, or it is not the session's; 429 at the
                month's limit.
        """
        with self._lock:
            session = self._state.session(parameters.session_id) if parameters.session_id else None
            website_id = self._website_of(parameters.website_id, session)
            if self._state.used(self._month()) >= self.config.messages_limit:
                raise self._limit_reached()
        session_id = parameters.session_id or f"api-{secrets.token_hex(12)}"
        return Question(parameters.message, session_id, website_id, self.config.clock())

    def answer(self, question: Question) -> str:
        """Find the answer, store both messages and count one, all in one transaction.

        Raises:
            ApiError: as :meth:`admit`, if other requests changed the state meanwhile; nothing is stored then.
        """
        with self._lock, self._state.writing():
            used = self._state.used(self._month())
            if used >= self.config.messages_limit:
                raise self._limit_reached()
            session = self._state.session(question.session_id)
            self._website_of(question.website_id, session)
            topic = session.topic if session else None
            answer = self._answerer(question.website_id).answer(question.text, topic)
            self._state.keep_session(StoredSession(question.session_id, question.website_id, answer.topic))
            exchange = (
                StoredMessage("user", question.text, question.at),
                StoredMessage("assistant", answer.text, self.config.clock()),
            )
            self._state.add_messages(question.session_id, exchange)
            self._state.set_used(self._month(), used + 1)
        return answer.text

    def _prepare(self) -> None:
        with self._state.writing():
            is_new = self._state.make_tables()
            if is_new and self.config.seeded:
                self._seed()
            if self.config.used is not None or is_new:
                used = FIRST_USED if self.config.used is None else self.config.used
                self._state.set_used(self._month(), used)

    def _seed(self) -> None:
        now = self.config.clock()
        for conversation in conversations_of(self.websites):
            messages, topic = conversation.told(self._answerer(conversation.website_id), now)
            session = StoredSession(conversation.session_id, conversation.website_id, topic)
            self._state.keep_session(session)
            self._state.add_messages(session.id, messages)

    def _website_of(self, website_id: int | None, session: StoredSession | None) -> int:
        if website_id is not None and website_id not in self._websites:
            raise ApiError(400, f"website_id {website_id} is not a website of this account.")
        if session is not None:
            if website_id not in {None, session.website_id}:
                raise ApiError(
                    400,
                    f"website_id {website_id} is not the website of this session: {session.website_id} is.",
                )
            return session.website_id
        if website_id is not None:
            return website_id
        primary = next((website.id for website in self.websites if website.is_primary), None)
        if primary is None:
            raise ApiError(400, "website_id is required: this account has no primary website.")
        return primary

    def _answerer(self, website_id: int) -> Answerer:
        """Return the website's answerer; created on first use, to keep the start short."""
        if website_id not in self._answerers:
            self._answerers[website_id] = Answerer(self._websites[website_id])
        return self._answerers[website_id]

    def _limit_reached(self) -> ApiError:
        limit = self.config.messages_limit
        return ApiError(429, f"Message limit reached: all {limit:,} messages of this month are used.")

    def _month(self) -> str:
        return f"{self.config.clock():%Y-%m}"
