"""The ids a list shows, frozen while it is open: nothing that happens elsewhere moves a row. Pure; any thread."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

_NEAR = 2000
_STEP = 20_000


def compact(ids: Sequence[int]) -> array[int]:
    """``ids`` in 4 bytes each where they fit, else 8: a million rows cost 4 MB.

    Done in steps: on the reader thread one step of a million would hold up the window for longer than a frame.
    """
    if isinstance(ids, array) and ids.typecode == "I":
        return ids
    small: array[int] = array("I")
    try:
        for start in range(0, len(ids), _STEP):
            small.extend(array("I", ids[start : start + _STEP]))
    except OverflowError:  # beyond 32 bits, or below zero as those of the welcome edition are
        return array("q", ids)
    return small


def highest(ids: Sequence[int]) -> int:
    """The highest of ``ids``, 0 for none; in steps as well."""
    return max((max(ids[start : start + _STEP]) for start in range(0, len(ids), _STEP)), default=0)


class Snapshot:
    """Row number <-> story id. It begins with the first page and grows once, by the rest of the view, or is whole."""

    def __init__(self, ids: Iterable[int] = (), newest: int | None = None) -> None:
        """``newest`` is the highest of ``ids``, where it is known."""
        self._ids = compact(ids if isinstance(ids, array) else list(ids))
        self.newest = highest(self._ids) if newest is None else newest
        """The highest id seen: ids grow with arrival, so that higher ones are arrivals."""

    def __len__(self) -> int:
        return len(self._ids)

    def __getitem__(self, row: int) -> int:
        return self._ids[row]

    def slice(self, start: int, end: int) -> list[int]:
        """The ids of rows ``start`` up to but without ``end``."""
        return list(self._ids[max(0, start) : end])

    def row_of(self, story: int, near: int = 0) -> int | None:
        """The row of ``story``, looked for around ``near`` first; None when it is not in the list."""
        start = max(0, near - _NEAR)
        for begin, end in ((start, near + _NEAR), (0, len(self._ids))):
            try:
                return self._ids.index(story, begin, end)
            except ValueError:
                continue
        return None

    def rest_of(self, all_ids: Sequence[int]) -> array[int]:
        """The part of ``all_ids`` (the whole view, asked later) that follows the rows that are there already.

        Rows that left the view meanwhile stay; what came in between or above waits for the next opening.
        """
        place = 0
        for story in reversed(self._ids):
            try:
                place = all_ids.index(story) + 1
                break
            except ValueError:
                continue
        rest = all_ids[place:]
        known = set(self._ids)
        if not known.isdisjoint(rest[: len(known) * 2]):
            rest = [story for story in rest if story not in known]
        return compact(rest)

    def extend(self, rest: array[int], newest: int | None = None) -> None:
        """Add rows at the end; ``newest`` is their highest id, where it is known."""
        if self._ids.typecode != rest.typecode:
            self._ids = array("q", self._ids)
            rest = array("q", rest)
        self._ids.extend(rest)
        self.newest = max(self.newest, highest(rest) if newest is None else newest)

    def arrivals(self, ids: Iterable[int]) -> int:
        """How many of ``ids`` (the first page as it is now) came after this list was made."""
        return sum(story > self.newest for story in ids)
