"""The job ``contact``: look on the site of a feed for how its publication is reached, because the person asked.

At most three pages, one after the other, each of the site itself: the front page, then those it names as contact or
imprint. A feed on the internet cannot lead into the person's own network (HOSTILE S14). Nobody looks unasked.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any, Final
from urllib.parse import urlsplit

from newsreader.domain.contacts import ContactField
from newsreader.domain.errors import NetError, UsageError
from newsreader.domain.jobs import Progress
from newsreader.net.message import Answer, Request
from newsreader.store import contacts, feeds
from newsreader.subscribe.contact_pages import ContactPage, best, read_contact_page
from newsreader.subscribe.pages import looks_like_page
from newsreader.sync.desk import Desk
from newsreader.sync.neighbourhood import is_private
from newsreader.sync.reporting import Changed, Report
from newsreader.text.urls import display_host, is_web

LARGEST: Final = 2 << 20
"""Bytes of a page."""
MOST_PAGES: Final = 3
PAGE_TYPES: Final = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"


async def contact(desk: Desk, args: dict[str, Any], progress: Report, changed: Changed) -> dict[str, Any]:
    """Gives ``{"feed": id, "found": {field: value}, "pages": [addresses that were read]}``.

    Raises UsageError for an unknown feed or one without a site, and the NetError family when the front page cannot be
    had; further pages that cannot be had are left out.
    """
    feed = await desk.cache.read(partial(feeds.feed, feed_id=int(args["feed"])))
    card = await desk.cache.read(partial(contacts.card, feed_id=feed.id))
    site = _front(card.value("site") or feed.url)
    if not is_web(site):
        raise UsageError("This feed tells no site on the web, so there is none to look at.")
    private = await is_private(feed.url)
    pages = await _read_site(desk, site, progress, allow_private=private)
    found = best(pages)
    if not await desk.cache.write(partial(contacts.keep_found, feed_id=feed.id, found=found)):
        raise UsageError("The feed was removed meanwhile.")
    values: dict[ContactField, str] = {name: value for name, (value, _page) in found.items()}
    return {"feed": feed.id, "found": values, "pages": [page.url for page in pages]}


async def _read_site(desk: Desk, site: str, progress: Report, *, allow_private: bool) -> list[ContactPage]:
    """The front page and those it leads to, one after the other."""
    pages: list[ContactPage] = []
    waiting = [site]
    asked: set[str] = set()
    while waiting and len(asked) < MOST_PAGES:
        url = waiting.pop(0)
        if url in asked:
            continue
        asked.add(url)
        progress(Progress(len(asked) - 1, MOST_PAGES, f"Looking at {display_host(url)}"))
        try:
            answer = await _fetched(desk, url, allow_private=allow_private)
        except NetError:
            if not pages:
                raise
            continue
        if looks_like_page(answer.content_type, answer.body):
            page = await asyncio.to_thread(read_contact_page, answer.url, answer.content_type, answer.body)
            pages.append(page)
            waiting += page.further
    return pages


async def _fetched(desk: Desk, url: str, *, allow_private: bool) -> Answer:
    client = await desk.client()
    request = Request(url, accept=PAGE_TYPES, max_bytes=LARGEST, allow_private=allow_private, purpose="page")
    return await client.fetch(request)


def _front(url: str) -> str:
    """The front page of a site: its address as the feed tells it, or the root of the feed's own host."""
    parts = urlsplit(url)
    looks_like_feed = (
        parts.path.lower().rstrip("/").endswith((".xml", ".rss", ".atom", ".json", "/feed", "/rss"))
    )
    return f"{parts.scheme}://{parts.netloc}/" if looks_like_feed else url
