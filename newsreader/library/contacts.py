"""Queries and commands about how publications are reached. Runs on the thread that owns the library; raises StoreError.

Looking on a publication's site is a job of the worker (``library.jobs.contact``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from newsreader.domain.changes import Change
from newsreader.domain.contacts import CONTACT_FIELDS, ContactCard, ContactField, Recipient
from newsreader.domain.errors import UsageError
from newsreader.library import takeback
from newsreader.store import contacts as rows
from newsreader.store import journal
from newsreader.store.database import Database
from newsreader.submit.addresses import mailbox
from newsreader.text.urls import is_web

LONGEST = 300
"""Characters of one field."""


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
            for name, value in wanted.items():
                _check(name, value)
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


def problems(values: Mapping[ContactField, str]) -> dict[ContactField, str]:
    """What is wrong with each field, in a sentence; pure."""
    return {name: sentence for name in CONTACT_FIELDS if (sentence := _problem(name, values.get(name, "")))}


def _check(name: ContactField, value: str) -> None:
    if sentence := _problem(name, value):
        raise UsageError(sentence)


def _problem(name: ContactField, value: str) -> str:
    if not value.strip():
        return ""
    if len(value) > LONGEST:
        return f"This is too long: at most {LONGEST} characters."
    if name == "email" and not mailbox(value):
        return "This is no e-mail address. It should look like desk@courier.example."
    if name == "site" and not is_web(value.strip()):
        return "The address of a site begins with https:// or http://."
    if name == "phone" and sum(letter.isdigit() for letter in value) < 3:
        return "This is no phone number."
    return ""
