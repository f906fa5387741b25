"""The ways to fail that a server can play, and what each must come to."""

from __future__ import annotations

import gzip
from typing import NamedTuple

from tests.support.faulty_server import (
    Act,
    Answer,
    Raw,
    Repeat,
    ResetAfter,
    ResetBefore,
    chunk,
    chunked_head,
    error,
    gzip_bomb,
    redirect,
    web_page,
)
from tui.domain.faults import FaultKind


class Outcome(NamedTuple):
    """What a fault is, beside its words."""

    kind: FaultKind
    retryable: bool
    taken: bool
    """Whether a message may have been taken."""


AWAY = Outcome(FaultKind.AWAY, retryable=True, taken=False)
BAD_REQUEST = Outcome(FaultKind.BAD_REQUEST, retryable=False, taken=False)
BROKEN = Outcome(FaultKind.BROKEN, retryable=True, taken=True)
FORBIDDEN = Outcome(FaultKind.FORBIDDEN, retryable=False, taken=False)
KEY_REFUSED = Outcome(FaultKind.KEY_REFUSED, retryable=False, taken=False)
LIMIT_REACHED = Outcome(FaultKind.LIMIT_REACHED, retryable=False, taken=False)
NOT_FOUND = Outcome(FaultKind.NOT_FOUND, retryable=False, taken=False)
NOT_JSON = Outcome(FaultKind.NOT_JSON, retryable=True, taken=True)
IN_BETWEEN = Outcome(FaultKind.IN_BETWEEN, retryable=True, taken=True)
OTHER_SESSION = Outcome(FaultKind.OTHER_SESSION, retryable=False, taken=True)
REDIRECT = Outcome(FaultKind.REDIRECT, retryable=True, taken=True)
SAID_NO = Outcome(FaultKind.REFUSED_BY_SERVICE, retryable=False, taken=True)
SERVER_ERROR = Outcome(FaultKind.SERVER_ERROR, retryable=True, taken=True)
STATUS = Outcome(FaultKind.UNEXPECTED_STATUS, retryable=False, taken=False)
STRANGE_STATUS = Outcome(FaultKind.UNEXPECTED_STATUS, retryable=False, taken=True)
STRANGE_401 = Outcome(FaultKind.KEY_REFUSED, retryable=False, taken=True)
TOO_MANY = Outcome(FaultKind.TOO_MANY, retryable=True, taken=False)
TOO_LARGE = Outcome(FaultKind.TOO_LARGE, retryable=False, taken=True)
WRONG_SHAPE = Outcome(FaultKind.WRONG_SHAPE, retryable=False, taken=True)

SPACE = b" " * 65536
LONG_HEADER = b"X-More: %s\r\n" % (b"x" * 9999)
BROKE = "broke before the answer was whole."
NOT_ITS_FORM = "but not in the service's own form."

OUTCOMES: dict[str, tuple[Act, Outcome, str]] = {
    "400": (error(400, "message is required"), BAD_REQUEST, "(400): message is required."),
    "401": (error(401, "Invalid API key"), KEY_REFUSED, "API key (401): Invalid API key."),
    "403": (error(403, "Upgrade your plan"), FORBIDDEN, "(403): Upgrade your plan."),
    "404": (error(404, "No such website."), NOT_FOUND, "POST /chat/ (404): No such website."),
    "429": (error(429, "Limit"), LIMIT_REACHED, "used up (429): Limit."),
    "503": (error(503, "Away"), AWAY, "away for a moment (503): Away."),
    "418": (error(418, "Teapot"), STATUS, "status 418: Teapot."),
    "304": (Answer(b"", 304), STRANGE_STATUS, "status 304."),
    "409, a web page": (web_page(409), STRANGE_STATUS, "status 409."),
    "400, a web page": (web_page(400), IN_BETWEEN, NOT_ITS_FORM),
    "401, a web page": (web_page(401), STRANGE_401, "API key (401)."),
    "403, a web page": (web_page(403), IN_BETWEEN, NOT_ITS_FORM),
    "404, a web page": (web_page(404), IN_BETWEEN, NOT_ITS_FORM),
    "429, a web page": (web_page(429), IN_BETWEEN, NOT_ITS_FORM),
    "429, too many": (error(429, "Too many requests"), TOO_MANY, "a short time (429): Too many requests."),
    "429, come back soon": (error(429, "No", Retry_After="2"), TOO_MANY, "a short time (429): No."),
    "503, a web page": (web_page(503), IN_BETWEEN, NOT_ITS_FORM),
    "503, of another service": (Answer({"detail": "Away"}, 503), IN_BETWEEN, NOT_ITS_FORM),
    "503, that claims success": (Answer({"success": True, "error": "Away"}, 503), IN_BETWEEN, NOT_ITS_FORM),
    "503, cached": (Answer({"success": True, "response": "x"}, 503), IN_BETWEEN, NOT_ITS_FORM),
    "another session's": (
        Answer({"success": True, "response": "x", "session_id": "s2\n"}),
        OTHER_SESSION,
        "answered for the session s2, so its answer is not shown",
    ),
    "500": (error(500, "Oops"), SERVER_ERROR, "failed (500): Oops."),
    "502, a web page": (web_page(502), SERVER_ERROR, "failed (502)."),
    "504, nothing": (Answer(b"", 504), SERVER_ERROR, "failed (504)."),
    "503, no words": (Answer([], 503), IN_BETWEEN, NOT_ITS_FORM),
    "503, words of a wrong type": (Answer({"error": [1]}, 503), IN_BETWEEN, NOT_ITS_FORM),
    "503, half a body": (Answer(b"{", 503, length=9), IN_BETWEEN, NOT_ITS_FORM),
    "success is false": (error(200, "Limit"), SAID_NO, "it did not succeed: Limit."),
    "redirect": (redirect("https://Login.example:8/x?y"), REDIRECT, "to login.example (302)"),
    "redirect, same host": (redirect("/x", 307), REDIRECT, "to another address (307)"),
    "redirect, no URL": (redirect("http://x\ty"), REDIRECT, "to another address (302)"),
    "a web page": (web_page(), NOT_JSON, "The answer to POST /chat/ is a web page."),
    "nothing": (Answer(b""), NOT_JSON, "is empty."),
    "204": (Raw(b"HTTP/1.1 204 No Content\r\n\r\n"), NOT_JSON, "is empty."),
    "no JSON": (Answer(b"hello"), NOT_JSON, "is not JSON."),
    "two sessions": (
        Answer(b'{"success": true, "response": "x", "session_id": "s2", "session_id": "s"}'),
        WRONG_SHAPE,
        "session_id is there twice, with two values.",
    ),
    "503, in two minds": (
        Answer(b'{"success": true, "success": false, "error": "Away"}', 503),
        IN_BETWEEN,
        NOT_ITS_FORM,
    ),
    "half of the JSON": (Answer(b'{"success": tr'), NOT_JSON, "is not JSON."),
    "too deep": (Answer(b'{"a":' * 100_000), NOT_JSON, "is not JSON."),
    "too many digits": (Answer(b'{"a":%s}' % (b"9" * 5000)), NOT_JSON, "is not JSON."),
    "a list": (Answer([1]), WRONG_SHAPE, "the whole is not an object."),
    "no response": (Answer({}), WRONG_SHAPE, "In the answer to POST /chat/, response is missing."),
    "a number": (Answer({"response": 1}), WRONG_SHAPE, "response is not text."),
    "success is no truth": (Answer({"success": 1}), WRONG_SHAPE, "success is neither true nor false."),
    "8 MiB and more": (Answer(SPACE * 128 + b"{}"), TOO_LARGE, "larger than 8 MiB"),
    "endless": (Repeat(chunked_head(), chunk(SPACE)), TOO_LARGE, "larger than 8 MiB"),
    "a body of 1 GiB": (
        Repeat(b"HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n", SPACE),
        TOO_LARGE,
        "larger than 8 MiB",
    ),
    "a gzip bomb": (gzip_bomb(64), TOO_LARGE, "larger than 8 MiB"),
    "a bomb in a bomb": (
        Answer(gzip.compress(gzip.compress(b"{}")), headers={"Content-Encoding": "gzip, gzip"}),
        NOT_JSON,
        "is compressed in a way that was not asked for.",
    ),
    "broken gzip": (
        Answer(b"no gzip", headers={"Content-Encoding": "gzip"}),
        NOT_JSON,
        "cannot be decompressed.",
    ),
    "reset before reading": (ResetBefore(), BROKEN, BROKE),
    "reset after reading": (ResetAfter(), BROKEN, BROKE),
    "reset in the body": (ResetAfter(chunked_head()), BROKEN, BROKE),
    "half a body": (Answer(b'{"success": true, "resp', length=500), BROKEN, BROKE),
    "closed": (Raw(b""), BROKEN, BROKE),
    "no HTTP": (Raw(b"SSH-2.0-OpenSSH\r\n\r\n"), BROKEN, BROKE),
    "a head without end": (Repeat(b"HTTP/1.1 200 OK\r\n", LONG_HEADER), BROKEN, BROKE),
}
