"""Briefs and contacts of the window: the real ones, or those of the welcome edition while the cache is empty."""

from __future__ import annotations

from collections.abc import Sequence

from newsreader.domain.briefs import BriefList, BriefSource
from newsreader.domain.changes import Change
from newsreader.domain.contacts import CONTACT_FIELDS, Contact, ContactCard, ContactField
from newsreader.library.briefs import Briefs
from newsreader.library.contacts import Contacts
from newsreader.library.stories import Stories
from newsreader.library.window import Clock, LateEdition
from newsreader.store.database import Database


class WindowBriefs(Briefs):
    """Briefs, or the events of the edition."""

    def __init__(self, database: Database, clock: Clock, edition: LateEdition, stories: Stories) -> None:
        super().__init__(database, clock)
        self._edition = edition
        self._stories = stories

    def list(
        self,
        hours: int = 24,
        limit: int | None = None,
        feeds: Sequence[int] | None = None,
        *,
        hide_read: bool = False,
    ) -> BriefList:
        if self._stories.nothing_yet():
            return self._edition().briefs.list(hours, limit, feeds, hide_read=hide_read)
        return super().list(hours, limit, feeds, hide_read=hide_read)

    def sources(self, brief_id: int) -> tuple[BriefSource, ...]:
        return self._edition().briefs.sources(brief_id) if brief_id < 0 else super().sources(brief_id)

    def related(self, story_id: int) -> tuple[BriefSource, ...]:
        return self._edition().briefs.related(story_id) if story_id < 0 else super().related(story_id)

    def why(self, brief_id: int, story_id: int) -> str:
        return (
            self._edition().briefs.why(brief_id, story_id)
            if brief_id < 0
            else super().why(brief_id, story_id)
        )

    def duplicates(self, story_ids: Sequence[int]) -> dict[int, int]:
        own = any(story < 0 for story in story_ids[:1])
        return self._edition().briefs.duplicates(story_ids) if own else super().duplicates(story_ids)

    def dismiss(self, brief_id: int) -> Change:
        return self._edition().briefs.dismiss(brief_id) if brief_id < 0 else super().dismiss(brief_id)

    def follow(self, brief_id: int, on: bool) -> Change:
        return self._edition().briefs.follow(brief_id, on) if brief_id < 0 else super().follow(brief_id, on)

    def less(self, brief_id: int, on: bool) -> Change:
        return self._edition().briefs.less(brief_id, on) if brief_id < 0 else super().less(brief_id, on)

    def split(self, brief_id: int, story_id: int) -> Change:
        if brief_id < 0:
            return self._edition().briefs.split(brief_id, story_id)
        return super().split(brief_id, story_id)

    def join(self, brief_id: int, story_id: int) -> Change:
        if brief_id < 0:
            return self._edition().briefs.join(brief_id, story_id)
        return super().join(brief_id, story_id)


class WindowContacts(Contacts):
    """Cards of feeds, or of the publications of the edition."""

    def __init__(self, database: Database, clock: Clock, edition: LateEdition) -> None:
        super().__init__(database, clock)
        self._edition = edition

    def card(self, feed_id: int) -> ContactCard:
        if feed_id >= 0:
            return super().card(feed_id)
        about = self._edition().feeds.feed(feed_id).publication
        told: dict[ContactField, Contact] = {
            name: Contact(getattr(about, name), "feed") for name in CONTACT_FIELDS if getattr(about, name)
        }
        return ContactCard(feed_id, about.title, told, told)
