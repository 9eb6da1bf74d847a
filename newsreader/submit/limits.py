"""How much of an event is taken. Newsrooms' mailboxes refuse large messages, and base64 adds a third. Pure."""

from __future__ import annotations

from typing import Final

TITLE: Final = 200  # characters, as all lengths of text here
LINE: Final = 300
DESCRIPTION: Final = 10_000
LONGEST: Final = 366 * 86_400  # seconds from begin to end
PICTURES: Final = 8
PICTURE_BYTES: Final = 10_000_000
"""Bytes of all pictures together, before they are encoded for the mail."""
EDGE: Final = 2048
"""Pixels of the longer side of a picture; larger ones are made smaller."""
