"""Addresses: typed, written in feeds, shown, compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.text.urls import (
    canonical,
    display_host,
    is_web,
    join,
    normalize_address,
    origin,
    split_credentials,
    web_link,
    without_tracking,
)


@pytest.mark.parametrize(
    ("typed", "candidates"),
    [
        ("https://a.example/feed", ["https://a.example/feed"]),
        ("HTTP://A.example/feed", ["http://A.example/feed"]),
        ("  a.example/feed \n", ["https://a.example/feed", "http://a.example/feed"]),
        ("feed:https://a.example/feed", ["https://a.example/feed"]),
        ("feed://a.example/feed", ["https://a.example/feed", "http://a.example/feed"]),
        ("FEED:a.example", ["https://a.example", "http://a.example"]),
        ("//a.example/x", ["https://a.example/x", "http://a.example/x"]),
        ("<https://a.example/>", ["https://a.example/"]),
        ("localhost:8080/x", ["https://localhost:8080/x", "http://localhost:8080/x"]),
        ("127.0.0.1:9/x", ["https://127.0.0.1:9/x", "http://127.0.0.1:9/x"]),
        (
            "user:secret@a.example/feed",
            ["https://user:secret@a.example/feed", "http://user:secret@a.example/feed"],
        ),
        ("[::1]:8080", ["https://[::1]:8080", "http://[::1]:8080"]),
        ("", []),
        ("two words", []),
        ("word", []),
        ("javascript:alert(1)", []),
        ("file:///etc/passwd", []),
        ("feed:file:///etc/passwd", []),
        ("feed:feed:feed:a.example", ["https://a.example", "http://a.example"]),
        ("http://", []),
        ("https://[broken", []),
        ("https://a.example:99999/", []),
        ("mailto:a@b.example", []),
    ],
)
def test_what_people_type(typed: str, candidates: list[str]) -> None:
    assert normalize_address(typed) == candidates


@pytest.mark.parametrize(
    ("url", "split"),
    [
        ("https://u:p@a.example/x", ("https://a.example/x", "u", "p")),
        ("https://u@a.example/x", ("https://a.example/x", "u", "")),
        ("https://u%40h:p%3A%40@a.example:8443/x?y", ("https://a.example:8443/x?y", "u@h", "p:@")),
        ("https://a.example/x@y", ("https://a.example/x@y", "", "")),
        ("https://[broken@x", ("https://[broken@x", "", "")),
    ],
)
def test_credentials_are_taken_out(url: str, split: tuple[str, str, str]) -> None:
    assert split_credentials(url) == split


@pytest.mark.parametrize(
    ("url", "without"),
    [
        ("https://a.example/x?utm_source=rss&id=3&utm_medium=x#top", "https://a.example/x?id=3#top"),
        ("https://a.example/x?utm_source=rss", "https://a.example/x"),
        ("https://a.example/x?fbclid=1&gclid=2&mc_cid=3&_hsenc=4", "https://a.example/x"),
        ("https://a.example/x?b=%20&&a", "https://a.example/x?b=%20&&a"),
        ("https://a.example/x?utm=1&source=rss", "https://a.example/x?utm=1&source=rss"),
        ("https://a.example/#?utm_source=1", "https://a.example/#?utm_source=1"),
        ("", ""),
    ],
)
def test_tracking_parameters_go(url: str, without: str) -> None:
    assert without_tracking(url) == without


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://A.Example/x", "a.example"),
        ("https://a.example:443/", "a.example"),
        ("https://a.example:8443/", "a.example:8443"),
        ("http://аррӏе.com/", "xn--80ak6aa92e.com"),
        ("https://paypal.com@evil.example/", "evil.example"),
        ("https://bücher.example/", "xn--bcher-kva.example"),
        ("https://bücher。example/", "xn--bcher-kva.example"),
        ("http://[2001:db8::1]:80/", "[2001:db8::1]"),
        ("mailto:a@b.example", ""),
        ("http://[x", ""),
        ("https://\U0001f600.example/", "xn--e28h.example"),
    ],
)
def test_the_real_host_is_shown(url: str, host: str) -> None:
    assert display_host(url) == host


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.example/x", "https://www.a.example/x/"),
        ("https://a.example", "https://a.example/"),
        ("https://a.example:443/x", "https://A.EXAMPLE/x#part"),
        ("https://a.example/x?b=2&a=1&utm_source=rss", "https://a.example/x?a=1&b=2"),
        ("https://u:p@a.example/x", "https://a.example/x"),
        ("https://a.example/%7Ex/%C3%A9", "https://a.example/~x/é"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        (" https://a.example/x\n", "https://a.example/x"),
        ("https://www.a.example./x-y/z.xml//", "http://a.example/x-y/z.xml"),
    ],
)
def test_the_same_page(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/x", "https://a.example/X"),
        ("https://a.example/x", "https://a.example/x?a=1"),
        ("https://a.example/", "https://b.example/"),
        ("https://a.example:8080/", "https://a.example/"),
        ("https://a.example/a%2Fb", "https://a.example/a/c"),
        ("urn:a", "urn:b"),
    ],
)
def test_different_pages(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


def test_web_addresses() -> None:
    assert is_web("https://a.example")
    assert is_web("HTTP://[::1]:8/x")
    assert not any(
        map(is_web, ("", "//a.example", "ftp://a.example", "https://", "https:a", "http://[x", "http://a:b/"))
    )


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("x", "https://a.example/d/x"),
        ("/x", "https://a.example/x"),
        ("//b.example", "https://b.example"),
        ("https://b.example/x ", "https://b.example/x"),
        ("ht\ntps://b.example/x", "https://b.example/x"),
        ("", ""),
        ("javascript:alert(1)", ""),
        ("java\tscript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
        ("http://[x", ""),
        ("smb://host/x", ""),
    ],
)
def test_links_of_stories(url: str, link: str) -> None:
    assert web_link("https://a.example/d/feed", url) == link


def test_origin_and_join() -> None:
    assert origin("https://u:p@A.example/x") == "https://a.example:443"
    assert origin("http://a.example:8080") == "http://a.example:8080"
    assert origin("urn:x") == ""
    assert join("", "x") == "x"
    assert join("https://a.example/", "http://[x") == ""


@given(st.text(max_size=80))
def test_nothing_typed_makes_it_fail(text: str) -> None:
    for url in [text, *normalize_address(text), f"https://{text}", f"https://a.example/{text}"]:
        display_host(url), canonical(url), split_credentials(url), without_tracking(url), origin(url)
        assert web_link("https://a.example/", url) == "" or is_web(web_link("https://a.example/", url))
    assert all(map(is_web, normalize_address(text)))
