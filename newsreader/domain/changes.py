"""Marks, and the Change that every command returns: what is different on disk now. The screen follows it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    """What a person says of a story."""

    READ = "read"
    UNREAD = "unread"
    SAVED = "saved"
    UNSAVED = "unsaved"

    @property
    def opposite(self) -> Mark:
        """The mark that takes this one back."""
        return _OPPOSITE[self]


_OPPOSITE = {
    Mark.READ: Mark.UNREAD,
    Mark.UNREAD: Mark.READ,
    Mark.SAVED: Mark.UNSAVED,
    Mark.UNSAVED: Mark.SAVED,
}


@dataclass(frozen=True, slots=True)
class Change:
    """What a command changed on disk.

    ``text`` is what the undo bar says ("312 stories marked read"), ``""`` when there is nothing to say. ``stories``
    are the ids that really changed, ``mark`` what they are now (None when it was no mark), ``feeds`` those whose
    counts or properties changed, ``tree`` tells that feeds or folders came, went or moved. ``undoable`` tells that
    Undo would take it back. ``drafts`` are the events to be submitted that changed. ``briefs`` tells that the
    briefs are to be read anew.
    """

    text: str = ""
    stories: tuple[int, ...] = ()
    mark: Mark | None = None
    feeds: tuple[int, ...] = ()
    tree: bool = False
    undoable: bool = False
    drafts: tuple[int, ...] = ()
    briefs: bool = False

    @property
    def empty(self) -> bool:
        """True when nothing changed."""
        return not (self.stories or self.feeds or self.tree or self.drafts or self.briefs)
