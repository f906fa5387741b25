"""API client: the calls of the Asyntai API, over one connection pool."""

from __future__ import annotations

import asyncio
import ssl
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING, Any, Self, TypeVar

import httpx

from tui import __version__
from tui.api.abilities import SMALLEST, listing, says_absent
from tui.api.body import ACCEPT_ENCODING, own_words, parse_object, read_body
from tui.api.exchange import ACCOUNT, CHAT, CONVERSATIONS, WEBSITES, AnswerError, Exchange
from tui.api.faults import fault
from tui.api.logged import logged
from tui.api.paced import pace
from tui.api.proxies import route_to, unfit
from tui.api.quota import fault_of_quota, leaves_open
from tui.api.recognition import fault_of_error, fault_of_status
from tui.api.retry_after import retry_after
from tui.api.trust import trusted
from tui.api.wire import (
    AccountAnswer,
    Answer,
    ChatAnswer,
    ChatReply,
    ConversationAnswer,
    WebsitesAnswer,
    WireAnswer,
    validated,
    well_formed,
)
from tui.domain import endpoint
from tui.domain.api_key import parse_key
from tui.domain.faults import AnswerAstrayError, Fault, FaultKind, ServiceError, UserError
from tui.domain.models import WINDOW_LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from tui.api.exchange import Call
    from tui.api.proxies import Proxy, Route
    from tui.domain.abilities import Ability
    from tui.domain.api_key import ApiKey
    from tui.domain.clock import Clock
    from tui.domain.endpoint import Timeouts
    from tui.domain.models import Account, RemoteMessage, Website

T = TypeVar("T")

MOST_MESSAGES = 5 * WINDOW_LIMIT
"""Maximum messages read from a response, the newest: a merge may take the square of their number."""

USER_AGENT = f"asyntai-tui/{__version__}"


class ApiClient:
    """Client of the API at one base URL, with one key.

    Every call raises ``ServiceError`` if it fails, and propagates cancellation. The proxy and private
    certificates are taken from the usual environment variables (see ``proxies`` and ``trust``). Redirects
    are not followed, cookies are not kept.
    """

    def __init__(
        self, base_url: str, key: ApiKey, timeouts: Timeouts, ca_file: str = "", *, clock: Clock
    ) -> None:
        """Make a client; nothing is sent yet. It may be made in any thread and is used in one event loop.

        ``ca_file`` names certificates (PEM) to trust instead of the usual ones.

        Raises:
            UserError: if ``base_url`` is invalid (see ``domain.endpoint``), the key is malformed, or the
                settings or the environment name an unusable proxy or unusable certificates.
        """
        url = _url(endpoint.base_url(base_url))
        self._route = route_to(str(url))
        self._timeouts = timeouts
        self._clock = clock
        self._host = url.netloc.decode("ascii")
        self._key = parse_key(key.reveal())
        self._http = _http_client(url, self._key, timeouts, self._route, ca_file)
        self._network = pace(self._http)
        self._left: set[asyncio.Task[Any]] = set()
        """Abandoned requests, until their connections are closed."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close every connection; the client cannot be used afterwards."""
        await self._http.aclose()
        await self._network.aclose()
        for left in self._left:
            left.cancel()
        if self._left:
            await asyncio.wait(self._left)

    async def chat(self, message: str, *, session_id: str, website_id: int | None = None) -> ChatReply:
        """Send a message, which costs one of the month's quota, and wait for the whole reply.

        ``website_id`` ``None`` means the account's primary website.

        Raises:
            AnswerAstrayError: if the response is for another session.
        """
        ours = well_formed(session_id)
        body: dict[str, Any] = {"message": well_formed(message), "session_id": ours}
        if website_id is not None:
            body["website_id"] = website_id
        exchange = self._begun(CHAT, self._timeouts.chat)

        def read(answer: ChatAnswer) -> ChatReply:
            reply = answer.reply(ours)
            if reply.session_id != ours:
                astray = fault(FaultKind.OTHER_SESSION, exchange, target=reply.session_id)
                raise AnswerAstrayError(astray, reply.session_id, reply.text)
            return reply

        return await self._call(exchange, ChatAnswer, read, json=body)

    async def websites(self) -> list[Website]:
        """List the account's websites."""
        exchange = self._begun(WEBSITES, self._timeouts.other)
        return await self._call(exchange, WebsitesAnswer, WebsitesAnswer.values)

    async def conversation(self, session_id: str, limit: int = WINDOW_LIMIT) -> list[RemoteMessage]:
        """Fetch up to ``limit`` messages of a session, oldest first: one end of a longer conversation.

        The service returns at most ``WINDOW_LIMIT``, and which end is not documented. A response for another
        session is refused: it would be false evidence about this one.
        """
        ours = well_formed(session_id)
        exchange = self._begun(CONVERSATIONS, self._timeouts.other)

        def read(answer: ConversationAnswer) -> list[RemoteMessage]:
            if not answer.is_of(ours):
                problem = "session_id is another session's"
                raise ServiceError(fault(FaultKind.WRONG_SHAPE, exchange, problem=problem))
            return answer.values()[-MOST_MESSAGES:]

        params = {"session_id": ours, "limit": str(min(max(limit, 1), WINDOW_LIMIT))}
        return await self._call(exchange, ConversationAnswer, read, params=params)

    async def account(self) -> Account:
        """Fetch the account and the month's usage."""
        exchange = self._begun(ACCOUNT, self._timeouts.other)
        return await self._call(exchange, AccountAnswer, AccountAnswer.value)

    async def has(self, ability: Ability) -> bool:
        """Check whether the service has an optional ability, by the smallest request for it."""
        exchange = self._begun(listing(ability), self._timeouts.other)
        try:
            await self._call(exchange, WireAnswer, lambda _: None, params=SMALLEST)
        except ServiceError as error:
            if not says_absent(error.fault):
                raise
            return False
        return True

    async def _call(
        self,
        exchange: Exchange,
        model: type[Answer],
        read: Callable[[Answer], T],
        *,
        json: object = None,
        params: dict[str, str] | None = None,
    ) -> T:
        """Make a call and log its outcome; every call goes through here."""
        with logged(exchange.call, self._clock):
            outcome = await self._exchange(exchange, model, json=json, params=params)
            # Raised outside every handler: httpx's errors hold the request, and so the key.
            if isinstance(outcome, Fault):
                raise ServiceError(await self._weighed(outcome, exchange))
            return read(outcome)

    def _begun(self, call: Call, seconds: float) -> Exchange:
        return Exchange(call, self._host, self._key, self._timeouts.connect, seconds, self._route)

    async def _weighed(self, of: Fault, exchange: Exchange) -> Fault:
        """Tell a used-up month from too many requests; fetch the account if the response leaves it open."""
        if not exchange.call.spends or not leaves_open(of, exchange):
            return of
        try:
            account = await self.account()
        except ServiceError:
            account = None
        return fault_of_quota(of, exchange, account)

    async def _exchange(
        self,
        exchange: Exchange,
        model: type[Answer],
        *,
        json: object = None,
        params: dict[str, str] | None = None,
    ) -> Answer | Fault:
        """Send the request and wait for the response; if abandoned, fail it on the network.

        It is not cancelled inside httpcore, which could leak the connection (see ``paced``).
        """
        asking = asyncio.create_task(self._asked(exchange, model, json, params))
        try:
            async with asyncio.timeout(exchange.answer_seconds):
                return await asyncio.shield(asking)
        except TimeoutError as error:
            return _fault_of(exchange, error)
        finally:
            if not asking.done():
                self._left.add(asking)
                asking.add_done_callback(self._left.discard)
                await self._network.leave(asking)

    async def _asked(
        self, exchange: Exchange, model: type[Answer], json: object, params: dict[str, str] | None
    ) -> Answer | Fault:
        try:
            async with self._http.stream(
                exchange.call.method,
                exchange.call.path,
                json=json,
                params=params,
                extensions={"trace": exchange.trace},
            ) as response:
                exchange.retry_after = retry_after(response.headers.get("Retry-After"), self._clock.now())
                if response.is_redirect:
                    return fault_of_status(exchange, location=response.headers.get("Location", ""))
                body = await read_body(response)
            exchange.said = own_words(body)
            if not response.is_success:
                return fault_of_status(exchange)
            answer = parse_object(body)
            if answer.get("success") is False:
                return fault(FaultKind.REFUSED_BY_SERVICE, exchange)
            return validated(model, answer)
        except (UnicodeError, httpx.HTTPError, httpx.InvalidURL, AnswerError) as error:
            return _fault_of(exchange, error)


def _fault_of(exchange: Exchange, error: Exception) -> Fault:
    if exchange.status is not None and not httpx.codes.is_success(exchange.status):
        return fault_of_status(exchange)
    return fault_of_error(exchange, error)


def _url(base_url: str) -> httpx.URL:
    try:
        return httpx.URL(base_url)
    except (httpx.InvalidURL, UnicodeError):
        raise UserError("The base URL names a host that can be none.") from None


def _http_client(
    url: httpx.URL, key: ApiKey, timeouts: Timeouts, route: Route, ca_file: str
) -> httpx.AsyncClient:
    """Make the HTTP client; for plain http it loads no certificates, which would take 80 ms."""
    is_secure = url.scheme == "https"
    trust = trusted(ca_file) if is_secure else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        return httpx.AsyncClient(
            base_url=url,
            headers={
                "Accept": "application/json",
                "Accept-Encoding": ACCEPT_ENCODING,
                "Authorization": f"Bearer {key.reveal()}",
                "Cache-Control": "no-cache",
                "User-Agent": USER_AGENT,
            },
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
            timeout=httpx.Timeout(None, connect=timeouts.connect),
            verify=trust,
            proxy=_proxy(route.proxy, trust) if route.proxy else None,
            trust_env=False,  # read in ``proxies`` and ``trust``, which name the wrong variable
        )
    except ImportError:
        named = route.proxy.variable if route.proxy else ""
        raise UserError(
            f"{named} names a SOCKS proxy, which needs one more package: pip install 'httpx[socks]'."
        ) from None


def _proxy(proxy: Proxy, trust: ssl.SSLContext) -> httpx.Proxy:
    try:
        return httpx.Proxy(proxy.url, ssl_context=trust if proxy.is_secure else None)
    except (ValueError, UnicodeError, httpx.InvalidURL):
        raise unfit(proxy.variable) from None
