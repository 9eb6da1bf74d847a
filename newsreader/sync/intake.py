"""From parsed documents to the cache: one thread, small transactions, validators only with the last of the stories.

The functions here run on the cache's thread (``sync.cache``). While a window is open each transaction is short, since
a person's mark waits for the one that runs (``store.turns``). A large feed takes several transactions; ``save_check``
is in its last one, so that a crash costs a repeated fetch, never a story (HOSTILE D01).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from newsreader.domain.errors import UsageError
from newsreader.domain.incoming import CleanStory, IncomingFeed
from newsreader.store import feeds as feed_rows
from newsreader.store import fetches, ingest
from newsreader.store.database import Database, Writer
from newsreader.store.fetches import CheckOutcome
from newsreader.sync import moving
from newsreader.sync.decide import Decision, decide
from newsreader.sync.parsed import ParsedFeed
from newsreader.sync.schedule import Plan
from newsreader.text.numbers import grouped

log = logging.getLogger(__name__)

_ROW = 4_000  # characters of text that count as a row: the index takes as long for them as for all else of a story
_RHYTHM = 20  # newest stories that tell how often a feed publishes


@dataclass(frozen=True, slots=True)
class Pace:
    """How many rows a transaction holds (a long story counts as several), how many seconds lie between two, how many
    seconds stories are gathered for one, and after how many rows the search index is merged (0: after the sync)."""

    rows: int
    pause: float
    gather: float
    merge: int = 0


GENTLE = Pace(rows=10, pause=0.0005, gather=0.0, merge=4_000)
"""While a window is open. The pause is for one that is about to say that it wishes to write.
Each transaction leaves a segment of the search index; with a thousand FTS5 merges all at once, which takes a second."""
BULK = Pace(rows=400, pause=0.0, gather=0.15)
"""When nobody waits for the cache: fewer commits, each of which also writes a segment of the search index."""


@dataclass(slots=True)
class Arrival:
    """What a check brought: how it ended, and the document if there was a new one.

    ``whole`` tells that the document was parsed without leaving out known entries. ``plan`` says when to ask next,
    given when the feed's newest stories came out. ``moved_to`` is the address to take over, ``""`` for none.
    """

    outcome: CheckOutcome
    parsed: ParsedFeed | None = None
    whole: bool = True
    plan: Callable[[Sequence[int]], Plan] | None = None
    moved_to: str = ""

    @property
    def rows(self) -> int:
        """How many rows it may come to."""
        return 1 + (sum(map(_rows, self.parsed.stories)) if self.parsed is not None else 0)


@dataclass(slots=True)
class Stored:
    """What became of an arrival. ``needs_all``: nothing was stored, parse it whole and come again. ``shown`` tells
    that the tree of feeds looks different: title, site, trouble."""

    new: int = 0
    updated: int = 0
    notice: str = ""
    needs_all: bool = False
    shown: bool = False


@dataclass(slots=True)
class _Portion:
    """Part of an arrival that goes into one transaction."""

    arrival: Arrival
    stored: Stored
    new: Sequence[CleanStory] = ()
    changed: Sequence[tuple[int, CleanStory]] = ()
    last: bool = True

    @property
    def rows(self) -> int:
        return 1 + sum(map(_rows, self.new)) + sum(_rows(story) for _, story in self.changed)


@dataclass(slots=True)
class _Batch:
    portions: list[_Portion] = field(default_factory=list)
    rows: int = 0


def store_arrivals(database: Database, arrivals: Sequence[Arrival], pace: Pace, now: int) -> list[Stored]:
    """Decide about ``arrivals`` and store them; what became of each, in their order. Raises StoreError."""
    results = [Stored() for _ in arrivals]
    portions = [
        portion
        for arrival, stored, decision in zip(arrivals, results, _decisions(database, arrivals), strict=True)
        for portion in _portions(arrival, stored, decision, pace.rows)
    ]
    for batch in _batches(portions, pace.rows):
        time.sleep(pace.pause)  # before the first as well: other arrivals were stored a moment ago
        with database.write(durable=False) as writer:
            for portion in batch.portions:
                _write(writer, portion, now)
    return results


def _decisions(database: Database, arrivals: Sequence[Arrival]) -> list[Decision]:
    with database.read() as reader:
        return [
            decide(
                ingest.known_stories(reader, arrival.outcome.feed_id),
                arrival.parsed.stories,
                whole=arrival.whole,
            )
            if arrival.parsed is not None and arrival.parsed.stories
            else Decision()
            for arrival in arrivals
        ]


def _portions(arrival: Arrival, stored: Stored, decision: Decision, rows: int) -> Iterator[_Portion]:
    if decision.needs_all:
        stored.needs_all = True
        return
    stored.notice = decision.notice
    # A feed lists its newest story first; ids rise with arrival, so the oldest goes in first.
    new, changed = decision.new[::-1], decision.changed
    while (fit := _fitting(new, rows)) < len(new):
        yield _Portion(arrival, stored, new=new[:fit], last=False)
        new = new[fit:]
    room = rows - sum(map(_rows, new))
    while (fit := _fitting([story for _, story in changed], room)) < len(changed):
        yield _Portion(arrival, stored, new=new, changed=changed[:fit], last=False)
        new, changed, room = (), changed[fit:], rows
    yield _Portion(arrival, stored, new, changed)


def _fitting(stories: Sequence[CleanStory], rows: int) -> int:
    """How many of ``stories`` come to at most so many rows; one at least."""
    for number, story in enumerate(stories):
        rows -= _rows(story)
        if rows < 0 and number:
            return number
    return len(stories)


def _rows(story: CleanStory) -> int:
    return 1 + len(story.text) // _ROW


def _batches(portions: Sequence[_Portion], rows: int) -> Iterator[_Batch]:
    batch = _Batch()
    for portion in portions:
        if batch.portions and batch.rows + portion.rows > rows:
            yield batch
            batch = _Batch()
        batch.portions.append(portion)
        batch.rows += portion.rows
    if batch.portions:
        yield batch


def _write(writer: Writer, portion: _Portion, now: int) -> None:
    feed_id = portion.arrival.outcome.feed_id
    document = portion.arrival.parsed.feed if portion.arrival.parsed is not None else None
    try:
        if portion.new or portion.changed:
            assert portion.arrival.parsed is not None
            version = portion.arrival.parsed.clean_version
            done = ingest.ingest(writer, feed_id, portion.new, portion.changed, now, clean_version=version)
            portion.stored.new += len(done.new_ids)
            portion.stored.updated += len(done.updated_ids)
        if portion.last:
            _finish(writer, portion, document)
    except UsageError as fault:  # the feed was removed while it was fetched: nothing of it is wanted
        log.info("feed %d: %s", feed_id, fault.sentence)


def _finish(writer: Writer, portion: _Portion, document: IncomingFeed | None) -> None:
    arrival, outcome, stored = portion.arrival, portion.arrival.outcome, portion.stored
    if document is not None:
        stored.shown = feed_rows.save_document(writer, outcome.feed_id, document)
        outcome = replace(outcome, result=_words(stored))
    if arrival.moved_to:
        words = moving.take_over(writer, outcome.feed_id, arrival.moved_to, outcome.checked)
        stored.shown = True
        outcome = replace(outcome, result=f"{words} {outcome.result}")
    if arrival.plan is not None:
        plan = arrival.plan(ingest.story_times(writer, outcome.feed_id, _RHYTHM))
        outcome = replace(outcome, next_check=plan.next_check, why_next=plan.why)
    fetches.save_check(writer, outcome)


def _words(stored: Stored) -> str:
    """The result of a check that brought a document."""
    if stored.notice:
        return stored.notice
    if not stored.new and not stored.updated:
        return "No new stories."
    parts = [f"{grouped(stored.new)} new"] if stored.new else []
    parts += [f"{grouped(stored.updated)} changed"] if stored.updated else []
    return f"Stories: {', '.join(parts)}."
