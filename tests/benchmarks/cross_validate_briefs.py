"""Choose the thresholds of the grouping by stories they were not chosen on: cross-validation over labelled sets.

``python -m tests.benchmarks.cross_validate_briefs FILE...`` takes files of the form that ``bench_briefs`` reads. A part
is a language of a file; it is measured on samples of its stories, since in a part with one huge event a single merge
decides its pair F1: only what holds for the mean of several samples is more than luck. Files of the name ``allsides``
are measured with most of their events cut to one story as well. Printed is a JSON line for each setting and part, then
for each file the setting that the other files choose, and what it comes to on the file itself.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from statistics import fmean

from newsreader.briefs.model import Tuning
from tests.benchmarks.bench_briefs import Labelled, Scores, compare, grouped, load, thinned

GRID: Mapping[str, Sequence[float]] = {"threshold": (0.13, 0.145, 0.16), "crowd": (0.8, 1.0, 1.2)}
"""The values that are tried, all with all: about those in use, so that a peak shows as one."""
SAMPLES = 3
_SHARE = 0.8

Measured = dict[str, list[Scores]]
"""The scores of the samples of each part."""


def samples(path: Path) -> Iterator[list[Labelled]]:
    """Most of the stories of a file, chosen by chance but always alike."""
    stories = load(path)
    for seed in range(SAMPLES):
        chance = random.Random(seed)
        yield [story for story in stories if chance.random() < _SHARE]
        if path.stem.startswith("allsides"):
            yield thinned(stories, seed=seed)


def measured(sets: Sequence[Sequence[Labelled]], tuning: Tuning) -> Measured:
    """How the samples of a file are grouped."""
    found: Measured = {}
    for stories in sets:
        groups = grouped(stories, tuning)
        for lang in sorted({story.lang for story in stories}):
            here = [place for place, story in enumerate(stories) if story.lang == lang]
            known = [stories[place].cluster for place in here]
            found.setdefault(lang, []).append(compare(known, [groups[place] for place in here]))
    return found


def worth(parts: Measured) -> float:
    """What a setting is worth on a file: F1 over pairs and of BCubed, and precision, for joining too much is worse."""
    return fmean(fmean((s.f1, s.bcubed, s.precision)) for scores in parts.values() for s in scores)


def main(arguments: Sequence[str]) -> int:
    """Measure the files; 2 for fewer than two."""
    if len(arguments) < 2:
        print("Give two files at least: one is held out, the others choose.", file=sys.stderr)
        return 2
    files = {Path(name).stem: list(samples(Path(name))) for name in arguments}
    results: dict[tuple[float, ...], dict[str, Measured]] = {}
    for values in product(*GRID.values()):
        setting = dict(zip(GRID, values, strict=True))
        results[values] = {
            name: measured(sets, Tuning(threshold=setting["threshold"], crowd=setting["crowd"]))
            for name, sets in files.items()
        }
        for name, parts in results[values].items():
            for lang, scores in parts.items():
                print(json.dumps({**setting, "set": name, "lang": lang, **_means(scores)}), flush=True)
    for name in files:
        others = [other for other in files if other != name]
        best = max(results, key=lambda values: fmean(worth(results[values][other]) for other in others))
        for lang, scores in results[best][name].items():
            chosen = dict(zip(GRID, best, strict=True))
            print(
                json.dumps({"held_out": name, "lang": lang, "chosen": chosen, **_means(scores)}), flush=True
            )
    return 0


def _means(scores: Sequence[Scores]) -> dict[str, float]:
    names = {"precision": "pair_precision", "recall": "pair_recall", "f1": "pair_f1", "bcubed": "bcubed_f1"}
    return {said: round(fmean(getattr(score, name) for score in scores), 3) for name, said in names.items()}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
