"""What the end-to-end tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.screen import Screen, open_screen


@pytest.fixture(scope="module")
def screen() -> Iterator[Screen]:
    """A display for the tests of one module."""
    with open_screen() as screen:
        yield screen
