"""The stories of the last days and their groups, and which of them have words in common. One thread at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush, nlargest

from newsreader.briefs.vectors import Vector

_SUMMED_FROM = 4
"""A group of this many stories keeps the sum of their vectors; smaller ones are quicker added up when asked."""

_STORIES_EACH = 6
"""Stories looked at for each group that is wanted."""
_LOOKED_AT = 12
"""Stories of a group among which the nearest is looked for."""


@dataclass(slots=True)
class Member:
    """A story in the window."""

    id: int
    when: int
    publication: str
    group: int
    vector: Vector


@dataclass(slots=True)
class Group:
    """The stories of one event that are still in the window. ``past`` are those that left it.

    ``square`` is the squared length of the sum of their vectors, ``moments`` the sum of their times.
    """

    id: int
    members: list[int] = field(default_factory=list)
    past: set[int] = field(default_factory=set)
    sum: dict[str, float] | None = None
    square: float = 0.0
    moments: int = 0
    publications: Counter[str] = field(default_factory=Counter)

    @property
    def when(self) -> float:
        """The mean time of its stories."""
        return self.moments / len(self.members)

    @property
    def tightness(self) -> float:
        """How alike its stories are, themselves included: 1 for a single one."""
        return self.square / len(self.members) ** 2


class Window:
    """Stories by id, groups by id, and an index from features to stories."""

    def __init__(self) -> None:
        self.members: dict[int, Member] = {}
        self.groups: dict[int, Group] = {}
        self._index: dict[str, list[int]] = {}
        self._ages: list[tuple[int, int]] = []
        self._gone = 0

    # -- in and out --------------------------------------------------------------------------------------------

    def put(self, member: Member) -> None:
        """Take a story into its group, which is made when it is not there."""
        self.members[member.id] = member
        heappush(self._ages, (member.when, member.id))
        for feature in member.vector.features:
            self._index.setdefault(feature, []).append(member.id)
        self._join(member)

    def drop(self, story: int) -> None:
        """Take a story out; its group remembers it, and ends when it was the last."""
        member = self.members.pop(story)
        self._leave(member)
        group = self.groups.get(member.group)
        if group is not None:
            group.past.add(story)
        self._gone += 1
        if self._gone > 200 + len(self.members) // 4:
            self._sweep()

    def expire(self, before: int) -> list[int]:
        """Drop every story older than ``before``; their ids."""
        gone = []
        while self._ages and self._ages[0][0] < before:
            when, story = heappop(self._ages)
            member = self.members.get(story)
            if member is not None and member.when == when:
                self.drop(story)
                gone.append(story)
        return gone

    def move(self, stories: Iterable[int], group: int) -> None:
        """Put stories of the window into another group, which is made when it is not there."""
        for story in stories:
            member = self.members[story]
            self._leave(member)
            member.group = group
            self._join(member)

    def absorb(self, group: int, other: int) -> None:
        """Make two groups one; ``group`` keeps its id and takes what ``other`` remembers."""
        past = self.groups[other].past
        self.move(list(self.groups[other].members), group)
        self.groups[group].past |= past

    # -- likeness ----------------------------------------------------------------------------------------------

    def near(self, weights: Mapping[str, float], visits: int, most: int) -> set[int]:
        """Up to ``most`` groups whose stories share the most telling features with ``weights``.

        Rare features are followed first, to about ``visits`` stories in all.
        """
        index = self._index
        shared = sorted([(len(index[feature]), feature) for feature in weights.keys() & index.keys()])
        found: dict[int, float] = {}
        get = found.get
        for length, feature in shared:
            visits -= length
            if visits < 0 and found:
                break
            weight = weights[feature] ** 2
            for story in index[feature]:
                found[story] = get(story, 0.0) + weight
        members = self.members
        groups: set[int] = set()
        for story in nlargest(most * _STORIES_EACH, found, key=found.__getitem__):
            if story in members:
                groups.add(members[story].group)
                if len(groups) == most:
                    break
        return groups

    def dot(self, group: Group, weights: Mapping[str, float]) -> float:
        """The mean likeness of ``weights`` to the stories of ``group``."""
        if group.sum is not None:
            get = group.sum.get
            return sum([get(feature, 0.0) * weight for feature, weight in weights.items()]) / len(
                group.members
            )
        return sum([self.members[story].vector.dot(weights) for story in group.members]) / len(group.members)

    def cross(self, group: Group, other: Group) -> float:
        """The mean likeness of the stories of two groups to each other."""
        if len(group.members) > len(other.members):
            group, other = other, group
        return self.dot(other, self._total(group)) / len(group.members)

    def nearest(self, group: Group, weights: Mapping[str, float]) -> int:
        """The story of ``group`` that is most like ``weights``; among the latest of a large group."""
        return max(group.members[-_LOOKED_AT:], key=lambda story: self.members[story].vector.dot(weights))

    # -- inside ------------------------------------------------------------------------------------------------

    def _join(self, member: Member) -> None:
        group = self.groups.get(member.group)
        if group is None:
            group = self.groups[member.group] = Group(member.group)
        vector = member.vector
        if group.members:
            get = dict(zip(vector.features, vector.weights, strict=True))
            group.square += 2.0 * self.dot(group, get) * len(group.members)
        group.square += vector.square()
        group.members.append(member.id)
        group.moments += member.when
        if member.publication:
            group.publications[member.publication] += 1
        if group.sum is not None:
            _add(group.sum, vector)
        elif len(group.members) >= _SUMMED_FROM:
            group.sum = self._total(group)

    def _leave(self, member: Member) -> None:
        group = self.groups[member.group]
        group.members.remove(member.id)
        if not group.members:
            del self.groups[group.id]
            return
        group.moments -= member.when
        if member.publication:
            group.publications[member.publication] -= 1
        if len(group.members) < _SUMMED_FROM:
            group.sum = None
            group.square = sum(value * value for value in self._total(group).values())
        elif group.sum is not None:
            for feature, weight in zip(member.vector.features, member.vector.weights, strict=True):
                left = group.sum[feature] - weight
                if left > 1e-6:
                    group.sum[feature] = left
                else:
                    del group.sum[feature]
            group.square = sum([value * value for value in group.sum.values()])

    def _total(self, group: Group) -> dict[str, float]:
        if group.sum is not None:
            return group.sum
        total: dict[str, float] = {}
        for vector in self._vectors(group):
            _add(total, vector)
        return total

    def _vectors(self, group: Group) -> Iterator[Vector]:
        return (self.members[story].vector for story in group.members)

    def _sweep(self) -> None:
        """Take dropped stories out of the index."""
        members = self.members
        index: dict[str, list[int]] = {}
        for feature, stories in self._index.items():
            left = [story for story in stories if story in members]
            if left:
                index[feature] = left
        self._index = index
        self._gone = 0


def _add(total: dict[str, float], vector: Vector) -> None:
    for feature, weight in zip(vector.features, vector.weights, strict=True):
        total[feature] = total.get(feature, 0.0) + weight
