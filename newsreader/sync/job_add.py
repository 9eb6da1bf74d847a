"""The jobs ``discover`` and ``add``: from what a person pasted to feeds, and to a subscription with its stories.

One request where the address is a feed (HOSTILE goal 6). A name and password in the address, or given beside it, are
sent to its own origin and nowhere else, and kept in a vault, never in the cache (HOSTILE N14).
"""

from __future__ import annotations

import asyncio
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from typing import Any

from newsreader.domain.errors import NetError, ParseError
from newsreader.domain.feeds import Publication
from newsreader.domain.fetching import FetchState
from newsreader.domain.incoming import IncomingFeed
from newsreader.domain.jobs import Candidate, Progress
from newsreader.net.address import origin
from newsreader.net.message import Answer, Credentials, Request
from newsreader.store import feeds, folders, journal, twins
from newsreader.store.database import Reader, Writer
from newsreader.subscribe.candidates import candidate
from newsreader.subscribe.discovery import Ask, Discovery, Found, Reply
from newsreader.subscribe.told import address_of_handle
from newsreader.sync import records
from newsreader.sync.desk import Desk
from newsreader.sync.job_sync import keep_waits, make_pipeline
from newsreader.sync.login import Login, credentials_of
from newsreader.sync.reporting import Changed, Report
from newsreader.text.urls import normalize_address, split_credentials


async def discover(desk: Desk, args: dict[str, Any], progress: Report, changed: Changed) -> dict[str, Any]:
    """The feeds at an address, verified. Raises NetError, ParseError, NoFeedFound, UsageError."""
    search = _Search(desk, _Address.of(args), progress)
    found = await search.run()
    return {"candidates": [_plain(one) for one in await search.candidates(found)]}


async def add(desk: Desk, args: dict[str, Any], progress: Report, changed: Changed) -> dict[str, Any]:
    """Subscribe, and store the stories of the document that was found. Raises what ``discover`` does, SecretsError."""
    address = _Address.of(args)
    if (here := await _subscribed(desk, address)) is not None:
        return _there(here)
    search = _Search(desk, address, progress)
    found = await search.run()
    if len(found) > 1:
        return {"candidates": [_plain(one) for one in await search.candidates(found)]}
    url = found[0].url
    (other,) = await desk.cache.read(partial(_those_of, found=found))
    if other is not None:
        return _there(other)
    user = await _keep_secret(desk, address, url, str(args.get("remember", "keyring")))
    about = replace(found[0].feed.publication, title=found[0].feed.title, site=found[0].feed.site)
    work = partial(_subscribe, url=url, user=user, about=about, args=args, now=desk.now())
    feed_id = await desk.cache.write(work)
    stored = await search.store(found[0], feed_id, user)
    changed((feed_id,), stored, 0)
    return {"feed": feed_id, "new_stories": stored, "already": False}


@dataclass(frozen=True, slots=True)
class _Address:
    """What was pasted, without the name and password in it, and these."""

    typed: str
    credentials: Credentials | None
    origins: frozenset[str]

    @staticmethod
    def of(args: dict[str, Any]) -> _Address:
        typed = str(args.get("url", ""))
        page = address_of_handle(typed)  # what stands before its @ is no login
        urls = [page] if page else normalize_address(typed)
        user, secret = str(args.get("user") or ""), str(args.get("secret") or "")
        if urls and "@" in urls[0] and not page:
            plain, url_user, url_secret = split_credentials(urls[0])
            user, secret = user or url_user, secret or url_secret
            typed = plain if len(urls) == 1 else plain.partition("://")[2]
            urls = [split_credentials(url)[0] for url in urls]
        given = credentials_of(user, secret) if secret else None
        return _Address(typed, given, frozenset(origin(url) for url in urls) if given else frozenset())

    def login(self, url: str) -> Credentials | None:
        """What to log in with at ``url``: only where it belongs."""
        return self.credentials if self.credentials is not None and origin(url) in self.origins else None


@dataclass(slots=True)
class _Search:
    """One discovery, and what it fetched: a feed that is chosen needs no second request."""

    desk: Desk
    address: _Address
    progress: Report
    answers: list[tuple[IncomingFeed, Answer]] = field(default_factory=list)

    async def run(self) -> list[Found]:
        plan = Discovery(self.address.typed)
        await self.desk.pool.warm()
        client = await self.desk.client()
        asked = 0
        try:
            while asks := plan.next_requests():
                self.progress(Progress(asked, asked + len(asks), asks[0].url))
                for reply in await asyncio.gather(*(self._ask(ask) for ask in asks)):
                    plan.feed(reply)
                asked += len(asks)
            return plan.result()
        finally:
            await keep_waits(self.desk, client)

    async def _ask(self, ask: Ask) -> Reply:
        client = await self.desk.client()
        answer: Answer | None = None
        try:
            answer = await client.fetch(Request(ask.url, credentials=self.address.login(ask.url)))
            feed = await self.desk.pool.parse_raw(
                answer.body, url=answer.url, content_type=answer.content_type
            )
        except NetError as fault:
            return Reply(ask, fault=fault)
        except ParseError as fault:
            return _reply(ask, answer, None, fault)
        self.answers.append((feed, answer))
        return _reply(ask, answer, feed, None)

    async def candidates(self, found: list[Found]) -> list[Candidate]:
        """What a person chooses from."""
        here = await self.desk.cache.read(partial(_those_of, found=found))
        now = self.desk.now()
        return [
            candidate(one.feed, one.url, now, label=one.label, subscribed=feed_id)
            for one, feed_id in zip(found, here, strict=True)
        ]

    async def store(self, found: Found, feed_id: int, user: str) -> int:
        """Store the document that was found; how many stories it brought."""
        answer = next(answer for feed, answer in self.answers if feed is found.feed)
        pipeline = make_pipeline(self.desk, await self.desk.client())
        return (await pipeline.take(FetchState(feed_id, found.url, user=user), answer)).new


def _reply(ask: Ask, answer: Answer | None, feed: IncomingFeed | None, fault: ParseError | None) -> Reply:
    assert answer is not None
    return Reply(
        ask,
        url=answer.url,
        content_type=answer.content_type,
        body=b"" if feed is not None else answer.body,
        feed=feed,
        fault=fault,
        permanent_url=answer.permanent_url,
        link_header=answer.headers.get("link", ""),
    )


def _plain(one: Candidate) -> dict[str, Any]:
    """As it is after a trip through JSON."""
    return asdict(one) | {"newest": [asdict(story) for story in one.newest], "weeks": list(one.weeks)}


def _there(feed_id: int) -> dict[str, Any]:
    return {"feed": feed_id, "new_stories": 0, "already": True}


async def _subscribed(desk: Desk, address: _Address) -> int | None:
    """The feed that has this very address: then nobody is asked."""
    here = await desk.cache.read(partial(_ids_of, urls=normalize_address(address.typed)))
    return next((feed_id for feed_id in here if feed_id is not None), None)


def _ids_of(reader: Reader, urls: list[str]) -> list[int | None]:
    found = [feeds.find_feed(reader, url) for url in urls]
    return [None if feed is None else feed.id for feed in found]


def _those_of(reader: Reader, found: list[Found]) -> list[int | None]:
    """The subscriptions that have what was found, under its own address or another."""
    here = _ids_of(reader, [one.url for one in found])
    return [
        feed_id if feed_id is not None else twins.twin(reader, one.feed)
        for feed_id, one in zip(here, found, strict=True)
    ]


async def _keep_secret(desk: Desk, address: _Address, url: str, remember: str) -> str:
    """Keep the secret where the feed's own origin asked for it; the user's name, ``""`` for none."""
    login = address.login(url)
    if login is None:
        return ""
    user = login.user or Login.BEARER
    await desk.keep_secret(url, user, login.secret, for_now=remember == "session")
    return user


def _subscribe(
    writer: Writer, url: str, user: str, about: Publication, args: dict[str, Any], now: int
) -> int:
    folder_id = folders.ensure_folder(writer, str(args.get("folder") or ""))
    title = str(args.get("title") or "")
    feed_id = feeds.add_feed(writer, url, title, folder_id, publication=about, user=user, now=now)
    title = feeds.feed(writer, feed_id).title
    journal.record(writer, records.ADD, f"Feed “{title}” added", records.added([feed_id]), at=now)
    return feed_id
