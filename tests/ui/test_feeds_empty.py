"""The empty state of the feed pane."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from newsreader.ui.feeds.empty import NoFeeds
from newsreader.ui.theme import Theme


def test_its_sentence_is_whole_however_little_room_there_is(theme: Theme, qtbot: QtBot) -> None:
    pane = QWidget()
    qtbot.addWidget(pane)
    column = QVBoxLayout(pane)
    tree = QWidget(pane)
    tree.setMinimumHeight(300)
    column.addWidget(tree, stretch=1)
    column.addWidget(NoFeeds(theme, pane))
    pane.resize(200, 320)
    pane.show()
    qtbot.waitExposed(pane)
    sentence = next(label for label in pane.findChildren(QLabel) if label.wordWrap())
    assert sentence.height() >= sentence.heightForWidth(sentence.width())
