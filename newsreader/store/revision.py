"""What marks a file as a cache of this version."""

from __future__ import annotations

HEAD = "0008"
"""The revision of the newest migration."""

APPLICATION_ID = 0x4E65_7773
"""PRAGMA application_id of our files: "News"."""
