"""Whole stories: fetched once from the page, cleaned, kept beside the feed's own text, or plainly not to be had."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from newsreader.domain.errors import AddressRefused, NotFound, NoWholeStory, UsageError
from newsreader.domain.stories import Story
from newsreader.store import bodies, feeds, ingest, whole
from tests.support.feed_site import FeedSite, FeedStory
from tests.support.worker_desk import TestDesk

WORDS = "The council opened the bridge after eleven years of work, and the first trams run in May. "
PAGE = (
    f"<nav><a href='/'>Home</a></nav><article><h1>The bridge opens</h1><p onclick='x()'>{WORDS * 4}</p>"
    f"<p>{WORDS}<script>alert(1)</script><a href='javascript:alert(1)'>here</a></p></article>"
)


@pytest.fixture
def site() -> Iterator[FeedSite]:
    with FeedSite() as found:
        yield found


@pytest.fixture
async def desk(tmp_path: Path, site: FeedSite) -> AsyncIterator[TestDesk]:
    """A feed on this machine with one story, which has a page."""
    found = TestDesk(tmp_path)
    site.page("/bridge", body=PAGE)
    link = site.url("/bridge")
    await found.run(
        "add", url=site.feed("/a.xml", stories=[FeedStory("1", "The bridge opens", "<p>A teaser.</p>", link)])
    )
    site.forget()
    yield found
    await found.close()


async def story(desk: TestDesk, story_id: int = 1) -> Story:
    found = await desk.read(lambda r: bodies.story(r, story_id))
    assert found is not None
    return found


async def test_it_is_kept_beside_the_text_of_the_feed(site: FeedSite, desk: TestDesk) -> None:
    assert await desk.run("fulltext", story=1) == {"story": 1, "fetched": True}
    found = await story(desk)
    assert "A teaser." in found.html
    assert found.body == found.whole
    assert found.shows_whole
    assert "eleven years" in found.whole
    assert not any(word in found.whole for word in ("script", "onclick", "Home", "<h1>", "The bridge opens"))
    assert "eleven years" in str(await desk.read(lambda r: whole.text(r, 1)))
    assert [step.done for step in desk.progress[-2:]] == [0, 1]


async def test_what_is_here_is_not_fetched_again(site: FeedSite, desk: TestDesk) -> None:
    await desk.run("fulltext", story=1)
    await desk.desk.cache.write(lambda w: whole.show(w, 1, False))
    assert (await story(desk)).body == (await story(desk)).html
    assert await desk.run("fulltext", story=1) == {"story": 1, "fetched": False}
    assert (await story(desk)).shows_whole
    assert site.asked("/bridge") == 1
    await desk.run("fulltext", story=1, again=True)
    assert site.asked("/bridge") == 2


async def test_a_page_that_gives_nothing_says_so_and_changes_nothing(site: FeedSite, desk: TestDesk) -> None:
    site.page("/bridge", body="<p>Please accept our cookies.</p>")
    with pytest.raises(NoWholeStory, match=r"browser\b.*\.$"):
        await desk.run("fulltext", story=1)
    site.raw("/bridge", b"%PDF-1.7", "application/pdf")
    with pytest.raises(NoWholeStory, match="file"):
        await desk.run("fulltext", story=1)
    site.status("/bridge", 404)
    with pytest.raises(NotFound):
        await desk.run("fulltext", story=1)
    assert not (await story(desk)).whole


async def test_a_page_with_less_than_the_feed_is_not_taken(site: FeedSite, desk: TestDesk) -> None:
    long = FeedStory("2", "Long", f"<p>{WORDS * 20}</p>", site.url("/bridge"))
    site.feed("/a.xml", stories=[long])
    await desk.sync(force=True)
    with pytest.raises(NoWholeStory, match="no more text"):
        await desk.run("fulltext", story=2)


async def test_a_feed_of_the_web_does_not_lead_into_our_network(site: FeedSite, desk: TestDesk) -> None:
    """HOSTILE S14"""
    await desk.desk.cache.write(lambda w: feeds.set_feed(w, 1, url="https://1.1.1.1/feed.xml"))
    with pytest.raises(AddressRefused):
        await desk.run("fulltext", story=1)
    assert site.asked() == 0


async def test_unknown_stories_and_those_without_a_page(desk: TestDesk) -> None:
    with pytest.raises(UsageError, match="no story 99"):
        await desk.run("fulltext", story=99)
    await desk.desk.cache.write(lambda w: w.run("UPDATE stories SET link = 'ftp://site.example/x'"))
    with pytest.raises(UsageError, match="no address"):
        await desk.run("fulltext", story=1)


async def test_it_goes_with_its_story(desk: TestDesk) -> None:
    await desk.run("fulltext", story=1)
    await desk.desk.cache.write(lambda w: ingest.forget(w, [1]))
    assert not await desk.read(lambda r: whole.exists(r, 1))


async def test_feeds_that_are_wanted_whole_are_fetched_ahead(site: FeedSite, desk: TestDesk) -> None:
    assert await desk.run("whole_stories", since=0) == {"wanted": 0, "fetched": 0}
    await desk.desk.cache.write(lambda w: feeds.set_feed(w, 1, whole_story=True))
    gone = FeedStory("2", "Gone", "<p>Another teaser.</p>", site.url("/gone"))
    site.feed("/a.xml", stories=[gone])
    desk.now += 60
    await desk.sync(force=True)
    assert await desk.run("whole_stories", since=desk.now) == {"wanted": 1, "fetched": 0}
    assert site.asked("/bridge") == 0  # it came before
    assert await desk.run("whole_stories", since=0) == {"wanted": 2, "fetched": 1}
    assert "eleven years" in (await story(desk)).body
    assert await desk.run("whole_stories", since=0) == {"wanted": 1, "fetched": 0}
