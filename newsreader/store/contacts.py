"""How publications are reached, beside what their feeds tell: what the person says, and what their sites told.

Kept apart from the feeds' own rows, so that a sync never overwrites it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from newsreader.domain.contacts import (
    CONTACT_FIELDS,
    Contact,
    ContactCard,
    ContactField,
    ContactOrigin,
    Recipient,
)
from newsreader.domain.errors import UsageError
from newsreader.store.transactions import Reader, Writer

_OURS: tuple[ContactOrigin, ...] = ("person", "site")


def card(r: Reader, feed_id: int) -> ContactCard:
    """The card of a feed's publication. Raises UsageError when there is no such feed."""
    rows = r.rows(
        "SELECT ifnull(nullif(publication_title, ''), title), address, phone, email, site FROM feeds WHERE id = ?",
        (feed_id,),
    )
    if not rows:
        raise UsageError(f"There is no feed {feed_id}.")
    title, *told = rows[0]
    feed: dict[ContactField, Contact] = {
        name: Contact(value, "feed") for name, value in zip(CONTACT_FIELDS, told, strict=True) if value
    }
    person, site = _kept(r, feed_id)
    below = _in_order(site | feed)
    return ContactCard(feed_id, title, _in_order(below | person), below)


def _kept(r: Reader, feed_id: int) -> tuple[dict[ContactField, Contact], dict[ContactField, Contact]]:
    """What the person says, and what the site told."""
    found: dict[str, dict[ContactField, Contact]] = {origin: {} for origin in _OURS}
    for field, origin, value, page in r.rows(
        "SELECT field, origin, value, page FROM contacts WHERE feed_id = ?", (feed_id,)
    ):
        found[origin][field] = Contact(value, origin, page)
    return found["person"], found["site"]


def _in_order(contacts: Mapping[ContactField, Contact]) -> dict[ContactField, Contact]:
    return {name: contacts[name] for name in CONTACT_FIELDS if name in contacts}


def recipients(r: Reader) -> list[Recipient]:
    """The publications of all feeds by name, each once, those that can be written to first."""
    rows = r.rows(
        "SELECT f.id, ifnull(nullif(f.publication_title, ''), f.title), f.site,"
        " coalesce(max(CASE c.origin WHEN 'person' THEN c.value END), nullif(f.email, ''),"
        "          max(CASE c.origin WHEN 'site' THEN c.value END), '')"
        " FROM feeds f LEFT JOIN contacts c ON c.feed_id = f.id AND c.field = 'email'"
        " WHERE f.removed IS NULL GROUP BY f.id"
    )
    found: dict[tuple[str, str], Recipient] = {}
    for feed_id, title, site, email in rows:
        found.setdefault((title.casefold(), email.casefold()), Recipient(title, email, site, feed_id))
    return sorted(found.values(), key=lambda one: (not one.email, one.title.casefold()))


def set_own(w: Writer, feed_id: int, values: Mapping[ContactField, str]) -> dict[ContactField, str]:
    """Keep what the person says of these fields, ``""`` for what feed and site tell; the same of before, where it was
    different. Raises UsageError when there is no such feed."""
    if not w.value("SELECT 1 FROM feeds WHERE id = ? AND removed IS NULL", (feed_id,)):
        raise UsageError(f"There is no feed {feed_id}.")
    own = {name: contact.value for name, contact in _kept(w, feed_id)[0].items()}
    before = {name: own.get(name, "") for name, value in values.items() if own.get(name, "") != value}
    for name in before:
        _put(w, feed_id, "person", [(name, values[name], "")])
    return before


def keep_found(w: Writer, feed_id: int, found: Mapping[ContactField, tuple[str, str]]) -> bool:
    """Keep what the site told, value and page, in place of what it told before; False when the feed is gone."""
    if not w.value("SELECT 1 FROM feeds WHERE id = ? AND removed IS NULL", (feed_id,)):
        return False
    w.run("DELETE FROM contacts WHERE feed_id = ? AND origin = 'site'", (feed_id,))
    _put(w, feed_id, "site", [(name, value, page) for name, (value, page) in found.items()])
    return True


def _put(
    w: Writer, feed_id: int, origin: ContactOrigin, rows: Iterable[tuple[ContactField, str, str]]
) -> None:
    for field, value, page in rows:
        w.run("DELETE FROM contacts WHERE feed_id = ? AND field = ? AND origin = ?", (feed_id, field, origin))
        if value:
            w.run(
                "INSERT INTO contacts (feed_id, field, origin, value, page) VALUES (?, ?, ?, ?, ?)",
                (feed_id, field, origin, value, page),
            )
