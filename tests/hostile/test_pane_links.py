"""S04, S17: links of a story start nothing but the browser and the mail program, and say where they really lead."""

from __future__ import annotations

import os
from collections.abc import Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from newsreader.domain.changes import Mark
from newsreader.ui.reader.links import open_outside, shown_address
from newsreader.ui.reader.pane import ReaderPane
from newsreader.ui.stories.menu import story_menu
from newsreader.ui.theme import Theme
from tests.ui.reading import make_header, make_story

NEVER = (
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "java\nscript:alert(1)", " javascript:1",
    "\x01javascript:1", "vbscript:x", "data:text/html,<script>x</script>", "file:///etc/passwd", "file://host/share",
    "smb://host/share", "\\\\host\\share", "ms-msdt:/id", "search-ms:query=x", "steam://run/1",
    "ssh://-oProxyCommand=x",
    "tel:112", "sms:1", "about:blank", "chrome:x", "view-source:https://x/", "blob:https://x/1", "jar:https://x!/",
    "|id",
    "exec:id", "-rf", "https:x", "https:/x", "http://", "https://a b/", "feed:https://x/",
)  # fmt: skip


@pytest.fixture
def taken(qapp: QApplication) -> Iterator[list[str]]:
    """What reached the system, for every scheme that could be asked for."""
    heard: list[str] = []

    schemes = ("http", "https", "mailto", "file", "javascript", "data", "smb", "tel", "vbscript", "about")

    class Taker(QObject):
        @Slot(QUrl)
        def take(self, url: QUrl) -> None:
            heard.append(bytes(url.toEncoded().data()).decode())

    taker = Taker()
    for scheme in schemes:
        QDesktopServices.setUrlHandler(scheme, taker, "take")
    yield heard
    for scheme in schemes:
        QDesktopServices.unsetUrlHandler(scheme)


@pytest.fixture(scope="module")
def pane(qapp: QApplication) -> Iterator[ReaderPane]:
    """A pane as wide as in the usual window, the same for all."""
    pane = ReaderPane(Theme(qapp, "light"))
    pane.resize(588, 800)
    pane.show()
    yield pane
    pane.close()
    pane.shutdown()


@pytest.mark.parametrize("address", NEVER)
def test_no_other_link_is_made_clicked_or_opened(pane: ReaderPane, taken: list[str], address: str) -> None:
    told: list[str] = []
    pane.linkActivated.connect(told.append)
    escaped = address.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    pane.setStory(make_story(f'<p><a href="{escaped}">link</a></p>', link=address))
    anchors = [
        anchor
        for block in blocks_of(pane)
        for anchor in block
        if anchor and not anchor.startswith(("http://", "https://", "mailto:"))
    ]
    assert anchors == []
    pane.view.anchorClicked.emit(QUrl(address))
    pane.openOutside()
    assert not open_outside(address)
    assert shown_address(address) == ""
    assert taken == told == []


def blocks_of(pane: ReaderPane) -> list[list[str]]:
    """The link targets of each block of the page."""
    found = []
    block = pane.view.document().begin()
    while block.isValid():
        iterator = block.begin()
        anchors = []
        while not iterator.atEnd():
            anchors.append(iterator.fragment().charFormat().anchorHref())
            iterator += 1
        found.append(anchors)
        block = block.next()
    return found


@pytest.mark.parametrize("address", ["https://x.example/a?b=1#c", "http://x.example/", "mailto:a@b.example"])
def test_web_and_mail_are_opened_outside(pane: ReaderPane, taken: list[str], address: str) -> None:
    pane.setStory(make_story(f'<p><a href="{address}">link</a></p>'))
    assert [address] in blocks_of(pane)
    pane.view.anchorClicked.emit(QUrl(address))
    assert taken == [address]


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://аррӏе.com/", "https://xn--80ak6aa92e.com/"),
        ("https://paypal.com@evil.example/login", "https://evil.example/login"),
        ("https://paypal.com%40evil.example:pw@evil.example/", "https://evil.example/"),
        ("https://xn--80ak6aa92e.com/", "https://xn--80ak6aa92e.com/"),
        ("https://x.example/\u202egnp.exe", "https://x.example/%E2%80%AEgnp.exe"),
        ("HTTPS://X.example/ä", "https://x.example/%C3%A4"),
    ],
)
def test_what_is_shown_is_where_it_leads(
    pane: ReaderPane, taken: list[str], address: str, shown: str
) -> None:
    assert shown_address(address) == shown
    heard: list[str] = []
    pane.linkHovered.connect(heard.append)
    pane.view.highlighted.emit(QUrl(address))
    assert heard == [shown]
    assert open_outside(address)
    assert taken == [shown]


class NoCommands:
    """A pane that does nothing."""

    def markAbove(self) -> None: ...
    def markBelow(self) -> None: ...
    def openOutside(self) -> None: ...
    def copyLinks(self) -> None: ...
    def copyTitles(self) -> None: ...
    def joinEvent(self) -> None: ...
    def markSelected(self, mark: Mark) -> None: ...


def test_the_menu_of_the_list_opens_no_hostile_address(qtbot: QtBot, qapp: QApplication) -> None:
    """Its texts are ours alone: nothing a feed says becomes an entry."""
    parent = QWidget()
    qtbot.addWidget(parent)
    header = make_header(title="<img src=x> && rm", link="javascript:1")
    menu = story_menu(Theme(qapp, "light"), [header], 1, NoCommands(), lambda _id: "", parent)
    entries = {action.text().partition("\t")[0]: action.isEnabled() for action in menu.actions()}
    assert not any("img" in text or "&" in text for text in entries)
    assert not entries["Open in the browser"]
