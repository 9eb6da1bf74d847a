"""An incoming story made ready for the cache."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from newsreader.domain.incoming import IncomingStory
from newsreader.domain.stories import Enclosure
from newsreader.text.hashing import hash63
from newsreader.text.story import shape

STORY = IncomingStory(
    guid="g",
    link="https://a.example/1",
    title="Title",
    author="Ann",
    published=5,
    updated=6,
    content='<p onclick="x()">Long <b>words</b>.</p><img src="p.jpg">',
    summary="Short.",
    base="https://a.example/d/",
    enclosures=(Enclosure("https://a.example/a.mp3"),),
    categories=("c",),
    language="en",
    entry_hash=7,
)


def test_one_pass_gives_everything() -> None:
    made = shape(STORY)
    assert made.html == '<p>Long <b>words</b>.</p><img src="https://a.example/d/p.jpg">'
    assert (made.text, made.teaser, made.picture) == (
        "Long words.",
        "Long words.",
        "https://a.example/d/p.jpg",
    )
    assert (made.guid, made.link, made.title, made.author) == ("g", "https://a.example/1", "Title", "Ann")
    assert (made.published, made.updated, made.language, made.entry_hash) == (5, 6, "en", 7)
    assert (made.enclosures, made.categories) == (STORY.enclosures, STORY.categories)


def test_without_content_the_summary_is_the_body() -> None:
    assert shape(replace(STORY, content="")).html == "Short."


def test_a_picture_named_by_the_feed_goes_first() -> None:
    assert shape(replace(STORY, picture="https://a.example/big.jpg")).picture == "https://a.example/big.jpg"


def test_the_content_hash_follows_what_is_read() -> None:
    before = shape(STORY).content_hash
    assert 0 <= before < 1 << 63
    for change in ({"title": "x"}, {"link": "https://a.example/2"}, {"author": "x"}, {"content": "x"}):
        assert shape(replace(STORY, **change)).content_hash != before  # type: ignore[arg-type]
    same = replace(
        STORY, entry_hash=1, published=1, updated=2, content=STORY.content.replace("onclick", "onload")
    )
    assert shape(same).content_hash == before


@given(
    st.lists(st.one_of(st.text(), st.binary()), max_size=4),
    st.lists(st.one_of(st.text(), st.binary()), max_size=4),
)
def test_hashes_tell_parts_apart(one: list[str | bytes], other: list[str | bytes]) -> None:
    assert 0 <= hash63(*one) < 1 << 63
    as_bytes = [
        [p.encode("utf-8", "surrogatepass") if isinstance(p, str) else p for p in parts]
        for parts in (one, other)
    ]
    assert (hash63(*one) == hash63(*other)) == (as_bytes[0] == as_bytes[1])
