"""How a publication is reached, and how we came to know. Absent text is ``""``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

ContactField = Literal["address", "phone", "email", "site"]
CONTACT_FIELDS: Final[tuple[ContactField, ...]] = ("address", "phone", "email", "site")
"""What a card shows, in its order."""

ContactOrigin = Literal["person", "feed", "site"]
"""Who told it: the person, the feed itself, or a page of the publication's site."""


@dataclass(frozen=True, slots=True)
class Contact:
    """One piece of it; ``page`` is the page of the site that told it, ``""`` for the other origins."""

    value: str
    origin: ContactOrigin
    page: str = ""


@dataclass(frozen=True, slots=True)
class ContactCard:
    """A publication's card. ``shown`` is what counts: what the person says, else the feed, else its site; ``told`` is
    what it would be without the person's own words."""

    feed_id: int = 0
    title: str = ""
    shown: Mapping[ContactField, Contact] = field(default_factory=dict)
    told: Mapping[ContactField, Contact] = field(default_factory=dict)

    def value(self, name: ContactField) -> str:
        """What is shown for a field, ``""`` for nothing."""
        found = self.shown.get(name)
        return found.value if found is not None else ""


@dataclass(frozen=True, slots=True)
class Recipient:
    """A publication an event can be sent to, ``email`` as far as it is known."""

    title: str
    email: str = ""
    site: str = ""
    feed_id: int = 0
