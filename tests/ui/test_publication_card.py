"""The publication's card below the briefs."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from newsreader.domain.feeds import Publication
from newsreader.ui.briefs.card import InfoRow
from newsreader.ui.briefs.pane import BriefsPane
from newsreader.ui.theme import Theme
from tests.ui.reading import NOW, Opener

LANTERN = Publication(
    "Harbour Lantern", "https://lantern.example/", "3 Mole Road", "555 0199", "desk@lantern.example"
)


@pytest.fixture
def pane(qtbot: QtBot, theme: Theme) -> BriefsPane:
    """A sidebar."""
    pane = BriefsPane(theme, opener=Opener(), clock=lambda: NOW)
    qtbot.addWidget(pane)
    pane.resize(292, 800)
    with qtbot.waitExposed(pane):
        pane.show()
    return pane


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
