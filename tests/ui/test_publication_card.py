"""The publication's card below the briefs: what is known and from where, changed by hand, looked for on its site."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from newsreader.domain.contacts import Contact
from newsreader.domain.errors import NotFound
from newsreader.domain.feeds import Publication
from newsreader.store import contacts
from newsreader.ui.briefs.card import PublicationCard, address_of
from newsreader.ui.briefs.card_desk import NOTHING, CardDesk
from newsreader.ui.briefs.contact_dialog import ContactDialog
from newsreader.ui.briefs.info_row import InfoRow
from newsreader.ui.briefs.pane import BriefsPane
from newsreader.ui.theme import Theme
from tests.ui.event_room import EventRoom, event_room
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


def rows(card: QWidget) -> list[str]:
    """The lines that are shown."""
    QApplication.sendPostedEvents(None, 52)  # DeferredDelete
    return [row.text() for row in card.findChildren(InfoRow)]


def test_shows_what_the_story_tells(pane: BriefsPane) -> None:
    pane.setPublication(LANTERN)
    assert rows(pane) == ["3 Mole Road", "555 0199", "desk@lantern.example", "lantern.example"]
    pane.setPublication(Publication("Small", site="https://small.example"))
    assert rows(pane) == ["small.example"]
    pane.setPublication(None)
    assert not pane.publicationCard().isVisible()


def test_each_line_opens_what_it_names(qtbot: QtBot, pane: BriefsPane) -> None:
    pane.setPublication(LANTERN)
    for row in pane.findChildren(InfoRow):
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert pane.publicationCard()._opener.opened == [  # type: ignore[attr-defined]
        "https://www.openstreetmap.org/search?query=3%20Mole%20Road",
        "tel:5550199",
        "mailto:desk@lantern.example",
        "https://lantern.example/",
    ]


@pytest.mark.parametrize(
    ("phone", "address"),
    [
        ("+47 (555) 01-42", "tel:+475550142"),
        ("1+1", ""),
        ("tel:5;ext=*#", ""),
        ("555 0142 <script>", "tel:5550142"),
    ],
)
def test_only_digits_are_dialled(phone: str, address: str) -> None:
    assert address_of("phone", phone) == address


@pytest.mark.parametrize(
    "mail", ["", "nobody", "a@b?subject=x", "a b@c.example", "a@b\ncc:c@d.example", "Ann <a@b.example>"]
)
def test_no_mail_goes_to_what_is_no_address(mail: str) -> None:
    assert address_of("email", mail) == ""


def test_an_event_is_submitted_to_the_publication(qtbot: QtBot, pane: BriefsPane) -> None:
    pane.setPublication(LANTERN)
    with qtbot.waitSignal(pane.submitRequested) as asked:
        qtbot.mouseClick(pane.publicationCard()._submit, Qt.MouseButton.LeftButton)
    assert asked.args == [LANTERN]


# -- over a real library ---------------------------------------------------------------------------------------------


@pytest.fixture
def room(qapp: object, tmp_path: Path) -> Iterator[EventRoom]:
    with event_room(tmp_path) as made:
        yield made


@pytest.fixture
def card(theme: Theme, qtbot: QtBot) -> PublicationCard:
    made = PublicationCard(theme, Opener())
    qtbot.addWidget(made)
    return made


@pytest.fixture
def desk(room: EventRoom, card: PublicationCard, theme: Theme, qtbot: QtBot) -> CardDesk:
    """The card of the feed 1, which tells an e-mail and a site."""
    made = CardDesk(theme, room.tasks, room.jobs, card, card)
    with qtbot.waitSignal(made.shown):
        made.show_feed(1)
    return made


def change(room: EventRoom, desk: CardDesk, qtbot: QtBot, **values: str) -> None:
    desk.edit()
    dialog = desk._window.findChild(ContactDialog)
    for name, value in values.items():
        dialog.editors[name].setText(value)
        dialog.editors[name].textEdited.emit(value)
    with qtbot.waitSignal(desk.shown):
        dialog.save.click()


def test_it_is_changed_by_hand_and_taken_back(
    room: EventRoom, desk: CardDesk, card: PublicationCard, qtbot: QtBot
) -> None:
    change(room, desk, qtbot, phone="555  0142", email="ann@courier.example")
    assert rows(card) == ["555 0142", "ann@courier.example", "site0.example"]
    known = room.library.contacts.card(1)
    assert known.shown["email"] == Contact("ann@courier.example", "person")
    assert known.shown["site"].origin == "feed", "what was not touched is still the feed's"
    assert room.library.contacts.recipients()[0].email == "ann@courier.example"
    with qtbot.waitSignal(desk.shown):
        room.tasks.command(lambda library: library.journal.undo())
    assert rows(card) == ["desk@courier.example", "site0.example"]
    with qtbot.waitSignal(desk.shown):
        room.tasks.command(lambda library: library.journal.redo())
    assert rows(card) == ["555 0142", "ann@courier.example", "site0.example"]
    change(room, desk, qtbot, email="")
    assert rows(card) == ["555 0142", "desk@courier.example", "site0.example"]


def test_what_cannot_be_meant_is_refused_at_its_field(desk: CardDesk, room: EventRoom, qtbot: QtBot) -> None:
    desk.edit()
    dialog = desk._window.findChild(ContactDialog)
    dialog.editors["email"].setText("ann at courier")
    dialog.editors["site"].setText("javascript:alert(1)")
    dialog.save.click()
    assert "no e-mail address" in dialog.fields["email"].problem
    assert "begins with https://" in dialog.fields["site"].problem
    assert not dialog.save.isEnabled()
    assert room.library.contacts.card(1).shown["email"].origin == "feed"


def test_its_site_is_looked_at_when_asked(
    room: EventRoom, desk: CardDesk, card: PublicationCard, qtbot: QtBot
) -> None:
    assert not room.jobs.named("contact"), "nothing is looked for by itself"
    card.look.click()
    assert card.look.text() == "Stop"
    with room.library._database.write() as w:
        contacts.keep_found(w, 1, {"address": ("14 Quay Street, Northport", "https://site0.example/imprint")})
    (asked,) = room.jobs.named("contact")
    with qtbot.waitSignal(desk.shown):
        asked.finish({"feed": 1, "found": {"address": "14 Quay Street, Northport"}, "pages": []})
    assert rows(card)[0] == "14 Quay Street, Northport"
    tip = card.findChildren(InfoRow)[0].toolTip()
    assert "https://site0.example/imprint" in tip
    assert "openstreetmap.org" in tip


def test_a_site_that_tells_nothing_and_one_that_is_gone(
    room: EventRoom, desk: CardDesk, card: PublicationCard, qtbot: QtBot
) -> None:
    card.look.click()
    room.jobs.named("contact")[0].finish({"feed": 1, "found": {}, "pages": ["https://site0.example/"]})
    assert card._told.text() == NOTHING
    card.tell("")
    card.look.click()
    room.jobs.named("contact")[1].fail(
        NotFound("The server answered 404: there is no page at this address.", status=404)
    )
    assert card._told.text().startswith("The server answered 404")
    card.tell("")
    card.look.click()
    card.look.click()
    assert card.look.text() == "Look on its site"
    assert not card._told.text()


def test_another_feed_comes_into_view_while_its_site_is_looked_at(
    room: EventRoom, desk: CardDesk, card: PublicationCard, qtbot: QtBot
) -> None:
    card.look.click()
    with qtbot.waitSignal(desk.shown):
        desk.show_feed(2)
    room.jobs.named("contact")[0].finish({"feed": 1, "found": {}, "pages": []})
    assert not card._told.text()
    assert rows(card) == ["site1.example"]
