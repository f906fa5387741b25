"""Validation of request parameters; errors are a 400 whose ``error`` names the parameter.

Decisions where the API reference is silent: ``null`` is not the same as a missing parameter, unknown fields
are ignored, and the ``Content-Type`` is not checked.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn, cast

from tui.sandbox.errors import ApiError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

MAX_BODY = 1024 * 1024
"""Largest request body, in bytes."""

MAX_SESSION_ID = 255
"""Longest session id, in characters."""

DEFAULT_LIMIT = 50
MAX_LIMIT = 100
"""Messages that ``/conversations/`` returns by default and at most (API reference)."""

_INTEGER = re.compile(r"[+-]?[0-9]{1,18}\Z")


@dataclass(frozen=True, slots=True)
class ChatParameters:
    """Body of ``POST /chat/``; missing parameters are ``None``."""

    message: str
    session_id: str | None
    website_id: int | None


@dataclass(frozen=True, slots=True)
class ConversationParameters:
    """Query of ``GET /conversations/``."""

    session_id: str
    limit: int


async def chat_parameters(request: Request) -> ChatParameters:
    """Read and check the body of ``POST /chat/``.

    Raises:
        ApiError: 400, if the body is too large, not a JSON object, or has an invalid parameter.
    """
    fields = _json_object(await _body(request))
    if "message" not in fields:
        raise ApiError(400, "message is required.")
    message = _text("message", fields["message"])
    session_id = _session_id(fields["session_id"]) if "session_id" in fields else None
    website_id = fields.get("website_id")
    # In Python a boolean is an int, in JSON it is not an integer.
    if "website_id" in fields and (not isinstance(website_id, int) or isinstance(website_id, bool)):
        raise ApiError(400, "website_id must be an integer.")
    return ChatParameters(message, session_id, cast("int | None", website_id))


def conversation_parameters(query: Mapping[str, str]) -> ConversationParameters:
    """Check the query of ``GET /conversations/``.

    A ``limit`` over 100 counts as 100: the API reference calls it the most that is returned, not the most
    that may be requested.

    Raises:
        ApiError: 400, if ``session_id`` is missing or invalid, or ``limit`` is not an integer of at least 1.
    """
    if "session_id" not in query:
        raise ApiError(400, "session_id is required.")
    session_id = _session_id(query["session_id"])
    if "limit" not in query:
        return ConversationParameters(session_id, DEFAULT_LIMIT)
    if not _INTEGER.match(query["limit"]):
        raise ApiError(400, "limit must be an integer.")
    limit = int(query["limit"])
    if limit < 1:
        raise ApiError(400, "limit must be at least 1.")
    return ConversationParameters(session_id, min(limit, MAX_LIMIT))


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise ApiError(400, f"The body must not be larger than {MAX_BODY:,} bytes.")
    return bytes(body)


def _json_object(body: bytes) -> dict[str, object]:
    try:
        value: object = json.loads(body, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise ApiError(400, "The body must be valid JSON in UTF-8.") from None
    if not isinstance(value, dict):
        raise ApiError(400, "The body must be a JSON object.")
    return cast("dict[str, object]", value)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _session_id(value: object) -> str:
    text = _text("session_id", value)
    if len(text) > MAX_SESSION_ID:
        raise ApiError(400, f"session_id must not be longer than {MAX_SESSION_ID} characters.")
    return text


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise ApiError(400, f"{name} must be a string.")
    if not value.strip():
        raise ApiError(400, f"{name} must not be empty.")
    # JSON can contain a lone surrogate, which cannot be encoded as UTF-8.
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise ApiError(400, f"{name} must be valid Unicode text.")
    return value
