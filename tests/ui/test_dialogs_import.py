"""Importing lists of feeds: a preview before anything changes; and the gallery of every dialog's states."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPushButton, QTreeWidget, QTreeWidgetItemIterator
from pytestqt.qtbot import QtBot

from newsreader.domain.errors import TimedOut
from newsreader.ui.dialogs import gallery
from newsreader.ui.dialogs.about import AboutDialog
from newsreader.ui.dialogs.import_opml import ImportDialog
from newsreader.ui.tasks import Tasks
from newsreader.ui.theme import Theme
from tests.ui.fake_jobs import FakeJobs
from tests.ui.fake_library import FakeLibrary

TEXT = """<opml><body>
<outline text="World"><outline text="&lt;b>A&lt;/b>" xmlUrl="https://a.example/"/></outline>
<outline xmlUrl="https://b.example/"/><outline text="c" xmlUrl="|cmd"/>
<outline text="Had" xmlUrl="http://feed1.example/atom.xml/"/><outline text="Twice" xmlUrl="https://a.example/"/>
</body></opml>"""


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


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "list.opml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_the_preview_shows_what_would_happen_and_changes_nothing(
    qtbot: QtBot, dialog: ImportDialog, jobs: FakeJobs, library: FakeLibrary, file: Path
) -> None:
    dialog.setPath(file)
    qtbot.waitUntil(lambda: "Nothing has been changed yet." in words(dialog))
    assert "list.opml: 2 new feeds · 2 already there · 1 left out" in words(dialog)
    rows = []
    at = QTreeWidgetItemIterator(dialog.findChild(QTreeWidget))
    while at.value():
        rows.append((at.value().text(0), at.value().text(1)))
        at += 1
    assert rows[:5] == [
        ("New (2)", ""),
        ("World", ""),
        ("<b>A</b>", "https://a.example/"),
        ("https://b.example/", "https://b.example/"),
        ("Left out (1)", ""),
    ]
    assert rows[5][0] == "|cmd"
    assert rows[6] == ("Already there (2)", "")
    assert jobs.asked == []
    assert len(library.feed_rows) == 9


def test_importing_after_the_preview(qtbot: QtBot, dialog: ImportDialog, jobs: FakeJobs, file: Path) -> None:
    dialog.setPath(file)
    qtbot.waitUntil(lambda: any(b.text() == "Import 2 feeds" for b in dialog.findChildren(QPushButton)))
    button(dialog, "Import 2 feeds").click()
    assert (jobs.asked[-1].name, jobs.asked[-1].args["path"]) == ("import", str(file))
    with qtbot.waitSignal(dialog.imported) as told:
        jobs.asked[-1].finish({"added": 2, "already": 2, "skipped": []})
    assert told.args[0]["added"] == 2
    assert "2 feeds added." in words(dialog)
    button(dialog, "Close").click()
    assert not dialog.isVisible()


def test_enter_looks_imports_and_closes(
    qtbot: QtBot, dialog: ImportDialog, jobs: FakeJobs, file: Path
) -> None:
    dialog.setPath(file)
    qtbot.waitUntil(lambda: any(b.text() == "Import 2 feeds" for b in dialog.findChildren(QPushButton)))
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert jobs.asked[-1].name == "import"
    jobs.asked[-1].finish({"added": 2, "already": 2, "skipped": []})
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert not dialog.isVisible()


def test_nothing_new_means_nothing_to_import(qtbot: QtBot, dialog: ImportDialog, file: Path) -> None:
    file.write_text("https://feed1.example/atom.xml", encoding="utf-8")
    dialog.setPath(file)
    qtbot.waitUntil(lambda: "1 already there" in words(dialog))
    assert not button(dialog, "Import").isEnabled()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('<!DOCTYPE opml [<!ENTITY e "x">]><opml/>', "declares entities"),
        ("<html></html>", "not a list of feeds"),
        (None, "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_another_can_be_chosen(
    qtbot: QtBot, dialog: ImportDialog, file: Path, text: str | None, sentence: str
) -> None:
    if text is None:
        file.unlink()
    else:
        file.write_text(text, encoding="utf-8")
    dialog.setPath(file)
    qtbot.waitUntil(lambda: sentence in words(dialog))
    assert "Nothing was changed." in words(dialog)
    assert button(dialog, "Choose a file…").isVisible()


def test_a_failed_import_says_so_and_escape_stops_one(
    qtbot: QtBot, dialog: ImportDialog, jobs: FakeJobs, file: Path
) -> None:
    def import_it() -> None:
        dialog.setPath(file)
        qtbot.waitUntil(lambda: any(b.text() == "Import 2 feeds" for b in dialog.findChildren(QPushButton)))
        button(dialog, "Import 2 feeds").click()

    import_it()
    jobs.asked[-1].fail(TimedOut("The cache is locked."))
    assert "The cache is locked. Nothing was changed." in words(dialog)
    import_it()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_path_of_a_file_may_be_typed(
    qtbot: QtBot, dialog: ImportDialog, jobs: FakeJobs, file: Path
) -> None:
    field = dialog.findChildren(QLineEdit)[0]
    for typed in (f"{file.parent}/nowhere.opml", str(file)):
        field.setText(typed)
        qtbot.keyClick(field, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: "Nothing" in words(dialog))
    assert "list.opml: 2 new feeds" in words(dialog)
    assert not jobs.asked


def test_a_list_of_the_web_is_fetched_looked_at_and_not_left_lying_about(
    qtbot: QtBot, dialog: ImportDialog, jobs: FakeJobs, file: Path
) -> None:
    field = dialog.findChild(QLineEdit)
    assert not button(dialog, "Look at it").isEnabled()
    qtbot.keyClicks(field, "lists.example/mine.opml")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert (jobs.asked[-1].name, jobs.asked[-1].args["url"]) == ("fetch_list", "lists.example/mine.opml")
    assert "Fetching the list from lists.example" in words(dialog)
    jobs.asked[-1].finish({"path": str(file), "feeds": 2})
    qtbot.waitUntil(lambda: "lists.example: 2 new feeds" in words(dialog))
    button(dialog, "Import 2 feeds").click()
    assert jobs.asked[-1].args["path"] == str(file)
    jobs.asked[-1].finish({"added": 2, "already": 2, "skipped": []})
    button(dialog, "Close").click()
    assert not file.exists()


def test_a_list_of_the_web_that_does_not_come_keeps_what_was_typed(
    dialog: ImportDialog, jobs: FakeJobs
) -> None:
    dialog.setAddress("no address")
    assert "is not an address" in words(dialog)
    assert jobs.asked == []
    dialog.setAddress("lists.example/mine.opml")
    jobs.asked[-1].fail(TimedOut("lists.example does not answer."))
    assert "lists.example does not answer." in words(dialog)
    assert dialog.findChild(QLineEdit).text() == "lists.example/mine.opml"


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
