"""Network checks, step by step: certificates, proxy, name resolution, connection, TLS, account."""

from __future__ import annotations

import asyncio
import os
import socket
import ssl
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tui.api.proxies import route_to
from tui.domain.faults import ServiceError, UserError
from tui.domain.finding import Finding, Verdict
from tui.domain.usage import Usage, UsageLevel

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping

    from tui.domain.api_key import ApiKey
    from tui.domain.endpoint import Timeouts
    from tui.domain.models import Account
    from tui.settings.resolve import Connection

_CHECK = "Check the network connection, the base URL, and whether a proxy is needed (HTTPS_PROXY)."


async def network(
    chosen: Connection, timeouts: Timeouts, environ: Mapping[str, str]
) -> AsyncGenerator[Finding]:
    """Check every step before the first request, as far as one that makes the next impossible."""
    url = urlsplit(chosen.base_url)
    host, secure = url.hostname or "", url.scheme == "https"
    port = url.port or (443 if secure else 80)
    context = None
    if secure:
        finding, context = await asyncio.to_thread(_certificates, chosen.profile.ca_file, environ)
        yield finding
    else:
        yield Finding("network", "Plain http, to this machine only: nothing leaves it.")
    try:
        route = route_to(chosen.base_url)
    except UserError as error:
        yield Finding("network", str(error), Verdict.WRONG)
        return
    if route.proxy is not None:
        host, port = route.proxy.host, route.proxy.port
        context = None
        yield Finding("network", f"Through {route.proxy}.", Verdict.NOTE)
    elif route.passed_by:
        yield Finding("network", f"Through no proxy: {route.passed_by} keeps {host} from it.", Verdict.NOTE)
    if (finding := await _name(host, port, timeouts.connect)) is not None:
        yield finding
        if finding.verdict is Verdict.WRONG:
            return
    yield await _connection(host, port, context, timeouts.connect)


async def account(chosen: Connection, key: ApiKey, timeouts: Timeouts) -> Finding:
    """Check the key by fetching the account; report the plan and the month's usage. It costs no message."""
    from tui.services.open import check_key

    try:
        told = await check_key(chosen.base_url, key, timeouts, chosen.profile.ca_file)
    except ServiceError as error:
        return Finding("account", error.fault.sentence, Verdict.WRONG, error.fault.remedy)
    except UserError as error:
        return Finding("account", str(error), Verdict.WRONG)
    return _of_account(told)


def _of_account(told: Account) -> Finding:
    usage = Usage.of(told)
    limit = "no limit is known" if usage.limit is None else f"of {usage.limit:,}"
    words = f"Plan {told.plan or 'unknown'}: {usage.used:,} messages used this month, {limit}."
    if usage.level is UsageLevel.REACHED:
        remedy = "The count starts anew when the month turns; a larger plan lifts the limit at once."
        return Finding("account", words, Verdict.WRONG, remedy)
    return Finding("account", words, Verdict.OK if usage.level is UsageLevel.FINE else Verdict.NOTE)


def _certificates(ca_file: str, environ: Mapping[str, str]) -> tuple[Finding, ssl.SSLContext | None]:
    """Load the trusted certificates as the client does; report where they come from."""
    from tui.api.trust import trusted

    source = "the list that comes with the program (certifi)"
    for variable in ("SSL_CERT_DIR", "SSL_CERT_FILE"):
        if environ.get(variable):
            source = f"{variable}={environ[variable]}"
    if ca_file:
        source = f"the profile's ca_file {ca_file}"
    try:
        context = trusted(ca_file)
    except UserError as error:
        remedy = f"Mend {'ca_file in the settings' if ca_file else 'the variable, or unset it'}."
        return Finding("network", str(error), Verdict.WRONG, remedy), None
    return Finding("network", f"Certificates are verified, by {source}."), context


async def _name(host: str, port: int, seconds: float) -> Finding | None:
    try:
        async with asyncio.timeout(seconds):
            found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, TimeoutError, UnicodeError):
        return Finding("network", f"The name {host} cannot be found.", Verdict.WRONG, _CHECK)
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    return None if addresses == [host] else Finding("network", f"{host} is {', '.join(addresses)}.")


async def _connection(host: str, port: int, context: ssl.SSLContext | None, seconds: float) -> Finding:
    where = f"{host}:{port}"
    try:
        async with asyncio.timeout(seconds):
            _, writer = await asyncio.open_connection(host, port, ssl=context)
    except ssl.SSLCertVerificationError as error:
        remedy = "Check the base URL and this machine's clock; SSL_CERT_FILE may name a private authority."
        return Finding("network", f"{where} is not verified: {error.verify_message}.", Verdict.WRONG, remedy)
    except ssl.SSLError as error:
        reason = error.reason or "the handshake failed"
        return Finding("network", f"{where} speaks no TLS that can be used: {reason}.", Verdict.WRONG, _CHECK)
    except TimeoutError:
        return Finding("network", f"{where} does not answer within {seconds:g} s.", Verdict.WRONG, _CHECK)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno and error.errno > 0 else "not reached"
        return Finding("network", f"{where} cannot be connected to: {reason}.", Verdict.WRONG, _CHECK)
    secured: ssl.SSLObject | None = writer.get_extra_info("ssl_object")
    words = f"{where} answers."
    if secured is not None:
        until = dict(secured.getpeercert() or {}).get("notAfter", "an unknown day")
        words = f"{where} answers, by {secured.version()}; its certificate is good until {until}."
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()
    return Finding("network", words)
