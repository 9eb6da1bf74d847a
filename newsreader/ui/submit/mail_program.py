"""Hands a message that is ready to the person's mail program. Main thread, but for ``is_handled``."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

_KIND = "message/rfc822"
_PATIENCE = 5  # seconds
NO_PROGRAM = (
    "No mail program opens such files here. The message is ready in a file: open it with the program you write mail "
    "with, or attach it there."
)


def open_message(path: Path, *, handled: bool) -> bool:
    """Open the file of a message with the system's handler, as ``is_handled`` said; False when there is none."""
    if not handled:
        return False
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def show_file(path: Path) -> bool:
    """Show the folder of a file in the system's file manager."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))


def is_handled() -> bool:
    """Whether the desktop knows a program for messages. Without that question a text editor or a browser would open
    the file, or nothing would happen at all. True where it cannot be asked. Any thread; it may take 0.2 s."""
    if not sys.platform.startswith("linux"):
        return True
    if os.environ.get("QT_QPA_PLATFORM") == "offscreen":
        return False
    asked = shutil.which("xdg-mime")
    if asked is None:
        return shutil.which("xdg-open") is not None
    try:
        answer = subprocess.run(
            [asked, "query", "default", _KIND], capture_output=True, text=True, check=False, timeout=_PATIENCE
        )
    except (OSError, subprocess.TimeoutExpired):
        return True
    return bool(answer.stdout.strip())
