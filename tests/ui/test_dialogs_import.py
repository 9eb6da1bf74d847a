"""Importing lists of feeds: a preview before anything changes; and the gallery of every dialog's states."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QTreeWidget, QTreeWidgetItemIterator
from pytestqt.qtbot import QtBot

from newsreader.domain.errors import HostileDocument, TimedOut
from newsreader.ui.dialogs import gallery
from newsreader.ui.dialogs.about import AboutDialog
from newsreader.ui.dialogs.import_opml import ImportDialog
from newsreader.ui.tasks import Tasks
from newsreader.ui.theme import Theme
from tests.support.fake_jobs import FakeJobs

LIST = Path("list.opml").absolute()
PREVIEW = {
    "added": 2,
    "already": 3,
    "skipped": [{"url": "|cmd", "why": "It runs a command."}],
    "new": [
        {"url": "https://a.example/", "title": "<b>A</b>", "folder": "World"},
        {"url": "https://b.example/", "title": "", "folder": ""},
    ],
}


def words(dialog: QDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


def button(dialog: QDialog, text: str) -> QPushButton:
    return next(each for each in dialog.findChildren(QPushButton) if each.text() == text)


@pytest.fixture
def jobs() -> FakeJobs:
    return FakeJobs()


@pytest.fixture
def dialog(qtbot: QtBot, theme: Theme, tasks: Tasks, jobs: FakeJobs) -> ImportDialog:
    made = ImportDialog(theme, tasks, jobs)
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_preview_shows_what_would_happen_and_changes_nothing(
    dialog: ImportDialog, jobs: FakeJobs
) -> None:
    dialog.setPath(LIST)
    assert (jobs.last.name, jobs.last.args["path"], jobs.last.args["dry_run"]) == ("import", str(LIST), True)
    jobs.answer(PREVIEW)
    assert "2 new feeds · 3 already there · 1 left out" in words(dialog)
    assert "Nothing has been changed yet." in words(dialog)
    rows = []
    at = QTreeWidgetItemIterator(dialog.findChild(QTreeWidget))
    while at.value():
        rows.append((at.value().text(0), at.value().text(1)))
        at += 1
    assert rows == [
        ("New (2)", ""),
        ("World", ""),
        ("<b>A</b>", "https://a.example/"),
        ("https://b.example/", "https://b.example/"),
        ("Left out (1)", ""),
        ("|cmd", "It runs a command."),
        ("Already there (3)", ""),
    ]
    assert jobs.asked == []


def test_importing_after_the_preview(qtbot: QtBot, dialog: ImportDialog, jobs: FakeJobs) -> None:
    dialog.setPath(LIST)
    jobs.answer(PREVIEW)
    button(dialog, "Import 2 feeds").click()
    assert "dry_run" not in jobs.last.args
    with qtbot.waitSignal(dialog.imported) as told:
        jobs.answer({"added": 2, "already": 3, "skipped": []})
    assert told.args[0]["added"] == 2
    assert "2 feeds added." in words(dialog)
    button(dialog, "Close").click()
    assert not dialog.isVisible()


def test_nothing_new_means_nothing_to_import(dialog: ImportDialog, jobs: FakeJobs) -> None:
    dialog.setPath(LIST)
    jobs.answer({"added": 0, "already": 3, "skipped": [], "new": []})
    assert not button(dialog, "Import").isEnabled()


def test_a_file_that_cannot_be_read_says_why_and_another_can_be_chosen(
    dialog: ImportDialog, jobs: FakeJobs
) -> None:
    dialog.setPath(LIST)
    jobs.fail(HostileDocument("The file declares entities of its own."))
    assert "The file declares entities of its own. Nothing was changed." in words(dialog)
    assert button(dialog, "Choose a file…").isVisible()


def test_a_failed_import_changes_nothing_and_escape_stops(
    qtbot: QtBot, dialog: ImportDialog, jobs: FakeJobs
) -> None:
    dialog.setPath(LIST)
    jobs.answer(PREVIEW)
    button(dialog, "Import 2 feeds").click()
    jobs.fail(TimedOut("The cache is locked."))
    assert "Nothing was changed." in words(dialog)
    dialog.setPath(LIST)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert jobs.cancelled == [3]


def test_about_tells_versions_and_copies_them(qtbot: QtBot, theme: Theme) -> None:
    about = AboutDialog(theme, "1.2.3", Path("/somewhere"))
    qtbot.addWidget(about)
    about.show()
    button(about, "Copy details").click()
    assert "Version: 1.2.3" in QGuiApplication.clipboard().text()
    QGuiApplication.clipboard().clear()


@pytest.mark.parametrize("name", gallery.NAMES)
def test_every_state_of_every_dialog_is_drawn_with_plain_labels_and_names(
    qtbot: QtBot, theme: Theme, name: str
) -> None:
    jobs = FakeJobs()
    shown = gallery.open_dialog(name, theme, jobs)
    qtbot.addWidget(shown)
    shown.show()
    theme.choose("dark")
    assert not shown.grab().isNull()
    assert shown.windowTitle()
    labels = shown.findChildren(QLabel)
    assert labels
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in labels)
    assert all(len(each.text()) > 1 for each in shown.findChildren(QPushButton) if each.isVisible())
