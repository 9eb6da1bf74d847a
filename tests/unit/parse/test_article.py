"""The story of a web page, told from what surrounds it."""

from __future__ import annotations

import pytest

from newsreader.domain.errors import NoWholeStory
from newsreader.parse.article import MOST_TAGS, article

URL = "https://lantern.example/2025/bridge"
WORDS = "The council opened the bridge after eleven years of work, and the first trams run in May. "


def page(body: str, head: str = "") -> bytes:
    menu = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/all'>All news</a></li></ul></nav>"
    end = "<footer><p>Imprint. Cookies. Newsletter.</p></footer><script>alert(1)</script>"
    return f"<!doctype html><html><head><title>T</title>{head}</head><body>{menu}{body}{end}</body></html>".encode()


def test_it_keeps_the_story_and_leaves_the_rest() -> None:
    html = article(
        page(
            f"<article><h2>What it cost</h2><p>{WORDS * 3}</p><p>More <a href='/monday'>on Monday</a>. {WORDS}</p>"
            "<img src='/img/bridge.jpg' alt='The bridge'><pre><code>06:10  Eastport</code></pre>"
            "<table><tr><th>Line</th><th>Sailings</th></tr><tr><td>North</td><td>4</td></tr></table></article>"
        ),
        "text/html",
        URL,
    )
    assert "eleven years" in html
    assert "<h2>What it cost</h2>" in html
    assert 'href="https://lantern.example/monday"' in html
    assert 'src="https://lantern.example/img/bridge.jpg"' in html
    assert "<td>North</td>" in html
    assert "<pre><pre>" not in html
    assert not any(word in html for word in ("Imprint", "All news", "alert"))


@pytest.mark.parametrize(
    ("content_type", "head", "encoding"),
    [
        ("text/html; charset=windows-1251", "", "windows-1251"),
        ("text/html", "<meta charset='koi8-r'>", "koi8-r"),
        ("", "", "utf-8"),
    ],
)
def test_it_reads_the_encoding_of_the_page(content_type: str, head: str, encoding: str) -> None:
    words = "Мост открыли после одиннадцати лет работы, и первые трамваи пойдут в мае. " * 5
    body = page(f"<article><p>{words}</p></article>", head).decode().encode(encoding)
    assert "одиннадцати лет" in article(body, content_type, URL)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00\xff\xfe",
        page("<div id=app></div>"),
        page("<p>Please accept our cookies.</p>"),
        page("<p>" + "<b>" * (MOST_TAGS + 1)),
    ],
)
def test_a_page_without_a_story_says_so(body: bytes) -> None:
    with pytest.raises(NoWholeStory, match="browser"):
        article(body, "text/html", URL)
