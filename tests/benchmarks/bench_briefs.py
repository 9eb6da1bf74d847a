"""How well stories of one event are found: ``make bench-briefs EVENTS="FILE..."``.

Each file holds one JSON object a line: id, lang, date, title, lead, source, cluster (the stories of one event share
it). The stories of a file are given to the grouping in order of date, as the worker gives them; id, lang and cluster
never reach it, and each source is a publication. Printed is one JSON line a set and language. Sets of the name
``allsides`` are measured once more with 70 % of their events cut to one story, since joining too much is the worse
fault. Without files: the corpus of this project, and every ``*.jsonl`` of the folder that NEWSREADER_EVENTS names.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from newsreader.briefs.grouper import Grouper  # noqa: E402
from newsreader.briefs.model import StoryText, Tuning  # noqa: E402

OWN = ROOT / "tests" / "data" / "events"
CUT = 0.7


@dataclass(frozen=True)
class Labelled:
    """A story and the event it is known to tell."""

    story: StoryText
    lang: str
    cluster: str


@dataclass(frozen=True)
class Scores:
    """How a grouping compares with the known one."""

    precision: float
    recall: float
    f1: float
    bcubed: float


def load(path: Path) -> list[Labelled]:
    """The stories of a file in order of date. The id that the grouping sees is the place in that order."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    dated = sorted(((_seconds(row["date"]), row) for row in rows), key=lambda pair: pair[0])
    return [
        Labelled(
            StoryText(
                id=place,
                title=row.get("title") or "",
                lead=row.get("lead") or "",
                link=row.get("link") or "",
                publication=row.get("source") or "",
                feed=place,
                when=when,
            ),
            row.get("lang") or "",
            str(row["cluster"]),
        )
        for place, (when, row) in enumerate(dated, 1)
    ]


def thinned(stories: Sequence[Labelled], share: float = CUT, seed: int = 1) -> list[Labelled]:
    """The same with ``share`` of the events cut to one story, chosen by chance but always alike."""
    chance = random.Random(seed)
    clusters = sorted({story.cluster for story in stories})
    cut = set(chance.sample(clusters, round(share * len(clusters))))
    kept = {
        cluster: chance.choice([story.story.id for story in stories if story.cluster == cluster])
        for cluster in sorted(cut)
    }
    return [story for story in stories if kept.get(story.cluster, story.story.id) == story.story.id]


def grouped(stories: Sequence[Labelled], tuning: Tuning | None = None) -> list[int]:
    """The group of each story after all have arrived."""
    grouper = Grouper(tuning)
    groups: dict[int, int] = {}
    members: dict[int, list[int]] = {}
    for labelled in stories:
        placement = grouper.add(labelled.story)
        members.setdefault(placement.group, []).append(labelled.story.id)
        for ended in placement.absorbed:
            members[placement.group] += members.pop(ended)
    for group, ids in members.items():
        groups.update(dict.fromkeys(ids, group))
    return [groups[labelled.story.id] for labelled in stories]


def compare(known: Sequence[Hashable], found: Sequence[Hashable]) -> Scores:
    """Precision, recall and F1 over pairs of stories, and the F1 of BCubed (Bagga and Baldwin 1998)."""
    both = Counter(zip(known, found, strict=True))
    events, groups = Counter(known), Counter(found)
    right, there, made = (sum(n * (n - 1) // 2 for n in table.values()) for table in (both, events, groups))
    total = len(known) or 1
    precision = sum(n * n / groups[group] for (_, group), n in both.items()) / total
    recall = sum(n * n / events[event] for (event, _), n in both.items()) / total
    pairs = right / made if made else 1.0, right / there if there else 1.0
    return Scores(*pairs, _f1(*pairs), _f1(precision, recall))


def measure(name: str, stories: Sequence[Labelled]) -> Iterator[dict[str, object]]:
    """One line a language. All languages arrive together, as they do in a newsreader."""
    begin = time.perf_counter()
    found = grouped(stories)
    spent = (time.perf_counter() - begin) * 1000 / (len(stories) or 1)
    for lang in sorted({story.lang for story in stories}):
        here = [place for place, story in enumerate(stories) if story.lang == lang]
        scores = compare([stories[place].cluster for place in here], [found[place] for place in here])
        yield {
            "set": name,
            "lang": lang,
            "stories": len(here),
            "pair_precision": round(scores.precision, 3),
            "pair_recall": round(scores.recall, 3),
            "pair_f1": round(scores.f1, 3),
            "bcubed_f1": round(scores.bcubed, 3),
            "ms_per_story": round(spent, 3),
        }


def main(arguments: Sequence[str]) -> int:
    """Measure the files; 2 when one is not there."""
    folder = os.environ.get("NEWSREADER_EVENTS", "")
    more = sorted(Path(folder).glob("*.jsonl")) if folder else []
    paths = [Path(argument) for argument in arguments] or [*sorted(OWN.glob("*.jsonl")), *more]
    for path in paths:
        if not path.is_file():
            print(f"There is no file {path}.", file=sys.stderr)
            return 2
    for path in paths:
        stories = load(path)
        sets = [(path.stem, stories)]
        if path.stem.startswith("allsides"):
            sets.append((f"{path.stem}-cut", thinned(stories)))
        for name, chosen in sets:
            for line in measure(name, chosen):
                print(json.dumps(line), flush=True)
    return 0


def _seconds(date: str) -> int:
    return int(datetime.fromisoformat(date.replace("Z", "+00:00")).timestamp())


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
