"""P01-P16 through whole syncs: documents made to harm, to mislead or to flood."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from email.utils import formatdate
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from newsreader.domain.changes import Mark
from newsreader.library.library import open_library
from newsreader.net.limits import Limits
from newsreader.store import statuses
from newsreader.sync.pool import ParsePool
from tests.hostile.conftest import Serve
from tests.hostile.support.conditions import BEFORE, DAY, HOUR, Trial
from tests.hostile.support.rawserver import always, reply
from tests.support.feed_site import FeedStory, rss

MakeTrial = Callable[..., Awaitable[Trial]]
SLOW = Limits()
TITLE = "The bad feed"


def document(stories: list[FeedStory], extra: str = "") -> bytes:
    """An answer with these stories before those of calmer days."""
    return reply(200, rss(TITLE, [*stories, *BEFORE], extra=extra))


def item(inside: str, head: str = "", attributes: str = "") -> bytes:
    """An answer: an RSS document of one item that holds ``inside``."""
    text = (
        f'<?xml version="1.0"?>{head}<rss version="2.0"{attributes}><channel><title>{TITLE}</title>'
        f"<item>{inside}</item></channel></rss>"
    )
    return reply(200, text.encode())


async def story(trial: Trial, guid: str) -> dict[str, Any]:
    """A stored story as the library gives it: title, link, html, published, enclosures."""
    (row,) = await trial.desk.rows(
        "SELECT id FROM stories WHERE feed_id = ? AND guid = ?", (trial.bad_id, guid)
    )
    library = open_library(trial.desk.folder, "command", clock=lambda: trial.desk.now)
    try:
        found = library.stories.story(row[0])
        assert found is not None
        header = found.header
        return {
            "title": header.title,
            "link": header.link,
            "published": header.published,
            "received": header.received,
            "html": found.html,
            "enclosures": found.enclosures,
        }
    finally:
        library.close()


# -- entities, files, depth -------------------------------------------------------------------------------------


def ten_times(entity: str) -> str:
    """A reference to ``entity``, ten times."""
    return f"&{entity};" * 10


LAUGHS = '<!DOCTYPE rss [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {name} "{ten_times(before)}">' for before, name in pairwise("abcdefghij")
)
QUADRATIC = '<!DOCTYPE rss [<!ENTITY a "' + "x" * 100_000 + '">'


@pytest.mark.parametrize(
    ("head", "text"),
    [
        pytest.param(LAUGHS + "]>", "&j;", id="P01 billion laughs"),
        pytest.param(QUADRATIC + "]>", "&a;" * 20_000, id="P02 quadratic"),
    ],
)
async def test_p01_p02_entities_do_not_grow(trial: Trial, head: str, text: str) -> None:
    trial.answer = item(f"<guid>p</guid><title>{text}</title><description>{text}</description>", head)
    trial.expect_edition()
    await trial.desk.sync(force=True)
    await trial.check(fails=bool(await trial.error()))
    (longest,) = await trial.desk.rows(
        "SELECT ifnull(max(length(s.title) + b.html_size), 0) FROM stories s JOIN bodies b ON b.story_id = s.id"
    )
    assert longest[0] < 10_000


async def test_p03_neither_files_nor_addresses_named_by_a_document_are_opened(
    trial: Trial, serve: Serve, tmp_path: Path
) -> None:
    asked = serve(always(reply(200, b"fetched-words")))
    secret = tmp_path / "secret.txt"
    secret.write_text("top-secret-words")
    trial.secrets |= {"top-secret-words", "fetched-words"}
    head = (
        f'<!DOCTYPE rss SYSTEM "{asked.url("/dtd")}" [<!ENTITY f SYSTEM "file://{secret}">'
        f'<!ENTITY h SYSTEM "{asked.url("/entity")}"><!ENTITY % p SYSTEM "{asked.url("/parameter")}"> %p;]>'
    )
    trial.answer = item("<guid>x</guid><title>A &f; &h;</title><description>&f;</description>", head)
    trial.expect_edition()
    await trial.desk.sync(force=True)
    await trial.check(fails=bool(await trial.error()))
    assert asked.requests == []


async def test_p04_elements_nested_without_end_cost_this_feed_alone(make_trial: MakeTrial) -> None:
    trial = await make_trial(limits=SLOW)
    trial.answer = item("<guid>deep</guid>" + "<a>" * 200_000 + "</a>" * 200_000)
    trial.expect_edition()
    await trial.desk.sync(force=True)
    await trial.check(fails=bool(await trial.error()))
    trial.calm()
    await trial.sync(fails=False)


async def test_p05_a_feed_of_very_many_entries_is_stored_in_portions(make_trial: MakeTrial) -> None:
    """While it is, a person's marks go to disk between the portions."""
    trial = await make_trial(limits=SLOW, gentle=True)
    # Older than what is grouped into briefs, which is another matter.
    date = formatdate(trial.desk.now - 30 * DAY, usegmt=True)
    trial.answer = document([FeedStory(f"n{n}", f"Title {n}", "w", date=date) for n in range(10_000)])
    ((plain,),) = await trial.desk.rows("SELECT story_id FROM statuses WHERE NOT saved LIMIT 1")
    trial.expect_edition()
    syncing = asyncio.ensure_future(trial.desk.sync(force=True))
    library = open_library(trial.desk.folder, "window")
    marked = 0
    while not syncing.done():
        for mark in (Mark.SAVED, Mark.UNSAVED):
            marked += len((await asyncio.to_thread(library.marks.mark, [plain], mark)).stories)
        await asyncio.sleep(0.01)
    library.close()
    assert (await syncing)["failed"] == 0
    assert marked >= 4
    await trial.check(fails=False)
    assert await trial.total() == 10_002


# -- titles, encodings, ids, dates ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        pytest.param("word " * 2_000_000, None, id="10 MB"),
        pytest.param("", "", id="empty"),
        pytest.param("<b>Bold</b> &amp; <img src=x onerror=alert(1)>plain", "Bold & plain", id="HTML"),
    ],
)
async def test_p06_titles_are_plain_and_of_bounded_length(
    make_trial: MakeTrial, title: str, shown: str | None
) -> None:
    trial = await make_trial(limits=SLOW)
    trial.answer = item(f"<guid>t</guid><title>{escape(title)}</title><description>Text</description>")
    await trial.sync(fails=False)
    found = (await story(trial, "t"))["title"]
    assert len(found) <= 1000
    assert shown is None or found == shown
    await trial.desk.rows("SELECT 1")


@pytest.mark.parametrize(
    ("body", "title"),
    [
        pytest.param(
            rss("Caf\u00e9", []).replace(b"utf-8", b"iso-8859-1"), None, id="UTF-8 said to be Latin-1"
        ),
        pytest.param(
            rss(TITLE, [FeedStory("e", "Caf\u00e9")]).decode().encode("latin-1"),
            "Caf\u00e9",
            id="Latin-1 said to be UTF-8",
        ),
        pytest.param(
            rss(TITLE, [FeedStory("e", "Caf\u00e9")]).decode().encode("utf-16"), "Caf\u00e9", id="UTF-16"
        ),
        pytest.param(rss(TITLE, [FeedStory("e", "A+ADw-b")]), "A+ADw-b", id="UTF-7 is not decoded"),
        pytest.param(rss(TITLE, [FeedStory("e", "A\x00B\x01C")]), None, id="NUL"),
        pytest.param(
            rss(TITLE, [FeedStory("e", "X")]).replace(b"X", b"&#xD800;&#55357;"), None, id="surrogates"
        ),
        pytest.param(
            rss(TITLE, [FeedStory("e", "X")]).replace(b"X", b"\xed\xa0\x80"), None, id="raw surrogates"
        ),
    ],
)
async def test_p07_odd_encodings_are_readable_or_an_error(
    trial: Trial, body: bytes, title: str | None
) -> None:
    trial.answer = reply(200, body)
    trial.expect_edition()
    await trial.desk.sync(force=True)
    await trial.check(fails=bool(await trial.error()))
    for found in await trial.desk.rows("SELECT title FROM stories WHERE guid = 'e'"):
        found[0].encode("utf-8")
        assert not set(found[0]) & {"\x00", "\x01"}
    if title is not None:
        assert (await story(trial, "e"))["title"] == title


async def test_p08_entries_that_share_an_id_are_all_kept(trial: Trial) -> None:
    twins = [FeedStory("same", f"Twin {n}", f"<p>{n}</p>", link=f"https://x.example/{n}") for n in range(3)]
    trial.answer = document(twins)
    for _ in range(2):
        await trial.sync(fails=False)
        assert await trial.total() == 5


async def test_p09_ids_that_went_to_https_are_no_news(trial: Trial) -> None:
    def edition(scheme: str) -> bytes:
        urls = [f"{scheme}://x.example/{n}" for n in range(5)]
        return document([FeedStory(url, f"Title {n}", link=url) for n, url in enumerate(urls)])

    trial.answer = edition("http")
    await trial.sync(fails=False)
    ids = [
        row[0] for row in await trial.desk.rows("SELECT id FROM stories WHERE feed_id = ?", (trial.bad_id,))
    ]
    await trial.desk.desk.cache.write(lambda w: statuses.mark(w, ids, Mark.READ))
    trial.answer = edition("https")
    await trial.sync(fails=False)
    assert ((await trial.desk.feed(trial.bad_id)).total, (await trial.desk.feed(trial.bad_id)).unread) == (
        7,
        0,
    )


async def test_p10_ids_made_up_at_each_fetch_do_not_flood(trial: Trial) -> None:
    for fetch in range(100):
        trial.answer = document(
            [FeedStory(f"{fetch}-{n}", f"T{n}", link=f"https://x.example/{n}") for n in range(9)]
        )
        await trial.desk.sync(trial.bad_id, force=True)
        trial.desk.now += HOUR
    await trial.check_cache()
    assert await trial.total() == 11
    assert "new ids" in (await trial.state())["last_result"]


DATES = [
    "Sat, 01 Jan 0001 00:00:00 GMT",
    "Fri, 31 Dec 9999 23:59:59 GMT",
    "Fri, 19 Mar 2038 03:14:08 GMT",
    "garbage",
]


@pytest.mark.parametrize("date", DATES)
async def test_p11_absurd_dates_stand_aside_for_the_time_of_the_fetch(trial: Trial, date: str) -> None:
    trial.answer = document([FeedStory("dated", "Dated", date=date)])
    await trial.sync(fails=False)
    found = await story(trial, "dated")
    assert found["received"] == trial.desk.now
    assert found["published"] in (None, found["received"])
    rows = await trial.desk.rows("SELECT sort_at FROM statuses ORDER BY sort_at DESC")
    assert rows[0][0] == trial.desk.now


# -- something else ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            b"<!doctype html><html><head><title>x</title></head><body>Gone</body></html>", id="P12 a page"
        ),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 12, id="P12 a picture"),
        pytest.param(b"%PDF-1.7\n" + bytes(range(256)) * 12, id="P12 a PDF"),
        pytest.param(b'{"version": "https://jsonfeed.org/version/1.1", "items": "none"}', id="P12 odd JSON"),
        pytest.param(b"/etc/passwd", id="P15 a path"),
        pytest.param(b"http://127.0.0.1/feed", id="P15 an address"),
    ],
)
async def test_p12_p15_a_feed_that_became_something_else_says_so(trial: Trial, body: bytes) -> None:
    trial.answer = reply(200, body, {"Content-Type": "application/rss+xml", "ETag": '"else"'})
    await trial.sync()
    assert (await trial.state())["etag"] == '"calm"'
    assert await trial.total() == 2


SCHEMES = [
    "javascript:alert(1)",
    "vbscript:x",
    "data:text/html,x",
    "file:///etc/passwd",
    "smb://x/y",
    "|cmd",
    "\tjava\nscript:x",
]


@pytest.mark.parametrize("url", SCHEMES)
async def test_p13_links_and_enclosures_of_other_schemes_lead_nowhere(trial: Trial, url: str) -> None:
    html = f'<a href="{url}">go</a><img src="{url}">'
    trial.answer = item(
        f'<guid isPermaLink="false">p</guid><title>T</title><link>{escape(url)}</link>'
        f'<enclosure url="{escape(url)}" type="audio/mpeg" length="1"/>'
        f"<description>{escape(html)}</description>"
    )
    await trial.sync(fails=False)
    found = await story(trial, "p")
    assert found["link"] == "" or found["link"].startswith(("http://", "https://"))
    assert all(each.url.startswith(("http://", "https://")) for each in found["enclosures"])
    assert "script:" not in found["html"]
    assert "file:" not in found["html"]


@pytest.mark.parametrize("base", ["file:///etc/", "javascript:", "data:text/html,"])
async def test_p14_a_base_elsewhere_than_http_is_no_base(trial: Trial, base: str) -> None:
    html = '<a href="passwd">go</a><img src="passwd">'
    trial.answer = item(
        '<guid isPermaLink="false">p</guid><title>T</title><link>passwd</link>'
        f"<description>{escape(html)}</description>",
        attributes=f' xml:base="{base}"',
    )
    await trial.sync(fails=False)
    found = await story(trial, "p")
    assert found["link"] == "" or found["link"].startswith("http")
    assert base not in found["html"]


# -- the process that parses ------------------------------------------------------------------------------------


async def test_p16_a_parse_process_that_is_killed_costs_at_most_one_feed(trial: Trial) -> None:
    for pid in parsers():
        os.kill(pid, signal.SIGKILL)
    trial.answer = document([FeedStory("new")])
    trial.expect_edition()
    report = await trial.desk.sync(force=True)
    assert report["failed"] <= 1
    await trial.check_cache()
    trial.desk.now += DAY
    await trial.sync(fails=False)
    assert await trial.total() == 3


async def test_p16_one_that_hangs_is_ended_and_costs_this_feed_alone(make_trial: MakeTrial) -> None:
    """The process is stopped, as if it were lost in a document; the next one is as good as new."""
    trial = await make_trial(pool=ParsePool(size=1, patience=5.0))
    stopped = parsers()
    for pid in stopped:
        os.kill(pid, signal.SIGSTOP)
    trial.answer = document([FeedStory("new")])
    trial.expect_edition()
    report = await trial.desk.sync(force=True)
    assert report["failed"] <= 1
    await trial.check_cache()
    await trial.sync(fails=False)
    assert not set(stopped) & set(parsers()), "it was ended"


def parsers() -> list[int]:
    """The parse processes of this process."""
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    if not children.exists():
        pytest.skip("only Linux tells the children of a process")
    pids = [int(pid) for pid in children.read_text().split()]
    return [pid for pid in pids if b"newsreader.sync.parser" in Path(f"/proc/{pid}/cmdline").read_bytes()]
