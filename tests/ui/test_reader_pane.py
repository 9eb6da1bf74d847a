"""The reader pane: what a story looks like as a document, how it is turned, found in, restyled."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QHelpEvent, QKeySequence, QShortcut, QTextTable
from pytestqt.qtbot import QtBot

from newsreader.domain.changes import Change, Mark
from newsreader.domain.stories import Enclosure
from newsreader.ui.reader.headline import headline
from newsreader.ui.reader.link_button import LinkButton
from newsreader.ui.reader.pane import CHOOSE, ReaderPane
from newsreader.ui.reader.prepared import prepare
from newsreader.ui.reader.style import LARGEST, ReaderLook, reader_style
from newsreader.ui.reader.words import author_words, exact_date, size_words
from newsreader.ui.theme import Theme
from tests.ui.reading import NOW, Opener, make_header, make_story

LONG = "".join(f"<p>Paragraph {number}. " + "Some words to read. " * 20 + "</p>" for number in range(40))
WIDE = "<table>" + ("<tr>" + "<td>considerable</td>" * 20 + "</tr>") * 3 + "</table>"


@pytest.fixture
def opener() -> Opener:
    """The browser."""
    return Opener()


@pytest.fixture
def pane(qtbot: QtBot, theme: Theme, opener: Opener) -> Iterator[ReaderPane]:
    """A pane as wide as in the usual window."""
    pane = ReaderPane(theme, opener=opener, clock=lambda: NOW)
    qtbot.addWidget(pane)
    pane.resize(588, 800)
    with qtbot.waitExposed(pane):
        pane.show()
    yield pane
    pane.shutdown()


def text_of(pane: ReaderPane) -> list[str]:
    """The lines of the page."""
    return pane.view.toPlainText().replace("\u2068", "").replace("\u2069", "").split("\n")


def test_it_begins_empty_and_says_what_to_do(pane: ReaderPane) -> None:
    assert pane.story is None
    assert pane._state.state == CHOOSE
    assert not pane._tools.isVisible()


def test_a_story_has_publication_headline_and_meta_line(pane: ReaderPane) -> None:
    pane.setStory(make_story("<p>" + "word " * 500 + "</p>", title="The bridge"))
    kicker, title, meta, *_ = text_of(pane)
    assert (kicker, title) == ("Harbour Lantern", "The bridge")
    assert meta.startswith("By the city desk · ")
    assert meta.endswith(" · 2 min")


def test_the_column_is_at_most_as_wide_as_chosen_and_in_the_middle(
    qtbot: QtBot, pane: ReaderPane, theme: Theme
) -> None:
    pane.setStory(make_story(LONG))
    assert pane.view.column <= 588 - 48
    pane.resize(1400, 800)
    style = reader_style(theme, ReaderLook())
    assert pane.view.column == style.column == round(72 * style.letter)
    margins = pane.view.viewportMargins()
    assert abs(margins.left() - (1400 - style.column) // 2) <= 1


def test_marks_of_the_story_are_shown_and_asked_for(qtbot: QtBot, pane: ReaderPane) -> None:
    pane.setStory(make_story(id=5))
    with qtbot.waitSignal(pane.marksRequested) as asked:
        qtbot.mouseClick(pane._tools._save, Qt.MouseButton.LeftButton)
    assert asked.args == [(5,), Mark.SAVED]
    pane.apply(Change(stories=(5,), mark=Mark.SAVED))
    with qtbot.waitSignal(pane.marksRequested) as asked:
        pane.toggleSaved()
    assert asked.args == [(5,), Mark.UNSAVED]
    pane.apply(Change(stories=(6,), mark=Mark.READ))
    assert pane.story is not None
    assert not pane.story.header.read


def test_space_turns_pages_then_asks_for_the_next_unread(qtbot: QtBot, pane: ReaderPane) -> None:
    pane.setStory(make_story(LONG))
    bar = pane.view.verticalScrollBar()
    qtbot.keyClick(pane.view, Qt.Key.Key_Space)
    first = bar.value()
    assert 0 < first < pane.view.viewport().height()
    qtbot.keyClick(pane.view, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert bar.value() == 0
    bar.setValue(bar.maximum())
    with qtbot.waitSignal(pane.nextUnreadRequested):
        qtbot.keyClick(pane.view, Qt.Key.Key_Space)


def test_a_new_story_begins_at_its_top(pane: ReaderPane) -> None:
    pane.setStory(make_story(LONG))
    pane.pageForward()
    pane.setStory(prepare(make_story(LONG, id=2)))
    assert pane.view.verticalScrollBar().value() == 0


def test_larger_text_keeps_the_line_under_the_eyes(qtbot: QtBot, pane: ReaderPane) -> None:
    pane.setStory(make_story(LONG))
    bar = pane.view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    before = pane.view._top_cursor()
    block = before.block().text()
    with qtbot.waitSignal(pane.lookChanged) as changed:
        pane.zoomIn()
    assert changed.args[0].size == 19
    assert pane.view._top_cursor().block().text() == block


def test_size_stays_within_bounds_and_comes_back(pane: ReaderPane) -> None:
    pane.setLook(ReaderLook(size=99))
    assert pane.look.size == LARGEST
    pane.zoomReset()
    assert pane.look == ReaderLook()


def test_a_change_of_theme_draws_the_page_in_its_colours(pane: ReaderPane, theme: Theme) -> None:
    pane.setStory(make_story('<p><a href="https://x.example/">link</a></p>'))
    theme.choose("dark")
    assert theme.css("link") in pane.view.document().defaultStyleSheet()
    assert pane.view.palette().base().color() == theme.color("paper")


@pytest.mark.parametrize("name", ["light", "sepia", "dark", "contrast"])
def test_the_style_of_the_page_is_filled_in_every_theme(theme: Theme, name: str) -> None:
    theme.choose(name)
    css = reader_style(theme, ReaderLook(size=27)).css
    assert "@" not in css
    assert "dp" not in css
    assert "margin: 24px 0 0 0" in css
    assert theme.css("secondary") in css
    assert "line-height: 39px; -qt-line-height-type: minimum" in css


def test_links_open_outside_and_are_told_by_their_real_host(
    qtbot: QtBot, pane: ReaderPane, opener: Opener
) -> None:
    pane.setStory(make_story('<p><a href="https://x.example/a?b=1">link</a></p>'))
    with qtbot.waitSignal(pane.linkActivated) as told:
        pane.view.anchorClicked.emit(QUrl("https://x.example/a?b=1"))
    assert opener.opened == told.args == ["https://x.example/a?b=1"]
    with qtbot.waitSignal(pane.linkHovered) as hovered:
        pane.view.highlighted.emit(QUrl("https://аррӏе.com/"))
    assert hovered.args == ["https://xn--80ak6aa92e.com/"]
    with qtbot.waitSignal(pane.linkHovered) as hovered:
        pane.view.highlighted.emit(QUrl())
    assert hovered.args == [""]


def test_links_are_reached_and_opened_by_the_keyboard(qtbot: QtBot, pane: ReaderPane, opener: Opener) -> None:
    """Also where the window has a shortcut on Enter."""
    taken = QShortcut(QKeySequence("Return"), pane)
    pane.setStory(
        make_story('<p><a href="https://x.example/1">one</a> <a href="https://x.example/2">two</a></p>')
    )
    pane.view.setFocus()
    with qtbot.assertNotEmitted(taken.activated):
        qtbot.keyClick(pane.view, Qt.Key.Key_Tab)
        qtbot.keyClick(pane.view, Qt.Key.Key_Return)
    assert opener.opened == ["https://x.example/1"]


def test_the_exact_date_is_told_on_hover(pane: ReaderPane) -> None:
    pane.setStory(make_story())
    block = pane.view.document().findBlockByNumber(2)
    place = pane.view.document().documentLayout().blockBoundingRect(block).center().toPoint()
    event = QHelpEvent(QEvent.Type.ToolTip, QPoint(4, place.y()), QPoint())
    assert pane.view.tip_at(event) == exact_date(make_header())


def test_find_marks_all_places_and_steps_around(qtbot: QtBot, pane: ReaderPane) -> None:
    pane.setStory(make_story("<p>one two one</p><p>one</p>"))
    pane.findInPage()
    qtbot.keyClicks(pane._find._field, "one")
    assert pane._find._count.text() == "3 found"
    assert len(pane.view.extraSelections()) == 3
    start = pane.view.textCursor().position()
    for _ in range(3):
        qtbot.keyClick(pane._find._field, Qt.Key.Key_Return)
    assert pane.view.textCursor().position() == start
    qtbot.keyClicks(pane._find._field, "x")
    assert pane._find._count.text() == "Not found"
    qtbot.keyClick(pane._find._field, Qt.Key.Key_Escape)
    assert not pane._find.isVisible()
    assert pane.view.extraSelections() == []


def test_copying_gives_the_text_without_invisible_breaks(pane: ReaderPane) -> None:
    pane.setStory(make_story("<p>" + "x" * 300 + "</p><p>one<br>two</p>"))
    pane.selectAll()
    pane.copy()
    assert "x" * 300 + "\none\ntwo\n" in QGuiApplication.clipboard().text()


def test_a_table_that_cannot_fit_is_a_card_that_opens_it(qtbot: QtBot, pane: ReaderPane) -> None:
    pane.setStory(make_story("<p>Before</p>" + WIDE))
    assert "A table of 20 columns and 3 rows. Open the table" in text_of(pane)
    pane.view.anchorClicked.emit(QUrl("table:0"))
    windows = [
        child for child in pane.children() if child.inherits("QWidget") and child.windowTitle() == "Table"
    ]  # type: ignore[attr-defined]
    assert "considerable" in windows[0].browser.toPlainText()  # type: ignore[attr-defined]


def test_a_table_that_fits_is_set(pane: ReaderPane) -> None:
    pane.setStory(make_story("<table><tr><th>Item<th>Cost<tr><td>Tea<td>45</table>"))
    tables = [
        frame for frame in pane.view.document().rootFrame().childFrames() if isinstance(frame, QTextTable)
    ]
    assert [(table.rows(), table.columns()) for table in tables] == [(2, 2)]


def test_boxes_have_space_above_them(pane: ReaderPane) -> None:
    pane.setStory(make_story("<p>a</p><blockquote>b</blockquote><pre>c</pre>"))
    tables = [
        frame for frame in pane.view.document().rootFrame().childFrames() if isinstance(frame, QTextTable)
    ]
    assert [table.format().topMargin() for table in tables] == [20, 18]


def test_right_to_left_stories_are_set_from_the_right(pane: ReaderPane) -> None:
    pane.setStory(make_story("<p>مرحبا بالعالم</p>", title="عنوان", language="ar"))
    document = pane.view.document()
    assert document.findBlockByNumber(1).textDirection() == Qt.LayoutDirection.RightToLeft
    assert document.findBlockByNumber(3).textDirection() == Qt.LayoutDirection.RightToLeft


def test_what_a_feed_leaves_out_is_said(pane: ReaderPane) -> None:
    pane.setStory(make_story("", title="", teaser="", author=""))
    lines = text_of(pane)
    assert "Untitled" in lines
    assert (
        "The feed carries no text for this story. Read it at lantern.example · Fetch the whole story" in lines
    )


def test_files_of_a_story_are_listed(pane: ReaderPane) -> None:
    files = (Enclosure("https://x.example/talk.mp3?a=1", "audio/mpeg", 24_000_000), Enclosure("javascript:1"))
    pane.setStory(make_story(enclosures=files))
    lines = text_of(pane)
    assert "Attached: talk.mp3 (MP3, 24 MB) · Download · Play" in lines
    assert not [line for line in lines if line.startswith("Attached: javascript") and "Download" in line]


def test_who_else_covers_it(qtbot: QtBot, pane: ReaderPane) -> None:
    pane.setStory(make_story())
    pane.setRelated([(2, "Valley <b>Post</b>"), (3, "B"), (4, "C"), (5, "D")])
    links = [child for child in pane._related.children() if child.inherits("QAbstractButton")]
    assert [link.text() for link in links] == ["Valley <b>Post</b>", "B", "C", "1 more"]  # type: ignore[attr-defined]
    with qtbot.waitSignal(pane.storyRequested) as asked:
        links[1].click()  # type: ignore[attr-defined]
    assert asked.args == [3]
    menu = pane._related.make_menu()
    with qtbot.waitSignal(pane.storyRequested) as asked:
        menu.actions()[0].trigger()
    assert asked.args == [5]


def test_the_strip_stands_empty_until_it_is_known_who_covers_the_next_story(pane: ReaderPane) -> None:
    pane.setStory(make_story())
    assert not pane._related.isVisible()
    pane.setRelated([(2, "B"), (3, "C"), (4, "D"), (5, "E")])
    page = pane.view.geometry()
    pane.setStory(make_story(id=2))
    assert pane._related.isVisible()
    assert pane.view.geometry() == page, "else the page is laid out anew, and jumps"
    assert not pane._related.make_menu().actions()
    links = [child for child in pane._related.findChildren(LinkButton) if not child.isHidden()]
    assert not links, "they belong to the story before"
    pane.setRelated([])
    assert not pane._related.isVisible()


def test_a_state_has_no_strip(pane: ReaderPane) -> None:
    pane.setStory(make_story())
    pane.setRelated([(2, "B")])
    pane.setStory(None)
    assert not pane._related.isVisible()


def test_a_compared_story_has_the_way_back(qtbot: QtBot, pane: ReaderPane) -> None:
    pane.setStory(make_story())
    pane.setRelated([], (7, "Valley Post"))
    links = [child for child in pane._related.children() if child.inherits("QAbstractButton")]
    assert [link.text() for link in links] == ["← Back to Valley Post"]  # type: ignore[attr-defined]
    with qtbot.waitSignal(pane.storyRequested) as asked:
        links[0].click()  # type: ignore[attr-defined]
    assert asked.args == [7]


def test_the_text_menu_changes_the_page_at_once(qtbot: QtBot, pane: ReaderPane) -> None:
    pane.setStory(make_story())
    pane.showTextMenu()
    assert pane._menu is not None
    with qtbot.waitSignal(pane.lookChanged) as changed:
        pane._menu._change(replace(pane.look, serif=False))
    assert not changed.args[0].serif
    assert "Noto Sans" in pane.view.document().defaultFont().families()[0]
    pane._menu.close()


@pytest.mark.parametrize(
    ("author", "words"),
    [
        ("by Ann", "Ann"),
        ("ann@x.example (Ann Lee)", "Ann Lee"),
        ("Byron", "Byron"),
        ("<b>x</b>", "<b>x</b>"),
        ("", ""),
    ],
)
def test_authors(author: str, words: str) -> None:
    assert author_words(author) == words


def test_a_missing_headline_is_the_beginning_of_the_teaser() -> None:
    assert headline(make_header(title=" ", teaser="What happened here " * 10)).endswith("…")
    assert headline(make_header(title="", teaser="")) == "Untitled"


@pytest.mark.parametrize(
    ("length", "words"), [(0, "0 bytes"), (1500, "1.5 KB"), (24_000_000, "24 MB"), (3 * 10**9, "3.0 GB")]
)
def test_sizes(length: int, words: str) -> None:
    assert size_words(length) == words


def test_paper_is_black_on_white_in_every_theme(pane: ReaderPane, theme: Theme) -> None:
    pane.setStory(
        make_story("<p>Words <a href='https://x.example/'>and a link</a>.</p><blockquote>q</blockquote>")
    )

    def drawn() -> list[bytes]:
        paper = pane.paper()
        assert paper is not None
        streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", paper.pdf(), re.DOTALL)
        unpacked = [zlib.decompress(stream) for stream in streams if stream[:1] == b"\x78"]
        return [stream for stream in unpacked if b" Tf" in stream]

    light = drawn()
    assert len(light) == 1
    theme.choose("dark")
    assert drawn() == light
