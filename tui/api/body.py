"""Read response bodies up to a size limit, and parse their JSON."""

from __future__ import annotations

import asyncio
import json
import zlib
from typing import TYPE_CHECKING, Any, cast

from tui.api.exchange import AnswerError
from tui.domain.faults import FaultKind

if TYPE_CHECKING:
    import httpx

BODY_LIMIT = 8 * 1024 * 1024
"""Maximum bytes of a body, on the wire and decompressed alike."""

ACCEPT_ENCODING = "gzip"
"""What the client asks for; ``read_body`` accepts deflate too, and no other compression."""

_PIECE = 256
"""Bytes added to the count for each chunk, so that the limit bounds the number of chunks too."""

_KEYS_EVERY = 16
"""Chunks after which other tasks get a turn."""

_DECIDING = frozenset({"success", "session_id"})
"""Fields that decide whether a message was taken, and in which session: two different values are refused."""

_GZIP_OR_ZLIB = zlib.MAX_WBITS | 32


async def read_body(response: httpx.Response) -> bytes:
    """Read and decompress the body.

    It is decompressed here, not by httpx, which inflates each chunk from the network at once: to a
    thousand times its size, and again for each further encoding that the response names.

    Raises:
        AnswerError: if it is larger than ``BODY_LIMIT`` or its compression is not supported.
        httpx.HTTPError: if the connection breaks.
    """
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in {"identity", "", "gzip", "x-gzip", "deflate"}:
        raise AnswerError(FaultKind.NOT_JSON, "is compressed in a way that was not asked for")
    inflate = zlib.decompressobj(_GZIP_OR_ZLIB) if encoding not in {"identity", ""} else None
    body = bytearray()
    received = 0
    pieces = 0
    async for chunk in response.aiter_raw():
        received += len(chunk) + _PIECE
        pieces += 1
        if pieces % _KEYS_EVERY == 0:
            await asyncio.sleep(0)  # one read may yield many: let key presses be handled
        try:
            body += inflate.decompress(chunk, BODY_LIMIT + 1 - len(body)) if inflate else chunk
        except zlib.error:
            raise AnswerError(FaultKind.NOT_JSON, "cannot be decompressed") from None
        if max(received, len(body)) > BODY_LIMIT:
            raise AnswerError(FaultKind.TOO_LARGE)
    return bytes(body)


def parse_object(body: bytes) -> dict[str, Any]:
    """Parse a body as a JSON object; bytes that are not UTF-8 become replacement characters.

    Raises:
        AnswerError: if it is empty, a web page, anything else that is not JSON, nested too deeply,
            JSON but not an object, or has two values for a deciding field.
    """
    text = body.decode("utf-8-sig", errors="replace")
    try:
        value: object = json.loads(text, object_pairs_hook=_fields)
    except (ValueError, RecursionError):
        raise AnswerError(FaultKind.NOT_JSON, _nature(text)) from None
    if not isinstance(value, dict):
        raise AnswerError(FaultKind.WRONG_SHAPE, "the whole is not an object")
    return cast("dict[str, Any]", value)


def _fields(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object of its fields; of duplicate names the last one wins, as in most parsers."""
    fields = dict(pairs)
    if len(fields) < len(pairs):
        for name, value in pairs:
            if name in _DECIDING and fields[name] != value:
                raise AnswerError(FaultKind.WRONG_SHAPE, f"{name} is there twice, with two values")
    return fields


def _nature(text: str) -> str:
    start = text[:1000].lstrip()
    if not start:
        return "is empty"
    return "is a web page" if start.startswith("<") else "is not JSON"


def own_words(body: bytes) -> str | None:
    """Return the service's error message from a body, if it has the documented shape of an error."""
    try:
        answer = parse_object(body)
    except AnswerError:
        return None
    error = answer.get("error")
    return error if answer.get("success") is False and isinstance(error, str) else None
