"""The job that looks on a publication's site: few pages, politely, kept apart from what the feed says."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from newsreader.domain.contacts import Contact, ContactCard
from newsreader.domain.errors import NotFound, UsageError
from newsreader.store import contacts, feeds
from tests.support.feed_site import FeedSite, FeedStory
from tests.support.worker_desk import TestDesk


@pytest.fixture
def site() -> Iterator[FeedSite]:
    with FeedSite() as found:
        yield found


@pytest.fixture
async def desk(tmp_path: Path, site: FeedSite) -> AsyncIterator[TestDesk]:
    """A feed whose own site is the front page of the server."""
    found = TestDesk(tmp_path)
    await found.run("add", url=site.feed("/a.xml", title="Courier", stories=[FeedStory("1", "One")]))
    await found.desk.cache.write(
        lambda w: w.run("UPDATE feeds SET site = ?, phone = '555 0100' WHERE id = 1", (site.url("/"),))
    )
    site.forget()
    yield found
    await found.close()


async def card(desk: TestDesk) -> ContactCard:
    return await desk.read(lambda r: contacts.card(r, 1))


async def test_front_page_and_imprint_are_read_and_no_more(site: FeedSite, desk: TestDesk) -> None:
    site.page(
        "/", body="<a href='/imprint'>Imprint</a><a href='/about'>About</a><a href='/contact'>Contact</a>"
    )
    site.page("/imprint", body="<address>Courier<br>14 Quay Street<br>4711 Northport</address>")
    site.page(
        "/contact", body="<a href='mailto:desk@courier.example'>Write</a><a href='tel:5550142'>Call</a>"
    )
    answer = await desk.run("contact", feed=1)
    assert answer["found"] == {
        "address": "Courier, 14 Quay Street, 4711 Northport", "email": "desk@courier.example", "phone": "5550142",
    }  # fmt: skip
    assert [site.asked(path) for path in ("/", "/imprint", "/contact", "/about")] == [1, 1, 1, 0]
    found = await card(desk)
    assert found.shown["email"] == Contact("desk@courier.example", "site", site.url("/contact"))
    assert found.shown["phone"] == Contact("555 0100", "feed"), "the feed's own word goes before its site's"


async def test_a_person_goes_before_all_and_looking_again_changes_none_of_it(
    site: FeedSite, desk: TestDesk
) -> None:
    site.page("/", body="<a href='mailto:desk@courier.example'>Write</a>")
    await desk.desk.cache.write(lambda w: contacts.set_own(w, 1, {"email": "ann@courier.example"}))
    await desk.run("contact", feed=1)
    await desk.sync(1, force=True)
    assert (await card(desk)).shown["email"] == Contact("ann@courier.example", "person")
    assert (await card(desk)).told["email"].value == "desk@courier.example"


async def test_a_site_that_tells_nothing_more_forgets_what_it_told_before(
    site: FeedSite, desk: TestDesk
) -> None:
    site.page("/", body="<a href='mailto:desk@courier.example'>Write</a>")
    await desk.run("contact", feed=1)
    site.page("/", body="<p>Nothing here.</p>")
    assert (await desk.run("contact", feed=1))["found"] == {}
    assert "email" not in (await card(desk)).shown


async def test_a_front_page_that_is_gone_is_told_and_a_further_page_is_left_out(
    site: FeedSite, desk: TestDesk
) -> None:
    with pytest.raises(NotFound):
        await desk.run("contact", feed=1)
    site.page("/", body="<a href='/contact'>Contact</a><a href='tel:5550142'>Call</a>")
    site.status("/contact", 500)
    assert (await desk.run("contact", feed=1))["pages"] == [site.url("/")]


async def test_without_a_site_the_front_page_of_the_feeds_host_is_read(
    site: FeedSite, desk: TestDesk
) -> None:
    await desk.desk.cache.write(lambda w: w.run("UPDATE feeds SET site = ''"))
    site.page("/", body="<a href='tel:5550142'>Call</a>")
    assert (await desk.run("contact", feed=1))["pages"] == [site.url("/")]
    assert site.asked("/a.xml") == 0


async def test_an_unknown_feed(desk: TestDesk) -> None:
    with pytest.raises(UsageError):
        await desk.run("contact", feed=77)


async def test_contacts_go_with_their_feed_and_come_back_with_it(site: FeedSite, desk: TestDesk) -> None:
    await desk.desk.cache.write(lambda w: contacts.set_own(w, 1, {"phone": "555 0142"}))
    assert (await desk.read(lambda r: contacts.recipients(r)))[0].title == "Courier"
    with pytest.raises(UsageError):
        await desk.desk.cache.write(lambda w: contacts.set_own(w, 9, {"phone": "555 0142"}))
    assert (await desk.read(lambda r: feeds.feed(r, 1))).publication.phone == "555 0100"
