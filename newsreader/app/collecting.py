"""How often Python looks for garbage that refers to itself."""

from __future__ import annotations

UNHURRIED = (50_000, 20, 100)
"""For ``gc.set_threshold``: loading our modules makes no garbage, but Python looks for some 500 times meanwhile, which
is a tenth of the start. Little of what a sync makes refers to itself."""
