"""What grouping costs: processor time a story, ``python -m tests.benchmarks.bench_brief_cost``.

The stories are made up: words by Zipf's law, events told by one to six publications. One JSON line each: stories that
come into a window of ten thousand; that window read anew from its texts; ten thousand stories nearly alike, by one
publication and by as many as there are stories.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable, Iterable
from itertools import accumulate

from newsreader.briefs.grouper import Grouper
from newsreader.briefs.model import StoryText

WINDOW = 10_000
MORE = 2_000
NOW = 1_700_000_000
_VOCABULARY = 60_000
_TELLING = 12
"""Words that an event has of its own."""


def invented(count: int, seed: int = 1) -> list[StoryText]:
    """Stories some seconds apart, about half of them of events that others tell too."""
    chance = random.Random(seed)
    words = [
        "".join(chance.choices("abcdefghijklmnoprstuvw", k=chance.randint(2, 11))) for _ in range(_VOCABULARY)
    ]
    zipf = list(accumulate(1.0 / (rank + 3) for rank in range(_VOCABULARY)))
    running: list[tuple[list[str], int]] = []
    stories = []
    for id in range(1, count + 1):
        if len(running) < 200:
            running.append((chance.choices(words, k=_TELLING), chance.choice((1, 1, 1, 2, 4, 6))))
        place = chance.randrange(len(running))
        telling, left = running[place]
        running[place] = (telling, left - 1)
        if left <= 1:
            del running[place]
        title = [*chance.sample(telling, 4), *chance.choices(words, cum_weights=zipf, k=6)]
        lead = [*chance.sample(telling, 8), *chance.choices(words, cum_weights=zipf, k=110)]
        chance.shuffle(title)
        chance.shuffle(lead)
        house = f"house{chance.randrange(400)}.example"
        link = f"https://{house}/{id}"
        stories.append(StoryText(id, " ".join(title), " ".join(lead), link, house, id % 400, NOW + 20 * id))
    return stories


def alike(count: int, publications: int) -> list[StoryText]:
    """Stories that differ in a number and one word."""
    chance = random.Random(2)
    return [
        StoryText(
            id,
            f"Release {id} of the tool is out with fixes",
            f"The team announces release {id} of the tool, with many fixes and word{chance.randrange(9999)}.",
            f"https://p{id % publications}.example/{id}",
            f"p{id % publications}.example",
            id % publications,
            NOW + 20 * id,
        )
        for id in range(1, count + 1)
    ]


def main() -> int:
    """Measure everything; always 0."""
    stories = invented(WINDOW + MORE)
    grouper = Grouper()
    placed = [(story, grouper.add(story).group) for story in stories[:WINDOW]]
    held = [(story, grouper.group_of(story.id) or story.id) for story, _ in placed]
    _tell("10,000 in the window", MORE, lambda: _add(grouper, stories[WINDOW:]))
    _tell("window read anew", WINDOW, lambda: Grouper().restore(held))
    _tell("nearly alike, one publication", WINDOW, lambda: _add(Grouper(), alike(WINDOW, 1)))
    _tell("nearly alike, as many publications", WINDOW, lambda: _add(Grouper(), alike(WINDOW, WINDOW)))
    return 0


def _add(grouper: Grouper, stories: Iterable[StoryText]) -> None:
    for story in stories:
        grouper.add(story)


def _tell(name: str, stories: int, work: Callable[[], object]) -> None:
    begin = time.process_time()
    work()
    spent = time.process_time() - begin
    each = round(1000 * spent / stories, 3)
    print(
        json.dumps({"what": name, "stories": stories, "cpu_s": round(spent, 2), "ms_per_story": each}),
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
