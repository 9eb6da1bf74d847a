"""Who we say we are: our name, our version and a page about us. No disguise, no mark of the person (HOSTILE 2.7)."""

from __future__ import annotations

PROJECT_PAGE = "https://newsreader.example"
"""The home of the project; publishers find there what this program does and whom to write to."""


def user_agent(version: str) -> str:
    """The User-Agent of every request: ``Newsreader/1.2.3 (+https://project)``."""
    return f"Newsreader/{version} (+{PROJECT_PAGE})"
