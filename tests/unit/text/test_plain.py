"""Plain text and titles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.text.plain import TITLE_LIMIT, looks_like_html, plain_text, plain_title
from tests.unit.text.made_html import soup


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("a  b\n\tc", "a b c"),
        ("<p>One</p><p>Two</p>", "One Two"),
        ("<b>B</b>old and <i>i</i>", "Bold and i"),
        ("a<br>b<hr>c", "a b c"),
        ("<ul><li>a<li>b</ul>", "a b"),
        ("&amp; &lt;b&gt; &#8212; &nbsp;x", "& <b> — x"),
        ("x<script>alert('<p>')</script>y", "x y"),
        ("x<style>p{}</style>y", "x y"),
        ("x<!-- <p>hidden</p> -->y", "xy"),
        ('<a title="a > b">x</a>', "x"),
        ("<a title='open>x</a>", "x"),
        ("soft\u00adhyphen", "softhyphen"),
        ("<script>never closed", "never closed"),
        ("<!-- never closed", "<!-- never closed"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("<P>Upper</P><B>c</B>ase", "Upper case"),
    ],
)
def test_plain_text(html: str, text: str) -> None:
    assert plain_text(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><P>T<b>w</B>o</P>", "One Two"),
        ("x<script>alert(1)</script>y", "x y"),
        ("x<TITLE\n>hidden</title>y", "x y"),
        ("x<!-- hidden -->y", "xy"),
        ("x<?pi?>y<![CDATA[z]]>", "xyz"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("1 <2> 3", "1 <2> 3"),
        ("3 > 2 <b>x</b> 1 < 2", "3 > 2 x 1 < 2"),
        ("x<b <b>>y", "x<b >y"),
        ("x<script>y", "x y"),
        ("\ud800 &lt;b&gt;", "\ud800 <b>"),
    ],
)
def test_a_long_text_is_read_as_a_short_one(html: str, text: str) -> None:
    long = "<i>word</i> " * 2_000
    assert plain_text(long + html) == plain_text(long) + " " + text


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Plain", "Plain"),
        ("  Over\n several   lines ", "Over several lines"),
        ("<b>Bold</b> title", "Bold title"),
        ("Tom &amp; Jerry", "Tom & Jerry"),
        ("How to use <img>", "How to use <img>"),
        ("3 < 4 && 5 > 4", "3 < 4 && 5 > 4"),
        ("<foo>kept</foo>", "<foo>kept</foo>"),
        ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"),
        ("x\u202egnp.exe\u202c y", "xgnp.exe y"),
        ("x\u2066y\u2069 \u200fz", "xy \u200fz"),
        ("nul\x00 and bell\x07", "nul and bell"),
        ("e" + "\u0301" * 10_000 + "nd", "e" + "\u0301" * 8 + "nd"),
        ("half \ud83d a pair", "half a pair"),
    ],
)
def test_titles(title: str, text: str) -> None:
    assert plain_title(title) == text


def test_a_title_declared_as_text_is_taken_literally() -> None:
    assert plain_title("<b>x</b> &amp;", html=False) == "<b>x</b> &amp;"
    assert plain_title("<b>x &amp;", html=True) == "x &"


@pytest.mark.parametrize(
    "title", ["x" * 10_000_000, "<b>" * 500_000 + "x", "word " * 100_000, "e\u0301" * 5000, "&amp;" * 9000]
)
def test_a_huge_title_is_cut_at_a_character(title: str) -> None:
    made = plain_title(title)
    assert len(made) <= TITLE_LIMIT
    assert not made.endswith("e")


def test_html_is_told_by_its_looks() -> None:
    assert looks_like_html("a <b>b</b>")
    assert looks_like_html("a &amp; b")
    assert not looks_like_html("a & b; c")
    assert not looks_like_html("<b>")
    assert not looks_like_html("<x>y</x>")
    assert not looks_like_html("&nosuch; </b>")


@given(soup)
def test_any_soup_gives_one_line(html: str) -> None:
    text = plain_text(html)
    assert text == " ".join(text.split())


@given(st.text(max_size=3000), st.sampled_from([True, False, None]))
def test_any_title_is_one_tame_line(title: str, html: bool | None) -> None:
    made = plain_title(title, html=html)
    assert len(made) <= TITLE_LIMIT
    assert made == " ".join(made.split())
    assert not set(made) & set("\x00\x1b\u202e\u2067\ud800")
    assert plain_title(made, html=False) == made
