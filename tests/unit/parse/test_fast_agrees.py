"""The fast path gives what the reference gives, or declines."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from newsreader.domain.errors import ParseError
from newsreader.parse.encoding import to_utf8
from newsreader.parse.guard import kind_of
from tests.unit.parse.agreement import compare
from tests.unit.parse.made_feeds import feeds

_DATA = Path(__file__).resolve().parents[2] / "data" / "feeds"


def _documents(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.iterdir()) if path.is_file() and _is_xml_feed(path)]


def _is_xml_feed(path: Path) -> bool:
    try:
        return kind_of(to_utf8(path.read_bytes())) in ("rss", "rdf", "atom")
    except ParseError:
        return False


def _corpus() -> list[Path]:
    folder = os.environ.get("NEWSREADER_CORPUS", "")
    return _documents(Path(folder)) if folder else []


@pytest.mark.parametrize("path", [*_documents(_DATA), *_corpus()], ids=lambda path: path.name)
def test_documents_at_hand_read_alike(path: Path) -> None:
    assert compare(path.read_bytes()).differences == ()


def test_most_bytes_of_the_corpus_take_the_fast_path() -> None:
    documents = _corpus()
    if not documents:
        pytest.skip("NEWSREADER_CORPUS is not set")
    sizes = {path: path.stat().st_size for path in documents}
    taken = sum(size * compare(path.read_bytes()).share for path, size in sizes.items())
    share = taken / sum(sizes.values())
    print(f"{share:.1%} of {len(documents)} documents, {sum(sizes.values())} bytes, take the fast path")
    assert share >= 0.9


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(body=feeds)
def test_made_feeds_read_alike(body: bytes) -> None:
    assert compare(body).differences == ()
