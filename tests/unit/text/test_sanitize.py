"""What clean HTML is, and that nothing else comes out."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.text.markup import ALLOWED, RENAMED, VOID
from newsreader.text.plain import plain_text
from newsreader.text.sanitize import clean, clean_parts, first_picture
from tests.unit.text.made_html import soup

BASE = "https://site.example/dir/page.html"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Plain</p>", "<p>Plain</p>"),
        ("1 < 2 & 3 > 2", "1 &lt; 2 &amp; 3 &gt; 2"),
        ('<p class="a" id="b" style="color:red" onclick="x()">x</p>', "<p>x</p>"),
        ("<script>alert(1)</script><style>p{}</style>x", "x"),
        ('<a href="/a">x</a>', '<a href="https://site.example/a">x</a>'),
        ('<a href="b.html#c">x</a>', '<a href="https://site.example/dir/b.html#c">x</a>'),
        ('<a href="//other.example/">x</a>', '<a href="https://other.example/">x</a>'),
        ('<a href="mailto:a@b.example">x</a>', '<a href="mailto:a@b.example">x</a>'),
        ('<a href="javascript:alert(1)">x</a>', "<a>x</a>"),
        ('<a href="java\nscript:alert(1)">x</a>', "<a>x</a>"),
        ('<a href="ftp://a.example/">x</a>', "<a>x</a>"),
        ('<a href="file:///etc/passwd">x</a>', "<a>x</a>"),
        ('<img src="p.jpg" alt="A" class="c" srcset="q.jpg 2x">', '<img src="https://site.example/dir/p.jpg" alt="A">'),
        ('<img src="//a.example/p" width="640px" height="50%">', '<img src="https://a.example/p" width="640">'),
        ('<img src="data:image/png;base64,AAAA">x', "x"),
        ('<img src="file:///etc/passwd">x', "x"),
        ('<img src="qrc:/icon.png">x', "x"),
        ("<img>x", "x"),
        ('<img src="/t.gif" width="1" height="1">x', "x"),
        ('<img src="/t.gif" height="0">x', "x"),
        ('<img src="/t.gif" style="display: none">x', "x"),
        ('<img src="/t.gif" hidden>x', "x"),
        ('<img src="https://feeds.feedburner.com/~r/x/~4/y">x', "x"),
        ('<img src="https://a.b.doubleclick.net/x">x', "x"),
        ('<img src="https://x.example/piwik.php?a=1">x', "x"),
        ('<img src="https://x.example/p.php?idsite=1">x', "x"),
        ('<img src="https://x.example/counter.php">x', "x"),
        ('<img src="https://x.example/hit.Counter.php">x', "x"),
        ('<img src="https://x.example/pixel.gif">x', "x"),
        ('<img src="https://x.example/mycounter.php">x', '<img src="https://x.example/mycounter.php">x'),
        ('<img src="https://x.example/xpixel.gif">x', '<img src="https://x.example/xpixel.gif">x'),
        ('<img src="https://notdoubleclick.net/x">x', '<img src="https://notdoubleclick.net/x">x'),
        ('<table background="x.png"><tr><td colspan="2" rowspan="99999999">x</td></tr></table>',
         '<table><tbody><tr><td colspan="2">x</td></tr></tbody></table>'),
        ("<section><h2>T</h2></section><aside>x</aside>", "<div><h2>T</h2></div><div>x</div>"),
        ("<pre>\n\n  a\n b</pre>", "<pre>  a\n b</pre>"),
        ('<p dir="rtl" lang="ar">x</p>', '<p lang="ar" dir="rtl">x</p>'),
        ("<dl><dt>t</dt><dd>d</dd></dl>", "<dl><dt>t</dt><dd>d</dd></dl>"),
        ("<ruby>漢<rt>kan</rt></ruby>", "<ruby>漢<rt>kan</rt></ruby>"),
        ('<ol start="3"><li value="4">x</li></ol>', '<ol start="3"><li>x</li></ol>'),
        ("x<sup>2</sup><sub>3</sub><q>q</q>", "x<sup>2</sup><sub>3</sub><q>q</q>"),
        ("<figure><figcaption>c</figcaption></figure>", "<figure><figcaption>c</figcaption></figure>"),
        ("<svg><script>x</script><circle/></svg>y", "y"),
        ("<form action='/x'><input><button>Go</button></form>", "Go"),
        ("a<!-- secret -->b", "ab"),
        ("", ""),
    ],
)  # fmt: skip
def test_examples(html: str, expected: str) -> None:
    made = clean(html, BASE)
    assert _sorted(made) == _sorted(expected)
    assert clean(made, BASE) == made


def _sorted(html: str) -> str:
    """``html`` with the attributes of every tag in order: theirs says nothing."""
    return re.sub(
        r'((?: [a-z-]+="[^"]*")+)',
        lambda found: "".join(sorted(re.findall(r' [a-z-]+="[^"]*"', found[1]))),
        html,
    )


def test_without_a_base_relative_addresses_are_dropped() -> None:
    assert clean('<a href="/a">x</a><img src="p.jpg">', "") == "<a>x</a>"
    assert clean('<a href="/a">x</a>', "file:///etc/") == "<a>x</a>"


@pytest.mark.parametrize(
    ("html", "card"),
    [
        (
            '<iframe src="https://www.youtube-nocookie.com/embed/abcdefghijk?start=3"></iframe>',
            '<p data-card="video"><a href="https://www.youtube.com/watch?v=abcdefghijk">'
            '<img src="https://i.ytimg.com/vi/abcdefghijk/hqdefault.jpg" alt="">Video: www.youtube.com</a></p>',
        ),
        (
            '<iframe src="//maps.example/x" title="Where &amp; how">old</iframe>',
            '<p data-card="frame"><a href="https://maps.example/x">Where &amp; how</a></p>',
        ),
        (
            '<video poster="v.jpg"><source src="v.webm"><p>Your reader cannot.</p></video>',
            '<p data-card="video"><a href="https://site.example/dir/v.webm">'
            '<img src="https://site.example/dir/v.jpg" alt="">Video: site.example</a></p>',
        ),
        (
            '<audio src="https://a.example/a.mp3"></audio>',
            '<p data-card="audio"><a href="https://a.example/a.mp3">Audio: a.example</a></p>',
        ),
        (
            '<object data="paper.pdf" type="application/pdf"></object>',
            '<p data-card="file"><a href="https://site.example/dir/paper.pdf">File: site.example</a></p>',
        ),
        (
            '<embed src="film.mp4" type="video/mp4">',
            '<p data-card="video"><a href="https://site.example/dir/film.mp4">Video: site.example</a></p>',
        ),
        ('<iframe src="javascript:alert(1)"></iframe>', ""),
        ('<iframe srcdoc="<script>x</script>"></iframe>', ""),
        ("<video></video>", ""),
    ],
)
def test_players_and_frames_become_cards(html: str, card: str) -> None:
    made = clean(f"<p>before</p>{html}<p>after</p>", BASE)
    assert made == f"<p>before</p>{card}<p>after</p>"
    assert clean(made, BASE) == made


def test_a_card_keeps_the_address_exactly() -> None:
    made = clean('<iframe src="https://a.example/x?a=1&amp;b=&quot;2&quot;"></iframe>', BASE)
    assert 'href="https://a.example/x?a=1&amp;b=&quot;2&quot;"' in made


class _Shape(HTMLParser):
    """How deep an HTML is nested, and the longest run and block in it."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.stack: list[str] = []
        self.deepest = self.tables = self.boxes = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.stack.append(tag)
        self.deepest = max(self.deepest, len(self.stack))
        self.tables = max(self.tables, self.stack.count("table"))
        self.boxes = max(self.boxes, sum(name in ("table", "blockquote", "pre") for name in self.stack))

    def handle_endtag(self, tag: str) -> None:
        assert self.stack, "an end without a start"
        assert self.stack.pop() == tag


@pytest.mark.parametrize(
    ("html", "deepest", "tables", "boxes"),
    [
        ("<table><tr><td>" * 30 + "word", 100, 3, 6),
        ("<blockquote>" * 30 + "word", 100, 0, 6),
        ("<blockquote><table><tr><td><pre>" * 5 + "word", 100, 3, 6),
        ("<div>" * 900 + "word", 100, 0, 0),
        ("<ul><li>" * 300 + "word", 100, 0, 0),
        ("<span>" * 900 + "word", 100, 0, 0),
        ("<div>" * 20_000 + "word", 100, 0, 0),
    ],
)
def test_nesting_is_capped_and_the_text_kept(html: str, deepest: int, tables: int, boxes: int) -> None:
    made = clean_parts(html, BASE)
    shape = _Shape(made.html)
    assert (shape.deepest <= deepest, shape.tables <= tables, shape.boxes <= boxes) == (True, True, True)
    assert made.text == plain_text(made.html) == "word"
    assert clean(made.html, BASE) == made.html


def test_three_tables_deep_and_many_quotes_in_a_row_are_left_alone() -> None:
    nested = "<table><tbody><tr><td>" * 3 + "x" + "</td></tr></tbody></table>" * 3
    assert clean(nested, BASE) == nested
    row = "<blockquote><p>x</p></blockquote>" * 40
    assert clean(row, BASE) == row


@pytest.mark.parametrize(
    "html",
    [
        "x" * 5000,
        "<b>" + "x" * 150 + "</b><i>" + "y" * 150 + "</i>",
        "<p>" + "&amp;" * 700 + "</p>",
        "<p>" + "a&nbsp;" * 400 + "</p>",
        "<pre>" + "-" * 1000 + "</pre>",
        "<p>" + "e\u0301" * 500 + "</p>",
    ],
)
def test_long_runs_get_places_to_break(html: str) -> None:
    made = clean(html, BASE)
    runs = re.split("[ \n\u200b]", _text_of(made))
    assert max(map(len, runs)) <= 200
    assert _text_of(made).replace("\u200b", "") == _text_of(html)
    assert clean(made, BASE) == made


def _text_of(html: str) -> str:
    pieces: list[str] = []
    parser = HTMLParser(convert_charrefs=True)
    parser.handle_data = pieces.append  # type: ignore[method-assign]
    parser.feed(html)
    parser.close()
    return "".join(pieces)


@given(st.lists(st.sampled_from((1, 2, 99, 100, 198, 199, 200, 201, 202, 401)), max_size=8))
def test_only_words_beyond_200_characters_get_one(lengths: list[int]) -> None:
    made = clean(f"<p>{' '.join('x' * length for length in lengths)}</p>", BASE)
    assert ("\u200b" in made) == (max(lengths, default=0) > 200)


def test_chinese_needs_no_breaks() -> None:
    assert clean("<p>" + "船" * 900 + "</p>", BASE) == "<p>" + "船" * 900 + "</p>"


@pytest.mark.parametrize(
    "html",
    [
        "<p>" + "A sentence of seven words, more or less. " * 1000 + "</p>",
        "<p><b>" + "word " * 5000 + "</b></p>",
        "word " * 5000,
        "<ul><li>" + "word " * 5000 + "</li></ul>",
        "<p>" + "<i>word</i> " * 5000 + "</p>",
        "<p>" + "&amp; " * 9000 + "</p>",
        "<p>" + "船" * 30_000 + "</p>",
    ],
)
def test_giant_paragraphs_are_split(html: str) -> None:
    made = clean_parts(html, BASE)
    blocks = re.split(r"</?(?:p|div|li|ul)>", made.html)
    assert max(len(re.sub("<[^>]*>", "", block)) for block in blocks) <= 8000
    assert made.text == " ".join(_text_of(html).split())
    assert plain_text(made.html).replace(" ", "") == made.text.replace(" ", "")
    assert clean(made.html, BASE) == made.html


@pytest.mark.parametrize(
    "html",
    [
        "<p>word <b>bold</b></p>" * 30_000,
        "<p>word</p><br>" * 11_000,
        "a < b " * 100_000,
        "<p>x" * 21_000,
        "&lt;b&gt; " * 80_000,
    ],
)
def test_beyond_all_limits_the_text_is_kept(html: str) -> None:
    made = clean_parts(html, BASE)
    assert made.text == plain_text(html)
    assert _Shape(made.html).deepest <= 1
    assert clean(made.html, BASE) == made.html


def test_the_first_picture_is_one_that_is_shown() -> None:
    html = '<img src="/t.gif" width=1 height=1><img src="/a.jpg?x=1&amp;y=2"><img src="/b.jpg">'
    made = clean_parts(html, BASE)
    assert made.picture == first_picture(made.html) == "https://site.example/a.jpg?x=1&y=2"
    assert first_picture("<p>none</p>") == ""


def test_blocks_are_parted_by_one_space_and_inline_tags_by_none() -> None:
    html = "<h1>Head</h1><p>One<b>Two</b> three<br>four</p><ul><li>a</li><li>b</li></ul>x"
    html += "<table><tr><td>1</td><td>2</td></tr></table>"
    assert clean_parts(html, BASE).text == "Head OneTwo three four a b x 1 2"


_TAG = re.compile(r"<(/?)([a-z0-9]+)((?: [a-z-]+=\"[^\"<>]*\")*)>")
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_NAMES = frozenset(
    (
        "href",
        "src",
        "alt",
        "title",
        "width",
        "height",
        "dir",
        "lang",
        "colspan",
        "rowspan",
        "span",
        "align",
        "type",
    )
) | {"start", "reversed", "data-card"}


def assert_clean(html: str) -> None:
    """Nothing but allowed tags with allowed attributes, every address absolute."""
    rest = _TAG.sub("", html)
    assert "<" not in rest
    assert ">" not in rest
    for _, name, written in _TAG.findall(html):
        attributes = dict(_ATTRIBUTE.findall(written))
        assert name in ALLOWED - RENAMED
        assert set(attributes) <= _NAMES
        assert attributes.get("href", "mailto:").startswith(("https://", "http://", "mailto:"))
        if name == "img":
            assert attributes["src"].startswith(("https://", "http://"))


@settings(max_examples=200, deadline=None)
@given(soup)
def test_any_soup_becomes_clean_and_stays_so(html: str) -> None:
    made = clean_parts(html, BASE)
    assert_clean(made.html)
    assert clean(made.html, BASE) == made.html
    assert plain_text(made.html).replace("\u200b", "") == made.text.replace("\u200b", "")
