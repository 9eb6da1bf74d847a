"""What keeps an event from being sent."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.domain.events import Draft, DraftPicture
from newsreader.submit.addresses import mailbox
from newsreader.submit.check import FIELDS, known_zone, problems

HOUR = 3600


def test_a_complete_event_can_be_sent(draft: Draft, now: int) -> None:
    assert problems(draft, now) == {}


def test_an_empty_form_says_what_is_missing(now: int) -> None:
    found = problems(Draft(), now)
    assert list(found) == ["email", "title", "begins", "zone", "place"]
    assert all(sentence.endswith(".") for sentence in found.values())


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("email", "desk", "no e-mail address"),
        ("email", "desk@courier.example, other@courier.example", "no e-mail address"),
        ("email", "desk@courier.example\nBcc: all@courier.example", "no e-mail address"),
        ("title", "  \n ", "title"),
        ("title", "x" * 201, "at most 200"),
        ("begins", None, "when it begins"),
        ("zone", "", "time zone"),
        ("zone", "Europe/Nowhere", "time zone"),
        ("zone", "../../etc/localtime", "time zone"),
        ("zone", "Europe", "time zone"),
        ("link", "festival.example", "begins with https"),
        ("link", "javascript:alert(1)", "begins with https"),
        ("contact", "y" * 301, "at most 300"),
        ("description", "z" * 10_012, "12 characters too long"),
        ("pictures", tuple(DraftPicture(f"{n}.jpg", 1, 1, 1) for n in range(9)), "at most 8"),
        ("pictures", (DraftPicture("a.jpg", 1, 1, 10_000_001),), "10 MB"),
    ],
)
def test_each_fault_has_its_sentence(draft: Draft, now: int, field: str, value: Any, words: str) -> None:
    found = problems(replace(draft, **{field: value}), now)
    assert list(found) == [field]
    assert words in found[field]


def test_an_event_needs_a_place_or_a_link(draft: Draft, now: int) -> None:
    assert problems(replace(draft, place=""), now) == {}
    assert list(problems(replace(draft, place="", link=""), now)) == ["place"]


def test_an_end_is_not_needed_but_must_come_after_the_begin(draft: Draft, now: int) -> None:
    assert draft.begins is not None
    assert problems(replace(draft, ends=None), now) == {}
    assert "before it begins" in problems(replace(draft, ends=draft.begins), now)["ends"]
    assert "longer than a year" in problems(replace(draft, ends=draft.begins + 367 * 86_400), now)["ends"]


def test_what_is_over_is_not_announced_but_what_goes_on_is(draft: Draft, now: int) -> None:
    over = replace(draft, begins=now - 3 * HOUR, ends=now - HOUR)
    assert "over already" in problems(over, now)["begins"]
    assert problems(replace(over, ends=now + HOUR), now) == {}
    assert "over already" in problems(replace(over, ends=None), now)["begins"]


@given(
    st.builds(
        Draft,
        begins=st.none() | st.integers(-(10**11), 10**11),
        email=st.text(),
        link=st.text(),
        zone=st.text(),
    )
)
def test_whatever_is_in_a_form_gets_sentences(wild: Draft) -> None:
    assert set(problems(wild, 0)) <= set(FIELDS)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("desk@courier.example", "desk@courier.example"),
        (" mailto:Desk+events@Courier.Example ", "Desk+events@courier.example"),
        ("redaktion@zürich.example", "redaktion@xn--zrich-kva.example"),
        ("o'hara@courier.example", "o'hara@courier.example"),
        ("desk@localhost", "desk@localhost"),
        ("desk@courier", ""),
        ("Desk <desk@courier.example>", ""),
        ('"a b"@courier.example', ""),
        ("büro@courier.example", ""),
        ("a..b@courier.example", ""),
        ("desk@-courier.example", ""),
        ("desk@courier..example", ""),
        ("@courier.example", ""),
        ("desk@" + "a" * 64 + ".example", ""),
        ("", ""),
    ],
)
def test_addresses_that_can_be_written_to(typed: str, address: str) -> None:
    assert mailbox(typed) == address


@given(st.text())
def test_an_address_is_never_more_than_an_address(typed: str) -> None:
    address = mailbox(typed)
    assert not set(address) & set(' \r\n\t,;:<>()[]"\\')
    assert address.isascii()
    assert address.count("@") <= 1


def test_zones() -> None:
    assert known_zone("Europe/Berlin")
    assert known_zone("UTC")
    assert not known_zone("Mars/Olympus")
    assert not known_zone("x" * 100)
    assert not known_zone("Europe/Berlin\0")
