"""aiohttp, held on a short leash: one GET, no redirects, no cookies, no unpacking, every size bounded.

What the client does with aiohttp is in this file, in ``faults`` and in ``resolver``.
"""

from __future__ import annotations

import asyncio
import functools
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from yarl import URL

from newsreader.domain.errors import BrokenAnswer
from newsreader.domain.fetching import Validators
from newsreader.net import faults, headers
from newsreader.net.address import WebAddress, is_literal, is_loopback
from newsreader.net.auth import basic
from newsreader.net.decode import Body, too_large
from newsreader.net.http_library import ConnectionKey, ResponseHandler, aiohttp
from newsreader.net.limits import Limits
from newsreader.net.message import Credentials
from newsreader.net.proxy import Route
from newsreader.net.resolver import Lookup, Resolver, private_refusal
from newsreader.net.saving import Sink
from newsreader.net.tls import make_context

Wanted = Callable[[str, int], bool]
"""Whether the next request in line is for this host and port."""

_IDLE = 5.0
_DNS_TTL = 30
_SLICE = 1024


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer as it came, its body unpacked. Bodies of answers that are no success are not read."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(default=b"", repr=False)
    wire_bytes: int = 0
    validators: Validators = field(default_factory=Validators)
    challenges: tuple[str, ...] = ()


class Transport:
    """The sessions of aiohttp: one for any host, one for public hosts only, one for each SOCKS proxy. On one loop.

    Made at their first use. How many connections there are is the business of ``hosts``.
    """

    def __init__(
        self,
        limits: Limits,
        extra_ca: Path | None,
        lookup: Lookup,
        public: Callable[[str], bool],
        wanted: Wanted,
    ) -> None:
        self._limits = limits
        self._extra_ca = extra_ca
        self._lookup = lookup
        self._public = public
        self._wanted = wanted
        self._sessions: dict[object, aiohttp.ClientSession] = {}
        self._context: ssl.SSLContext | None = None
        self._large = asyncio.Semaphore(limits.large_at_once)

    async def get(
        self,
        address: WebAddress,
        sent: Mapping[str, str],
        *,
        route: Route | None,
        allow_private: bool,
        max_bytes: int,
        timeout: float,
        sink: Sink | None = None,
    ) -> Reply:
        """One GET. ``timeout`` is seconds for all of it; ``sink`` takes the body, piece by piece. Raises the NetError
        family."""
        if not allow_private:
            self._refuse_private(address)
        options: dict[str, Any] = {"headers": sent, "allow_redirects": False}
        if address.secure:
            options["ssl"] = self._tls()
        if route is not None and route.kind == "http":
            options["proxy"] = URL(route.url)
            if route.user or route.secret:
                login = {"Proxy-Authorization": basic(Credentials(route.user, route.secret))}
                # To the proxy alone: in its CONNECT for https, in the request, which it strips, for http.
                options.update({"proxy_headers": login} if address.secure else {"headers": {**sent, **login}})
        limits = self._limits
        options["timeout"] = aiohttp.ClientTimeout(
            total=timeout, connect=limits.connect, sock_connect=limits.connect, sock_read=limits.read
        )
        try:
            session = self._session(route, public_only=not allow_private and route is None)
            async with session.get(URL(address.url, encoded=True), **options) as response:
                return await self._read(response, max_bytes, sink)
        except (aiohttp.ClientError, TimeoutError, OSError) as fault:
            raise faults.transport_fault(fault, address, route, limits) from fault
        except Exception as fault:
            named = faults.proxy_library_fault(fault, route)
            if named is None:
                raise
            raise named from fault

    async def close(self) -> None:
        """Close every connection."""
        sessions, self._sessions = list(self._sessions.values()), {}
        for session in sessions:
            await session.close()

    async def _read(self, response: aiohttp.ClientResponse, max_bytes: int, sink: Sink | None) -> Reply:
        found = headers.as_mapping(response.headers.items())
        status = response.status
        if not 200 <= status < 300:
            challenges = tuple(response.headers.getall("WWW-Authenticate", ())) if status == 401 else ()
            response.close()  # what else it says is of no use; the connection goes with it
            return Reply(status, found, challenges=challenges)
        coding = headers.content_encoding(response.headers.getall("Content-Encoding", ()))
        announced = response.content_length
        if announced is not None and announced > max_bytes:
            response.close()
            raise too_large(max_bytes)
        if sink is not None:
            return Reply(status, found, wire_bytes=await self._save(response, coding, max_bytes, sink))
        body = Body(coding, max_bytes)
        try:
            await self._read_body(response, body)
            whole = body.finish()
        except BaseException:
            response.close()
            body.drop()  # whoever keeps the fault keeps this frame, and must not keep megabytes with it
            raise
        etags, dates = response.headers.getall("ETag", ()), response.headers.getall("Last-Modified", ())
        return Reply(status, found, whole, body.wire_bytes, headers.validators(etags, dates))

    @staticmethod
    async def _save(response: aiohttp.ClientResponse, coding: str, max_bytes: int, sink: Sink) -> int:
        """Pass the body on as it comes; how many bytes that were."""
        came = 0
        try:
            if coding:
                raise BrokenAnswer("The file came packed in a way we did not ask for; it was not saved.")
            sink.begin(response.status, headers.as_mapping(response.headers.items()))
            async for piece in response.content.iter_any():
                came += len(piece)
                if came > max_bytes:
                    raise too_large(max_bytes)
                sink.write(piece)
        except BaseException:
            response.close()
            raise
        return came

    async def _read_body(self, response: aiohttp.ClientResponse, body: Body) -> None:
        """Read to the end; beyond ``small_body`` only a few at a time, so that sixty bombs weigh no more than four."""
        async with AsyncExitStack() as held:
            large = False
            async for piece in response.content.iter_any():
                # A packed kilobyte is a megabyte at the most: small bodies stay small until they have their place.
                for part in [piece] if large or not body.packed else _cut(piece, _SLICE):
                    if not large and body.size > self._limits.small_body:
                        await held.enter_async_context(self._large)
                        large = True
                    body.feed(part)

    def _refuse_private(self, address: WebAddress) -> None:
        """What can be told from the address alone; names are judged when they are looked up."""
        literal = is_literal(address.host)
        if (literal and not self._public(address.host)) or (not literal and is_loopback(address.host)):
            raise private_refusal(address.host)

    def _tls(self) -> ssl.SSLContext:
        if self._context is None:
            self._context = make_context(self._extra_ca)
        return self._context

    def _session(self, route: Route | None, *, public_only: bool) -> aiohttp.ClientSession:
        socks = route if route is not None and route.kind == "socks5" else None
        key = socks or public_only
        session = self._sessions.get(key)
        if session is None:
            session = self._sessions[key] = self._make_session(socks, public_only=public_only)
        return session

    def _make_session(self, socks: Route | None, *, public_only: bool) -> aiohttp.ClientSession:
        common: dict[str, Any] = {"limit": 0, "limit_per_host": 0, "keepalive_timeout": _IDLE}
        connector: aiohttp.BaseConnector
        if socks is not None:
            # Imported here: it costs 10 ms, and few people have such a proxy.
            from aiohttp_socks import ProxyConnector, ProxyType

            connector = ProxyConnector(
                host=socks.host,
                port=socks.port,
                proxy_type=ProxyType.SOCKS5,
                username=socks.user or None,
                password=socks.secret or None,
                rdns=True,
                **common,
            )
        else:
            resolver = Resolver(self._lookup, self._public if public_only else None)
            connector = _Connector(self._wanted, resolver=resolver, ttl_dns_cache=_DNS_TTL, **common)
        return aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(loop=asyncio.get_running_loop()),
            trust_env=False,
            auto_decompress=False,
            max_field_size=self._limits.header_line,
        )


def _cut(data: bytes, size: int) -> Iterator[bytes]:
    """``data`` in slices of ``size`` bytes."""
    return (data[begin : begin + size] for begin in range(0, len(data), size))


class _Handler(ResponseHandler):
    """aiohttp's reader of answers, which takes bytes after a 304 for the next answer and then loses the 304 as well.

    A 304 has no body (RFC 9110 section 15.4.5): what a server sends after its head is dropped, with the connection.
    """

    def data_received(self, data: bytes) -> None:
        """Bytes from the server, in pieces as the network cuts them."""
        between = self._payload is None or self._payload.is_eof()
        if between and data[9:12] == b"304" and data.startswith(b"HTTP/1."):
            end = data.find(b"\r\n\r\n") + 4
            if 4 <= end < len(data):
                data = data[:end]
                self.force_close()
        super().data_received(data)


class _Connector(aiohttp.TCPConnector):
    """Keeps a connection only while ``wanted(host, port)`` says that the next request is for it, else closes it.

    So there are never more connections than places in ``hosts``. ``_factory`` and ``_release`` are aiohttp's own names;
    the tests of N25 and N36 watch that they do what they did.
    """

    def __init__(self, wanted: Wanted, **options: Any) -> None:
        super().__init__(**options)
        self._wanted = wanted
        self._factory: Any = functools.partial(_Handler, loop=asyncio.get_running_loop())

    def _release(self, key: ConnectionKey, protocol: ResponseHandler, *, should_close: bool = False) -> None:
        unwanted = not self._wanted(key.host, key.port or 0)
        super()._release(key, protocol, should_close=should_close or unwanted)
