"""What comes first in the sidebar, and why it stands there. Pure; any thread."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from math import log2

from newsreader.briefs.model import HOUR
from newsreader.text.dates import duration_words

HALF_LIFE = 10 * HOUR
"""After this long without a new story a brief is worth half."""
IMPORTANT = 1.6
"""How much more a brief is worth that a feed or folder marked important tells, or that the person follows."""
SAME_HOUSE = 0.6
"""What each brief that one publication alone tells leaves of the worth of its next."""
RUN_LIMIT = 2
"""Briefs of one publication alone that may follow each other while another has something."""


@dataclass(frozen=True, slots=True)
class Event:
    """A group of stories as far as its place needs it.

    ``publications`` are those that tell it, each once; ``first`` and ``newest`` the times of its first and latest
    story; ``important`` names what the person marked important and tells it ("in World"), ``""`` for nothing; ``read``
    whether all its stories are read; ``dismissed`` whether the person put it away, ``followed`` whether new stories of
    it are wanted, ``less`` whether less of it is wanted.
    """

    id: int
    publications: tuple[str, ...]
    newest: int
    first: int = 0
    important: str = ""
    read: bool = False
    dismissed: bool = False
    followed: bool = False
    less: bool = False


@dataclass(frozen=True, slots=True)
class Ranked:
    """An event in its place: its worth, and a sentence for who asks why it stands there."""

    event: Event
    worth: float
    why: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the sidebar: the top when ``name`` is ``""``, else what is left of a folder."""

    name: str
    events: tuple[Ranked, ...]


def rank(
    events: Iterable[Event], now: int, *, keep_read: bool = False, limit: int | None = None
) -> list[Ranked]:
    """The events in the order of the sidebar, the first ``limit`` of them; dismissed ones go, read ones too unless
    ``keep_read``. What the person wants less of comes last.

    More independent publications, fresher news and what the person marked important come first. One publication
    cannot fill the list: each brief that it alone tells lowers its next, and no more than two of them follow each
    other while another publication has something. The result does not depend on the order of ``events``.
    """
    shown = [event for event in events if not event.dismissed and (keep_read or not event.read)]
    worths = {event.id: worth(event, now) for event in shown}
    shown.sort(key=lambda event: (-worths[event.id], -event.newest, event.id))
    ordered = [*_mixed([e for e in shown if not e.less], worths), *(e for e in shown if e.less)]
    return [Ranked(event, worths[event.id], why(event, now)) for event in ordered[:limit]]


def worth(event: Event, now: int) -> float:
    """What an event is worth at ``now``: publications count by their logarithm, age by half-lives."""
    age = max(0, now - event.newest)
    value: float = (1.0 + log2(max(1, len(event.publications)))) * 0.5 ** (age / HALF_LIFE)
    return value * IMPORTANT ** (bool(event.important) + event.followed)


def why(event: Event, now: int) -> str:
    """Why an event stands where it does, in a sentence."""
    count = len(event.publications)
    if count > 1:
        span = time_words(max(60, event.newest - event.first))
        parts = [f"{count} publications in {span}, the latest {time_words(now - event.newest)} ago"]
    else:
        parts = [f"One publication, {time_words(now - event.newest)} ago"]
    if event.important:
        parts.append(f"{event.important}, which you marked important")
    if event.followed:
        parts.append("you follow it")
    if event.less:
        parts.append("you wanted less of it")
    return "; ".join(parts)


def time_words(seconds: float) -> str:
    """A length of time as it is read aloud: ``1 minute``, ``3 hours``, ``2 days``."""
    minutes = max(1, round(seconds / 60))
    for unit, size in (("day", 24 * 60), ("hour", 60)):
        if minutes >= size * (1.5 if unit == "day" else 1):
            number = round(minutes / size)
            return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
    return "1 minute" if minutes == 1 else f"{minutes} minutes"


def line(sources: int, age: int) -> str:
    """The line under a brief: ``5 sources · 3 h``. ``age`` in seconds."""
    return f"{sources} source{'' if sources == 1 else 's'} · {duration_words(max(0, age))}"


def sections(
    ranked: Sequence[Ranked], folders: Mapping[int, str], top: int = 8, each: int = 5
) -> list[Section]:
    """The first ``top`` events, then up to ``each`` of the rest for each folder, in the order of their first event.

    ``folders`` gives the folder path of an event, by its id; events without one follow under ``"Other"``.
    """
    rest: dict[str, list[Ranked]] = {}
    for place in ranked[top:]:
        rest.setdefault(folders.get(place.event.id, "") or "Other", []).append(place)
    head = [Section("", tuple(ranked[:top]))] if ranked else []
    return head + [Section(name, tuple(places[:each])) for name, places in rest.items()]


def _mixed(events: Sequence[Event], worths: Mapping[int, float]) -> list[Event]:
    """Take the worthiest again and again, of each publication's own briefs always the first that is left."""
    queues: defaultdict[str, deque[Event]] = defaultdict(deque)
    for event in events:
        queues[_house(event)].append(event)
    place = {event.id: index for index, event in enumerate(events)}
    heap = [(-worths[queue[0].id], place[queue[0].id], house) for house, queue in queues.items()]
    heapify(heap)
    taken: dict[str, int] = {}
    ordered: list[Event] = []
    while heap:
        best = heappop(heap)
        if heap and best[2] and best[2] == _run(ordered):
            best, again = heappop(heap), best
            heappush(heap, again)
        house = best[2]
        ordered.append(queues[house].popleft())
        taken[house] = taken.get(house, 0) + 1 if house else 0
        if queues[house]:
            first = queues[house][0]
            heappush(heap, (-worths[first.id] * SAME_HOUSE ** taken[house], place[first.id], house))
    return ordered


def _house(event: Event) -> str:
    """The publication that tells an event alone, ``""`` when several do."""
    return event.publications[0] if len(event.publications) == 1 else ""


def _run(ordered: Sequence[Event]) -> str:
    """The publication whose own briefs fill the end of the list already, else ``""``."""
    houses = {_house(event) for event in ordered[-RUN_LIMIT:]}
    return houses.pop() if len(ordered) >= RUN_LIMIT and len(houses) == 1 else ""
