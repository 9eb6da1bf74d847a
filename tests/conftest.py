"""What holds for all tests."""

from __future__ import annotations

from hypothesis import settings

# No test asserts a speed, invented input neither: a machine may be busy.
settings.register_profile("newsreader", deadline=None)
settings.load_profile("newsreader")
