"""From clean HTML to the page's own HTML: what goes out, whatever comes in."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsreader.text.sanitize import clean
from newsreader.ui.reader import runs
from newsreader.ui.reader.html_adapter import adapt
from newsreader.ui.reader.pages import Page, Picture, Table
from tests.unit.text.made_html import soup

BASE = "https://site.example/"
OURS = re.compile(
    r"</?(?:p|b|i|u|s|ul|ol|li|table|tr|td|th|sup|sub|span|a|br)"
    r'(?: (?:class|width|cellspacing|cellpadding|dir|start|type|href|align|colspan|rowspan)="[^"<>]*")*>'
)


def html_of(page: Page) -> str:
    """All HTML of a page, tables included; gaps as ``[picture]``."""

    def parts(of: tuple[object, ...]) -> str:
        return "".join(
            part if isinstance(part, str) else parts(part.parts) if isinstance(part, Table) else "[picture]"
            for part in of
        )

    return parts(page.parts)


def out(html: str, language: str = "") -> str:
    return html_of(adapt(html, language))


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>One</p><p>Two</p>", '<p class="f">One</p><p>Two</p>'),
        ("bare text", '<p class="f">bare text</p>'),
        ("<p>a <b>b<p>c</b>", '<p class="f">a <b>b</b></p><p><b>c</b></p>'),
        ("<p>a<br><br>b</p>", '<p class="f">a</p><p>b</p>'),
        ("<h2>Head</h2>", '<p class="h2 f">Head</p>'),
        ("<p>1 &lt; 2 &amp; 3</p>", '<p class="f">1 &lt; 2 &amp; 3</p>'),
        ("<p>x<sup>2</sup> <q>said</q></p>", '<p class="f">x<sup>2</sup> “said”</p>'),
        ("<p>a</p><hr><p>b</p>", '<p class="f">a</p><p class="hr">&nbsp;</p><p>b</p>'),
        ("<dl><dt>T<dd>D</dl>", '<p class="dt f">T</p><p class="dd">D</p>'),
        ('<p dir="rtl">abc</p>', '<p class="f" dir="rtl">abc</p>'),
        ("<blockquote>a<blockquote>b", None),
        ("<ul><li>one<li><p>two</p><p>three</p></ul>", None),
    ],
)
def test_blocks(html: str, expected: str | None) -> None:
    made = out(html)
    if expected is not None:
        assert made == expected
    assert_balanced(made)


def assert_balanced(html: str) -> None:
    """Every tag is one of ours, and closed in order."""
    assert not re.sub(OURS, "", html).count("<")
    stack: list[str] = []
    for slash, name in re.findall(r"<(/?)([a-z]+)", html):
        if name == "br":
            continue
        if slash:
            assert stack.pop() == name
        else:
            stack.append(name)
    assert stack == []


def test_list_items_keep_their_paragraphs() -> None:
    made = out("<ul><li>one<li><p>two</p><p>three</p><ul><li>deep</ul></ul><p>after</p>")
    assert '<li class="">two<p class="i">three</p><ul class="n">' in made
    assert made.endswith("<p>after</p>")


def test_a_list_begins_with_its_number() -> None:
    assert '<ol class=" f" start="5" type="a">' in out('<ol start="5" type="a"><li>x</ol>')


def test_a_quote_stands_in_a_cell_with_a_bar_on_the_side_it_is_read_from() -> None:
    assert '<td class="q">' in out("<p>x<blockquote>said</blockquote>")
    assert 'dir="rtl"><tr><td class="qr">' in out("<p>x<blockquote>نص</blockquote>", "ar")


def test_code_keeps_its_white_space() -> None:
    assert 'class="code f">a\n    b\n' in out("<pre>\na\n\tb\n</pre>")


def test_a_table_becomes_a_part_with_figures_to_the_right() -> None:
    page = adapt(
        "<table><caption>Sums</caption><tr><th>Item<th>Cost<tr><td>Tea<td>3,900<tr><td>Light<td>45</table>"
    )
    (table,) = page.tables
    assert (table.rows, table.columns, table.caption) == (3, 2, "Sums")
    made = html_of(page)
    assert '<th class="h" align="right">Cost</th>' in made
    assert '<td class="t" align="right">3,900</td>' in made
    assert '<td class="t">Tea</td>' in made


def test_a_table_that_only_arranges_is_unfolded() -> None:
    page = adapt("<table><tr><td><p>Left</p></td><td><p>Right</p></td></tr></table>")
    assert page.tables == ()
    assert html_of(page) == '<p class="f">Left</p><p>Right</p>'


def test_a_huge_table_keeps_its_text_as_lines() -> None:
    page = adapt("<table>" + "<tr><td>a<td>b" * 2000 + "</table>")
    assert page.tables == ()
    assert page.simplified
    assert html_of(page).count("a · b") == 2000


def test_pictures_stand_between_blocks_and_small_ones_in_the_line() -> None:
    page = adapt(
        '<p>a<img src="https://x.example/1.png" alt="One" title="T" width="800" height="400">b'
        '<img src="https://x.example/2.png" width="16" height="16">c'
        '<a href="https://x.example/"><img src="https://x.example/3.png"></a></p>'
    )
    one, two, three = page.pictures
    assert one == Picture(0, "https://x.example/1.png", "One", "T", 800, 400)
    assert two.inline
    assert three.link == "https://x.example/"
    assert (
        html_of(page)
        == '<p class="f">a</p>[picture]<p>b[picture]c<a href="https://x.example/"></a></p>[picture]'
    )


def test_trackers_and_pictures_without_address_leave_no_gap() -> None:
    page = adapt('<p>a<img src="https://x.example/1.gif" width="1" height="1"><img alt="Map"></p>')
    assert page.pictures == ()
    assert "[Map]" in html_of(page)


@pytest.mark.parametrize(
    "src",
    ["file:///etc/hostname", "/etc/hostname", "a.png", ":/a.png", "qrc:/a.png", "//host/a.png", "data:image/png;,AA",
     "welcome:../theme/tokens.json", "welcome:a/b.png", "https://x/ y.png", "picture:0", "javascript:1"],
)  # fmt: skip
def test_only_web_pictures_are_pictures(src: str) -> None:
    assert adapt(f'<img src="{src}">').pictures == ()


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", "java\tscript:alert(1)", " javascript:1", "vbscript:x", "data:text/html,x", "file:///a",
     "smb://h/s", "newsreader:x", "table:0", "pictures:show", "//host/x", "/x", "x", "#top", "https://x/ y", "feed:https://x/"],
)  # fmt: skip
def test_only_web_and_mail_links_are_links(href: str) -> None:
    assert out(f'<p><a href="{href}">text</a></p>') == '<p class="f">text</p>'


def test_links_are_kept_as_they_are() -> None:
    assert (
        out('<a href="https://x.example/?a=1&amp;b=%22">t</a>').count(
            'href="https://x.example/?a=1&amp;b=%22"'
        )
        == 1
    )
    assert 'href="mailto:a@b.example"' in out('<a href="mailto:a@b.example">t</a>')


def test_what_is_not_for_reading_is_left_out() -> None:
    assert (
        out("<p>a<script>x()</script><style>p{}</style><svg><text>v</text></svg>b</p>")
        == '<p class="f">ab</p>'
    )


def test_right_to_left_by_language_and_by_the_first_letter() -> None:
    assert 'dir="rtl"' in out("<p>BBC</p>", "ar-EG")
    assert adapt("<p>مرحبا</p>").rtl
    assert not adapt("<p>hello مرحبا</p>").rtl


def test_reading_time_counts_words_and_letters_of_scripts_without_spaces() -> None:
    assert adapt("<p>" + "word " * 460).minutes == 2
    assert adapt("<p>" + "港" * 920).minutes == 2
    assert adapt("").minutes == 0


def test_characters_of_the_documents_own_structure_do_not_come_in() -> None:
    assert out("<p>a\ufffcb\ufdd0c\ufdd1d\x00e\ud800f\u202eg</p>") == '<p class="f">abcdefg</p>'


def test_long_runs_get_places_to_break_and_long_paragraphs_are_split() -> None:
    assert max(len(run) for run in runs.breakable("x" * 1000).split("\u200b")) <= runs.LONGEST_RUN
    assert runs.breakable("港" * 1000) == "港" * 1000
    pieces = runs.paragraphs("Some words here. " * 1000)
    assert max(map(len, pieces)) <= runs.LONGEST_PARAGRAPH
    assert "".join(pieces).replace(" ", "") == ("Some words here. " * 1000).replace(" ", "")


TAGS = (
    "p",
    "div",
    "b",
    "a",
    "blockquote",
    "ul",
    "ol",
    "li",
    "table",
    "tr",
    "td",
    "th",
    "pre",
    "h1",
    "br",
    "img",
    "caption",
    "q",
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # on a busy machine it is
@given(
    st.lists(
        st.one_of(
            st.sampled_from([f"<{t}>" for t in TAGS] + [f"</{t}>" for t in TAGS]), st.sampled_from("xyz &")
        )
    )
)
def test_any_soup_gives_balanced_html_and_loses_no_text(pieces: list[str]) -> None:
    html = "".join(pieces)
    page = adapt(html)
    made = html_of(page)
    assert_balanced(made)
    captions = "".join(table.caption for table in page.tables)
    letters = re.sub(r"<[^>]*>|&amp;|&nbsp;|[^xyz]", "", made) + "".join(re.findall("[xyz]", captions))
    assert sorted(letters) == sorted(re.findall("[xyz]", re.sub(r"<[^>]*>", "", html)))


def test_breaks_come_only_into_overlong_runs() -> None:
    assert runs.breakable("x" * 200) == "x" * 200
    long = runs.breakable("a " + "x" * 500 + " b " + "y" * 150)
    assert [len(run) for run in long.replace("\u200b", " ").split()] == [1, 100, 100, 100, 100, 100, 1, 150]
    already = "\u200b".join(["z" * 100] * 9)
    assert runs.breakable(already) == already
    assert runs.breakable("漢" * 500 + "x" * 201).count("\u200b") == 2


@pytest.mark.parametrize(
    "html",
    [
        "<p>One<br></p><p>Two</p>",
        "<p><em>One<br></em></p><p>Two</p>",
        "One<br><br>Two",
        "<p>One<br> </p><p>Two</p>",
    ],
)
def test_a_break_at_the_end_of_a_block_makes_no_line(html: str) -> None:
    assert "<br>" not in html_of(adapt(html))


def test_a_break_within_a_block_stays() -> None:
    assert (
        html_of(adapt("<ul><li>One<br>two</li><li>Three<br></li></ul><p>Four<br><b>five</b></p>")).count(
            "<br>"
        )
        == 2
    )


def test_paragraphs_of_nothing_take_no_room() -> None:
    page = adapt(
        "<p>One.</p><p>&nbsp;</p><p> &nbsp; </p><div><span>&nbsp;</span></div><p>Two&nbsp;three.</p>"
    )
    assert html_of(page).count("<p") == 2
    assert "Two\u00a0three." in html_of(page)


@settings(max_examples=200, deadline=None)
@given(soup)
def test_clean_html_is_read_as_any_other(html: str) -> None:
    made = clean(html, BASE)
    assert adapt(made) == adapt(f"<!-- what only a parser can read -->{made}")


@given(st.text(alphabet=" \t\n\x85\u2028\u00a0ab", max_size=20))
def test_white_space_is_folded_but_for_spaces_that_do_not_break(text: str) -> None:
    assert runs.fold(text) == re.sub("[ \t\n\x85\u2028]+", " ", text)
