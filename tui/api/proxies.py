"""Proxy selection: connect directly, or through the proxy that the environment names for the service.

Chosen here and not by httpx, which sets up every proxy that is named, needed or not, and fails at an entry
of ``NO_PROXY`` that it cannot read.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from tui.domain.endpoint import is_loopback
from tui.domain.faults import UserError

_PORTS = {"http": 80, "https": 443, "socks5": 1080, "socks5h": 1080}
"""Proxy schemes that httpx supports, and their default ports."""
_SOCKS = "socks"
"""Scheme that desktops write for a SOCKS proxy of any version; taken for version 5."""
_SYSTEM = "the system's settings"
_BRACKETED = re.compile(r"\[(?P<host>[^]]*)\](?P<net>/\d+)?(?::(?P<port>\d+))?")


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy; printed without the user name and password that its URL may have."""

    url: str = field(repr=False)
    host: str
    port: int
    variable: str
    """Where it is named: an environment variable, as spelt there, or the system's settings."""

    @property
    def is_secure(self) -> bool:
        """Whether the proxy itself is reached over TLS."""
        return self.url.startswith("https:")

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"the proxy {host}:{self.port} ({self.variable})"


@dataclass(frozen=True, slots=True)
class Route:
    """How to reach a service."""

    proxy: Proxy | None = None
    passed_by: str = ""
    """What exempts the service from a proxy that is set, such as ``NO_PROXY``."""


STRAIGHT = Route()


def route_to(base_url: str) -> Route:
    """Choose the route to a service; loopback is always reached directly.

    Raises:
        UserError: if the proxy URL is invalid; the message does not repeat it.
    """
    parts = urlsplit(base_url)
    scheme, host = parts.scheme, (parts.hostname or "").rstrip(".")
    if is_loopback(host):
        return STRAIGHT
    named = getproxies()
    kind = next((kind for kind in (scheme, "all") if named.get(kind)), "")
    if not kind:
        return STRAIGHT
    variable = _variable(kind)
    if variable is None:
        return Route(passed_by=_SYSTEM) if proxy_bypass(host) else Route(_proxy(named[kind], _SYSTEM))
    port = parts.port or _PORTS[scheme]
    if any(_covers(entry, scheme, host, port) for entry in re.split(r"[,\s]+", named.get("no", ""))):
        return Route(passed_by=_variable("no") or _SYSTEM)
    return Route(_proxy(named[kind], variable))


def unfit(variable: str) -> UserError:
    """Make the error for an invalid proxy URL."""
    return UserError(f"{variable} is no URL of a proxy, such as http://HOST:PORT: mend it or unset it.")


def _variable(kind: str) -> str | None:
    """Return the environment variable in effect: the lower-case one if both are set."""
    names = [name for name, value in os.environ.items() if name.lower() == f"{kind}_proxy" and value]
    return max(names, default=None)


def _proxy(text: str, variable: str) -> Proxy:
    url = text.strip() if "://" in text else f"http://{text.strip()}"
    scheme, _, rest = url.partition("://")
    scheme = "socks5h" if scheme.lower() == _SOCKS else scheme.lower()
    try:
        parts = urlsplit(f"{scheme}://{rest}")
        host, port = parts.hostname, parts.port
    except ValueError:
        raise unfit(variable) from None
    if not host or port == 0 or scheme not in _PORTS:
        raise unfit(variable)
    return Proxy(f"{scheme}://{rest}", host, port or _PORTS[scheme], variable)


def _covers(entry: str, scheme: str, host: str, port: int) -> bool:
    """Whether an entry of ``NO_PROXY`` matches this host; an unreadable one matches none."""
    before, is_url, after = entry.lower().rpartition("://")
    if is_url and before not in {scheme, "all"}:
        return False
    name, named_port = _split(after.split("/")[0] if is_url else after)
    if named_port and named_port != str(port):
        return False
    if name == "*":
        return True
    try:
        return ip_address(host) in ip_network(name, strict=False)
    except ValueError:  # the host or the entry is a name
        name = name.removeprefix("*").strip(".")
        return bool(name) and (host == name or host.endswith(f".{name}"))


def _split(entry: str) -> tuple[str, str]:
    """Split an entry into host or network, and port if it has one."""
    if bracketed := _BRACKETED.fullmatch(entry):
        return f"{bracketed['host']}{bracketed['net'] or ''}", bracketed["port"] or ""
    if entry.count(":") == 1:
        name, _, port = entry.partition(":")
        return name, port
    return entry, ""
