"""The address that a feed in a file tells of itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsreader.domain.errors import UsageError
from newsreader.subscribe.feed_file import address_in, address_in_file

_ATOM = 'xmlns:atom="http://www.w3.org/2005/Atom"'


@pytest.mark.parametrize(
    ("document", "address"),
    [
        (
            f'<rss {_ATOM}><channel><link>https://a.example/</link><atom:link rel="self" '
            'href="https://a.example/rss"/><item><link>https://a.example/1</link></item></channel></rss>',
            "https://a.example/rss",
        ),
        ("<rss><channel><link> https://a.example/ </link><item/></channel></rss>", "https://a.example/"),
        (
            "<rss><channel><image><link>https://b.example/</link></image><item>"
            "<link>https://a.example/1</link></item></channel></rss>",
            "",
        ),
        (
            '<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://a.example/"/>'
            '<link rel="self" href="https://a.example/atom"/><entry>',
            "https://a.example/atom",
        ),
        (
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><channel>'
            "<link>https://a.example/</link></channel><item/></rdf:RDF>",
            "https://a.example/",
        ),
        (
            '\ufeff {"version": "https:\\/\\/jsonfeed.org\\/version\\/1.1", "home_page_url": "https://a.example/",'
            ' "feed_url": "https:\\/\\/a.example\\/feed.json", "items": [',
            "https://a.example/feed.json",
        ),
        ('{"feed_url": "https://a.example/feed.json"}', ""),
        ("<rss><channel><link>file:///etc/passwd</link></channel></rss>", ""),
        ('<opml version="2.0"><body><outline xmlUrl="https://a.example/rss"/></body></opml>', ""),
        ("<html><link rel='self' href='https://a.example/'/></html>", ""),
        (
            '<!DOCTYPE rss [<!ENTITY a "https://a.example/">]><rss><channel><link>&a;</link></channel></rss>',
            "",
        ),
        ("https://a.example/", ""),
        ("", ""),
    ],
)
def test_the_address_of_the_feed_else_of_its_site(document: str, address: str) -> None:
    assert address_in(document.encode()) == address


def test_a_document_that_is_cut_off_tells_what_stands_before() -> None:
    document = "<rss><channel><link>https://a.example/</link><title>" + "x" * 1_000_000
    assert address_in(document.encode()[:4096]) == "https://a.example/"


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    file = tmp_path / "news.rss"
    file.write_text("<rss><channel><link>https://a.example/</link></channel></rss>")
    assert address_in_file(file) == "https://a.example/"
    with pytest.raises(UsageError):
        address_in_file(tmp_path / "nothing.rss")
