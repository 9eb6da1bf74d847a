"""The stories of the last days and their groups, and which of them have words in common. One thread at a time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from itertools import islice

from newsreader.briefs.vectors import Vector, dot

_LISTED = 80
"""Features of a story by which it is found, the weightiest: the others are in too many stories to tell them apart."""
_LOOKED_AT = 12
"""Stories of a group among which the nearest is looked for."""


@dataclass(slots=True)
class Member:
    """A story in the window; ``title`` is folded."""

    id: int
    when: int
    publication: str
    group: int
    vector: Vector
    title: str = ""


@dataclass(slots=True)
class Group:
    """The stories of one event that are still in the window. ``past`` are those that left it.

    ``sum`` is the sum of their vectors, kept when there are several; ``square`` its squared length. Both lack the
    ``pending`` ones, and all of a group that was taken in at once, until a story comes near. ``moments`` is the sum of
    their times, ``latest`` the time of the latest.
    """

    id: int
    members: list[int] = field(default_factory=list)
    past: set[int] = field(default_factory=set)
    sum: dict[int, float] | None = None
    square: float = 0.0
    pending: list[Vector] = field(default_factory=list)
    moments: int = 0
    latest: int = 0
    publications: Counter[str] = field(default_factory=Counter)

    @property
    def when(self) -> float:
        """The mean time of its stories."""
        return self.moments / len(self.members)

    @property
    def tightness(self) -> float:
        """How alike its stories are, themselves included: 1 for a single one."""
        return self.square / len(self.members) ** 2

    @property
    def coherence(self) -> float:
        """How alike its stories are to each other, on the average; 0 for fewer than three, which say little."""
        count = len(self.members)
        return (self.square - count) / (count * (count - 1)) if count > 2 else 0.0


class Window:
    """Stories by id, groups by id, and an index from features to groups.

    The index may name groups that are gone or have lost a feature: ``near`` only proposes, and likeness is computed
    from the stories themselves.
    """

    def __init__(self) -> None:
        self.members: dict[int, Member] = {}
        self.groups: dict[int, Group] = {}
        self._index: defaultdict[int, list[int]] = defaultdict(list)
        self._became: dict[int, int] = {}
        self._ages: list[tuple[int, int]] = []
        self._gone = 0

    # -- in and out --------------------------------------------------------------------------------------------

    def put(self, member: Member) -> None:
        """Take a story into its group, which is made when it is not there."""
        self.members[member.id] = member
        heappush(self._ages, (member.when, member.id))
        self._join(member)

    def put_copy(self, member: Member) -> None:
        """Take a story with the vector of another one of its group."""
        self.members[member.id] = member
        heappush(self._ages, (member.when, member.id))
        group = self.groups[member.group]
        if group.sum is not None:
            group.pending.append(member.vector)
        self._enter(group, member)

    def fill(self, members: Iterable[Member]) -> None:
        """Take many stories into an empty window."""
        for member in members:
            self.members[member.id] = member
            self._ages.append((member.when, member.id))
            self._enter(self.groups.setdefault(member.group, Group(member.group)), member)
        heapify(self._ages)
        for group in self.groups.values():
            if len(group.members) == 1:
                group.square = self.members[group.members[0]].vector.square()
            self._list(group.id, self._features(group))

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
        kept, ended = self.groups[group], self.groups.pop(other)
        self._settle(kept)
        self._settle(ended)
        total = self._total(kept)
        kept.square += 2.0 * dot(total, self._total(ended)) + ended.square
        kept.sum = dict(total)
        for feature, weight in self._total(ended).items():
            kept.sum[feature] = kept.sum.get(feature, 0.0) + weight
        for story in ended.members:
            self.members[story].group = group
        kept.members += ended.members
        kept.moments += ended.moments
        kept.latest = max(kept.latest, ended.latest)
        kept.publications += ended.publications
        kept.past |= ended.past
        self._became[other] = group

    # -- likeness ----------------------------------------------------------------------------------------------

    def near(self, weights: Mapping[int, float], visits: int, most: int) -> Collection[int]:
        """Up to ``most`` groups that share the most telling features with ``weights``, which begin with the greatest.

        The most telling features are followed first, to ``visits`` entries of the index in all; one that has more
        entries than are left is passed over: the work is bounded, however many stories are alike.
        """
        found: dict[int, float] = {}
        for feature in islice(weights, _LISTED):
            listed = self._index.get(feature)
            if listed is None:
                continue
            if len(listed) > visits:
                if found:
                    continue
                listed = listed[-visits:]
            worth = weights[feature] ** 2
            for group in listed:
                if group in found:
                    found[group] += worth
                else:
                    found[group] = worth
            visits -= len(listed)
            if visits <= 0:
                break
        least = sorted(found.values())[-most] if len(found) > most else 0.0
        near = [group for group, score in found.items() if score >= least]
        if len(near) > most:  # among equals the latest
            near = sorted(near, key=lambda group: (found[group], group))[-most:]
        alive = {self._now(group) for group in near} & self.groups.keys()
        for group in alive:
            self._settle(self.groups[group])
        return alive

    def dot(self, group: Group, weights: Mapping[int, float]) -> float:
        """The mean likeness of ``weights`` to the stories of ``group``."""
        if group.sum is not None:
            return dot(weights, group.sum) / len(group.members)
        return self.members[group.members[0]].vector.dot(weights)

    def cross(self, group: Group, other: Group) -> float:
        """The mean likeness of the stories of two groups to each other."""
        if len(group.members) > len(other.members):
            group, other = other, group
        return self.dot(other, self._total(group)) / len(group.members)

    def nearest(self, group: Group, weights: Mapping[int, float]) -> int:
        """The story of ``group`` that is most like ``weights``; among the latest of a large group."""
        return max(self.latest(group), key=lambda member: member.vector.dot(weights)).id

    def latest(self, group: Group) -> list[Member]:
        """The stories of ``group``; of a large one those that came last."""
        return [self.members[story] for story in group.members[-_LOOKED_AT:]]

    # -- inside ------------------------------------------------------------------------------------------------

    def _now(self, group: int) -> int:
        """What a group has become."""
        became = self._became
        while group in became:
            group = became[group]
        return group

    def _join(self, member: Member) -> None:
        vector, group = member.vector, self.groups.get(member.group)
        self._became.pop(member.group, None)
        fresh: Iterable[int] = vector.features[:_LISTED]
        if group is None:
            group = self.groups[member.group] = Group(member.group)
            group.square = vector.square()
        else:
            total = self._total(group)
            fresh = [feature for feature in fresh if feature not in total]
            group.square += 2.0 * vector.dot(total) + vector.square()
            group.sum = total
            _add(total, vector)
        self._list(group.id, fresh)
        self._enter(group, member)

    def _list(self, group: int, features: Iterable[int]) -> None:
        """Enter a group under features."""
        for listed in map(self._index.__getitem__, features):
            listed.append(group)

    def _enter(self, group: Group, member: Member) -> None:
        """Note who tells an event and when."""
        group.members.append(member.id)
        group.moments += member.when
        group.latest = max(group.latest, member.when)
        if member.publication:
            group.publications[member.publication] += 1

    def _leave(self, member: Member) -> None:
        group = self.groups[member.group]
        if group.pending:
            self._settle(group)
        group.members.remove(member.id)
        if not group.members:
            del self.groups[group.id]
            return
        group.moments -= member.when
        if member.when == group.latest:  # not by age, which takes the earliest: the person moved it
            group.latest = max(self.members[story].when for story in group.members)
        if member.publication:
            group.publications[member.publication] -= 1
        if len(group.members) == 1:
            group.sum = None
            group.square = self.members[group.members[0]].vector.square()
        elif group.sum is not None:
            for feature, weight in zip(member.vector.features, member.vector.weights, strict=True):
                left = group.sum[feature] - weight
                if left > 1e-6:
                    group.sum[feature] = left
                else:
                    del group.sum[feature]
            group.square = dot(group.sum, group.sum)

    def _total(self, group: Group) -> dict[int, float]:
        """The sum of the vectors of a group; not to be changed for a single story, but fresh then."""
        self._settle(group)
        return self.members[group.members[0]].vector.weighted() if group.sum is None else group.sum

    def _settle(self, group: Group) -> None:
        """Make the sum of the vectors of a group of several complete."""
        if len(group.members) == 1 or (group.sum is not None and not group.pending):
            return
        vectors = group.pending
        if group.sum is None:
            group.sum = {}
            vectors = [self.members[story].vector for story in group.members]
        for vector in vectors:
            _add(group.sum, vector)
        group.pending = []
        group.square = dot(group.sum, group.sum)

    def _sweep(self) -> None:
        """Make the index anew, without what has left."""
        self._became.clear()
        self._index.clear()
        for group in self.groups.values():
            self._list(group.id, self._features(group))
        self._gone = 0

    def _features(self, group: Group) -> Iterable[int]:
        """The features by which the stories of a group are found."""
        return set[int]().union(*(self.members[story].vector.features[:_LISTED] for story in group.members))


def _add(total: dict[int, float], vector: Vector) -> None:
    for feature, weight in zip(vector.features, vector.weights, strict=True):
        total[feature] = total.get(feature, 0.0) + weight
