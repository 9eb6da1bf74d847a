"""What becomes of stories on their way in: dates, order, twins, rewriting, marks that outlive their story."""

from __future__ import annotations

from collections.abc import Callable

from newsreader.domain.changes import Mark
from newsreader.domain.incoming import CleanStory
from newsreader.domain.stories import Enclosure, View, ViewKind
from newsreader.store import bodies, feeds, ingest, removal, statuses, stories
from newsreader.store.database import Database

Make = Callable[..., CleanStory]


def found(db: Database, query: str) -> list[int]:
    with db.read() as r:
        return stories.ids(r, View(ViewKind.SEARCH, query=query), now=0).tolist()


def test_a_story_comes_back_whole(db: Database, make_story: Make, now: int) -> None:
    files = (Enclosure("https://example.org/a.mp3", "audio/mpeg", 12), Enclosure("https://example.org/b"))
    given = make_story(
        1,
        html="<p>Grüße, 世界 &amp; 🙂</p>",
        text="Grüße, 世界 & 🙂",
        enclosures=files,
        categories=("World", "Ünïcode"),
        language="de",
        picture="https://example.org/p.jpg",
        updated=now - 5,
    )
    with db.write() as w:
        feed = feeds.add_feed(w, "https://example.org/feed.xml")
        (story_id,) = ingest.ingest(w, feed, [given], received=now).new_ids
        story = bodies.story(w, story_id)
        assert bodies.texts(w, [story_id, 77]) == {story_id: given.text}
    assert story is not None
    assert (story.html, story.enclosures, story.categories) == (given.html, files, given.categories)
    assert story.language == "de"
    header = story.header
    assert (header.title, header.author, header.teaser, header.link) == (
        given.title,
        given.author,
        given.teaser,
        given.link,
    )
    assert (header.picture, header.published, header.received) == (given.picture, given.published, now)
    assert not header.read
    assert not header.saved


def test_lone_surrogates_do_not_stop_a_story(db: Database, make_story: Make, now: int) -> None:
    broken = "a\ud800b"
    with db.write() as w:
        feed = feeds.add_feed(w, "https://example.org/feed.xml")
        given = make_story(
            1, title=broken, author=broken, html=broken, text=broken, teaser=broken, guid=broken
        )
        (story_id,) = ingest.ingest(w, feed, [given], received=now).new_ids
        assert stories.headers(w, [story_id])[0].title == "a?b"


def test_ids_grow_with_the_dates_of_a_document(db: Database, make_story: Make, now: int) -> None:
    with db.write() as w:
        feed = feeds.add_feed(w, "https://example.org/feed.xml")
        newest_first = [make_story(n, published=now - n) for n in range(5)]
        ids = ingest.ingest(w, feed, newest_first, received=now).new_ids
        assert [header.title for header in stories.headers(w, ids)] == [
            f"Headline {n}" for n in (4, 3, 2, 1, 0)
        ]


def test_a_date_in_the_future_is_now_and_a_missing_one_stays_missing(
    db: Database, make_story: Make, now: int
) -> None:
    with db.write() as w:
        feed = feeds.add_feed(w, "https://example.org/feed.xml")
        ids = ingest.ingest(
            w, feed, [make_story(1, published=None), make_story(2, published=now + 99)], received=now
        )
        undated, future = stories.headers(w, ids.new_ids)
    assert (undated.published, undated.when) == (None, now)
    assert (future.published, future.when) == (now, now)


def test_a_story_that_is_here_already_is_left_out(db: Database, make_story: Make, now: int) -> None:
    with db.write() as w:
        feed = feeds.add_feed(w, "https://example.org/feed.xml")
        other = feeds.add_feed(w, "https://example.org/other.xml")
        twice = [make_story(1), make_story(1, title="The same guid")]
        assert len(ingest.ingest(w, feed, twice, received=now).new_ids) == 1
        assert ingest.ingest(w, feed, [make_story(1)], received=now).new_ids == ()
        assert len(ingest.ingest(w, other, [make_story(1)], received=now).new_ids) == 1
    assert db.check() == []


def test_a_changed_story_keeps_id_and_marks_and_is_found_by_its_new_words_alone(
    filled: tuple[Database, int], make_story: Make, now: int
) -> None:
    db, feed = filled
    with db.write() as w:
        statuses.mark(w, [3], Mark.READ)
        rewritten = make_story(
            3, title="Correction", text="Entirely different", html="<p>Entirely different</p>"
        )
        result = ingest.ingest(w, feed, [], [(3, rewritten), (999, rewritten)], received=now)
        assert result.updated_ids == (3,)
        header = stories.headers(w, [3])[0]
    assert (header.title, header.read) == ("Correction", True)
    assert found(db, "number3") == []
    assert found(db, "different") == [3]
    assert found(db, "headline 4") == [4]


def test_a_changed_story_gets_a_date_only_if_it_had_none(db: Database, make_story: Make, now: int) -> None:
    with db.write() as w:
        feed = feeds.add_feed(w, "https://example.org/feed.xml")
        new = [make_story(1, published=None), make_story(2, published=now - 50)]
        dated, undated = ingest.ingest(w, feed, new, received=now).new_ids
        again = make_story(3, published=now - 10)
        ingest.ingest(w, feed, [], [(undated, again), (dated, again)], received=now + 100)
        assert [header.when for header in stories.headers(w, [undated, dated])] == [now - 10, now - 50]
    assert db.check() == []


def test_a_forgotten_story_that_is_sent_again_is_not_unread(
    filled: tuple[Database, int], make_story: Make
) -> None:
    db, feed = filled
    with db.write() as w:
        statuses.mark(w, [1, 2], Mark.READ)
        statuses.mark(w, [2], Mark.SAVED)
        ingest.forget(w, [1, 2, 3])
    assert found(db, "number1 ") == []
    with db.write() as w:
        again = ingest.ingest(w, feed, [make_story(n) for n in (1, 2, 3)], received=5).new_ids
        assert min(again) > 10, "ids are never used again"
        marks = [(header.read, header.saved) for header in stories.headers(w, again)]
    assert marks == [(True, False), (True, True), (False, False)]
    assert db.check() == []


def test_nothing_is_stored_for_a_feed_that_was_removed_meanwhile(
    filled: tuple[Database, int], make_story: Make, now: int
) -> None:
    db, feed = filled
    with db.write() as w:
        removal.remove_feed(w, feed)
        assert (
            ingest.ingest(w, feed, [make_story(50)], [(1, make_story(51))], received=now) == ingest.Ingested()
        )
    assert db.check() == []


def test_known_stories_are_what_decide_wants(filled: tuple[Database, int]) -> None:
    db, feed = filled
    with db.read() as r:
        known = ingest.known_stories(r, feed)
    assert known["guid-4"] == (4, 4, "https://example.org/4")
    assert len(known) == 10


def test_outdated_html_is_cleaned_again(filled: tuple[Database, int]) -> None:
    db, _ = filled
    with db.write() as w:
        old = ingest.outdated(w, clean_version=2, limit=3)
        assert [story_id for story_id, _ in old] == [10, 9, 8]
        ingest.reclean(
            w, [(story_id, html.replace("Body", "Clean body")) for story_id, html in old], clean_version=2
        )
        assert ingest.outdated(w, clean_version=2, limit=3)[0][0] == 7
        story = bodies.story(w, 10)
        assert story is not None
        assert story.html == "<p>Clean body of story number10.</p>"
        assert bodies.texts(w, [10])[10] == "Body of story number10."
    with db.write() as w:
        ingest.forget(w, [10])  # the index still knows the story by its text
    assert found(db, "number10") == []
