"""Addresses that may leave the window, and how they are shown.

A link is feed text: only http, https and mailto are ever opened, outside, and what is shown is the address that is
really opened, its host in ASCII (so that a Cyrillic "аррӏе.com" does not look like another).
"""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

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
