"""The jobs ``discover``, ``add``, ``import``, ``export`` and ``secret`` against a real server."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from newsreader.credentials.memory_vault import MemoryVault
from newsreader.domain.errors import (
    KeyringMissing,
    ListOfFeeds,
    LoginNeeded,
    NoFeedFound,
    NotFound,
    ParseError,
    UsageError,
)
from newsreader.net.address import origin
from newsreader.store import feeds, journal
from newsreader.store.database import Writer
from newsreader.subscribe.opml import read_opml
from tests.support.feed_site import FeedSite, FeedStory
from tests.support.worker_desk import TestDesk


@pytest.fixture
def site() -> Iterator[FeedSite]:
    with FeedSite() as found:
        yield found


@pytest.fixture
def keyring() -> MemoryVault:
    return MemoryVault()


@pytest.fixture
async def desk(tmp_path: Path, keyring: MemoryVault) -> AsyncIterator[TestDesk]:
    found = TestDesk(tmp_path, keyring)
    yield found
    await found.close()


async def test_a_feed_is_added_with_one_request_and_its_stories(site: FeedSite, desk: TestDesk) -> None:
    url = site.feed("/a.xml", "Found", [FeedStory("1"), FeedStory("2")])
    done = await desk.run("add", url=url, folder="World/Asia")
    assert done == {"feed": 1, "new_stories": 2, "already": False}
    assert site.asked() == 1
    feed = await desk.feed(1)
    assert (feed.title, feed.folder, feed.total) == ("Found", "World/Asia", 2)
    assert desk.changes == [((1,), 2, 0)]
    assert (await desk.sync())["due"] == 0, "it was only just fetched"
    await desk.sync(force=True)
    assert "if-none-match" in site.last("/a.xml").headers


async def test_what_is_there_already_is_not_asked_again(site: FeedSite, desk: TestDesk) -> None:
    url = site.feed("/a.xml")
    await desk.run("add", url=url)
    assert (await desk.run("add", url=url))["already"]
    assert site.asked() == 1
    page = site.page("/", ["/a.xml"])
    assert (await desk.run("add", url=page))["already"], "also under the address of its page"


async def test_a_feed_that_moved_is_added_at_its_new_address(site: FeedSite, desk: TestDesk) -> None:
    new = site.feed("/new.xml")
    await desk.run("add", url=site.redirect("/old.xml", new, 301))
    assert (await desk.feed(1)).url == new


async def test_several_feeds_are_candidates(site: FeedSite, desk: TestDesk) -> None:
    site.feed("/a.xml", "One", [FeedStory("1", "A story")])
    site.feed("/b.xml", "Two", [FeedStory("2")])
    done = await desk.run("add", url=site.page("/", ["/a.xml", "/b.xml"]))
    assert [one["title"] for one in done["candidates"]] == ["One", "Two"]
    assert done["candidates"][0]["newest"] == [{"title": "A story", "when": None}]
    json.dumps(done)
    assert await desk.read(feeds.feeds) == []


async def test_what_holds_no_feed_is_said_with_what_was_tried(site: FeedSite, desk: TestDesk) -> None:
    with pytest.raises(NoFeedFound) as caught:
        await desk.run("discover", url=site.page("/", []))
    assert site.url("/") in caught.value.tried
    with pytest.raises(NotFound) as missing:
        await desk.run("discover", url=site.url("/404"))
    assert {site.url("/404"), site.url("/feed")} <= set(missing.value.tried)
    with pytest.raises(UsageError):
        await desk.run("discover", url="what is this")


async def test_a_bare_host_that_speaks_no_https_is_asked_by_http(site: FeedSite, desk: TestDesk) -> None:
    url = site.feed("/a.xml", "Found")
    done = await desk.run("add", url=url.removeprefix("http://"))
    assert (await desk.feed(done["feed"])).url == url
    assert site.asked("/a.xml") == 1


async def test_adding_can_be_undone(site: FeedSite, desk: TestDesk) -> None:
    await desk.run("add", url=site.feed("/a.xml", "Found"))
    entry = await desk.read(journal.last)
    assert entry is not None
    assert (entry.kind, entry.text, entry.payload["feeds"]) == ("add", "Feed “Found” added", [1])


# -- secrets ---------------------------------------------------------------------------------------------------------


async def test_a_password_in_the_address_goes_to_the_keyring_and_nowhere_else(
    site: FeedSite, desk: TestDesk, keyring: MemoryVault
) -> None:
    site.feed("/a.xml", "Found")
    url = site.protected("/a.xml", "ann", "s3cret")
    await desk.run("add", url=url.replace("http://", "http://ann:s3cret@"))
    feed = await desk.feed(1)
    assert (feed.url, feed.total) == (url, 1)
    assert keyring.get(origin(url), "ann") == "s3cret"
    assert (await desk.sync(force=True))["failed"] == 0
    await desk.run("export", path=str(desk.folder / "out.opml"))
    for path in desk.folder.rglob("*"):
        assert path.is_dir() or b"s3cret" not in path.read_bytes(), path


async def test_a_wrong_password_is_asked_for_once_and_nothing_is_kept(
    site: FeedSite, desk: TestDesk, keyring: MemoryVault
) -> None:
    site.feed("/a.xml")
    url = site.protected("/a.xml", "ann", "s3cret")
    with pytest.raises(LoginNeeded):
        await desk.run("add", url=url, user="ann", secret="wrong")
    assert site.asked() <= 2
    assert keyring.get(origin(url), "ann") is None
    assert await desk.read(feeds.feeds) == []


async def test_a_password_is_not_sent_to_another_origin(site: FeedSite, desk: TestDesk) -> None:
    """HOSTILE N14, N15"""
    with FeedSite() as other:
        feed = other.feed("/a.xml", "Elsewhere")
        await desk.run("add", url=site.page("/", [feed]), user="ann", secret="s3cret")
        assert "authorization" not in other.last("/a.xml").headers
    assert (await desk.rows("SELECT user FROM feeds")) == [("",)]


async def test_without_a_keyring_a_password_can_be_kept_for_now(site: FeedSite, tmp_path: Path) -> None:
    class Missing(MemoryVault):
        def set(self, origin: str, user: str, secret: str) -> None:
            raise KeyringMissing("This system has no keyring we can use.")

    desk = TestDesk(tmp_path, Missing())
    site.feed("/a.xml")
    url = site.protected("/a.xml", "ann", "s3cret")
    with pytest.raises(KeyringMissing):
        await desk.run("add", url=url, user="ann", secret="s3cret")
    assert await desk.read(feeds.feeds) == []
    await desk.run("add", url=url, user="ann", secret="s3cret", remember="session")
    assert desk.desk.secrets_for_now
    assert (await desk.sync(force=True))["failed"] == 0
    await desk.close()


async def test_a_token_without_a_name_is_a_bearer_token(site: FeedSite, desk: TestDesk) -> None:
    await desk.subscribe(site.feed("/a.xml"))
    await desk.run("secret", feed=1, user="", secret="token")
    await desk.sync(1)
    assert site.last("/a.xml").headers["authorization"] == "Bearer token"
    with pytest.raises(UsageError):
        await desk.run("secret", feed=1, user="", secret="")
    with pytest.raises(UsageError):
        await desk.run("secret", feed=9, user="ann", secret="x")


async def test_the_same_document_under_another_address_is_there_already(
    site: FeedSite, desk: TestDesk
) -> None:
    stories = [FeedStory(f"s{n}") for n in range(4)]
    await desk.run("add", url=site.feed("/a.xml", "Quay", stories))
    mirror = site.feed("/mirror.xml", "Quay", [FeedStory("s9"), *stories[:3]])
    (found,) = (await desk.run("discover", url=mirror))["candidates"]
    assert found["subscribed"] == 1
    assert await desk.run("add", url=mirror) == {"feed": 1, "new_stories": 0, "already": True}


async def test_feeds_that_share_a_title_or_stories_are_not_taken_for_the_same(
    site: FeedSite, desk: TestDesk
) -> None:
    stories = [FeedStory(f"s{n}") for n in range(4)]
    await desk.run("add", url=site.feed("/a.xml", "Quay", stories))
    other_title = site.feed("/b.xml", "Quay: Boats", stories)
    other_stories = site.feed("/c.xml", "Quay", [FeedStory("x"), FeedStory("y"), stories[0]])
    for url in (other_title, other_stories):
        (found,) = (await desk.run("discover", url=url))["candidates"]
        assert found["subscribed"] is None


async def test_the_new_address_of_a_feed_in_trouble_can_be_added(site: FeedSite, desk: TestDesk) -> None:
    url = site.feed("/a.xml", "Quay", [FeedStory("s1"), FeedStory("s2")])
    await desk.run("add", url=url)
    moved = site.feed("/new.xml", "Quay", [FeedStory("s1"), FeedStory("s2")])
    site.status("/a.xml", 404)
    await desk.sync(force=True)
    assert not (await desk.run("add", url=moved))["already"]


# -- lists -----------------------------------------------------------------------------------------------------------

OPML = """<opml version="2.0"><head><title>Mine</title></head><body>
<outline text="World"><outline text="Asia"><outline type="rss" text="One" xmlUrl="https://one.example/feed"/></outline>
</outline><outline type="rss" text="Two" xmlUrl="https://ann:s3cret@two.example/feed"/>
<outline type="rss" text="Again" xmlUrl="https://one.example/feed/"/>
<outline type="rss" text="Evil" xmlUrl="|rm -rf /"/><outline text="Empty"/></body></opml>"""


async def test_a_list_is_imported_and_exported(desk: TestDesk, keyring: MemoryVault) -> None:
    path = desk.folder / "in.opml"
    path.write_text(OPML, encoding="utf-8")
    done = await desk.run("import", path=str(path))
    assert (done["added"], done["already"], [one["url"] for one in done["skipped"]]) == (2, 1, ["|rm -rf /"])
    found = await desk.read(feeds.feeds)
    assert [(feed.url, feed.title, feed.folder) for feed in found] == [
        ("https://one.example/feed", "One", "World/Asia"),
        ("https://two.example/feed", "Two", ""),
    ]
    assert keyring.get(origin("https://two.example/"), "ann") == "s3cret"
    assert (await desk.run("import", path=str(path)))["added"] == 0
    out = desk.folder / "out.opml"
    assert await desk.run("export", path=str(out)) == {"feeds": 2}
    assert list(read_opml(out.read_bytes()).folders) == ["World", "World/Asia", "Empty"]
    assert list(desk.folder.glob(".*opml*")) == []


async def test_an_import_is_all_or_nothing(desk: TestDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """HOSTILE O06"""
    path = desk.folder / "in.opml"
    path.write_text(OPML, encoding="utf-8")
    add = feeds.add_feed

    def dies(writer: Writer, url: str, *args: Any, **options: Any) -> int:
        if "two.example" in url:
            raise RuntimeError("the power went")
        return add(writer, url, *args, **options)

    monkeypatch.setattr(feeds, "add_feed", dies)
    with pytest.raises(RuntimeError):
        await desk.run("import", path=str(path))
    assert await desk.read(feeds.feeds) == []
    assert (await desk.read(lambda r: feeds.tree(r, desk.now))).folders == ()


async def test_an_import_can_be_taken_back_and_done_again(desk: TestDesk) -> None:
    from newsreader.library.library import open_library

    path = desk.folder / "in.opml"
    path.write_text(OPML, encoding="utf-8")
    await desk.run("import", path=str(path))
    library = open_library(desk.folder, "command")
    before = library.feeds.tree()
    assert library.journal.next_undo() == "2 feeds imported"
    library.journal.undo()
    assert (library.feeds.tree().feeds, library.feeds.tree().folders) == ((), ())
    library.journal.redo()
    assert library.feeds.tree() == before
    library.close()


async def test_files_that_cannot_be_read_or_written(desk: TestDesk) -> None:
    from newsreader.domain.errors import NotWritable

    with pytest.raises(UsageError):
        await desk.run("import", path=str(desk.folder / "nowhere.opml"))
    with pytest.raises(NotWritable):
        await desk.run("export", path=str(desk.folder / "nowhere" / "out.opml"))
    with pytest.raises(UsageError):
        await desk.run("nonsense")


async def test_a_list_of_the_web_is_brought_looked_at_and_imported(site: FeedSite, desk: TestDesk) -> None:
    url = site.raw("/mine.opml", OPML.encode(), "text/x-opml")
    brought = await desk.run("fetch_list", url=url)
    assert brought["feeds"] == 2
    assert await desk.read(feeds.feeds) == [], "looking changes nothing"
    assert (await desk.run("import", path=brought["path"]))["added"] == 2
    assert (await desk.run("import", url=url))["already"] == 3
    with pytest.raises(NotFound):
        await desk.run("import", url=site.url("/none.opml"))
    with pytest.raises(ParseError):
        await desk.run("fetch_list", url=site.page("/", []))
    with pytest.raises(UsageError):
        await desk.run("fetch_list", url="no address")


async def test_a_list_of_feeds_is_no_feed_and_is_named(site: FeedSite, desk: TestDesk) -> None:
    with pytest.raises(ListOfFeeds):
        await desk.run("discover", url=site.raw("/mine.opml", OPML.encode(), "text/xml"))
