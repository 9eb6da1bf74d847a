"""Tells of new stories of the events a person follows. Main thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from newsreader.domain.briefs import BriefList


class FollowedEvents(QObject):
    """Watches the briefs as they are read. ``news`` carries the Brief of a followed event and how many stories of it
    are new: they came after the briefs were first read, and ids grow with arrival."""

    news = Signal(object, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._newest: int | None = None

    def read(self, briefs: BriefList) -> None:
        """The briefs were read."""
        newest = max((story for brief in briefs.briefs for story in brief.stories), default=0)
        known, self._newest = self._newest, max(newest, self._newest or 0)
        if known is None:
            return
        for brief in briefs.briefs:
            new = sum(story > known for story in brief.stories)
            if brief.followed and new and new < len(brief.stories):
                self.news.emit(brief, new)
