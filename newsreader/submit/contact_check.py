"""What is wrong with how a publication is said to be reached, in a plain sentence for each field. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from newsreader.domain.contacts import CONTACT_FIELDS, ContactField
from newsreader.submit.addresses import mailbox
from newsreader.text.urls import is_web

LONGEST = 300
"""Characters of one field."""


def contact_problems(values: Mapping[ContactField, str]) -> dict[ContactField, str]:
    """The fields that cannot be meant; empty ones are fine."""
    return {name: sentence for name in CONTACT_FIELDS if (sentence := _problem(name, values.get(name, "")))}


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
