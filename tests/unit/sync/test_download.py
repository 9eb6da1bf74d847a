"""Files that come with stories: saved whole, under a safe name, on from where an earlier try ended."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from aiohttp import web

from newsreader.domain.errors import AddressRefused, BrokenAnswer, NotFound, NotWritable, UsageError
from newsreader.store import feeds
from newsreader.sync.job_download import PARTS
from tests.support.feed_site import FeedSite
from tests.support.worker_desk import TestDesk

SOUND = bytes(range(256)) * 4000
FEED = """<rss version="2.0"><channel><title>A show</title><item><title>One</title><guid>1</guid>
<enclosure url="{0}" type="audio/mpeg" length="1024000"/></item></channel></rss>"""


@pytest.fixture
def site() -> Iterator[FeedSite]:
    with FeedSite() as found:
        yield found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "Downloads").mkdir()
    return tmp_path / "Downloads"


@pytest.fixture
async def desk(tmp_path: Path, site: FeedSite) -> AsyncIterator[TestDesk]:
    """A feed on this machine with one story, which has a file."""
    (tmp_path / "data").mkdir()
    found = TestDesk(tmp_path / "data")
    site.raw("/show.xml", FEED.format(site.url("/..%2F-one.mp3")).encode())
    await found.run("add", url=site.url("/show.xml"))
    yield found
    await found.close()


def serve(site: FeedSite, *, cut_at: int = 0, etag: str = '"v1"', data: bytes = SOUND) -> None:
    """Serve the file, in ranges too; ``cut_at`` ends the connection after so many bytes."""

    async def answer(request: web.Request) -> web.StreamResponse:
        begin = 0
        if request.headers.get("If-Range") == etag and (wanted := request.headers.get("Range")):
            begin = int(wanted.removeprefix("bytes=").rstrip("-"))
            if begin >= len(data):
                return web.Response(status=416)
        head = {"ETag": etag, "Content-Type": "audio/mpeg", "Content-Length": str(len(data) - begin)}
        if begin:
            head["Content-Range"] = f"bytes {begin}-{len(data) - 1}/{len(data)}"
        response = web.StreamResponse(status=206 if begin else 200, headers=head)
        await response.prepare(request)
        await response.write(data[begin : cut_at or None])
        if cut_at:
            assert request.transport is not None
            request.transport.close()
        return response

    site.on("/..%2F-one.mp3", answer)


async def test_a_file_is_saved_whole_under_a_safe_name(site: FeedSite, desk: TestDesk, folder: Path) -> None:
    serve(site)
    done = await desk.run("download", story=1, number=0, folder=str(folder))
    assert done == {"story": 1, "path": str(folder / "one.mp3"), "size": len(SOUND), "resumed": False}
    assert (folder / "one.mp3").read_bytes() == SOUND
    assert list((desk.folder / PARTS).iterdir()) == []
    assert (desk.progress[-1].text, desk.progress[-1].total) == ("one.mp3", len(SOUND))


async def test_nothing_of_the_person_is_overwritten(site: FeedSite, desk: TestDesk, folder: Path) -> None:
    serve(site)
    (folder / "one.mp3").write_text("mine")
    done = await desk.run("download", story=1, number=0, folder=str(folder))
    assert done["path"] == str(folder / "one (2).mp3")
    assert (folder / "one.mp3").read_text() == "mine"


async def test_a_second_try_goes_on_where_the_first_ended(
    site: FeedSite, desk: TestDesk, folder: Path
) -> None:
    serve(site, cut_at=300_000)
    with pytest.raises(BrokenAnswer):
        await desk.run("download", story=1, number=0, folder=str(folder))
    assert list(folder.iterdir()) == []
    serve(site)
    done = await desk.run("download", story=1, number=0, folder=str(folder))
    assert done["resumed"]
    assert site.last("/..%2F-one.mp3").headers["if-range"] == '"v1"'
    assert (folder / "one.mp3").read_bytes() == SOUND


async def test_a_file_that_changed_meanwhile_begins_anew(
    site: FeedSite, desk: TestDesk, folder: Path
) -> None:
    serve(site, cut_at=300_000)
    with pytest.raises(BrokenAnswer):
        await desk.run("download", story=1, number=0, folder=str(folder))
    serve(site, etag='"v2"', data=b"another")
    done = await desk.run("download", story=1, number=0, folder=str(folder))
    assert not done["resumed"]
    assert (folder / "one.mp3").read_bytes() == b"another"


async def test_a_part_beyond_the_end_begins_anew(site: FeedSite, desk: TestDesk, folder: Path) -> None:
    serve(site, cut_at=300_000)
    with pytest.raises(BrokenAnswer):
        await desk.run("download", story=1, number=0, folder=str(folder))
    serve(site, data=b"short")  # under the same ETag: the server answers 416
    await desk.run("download", story=1, number=0, folder=str(folder))
    assert (folder / "one.mp3").read_bytes() == b"short"


async def test_a_page_is_no_file(site: FeedSite, desk: TestDesk, folder: Path) -> None:
    site.page("/..%2F-one.mp3", body="Please log in")
    with pytest.raises(BrokenAnswer, match=r"browser"):
        await desk.run("download", story=1, number=0, folder=str(folder))
    site.status("/..%2F-one.mp3", 404)
    with pytest.raises(NotFound):
        await desk.run("download", story=1, number=0, folder=str(folder))
    assert list(folder.iterdir()) == []


async def test_a_feed_of_the_web_does_not_lead_into_our_network(
    site: FeedSite, desk: TestDesk, folder: Path
) -> None:
    """HOSTILE S14"""
    serve(site)
    await desk.desk.cache.write(lambda w: feeds.set_feed(w, 1, url="https://1.1.1.1/feed.xml"))
    asked = site.asked()
    with pytest.raises(AddressRefused):
        await desk.run("download", story=1, number=0, folder=str(folder))
    assert site.asked() == asked


async def test_what_is_not_there(site: FeedSite, desk: TestDesk, folder: Path) -> None:
    with pytest.raises(UsageError, match="no story"):
        await desk.run("download", story=9, number=0, folder=str(folder))
    with pytest.raises(UsageError, match="no such file"):
        await desk.run("download", story=1, number=1, folder=str(folder))
    with pytest.raises(NotWritable, match="preferences"):
        await desk.run("download", story=1, number=0, folder=str(folder / "gone" / "too"))
