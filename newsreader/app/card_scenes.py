"""The publication's card in all its states, for ``--screenshot --show NAME``."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from newsreader.domain.contacts import Contact, ContactCard, ContactField
from newsreader.ui.briefs.card_desk import NOTHING
from newsreader.ui.briefs.contact_dialog import ContactDialog
from newsreader.ui.main_window import MainWindow

Scene = Callable[[MainWindow], QWidget | None]

_PAGE = "https://courier.example/imprint"
_ALL: dict[ContactField, Contact] = {
    "address": Contact("14 Quay Street, 4711 Northport", "site", _PAGE),
    "phone": Contact("+47 555 0142", "site", _PAGE),
    "email": Contact("desk@courier.example", "feed"),
    "site": Contact("https://courier.example/", "feed"),
}
_SITE: dict[ContactField, Contact] = {"site": _ALL["site"]}
_EDITED: dict[ContactField, Contact] = {
    **_ALL,
    "phone": Contact("+47 555 0199, ask for the city desk", "person"),
    "email": Contact("events-and-letters-of-the-city-desk@courier.example", "person"),
}


def scenes() -> dict[str, Scene]:
    """The scenes by name."""
    return {
        "card-nothing": lambda window: _show(window, {}),
        "card-site": lambda window: _show(window, _SITE),
        "card-all": lambda window: _show(window, _ALL),
        "card-edited": lambda window: _show(window, _EDITED),
        "card-looking": lambda window: _show(window, _SITE, "Looking at courier.example…", looking=True),
        "card-found-nothing": lambda window: _show(window, _SITE, NOTHING),
        "card-fault": lambda window: _show(
            window, _SITE, "courier.example does not answer. It will be asked again later."
        ),
        "card-edit": _edit,
        "card-edit-wrong": lambda window: _edit(window, wrong=True),
    }


def _show(
    window: MainWindow, shown: dict[ContactField, Contact], told: str = "", *, looking: bool = False
) -> None:
    card = window.briefs.publicationCard()
    card.show_card(ContactCard(1, "Harbour Courier", shown, shown))
    card.tell(told, looking=looking)


def _edit(window: MainWindow, *, wrong: bool = False) -> QWidget:
    dialog = ContactDialog(
        window.theme, window.tasks, ContactCard(1, "Harbour Courier", _EDITED, _ALL), window
    )
    dialog.show()
    if wrong:
        dialog.editors["email"].setText("ann at courier")
        dialog.editors["phone"].setText("call us")
        dialog.save.click()
    return dialog
