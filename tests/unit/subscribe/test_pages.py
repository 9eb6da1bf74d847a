"""Pages as they are found in the wild: what each says about feeds."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsreader.subscribe.pages import Page, looks_like_page, read_page

PAGES = Path(__file__).resolve().parents[2] / "data" / "pages"


def page(name: str, url: str, *, content_type: str = "text/html", link_header: str = "") -> Page:
    return read_page(url, content_type, (PAGES / name).read_bytes(), link_header)


def urls(found: Page) -> list[str]:
    return [link.url for link in found.links]


def test_links_of_the_head_in_order_comments_last_and_other_alternates_skipped() -> None:
    found = page("blog-plain.html", "https://courier.example/")
    assert found.title == "Harbour Courier"
    assert urls(found) == [
        "https://courier.example/news/atom.xml",
        "https://courier.example/letters.rss",
        "https://courier.example/comments/feed/",
    ]
    assert [link.comments for link in found.links] == [False, False, True]


def test_unquoted_attributes_upper_case_and_base() -> None:
    found = page("unquoted-upper.html", "https://shout.example/index.htm")
    assert urls(found) == ["https://cdn.shout.example/pub/main.rdf"]
    assert found.title == "Shouting Site"


def test_links_outside_of_any_head() -> None:
    assert urls(page("no-head.html", "http://headless.example/blog/")) == [
        "http://headless.example/blog/?format=feed",
        "http://static.headless.example/atom",
    ]


def test_types_that_lie_count_by_the_look_of_the_address_and_schemes_are_kept_out() -> None:
    assert urls(page("lying-types.html", "https://liar.example/")) == [
        "https://liar.example/feed.xml",
        "https://liar.example/index.php?feed=rss2",
        "https://liar.example/about.html",
        "https://liar.example/rss",
        "https://liar.example/",
        "https://liar.example/stream",
    ]


def test_body_links_that_look_like_feeds_best_first() -> None:
    found = [link.url for link in page("body-links.html", "https://body.example/sub/").body_links]
    assert set(found) == {
        "https://body.example/sub/events.rss",
        "https://body.example/plain",
        "https://body.example/sub/news.xml",
        "https://feeds.body-host.example/main.rss",
        "https://body.example/deep.atom",
        "https://body.example/comments/default.rss",
    }
    assert found[0] == "https://body.example/sub/events.rss"
    assert found[-1] == "https://body.example/comments/default.rss"


@pytest.mark.parametrize(
    "content_type", ["text/html", "text/html; charset=ISO-8859-1", "text/html; charset=nonsense"]
)
def test_titles_in_old_encodings(content_type: str) -> None:
    found = page("latin1.html", "https://cafe.example/", content_type=content_type)
    assert found.title == "Café Müller"
    assert found.links[0].title == "Neues aus dem Café"


def test_the_link_header_counts_too() -> None:
    header = (
        '<https://courier.example/>; rel="canonical",'
        ' </hdr.xml>; rel="alternate"; type="application/rss+xml"; title="By header",'
        ' <https://courier.example/wp-json/>; rel="https://api.w.org/"'
    )
    assert urls(page("soft-404.html", "https://courier.example/x", link_header=header)) == [
        "https://courier.example/hdr.xml"
    ]


def test_a_page_that_forwards_and_a_page_that_needs_scripts() -> None:
    assert page("refresh.html", "https://fwd.example/").forward == "https://fwd.example/en/start.html"
    assert page("scripts-only.html", "https://app.example/").scripted
    assert not page("blog-plain.html", "https://courier.example/").scripted
    assert not page("podcast-app.html", "https://pods.example/").scripted


@pytest.mark.parametrize(
    "body", [b"", b"\x00\x00\x00", b"<", b"<!doctype html>", b"plain words", b"<html>" + b"<div>" * 5000]
)
def test_broken_pages_hold_no_links_and_raise_nothing(body: bytes) -> None:
    found = read_page("https://x.example/", "text/html", body)
    assert found.links == found.body_links == ()


@pytest.mark.parametrize(
    "body",
    [
        b'<meta http-equiv=refresh content="' + b"0" * 100_000 + b'; url=/x">',
        b"".join(
            b"<link rel=alternate type=application/rss+xml href=/f%d>" % number for number in range(20_000)
        ),
        b"<body>" + b"<a href=/rss><b>" * 50_000,
        b"<meta charset" * 50_000 + b"<" * 50_000,
        b'<html>"feedUrl":"http:' * 50_000,
    ],
    ids=["refresh", "links", "nesting", "brackets", "scripts"],
)
def test_pages_built_to_exhaust_give_little_and_raise_nothing(body: bytes) -> None:
    found = read_page("https://x.example/", "text/html", body, "<" * 100_000 + "<a>" + ';x="' * 20_000)
    assert len(found.links) <= 200
    assert len(found.body_links) <= 10


def test_what_is_a_page() -> None:
    assert looks_like_page("text/plain", b"\xef\xbb\xbf  <!DOCTYPE HTML>")
    assert looks_like_page("application/xhtml+xml", b'<?xml version="1.0"?><!DOCTYPE html><html>')
    assert looks_like_page("text/html", b"words and words")
    assert not looks_like_page("text/html", b"%PDF-1.7")
    assert not looks_like_page("application/json", b'{"items": []}')
    assert not looks_like_page("text/xml", b'<?xml version="1.0"?><rss></rss>')
