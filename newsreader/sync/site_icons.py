"""Fetching the small icons of sites: once a month each, a few hundred at a time, never more than 100 KB (HOSTILE N39).

First what the feed names itself if it is a square, then ``/favicon.ico`` of its site, then what the page of the site
names. That a site has none is remembered as long as an icon is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from newsreader.domain.errors import ConnectionRefused, HostNotFound, NetError, ProxyFault, TimedOut
from newsreader.domain.fetching import Validators
from newsreader.net.message import Answer, Request
from newsreader.store import icons
from newsreader.store.icons import IconFeed, IconSource
from newsreader.sync.desk import Desk
from newsreader.sync.icon_files import LARGEST, IconFiles, icon_header, icon_links
from newsreader.sync.neighbourhood import is_private
from newsreader.sync.reporting import Changed
from newsreader.text.urls import is_web, origin

FOLDER: Final = "icons"
MONTH: Final = 30 * 86_400
_SOON: Final = 86_400
_MOST: Final = 300
_PAGE: Final = 1 << 20
_SHARP: Final = 32
_TYPES: Final = (
    "image/png, image/x-icon, image/vnd.microsoft.icon, image/webp, image/gif, image/jpeg, */*;q=0.1"
)
_PASSING: Final = (HostNotFound, ConnectionRefused, TimedOut, ProxyFault)


@dataclass(frozen=True, slots=True)
class _Icon:
    url: str
    data: bytes
    side: int
    validators: Validators


async def fetch_icons(desk: Desk, changed: Changed) -> int:
    """Look for the icons that are due, and give them to their feeds; how many were found. Raises StoreError."""
    if not desk.settings.boolean("privacy.site_icons"):
        return 0
    feeds = await desk.cache.read(icons.icon_feeds)
    known = await desk.cache.read(icons.sources)
    now = desk.now()
    due = {
        source: feed.url
        for feed in feeds
        for source in _sources(feed)
        if source not in known or not now < known[source].next_check <= now + 2 * MONTH
    }
    finder = _Finder(desk)
    turns = asyncio.Semaphore(6)

    async def look(source: str, feed_url: str) -> IconSource | None:
        async with turns:
            return await finder.look(known.get(source, IconSource(source)), feed_url)

    found = await asyncio.gather(*(look(source, url) for source, url in list(due.items())[:_MOST]))
    for one in found:
        if one is not None:
            known[one.source] = one
            await desk.cache.write(lambda w, one=one: icons.save(w, one), durable=False)  # type: ignore[misc]
    await _give(desk, feeds, known, changed)
    return sum(bool(one and one.file) for one in found)


def _sources(feed: IconFeed) -> list[str]:
    """Where the icon of a feed may be, the best first."""
    site = origin(feed.site) or origin(feed.url)
    return [source for source in (feed.icon if is_web(feed.icon) else "", site) if source]


async def _give(
    desk: Desk, feeds: Sequence[IconFeed], known: dict[str, IconSource], changed: Changed
) -> None:
    """Every feed shows the first icon of its sources."""
    files = {
        feed.feed_id: next((known[s].file for s in _sources(feed) if s in known and known[s].file), "")
        for feed in feeds
    }
    new = {feed.feed_id: files[feed.feed_id] for feed in feeds if files[feed.feed_id] != feed.file}
    if not new:
        return
    wanted = {source for feed in feeds for source in _sources(feed)}
    await desk.cache.write(lambda w: icons.show(w, new, wanted), durable=False)
    used = {one.file for one in known.values()} | set(files.values())
    await asyncio.to_thread(IconFiles(desk.data_dir / FOLDER).sweep, used)
    changed(tuple(new), 0, 0)


class _Finder:
    """Asks one source after the other for its icon."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._files = IconFiles(desk.data_dir / FOLDER)

    async def look(self, before: IconSource, feed_url: str) -> IconSource | None:
        """What a source has now; None when it could not be asked, so that it is asked soon again."""
        private = await is_private(feed_url)
        # Spread by the name of the source, so that a month later not all are asked at once.
        later = self._desk.now() + MONTH + hash_days(before.source) * _SOON
        if before.file and before.validators != Validators() and self._files.has(before.file):
            answer = await self._ask(before.url, private, before.validators)
            if answer is None or answer.unchanged:
                return replace(before, next_check=later if answer is not None else self._desk.now() + _SOON)
        try:
            icon = await self._find(before.source, private)
        except _PASSING:
            return replace(before, next_check=self._desk.now() + _SOON)
        if icon is None:
            return IconSource(before.source, next_check=later)
        name = await asyncio.to_thread(self._files.keep, icon.data)
        return IconSource(before.source, icon.url, name, icon.validators, later)

    async def _find(self, source: str, private: bool) -> _Icon | None:
        if source != origin(source):
            return await self._icon(source, private)
        plain = await self._icon(f"{source}/favicon.ico", private)
        if plain is not None and plain.side >= _SHARP:
            return plain
        for url in await self._named(f"{source}/", private):
            icon = await self._icon(url, private)
            if icon is not None and (plain is None or icon.side > plain.side):
                return icon
        return plain

    async def _named(self, url: str, private: bool) -> list[str]:
        """The two best icons that a page names."""
        try:
            answer = await self._fetch(url, private, "text/html", _PAGE)
        except _PASSING:
            raise
        except NetError:
            return []
        return icon_links(answer.body, answer.url)[:2]

    async def _icon(self, url: str, private: bool) -> _Icon | None:
        try:
            answer = await self._fetch(url, private, _TYPES, LARGEST)
        except _PASSING:
            raise
        except NetError:  # no icon here, or one that is too large: both are answers
            return None
        header = icon_header(answer.body)
        if header is None:
            return None
        return _Icon(answer.url, answer.body, min(header.width, header.height), answer.validators)

    async def _ask(self, url: str, private: bool, validators: Validators) -> Answer | None:
        """Whether an icon is what it was; None when nobody answered."""
        try:
            return await self._fetch(url, private, _TYPES, LARGEST, validators)
        except _PASSING:
            return None
        except NetError:
            return Answer(404, url)

    async def _fetch(
        self, url: str, private: bool, accept: str, most: int, validators: Validators | None = None
    ) -> Answer:
        client = await self._desk.client()
        return await client.fetch(
            Request(
                url,
                validators=validators or Validators(),
                accept=accept,
                max_bytes=most,
                allow_private=private,
                purpose="icon",
            )
        )


def hash_days(source: str) -> int:
    """0 to 6, always the same for a source."""
    return sum(source.encode("utf-8", "surrogatepass")) % 7
