"""What is done with what is dropped on the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from newsreader.ui.drops import Drops
from newsreader.ui.feeds.model import FeedModel


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def dropped(window: QWidget, data: QMimeData) -> list[tuple[str, object]]:
    """What came of dropping ``data``; nothing when the window would not take it."""
    drops, told = Drops(window), []
    drops.linkDropped.connect(lambda address: told.append(("link", address)))
    drops.listDropped.connect(lambda address: told.append(("list", address)))
    drops.fileDropped.connect(lambda path: told.append(("file", path)))
    copy, left, none = (
        Qt.DropAction.CopyAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    enter = QDragEnterEvent(QPoint(1, 1), copy, data, left, none)
    enter.ignore()
    QApplication.sendEvent(window, enter)
    if enter.isAccepted():
        QApplication.sendEvent(window, QDropEvent(QPointF(1, 1), copy, data, left, none))
    return told


def text(words: str) -> QMimeData:
    data = QMimeData()
    data.setText(words)
    return data


def urls(*addresses: str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl(address) for address in addresses])
    return data


@pytest.mark.parametrize("address", ["https://a.example/x", "feed:https://a.example/x", "feed://a.example/x"])
def test_a_link_is_offered_to_be_added(window: QWidget, address: str) -> None:
    assert dropped(window, urls(address)) == [("link", address)]


def test_a_bare_host_is_an_address_and_words_are_none(window: QWidget) -> None:
    assert dropped(window, text(" courier.example/news\n")) == [("link", "courier.example/news")]
    assert dropped(window, text("Some words. More of them.")) == []
    assert dropped(window, text("x" * 5000)) == []


def test_a_drag_whose_source_is_gone_brings_nothing(window: QWidget) -> None:
    gone = QMimeData()
    gone.setData("text/uri-list", b"")
    assert dropped(window, gone) == []
    told: list[str] = []
    model = FeedModel()
    model.linkDropped.connect(told.append)
    Drops(window).take("")
    assert model.dropMimeData(gone, Qt.DropAction.CopyAction, -1, -1, QModelIndex())
    assert told == [""]


def test_lists_of_feeds_are_looked_into_wherever_they_are(window: QWidget) -> None:
    assert dropped(window, urls("file:///tmp/my%20feeds.OPML")) == [("file", Path("/tmp/my feeds.OPML"))]
    assert dropped(window, urls("https://a.example/mine.opml?x=1")) == [
        ("list", "https://a.example/mine.opml?x=1")
    ]
    assert dropped(window, urls("file:///tmp/photo.png")) == []
