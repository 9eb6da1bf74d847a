"""Markdown of clean HTML: what a person pastes elsewhere reads as the story did."""

from __future__ import annotations

import pytest

from newsreader.text.markdown import escaped, markdown, paragraphs, quoted


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One.</p><p>Two <b>bold</b> and <i>soft</i>.</p>", "One.\n\nTwo **bold** and *soft*."),
        ("<p>a<b> spaced </b>b</p>", "a **spaced** b"),
        ("<h2>Head</h2>text", "## Head\n\ntext"),
        ('<p>See <a href="https://x.example/a(b)">this</a>.</p>', "See [this](https://x.example/a%28b%29)."),
        ('<img src="https://x.example/a.png" alt="A bridge">', "![A bridge](https://x.example/a.png)"),
        ("<blockquote><p>One</p><p>Two</p></blockquote>", "> One\n>\n> Two"),
        ("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>", "- a\n- b\n  - c"),
        ('<ol start="9"><li>i</li><li>j</li></ol>', "9. i\n10. j"),
        ("<pre>if a &lt; b:\n    *run*()</pre>", "```\nif a < b:\n    *run*()\n```"),
        ("<pre>```</pre>", "````\n```\n````"),
        ("<p>Use <code>a_b*</code> here</p>", "Use `a_b*` here"),
        ("one<br>two", "one\\\ntwo"),
        ("one\u2028two\u2029three", "one two three"),
        ("<pre>one\u2028two</pre>", "```\none\ntwo\n```"),
        (
            "<table><tr><th>a</th><th>b|c</th></tr><tr><td>1</td></tr></table>",
            "| a | b\\|c |\n| --- | --- |\n| 1 |  |",
        ),
        ("<table><tr><td><p>Only text</p></td></tr></table>", "Only text"),
        ("<p>2 * 3 _is_ [six] &lt;b&gt;</p>", r"2 \* 3 \_is\_ \[six\] \<b\>"),
        ("<p># no heading</p><p>1. no list</p>", "\\# no heading\n\n1\\. no list"),
        ("<p>a</p><hr><p>b</p>", "a\n\n---\n\nb"),
        ("<script>x</script><p>a</p><style>b</style>", "a"),
        ("", ""),
    ],
)
def test_html_becomes_markdown(html: str, text: str) -> None:
    assert markdown(html) == text


def test_no_text_is_lost_whatever_stands_open() -> None:
    text = markdown("<blockquote>a<ul><li>b<table><tr><td>c<b>d" + "<blockquote>" * 60 + "e</i></p>f")
    assert all(letter in text for letter in "abcdef")


def test_plain_text_is_shown_as_it_is() -> None:
    assert escaped("- *a*") == r"\- \*a\*"
    assert quoted("a\n\nb") == "> a\n>\n> b"


def test_plain_text_keeps_its_paragraphs() -> None:
    html = (
        "<h2>Head</h2><p>One <b>two</b>,<br>three <a href='https://x.example/'>four</a> 2 * 2.</p>"
        "<ul><li>a</li><li>b</li></ul><blockquote>q</blockquote>"
        "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table><pre>x = 1\n  y</pre>"
    )
    text = "Head\n\nOne two,\nthree four 2 * 2.\n\n- a\n- b\n\n> q\n\na\tb\n1\t2\n\nx = 1\n  y"
    assert paragraphs(html) == text
