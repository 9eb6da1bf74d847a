"""Opens what a piece of contact names: the phone besides what every link may open. Main thread."""

from __future__ import annotations

import re

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from newsreader.ui.reader.links import open_outside

_PHONE = re.compile(r"tel:\+?[0-9]{3,20}")


def open_contact(address: str) -> bool:
    """Hand ``address`` to the system: a phone number of digits alone, else what ``open_outside`` takes. False when it
    may not be opened or nothing took it."""
    if _PHONE.fullmatch(address):
        return QDesktopServices.openUrl(QUrl(address))
    return open_outside(address)
