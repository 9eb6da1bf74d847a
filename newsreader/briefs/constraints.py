"""What the person said: these two stories belong together, those two do not. It outranks every likeness.

Pure; one thread at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

Pair = tuple[int, int]


class Constraints:
    """Pairs of story ids that must, or must not, share a group. The last word on a pair holds."""

    def __init__(self, together: Iterable[Pair] = (), apart: Iterable[Pair] = ()) -> None:
        self._together: defaultdict[int, set[int]] = defaultdict(set)
        self._apart: defaultdict[int, set[int]] = defaultdict(set)
        for first, second in together:
            self.join(first, second)
        for first, second in apart:
            self.part(first, second)

    def join(self, first: int, second: int) -> None:
        """From now on the two belong together."""
        _unlink(self._apart, first, second)
        _link(self._together, first, second)

    def part(self, first: int, second: int) -> None:
        """From now on the two do not belong together."""
        _unlink(self._together, first, second)
        _link(self._apart, first, second)

    def partners(self, story: int) -> Collection[int]:
        """Stories that belong with ``story``."""
        return self._together.get(story, ())

    def barred(self, story: int) -> Collection[int]:
        """Stories that do not belong with ``story``."""
        return self._apart.get(story, ())

    def forbid(self, stories: Iterable[int], others: Collection[int]) -> bool:
        """Whether any of ``stories`` must not be with any of ``others``."""
        if not self._apart:
            return False
        return any(enemy in others for story in stories for enemy in self.barred(story))


def parted(
    group: int, members: Collection[int], apart: Collection[int]
) -> tuple[Mapping[int, int], list[Pair]]:
    """Split ``apart`` from the rest of a group: the new group of each member, and the pairs to be kept apart.

    The part that holds the story the group is named after keeps the id, so that the brief stays where it was; the
    other is named after its first story (the lowest id). Either part empty: nothing changes.
    """
    away = [story for story in sorted(members) if story in apart]
    rest = [story for story in sorted(members) if story not in apart]
    if not away or not rest:
        return dict.fromkeys(members, group), []
    names = (away[0], group) if group not in away else (group, rest[0])
    placed = dict.fromkeys(away, names[0]) | dict.fromkeys(rest, names[1])
    return placed, [(story, other) for story in away for other in rest]


def _link(pairs: defaultdict[int, set[int]], first: int, second: int) -> None:
    if first != second:
        pairs[first].add(second)
        pairs[second].add(first)


def _unlink(pairs: defaultdict[int, set[int]], first: int, second: int) -> None:
    pairs[first].discard(second)
    pairs[second].discard(first)
