"""Builds a large cache for benchmarks: a million stories in a thousand feeds, as years of reading would leave it.

    python -m tests.benchmarks.cache_builder DATA_DIR [--stories N] [--feeds M] [--unread N] [--saved N]

Everything goes in through the store's own functions, so the cache is what the program itself would have made: titles
of varied length and script, dates over two years, words by Zipf's law, a nested tree of folders. The same arguments
give the same cache, but for the time it ends at.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from newsreader.domain.changes import Mark
from newsreader.domain.feeds import Publication
from newsreader.domain.fetching import Validators
from newsreader.domain.incoming import CleanStory
from newsreader.domain.stories import CleanHtml, View, ViewKind
from newsreader.store import feeds, fetches, folders, ingest, statuses, stories, upkeep
from newsreader.store.database import Database, open_database

DAY = 86_400
FEEDS_PER_FOLDER = 16
PORTION = 2_000  # stories in one transaction

COMMON_WORDS = """
    the of and to in a is that for on with as was at by it from are this be an have not or has but had more new
    we you its they one will after about their can said who out been two over would up all people time when city
    year world government how into market first than last some week report plan news state so public could
"""
ALPHABETS = (
    ("latin", "abcdefghijklmnoprstuvwy", 78),
    ("accented", "aäbcdéeèfgiïklmnñoöôprsßtuüvyz", 8),
    ("cyrillic", "абвгдежзиклмнопрстуфхцчшыья", 4),
    ("greek", "αβγδεζηθικλμνξοπρστυφχψω", 2),
    ("arabic", "ابتثجحخدذرزسشصضطظعغفقكلمنهوي", 2),
    ("devanagari", "अआइईउकखगघचजटडतदनपबमयरलवसह", 2),
    ("han", "天地人日月山水火木金土年国大小中上下新聞報道政治経済社会文化科学技術世界", 4),
)


@dataclass(frozen=True)
class Size:
    """How large the cache is to be."""

    stories: int = 1_000_000
    feeds: int = 1_000
    unread: int = 300_000
    saved: int = 3_000
    words: int = 90


class Prose:
    """Made-up language: words of several scripts, paragraphs of words, headlines. Deterministic for a seed."""

    def __init__(self, seed: int, words: int) -> None:
        self._random = random.Random(seed)
        self._pools = {name: self._paragraphs(name, letters, words // 2) for name, letters, _ in ALPHABETS}
        self._names = [name for name, _, _ in ALPHABETS]
        self._weights = list(accumulate(weight for _, _, weight in ALPHABETS))

    def _paragraphs(self, name: str, letters: str, length: int) -> list[str]:
        rng = self._random
        number = 20_000 if name == "latin" else 3_000
        vocabulary = [
            *COMMON_WORDS.split(),
            *("".join(rng.choices(letters, k=rng.randint(3, 11))) for _ in range(number)),
        ]
        weights = list(accumulate(1 / rank for rank in range(1, len(vocabulary) + 1)))
        joint = "" if name == "han" else " "
        return [
            joint.join(
                rng.choices(vocabulary, cum_weights=weights, k=rng.randint(length // 2, length * 3 // 2))
            )
            for _ in range(4_000 if name == "latin" else 400)
        ]

    def story(self, number: int, published: int) -> CleanStory:
        """One story: two paragraphs of a pool under a headline cut out of a third."""
        rng = self._random
        (name,) = rng.choices(self._names, cum_weights=self._weights)
        pool = self._pools[name]
        first, second, third = rng.choice(pool), rng.choice(pool), rng.choice(pool)
        start = rng.randrange(max(1, len(third) // 2))
        title = f"{third[start : start + rng.choice((18, 40, 60, 60, 80, 110, 180))].strip().capitalize()} {number}"
        text = f"{first} {second}"
        return CleanStory(
            guid=f"https://example.org/stories/{number}",
            link=f"https://example.org/stories/{number}.html",
            title=title,
            author=rng.choice(("", "Ann Lee", "B. Okafor", "María Núñez", "李小龍")),
            published=published,
            updated=None,
            html=CleanHtml(f"<p>{first}</p><p>{second}</p>"),
            text=text,
            teaser=text[:262].rsplit(" ", 1)[0] + "..." if len(text) > 265 else text,
            picture=f"https://example.org/pictures/{number}.jpg" if number % 3 == 0 else "",
            content_hash=number,
        )


def build(path: Path, size: Size, *, now: int | None = None, seed: int = 1) -> None:
    """Make the cache at ``path``, which must not exist yet."""
    end = int(time.time()) if now is None else now
    database = open_database(path, role="worker")
    try:
        feed_ids = _subscribe(database, size, end)
        _fill(database, feed_ids, size, Prose(seed, size.words), end)
        _mark(database, size, random.Random(seed), end)
        upkeep.tidy(database, seconds=600, now=end)
    finally:
        database.close()


def _subscribe(database: Database, size: Size, end: int) -> list[int]:
    """Feeds in folders of sixteen, all within one folder "Everything"."""
    found = []
    with database.write(durable=False) as w:
        for number in range(size.feeds):
            folder = folders.ensure_folder(w, f"Everything/Subject {number // FEEDS_PER_FOLDER + 1}")
            about = Publication(title=f"The Daily {number + 1}", site=f"https://daily-{number}.example.org/")
            url = f"https://daily-{number}.example.org/feed.xml"
            found.append(feeds.add_feed(w, url, folder_id=folder, publication=about, now=end - 730 * DAY))
    return found


def _fill(database: Database, feed_ids: list[int], size: Size, prose: Prose, end: int) -> None:
    """Stories in the order of their dates, each feed's turn in each round, as syncs over two years bring them."""
    for portion in _portions(size, feed_ids):
        with database.write(durable=False) as w:
            for feed_id, numbers in portion:
                dates = [end - int((size.stories - n) / size.stories * 730 * DAY) for n in numbers]
                new = [prose.story(n, when) for n, when in zip(numbers, dates, strict=True)]
                ingest.ingest(w, feed_id, new, received=dates[-1] + 600)
                fetches.save_check(
                    w,
                    fetches.CheckOutcome(
                        feed_id,
                        checked=end - 1_800,
                        next_check=end + 1_800,
                        status=200,
                        result="New stories",
                        validators=Validators(etag=f'"{feed_id}"'),
                    ),
                )
        upkeep.tidy(database, seconds=0.2, now=end, pause=0)


def _portions(size: Size, feed_ids: list[int]) -> Iterator[list[tuple[int, range]]]:
    """Which feed gets the stories of which numbers, some thousand stories at a time."""
    a_turn = max(1, min(10, size.stories // len(feed_ids)))
    turns: list[tuple[int, range]] = []
    for turn, start in enumerate(range(0, size.stories, a_turn)):
        turns.append((feed_ids[turn % len(feed_ids)], range(start, min(start + a_turn, size.stories))))
        if len(turns) * a_turn >= PORTION:
            yield turns
            turns = []
    if turns:
        yield turns


def _mark(database: Database, size: Size, rng: random.Random, end: int) -> None:
    """Read all but ``unread`` stories, mostly the older ones; save some anywhere."""
    with database.read() as r:
        ids = stories.ids(r, View(ViewKind.ALL, oldest_first=True), now=end).tolist()
    read = max(0, len(ids) - size.unread)
    scattered = set(rng.sample(range(len(ids)), read // 2))
    left = [number for number in range(len(ids)) if number not in scattered][: read - len(scattered)]
    wanted = sorted([*scattered, *left])
    for start in range(0, len(wanted), 20_000):
        with database.write(durable=False) as w:
            statuses.mark(w, [ids[number] for number in wanted[start : start + 20_000]], Mark.READ)
    with database.write(durable=False) as w:
        statuses.mark(w, rng.sample(ids, min(size.saved, len(ids))), Mark.SAVED)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Build a large cache for benchmarks.")
    parser.add_argument("data_dir", type=Path)
    for name in ("stories", "feeds", "unread", "saved", "words"):
        parser.add_argument(f"--{name}", type=int, default=getattr(Size, name))
    given = parser.parse_args()
    started = time.monotonic()
    size = Size(given.stories, given.feeds, given.unread, given.saved, given.words)
    build(given.data_dir / "cache.sqlite3", size)
    print(f"{size.stories} stories in {size.feeds} feeds: {time.monotonic() - started:.1f} s")


if __name__ == "__main__":
    main()
