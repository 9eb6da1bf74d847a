"""The briefs sidebar and the publication's card below it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from newsreader.domain.briefs import Brief, BriefList
from newsreader.domain.changes import Change, Mark
from newsreader.domain.feeds import Publication
from newsreader.ui.briefs.card import InfoRow
from newsreader.ui.briefs.pane import NOTHING, BriefsPane
from newsreader.ui.briefs.words import day_words, source_words
from newsreader.ui.theme import Theme
from tests.ui.reading import NOW, Opener

LANTERN = Publication(
    "Harbour Lantern", "https://lantern.example/", "3 Mole Road", "555 0199", "desk@lantern.example"
)


def make_brief(id: int, *sources: str, read: bool = False) -> Brief:
    stories = tuple(id * 10 + n for n in range(len(sources)))
    teaser = "What happened, in a few lines. " * 8
    return Brief(
        id, f"Event {id}", teaser, stories[0], stories, sources, (1,) * len(sources), NOW - 3600, read
    )


BRIEFS = BriefList((make_brief(1, "A", "B", "C"), make_brief(2, "A"), make_brief(3, "B", "C")))


@pytest.fixture
def pane(qtbot: QtBot, theme: Theme) -> BriefsPane:
    """A sidebar with three events."""
    pane = BriefsPane(theme, opener=Opener(), clock=lambda: NOW)
    qtbot.addWidget(pane)
    pane.resize(292, 800)
    with qtbot.waitExposed(pane):
        pane.show()
    pane.setBriefs(BRIEFS)
    return pane


def test_the_title_tells_whether_it_is_of_today(pane: BriefsPane) -> None:
    assert pane._title.text() == "Today in brief"
    pane.setBriefs(BriefList(BRIEFS.briefs, latest=True))
    assert pane._title.text() == "Latest"


def test_a_card_is_as_high_as_its_lines(pane: BriefsPane) -> None:
    heights = [pane.list.visualRect(pane.model.index(row)).height() for row in range(3)]
    assert heights[0] == 10 + 18 + 3 + 3 * 17 + 6 + 16 + 12 + 1


def test_its_own_keys_walk_open_dismiss_and_mark(qtbot: QtBot, pane: BriefsPane) -> None:
    pane.focusList()
    assert pane.currentBrief() == BRIEFS.briefs[0]
    qtbot.keyClick(pane.list, Qt.Key.Key_J)
    qtbot.keyClick(pane.list, Qt.Key.Key_J)
    qtbot.keyClick(pane.list, Qt.Key.Key_K)
    with qtbot.waitSignal(pane.storyRequested) as asked:
        qtbot.keyClick(pane.list, Qt.Key.Key_Return)
    assert asked.args == [20]
    qtbot.keyClick(pane.list, Qt.Key.Key_J)
    with qtbot.waitSignal(pane.marksRequested) as marks:
        qtbot.keyClick(pane.list, Qt.Key.Key_E)
    assert marks.args == [(30, 31), Mark.READ]
    with qtbot.waitSignal(pane.dismissed) as gone:
        qtbot.keyClick(pane.list, Qt.Key.Key_X)
    assert gone.args == [3]
    assert pane.currentBrief() == BRIEFS.briefs[1]
    with qtbot.waitSignal(pane.leaveRequested):
        qtbot.keyClick(pane.list, Qt.Key.Key_Escape)


def test_what_was_dismissed_does_not_come_back(qtbot: QtBot, pane: BriefsPane) -> None:
    pane.focusList()
    qtbot.keyClick(pane.list, Qt.Key.Key_X)
    pane.setBriefs(BRIEFS)
    assert [pane.model.brief(row).id for row in range(pane.model.rowCount())] == [2, 3]


def test_a_click_opens(qtbot: QtBot, pane: BriefsPane) -> None:
    place = pane.list.visualRect(pane.model.index(1)).center()
    with qtbot.waitSignal(pane.storyRequested) as asked:
        qtbot.mouseClick(pane.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert asked.args == [20]


def test_the_selected_event_stays_selected(pane: BriefsPane) -> None:
    pane._select(3)
    pane.setBriefs(BriefList((make_brief(9, "A"), *BRIEFS.briefs)))
    selected = pane.currentBrief()
    assert selected is not None
    assert selected.id == 3


def test_an_event_is_read_when_all_its_stories_are(pane: BriefsPane) -> None:
    pane.apply(Change(stories=(10, 11), mark=Mark.READ))
    assert not pane.model.brief(0).read
    pane.apply(Change(stories=(10, 11, 12), mark=Mark.READ))
    assert pane.model.brief(0).read
    pane.apply(Change(stories=(11,), mark=Mark.UNREAD))
    assert not pane.model.brief(0).read


def test_a_card_speaks_all_it_says(pane: BriefsPane) -> None:
    spoken = pane.model.data(pane.model.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert str(spoken).startswith("Event 1. What happened")
    assert str(spoken).endswith("3 sources · 1 h")


def test_without_briefs_it_says_what_will_stand_there(pane: BriefsPane) -> None:
    pane.setBriefs(BriefList(()))
    assert pane._state.isVisible()
    assert pane._state.state == NOTHING


def test_a_single_source_is_named() -> None:
    assert source_words(make_brief(1, "Lantern"), NOW) == ("Lantern", " · 1 h")
    assert source_words(make_brief(1, "A", "B"), NOW) == ("2 sources", " · 1 h")


def test_the_date_in_short() -> None:
    from datetime import UTC

    assert day_words(NOW, UTC) == "Sat 22 Nov"


class TestCard:
    def test_shows_what_is_known(self, pane: BriefsPane) -> None:
        pane.setPublication(LANTERN)
        rows = [row.text() for row in pane._card.findChildren(InfoRow)]
        assert rows == ["3 Mole Road", "555 0199", "desk@lantern.example", "lantern.example"]
        pane.setPublication(Publication("Small", site="https://small.example"))
        QApplication.sendPostedEvents(None, 52)  # DeferredDelete
        assert [row.text() for row in pane._card.findChildren(InfoRow)] == ["small.example"]
        pane.setPublication(None)
        assert not pane._card.isVisible()

    def test_mail_and_site_open_outside(self, qtbot: QtBot, pane: BriefsPane) -> None:
        pane.setPublication(LANTERN)
        for row in pane._card.findChildren(InfoRow):
            qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
        opened = pane._card._opener.opened  # type: ignore[attr-defined]
        assert opened == ["mailto:desk@lantern.example", "https://lantern.example/"]

    def test_an_event_is_submitted_to_the_publication(self, qtbot: QtBot, pane: BriefsPane) -> None:
        pane.setPublication(LANTERN)
        with qtbot.waitSignal(pane.submitRequested) as asked:
            qtbot.mouseClick(pane._card._submit, Qt.MouseButton.LeftButton)
        assert asked.args == [LANTERN]

    @pytest.mark.parametrize(
        "mail", ["", "nobody", "a@b?subject=x", "a b@c.example", "a@b\ncc:c@d.example", "Ann <a@b.example>"]
    )
    def test_without_an_address_it_says_why_not(self, pane: BriefsPane, mail: str) -> None:
        pane.setPublication(Publication("Small", email=mail))
        assert not pane._card._submit.isEnabled()
        assert "no e-mail address" in pane._card._reason.text()
