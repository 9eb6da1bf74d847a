"""S15, S16: what a feed writes into titles, names and descriptions is shown as it stands, everywhere."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage
from PySide6.QtWidgets import QApplication, QLabel, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from newsreader.domain.briefs import Brief, BriefList
from newsreader.domain.feeds import Publication
from newsreader.ui.briefs.pane import BriefsPane
from newsreader.ui.plain import plain_tip
from newsreader.ui.reader.browser import SafeBrowser
from newsreader.ui.reader.pane import ReaderPane
from newsreader.ui.stories.bars import ElidedLabel
from newsreader.ui.stories.delegate import StoryDelegate
from newsreader.ui.stories.model import StoryModel
from newsreader.ui.stories.table import StoryTable
from newsreader.ui.theme import Theme
from tests.ui.reading import NOW, make_header, make_story

RED = QColor(255, 0, 0)


@pytest.fixture
def title(tmp_path: Path) -> str:
    """A title with a picture that is plainly red, if anything shows it."""
    image = QImage(200, 200, QImage.Format.Format_RGB32)
    image.fill(RED)
    assert image.save(str(tmp_path / "bait.png"))
    return f'<img src="{tmp_path / "bait.png"}"><h1>x</h1>'


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """The light theme."""
    return Theme(qapp, "light")


def is_red(widget: QWidget) -> bool:
    """True when any of the picture can be seen."""
    shot = widget.grab().toImage()
    return any(
        shot.pixelColor(x, y) == RED for x in range(0, shot.width(), 7) for y in range(0, shot.height(), 7)
    )


def labels_of(widget: QWidget) -> Iterator[QLabel]:
    """The labels that would guess whether their text is HTML."""
    return (label for label in widget.findChildren(QLabel) if label.textFormat() != Qt.TextFormat.PlainText)


def test_the_list_shows_titles_as_they_stand(qtbot: QtBot, theme: Theme, title: str) -> None:
    model = StoryModel(clock=lambda: NOW)
    model.begin([make_header(1, title, teaser=title, feed_title=title, author=title)], grouping="day")
    table = StoryTable(model, StoryDelegate(theme, "comfortable", None, clock=lambda: NOW))  # type: ignore[arg-type]
    qtbot.addWidget(table)
    table.resize(344, 300)
    assert not is_red(table)
    index = model.index(0, 0)
    assert index.data(Qt.ItemDataRole.ToolTipRole) is None
    assert "<img" in index.data(Qt.ItemDataRole.AccessibleTextRole)


def test_the_page_shows_titles_as_they_stand(qtbot: QtBot, theme: Theme, title: str) -> None:
    pane = ReaderPane(theme, clock=lambda: NOW)
    qtbot.addWidget(pane)
    pane.resize(588, 800)
    body = f"<table><caption>{title.replace('<', '&lt;')}</caption><tr><td>a<td>b<tr><td>c<td>d</table>"
    pane.setStory(make_story(body, title=title, author=title, feed_title=title, teaser=title))
    pane.setRelated([(2, title)])
    assert pane.view.toPlainText().count("<img") == 3
    assert not is_red(pane)
    assert list(labels_of(pane)) == []
    pane.shutdown()


def test_the_briefs_and_the_card_show_names_as_they_stand(qtbot: QtBot, theme: Theme, title: str) -> None:
    pane = BriefsPane(theme, clock=lambda: NOW)
    qtbot.addWidget(pane)
    pane.resize(292, 800)
    pane.setBriefs(BriefList((Brief(1, title, title, 1, (1,), (title,), (1,), NOW),)))
    pane.setPublication(Publication(title, title, title, title, title))
    assert not is_red(pane)
    assert list(labels_of(pane)) == []
    for child in pane.findChildren(QWidget):
        assert "<img" not in child.toolTip()


def test_tool_tips_show_what_a_feed_says_as_it_stands(qtbot: QtBot, theme: Theme, title: str) -> None:
    """A picture's title is feed text; Qt would show a tip that looks like HTML as HTML."""
    pane = ReaderPane(theme, clock=lambda: NOW)
    qtbot.addWidget(pane)
    pane.resize(588, 800)
    with qtbot.waitExposed(pane):
        pane.show()
    escaped = title.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    pane.setStory(
        make_story(f'<img src="https://x.example/1.png" width="400" height="300" title="{escaped}">')
    )
    cursor = pane.view._find_picture(pane.view._page, 0)  # type: ignore[arg-type]
    assert cursor is not None
    place = pane.view.cursorRect(cursor).center() - QPoint(60, 0)
    event = QHelpEvent(QEvent.Type.ToolTip, place, pane.view.mapToGlobal(place))
    assert pane.view.tip_at(event).startswith("<img")
    QApplication.sendEvent(pane.view.viewport(), event)
    assert QToolTip.text() == plain_tip(pane.view.tip_at(event), 300)
    assert "<img" not in QToolTip.text()
    QToolTip.hideText()
    pane.shutdown()


def test_a_tip_of_the_document_itself_is_never_shown(qtbot: QtBot, title: str) -> None:
    browser = SafeBrowser()
    qtbot.addWidget(browser)
    browser.resize(300, 200)
    browser.setHtml(f"<a href='https://x.example/' title='{title}'>link</a>")
    event = QHelpEvent(QEvent.Type.ToolTip, QPoint(10, 12), QPoint(10, 12))
    assert browser.tip_at(event) in ("", "https://x.example/")


def test_a_title_of_the_list_cannot_turn_its_neighbours_around(qtbot: QtBot, theme: Theme) -> None:
    label = ElidedLabel(theme.font(14))
    qtbot.addWidget(label)
    header = make_header(1, "abc", feed_title="evil\u202e\u2066\u2067", when=NOW)
    model = StoryModel(clock=lambda: NOW)
    model.begin([header], grouping="none")
    from newsreader.ui.stories.row_text import row_text

    assert row_text(header).feed == "evil"
