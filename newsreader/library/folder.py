"""The names of the files in a data folder that the library, the worker and the window share. Nothing is imported."""

from __future__ import annotations

CACHE = "cache.sqlite3"
SETTINGS = "settings.json"
