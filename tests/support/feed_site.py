"""A small web site of feeds and pages on loopback, with a log of what it was asked. One thread of its own.

::

    with FeedSite() as site:
        url = site.feed("/news.xml", stories=[FeedStory("one", "Headline")])
        site.page("/", links=["/news.xml"])
        site.status("/gone", 410)
        ...
        assert site.asked("/news.xml") == 1
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import threading
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from html import escape

from aiohttp import web

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class FeedStory:
    """An item: ``link`` is made from ``guid`` when empty; ``date`` is RFC 822, ``""`` for none."""

    guid: str
    title: str = ""
    html: str = "<p>Some words.</p>"
    link: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    when: float = field(default_factory=time.monotonic)


def rss(
    title: str, stories: Sequence[FeedStory], *, site: str = "http://site.example/", extra: str = ""
) -> bytes:
    """An RSS 2.0 document; ``extra`` is put into its channel as it stands."""
    items = "".join(
        f"<item><title>{escape(story.title or story.guid)}</title>"
        f"<link>{escape(story.link or f'{site}{story.guid}')}</link>"
        f'<guid isPermaLink="false">{escape(story.guid)}</guid>'
        + (f"<pubDate>{story.date}</pubDate>" if story.date else "")
        + f"<description>{escape(story.html)}</description></item>"
        for story in stories
    )
    head = f"<title>{escape(title)}</title><link>{site}</link><description>{escape(title)}</description>"
    prolog = '<?xml version="1.0" encoding="UTF-8"?>'
    return f'{prolog}<rss version="2.0"><channel>{head}{extra}{items}</channel></rss>'.encode()


class FeedSite:
    """A site on 127.0.0.1, on a port the system chose. A context manager; its methods may be called from any thread.

    ``host`` may be another loopback address, for tests with several hosts.
    """

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.host = host
        self.port = 0
        self.log: list[Asked] = []
        self._answers: dict[str, Answer] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._started = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), name="site", daemon=True)

    def __enter__(self) -> FeedSite:
        self._thread.start()
        assert self._started.wait(10), "the site did not start"
        return self

    def __exit__(self, *_: object) -> None:
        assert self._loop is not None
        assert self._stop is not None
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    # -- what it serves --------------------------------------------------------------------------------------------

    def url(self, path: str = "/") -> str:
        """The address of a path."""
        return f"http://{self.host}:{self.port}{path}"

    def on(self, path: str, answer: Answer) -> str:
        """Answer a path with a coroutine function of aiohttp; its address."""
        self._answers[path] = answer
        return self.url(path)

    def raw(
        self, path: str, body: bytes, content_type: str = "application/rss+xml", *, validate: bool = True
    ) -> str:
        """Serve these bytes, with an ETag and 304 when they are asked for again (unless not ``validate``)."""
        etag = f'"{hashlib.blake2b(body, digest_size=8).hexdigest()}"' if validate else ""

        async def answer(request: web.Request) -> web.StreamResponse:
            headers = {"ETag": etag} if etag else {}
            if etag and request.headers.get("If-None-Match") == etag:
                return web.Response(status=304, headers=headers)
            return web.Response(body=body, headers={**headers, "Content-Type": content_type})

        return self.on(path, answer)

    def feed(
        self,
        path: str = "/feed.xml",
        title: str = "A feed",
        stories: Sequence[FeedStory] = (),
        *,
        extra: str = "",
    ) -> str:
        """Serve an RSS feed; calling it again changes the feed."""
        return self.raw(
            path, rss(title, stories or [FeedStory("story-1", "A story")], site=self.url("/"), extra=extra)
        )

    def page(self, path: str = "/", links: Sequence[str] = (), title: str = "A page", body: str = "") -> str:
        """Serve an HTML page whose head links to feeds."""
        alternates = "".join(
            f'<link rel="alternate" type="application/rss+xml" title="{escape(link)}" href="{escape(link)}">'
            for link in links
        )
        html = (
            f"<!doctype html><html><head><title>{title}</title>{alternates}</head><body>{body}</body></html>"
        )
        return self.raw(path, html.encode(), "text/html; charset=utf-8", validate=False)

    def status(self, path: str, status: int, headers: dict[str, str] | None = None) -> str:
        """Answer with a status and nothing else."""

        async def answer(request: web.Request) -> web.StreamResponse:
            return web.Response(status=status, headers=headers)

        return self.on(path, answer)

    def redirect(self, path: str, to: str, status: int = 301) -> str:
        """Send on to another address."""
        return self.status(path, status, {"Location": to})

    def slow(self, path: str, seconds: float) -> str:
        """Wait before answering what the path served until now (404 if nothing)."""
        before = self._answers.get(path)

        async def answer(request: web.Request) -> web.StreamResponse:
            await asyncio.sleep(seconds)
            return await before(request) if before is not None else web.Response(status=404)

        return self.on(path, answer)

    def protected(self, path: str, user: str, password: str) -> str:
        """Want a name and password (Basic) for what the path served until now."""
        before = self._answers[path]
        wanted = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()

        async def answer(request: web.Request) -> web.StreamResponse:
            if request.headers.get("Authorization") != wanted:
                return web.Response(status=401, headers={"WWW-Authenticate": 'Basic realm="feeds"'})
            return await before(request)

        return self.on(path, answer)

    # -- what it was asked -----------------------------------------------------------------------------------------

    def asked(self, path: str | None = None) -> int:
        """How many requests came, for one path or all."""
        return len([one for one in tuple(self.log) if path in (None, one.path)])

    def last(self, path: str) -> Asked:
        """The newest request for a path."""
        return next(one for one in reversed(tuple(self.log)) if one.path == path)

    def forget(self) -> None:
        """Start the log anew."""
        self.log.clear()

    # --------------------------------------------------------------------------------------------------------------

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.log.append(
            Asked(request.path_qs, {name.lower(): value for name, value in request.headers.items()})
        )
        answer = self._answers.get(request.path_qs) or self._answers.get(request.path)
        return await answer(request) if answer is not None else web.Response(status=404)

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        runner = web.ServerRunner(web.Server(self._answer), shutdown_timeout=0.2)  # type: ignore[arg-type]
        await runner.setup()
        await web.TCPSite(runner, self.host, 0).start()
        self.port = runner.addresses[0][1]
        self._started.set()
        await self._stop.wait()
        await runner.cleanup()
