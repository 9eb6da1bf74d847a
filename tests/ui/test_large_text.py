"""Where the system asks for large text, icons, buttons and boxes grow with it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from newsreader.domain.events import DraftPicture
from newsreader.ui.feeds import delegate as feed_rows
from newsreader.ui.feeds.pane import FeedPane
from newsreader.ui.notice import NoticeBar
from newsreader.ui.status import StatusLine
from newsreader.ui.submit.picture_tiles import Tile
from newsreader.ui.theme import Theme
from newsreader.ui.theming.stylesheet import make_style_sheet
from newsreader.ui.tiles import TILE
from newsreader.ui.undo_bar import UndoBar
from tests.ui.fake_library import FakeLibrary


def _undo_bar(theme: Theme, host: QWidget) -> None:
    UndoBar(theme, host).tell("3 stories marked read", undoable=True)


def _notice(theme: Theme, host: QWidget) -> None:
    NoticeBar(theme, host).tell("The disk is full.")


def _status(theme: Theme, host: QWidget) -> None:
    StatusLine(theme, host).showProgress("Syncing", 1, 2)


def _picture(theme: Theme, host: QWidget) -> None:
    Tile(theme, DraftPicture("a.png", 9, 8, 80), host)


@pytest.mark.parametrize("make", [_undo_bar, _notice, _status, _picture])
def test_the_buttons_of_bars_and_rows_grow_with_the_text(
    theme: Theme, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, make: Callable[[Theme, QWidget], None]
) -> None:
    host = QWidget()
    qtbot.addWidget(host)

    def sizes() -> list[tuple[int, int]]:
        made = QWidget(host)
        made.setStyleSheet(make_style_sheet(theme.tokens, theme.fonts.scale))
        make(theme, made)
        host.show()
        return [(one.iconSize().width(), one.width()) for one in made.findChildren(QToolButton)]

    small = sizes()
    monkeypatch.setattr(theme.fonts, "scale", 2.0)
    assert sizes() == [(2 * icon, 2 * side) for icon, side in small] != []


@pytest.mark.parametrize("kind", [QLineEdit, QPushButton, QComboBox, QCheckBox])
def test_what_has_the_focus_is_as_large_as_without_it_whatever_the_text(
    theme: Theme, qtbot: QtBot, kind: type[QWidget]
) -> None:
    host, widget = QWidget(), kind()
    widget.setParent(host)
    host.setStyleSheet(make_style_sheet(theme.tokens, 1.85))
    qtbot.addWidget(host)
    with qtbot.waitActive(host):
        host.show()
        host.activateWindow()
    widget.clearFocus()
    before = widget.sizeHint().height()
    widget.setFocus()
    assert widget.hasFocus()
    assert widget.sizeHint().height() == before


@pytest.mark.parametrize("scale", [1.0, 1.2, 1.36, 1.85])
def test_a_choice_of_one_stays_round_whatever_the_text(theme: Theme, scale: float) -> None:
    rules = re.findall(r"QRadioButton::indicator {([^}]*)}", make_style_sheet(theme.tokens, scale))
    width, border, radius = (
        int(value) for value in re.findall(r"\b(?<!-)(?:width|border|border-radius): (\d+)px", rules[0])
    )
    assert width + 2 * border - 1 <= 2 * radius <= width + 2 * border


def test_the_tiles_of_the_feed_tree_grow_with_the_text(
    theme: Theme, library: FakeLibrary, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(theme.fonts, "scale", 2.0)
    drawn: list[float] = []
    monkeypatch.setattr(
        feed_rows, "paint_tile", lambda _painter, _theme, rect, _title, **_look: drawn.append(rect.width())
    )
    pane = FeedPane(theme)
    qtbot.addWidget(pane)
    pane.resize(300, 700)
    pane.setTree(library.feeds.tree())
    assert not pane.grab().isNull()
    assert set(drawn) == {2.0 * TILE}
