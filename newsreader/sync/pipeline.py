"""One sync: fetch, parse, decide and store many feeds at once, each on its own account.

::

    for each feed, all at once:          the client keeps the manners: 2 a host, 64 in all
        wait for room                    bytes held are bounded
        fetch                            304, or an equal body: done, nothing parsed
        parse                            in a parse process, without the entries seen before
        store                            gathered by one writer into small transactions

Runs in the worker's event loop; the cache has a thread of its own. A feed that fails is told with its reason and costs
the others nothing; only a fault of the cache ends the whole sync.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, TypeGuard

from newsreader.domain.errors import NetError, ParseError, SecretsError, ServerBusy
from newsreader.domain.fetching import FetchState
from newsreader.domain.jobs import FeedFault, SyncReport
from newsreader.net.message import Answer, Request
from newsreader.sync.budget import ByteBudget
from newsreader.sync.cache import Cache
from newsreader.sync.intake import Pace, Stored
from newsreader.sync.login import Login
from newsreader.sync.outcomes import Outcomes
from newsreader.sync.parsed import ParsedFeed
from newsreader.sync.pool import ParsePool
from newsreader.sync.reporting import Reporter
from newsreader.sync.writer import ArrivalWriter

if TYPE_CHECKING:
    from newsreader.net.client import Client

HELD = 8 << 20  # bytes of documents held at once, from fetched to stored
NEW_SIZE = 32 << 10  # bytes expected of a document that is not known yet
KNOWN_SIZE = 4 << 10  # of one that is: most have not changed, and are not sent


@dataclass(slots=True)
class Tally:
    """What a sync has come to so far."""

    unchanged: int = 0
    changed: int = 0
    failed: int = 0
    new: int = 0
    updated: int = 0
    errors: list[FeedFault] = field(default_factory=list)

    def report(self, feeds: int, seconds: float) -> SyncReport:
        """The report: ``feeds`` were selected, and it took ``seconds``."""
        due = self.unchanged + self.changed + self.failed
        return SyncReport(
            feeds,
            due,
            self.unchanged,
            self.changed,
            self.failed,
            self.new,
            self.updated,
            seconds,
            tuple(self.errors),
        )


class Pipeline:
    """Syncs the feeds it is given. One at a time for a data folder (``sync.lock``)."""

    def __init__(
        self,
        client: Client,
        pool: ParsePool,
        cache: Cache,
        pace: Pace,
        login: Login,
        outcomes: Outcomes,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._client = client
        self._pool = pool
        self._budget = ByteBudget(HELD)
        self._writer = ArrivalWriter(cache, pace, clock)
        self._login = login
        self._outcomes = outcomes
        self.tally = Tally()
        self.put_off: list[tuple[int, int]] = []
        """Feeds that were not asked after all, and the seconds that their host wants to be left alone."""

    async def run(self, states: Sequence[FetchState], reporter: Reporter) -> None:
        """Check every feed of ``states``. Raises StoreError when the cache cannot take what comes."""
        self._writer.to_come = len(states)
        writing = asyncio.create_task(self._writer.run())
        checks = [asyncio.create_task(self._check_and_tell(state, reporter)) for state in states]
        try:
            await asyncio.gather(*checks)
        finally:
            for task in (writing, *checks):
                task.cancel()
            await asyncio.gather(writing, *checks, return_exceptions=True)

    async def check(self, state: FetchState) -> Stored:
        """Check one feed. Raises NetError, ParseError or SecretsError after they were noted on it; StoreError."""
        share = await self._budget.admit(KNOWN_SIZE if state.body_hash else NEW_SIZE)
        answer: Answer | None = None
        try:
            answer = await self._client.fetch(await self._request(state))
            share.grow(len(answer.body))
            return await self._take(state, answer)
        except (NetError, ParseError, SecretsError) as fault:
            if not _not_asked(fault):
                await self._writer.put(self._outcomes.failed(state, fault, answer))
            raise
        finally:
            share.give_back()

    async def take(self, state: FetchState, answer: Answer) -> Stored:
        """Store the document of an answer that is there already. Raises ParseError, StoreError."""
        writing = asyncio.create_task(self._writer.run())
        try:
            return await self._take(state, answer)
        finally:
            writing.cancel()
            await asyncio.gather(writing, return_exceptions=True)

    async def _check_and_tell(self, state: FetchState, reporter: Reporter) -> None:
        try:
            stored = await self.check(state)
        except (NetError, ParseError, SecretsError) as fault:
            if _not_asked(fault):
                self.put_off.append((state.feed_id, fault.retry_after or 0))
            else:
                self._count_fault(state, fault, reporter)
        else:
            self._count(stored)
            if stored.new or stored.updated or stored.shown or state.failures:
                reporter.stored(state.feed_id, stored.new, stored.updated)
        self._writer.finished()
        reporter.step()

    async def _request(self, state: FetchState) -> Request:
        return Request(state.url, state.validators, credentials=await self._login(state.url, state.user))

    async def _take(self, state: FetchState, answer: Answer) -> Stored:
        if answer.unchanged:
            return await self._writer.put(self._outcomes.unchanged(state, answer))
        body_hash = blake2b(answer.body, digest_size=16).digest()
        if body_hash == state.body_hash:
            return await self._writer.put(self._outcomes.unchanged(state, answer))
        parsed = await self._parse(answer, state.entry_hashes)
        stored = await self._put(state, answer, parsed, body_hash, whole=not state.entry_hashes)
        if stored.needs_all:
            parsed = await self._parse(answer, frozenset())
            stored = await self._put(state, answer, parsed, body_hash, whole=True)
        return stored

    async def _parse(self, answer: Answer, known: frozenset[int]) -> ParsedFeed:
        return await self._pool.parse(
            answer.body, url=answer.url, content_type=answer.content_type, known=known
        )

    async def _put(
        self, state: FetchState, answer: Answer, parsed: ParsedFeed, body_hash: bytes, *, whole: bool
    ) -> Stored:
        return await self._writer.put(self._outcomes.received(state, answer, parsed, body_hash, whole=whole))

    def _count(self, stored: Stored) -> None:
        if stored.new or stored.updated:
            self.tally.changed += 1
        else:
            self.tally.unchanged += 1
        self.tally.new += stored.new
        self.tally.updated += stored.updated

    def _count_fault(
        self, state: FetchState, fault: NetError | ParseError | SecretsError, reporter: Reporter
    ) -> None:
        self.tally.failed += 1
        self.tally.errors.append(FeedFault(state.url, fault.sentence))
        if fault.sentence != state.last_result:
            reporter.stored(state.feed_id, 0, 0)


def _not_asked(fault: Exception) -> TypeGuard[ServerBusy]:
    """True when the host had told another of its feeds to wait before this one was asked."""
    return isinstance(fault, ServerBusy) and fault.status is None
