"""The event as an iCalendar file (RFC 5545), by the library icalendar. Pure; any thread."""

from __future__ import annotations

from newsreader.domain.events import Draft
from newsreader.submit.moments import utc, wall_clock
from newsreader.submit.wording import line, location, paragraphs

PRODUCT = "-//Newsreader//Event//EN"


def calendar_file(draft: Draft, uid: str, now: int) -> bytes:
    """The bytes of the file: one event with its time zone. ``uid`` names it for ever, so that a corrected file takes
    the place of the first; ``now`` is UTC epoch seconds.

    The draft must have passed ``check.problems``: it has a begin, and a zone that is one.
    """
    # Imported here: it costs 0.1 s, and only who sends an event needs it.
    from icalendar import Calendar, Event

    assert draft.begins is not None
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", utc(now))
    event.add("dtstart", wall_clock(draft.begins, draft.zone))
    if draft.ends is not None:
        event.add("dtend", wall_clock(draft.ends, draft.zone))
    event.add("summary", line(draft.title))
    for name, value in (
        ("location", location(draft)),
        ("description", paragraphs(draft.description)),
        ("url", line(draft.link)),
        ("contact", line(draft.contact)),
    ):
        if value:
            event.add(name, value)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
