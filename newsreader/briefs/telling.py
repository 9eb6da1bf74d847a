"""Which story of a group tells it best: its headline and teaser stand for the event. Pure; any thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from newsreader.briefs.model import HOUR
from newsreader.briefs.words import fold, stem, tokens

_FULL_TEXT = 265
"""Characters of text from which a story counts as complete: its teaser is cut, not padded."""
_SHORT_HEADLINE = 4
_LONG_HEADLINE = 22
_EARLY = 12 * HOUR


@dataclass(frozen=True, slots=True)
class Told:
    """A story of a group as far as the choice needs it. ``length`` counts the characters of its text, at
    least as far as its teaser goes."""

    id: int
    title: str
    length: int
    when: int


def best_teller(stories: Sequence[Told]) -> int:
    """The id of the story to show. Raises ValueError for no stories."""
    if not stories:
        raise ValueError("nobody tells it")
    return by_telling(stories)[0]


def by_telling(stories: Sequence[Told]) -> list[int]:
    """The ids of the stories, who tells it best first: complete, early, from a feed with text, with a headline that
    says what the others say. Equal ones: the earliest, then the lowest id.
    """
    if not stories:
        return []
    spread = _spread(stories)
    first = min(story.when for story in stories)
    return [
        story.id for story in sorted(stories, key=lambda one: (-_worth(one, first, spread), one.when, one.id))
    ]


def _worth(story: Told, first: int, spread: Mapping[int, float]) -> float:
    """0 to 4: text, a headline of good length, agreement with the other headlines, and being early."""
    text = min(1.0, story.length / _FULL_TEXT)
    words = sum(2 if size == 0 else len(word) for word, size in tokens(fold(story.title))) / 2
    headline = 1.0 if _SHORT_HEADLINE <= words <= _LONG_HEADLINE else 0.4 if words else -1.0
    early = 1.0 - min(1.0, (story.when - first) / _EARLY)
    return 1.2 * text + headline + 0.8 * spread[story.id] + early


def _spread(stories: Sequence[Told]) -> dict[int, float]:
    """For each story the share of its headline's stems that other headlines have too, on the average."""
    stems = {
        story.id: {part for word, size in tokens(fold(story.title)) if (part := word if size else stem(word))}
        for story in stories
    }
    counts: dict[str, int] = {}
    for parts in stems.values():
        for part in parts:
            counts[part] = counts.get(part, 0) + 1
    others = max(1, len(stories) - 1)
    return {
        story: sum(counts[part] - 1 for part in parts) / (len(parts) * others) if parts else 0.0
        for story, parts in stems.items()
    }
