"""The Qt binding must not eat references to None: PySide6 6.12.0 on Python 3.11 does, and aborts after a while.

What it knows of signatures comes when it is asked for, without a difference to anybody."""

from __future__ import annotations

import subprocess
import sys

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

_CALLS = 1000
_OWN = 50
"""References the test itself and the interpreter may come to hold or drop meanwhile."""


def test_painter_calls_leave_the_references_to_none_alone(qapp: QApplication) -> None:
    pixmap = QPixmap(40, 40)
    pixmap.fill(QColor("white"))
    painter = QPainter(pixmap)
    before = sys.getrefcount(None)
    for _ in range(_CALLS):
        painter.save()
        painter.setPen(QColor("black"))
        painter.fillRect(QRect(0, 0, 9, 9), QColor("red"))
        painter.drawText(2, 20, "x")
        painter.restore()
    after = sys.getrefcount(None)
    painter.end()
    assert abs(after - before) < _OWN


_MISTAKES = """
import sys
from PySide6.QtCore import QPoint, QRect, QTimer
from PySide6.support.signature import get_signature
{known}
for mistake in (lambda: QRect().contains("a"), lambda: QTimer(parnt=3), lambda: QPoint(1, 2, 3)):
    try:
        mistake()
    except Exception as fault:
        print(repr(fault))
print(get_signature(QRect.contains), QRect.__doc__)
import shibokensupport.signature.lib.pyi_generator as last
import PySide6.support.signature.lib.pyi_generator as known_as
print(last.Formatter.__name__, known_as.Formatter is last.Formatter)
"""


def _told(code: str) -> str:
    """What a Python of its own prints when it runs ``code``."""
    run = [sys.executable, "-c", code]
    return subprocess.run(run, capture_output=True, text=True, check=True).stdout


def test_the_signatures_of_qt_are_not_run_before_they_are_used() -> None:
    signs = {"parse_line", "create_signature", "seterror_argument", "Formatter"}
    runs = f"""print([name for name, module in sys.modules.items()
        if name.startswith("shibokensupport.") and {signs} & set(vars(module))])"""
    told = _told("import newsreader.app.binding" + _MISTAKES.format(known=runs))
    known, _, rest = told.partition("\n")
    assert known == "['shibokensupport.signature.loader']"
    assert rest == _told("import PySide6.QtCore" + _MISTAKES.format(known=""))
    assert "contains(p: PySide6.QtCore.QPoint" in rest
