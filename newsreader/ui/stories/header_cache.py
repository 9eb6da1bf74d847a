"""The header rows a list holds: those asked for lately, no more than a few screens of them. Main thread."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterable
from dataclasses import replace

from newsreader.domain.changes import Mark
from newsreader.domain.stories import StoryHeader

MOST = 1200


class HeaderCache:
    """Headers by story id; the ones put in first go first."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._headers: OrderedDict[int, StoryHeader] = OrderedDict()

    def __len__(self) -> int:
        return len(self._headers)

    def __contains__(self, story: int) -> bool:
        return story in self._headers

    def ids(self) -> list[int]:
        """The stories whose headers are here."""
        return list(self._headers)

    def get(self, story: int) -> StoryHeader | None:
        """The header of ``story``, None when it is not here."""
        return self._headers.get(story)

    def put(self, headers: Iterable[StoryHeader]) -> None:
        """Keep these, and drop the oldest beyond the limit."""
        for header in headers:
            self._headers[header.id] = header
            self._headers.move_to_end(header.id)
        while len(self._headers) > self._most:
            self._headers.popitem(last=False)

    def clear(self) -> None:
        """Forget all."""
        self._headers.clear()

    def mark(self, stories: Collection[int], mark: Mark) -> set[int]:
        """Note a mark that is on disk; the stories whose headers here it changed."""
        few = stories if len(stories) < len(self._headers) else self._headers.keys() & set(stories)
        changed = set()
        for story in few:
            header = self._headers.get(story)
            if header is not None:
                now = marked(header, mark)
                if now != header:
                    changed.add(story)
                    self._headers[story] = now
        return changed


def marked(header: StoryHeader, mark: Mark) -> StoryHeader:
    """``header`` with ``mark`` on it."""
    if mark in (Mark.READ, Mark.UNREAD):
        return replace(header, read=mark is Mark.READ)
    return replace(header, saved=mark is Mark.SAVED)
