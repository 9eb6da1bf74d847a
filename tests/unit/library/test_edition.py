"""The page of the day: its parts, and the file it is kept as."""

from __future__ import annotations

from datetime import UTC
from html.parser import HTMLParser
from pathlib import Path

import pytest

from newsreader.domain.briefs import Brief, BriefList, BriefSource
from newsreader.domain.errors import NotWritable
from newsreader.library.edition import make_edition, names_of
from newsreader.library.edition_html import edition_html, write_html

NOW = 1_763_800_000


def brief(
    id: int, *sources: str, section: str = "", headline: str = "", teaser: str = "What happened."
) -> Brief:
    stories = tuple(id * 10 + n for n in range(len(sources)))
    feeds = (1,) * len(sources)
    return Brief(
        id,
        headline or f"Event {id}",
        teaser,
        stories[0],
        stories,
        sources,
        feeds,
        NOW - 3600,
        section=section,
    )


def source(story: int, title: str, link: str) -> BriefSource:
    return BriefSource(story, 1, title, "Headline", "", link, NOW - 3600, False)


class Tags(HTMLParser):
    """Every tag and every address of a document."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(document)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "action", "style")]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_first_leads_and_the_rest_comes_in_sections() -> None:
    briefs = (
        brief(1, "A", "B"),
        brief(2, "A"),
        brief(3, "C", section="World"),
        brief(4, "D", section="World"),
    )
    edition = make_edition(BriefList(briefs), NOW, UTC)
    assert edition.lead == briefs[0]
    assert [(section.name, len(section.briefs)) for section in edition.sections] == [("", 1), ("World", 2)]
    assert edition.briefs == briefs
    assert (edition.title, edition.date) == ("Today in brief", "Saturday, 22 November 2025")
    assert edition.count == "4 events from 4 publications"


def test_an_empty_one_and_one_of_the_latest() -> None:
    assert make_edition(BriefList(()), NOW, UTC).lead is None
    latest = make_edition(BriefList((brief(1, "A"),), latest=True), NOW, UTC)
    assert (latest.title, latest.count) == ("Latest in brief", "1 event from 1 publication")


def test_who_tells_it() -> None:
    assert names_of(brief(1, "A")) == "A"
    assert names_of(brief(1, "A", "", "C")) == "A, Unknown, C"
    assert names_of(brief(1, "A", "B", "C", "D", "E")) == "A, B, C and 2 more"


def test_headlines_and_publications_lead_to_the_stories() -> None:
    edition = make_edition(BriefList((brief(1, "A", "B"),)), NOW, UTC)
    sources = {1: (source(10, "A", "https://a.example/?x=1&y=2"), source(11, "B", "http://b.example/"))}
    tags = Tags(edition_html(edition, sources, NOW))
    assert tags.links == ["https://a.example/?x=1&y=2", "https://a.example/?x=1&y=2", "http://b.example/"]
    assert "1 h" in tags.text


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//x.example/",
        "https://[",
        "",
        "mailto:a@b.c",
    ],
)
def test_no_other_address_becomes_a_link(link: str) -> None:
    edition = make_edition(BriefList((brief(1, "A"),)), NOW, UTC)
    assert Tags(edition_html(edition, {1: (source(10, "A", link),)}, NOW)).links == []


def test_what_feeds_say_is_text_and_nothing_else() -> None:
    evil = '"><script>alert(1)</script><img src=x onerror=y>\x00\u202egnp'
    bad = brief(1, evil, section=evil, headline=evil, teaser=evil)
    edition = make_edition(BriefList((bad, bad)), NOW, UTC)
    document = edition_html(edition, {1: (source(10, evil, 'https://a.example/"onclick="x'),)}, NOW)
    tags = Tags(document)
    allowed = {"html", "head", "meta", "title", "style", "body", "header", "main", "section", "article", "div", "h1",
               "h2", "h3", "p", "span", "a", "bdi"}  # fmt: skip
    assert set(tags.tags) <= allowed
    assert "default-src 'none'" in document
    assert "\u202e" not in document
    assert "\x00" not in document
    assert "<script>alert(1)</script>" in tags.text


def test_scripts_that_join_their_letters_keep_them_joined() -> None:
    persian = "می\u200cخواهم"
    edition = make_edition(BriefList((brief(1, "A", headline=persian),)), NOW, UTC)
    assert persian in edition_html(edition, {}, NOW)


def test_an_empty_page_says_so() -> None:
    assert "Nothing in brief yet." in edition_html(make_edition(BriefList(()), NOW, UTC), {}, NOW)


def test_the_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    write_html(tmp_path / "day.html", "<p>\ud800Day")
    assert (tmp_path / "day.html").read_text() == "<p>?Day"
    assert [path.name for path in tmp_path.iterdir()] == ["day.html"]
    with pytest.raises(NotWritable):
        write_html(tmp_path / "none" / "day.html", "")
