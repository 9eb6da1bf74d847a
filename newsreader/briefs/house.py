"""Which feeds are of one house: the same newsroom telling an event twice is no second source. Pure; any thread."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

_FRONT = ("www.", "m.", "amp.", "rss.", "feeds.", "feed.")
_FEEDS = 4096
"""Feeds whose house is remembered: all of them are asked for whenever briefs are listed."""


@lru_cache(_FEEDS)
def house(site: str, title: str, url: str = "") -> str:
    """A name that all feeds of one publication share: the host of its site, else of the feed, else its title folded."""
    host = next((found for found in (_host(site), _host(url)) if _names_a_house(found)), "")
    for front in _FRONT:
        if host.startswith(front) and "." in host.removeprefix(front):
            host = host.removeprefix(front)
            break
    return host or " ".join(title.casefold().split())


def _names_a_house(host: str) -> bool:
    """A bare number of a machine, or a name without a dot, may serve anyone's feeds."""
    return "." in host and not host.replace(".", "").isdigit() and ":" not in host


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:  # a feed may name anything as its site
        return ""
