"""Subscription lists: our own there and back, and those of other readers."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.domain.errors import ParseError
from newsreader.domain.feeds import Feed, FeedSettings, Folder
from newsreader.subscribe.entries import Opml, OpmlFeed
from newsreader.subscribe.opml import opml_of, read_opml, write_opml

LISTS = Path(__file__).resolve().parents[2] / "data" / "opml"


def stored(name: str) -> Opml:
    return read_opml((LISTS / name).read_bytes())


def where(document: Opml) -> dict[str, tuple[str, str]]:
    """Address to title and folder."""
    return {feed.url: (feed.title, feed.folder) for feed in document.feeds}


def test_our_own_list_comes_back_identical() -> None:
    folders = [
        Folder(1, None, "World", "World", 0),
        Folder(2, 1, 'A & B <"x">', 'World/A & B <"x">', 0),
        Folder(3, None, "Empty", "Empty", 1),
    ]
    feeds = [
        Feed(
            1,
            "https://a.example/feed?x=1&y=2",
            "Ä – “quoted” & <tagged>",
            "https://a.example/",
            2,
            'World/A & B <"x">',
        ),
        Feed(2, "https://b.example/rss", "Tab\tand\nbreak\x07", folder="World", interval=5400, paused=True),
        Feed(3, "http://c.example/atom", "Top"),
    ]
    first = write_opml(opml_of(folders, feeds))
    document = read_opml(first)
    assert write_opml(document) == first
    assert document.folders == tuple(folder.path for folder in folders)
    assert {(feed.url, feed.folder, feed.settings) for feed in document.feeds} == {
        (feed.url, feed.folder, feed.settings) for feed in feeds
    }
    assert document.feeds[0].title == feeds[0].title
    assert document.skipped == ()


TITLES = st.text(st.characters(codec="utf-8", exclude_characters="/"), max_size=20)
# No folder can be made of nothing but blanks and control codes, so a name begins with something to see.
VISIBLE = st.characters(codec="utf-8", categories=("L", "N", "P"), exclude_characters="/")
NAMES = st.builds("{}{}".format, VISIBLE, TITLES)


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.tuples(TITLES, st.lists(NAMES, max_size=3)),
        max_size=8,
    )
)
def test_whatever_the_names_the_second_writing_is_the_first(rows: list[tuple[str, list[str]]]) -> None:
    feeds = [
        OpmlFeed(f"https://h{number}.example/feed", title, folder="/".join(path))
        for number, (title, path) in enumerate(rows)
    ]
    folders = dict.fromkeys("/".join(path[:depth]) for _, path in rows for depth in range(1, len(path) + 1))
    document = read_opml(write_opml(Opml("x", tuple(folders), tuple(feeds))))
    assert read_opml(write_opml(document)) == document
    assert {feed.url for feed in document.feeds} == {feed.url for feed in feeds}


def test_netnewswire() -> None:
    assert where(stored("netnewswire.opml")) == {
        "https://top.example/feed.json": ("Top & Level", ""),
        "https://a.example/atom.xml": ("A Weblog", "News\u2215World"),
    }


def test_rss_guard_takes_no_scripts_along() -> None:
    document = stored("rssguard.opml")
    assert where(document) == {"https://a.example/rss": ("A", "Tech/Deep/Deeper")}
    assert [skipped.url for skipped in document.skipped] == [
        "python feed.py",
        "/var/lib/feeds/feed.xml",
        "https://p.example/x",
    ]
    assert all(skipped.why for skipped in document.skipped)


def test_liferea_leaves_commands_search_folders_and_bins_behind() -> None:
    document = stored("liferea.opml")
    assert where(document) == {
        "https://a.example/rss": ("A & B", "Example Feeds"),
        "https://b.example/rdf": ("B", ""),
    }
    assert {skipped.url for skipped in document.skipped} == {
        "|/usr/bin/calendar",
        "file:///var/feed.xml",
        "Important",
        "Bin",
    }


def test_fluent_reader_feedly_and_inoreader_keep_one_entry_for_feeds_in_several_folders() -> None:
    document = stored("feedly.opml")
    assert where(document) == {
        "https://a.example/feed": ("A", "Design"),
        "https://b.example/feed": ("B", "Design"),
        "https://c.example/feed": ("C", "Empty after all"),
    }
    assert document.merged == 2


def test_attributes_in_any_case_categories_and_credentials() -> None:
    document = stored("odd.opml")
    assert where(document)["https://cat.example/rss"] == ("By category", "Science/Space")
    assert where(document)["https://case.example/rss"] == ("Case", "")
    assert where(document)["https://bare.example/rss"] == ("Bare", "")
    protected = next(feed for feed in document.feeds if feed.url == "https://secret.example/rss")
    assert (protected.user, protected.secret) == ("anna", "p@ss")
    assert "p@ss" not in repr(protected)
    assert b"p@ss" not in write_opml(document)


def test_what_other_readers_write_wrong_is_mended() -> None:
    assert where(stored("broken.opml")) == {
        "https://a.example/feed?x=1&y=2": ("Café & Bar » News", "R&D"),
        "https://b.example/": ("Control", "R&D"),
    }


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1", "shift_jis", "windows-1252"])
def test_encodings(encoding: str) -> None:
    name = "日本" if encoding == "shift_jis" else "Grüße"
    text = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?><opml><body><outline text="{name}" xmlUrl="http://a.example/"/></body></opml>'
    assert read_opml(text.encode(encoding)).feeds[0].title == name


def test_a_plain_list_of_addresses() -> None:
    document = read_opml(
        b'# my list\nhttps://a.example/feed\n\nb.example/rss "World" "~B, renamed"\r\nfeed://c.example/x\n'
        b'"query:Unread:unread = \\"yes\\""\nexec:~/bin/feed.sh\n"filter:~/bin/f.py:https://d.example/"\nhttps://a.example/feed\n'
    )
    assert where(document) == {
        "https://a.example/feed": ("", ""),
        "https://b.example/rss": ("B, renamed", "World"),
        "https://c.example/x": ("", ""),
    }
    assert len(document.skipped) == 3
    assert document.merged == 1


@pytest.mark.parametrize(
    "data", [b"", b"  \n", b"just some words\nand more", b"\x00\x01\x02", b"\x89PNG\r\n\x1a\n...."]
)
def test_what_is_no_list_is_refused(data: bytes) -> None:
    with pytest.raises(ParseError):
        read_opml(data)


@pytest.mark.parametrize(
    "data", [b"<html><body>x</body></html>", b"<rss><channel/></rss>", b"<opml><body><outline"]
)
def test_other_documents_are_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(ParseError) as fault:
        read_opml(data)
    assert fault.value.sentence.endswith(".")


def test_the_settings_of_a_feed_go_along_in_our_own_namespace() -> None:
    feed = Feed(
        1, "https://a.example/", "A", interval=3600, paused=True, pictures="never",
        whole_story=True, keep_unread=True, notify=True, keep_days=0, important=True,
    )  # fmt: skip
    written = write_opml(opml_of([], [feed]))
    assert read_opml(written).feeds[0].settings == feed.settings
    strange = (
        written.replace(b'"never"', b'"sometimes"').replace(b'"60"', b'"-1"').replace(b'"true"', b'"yes"')
    )
    assert read_opml(strange).feeds[0].settings == FeedSettings(keep_days=0)


def test_fluent_reader_writes_one_level_and_no_titles_of_its_own() -> None:
    assert where(stored("fluent.opml")) == {
        "https://a.example/feed": ("A & Co", "Reading"),
        "https://b.example/rss.xml": ("B", ""),
    }


def test_inoreader_names_folders_and_its_own_feeds() -> None:
    document = stored("inoreader.opml")
    assert where(document) == {
        "https://a.example/feed/": ("A", "Tech"),
        "https://b.example/atom": ("B", ""),
    }
    assert document.folders == ("Tech", "Active searches")
    assert [skipped.why for skipped in document.skipped] == ["It has no address."]
