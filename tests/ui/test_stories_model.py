"""The model of the story list, with a million rows, and the table over it."""

from __future__ import annotations

from array import array

import pytest
from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QImage, QPaintEvent
from pytestqt.qtbot import QtBot

from newsreader.domain.changes import Change, Mark
from newsreader.ui.stories.delegate import StoryDelegate
from newsreader.ui.stories.model import PAGE, HeaderRole, StoryModel
from newsreader.ui.stories.options import Density
from newsreader.ui.stories.table import StoryTable
from newsreader.ui.theme import Theme
from tests.ui.reading import NOW, make_header

MILLION = 1_000_000


@pytest.fixture
def model(qtbot: QtBot) -> StoryModel:
    """A million rows, ids from a million down to one, of which the first page is here."""
    model = StoryModel(clock=lambda: NOW)
    model.begin([make_header(MILLION - row, when=NOW - 60 * row) for row in range(PAGE)], grouping="none")
    model.complete(array("I", range(MILLION - PAGE, 0, -1)))
    return model


@pytest.fixture
def table(qtbot: QtBot, theme: Theme, model: StoryModel) -> StoryTable:
    """The table over it, shown."""
    table = StoryTable(model, StoryDelegate(theme, "comfortable", None, clock=lambda: NOW))  # type: ignore[arg-type]
    qtbot.addWidget(table)
    table.resize(344, 600)
    with qtbot.waitExposed(table):
        table.show()
    return table


def test_headers_are_asked_by_the_page_and_only_when_seen(qtbot: QtBot, model: StoryModel) -> None:
    assert model.rowCount() == MILLION
    with qtbot.waitSignal(model.pagesWanted) as asked:
        assert model.data(model.index(500_050, 0), HeaderRole) is None
    pages, ids = asked.args
    assert pages == [5000]
    assert len(ids) == PAGE + 1
    assert ids[1] == MILLION - 500_000
    model.take_headers(pages, ids, [make_header(id) for id in ids])
    header = model.header(500_050)
    assert header is not None
    assert header.id == MILLION - 500_050


def test_a_story_that_is_gone_is_not_asked_again(qtbot: QtBot, model: StoryModel) -> None:
    with qtbot.waitSignal(model.pagesWanted) as asked:
        model.header(700)
    model.take_headers(*asked.args, [])
    with qtbot.assertNotEmitted(model.pagesWanted, wait=20):
        assert model.header(700) is None


def test_a_mark_during_a_fetch_is_not_lost(qtbot: QtBot, model: StoryModel) -> None:
    """The answer may be older than the mark: the page is asked again."""
    with qtbot.waitSignal(model.pagesWanted):
        model.header(200)
    with qtbot.waitSignal(model.pagesWanted) as again:
        model.apply(Change(stories=(MILLION - 200,), mark=Mark.READ))
    assert again.args[0] == [2]


def test_a_row_speaks_headline_feed_age_and_marks(model: StoryModel) -> None:
    model.apply(Change(stories=(MILLION - 3,), mark=Mark.SAVED))
    spoken = model.data(model.index(3, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Unread. A headline. Harbour Lantern. 3 min. Saved"


def test_a_day_begins_where_the_day_changes(qtbot: QtBot) -> None:
    model = StoryModel(clock=lambda: NOW)
    headers = [make_header(9 - row, when=NOW - row * 40_000) for row in range(6)]
    with qtbot.waitSignal(model.headingsFound) as found:
        model.begin(headers, grouping="day")
    assert found.args[0][0] == 0
    assert model.heading(0) == "TODAY"
    assert "YESTERDAY" in [model.heading(row) for row in range(6)]
    model.group_by("none")
    assert model.heading(0) == ""


def test_a_million_rows_scroll_from_end_to_end(qtbot: QtBot, table: StoryTable) -> None:
    bar = table.verticalScrollBar()
    assert bar.maximum() > 90_000_000
    bar.setValue(bar.maximum())
    assert table.rowAt(table.viewport().height() - 4) == MILLION - 1
    bar.setValue(bar.maximum() // 2)
    assert abs(table.rowAt(0) - MILLION // 2) < 10


def test_the_next_page_comes_before_it_is_seen(qtbot: QtBot, model: StoryModel) -> None:
    """Holding Page Down never shows rows that are still on their way."""
    with qtbot.waitSignal(model.pagesWanted) as asked:
        assert model.header(PAGE // 2) is not None
    assert asked.args is not None
    assert asked.args[0] == [1]
    model.take_headers(asked.args[0], asked.args[1], [make_header(id) for id in asked.args[1]])
    with qtbot.assertNotEmitted(model.pagesWanted, wait=50):
        model.header(PAGE // 4)  # what is above is here, and so is what is below
        model.header(PAGE // 2)


def test_a_mark_paints_the_rows_that_show_it_and_no_other(
    qtbot: QtBot, table: StoryTable, model: StoryModel
) -> None:
    class Painted(QObject):
        rect = QRect()

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if isinstance(event, QPaintEvent):
                self.rect |= event.rect()
            return False

    table.repaint()
    painted = Painted()
    table.viewport().installEventFilter(painted)
    model.apply(Change(stories=(MILLION - 2, MILLION - 60, 7), mark=Mark.READ))
    qtbot.waitUntil(lambda: not painted.rect.isEmpty())
    assert painted.rect == table.visualRect(model.index(2, 0))


def test_days_make_their_rows_taller_without_moving_what_is_seen(
    table: StoryTable, model: StoryModel
) -> None:
    table.verticalScrollBar().setValue(92 * 5000)
    before = table.rowViewportPosition(5001)
    table.make_room_for_headings([10, 20, 30])
    assert table.rowHeight(20) == 92 + 28
    assert table.rowViewportPosition(5001) == before
    table.make_all_even()
    assert table.rowHeight(20) == 92


def test_select_all_and_the_last_row_of_a_million(table: StoryTable) -> None:
    table.go_to(MILLION - 1, quiet=True)
    assert table.current_row() == MILLION - 1
    table.selectAll()
    assert len(table.selected_rows()) == MILLION


@pytest.mark.parametrize(("density", "height"), [("compact", 44), ("comfortable", 92), ("cards", 112)])
def test_row_heights_at_the_usual_size(theme: Theme, density: Density, height: int) -> None:
    delegate = StoryDelegate(theme, density, None)  # type: ignore[arg-type]
    assert delegate.metrics.height == height * theme.fonts.scale


@pytest.mark.parametrize("density", ["compact", "comfortable", "cards"])
def test_every_kind_of_row_is_painted_inside_its_rectangle(
    qtbot: QtBot, theme: Theme, density: Density, model: StoryModel
) -> None:
    """Long, missing, right-to-left and stacked texts leave their neighbours alone."""
    titles = [
        "",
        "x" * 5000,
        "漢字" * 300,
        "نشرة الميناء " * 40,
        "Z" + "\u0301" * 400,
        "a\u202eb",
        "👩‍👩‍👧‍👦" * 90,
    ]
    headers = [
        make_header(100 - row, title, teaser=title, when=NOW - row) for row, title in enumerate(titles)
    ]
    model.begin(headers, grouping="none")
    table = StoryTable(model, StoryDelegate(theme, density, None, clock=lambda: NOW))  # type: ignore[arg-type]
    qtbot.addWidget(table)
    table.resize(344, 900)
    shot = QImage(344, 900, QImage.Format.Format_RGB32)
    table.render(shot)
    below = (len(titles) + 1) * table.rowHeight(0) - 10
    assert shot.pixelColor(150, below) == theme.color("paper")
