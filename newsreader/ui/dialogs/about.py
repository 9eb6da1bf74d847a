"""What the program is, under which licence, built with what, and where it keeps its data. Main thread."""

from __future__ import annotations

import platform
import sqlite3
from pathlib import Path

import PySide6
from PySide6.QtCore import Qt, QUrl, qVersion
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QGridLayout, QWidget

from newsreader.ui.dialogs.sheet import Sheet, button, note
from newsreader.ui.plain import plain_label
from newsreader.ui.theme import Theme

_WHAT = "A desktop newsreader: what happened, each event once, read in peace."
_LICENCE = (
    "Free software under the GNU General Public License, version 3 or later. It comes without any warranty. "
    "Built with Qt for Python, SQLAlchemy and alembic, aiohttp, feedparser, lxml, nh3, keyring and platformdirs."
)


class AboutDialog(Sheet):
    """``version`` is the program's, ``data_dir`` the folder of its cache, None when there is none."""

    def __init__(
        self, theme: Theme, version: str, data_dir: Path | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, "About Newsreader", parent, width=480)
        self.heading.setText("Newsreader")
        self.heading.setFont(theme.font(20, self.heading.font().weight()))
        self._data_dir = data_dir
        self._facts = _facts(version, data_dir)
        what = note(theme, _WHAT, tone="", px=14)
        what.setContentsMargins(0, 0, 0, 16)
        self.body.addWidget(what)
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(self._facts):
            label = plain_label(value, wrap=True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(plain_label(name, tone="secondary"), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label, row, 1)
        self.body.addLayout(grid)
        licence = note(theme, _LICENCE)
        licence.setContentsMargins(0, 16, 0, 0)
        self.body.addWidget(licence)
        self.body.addStretch(1)
        folder, copy = button("Open data folder"), button("Copy details")
        close = button("Close", "primary", default=True)
        folder.setVisible(data_dir is not None)
        folder.clicked.connect(self._open_folder)
        copy.clicked.connect(self._copy)
        close.clicked.connect(self.accept)
        self.buttons.addWidget(folder)
        self.buttons.addWidget(copy)
        self.buttons.addStretch(1)
        self.buttons.addWidget(close)
        close.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(f"{name}: {value}" for name, value in self._facts))

    def _open_folder(self) -> None:
        if self._data_dir is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._data_dir)))


def _facts(version: str, data_dir: Path | None) -> list[tuple[str, str]]:
    facts = [
        ("Version", version),
        ("Python", platform.python_version()),
        ("Qt", f"{qVersion()} (PySide6 {PySide6.__version__})"),
        ("SQLite", sqlite3.sqlite_version),
        ("System", platform.platform(terse=True)),
    ]
    return [*facts, ("Data folder", str(data_dir))] if data_dir else facts
