"""Search: what the words mean, the order of what is found, snippets; and nothing a person types is an error."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsreader.domain.changes import Mark
from newsreader.domain.incoming import CleanStory
from newsreader.domain.stories import View, ViewKind
from newsreader.store import (
    brief_groups,
    completions,
    feeds,
    folders,
    hits,
    ingest,
    removal,
    search,
    statuses,
    stories,
)
from newsreader.store.database import Database, open_database
from newsreader.store.snippets import snippet

TEXTS = {
    1: ("Harbour reopens", "Ann Lee", "The old harbour of Göteborg is open again."),
    2: ("Harbour budget", "Bo Ek", "Open budget talks: the harbour needs new cranes."),
    3: ("地震のあと", "佐藤", "東京で地震がありました。"),
    4: ("Москва готовится", "", "Большой праздник города"),
    5: ("C++ and 100% of e-mail", "O'Neil", "It's a well-known foo_bar issue"),
}
MIDNIGHT = 1_735_689_600  # 2025-01-01 UTC


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    from .conftest import story

    db = open_database(tmp_path_factory.mktemp("search") / "cache.sqlite3", role="window")
    with db.write() as w:
        port = feeds.add_feed(w, "https://port.example/", "Port News", folders.ensure_folder(w, "Sea"))
        other = feeds.add_feed(w, "https://other.example/", "Other")
        for number, (title, author, text) in TEXTS.items():
            new = story(number, title=title, author=author, text=text, published=MIDNIGHT + number * 86_400)
            ingest.ingest(w, port if number < 3 else other, [new], received=MIDNIGHT * 2)
        statuses.mark(w, [1], Mark.READ)
        statuses.mark(w, [2, 3], Mark.SAVED)
    yield db
    db.close()


def found(db: Database, query: str, kind: ViewKind = ViewKind.SEARCH, place: int | None = None) -> list[int]:
    with db.read() as r:
        return stories.ids(r, View(kind, place, query), now=MIDNIGHT).tolist()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("harbour", [2, 1]),
        ("harbour open", [2, 1]),
        ("harbour cranes", [2]),
        ("harb", [2, 1]),
        ("harb open", []),
        ("open harb", [2, 1]),
        ("goteborg", [1]),
        ("GÖTEBORG", [1]),
        ('"open again"', [1]),
        ('"again open"', []),
        ('"open ag', []) if False else ('"open again', [1]),
        ("harbour -cranes", [1]),
        ("-harbour", [5, 4, 3]),
        ('-"old harbour" -cranes', [5, 4, 3]),
        ("title:budget", [2]),
        ("title:cranes", []),
        ("author:ann", [1]),
        ('author:"bo ek" harbour', [2]),
        ("feed:port", [2, 1]),
        ('feed:"port news" cranes', [2]),
        ("is:unread harbour", [2]),
        ("is:read", [1]),
        ("is:saved", [3, 2]),
        ("before:2025-01-03", [1]),
        ("after:2025-01-05", [5, 4]),
        ("after:2025-01-03 before:2025-01-05", [3, 2]),
        ("地震", [3]),
        ("震地", []),
        ("東京 地震", [3]),
        ("моск", [4]),
        ("c++", [5]),
        ("e-mail", [5]),
        ("o'neil", [5]),
        ("well-known", [5]),
        ("h", []),
        ("", []),
        ("   ", []),
        ("!!! ???", []),
        ("harbour !!!", [2, 1]),
        ("NOT AND OR NEAR", []),
        ("talks: harbour", [2]),
        ("nosuch:harbour", []),
        ("is:purple", []),
    ],
)
def test_what_a_query_finds(shelf: Database, query: str, expected: list[int]) -> None:
    assert found(shelf, query) == expected
    with shelf.read() as r:
        assert stories.count(r, View(ViewKind.SEARCH, query=query), MIDNIGHT) == len(expected)


def test_a_search_within_an_event(shelf: Database) -> None:
    with shelf.write() as w:
        brief_groups.put(w, [(story, 2, "words", "", 2) for story in (2, 3)])
        view = View(ViewKind.EVENT, 2, "harbour")
        assert stories.ids(w, view, now=MIDNIGHT).tolist() == [2]
        assert stories.count(w, view, MIDNIGHT) == 1
        assert stories.ids(w, View(ViewKind.EVENT, 3, "-harbour"), now=MIDNIGHT).tolist() == [3]


def test_a_search_stays_within_its_view(shelf: Database) -> None:
    with shelf.read() as r:
        sea = folders.folder_by_path(r, "Sea")
    assert sea is not None
    assert found(shelf, "-nothing", ViewKind.FOLDER, sea.id) == [2, 1]
    assert found(shelf, "harbour", ViewKind.UNREAD) == [2]
    assert found(shelf, "harbour", ViewKind.SAVED) == [2]
    assert found(shelf, "harbour", ViewKind.FEED, 2) == []


def test_stories_of_a_removed_feed_are_not_found(
    filled: tuple[Database, int],
) -> None:
    db, feed = filled
    with db.write() as w:
        statuses.mark(w, [4], Mark.SAVED)
        snapshot = removal.remove_feed(w, feed)
    assert found(db, "headline") == [4]
    with db.write() as w:
        removal.restore_feed(w, snapshot)
    assert len(found(db, "headline")) == 10


@pytest.mark.parametrize(
    ("beginning", "expected"),
    [
        ("harb", ["harbour"]),
        ("well", ["well"]),
        ("reop", ["reopens"]),
        ("nowhere", []),
        ("har", []),  # the index has a list of these itself
        ("zzzz", []),
    ],
)
def test_the_words_that_begin_as_one_does(shelf: Database, beginning: str, expected: list[str]) -> None:
    with shelf.read() as r:
        assert completions.completions(r, beginning) == expected


def test_very_many_words_are_left_to_the_index(
    db: Database, make_story: Callable[..., CleanStory], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["econ", "econa", "economia", "economy", "économie"]
    with db.write() as w:
        feed = feeds.add_feed(w, "https://example.org/")
        ingest.ingest(w, feed, [make_story(n, text=word) for n, word in enumerate(words, 1)])
    everyone = [5, 4, 3, 2, 1]
    assert found(db, "econ") == everyone
    with db.read() as r:
        assert completions.completions(r, "econ") == ["econ", "econa", "economia", "economie", "economy"]
        monkeypatch.setattr(completions, "_MOST", 4)
        assert completions.completions(r, "econ") == []
        assert completions.completions(r, "econo") == ["economia", "economie", "economy"]
    assert found(db, "econ") == everyone


def test_a_word_that_is_typed_is_looked_for_in_its_column_alone(shelf: Database) -> None:
    assert found(shelf, "title:budg") == [2]
    assert found(shelf, "author:budg") == []
    assert found(shelf, "-budget title:harbo") == [1]


def test_searching_goes_on_after_a_transaction_was_taken_back(
    db: Database, make_story: Callable[..., CleanStory], now: int
) -> None:
    view = View(ViewKind.SEARCH, query="headl")
    with db.write() as w:
        ingest.ingest(w, feeds.add_feed(w, "https://example.org/"), [make_story(1)], received=now)

    def search_and_fail() -> None:
        with db.write() as w:
            assert stories.ids(w, view, now=now).tolist() == [1]
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        search_and_fail()
    assert found(db, "headl") == [1]


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_whole_words_find_what_the_beginning_finds(shelf: Database, data: st.DataObject) -> None:
    text = " ".join(" ".join(texts) for texts in TEXTS.values())
    word = data.draw(st.sampled_from(text.split()))
    typed = word[: data.draw(st.integers(1, len(word)))]
    before = data.draw(st.sampled_from(["", "harbour ", "open ", "-cranes "]))
    with shelf.read() as r:
        whole = search.parse(before + typed, partial(completions.completions, r)).match
        begun = search.parse(before + typed).match
        hits = [
            r.rows("SELECT rowid FROM story_index WHERE story_index MATCH ? ORDER BY rowid", (match,))
            for match in (whole, begun)
            if match
        ]
    assert len({tuple(rows) for rows in hits}) <= 1


@given(st.one_of(st.text(), st.text(alphabet="\"-*:^(){}+ab\0\ud800 .,é日'NOTANDOR")))
@example('"')
@example('a"b')
@example("\0")
@example("\ud800")
@example("^a NEAR(b c) {d} + e*")
@example("feed:" * 300)
@example("a " * 5000)
@example("after:9999-99-99 before:0000 after:2025-02-31")
@settings(deadline=None, max_examples=150)
def test_no_query_is_an_error(shelf: Database, query: str) -> None:
    with shelf.read() as r:
        for view in (
            View(ViewKind.SEARCH, query=query),
            View(ViewKind.UNREAD, query=query, oldest_first=True),
        ):
            stories.ids(r, view, now=MIDNIGHT, limit=10)
        if expression := search.parse(query).match:
            r.rows("SELECT count(*) FROM story_index WHERE story_index MATCH ?", (expression,))
    assert isinstance(snippet("Some text of a story", query), str)


@pytest.mark.parametrize("oldest", [False, True])
def test_many_hits_come_in_the_order_of_arrival_and_in_pages(
    db: Database,
    make_story: Callable[..., CleanStory],
    now: int,
    oldest: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with db.write() as w:
        feed = feeds.add_feed(w, "https://example.org/")
        for turn in range(4):  # later arrivals are dated earlier
            new = [make_story(turn * 10 + n, published=now - turn * 1000 + n) for n in range(10)]
            ingest.ingest(w, feed, new, received=now)
    view = View(ViewKind.SEARCH, query="headline", oldest_first=oldest)
    with db.read() as r:
        by_date = stories.ids(r, View(ViewKind.ALL, oldest_first=oldest), now=now).tolist()
        assert pages(r, view, now) == by_date
        monkeypatch.setattr(hits, "SORTED", 20)
        monkeypatch.setattr(hits, "NARROW", 0)
        assert pages(r, view, now) == sorted(by_date, reverse=not oldest)
        assert stories.ids(r, view, now=now).tolist() == sorted(by_date, reverse=not oldest)


def pages(r: object, view: View, now: int) -> list[int]:
    found: list[int] = []
    while page := stories.ids(r, view, now=now, after=found[-1] if found else None, limit=9):  # type: ignore[arg-type]
        found += page
    return found


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("cranes", "…needs new cranes and more of…"),
        ("göte", "Harbour of Goteborg is open and the…"),
        ("nothing", "Harbour of Goteborg is open and the…"),
        ("-cranes", "Harbour of Goteborg is open and the…"),
    ],
)
def test_a_snippet_shows_the_first_hit(query: str, expected: str) -> None:
    text = "Harbour of Goteborg is open and the harbour needs new cranes and more of everything"
    assert snippet(text, query, length=36) == expected


def test_a_snippet_in_a_script_without_spaces() -> None:
    text = "昨日の夜、" * 30 + "東京で地震がありました。" + "昨日の夜、" * 30
    assert "地震" in snippet(text, "地震", length=60)


def test_a_snippet_of_a_short_text_is_the_text() -> None:
    assert snippet("Short.", "short") == "Short."


def test_what_a_search_needs_is_loaded_before_it_on_request() -> None:
    asked = "import sys; from newsreader.store import stories; name = 'newsreader.store.hits'; "
    told = "print(name in sys.modules); stories.get_ready_to_search(); print(name in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked + told], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]
