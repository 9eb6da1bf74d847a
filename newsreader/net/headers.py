"""What headers of an answer mean to us. Pure; names are lower-case, values as they came."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from newsreader.domain.errors import BrokenAnswer
from newsreader.domain.fetching import Validators

LONGEST_VALIDATOR = 4096
"""Longer validators are dropped: most servers refuse requests whose headers pass 8 KB, and would refuse each one."""

_VALIDATOR = re.compile(rf"[^\x00-\x08\x0a-\x1f\x7f\ud800-\udfff]{{1,{LONGEST_VALIDATOR}}}")
_KNOWN_ENCODINGS = {"gzip": "gzip", "x-gzip": "gzip", "deflate": "deflate"}


def as_mapping(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Headers by lower-case name; repeated ones joined by ", " (RFC 9110 section 5.3)."""
    found: dict[str, str] = {}
    for name, value in pairs:
        key = name.lower()
        found[key] = f"{found[key]}, {value}" if key in found else value
    return found


def validators(etags: Sequence[str], dates: Sequence[str]) -> Validators:
    """The validators of a 200 answer, byte for byte, or dropped where they cannot be sent back as they are."""
    return Validators(etag=_validator(etags), last_modified=_validator(dates))


def sendable(value: str) -> bool:
    """True when ``value`` can stand in a request header: short, no control characters, nothing outside UTF-8."""
    return _VALIDATOR.fullmatch(value) is not None and value == value.strip(" \t")


def conditions(known: Validators) -> dict[str, str]:
    """The headers that make a request conditional: both validators, as they were given."""
    found: dict[str, str] = {}
    if sendable(known.etag):
        found["If-None-Match"] = known.etag
    if sendable(known.last_modified):
        found["If-Modified-Since"] = known.last_modified
    return found


def content_encoding(values: Sequence[str]) -> str:
    """``gzip``, ``deflate``, ``""`` for none. Raises BrokenAnswer for what was not asked for, and for two at once."""
    named = [word.strip().lower() for value in values for word in value.split(",")]
    codings = [word for word in named if word not in ("", "identity")]
    if not codings:
        return ""
    if len(codings) > 1:
        raise BrokenAnswer("The answer is compressed more than once; we do not unpack that.")
    if codings[0] not in _KNOWN_ENCODINGS:
        raise BrokenAnswer("The answer is compressed in a way we did not ask for and cannot unpack.")
    return _KNOWN_ENCODINGS[codings[0]]


def _validator(values: Sequence[str]) -> str:
    """The one value there is. Two different ones tell nothing that could be trusted."""
    different = set(values)
    if len(different) != 1:
        return ""
    value = different.pop()
    return value if sendable(value) else ""
