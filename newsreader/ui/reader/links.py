"""Addresses that may leave the window, and how they are shown.

A link is feed text: only http, https and mailto are ever opened, outside, and what is shown is the address that is
really opened, its host in ASCII (so that a Cyrillic "аррӏе.com" does not look like another).
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from newsreader.text.urls import without_tracking
from newsreader.ui.reader.tags import may_open


def shown_address(address: str) -> str:
    """``address`` as the status line shows it: percent-encoded, the host in punycode, without a user name before it
    (``https://paypal.com@evil.example/`` leads to evil.example). ``""`` for an address that is never opened."""
    if not may_open(address):
        return ""
    url = QUrl(address)
    if not url.isValid():
        return ""
    if url.scheme() != "mailto":
        url.setUserInfo(None)  # type: ignore[arg-type] # an empty one would leave its @
    return bytes(url.toEncoded().data()).decode("ascii")


def open_outside(address: str) -> bool:
    """Hand ``address`` to the system's browser or mail program. False when it may not be opened or nothing took it.

    Main thread.
    """
    shown = shown_address(address)
    return bool(shown) and QDesktopServices.openUrl(QUrl.fromEncoded(shown.encode("ascii")))


class LinkDoor:
    """How links leave the window: opened or copied, without what only follows the reader where ``cleans()`` says so.

    Main thread.
    """

    def __init__(self, cleans: Callable[[], bool], opener: Callable[[str], bool] = open_outside) -> None:
        self._cleans = cleans
        self._opener = opener

    def address(self, link: str) -> str:
        """``link`` as it is given on."""
        return without_tracking(link) if self._cleans() and link.lower().startswith("http") else link

    def __call__(self, link: str) -> bool:
        """Open it outside; False when it may not be opened or nothing took it."""
        return self._opener(self.address(link))
