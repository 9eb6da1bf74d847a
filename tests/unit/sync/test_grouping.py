"""Stories of one event are found as they come in; what a crash or a person does meanwhile costs nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newsreader.domain.incoming import CleanStory
from newsreader.domain.stories import CleanHtml
from newsreader.library.library import Library, open_library
from newsreader.store import brief_texts, feeds, ingest
from newsreader.store.database import Database, open_database
from newsreader.sync.grouped import Grouped
from newsreader.sync.grouping import Grouping
from newsreader.sync.window_file import NAME, WindowFile
from tests.support.worker_desk import TestDesk

NOW = 1_764_000_000
HOUR = 3600

FERRY = (
    (
        "Ferry Aurelia runs aground off Skarn Point",
        "The passenger ferry Aurelia struck rocks off Skarn Point.",
    ),
    (
        "212 rescued as ferry Aurelia strikes rocks at Skarn",
        "Lifeboats took all passengers off the Aurelia at Skarn.",
    ),
    (
        "Aurelia: ferry aground at Skarn Point, all safe",
        "Every passenger of the ferry Aurelia is safe at Skarn.",
    ),
)
OTHERS = (
    ("Malaria jab for newborns approved", "The medicines agency approved a first vaccine."),
    ("Night trains return to the coast line", "Sleepers run again after nine years."),
    ("Harvest of apples the best in ten years", "Growers in the valley speak of a good autumn."),
)


class Cache:
    """A cache with six feeds of six publications."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = open_database(folder / "cache.sqlite3", role="worker")
        with self.database.write() as w:
            self.feeds = [
                feeds.add_feed(w, f"https://f{n}.example/feed", f"Feed {n}", now=NOW) for n in range(6)
            ]
        self.grouping = self.begun()

    def begun(self) -> Grouping:
        """What groups in a process that begins."""
        return Grouping(lambda: 72, WindowFile(self.folder))

    def tell(self, feed: int, title: str, text: str, hours: float = 1.0, link: str = "") -> int:
        """One more story; its id."""
        link = link or f"https://f{feed}.example/{len(title)}-{hours}"
        html = CleanHtml(f"<p>{text}</p>")
        story = CleanStory(
            f"{title}{hours}", link, title, "", NOW - int(hours * HOUR), None, html, text, text
        )
        with self.database.write() as w:
            return ingest.ingest(w, self.feeds[feed], [story], received=NOW).new_ids[0]

    def group(self, most: int = 250) -> Grouped:
        """Group all that waits; what the last step said."""
        while not (found := self.grouping.step(self.database, NOW, most)).done:
            pass
        self.grouping.keep()
        return found

    def events(self) -> list[set[int]]:
        """The stories of each event that several tell."""
        library = self.library()
        try:
            return [set(b.stories) for b in library.briefs.list(hours=100).briefs if len(b.stories) > 1]
        finally:
            library.close()

    def library(self) -> Library:
        return open_library(self.folder, "command", clock=lambda: NOW)


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    made = Cache(tmp_path)
    for n, (title, text) in enumerate(OTHERS):
        made.tell(n + 3, title, text, hours=9)
    yield made
    made.database.close()


def test_stories_of_one_event_are_found_one_after_the_other(cache: Cache) -> None:
    first = cache.tell(0, *FERRY[0], hours=5)
    cache.group()
    assert cache.events() == []
    second = cache.tell(1, *FERRY[1], hours=4)
    assert cache.group().stories == 1
    third = cache.tell(2, *FERRY[2], hours=3)
    cache.group()
    assert cache.events() == [{first, second, third}]
    library = cache.library()
    brief = library.briefs.list(hours=100).briefs[0]
    assert (brief.id, len(brief.sources)) == (first, 3)
    why = library.briefs.why(first, second)
    assert "“Aurelia”" in why
    assert why.endswith("with “Ferry Aurelia runs aground off Skarn Point” (Feed 0).")
    library.close()


def test_nothing_waits_twice(cache: Cache) -> None:
    assert cache.group().stories == 3
    assert cache.group() == Grouped()


def test_a_new_process_goes_on_where_the_last_one_ended(cache: Cache) -> None:
    first = cache.tell(0, *FERRY[0], hours=5)
    cache.group()
    cache.grouping = cache.begun()
    second = cache.tell(1, *FERRY[1], hours=4)
    assert cache.group().stories == 1
    assert cache.events() == [{first, second}]


def filled(cache: Cache) -> list[int]:
    """The stories of an event among so many others that they are worth a file; those of the event."""
    for n in range(120):
        cache.tell(n % 6, f"Report {n} on matter{n}", f"Only word{n} and thing{n} are told of here.", hours=8)
    told = [cache.tell(n, *FERRY[n], hours=5 - n) for n in range(2)]
    cache.group()
    return told


def test_a_new_process_does_not_read_again_what_was_kept(
    cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = filled(cache)
    read: list[int] = []
    chosen = brief_texts.chosen
    monkeypatch.setattr(brief_texts, "chosen", lambda r, ids: read.extend(ids) or chosen(r, ids))
    cache.grouping = cache.begun()
    third = cache.tell(2, *FERRY[2], hours=3)
    cache.group()
    assert read == []
    assert {*told, third} in cache.events()


@pytest.mark.parametrize("damage", [lambda data: b"", lambda data: data[:-1], lambda data: data[::-1]])
def test_a_damaged_file_costs_nothing_but_time(cache: Cache, damage: Callable[[bytes], bytes]) -> None:
    told = filled(cache)
    path = cache.folder / NAME
    path.write_bytes(damage(path.read_bytes()))
    cache.grouping = cache.begun()
    third = cache.tell(2, *FERRY[2], hours=3)
    cache.group()
    assert {*told, third} in cache.events()


def test_a_file_that_cannot_be_written_hinders_nobody(cache: Cache) -> None:
    (cache.folder / NAME).mkdir()
    assert set(filled(cache)) in cache.events()


def test_stories_that_a_crash_left_ungrouped_are_grouped_at_the_next_start(
    cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = [cache.tell(n, *FERRY[n], hours=5 - n) for n in range(3)]

    def power_cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("newsreader.store.brief_groups.set_grouped", power_cut)
        with pytest.raises(KeyboardInterrupt):
            cache.group()
    assert cache.events() == [], "half of it was written"
    cache.grouping = cache.begun()
    cache.group()
    assert cache.events() == [set(told)]


def test_portions_do_not_change_what_is_found(cache: Cache) -> None:
    told = [cache.tell(n, *FERRY[n], hours=5 - n) for n in range(3)]
    cache.group(most=1)
    assert cache.events() == [set(told)]


def test_the_same_link_is_the_same_story_whatever_its_words(cache: Cache) -> None:
    first = cache.tell(0, "One", "Some words of ours.", link="https://agency.example/story?utm_source=a")
    second = cache.tell(
        1, "Quite another headline", "No word in common.", link="https://agency.example/story"
    )
    cache.group()
    assert cache.events() == [{first, second}]


def test_stories_outside_the_window_stay_alone(cache: Cache) -> None:
    cache.tell(0, *FERRY[0], hours=90)
    cache.tell(1, *FERRY[1], hours=80)
    cache.group()
    assert cache.events() == []


def test_a_split_stays_split_also_for_a_worker_that_runs(cache: Cache) -> None:
    first = cache.tell(0, *FERRY[0], hours=5)
    second = cache.tell(1, *FERRY[1], hours=4)
    cache.group()
    library = cache.library()
    library.briefs.split(first, second)
    third = cache.tell(2, *FERRY[2], hours=3)
    fourth = cache.tell(5, *FERRY[1], hours=2)
    cache.group()
    events = cache.events()
    library.close()
    assert not any({first, second} <= event for event in events)
    assert any(fourth in event and second in event for event in events), "the same words go where they are"
    assert any(third in event for event in events)


def test_a_join_draws_later_stories_to_both(cache: Cache) -> None:
    first = cache.tell(0, *FERRY[0], hours=5)
    cache.group()
    apples = 3
    library = cache.library()
    library.briefs.join(first, apples)
    second = cache.tell(1, *FERRY[1], hours=4)
    cache.group()
    library.close()
    assert cache.events() == [{first, second, apples}]


def test_a_person_who_is_faster_than_the_worker_is_heard(
    cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = cache.tell(0, *FERRY[0], hours=5)
    second = cache.tell(1, *FERRY[1], hours=4)
    cache.group()
    third = cache.tell(2, *FERRY[2], hours=3)
    place = cache.grouping._place

    def split_meanwhile(text: object) -> object:
        found = place(text)  # type: ignore[arg-type]
        library = cache.library()
        if {first, second} in cache.events():
            library.briefs.split(first, second)
        library.close()
        return found

    monkeypatch.setattr(cache.grouping, "_place", lambda text: split_meanwhile(text))
    cache.group()
    assert not any({first, second} <= event for event in cache.events())
    assert any(third in event for event in cache.events())


def test_new_stories_of_a_followed_event_are_told(cache: Cache) -> None:
    first = cache.tell(0, *FERRY[0], hours=5)
    cache.group()
    library = cache.library()
    library.briefs.follow(first, True)
    library.close()
    cache.tell(1, *FERRY[1], hours=4)
    assert cache.group().followed == (first,)
    cache.tell(0, "Something else entirely happened", "Nobody knows what it was.", hours=3)
    assert cache.group().followed == ()


def test_what_was_said_of_a_brief_goes_with_it_into_another(cache: Cache) -> None:
    database: Database = cache.database
    from newsreader.briefs.model import Bond, Placement
    from newsreader.store import brief_groups
    from newsreader.sync import grouping

    first = cache.tell(0, *FERRY[0], hours=5)
    second = cache.tell(1, *OTHERS[0], hours=4)
    third = cache.tell(2, *FERRY[2], hours=3)
    library = cache.library()
    library.briefs.follow(second, True)
    library.close()
    with database.write() as w:
        place = Placement(third, first, Bond.WORDS, ("Aurelia",), first, (second,))
        assert grouping._keep(w, [place]) == (first,)
        assert brief_groups.states(w) == {first: brief_groups.State(followed=True)}
    assert cache.events() == [{first, second, third}]


async def test_what_is_grouped_between_two_syncs_is_kept_for_the_next_process(tmp_path: Path) -> None:
    cache, desk = Cache(tmp_path), TestDesk(tmp_path)
    desk.desk.clock = lambda: NOW
    for n in range(120):
        cache.tell(n % 6, f"Story {n} of the valley", f"Word{n} and word{n + 7}.", hours=1 + n / 10)
    try:
        assert await desk.desk.tidy(60)
        assert (tmp_path / NAME).is_file()
    finally:
        await desk.close()
        cache.database.close()
