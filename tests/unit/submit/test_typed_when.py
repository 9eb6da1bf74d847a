"""What a person typed of begin and end."""

from __future__ import annotations

from datetime import date

import pytest

from newsreader.submit.typed_when import TypedWhen, typed_of, understand

TODAY = date(2027, 3, 2)
BERLIN = "Europe/Berlin"


@pytest.mark.parametrize(
    ("typed", "begins", "ends"),
    [
        (TypedWhen("20 March", "19:30", "", "22:00", BERLIN), 1_805_567_400, 1_805_576_400),
        (TypedWhen("20 March", "22:00", "", "2:00", BERLIN), 1_805_576_400, 1_805_590_800),
        (TypedWhen("20 March", "19:30", "21 March", "19:30", BERLIN), 1_805_567_400, 1_805_653_800),
        (TypedWhen("20 March", "19:30", "", "", BERLIN), 1_805_567_400, None),
        (TypedWhen("20 March", "19:30", "", "", "UTC"), 1_805_571_000, None),
        (TypedWhen("20 March", "19:30", "", "", "Atlantis/Deep"), None, None),
        (TypedWhen("", "", "", "", BERLIN), None, None),
    ],
)
def test_moments(typed: TypedWhen, begins: int | None, ends: int | None) -> None:
    when = understand(typed, TODAY)
    assert (when.begins, when.ends, when.problems) == (begins, ends, {})


@pytest.mark.parametrize(
    ("typed", "field", "begin_of_sentence"),
    [
        (TypedWhen("soon", "19:30"), "begins", "This is no day"),
        (TypedWhen("20 March", "late"), "begins", "This is no time"),
        (TypedWhen("20 March", ""), "begins", "Say at what time it begins"),
        (TypedWhen("", "19:30"), "begins", "Say on which day"),
        (TypedWhen("20 March", "19:30", "", "late"), "ends", "This is no time"),
        (TypedWhen("20 March", "19:30", "21 March", ""), "ends", "Say at what time it ends"),
        (TypedWhen("20 March", "19:30", "later", "20:00"), "ends", "This is no day"),
    ],
)
def test_what_cannot_be_understood(typed: TypedWhen, field: str, begin_of_sentence: str) -> None:
    assert understand(typed, TODAY).problems[field].startswith(begin_of_sentence)


def test_moments_come_back_as_texts() -> None:
    typed = TypedWhen("Sat 20 Mar 2027", "19:30", "", "22:00", BERLIN)
    when = understand(typed, TODAY)
    assert typed_of(when.begins, when.ends, BERLIN) == typed
    assert typed_of(None, None, "Atlantis") == TypedWhen(zone="Atlantis")
    overnight = understand(TypedWhen("20 March", "22:00", "", "2:00", BERLIN), TODAY)
    again = typed_of(overnight.begins, overnight.ends, BERLIN)
    assert again.end_day == "Sun 21 Mar 2027"
    assert understand(again, TODAY) == overnight
