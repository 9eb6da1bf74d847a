"""How like a story is to the groups near it, and how like two groups are. Pure; any thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp

from newsreader.briefs.model import HOUR, StoryText, Tuning
from newsreader.briefs.window import Group, Window

_CROWD = slice(3, 10)
"""The groups whose likeness tells how thick the topic is: near, but too far down the list to be the event itself."""


@dataclass(frozen=True, slots=True)
class Nearby:
    """The groups near a story, the likest first, each with its likeness, and the likeness that is needed to join."""

    ranked: tuple[tuple[float, Group], ...]
    needed: float


def nearby(window: Window, story: StoryText, weights: Mapping[int, float], tuning: Tuning) -> Nearby:
    """Rank the groups that share telling words with a story."""
    found = [window.groups[group] for group in window.near(weights, tuning.visits, tuning.candidates)]
    scored = [(_likeness(window, story, weights, group, tuning), group) for group in found]
    scored.sort(key=lambda pair: (-pair[0], pair[1].id))
    crowd = sum(score for score, _ in scored[_CROWD]) / (_CROWD.stop - _CROWD.start)
    return Nearby(tuple(scored), tuning.threshold + tuning.crowd * crowd)


def cross_likeness(window: Window, group: Group, other: Group, tuning: Tuning) -> float:
    """How like two groups are, 0 to 1; 0 where their stories are much more alike among themselves than to each other:
    a chain of half-alike events must not become one."""
    likeness = window.cross(group, other)
    if likeness < tuning.coherence * min(group.coherence, other.coherence):
        return 0.0
    tightness: float = (group.tightness * other.tightness) ** tuning.merge_tightness
    fade = _fade(group.when - other.when, tuning)
    shared = sum((group.publications & other.publications).values())
    own_house: float = tuning.own_house ** (shared / min(len(group.members), len(other.members)))
    return likeness / tightness * fade * own_house


def _likeness(
    window: Window, story: StoryText, weights: Mapping[int, float], group: Group, tuning: Tuning
) -> float:
    tightness: float = group.tightness**tuning.tightness
    lag = abs(story.when - group.when) * (1.0 - tuning.lasting)
    lag += abs(story.when - group.latest) * tuning.lasting
    likeness = window.dot(group, weights) / tightness * _fade(lag, tuning)
    own = group.publications.get(story.publication) if story.publication else 0
    if own:
        likeness *= tuning.own_house ** (own / len(group.members))
    return likeness


def _fade(seconds: float, tuning: Tuning) -> float:
    return exp(-tuning.decay * abs(seconds) / (72 * HOUR))
