"""Unpacking piece by piece, and what headers mean."""

from __future__ import annotations

import gzip
import itertools
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.domain.errors import BrokenAnswer, TooLarge
from newsreader.domain.fetching import Validators
from newsreader.net.decode import Body
from newsreader.net.headers import as_mapping, conditions, content_encoding, sendable, validators
from newsreader.net.words import pause_words

LIMIT = 1 << 20
CODINGS = st.sampled_from(["gzip", "deflate", "raw deflate", ""])


def packed(data: bytes, coding: str) -> bytes:
    match coding:
        case "gzip":
            return gzip.compress(data)
        case "deflate":
            return zlib.compress(data)
        case "raw deflate":
            return zlib.compress(data, wbits=-15)
    return data


def unpack(data: bytes, coding: str, cuts: list[int], limit: int = LIMIT) -> bytes:
    body = Body(coding.removeprefix("raw "), limit)
    edges = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    for begin, end in itertools.pairwise(edges):
        body.feed(data[begin:end])
    return body.finish()


@given(st.binary(max_size=5000), CODINGS, st.lists(st.integers(0, 10**6), max_size=8), st.integers(1, 40))
def test_whatever_the_pieces_the_body_is_the_same(
    data: bytes, coding: str, cuts: list[int], times: int
) -> None:
    whole = data * times
    if coding == "raw deflate" and not whole:
        return
    assert unpack(packed(whole, coding), coding, cuts) == whole


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=4), st.lists(st.integers(0, 10**6), max_size=8))
def test_gzip_members_in_a_row_are_one_body(parts: list[bytes], cuts: list[int]) -> None:
    assert unpack(b"".join(gzip.compress(part) for part in parts), "gzip", cuts) == b"".join(parts)


@given(st.integers(0, 3000), CODINGS, st.lists(st.integers(0, 10**6), max_size=4))
def test_the_limit_holds_to_the_byte(size: int, coding: str, cuts: list[int]) -> None:
    data = packed(bytes(size), coding)
    if not data:
        return
    limit = max(size, len(data))
    assert unpack(data, coding, cuts, limit) == bytes(size)
    if size > len(data):
        with pytest.raises(TooLarge):
            unpack(data, coding, cuts, size - 1)


@given(st.binary(min_size=1, max_size=300), st.sampled_from(["gzip", "deflate"]))
def test_any_bytes_are_unpacked_or_damaged(data: bytes, coding: str) -> None:
    body = Body(coding, 10_000)
    try:
        body.feed(data)
        body.finish()
    except (BrokenAnswer, TooLarge):
        return


@given(st.binary(min_size=50, max_size=300), st.sampled_from(["gzip", "deflate"]), st.data())
def test_a_cut_stream_is_never_whole(data: bytes, coding: str, draw: st.DataObject) -> None:
    whole = packed(data, coding)
    end = draw.draw(st.integers(1, len(whole) - 1))
    with pytest.raises(BrokenAnswer):
        unpack(whole[:end], coding, [])


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], ""),
        ([""], ""),
        (["identity"], ""),
        (["gzip"], "gzip"),
        (["X-GZIP"], "gzip"),
        ([" deflate , "], "deflate"),
    ],
)
def test_codings(values: list[str], expected: str) -> None:
    assert content_encoding(values) == expected


@pytest.mark.parametrize("values", [["gzip", "gzip"], ["gzip,gzip"], ["br"], ["zstd"], ["gzip br"], ["*"]])
def test_codings_refused(values: list[str]) -> None:
    with pytest.raises(BrokenAnswer):
        content_encoding(values)


@given(st.text(max_size=50))
def test_a_validator_is_echoed_exactly_or_not_at_all(value: str) -> None:
    kept = validators([value], [value])
    assert kept.etag in (value, "")
    sent = conditions(kept)
    assert sent.get("If-None-Match", "") == kept.etag
    assert not any(char in "".join(sent.values()) for char in "\r\n\x00")
    assert sendable(value) is bool(kept.etag)


def test_two_different_etags_are_none() -> None:
    assert validators(['"a"', '"a"'], []) == Validators('"a"')
    assert validators(['"a"', '"b"'], []) == Validators()


def test_headers_by_name() -> None:
    assert as_mapping([("A", "1"), ("b", "2"), ("a", "3")]) == {"a": "1, 3", "b": "2"}


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.5, "1 second"),
        (45, "45 seconds"),
        (60, "1 minute"),
        (61, "2 minutes"),
        (600, "10 minutes"),
        (3600, "1 hour"),
        (86400, "24 hours"),
        (2 * 86400, "2 days"),
        (7 * 86400, "7 days"),
        (5401, "2 hours"),
        (3599, "1 hour"),
    ],
)
def test_lengths_in_words(seconds: float, words: str) -> None:
    assert pause_words(seconds) == words
