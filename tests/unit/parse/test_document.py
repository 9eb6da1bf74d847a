"""Whole documents through the door of the room."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

import feedparser
import pytest

from newsreader.domain.errors import NotAFeed, ParseError
from newsreader.domain.feeds import Publication
from newsreader.domain.incoming import IncomingFeed, Rhythm
from newsreader.domain.stories import Enclosure
from newsreader.parse.document import parse

DATA = Path(__file__).resolve().parents[2] / "data" / "feeds"
URL = "https://feeds.example/some/feed.xml"


def read(name: str, content_type: str = "application/xml") -> IncomingFeed:
    return parse((DATA / name).read_bytes(), url=URL, content_type=content_type)


@pytest.mark.parametrize(
    ("name", "kind", "count", "title", "first"),
    [
        ("rss-0.90.rdf", "rdf", 2, "Harbour Notes", "The ferry is late again"),
        ("rss-0.91.xml", "rss", 2, "Dorfblättchen", "Die Brücke ist wieder offen"),
        ("rss-0.92.xml", "rss", 2, "Weather Station Log", ""),
        ("rss-1.0.rdf", "rdf", 2, "Journal of Small Findings", "A moth that hums & why"),
        ("rss-2.0.xml", "rss", 2, "The Quiet Street Gazette", "Cat sat on the mayor's hat"),
        ("atom-0.3.xml", "atom", 1, "Old Clock Repair", "A pendulum too long"),
        ("atom-1.0.xml", "atom", 3, "Garden & Shed", "Use <b> for bold beans"),
        ("prefixed-root.atom", "atom", 1, "Prefixed", "One"),
        ("podcast.xml", "rss", 2, "Two Chairs", "12: The stool"),
        ("video-channel.xml", "atom", 1, "Slow Trains", "Eleven hours to the coast"),
        ("shop.atom", "atom", 1, "Shelf of Maps", "The coast, folded"),
        ("jsonfeed-1.0.json", "json", 4, "Window Box", "Basil & thyme"),
        ("jsonfeed-1.1.json", "json", 2, "Tide Table", "High"),
        ("rss-in-json.json", "json", 1, "RSS, said in JSON", "One"),
        ("claims-utf8-is-windows-1252.xml", "rss", 1, "Café “Zur Post”", "Heute: Crème brûlée – 4 €"),
        ("no-declaration-latin1.xml", "rss", 1, "Le phare", "Marée basse à midi"),
        ("utf16-le.xml", "rss", 1, "Широкие буквы", "Первая запись"),
        ("utf16-be-no-mark.xml", "rss", 1, "Without a mark", "Έργα"),
        ("utf16-lie.xml", "rss", 1, "Says UTF-16, is UTF-8: ä", "One"),
        ("koi8-r.xml", "rss", 1, "Новости пристани", "Паром опоздал"),
        ("shift-jis.xml", "rss", 1, "港の便り", "船が着きました"),
        ("twice-encoded.xml", "rss", 1, "Zwölf Äpfel", "Fünf Öfen"),
        ("bom-and-blank-lines.xml", "rss", 1, "Blank lines first — ok", "One"),
        ("right-to-left.xml", "rss", 2, "أخبار الميناء", "وصلت السفينة «النور» اليوم"),
        ("undeclared-entities.xml", "rss", 2, "Café news", "One — two"),
        ("declared-entities.xml", "rss", 1, "The House", "The House again"),
        ("broken-cut-off.xml", "rss", 2, "Cut off", "Whole"),
        ("broken-nesting.xml", "rss", 2, "Badly nested", "One"),
        ("inline-markup.xml", "rss", 3, "Inline", "Well-formed markup in a title"),
        ("missing-everything.xml", "rss", 12, "Missing things", "No id, no date"),
    ],
)
def test_every_kind_of_feed(name: str, kind: str, count: int, title: str, first: str) -> None:
    feed = read(name)
    assert (feed.type, len(feed.stories), feed.title, feed.stories[0].title) == (kind, count, title, first)


def test_a_feed_without_stories_is_a_feed() -> None:
    feed = read("empty.xml")
    assert (feed.title, feed.stories, feed.entry_hashes) == ("Nothing yet", (), frozenset())


def test_a_story_of_rss() -> None:
    story = read("rss-2.0.xml").stories[0]
    assert story.guid == "https://gazette.example/?p=17"
    assert story.link == "https://gazette.example/cat?a=1&b=2"
    assert (story.author, story.categories) == ("Rosa Lindqvist", ("Animals", "Politics"))
    assert (story.published, story.updated, story.language) == (1709631000, None, "en-us")
    assert story.content.startswith("<p>The hat is fine. The mayor")
    assert story.summary == "The hat is fine. [&#8230;]"
    assert story.base == URL
    assert read("rss-2.0.xml").stories[1].picture == "https://gazette.example/bread-small.jpg"


def test_a_story_of_atom() -> None:
    story, german, plain = read("atom-1.0.xml").stories
    assert (story.guid, story.link) == ("urn:uuid:1", "https://garden.example/blog/beans")
    assert story.base == "https://garden.example/blog/2024/"
    assert story.content.startswith(
        '<p>They climb <a href="poles.html" rel="next">poles</a> &amp; strings.<br>Slowly.</p>'
    )
    assert story.summary == "<p>They climb.</p>"
    assert story.enclosures == (Enclosure("https://garden.example/blog/audio/beans.ogg", "audio/ogg", 4711),)
    assert (story.author, story.categories) == ("Marta Oduya", ("beans",))
    assert (story.published, story.updated) == (1709276400, 1709366400)
    assert (german.title, german.author, german.language) == (
        "Der Schuppen – neu gestrichen",
        "Jan, Els",
        "de",
    )
    assert german.published == german.updated == 1709137800
    assert (plain.title, plain.link) == ("", "")
    assert plain.content == "<p>Lines<br>that are</p><p>not HTML: 1 &lt; 2</p>"


def test_a_base_holds_only_within_its_element() -> None:
    feed = read("atom-leaking-base.xml")
    assert (feed.site, [story.guid for story in feed.stories]) == (
        "https://feeds.example/",
        ["/2024/first", "/2024/second", "/2024/third"],
    )
    assert [story.link for story in feed.stories] == [
        "https://feeds.example/2024/first/",
        "https://bases.example/2024/second/",
        "https://feeds.example/some/third/",
    ]
    assert [story.base for story in feed.stories] == [
        "https://feeds.example/2024/first/",
        "https://bases.example/2024/second/",
        URL,
    ]


def test_a_podcast() -> None:
    feed = read("podcast.xml")
    story, older = feed.stories
    assert story.enclosures == (
        Enclosure("https://media.chairs.example/12.mp3?x=1&y=2", "audio/mpeg", 24388318),
    )
    assert (story.picture, story.categories) == (
        "https://chairs.example/12.jpg",
        ("stool", "chair", "sitting"),
    )
    assert [(e.url[-3:], e.length) for e in older.enclosures] == [("mp3", None), ("pdf", None)]
    assert (feed.icon, feed.publication.email) == ("https://chairs.example/cover.jpg", "hello@chairs.example")


def test_a_video_is_described_and_pictured() -> None:
    story = read("video-channel.xml").stories[0]
    assert story.content == "All of it. No cuts.\n\nBring tea."
    assert (story.picture, story.enclosures) == ("https://i.videos.example/abc.jpg", ())


def test_a_json_feed() -> None:
    basil, plain, summary, empty = read("jsonfeed-1.0.json").stories
    assert (basil.guid, basil.link, basil.author) == ("7", "https://feeds.example/7", "Lea")
    assert (basil.content, basil.published) == ("<p>Green <img src='7.jpg'></p>", 1709627400)
    assert (basil.picture, basil.categories) == ("https://feeds.example/some/big.jpg", ("herbs",))
    assert (plain.link, plain.author) == ("https://other.example/8", "Kit")
    assert plain.content == "<p>Plain<br>lines &amp; &lt;b&gt;no bold&lt;/b&gt;</p>"
    assert (summary.content, summary.summary) == ("<p>Only a summary</p>", "")
    assert summary.enclosures == (Enclosure("https://box.example/9.mp3", "audio/mpeg", 1234),)
    assert empty.guid.startswith("hash:")
    high, low = read("jsonfeed-1.1.json").stories
    assert (high.author, high.language, high.updated) == ("Ffion, Gwil", "en", 1709634600)
    assert (low.author, low.language, low.published) == ("Mair", "cy", None)


def test_who_publishes() -> None:
    assert read("rss-0.91.xml").publication == Publication(
        "Dorfblättchen", "http://dorf.example/", "", "+49 30 555 01 23", "redaktion@dorf.example"
    )
    assert read("odd-prefixes.xml").publication == Publication(
        "Prefixes",
        "http://prefix.example/",
        "12 Quay Road, Port Example",
        "+44 20 7946 0018",
        "desk@prefix.example",
    )
    assert read("jsonfeed-1.0.json").publication.phone == "+1 202 555 0143"
    assert read("jsonfeed-1.0.json").publication.email == "lea@box.example"
    assert read("authors.xml").publication.email == ""  # nobody reads noreply@


def test_how_often_to_ask() -> None:
    assert read("rss-2.0.xml").rhythm == Rhythm(ttl=5400, update_period=1800)
    assert read("rss-1.0.rdf").rhythm == Rhythm(update_period=21_600)
    assert read("rss-0.91.xml").rhythm == Rhythm(skip_hours=frozenset({0, 1}), skip_days=frozenset({5, 6}))
    assert read("podcast.xml").rhythm == Rhythm()


def test_what_is_missing_is_made_up_for() -> None:
    stories = read("missing-everything.xml").stories
    assert all(story.guid for story in stories)
    assert stories[0].guid == "http://missing.example/1"
    assert stories[1].guid.startswith("hash:")
    assert stories[2].guid == stories[3].guid  # two equal entries are one story
    assert len({story.guid for story in stories[4:7]}) == 3
    assert [s.guid for s in stories[7:9]] == ["same", "same"]
    assert [s.link for s in stories[7:9]] == ["http://missing.example/a", "http://missing.example/b"]
    assert stories[9].link == "http://missing.example/permanent"
    assert (stories[10].guid, stories[10].link) == ("42", "https://feeds.example/some/42")
    assert all(story.published is None for story in stories)


def test_dates() -> None:
    published = {story.title: story.published for story in read("odd-dates.xml").stories}
    assert [published[title] for title in ("0", "3", "6", "dc")] == [1709631000] * 4
    assert [published[title] for title in ("9", "10", "12", "13")] == [None] * 4
    assert published["11"] == 2147483648


def test_titles() -> None:
    assert [story.title for story in read("titles.xml").stories] == [
        "Bold and slanted",
        "How to use <img> and <br>",
        "Q&A: 3 < 4 && 5 > 4",
        'R&D, AT&T — "so"',
        "In a section: done",
        "Over several lines",
        "Turned gnihtyreve around",
        "Marks: Z" + "\u0301" * 8 + " end",
        "",
        "<unknown>tag</unknown> stays",
    ]


def test_authors() -> None:
    names = [story.author for story in read("authors.xml").stories]
    assert names[:3] == ["Anna Bell", "Anna Bell", "anna@authors.example"]
    assert names[3:] == ["Anna Bell, Bert Cole", "Carla Dee", "", "Curator"]


def test_links_are_absolute_and_of_the_web() -> None:
    feed = read("links.xml")
    assert feed.site == "https://links.example/deep/"
    assert [story.link for story in feed.stories] == [
        "https://links.example/deep/er/relative/path?q=1&r=2",
        "https://other.example/z",
        "",
        "https://links.example/spaces",
        "https://three-slashes.example/x",
        "",
        "",
    ]
    assert feed.stories[0].base == "https://links.example/deep/er/"
    assert feed.stories[2].enclosures == ()
    assert feed.stories[3].enclosures == (Enclosure("https://feeds.example/some/audio.mp3", "audio/mpeg"),)


def test_a_base_that_is_no_web_address_counts_for_nothing() -> None:
    feed = read("hostile-base.atom")
    assert [story.base for story in feed.stories] == [URL, URL]
    assert all(story.link == "" or story.link.startswith("https://feeds.example/") for story in feed.stories)


def test_entries_that_are_known_are_dropped() -> None:
    body = (DATA / "rss-2.0.xml").read_bytes()
    first = parse(body, url=URL)
    assert len(first.entry_hashes) == 2
    assert {story.entry_hash for story in first.stories} == first.entry_hashes
    again = parse(body, url=URL, known=first.entry_hashes)
    assert (again.stories, again.entry_hashes) == ((), first.entry_hashes)
    assert (again.title, again.publication, again.rhythm) == (first.title, first.publication, first.rhythm)


@pytest.mark.parametrize("name", sorted(path.name for path in DATA.iterdir()))
def test_knowing_some_entries_changes_nothing_about_the_others(name: str) -> None:
    body = (DATA / name).read_bytes()
    whole = parse(body, url=URL)
    for story in whole.stories:
        part = parse(body, url=URL, known=frozenset({story.entry_hash}))
        assert part.entry_hashes == whole.entry_hashes
        assert set(part.stories) == {other for other in whole.stories if other.entry_hash != story.entry_hash}


def test_a_changed_entry_is_never_dropped() -> None:
    body = (DATA / "rss-2.0.xml").read_bytes()
    known = parse(body, url=URL).entry_hashes
    changed = parse(body.replace(b"Bread from six", b"Bread from five"), url=URL, known=known)
    assert [story.title for story in changed.stories] == ["Tom & Una open a bakery"]
    assert len(changed.entry_hashes) == 2


def test_an_entry_in_a_broken_document_is_known_by_what_was_read() -> None:
    body = (DATA / "broken-nesting.xml").read_bytes()
    known = parse(body, url=URL).entry_hashes
    changed = parse(body.replace(b"Unescaped", b"Still unescaped"), url=URL, known=known)
    assert [story.title for story in changed.stories] == ["One"]


CUT_ROOTS = [
    (b'<rss version="2.0"><channel>', b"item", b"</channel></rss>"),
    (b'<rss version="2.0"><channel><title>t</title></channel>', b"item", b"</rss>"),
    (
        b'<a:feed xmlns:a="http://www.w3.org/2005/Atom" xmlns="http://www.w3.org/2005/Atom">',
        b"a:entry",
        b"</a:feed>",
    ),
    (
        b'<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">',
        b"item",
        b"</r:RDF>",
    ),
]


@pytest.mark.parametrize(("root", "name", "end"), CUT_ROOTS, ids=["rss", "rss beside channel", "atom", "rdf"])
def test_whole_entries_of_a_cut_off_document_are_those_of_the_whole_one(
    root: bytes, name: bytes, end: bytes
) -> None:
    entry = (
        b"<%(n)s><title>%(t)s</title><id>%(t)s</id><guid>%(t)s</guid>"
        b"<description>&lt;p title='&amp;quot;'&gt;%(t)s&lt;/p&gt;</description></%(n)s>"
    )
    entries = [entry % {b"n": name, b"t": title} for title in (b"one", b"two", b"three")]
    whole = parse(root + b"".join(entries) + end, url=URL)
    assert [story.title for story in whole.stories] == ["one", "two", "three"]
    cut = parse((root + b"".join(entries))[:-40], url=URL)
    assert cut.stories[:2] == whole.stories[:2]
    assert [story.title for story in cut.stories] == ["one", "two", "three"]
    assert (
        parse((root + b"".join(entries))[:-40], url=URL, known=whole.entry_hashes).stories == cut.stories[2:]
    )
    between = parse(root + b"".join(entries), url=URL)
    assert (between.stories, between.entry_hashes) == (whole.stories, whole.entry_hashes)


def test_a_cut_off_entry_takes_after_all_that_its_feed_says() -> None:
    person = "<author><name>%s</name></author>"
    entry = "<entry><title>%s</title><id>%s</id></entry>"
    parts = (
        person % "A",
        entry % ("one", "one"),
        person % "B",
        entry % ("two", "two"),
        entry % ("three", "three"),
    )
    feed = parse(f'<feed xmlns="http://www.w3.org/2005/Atom">{"".join(parts)}'[:-20].encode(), url=URL)
    assert {story.title: story.author for story in feed.stories} == dict.fromkeys(
        ("one", "two", "three"), "A, B"
    )


def test_tags_of_entries_within_sections_and_comments_do_not_mislead() -> None:
    item = b"<item><title>%d</title><guid>g%d</guid><description>%s</description></item>"
    inner = (b"<![CDATA[<item>no</item>]]>", b"<!-- </item> -->x", b"<![CDATA[</item>]]>", b"plain")
    items = b"".join(item % (number, number, text) for number, text in enumerate(inner))
    body = (
        b'<rss version="2.0"><channel><title>t</title><!-- <item><title>x</title></item> -->%s</channel></rss>'
        % items
    )
    feed = parse(body, url=URL)
    assert [story.title for story in feed.stories] == ["0", "1", "2", "3"]
    assert parse(body, url=URL, known=feed.entry_hashes).stories == ()


def test_every_document_at_hand_has_the_stories_feedparser_finds() -> None:
    folders = [DATA, *(Path(folder) for folder in [os.environ.get("NEWSREADER_CORPUS", "")] if folder)]
    for path in (path for folder in folders for path in sorted(folder.iterdir())):
        body = path.read_bytes()
        if not re.search(rb"<(?:item|entry)[\s>]", body) or path.suffix == ".md":
            continue
        expected = feedparser.parse(io.BytesIO(body), response_headers={"content-type": "application/xml"})
        if path.name == "utf16-lie.xml":
            continue  # which feedparser cannot read
        assert len(parse(body, url=URL, content_type="application/xml").stories) == len(expected.entries), (
            path.name
        )


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "empty document"),
        (b" \n\t", "empty document"),
        (b"\x89PNG\r\n\x1a\n....", "a picture (PNG)"),
        (b"%PDF-1.7 ...", "a PDF document"),
        (b"\x1f\x8b\x08....", "a compressed file"),
        (b"<!DOCTYPE html><html><body>Hi</body></html>", "a web page"),
        (b"<html><head><title>x</title></head></html>", "a web page"),
        (b"\n<!-- x --><HTML>", "a web page"),
        (b"<p>Sorry</p>", "a web page"),
        (b'<?xml version="1.0"?><opml version="2.0"><body/></opml>', "a list of feeds (OPML)"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "a picture (SVG)"),
        (b"<urlset><url/></urlset>", "a site map"),
        (b"<note><to>you</to></note>", "not a feed"),
        (b"/etc/passwd", "plain text"),
        (b"https://feeds.example/feed.xml", "plain text"),
        (b"just words", "plain text"),
        (b'{"a": 1}', "JSON that is not a feed"),
        (b"[1, 2]", "JSON that is not a feed"),
        (b'{"items": []}', "JSON that is not a feed"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": [', "broken JSON"),
        (b"< not even < xml", "not a feed"),
    ],
)
def test_what_is_not_a_feed_is_told_plainly(body: bytes, sentence: str) -> None:
    with pytest.raises(NotAFeed) as caught:
        parse(body, url=URL)
    assert sentence in caught.value.sentence
    assert caught.value.sentence.endswith(".")


def test_a_cut_off_json_feed_is_an_error_not_half_a_feed() -> None:
    body = (DATA / "jsonfeed-1.0.json").read_bytes()
    with pytest.raises(ParseError):
        parse(body[: len(body) // 2], url=URL)
