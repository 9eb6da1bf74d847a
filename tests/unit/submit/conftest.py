"""A complete event for the tests of the room."""

from __future__ import annotations

import pytest

from newsreader.domain.events import Draft, DraftPicture

NOW = 1_804_000_000
"""A Tuesday in March 2027."""


@pytest.fixture
def now() -> int:
    return NOW


@pytest.fixture
def draft() -> Draft:
    """A festival on the evening of Saturday 20 March 2027 in Berlin's zone, with two pictures."""
    return Draft(
        id=3,
        publication="Harbour Courier",
        email="desk@courier.example",
        title="Harbour festival",
        begins=1_805_567_400,
        ends=1_805_576_400,
        zone="Europe/Berlin",
        place="Market hall",
        address="3 Mole Road, Eastport",
        description="Boats, food; and a choir.\n\nEverybody is welcome.",
        link="https://festival.example/2027?a=1&b=2",
        contact="Ann Lee, 555 0199",
        pictures=(
            DraftPicture("aa.jpg", 1600, 1200, 9, "IMG_2041.JPG"),
            DraftPicture("bb.png", 800, 600, 8, "map.png"),
        ),
    )
