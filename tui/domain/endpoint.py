"""Endpoint of the API: base URL and timeouts."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit, urlunsplit

from tui.domain.api_key import shown
from tui.domain.faults import UserError

DEFAULT_BASE_URL = "https://asyntai.com/api/v1/"
LONGEST_TIMEOUT = 3600.0
"""Maximum seconds of any timeout."""
_API_PATH = "/api/v1/"


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Timeouts, in seconds."""

    connect: float = 5.0
    """To connect."""
    chat: float = 60.0
    """For the whole response to a message; the vendor's own clients wait as long."""
    other: float = 20.0
    """For the whole response to any other call."""


def is_loopback(host: str) -> bool:
    """Whether ``host`` is a loopback name or address."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _is_one_word(text: str) -> bool:
    return text.isprintable() and " " not in text


def base_url(text: str) -> str:
    """Normalise a base URL: a bare origin gets ``/api/v1/``, a missing final slash is added.

    Raises:
        UserError: if it is not an http or https URL, has credentials, a query or a fragment, or is plain
            http to a host other than loopback, which would expose the key. The message repeats no word that
            may be a misplaced key.
    """
    malformed = UserError("The base URL is not of the form https://HOST/api/v1/.")
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        raise malformed from None
    try:
        host, _port = parts.hostname, parts.port
    except ValueError:
        raise UserError("The base URL has a port that is no number from 0 to 65535.") from None
    if parts.scheme not in {"http", "https"} or not host or not _is_one_word(text.strip()):
        raise malformed
    if parts.username is not None or parts.password is not None:
        raise UserError("The base URL must not carry a user name or a password.")
    if parts.query or parts.fragment:
        raise UserError("The base URL must end with its path: leave out what follows ? or #.")
    if parts.scheme == "http" and not is_loopback(host):
        raise UserError(f"Plain http to {shown(host)} would show the key to the network: use https.")
    path = parts.path if parts.path not in {"", "/"} else _API_PATH
    return urlunsplit((parts.scheme, parts.netloc, path if path.endswith("/") else path + "/", "", ""))
