"""The job ``pictures``: fetch the pictures of the story a person opened, politely and with limits.

Rules: HOSTILE S09-S14. Only asked for opened stories, and for those kept for reading offline (``offline``); http(s);
at most 50 pictures and 20 MB a story; only what its first bytes say is PNG, JPEG, GIF or WebP of at most 16 megapixels;
a feed on the internet cannot lead into the person's own network.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from newsreader.domain.errors import (
    BrokenAnswer,
    ConnectionRefused,
    HostNotFound,
    NetError,
    NotWritable,
    ProxyFault,
    ServerBusy,
    ServerFault,
    TimedOut,
)
from newsreader.domain.jobs import Progress
from newsreader.net.client import Client
from newsreader.net.message import PICTURE_TYPES, Answer, Request
from newsreader.store import bodies, feeds, kept
from newsreader.store.database import Reader
from newsreader.sync.desk import Desk
from newsreader.sync.image_header import MOST_PIXELS, ImageHeader, read_header
from newsreader.sync.neighbourhood import is_private
from newsreader.sync.picture_files import PICTURES, PictureFiles
from newsreader.sync.reporting import Changed, Report
from newsreader.text.urls import is_web

MOST_PICTURES = 50
MOST_BYTES = 20 << 20
"""Bytes of pictures fetched for one story."""
LARGEST = 8 << 20
"""Bytes of one picture."""

Picture = dict[str, Any]

_PASSING = (
    HostNotFound,
    ConnectionRefused,
    TimedOut,
    BrokenAnswer,
    ServerBusy,
    ServerFault,
    ProxyFault,
    NotWritable,
)


class _Refused(Exception):
    """A picture that is not shown, and why."""


async def pictures(desk: Desk, args: dict[str, Any], progress: Report, changed: Changed) -> dict[str, Any]:
    """Gives ``{"pictures": [{"url", "path", "width", "height"} or {"url", "error"}]}``, in the order asked for."""
    urls = list(dict.fromkeys(str(url) for url in args.get("urls", ())))
    files = picture_files(desk)
    feed_url = await desk.cache.read(partial(_feed_url, story_id=int(args.get("story") or 0)))
    fetch = StoryPictures(desk, files, feed_url)
    done = 0

    async def one(number: int, url: str) -> Picture:
        nonlocal done
        found = (
            await fetch(url)
            if number < MOST_PICTURES
            else {"url": url, "error": "The story has too many pictures."}
        )
        done += 1
        progress(Progress(done, len(urls), url))
        return found

    found = await asyncio.gather(*(one(number, url) for number, url in enumerate(urls)))
    await trim(desk, files)
    return {"pictures": list(found)}


def picture_files(desk: Desk) -> PictureFiles:
    """The folder of pictures, as large as a person wants it."""
    return PictureFiles(desk.data_dir / PICTURES, desk.settings.integer("storage.pictures_mb") << 20)


async def trim(desk: Desk, files: PictureFiles, *, empty: bool = False) -> int:
    """Drop pictures when they take too much room, ``empty`` all that may go; the bytes freed."""
    if not empty and await asyncio.to_thread(files.taken) <= files.largest:
        return 0
    pinned, last = await desk.cache.read(kept.names)
    return await asyncio.to_thread(files.trim, pinned, last, empty=empty)


@dataclass(slots=True)
class _Budget:
    """Bytes left for a story, and turns to fetch: two at a time, which is what a host is asked at once."""

    left: int
    turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(2))


@dataclass(slots=True)
class StoryPictures:
    """Fetches single pictures of one story, whose feed has the address ``feed_url`` (``""``: it has none).

    The network is looked at with the first picture that is not here: offline, a story with all its pictures waits for
    nothing. ``missed`` are those that may be had another time.
    """

    desk: Desk
    files: PictureFiles
    feed_url: str
    budget: _Budget = field(default_factory=lambda: _Budget(MOST_BYTES))
    missed: set[str] = field(default_factory=set)
    _network: asyncio.Future[tuple[Client, bool]] | None = None

    async def __call__(self, url: str) -> Picture:
        try:
            return await self._picture(url)
        except _Refused as refused:
            return {"url": url, "error": str(refused)}
        except (NetError, NotWritable) as fault:
            if isinstance(fault, _PASSING):
                self.missed.add(url)
            return {"url": url, "error": fault.sentence}

    async def _picture(self, url: str) -> Picture:
        if not is_web(url):
            raise _Refused("Only pictures of the web are fetched.")
        path = await asyncio.to_thread(self.files.find, url)
        if path is not None:
            header = read_header(await asyncio.to_thread(path.read_bytes))
            if header is not None:
                return _shown(url, str(path), header)
        answer = await self._fetched(url)
        header = read_header(answer.body)
        if header is None:
            raise _Refused("It is no picture that is shown here: PNG, JPEG, GIF or WebP.")
        if header.width * header.height > MOST_PIXELS:
            raise _Refused(f"The picture is too large: {header.width} by {header.height} pixels.")
        path = await asyncio.to_thread(self.files.keep, url, header.kind, answer.body)
        return _shown(url, str(path), header)

    async def _fetched(self, url: str) -> Answer:
        """The answer, within what is left for the story: each request sets aside what it may come to."""
        async with self.budget.turns:
            most = min(LARGEST, self.budget.left)
            if most <= 0:
                raise _Refused("The pictures of this story are too large in all.")
            self.budget.left -= most
            came = 0
            try:
                client, allow_private = await self._connected()
                answer = await client.fetch(
                    Request(
                        url,
                        accept=PICTURE_TYPES,
                        max_bytes=most,
                        allow_private=allow_private,
                        purpose="picture",
                    )
                )
                came = len(answer.body)
                return answer
            finally:
                self.budget.left += most - came

    async def _connected(self) -> tuple[Client, bool]:
        if self._network is None:
            self._network = asyncio.ensure_future(_connect(self.desk, self.feed_url))
        return await asyncio.shield(self._network)


async def _connect(desk: Desk, feed_url: str) -> tuple[Client, bool]:
    """The client, and whether pictures may lie in the person's own network, as the feed does."""
    return await desk.client(), await is_private(feed_url)


def _shown(url: str, path: str, header: ImageHeader) -> Picture:
    return {"url": url, "path": path, "width": header.width, "height": header.height}


def _feed_url(reader: Reader, story_id: int) -> str:
    found = bodies.story(reader, story_id)
    if found is None or found.header.feed_id is None:
        return ""
    return feeds.feed(reader, found.header.feed_id).url
