"""Error responses, all in one format: ``{"success": false, "error": "text"}`` (API reference)."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, cast

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request
    from starlette.responses import Response

_log = logging.getLogger(__name__)


class ApiError(Exception):
    """Response other than 200; ``sentence`` is sent to the caller as it is."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


def refusal(status: int, sentence: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """Return the response for an error."""
    return JSONResponse({"success": False, "error": sentence}, status, headers)


def _api_error(_request: Request, error: Exception) -> Response:
    told = cast("ApiError", error)
    headers = {"WWW-Authenticate": "Bearer"} if told.status == 401 else None
    return refusal(told.status, told.sentence, headers)


def _http_error(request: Request, error: Exception) -> Response:
    """Return the response for the router's errors: 404, 405 with its ``Allow`` header, and others."""
    told, path = cast("HTTPException", error), request.url.path
    if told.status_code == 404:
        hint = "" if path.endswith("/") else " Every path of the API ends in '/'."
        return refusal(404, f"There is nothing at {path}.{hint}")
    if told.status_code == 405:
        return refusal(405, f"{path} does not answer to {request.method}.", told.headers)
    return refusal(told.status_code, told.detail, told.headers)


def _failure(_request: Request, error: Exception) -> Response:
    """Return the response for a defect of the sandbox; the log gets its type, never content."""
    _log.error("The sandbox failed with %s.", type(error).__name__)
    return refusal(500, "The sandbox failed. Its log names the kind of failure.")


HANDLERS: dict[type[Exception], Callable[[Request, Exception], Response]] = {
    ApiError: _api_error,
    HTTPException: _http_error,
    Exception: _failure,
}
"""Starlette's exception handlers; each is called only with errors of its own type."""
