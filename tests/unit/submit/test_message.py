"""The calendar file read by its library, the message read by the standard one: what went in comes out."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from newsreader.domain.events import Draft, DraftPicture
from newsreader.submit import message, wording
from newsreader.submit.calendar_file import calendar_file

NOW = 1_804_000_000
BYTES = {"aa.jpg": b"\xff\xd8\xff a photo\r\n.\r\n", "bb.png": b"\x89PNG\r\n\x1a\n"}
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "UTC", "Australia/Lord_Howe")

drafts = st.builds(
    Draft,
    publication=st.text(max_size=40),
    email=st.just("desk@courier.example"),
    title=st.text(min_size=1, max_size=250).filter(lambda text: wording.line(text)),
    begins=st.integers(0, 6_000_000_000).map(lambda at: at - at % 60),
    ends=st.none() | st.integers(6_000_000_060, 7_000_000_000).map(lambda at: at - at % 60),
    zone=st.sampled_from(ZONES),
    place=st.text(max_size=60),
    address=st.text(max_size=60),
    description=st.text(max_size=600),
    link=st.sampled_from(["", "https://festival.example/a;b,c?d=e&f=%20"]),
    contact=st.text(max_size=60),
)


def read(picture: DraftPicture) -> bytes:
    return BYTES[picture.file]


def event_of(file: bytes) -> Calendar:
    """The one event of a calendar file."""
    calendar = Calendar.from_ical(file)
    (event,) = calendar.walk("VEVENT")
    return event  # type: ignore[return-value]


@settings(deadline=None)
@given(drafts)
def test_the_calendar_file_says_what_the_draft_says(draft: Draft) -> None:
    file = calendar_file(draft, "id@lee.example", NOW)
    event = event_of(file)
    assert str(event["SUMMARY"]) == wording.line(draft.title)
    assert event["DTSTART"].dt.timestamp() == draft.begins
    assert draft.ends is None or event["DTEND"].dt.timestamp() == draft.ends
    assert str(event.get("LOCATION", "")) == wording.location(draft)
    assert str(event.get("DESCRIPTION", "")) == wording.paragraphs(draft.description)
    assert str(event.get("CONTACT", "")) == wording.line(draft.contact)
    assert str(event.get("URL", "")) == draft.link
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))  # RFC 5545 section 3.1


def test_the_calendar_file_carries_its_time_zone(draft: Draft) -> None:
    file = calendar_file(draft, "id@lee.example", NOW)
    calendar = Calendar.from_ical(file)
    assert b"DTSTART;TZID=Europe/Berlin:20270320T193000" in file
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Berlin"]
    assert str(calendar["METHOD"]) == "PUBLISH"
    assert str(event_of(file)["UID"]) == "id@lee.example"
    assert b"DTSTAMP:20270302T" in file


def parsed(raw: bytes) -> EmailMessage:
    found = message_from_bytes(raw, policy=policy.default)
    assert isinstance(found, EmailMessage)
    assert not found.defects
    return found


@settings(deadline=None)
@given(drafts)
@example(Draft(email="desk@courier.example", title="000000¡¡¡¡𐀀𐀀𐀀𐀀𐀀 ¡", begins=0, zone="UTC"))
@example(Draft(email="desk@courier.example", title="=?utf-8?q?Fest?= " * 9, begins=0, zone="UTC"))
def test_the_message_says_what_the_draft_says(draft: Draft) -> None:
    raw = message.build(draft, read, sender="ann@lee.example", message_id="<1@lee.example>", now=NOW)
    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= 998  # RFC 5322 section 2.1.1
    mail = parsed(raw)
    assert mail["To"] == "desk@courier.example"
    assert mail["Subject"] == wording.subject(draft)
    text = mail.get_body(("plain",))
    assert text is not None
    assert text.get_content().replace("\r\n", "\n") == wording.body(draft)
    (calendar,) = mail.iter_attachments()
    assert calendar.get_content_type() == "text/calendar"
    assert event_of(calendar.get_payload(decode=True))["SUMMARY"] == wording.line(draft.title)  # type: ignore[arg-type]


def test_what_the_newsroom_reads(draft: Draft) -> None:
    assert wording.subject(draft) == "Event: Harbour festival, Sat 20 Mar 2027"
    assert wording.body(draft) == (
        "Harbour festival\n"
        "\n"
        "When: Saturday 20 March 2027, 19:30–22:00 (Europe/Berlin, UTC+1)\n"
        "Where: Market hall, 3 Mole Road, Eastport\n"
        "Link: https://festival.example/2027?a=1&b=2\n"
        "Contact: Ann Lee, 555 0199\n"
        "\n"
        "Boats, food; and a choir.\n"
        "\n"
        "Everybody is welcome.\n"
        "\n"
        "2 pictures and a calendar file are attached.\n"
    )


def test_pictures_go_as_they_are_under_names_that_tell_nothing(draft: Draft) -> None:
    mail = parsed(message.build(draft, read, sender="ann@lee.example", message_id="<1@lee.example>", now=NOW))
    calendar, photo, plan = mail.iter_attachments()
    assert calendar.get_filename() == "harbour-festival.ics"
    assert (photo.get_filename(), photo.get_content_type()) == ("harbour-festival-1.jpg", "image/jpeg")
    assert (plan.get_filename(), plan.get_content_type()) == ("harbour-festival-2.png", "image/png")
    assert photo.get_content() == BYTES["aa.jpg"]
    assert plan.get_content() == BYTES["bb.png"]
    assert "IMG_2041" not in mail.as_string()
    assert (mail["From"], mail["Message-ID"]) == ("ann@lee.example", "<1@lee.example>")
    assert mail["Date"] == "Tue, 02 Mar 2027 15:06:40 +0000"


def test_no_field_adds_a_header(draft: Draft) -> None:
    wild = replace(draft, title="Fest\r\nBcc: all@courier.example", contact="x\nTo: y@z.example")
    mail = parsed(message.build(wild, read, sender="ann@lee.example", message_id="<1@lee.example>", now=NOW))
    assert "Bcc" not in mail
    assert mail["Subject"].startswith("Event: Fest Bcc: all@courier.example")
    assert mail.get_all("To") == ["desk@courier.example"]


def test_a_draft_for_a_mail_program_is_marked_unsent(draft: Draft) -> None:
    mail = parsed(message.build_unsent(draft, read, sender="", now=NOW))
    assert mail["X-Unsent"] == "1"
    assert "From" not in mail
    assert "Message-ID" not in mail
    assert len(list(mail.iter_attachments())) == 3
    assert (
        parsed(message.build_unsent(draft, read, sender="ann@lee.example", now=NOW))["From"]
        == "ann@lee.example"
    )


def test_a_message_id_tells_the_domain_and_no_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.getfqdn", lambda *_: "my-laptop.home")
    made = {message.new_message_id("ann@lee.example") for _ in range(50)}
    assert len(made) == 50
    assert all(each.endswith("@lee.example>") for each in made)
    assert message.new_message_id("").endswith("@localhost>")


@settings(deadline=None)
@given(drafts)
def test_a_mailto_address_is_never_too_long(draft: Draft) -> None:
    address = message.mailto(draft)
    assert len(address) <= 2000 or not parse_qs(urlsplit(address).query).get("body")
    parts = urlsplit(address)
    assert (parts.scheme, parts.path) == ("mailto", "desk@courier.example")
    assert set(parse_qs(parts.query, keep_blank_values=True)) == {"subject", "body"}


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Harbour festival!", "harbour-festival"),
        ("Fête à l’été", "fete-a-lete"),
        ("港の祭り", "event"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON", "event"),
        ("-rf", "rf"),
        ("a" * 90, "a" * 40),
    ],
)
def test_files_get_safe_names(title: str, slug: str) -> None:
    assert wording.slug(title) == slug


@settings(deadline=None)
@given(st.text())
def test_lines_and_paragraphs_hold_nothing_that_mail_cannot(text: str) -> None:
    for cleaned in (wording.line(text), wording.paragraphs(text)):
        cleaned.encode("utf-8")
        assert not set(cleaned) & set("\r\0\x0b\x0c\x1b\x85\u2028\u2029")
    assert "\n" not in wording.line(text)


def test_words_and_checks_load_no_calendar_library() -> None:
    probe = (
        "import sys, newsreader.submit.wording, newsreader.submit.check, newsreader.submit.message;"
        "sys.exit('icalendar' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", probe], check=False).returncode == 0
