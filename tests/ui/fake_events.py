"""``library.events`` and ``library.contacts`` of the fake library: nobody submitted anything yet."""

from __future__ import annotations

from typing import Any

from newsreader.domain.contacts import CONTACT_FIELDS, Contact, ContactCard, Recipient
from newsreader.domain.events import Draft, DraftEntry, Submission


class FakeEvents:
    """No drafts, nothing on its way."""

    def next_try(self) -> int | None:
        return None

    def open_draft(self, email: str = "") -> DraftEntry | None:
        return None

    def draft(self, draft_id: int) -> DraftEntry:
        return DraftEntry(Draft(draft_id))

    def drafts(self) -> list[DraftEntry]:
        return []

    def sent(self) -> list[Submission]:
        return []


class FakeContacts:
    """Cards made from the publications of the feeds."""

    def __init__(self, library: Any) -> None:
        self._library = library

    def card(self, feed_id: int) -> ContactCard:
        about = self._library.feeds.feed(feed_id).publication
        told = {
            name: Contact(getattr(about, name), "feed") for name in CONTACT_FIELDS if getattr(about, name)
        }
        return ContactCard(feed_id, about.title, told, told)

    def recipients(self) -> list[Recipient]:
        return [
            Recipient(feed.title, feed.publication.email, feed.site, feed.id)
            for feed in self._library.feeds.all()
        ]
