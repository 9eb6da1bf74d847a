"""The one HTTP client: fetches bytes politely, and calmly whatever the other side does.

Runs on one asyncio event loop. Nothing here knows what a feed is. Rules: HOSTILE N01-N39 and section 2.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType

from newsreader.domain.errors import BrokenAnswer
from newsreader.net import faults, headers, redirects
from newsreader.net.address import WebAddress, is_public, parse
from newsreader.net.flights import Flights
from newsreader.net.hosts import HostSlots
from newsreader.net.limits import Limits
from newsreader.net.login import Logins
from newsreader.net.message import Answer, Credentials, Redirect, Request
from newsreader.net.proxy import ProxyChooser, ProxySettings
from newsreader.net.resolver import Lookup, SystemLookup
from newsreader.net.saving import Sink
from newsreader.net.transport import Reply, Transport
from newsreader.net.useragent import user_agent
from newsreader.net.waits import HostWaits

_log = logging.getLogger(__name__)

_NO_BODY = frozenset({204, 205, 206})
_BUSY = frozenset({429, 503})
_LOGINS = 2
"""Answers to one 401: the way to log in, and a newer nonce."""


@dataclass(slots=True)
class _Trip:
    """One request on its way: where it is, what it may still send, how much of its time is spent."""

    request: Request
    start: WebAddress
    at: WebAddress
    credentials: Credentials | None
    visited: list[str]
    hops: list[Redirect] = field(default_factory=list)
    downgraded: bool = False
    spent: float = 0.0
    login: str = field(default="", repr=False)
    sink: Sink | None = None


class Client:
    """Fetches. ``async with Client(version=...) as client: answer = await client.fetch(Request(url))``.

    ``waits`` are the pauses that hosts asked for; load them before, store their changes after. ``extra_ca`` is a PEM
    file trusted besides the system's. ``lookup``, ``public`` and ``clock`` stand in for the system's in tests.
    """

    def __init__(
        self,
        *,
        version: str,
        limits: Limits | None = None,
        waits: HostWaits | None = None,
        proxy: ProxySettings | None = None,
        extra_ca: Path | None = None,
        lookup: Lookup | None = None,
        public: Callable[[str], bool] = is_public,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.limits = limits or Limits()
        self.waits = waits or HostWaits()
        self._clock = clock
        self._common = {"User-Agent": user_agent(version), "Accept-Encoding": "gzip, deflate"}
        self._slots = HostSlots(self.limits)
        self._flights = Flights(self._travel)
        self._logins = Logins()
        self._proxies = ProxyChooser(proxy or ProxySettings())
        self._transport = Transport(
            self.limits, extra_ca, lookup or SystemLookup(), public, self._slots.wanted
        )

    async def __aenter__(self) -> Client:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Stop what is under way and close every connection."""
        await self._flights.stop()
        await self._transport.close()

    async def fetch(self, request: Request) -> Answer:
        """The answer to ``request``: 2xx with its body, or 304.

        Raises the NetError family, each with a plain sentence; 429 and 503 also make the whole host wait. May be
        called thousands of times at once: requests stand in line here.
        """
        return await self._flights.get(request)

    async def save(self, request: Request, sink: Sink) -> Answer:
        """Fetch a file into ``sink``, as large as ``request.max_bytes`` allows and as slow as it comes.

        The Answer has no body. Raises the NetError family (416 when the file has no such part), and what the sink
        raises.
        """
        return await self._travel(request, sink)

    # -- one request, hop by hop -------------------------------------------------------------------------------

    async def _travel(self, request: Request, sink: Sink | None = None) -> Answer:
        start = parse(request.url)
        credentials = request.credentials
        if credentials is None and (start.user or start.password):
            credentials = Credentials(start.user, start.password)
        trip = _Trip(request, start, start, credentials, [start.url], sink=sink)
        while True:
            reply = await self._ask(trip)
            if reply.status not in redirects.STATUSES:
                return self._answer(trip, reply)
            self._follow(trip, reply)

    def _follow(self, trip: _Trip, reply: Reply) -> None:
        held = trip.request.credentials is not None or bool(trip.start.user or trip.start.password)
        location = reply.headers.get("location", "")
        target = redirects.next_address(trip.at, location, with_credentials=held)
        redirects.check_hops(trip.visited, target, self.limits.redirects)
        if not redirects.keeps_credentials(trip.start, target):
            trip.credentials = None  # and they stay away, even if a later hop comes back
        trip.downgraded = trip.downgraded or redirects.is_downgrade(trip.at, target)
        trip.hops.append(Redirect(reply.status, target.url))
        trip.visited.append(target.url)
        trip.at = target

    async def _ask(self, trip: _Trip) -> Reply:
        """One hop, with another try where the server first wants to know who we are."""
        host = trip.at.host
        async with self._slots.place(host, trip.at.port):
            if pause := self.waits.remaining(host, int(self._clock())):
                raise faults.waiting_fault(host, pause)
            began = time.monotonic()
            try:
                reply = await self._send(trip, began)
                for _attempt in range(_LOGINS):
                    if reply.status != 401 or trip.credentials is None:
                        break
                    if not self._logins.learn(trip.at, trip.credentials, reply.challenges, trip.login):
                        break
                    reply = await self._send(trip, began)
                if trip.credentials is not None and reply.status != 401:
                    self._logins.accepted(trip.at, trip.credentials)
                return self._checked(trip, reply)
            finally:
                trip.spent += time.monotonic() - began

    async def _send(self, trip: _Trip, began: float) -> Reply:
        address, request = trip.at, trip.request
        sent: dict[str, str] = {
            **self._common,
            "Accept": request.accept,
            **headers.conditions(request.validators),
        }
        trip.login = self._logins.header(address, trip.credentials) if trip.credentials is not None else ""
        if trip.login:
            sent["Authorization"] = trip.login
        total, most = self.limits.total, min(request.max_bytes, self.limits.body)
        if trip.sink is not None:
            total, most = self.limits.download, request.max_bytes
            sent |= {"Accept-Encoding": "identity", **trip.sink.wanted()}
        left = total - trip.spent - (time.monotonic() - began)
        if left <= 0:
            raise faults.total_timeout(address.host, self.limits)
        return await self._transport.get(
            address,
            sent,
            route=self._proxies.route(address),
            allow_private=request.allow_private,
            max_bytes=most,
            timeout=left,
            sink=trip.sink,
        )

    # -- what it means -----------------------------------------------------------------------------------------

    def _checked(self, trip: _Trip, reply: Reply) -> Reply:
        """``reply`` if it is a success, a redirect or a 304 that was asked for. Raises the NetError family."""
        status, host = reply.status, trip.at.host
        if status in _BUSY:
            now = int(self._clock())
            pause = self.waits.note(
                host, now, reply.headers.get("retry-after", ""), reply.headers.get("date", "")
            )
            raise faults.busy_fault(host, status, pause)
        if status in redirects.STATUSES:
            return reply
        if status == 304:
            if not headers.conditions(trip.request.validators):
                raise BrokenAnswer(
                    "The server says “unchanged”, but it was not asked whether anything had changed."
                )
        elif not 200 <= status < 300 or (status in _NO_BODY and (trip.sink is None or status != 206)):
            raise faults.status_fault(status, with_credentials=trip.credentials is not None)
        self.waits.clear(host)
        return reply

    def _answer(self, trip: _Trip, reply: Reply) -> Answer:
        found: Mapping[str, str] = reply.headers
        known = trip.request.validators
        answer = Answer(
            status=reply.status,
            url=trip.at.url,
            content_type=found.get("content-type", ""),
            validators=known,
            headers=found,
            redirects=tuple(trip.hops),
            permanent_url=redirects.permanent_url(trip.start.url, trip.hops),
            downgraded=trip.downgraded,
            received=int(self._clock()),
            wire_bytes=reply.wire_bytes,
            seconds=trip.spent,
        )
        # The host only: an address may hold a token.
        words = (trip.request.purpose, trip.at.host, reply.status, len(reply.body), trip.spent)
        _log.debug("%s from %s: %d, %d bytes, %.2f s", *words)
        if reply.status == 304:
            # The pair of the last 200 stays together, whatever this 304 brings (HOSTILE N26, 2.1).
            return answer
        return replace(answer, body=reply.body, validators=reply.validators)
