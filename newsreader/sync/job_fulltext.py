"""The job ``fulltext``: fetch the page of a story a person opened, and keep the whole story beside the feed's text;
and ``whole_stories``, the same ahead for feeds where a person wants it always.

Only http(s), one page, at most 3 MB; a feed on the internet cannot lead into the person's own network (HOSTILE S14).
The page is read in a parse process, since it is as foreign as any feed.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from newsreader.domain.errors import (
    HostileDocument,
    NetError,
    NoWholeStory,
    ParserDied,
    TooLarge,
    UsageError,
)
from newsreader.domain.jobs import Progress
from newsreader.domain.stories import CleanHtml
from newsreader.net.message import Answer, Request
from newsreader.store import bodies, feeds, whole
from newsreader.store.database import Reader
from newsreader.sync.desk import Desk
from newsreader.sync.neighbourhood import is_private
from newsreader.sync.reporting import Changed, Report
from newsreader.text.plain import plain_text, plain_title
from newsreader.text.urls import display_host, is_web

LARGEST: Final = 3 << 20
"""Bytes of a page."""
MOST_AHEAD: Final = 30
"""Stories of a feed whose pages are fetched before anybody opens them."""
PAGE_TYPES: Final = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"
_HEADLINE: Final = re.compile(r"\s*<h[12][^>]*>(.{1,2000}?)</h[12]>", re.DOTALL)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the job needs to know of a story: its address and headline, its feed's address, how long its text is."""

    link: str
    title: str
    feed_url: str
    letters: int
    here: bool


async def fulltext(desk: Desk, args: dict[str, Any], progress: Report, changed: Changed) -> dict[str, Any]:
    """Gives ``{"story": id, "fetched": whether it was asked for now}``.

    Raises UsageError for an unknown story or one without a link, NoWholeStory when the page gives no story or no more
    than the feed did, and the NetError family.
    """
    story_id = int(args["story"])
    wanted = await desk.cache.read(partial(_wanted, story_id=story_id))
    if wanted.here and not args.get("again"):
        await desk.cache.write(partial(whole.show, story_id=story_id, shown=True))
        return {"story": story_id, "fetched": False}
    if not is_web(wanted.link):
        raise UsageError("This story has no address on the web, so there is no page to fetch.")
    await desk.pool.warm()
    progress(Progress(0, 2, f"Fetching the page from {display_host(wanted.link)}"))
    answer = await _page(desk, wanted)
    progress(Progress(1, 2, "Looking for the story"))
    html, version = await desk.pool.parse_page(answer.body, url=answer.url, content_type=answer.content_type)
    html = _without_headline(html, wanted.title)
    text = plain_text(html)
    if len(text) <= wanted.letters:
        raise NoWholeStory("The page of this story gives no more text than the feed does.")
    kept = await desk.cache.write(
        partial(whole.keep, story_id=story_id, html=html, text=text, now=desk.now(), clean_version=version)
    )
    if not kept:
        raise UsageError("The story was removed meanwhile.")
    return {"story": story_id, "fetched": True}


async def whole_stories(
    desk: Desk, args: dict[str, Any], progress: Report, changed: Changed
) -> dict[str, Any]:
    """Fetch the whole stories that came since ``since`` to feeds where that is wanted always.

    Gives ``{"wanted", "fetched"}``, numbers. A page that gives nothing costs nothing: the feed's text stays.
    """
    since = int(args["since"])
    wanted = await desk.cache.read(partial(whole.wanted, since=since, limit=MOST_AHEAD))
    fetched = 0
    for number, story_id in enumerate(wanted):
        progress(Progress(number, len(wanted), "Fetching whole stories"))
        try:
            done = await fulltext(desk, {"story": story_id}, lambda _: None, changed)
        except (NetError, NoWholeStory, UsageError, ParserDied, HostileDocument) as fault:
            log.info("whole story %d: %s", story_id, fault.sentence)
        else:
            fetched += done["fetched"]
    return {"wanted": len(wanted), "fetched": fetched}


def _wanted(reader: Reader, story_id: int) -> _Wanted:
    found = bodies.story(reader, story_id)
    if found is None:
        raise UsageError(f"There is no story {story_id}.")
    header = found.header
    feed_url = feeds.feed(reader, header.feed_id).url if header.feed_id is not None else ""
    letters = len(bodies.texts(reader, [story_id]).get(story_id, ""))
    return _Wanted(header.link, header.title, feed_url, letters, bool(found.whole))


async def _page(desk: Desk, wanted: _Wanted) -> Answer:
    client = await desk.client()
    try:
        answer = await client.fetch(
            Request(
                wanted.link,
                accept=PAGE_TYPES,
                max_bytes=LARGEST,
                allow_private=await is_private(wanted.feed_url),
                purpose="page",
            )
        )
    except TooLarge as fault:
        raise NoWholeStory(
            "The page of this story is too large to look for its text. Open it in the browser instead."
        ) from fault
    kind = answer.content_type.lower()
    start = answer.body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not ("html" in kind or (not kind and start.startswith((b"<!doctype html", b"<html")))):
        raise NoWholeStory(
            "The address of this story leads to a file, not to a page. Open it in the browser."
        )
    return answer


def _without_headline(html: CleanHtml, title: str) -> CleanHtml:
    """``html`` without a first heading that only repeats the story's own."""
    first = _HEADLINE.match(html)
    if first is None or plain_title(first[1]).casefold() != title.casefold():
        return html
    return CleanHtml(html[first.end() :])
