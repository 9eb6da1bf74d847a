"""The base that parsers are given, and what an address was before it was resolved against it. Pure; any thread.

feedparser resolves links and ids against the base it knows, and where it knows none, one that an element declares
stays in force for all that follows. So it is given one that belongs to no document; what comes out resolved against it
was relative, and is made relative again. Links are then resolved against the document's own address, while ids stay as
they were written: an id must not change because the feed moved.
"""

from __future__ import annotations

from typing import Final

_SCHEME: Final = "prospero:"
_HOST: Final = "//document.invalid"
BASE: Final = f"{_SCHEME}{_HOST}/1/2/3/4/"
"""A scheme of the old days, which feedparser resolves like http and which no feed has."""

_UPWARDS: Final = (("/1/2/3/4/", ""), ("/1/2/3/", "../"), ("/1/2/", "../../"), ("/1/", "../../../"))


def relative(address: str) -> str:
    """``address`` as it was before it was resolved against ``BASE``; any other is given back as it is."""
    if not address.startswith(_SCHEME):
        return address
    rest = address.removeprefix(_SCHEME)
    if not rest.startswith(_HOST):
        return rest  # it had a host, but no scheme
    path = rest.removeprefix(_HOST)
    for start, steps in _UPWARDS:
        if path.startswith(start):
            return steps + path.removeprefix(start)
    return path
