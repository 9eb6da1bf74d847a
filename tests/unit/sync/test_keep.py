"""The job ``keep``: stories for reading offline, the weekly copy of subscriptions, and freeing room."""

from __future__ import annotations

import os
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from newsreader.domain.changes import Mark
from newsreader.store import feeds, statuses
from newsreader.subscribe.opml import read_opml
from newsreader.sync.job_pictures import picture_files
from newsreader.sync.picture_files import PictureFiles
from tests.support.feed_site import FeedSite, FeedStory
from tests.support.worker_desk import TestDesk
from tests.unit.sync.test_pictures import png

DAY = 86_400


@pytest.fixture
def site() -> Iterator[FeedSite]:
    with FeedSite() as found:
        yield found


@pytest.fixture
async def desk(tmp_path: Path, site: FeedSite) -> AsyncIterator[TestDesk]:
    """A feed with three stories, ids 1 to 3, each with a picture of its own and one of all."""
    found = TestDesk(tmp_path / "data")
    site.raw("/all.png", png(30, 20))
    stories = []
    for number in (3, 2, 1):  # a document has its newest story first
        site.raw(f"/{number}.png", png(40 + number, 20))
        body = f'<p>Words.</p><img src="{site.url(f"/{number}.png")}"><img src="{site.url("/all.png")}">'
        stories.append(FeedStory(f"guid-{number}", f"Story {number}", body, site.url(f"/story-{number}")))
    await found.run("add", url=site.feed("/a.xml", stories=stories))
    site.forget()
    yield found
    await found.close()


async def mark(desk: TestDesk, how: Mark, *ids: int) -> None:
    await desk.desk.cache.write(lambda w: statuses.mark(w, ids, how))


def on_disk(desk: TestDesk) -> set[str]:
    return {path.stem for path in (desk.folder / "pictures").rglob("*.png")}


async def pictures_of(desk: TestDesk, site: FeedSite, *numbers: int) -> set[str]:
    files = PictureFiles(desk.folder / "pictures")
    return {files.name(site.url(f"/{n}.png")) for n in numbers} | {files.name(site.url("/all.png"))}


async def test_pictures_of_saved_stories_are_fetched_once(site: FeedSite, desk: TestDesk) -> None:
    await mark(desk, Mark.SAVED, 1)
    done = await desk.run("keep")
    assert (done["stories"], done["pictures"]) == (1, 2)
    assert on_disk(desk) == await pictures_of(desk, site, 1)
    site.forget()
    assert (await desk.run("keep"))["stories"] == 0
    assert site.asked() == 0


async def test_a_kept_story_is_read_without_a_network(site: FeedSite, desk: TestDesk, tmp_path: Path) -> None:
    await mark(desk, Mark.SAVED, 1)
    await desk.run("keep")
    await desk.close()
    offline = TestDesk(desk.folder)

    async def no_network(_cache: object) -> object:
        raise AssertionError("nothing is to be fetched")

    offline.desk.make_client = no_network  # type: ignore[assignment]
    urls = [site.url("/1.png"), site.url("/all.png")]
    found = (await offline.run("pictures", story=1, urls=urls))["pictures"]
    assert all(Path(one["path"]).is_file() for one in found)
    await offline.close()


async def test_unread_stories_are_kept_only_where_that_was_chosen(site: FeedSite, desk: TestDesk) -> None:
    assert (await desk.run("keep"))["stories"] == 0
    await desk.desk.cache.write(lambda w: feeds.set_feed(w, 1, keep_unread=True))
    await mark(desk, Mark.READ, 3)
    assert (await desk.run("keep"))["stories"] == 2
    assert on_disk(desk) == await pictures_of(desk, site, 1, 2)


async def test_only_the_stories_asked_for_are_kept(site: FeedSite, desk: TestDesk) -> None:
    await mark(desk, Mark.SAVED, 1, 2)
    assert (await desk.run("keep", stories=[2, 3]))["stories"] == 1
    assert on_disk(desk) == await pictures_of(desk, site, 2)


@pytest.mark.parametrize(
    "values", [{"storage.keep_saved": False}, {"reader.pictures": "never"}, {"reader.pictures": "ask"}]
)
async def test_nothing_is_fetched_that_a_person_does_not_want(
    site: FeedSite, desk: TestDesk, values: dict[str, bool | str]
) -> None:
    desk.desk.settings.set_many(dict(values))
    await mark(desk, Mark.SAVED, 1)
    await desk.run("keep")
    assert site.asked("/1.png") == site.asked("/all.png") == 0


async def test_the_whole_story_is_fetched_where_its_feed_is_set_to_it(site: FeedSite, desk: TestDesk) -> None:
    words = " ".join(f"Sentence number {n} of a long story about boats." for n in range(60))
    page = f"<article><h1>Story 1</h1><p>{words}</p><p>{words}</p></article>"
    site.page("/story-1", body=page)
    await desk.desk.cache.write(lambda w: feeds.set_feed(w, 1, whole_story=True))
    await mark(desk, Mark.SAVED, 1)
    assert (await desk.run("keep"))["stories"] == 1
    assert await desk.rows("SELECT story_id, shown FROM whole_stories") == [(1, 1)]


async def test_what_could_not_be_had_is_tried_again_later_and_not_for_ever(
    site: FeedSite, desk: TestDesk
) -> None:
    site.status("/1.png", 503)
    await mark(desk, Mark.SAVED, 1)
    for tries in range(1, 8):
        await desk.run("keep")
        site.forget()
        await desk.run("keep")
        assert site.asked("/1.png") == 0, "not at once"
        assert await desk.rows("SELECT min(tries, 5) FROM kept_stories") == [(min(tries, 5),)]
        desk.now += 40 * DAY
        await desk.desk.cache.write(lambda w: w.run("DELETE FROM host_waits"))
        if tries >= 5:
            break
    site.forget()
    await desk.run("keep")
    assert site.asked("/1.png") == 0


async def test_pictures_of_saved_stories_outlive_every_limit(site: FeedSite, desk: TestDesk) -> None:
    await mark(desk, Mark.SAVED, 1)
    await desk.run("keep")
    await desk.run("pictures", story=2, urls=[site.url("/2.png")])
    for path in (desk.folder / "pictures").rglob("*.png"):
        os.utime(path, (time.time() - DAY, time.time() - DAY))
    desk.desk.settings.set("storage.pictures_mb", 0)
    assert (await desk.run("free_room"))["freed"] > 0
    assert on_disk(desk) == await pictures_of(desk, site, 1)
    await mark(desk, Mark.UNSAVED, 1)
    await desk.run("keep")
    await desk.run("free_room")
    assert on_disk(desk) == set()
    await mark(desk, Mark.SAVED, 1)
    assert (await desk.run("keep"))["pictures"] == 2, "saved again, fetched again"


def test_those_of_unread_stories_go_last(tmp_path: Path) -> None:
    files = PictureFiles(tmp_path, largest=1000)
    for number in range(6):
        path = files.keep(f"http://site.example/{number}", "png", b"x" * 300)
        os.utime(path, (time.time() - 1000 + number, time.time() - 1000 + number))
    saved, unread = (frozenset({files.name(f"http://site.example/{n}")}) for n in (0, 1))
    assert files.trim(saved, unread) == 900
    left = {n for n in range(6) if files.find(f"http://site.example/{n}")}
    assert left == {0, 1, 5}
    assert files.taken(saved) == 600


async def test_the_limit_is_the_setting(desk: TestDesk) -> None:
    desk.desk.settings.set("storage.pictures_mb", 7)
    assert picture_files(desk.desk).largest == 7 << 20


async def test_a_cache_with_much_free_space_shrinks(site: FeedSite, desk: TestDesk) -> None:
    await desk.desk.cache.write(
        lambda w: (w.run("CREATE TABLE ballast (x)"), w.run("INSERT INTO ballast VALUES (zeroblob(4000000))"))
    )
    await desk.desk.cache.write(lambda w: w.run("DROP TABLE ballast"))
    await desk.desk.cache.run(lambda database: database.checkpoint())
    before = (desk.folder / "cache.sqlite3").stat().st_size
    assert (await desk.run("free_room"))["freed"] > 3_000_000
    assert (desk.folder / "cache.sqlite3").stat().st_size < before
    assert await desk.integrity() == []


# -- the weekly copy ---------------------------------------------------------------------------------------------------


async def test_subscriptions_are_written_once_a_week_and_five_copies_stay(
    desk: TestDesk, tmp_path: Path
) -> None:
    folder = tmp_path / "safe"
    folder.mkdir()
    (folder / "newsreader-subscriptions-notes.txt").write_text("mine")
    desk.desk.settings.set("storage.opml_folder", str(folder))
    written = []
    for _ in range(60):
        written.append((await desk.run("keep"))["exported"])
        desk.now += DAY
    made = [path for path in written if path]
    assert len(made) == 9
    copies = sorted(str(path) for path in folder.glob("*.opml"))
    assert copies == sorted(made)[-5:]
    (feed,) = read_opml(Path(copies[-1]).read_bytes()).feeds
    assert feed.title == "A feed"
    assert (folder / "newsreader-subscriptions-notes.txt").exists()


async def test_a_clock_that_went_back_still_gets_a_copy(desk: TestDesk, tmp_path: Path) -> None:
    desk.desk.settings.set("storage.opml_folder", str(tmp_path))
    (tmp_path / "newsreader-subscriptions-2091-01-01.opml").write_text("later")
    first = (await desk.run("keep"))["exported"]
    assert Path(first).exists()
    assert (await desk.run("keep"))["exported"] == ""


async def test_a_folder_that_is_not_there_is_told_and_keeps_nothing_else_from_being_done(
    site: FeedSite, desk: TestDesk, tmp_path: Path
) -> None:
    desk.desk.settings.set("storage.opml_folder", str(tmp_path / "unplugged"))
    await mark(desk, Mark.SAVED, 1)
    done = await desk.run("keep")
    assert "unplugged" in done["problem"]
    assert "preferences" in done["problem"]
    assert done["stories"] == 1
    assert not (tmp_path / "unplugged").exists()


async def test_nothing_is_written_without_feeds(tmp_path: Path) -> None:
    desk = TestDesk(tmp_path / "data")
    desk.desk.settings.set("storage.opml_folder", str(tmp_path))
    assert (await desk.run("keep"))["exported"] == ""
    await desk.close()
