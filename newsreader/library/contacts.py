"""Queries and commands about how publications are reached. Runs on the thread that owns the library; raises StoreError.

Looking on a publication's site is a job of the worker (``library.jobs.contact``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from newsreader.domain.changes import Change
from newsreader.domain.contacts import ContactCard, ContactField, Recipient
from newsreader.domain.errors import UsageError
from newsreader.library import takeback
from newsreader.store import contacts as rows
from newsreader.store import journal
from newsreader.store.database import Database
from newsreader.submit.contact_check import contact_problems


class Contacts:
    """The cards of publications, by the ids of their feeds."""

    def __init__(self, database: Database, clock: Callable[[], int]) -> None:
        self._database = database
        self._clock = clock

    def card(self, feed_id: int) -> ContactCard:
        """How the publication of a feed is reached. Raises UsageError when there is no such feed."""
        with self._database.read() as r:
            return rows.card(r, feed_id)

    def recipients(self) -> list[Recipient]:
        """The publications of all feeds, those that can be written to first."""
        with self._database.read() as r:
            return rows.recipients(r)

    def set(self, feed_id: int, values: Mapping[ContactField, str]) -> Change:
        """Keep what the person says of these fields; ``""``, or what feed or site tell anyway, says nothing.

        Raises UsageError for an unknown feed, and for a value that cannot be meant.
        """
        with self._database.write() as w:
            card = rows.card(w, feed_id)
            wanted = {name: " ".join(value.split()) for name, value in values.items()}
            if wrong := contact_problems(wanted):
                raise UsageError(next(iter(wrong.values())))
            for name, value in wanted.items():
                told = card.told.get(name)
                if told is not None and told.value == value:
                    wanted[name] = ""
            before = rows.set_own(w, feed_id, wanted)
            if not before:
                return Change()
            after = {name: wanted[name] for name in before}
            text = f"Contact of “{card.title}” changed"
            payload = takeback.contact_set(feed_id, before, after)
            journal.record(w, takeback.CONTACT, text, payload, at=self._clock())
        return Change(text, feeds=(feed_id,), undoable=True)
