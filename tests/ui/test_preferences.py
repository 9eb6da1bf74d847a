"""The preferences: made from the settings table, applied at once, and the page of the keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
)
from pytestqt.qtbot import QtBot

from newsreader.domain.errors import KeyringMissing, StoreError
from newsreader.settings.file import SettingsFile
from newsreader.settings.table import SETTINGS
from newsreader.ui.choices import Choices
from newsreader.ui.preferences.disk_panel import DiskPanel
from newsreader.ui.preferences.keys_page import KeysPage
from newsreader.ui.preferences.password_row import PasswordRow
from newsreader.ui.preferences.window import PreferencesWindow
from newsreader.ui.shortcuts import Keymap
from newsreader.ui.tasks import Tasks
from newsreader.ui.theme import Theme
from tests.ui.fake_jobs import FakeJobs

_SHOWN = [setting for setting in SETTINGS if not setting.hidden]


@pytest.fixture
def choices(tasks: Tasks, tmp_path: Path) -> Choices:
    """The settings of an empty data folder."""
    return Choices(SettingsFile(tmp_path / "settings.json"), tasks)


@pytest.fixture
def keymap(tmp_path: Path) -> Keymap:
    """The default keys."""
    return Keymap(tmp_path / "keys.json")


@pytest.fixture
def window(
    theme: Theme, choices: Choices, keymap: Keymap, jobs: FakeJobs, qtbot: QtBot
) -> Iterator[PreferencesWindow]:
    """The window, shown."""
    window = PreferencesWindow(theme, choices, keymap, jobs=jobs)
    qtbot.addWidget(window)
    window.show()
    yield window
    window.close()


@pytest.mark.parametrize("setting", _SHOWN, ids=[setting.key for setting in _SHOWN])
def test_every_setting_has_a_row_that_shows_its_value_and_says_what_it_does(
    window: PreferencesWindow, choices: Choices, setting: object
) -> None:
    key = setting.key  # type: ignore[attr-defined]
    window.show_setting(key)
    row = window.row(key)
    assert row.isVisible()
    assert row.editor.accessibleName() == row.setting.label
    assert _value(row.editor) == choices.get(key)


def _value(editor: object) -> object:
    match editor:
        case QCheckBox():
            return editor.isChecked()
        case QComboBox():
            return editor.currentData()
        case QSpinBox() | QDoubleSpinBox():
            return editor.value()
        case QLineEdit():
            return editor.text()
        case _:
            raise AssertionError(editor)


def test_a_change_applies_at_once_and_is_kept(
    window: PreferencesWindow, choices: Choices, qtbot: QtBot, tmp_path: Path
) -> None:
    heard: list[str] = []
    choices.changed.connect(heard.append)
    window.show_setting("look.theme")
    box = window.row("look.theme").editor
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findData("sepia"))
    assert heard == ["look.theme"]
    assert choices.text("look.theme") == "sepia"
    qtbot.waitUntil(lambda: SettingsFile(tmp_path / "settings.json").get("look.theme") == "sepia")


def test_a_change_made_elsewhere_is_shown(window: PreferencesWindow, choices: Choices) -> None:
    window.show_setting("reader.size")
    choices.set("reader.size", 24)
    assert _value(window.row("reader.size").editor) == 24


def test_numbers_are_grouped_as_everywhere_but_the_number_of_a_port_is_not(
    window: PreferencesWindow, choices: Choices
) -> None:
    choices.set("storage.pictures_mb", 12_500)
    for key, shown in (("storage.pictures_mb", "12,500 MB"), ("network.proxy_port", "8080")):
        window.show_setting(key)
        box = window.row(key).editor
        assert isinstance(box, QSpinBox)
        assert box.text() == shown


def test_the_page_can_be_reset(window: PreferencesWindow, choices: Choices) -> None:
    window.show_setting("reader.size")
    choices.set("reader.size", 24)
    choices.set("reader.face", "sans")
    window.row("reader.size").reset()
    window.row("reader.face").reset()
    assert (choices.get("reader.size"), choices.get("reader.face")) == (18, "serif")


def test_what_cannot_be_kept_is_told_and_taken_back(
    tasks: Tasks, theme: Theme, qtbot: QtBot, tmp_path: Path
) -> None:
    choices = Choices(SettingsFile(tmp_path / "absent" / "settings.json"), tasks)
    (tmp_path / "absent").write_text("a file where a folder should be")
    with qtbot.waitSignal(tasks.fault):
        choices.set("reader.size", 24)
        assert choices.get("reader.size") == 24
    assert choices.get("reader.size") == 18


def test_the_wheel_scrolls_and_changes_nothing(window: PreferencesWindow, choices: Choices) -> None:
    window.show_setting("reader.face")
    editor = window.row("reader.size").editor
    window.row("reader.face").editor.setFocus()
    wheel = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(0, 0), QPoint(0, 240), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(editor, wheel)
    assert choices.get("reader.size") == 18


def test_the_fields_of_a_proxy_rest_with_their_values_unless_one_of_ones_own_is_chosen(
    window: PreferencesWindow, choices: Choices
) -> None:
    choices.set("network.proxy_host", "proxy.example")
    choices.set("network.proxy_user", "ann")
    window.show_setting("network.proxy_host")
    (password,) = window.findChildren(PasswordRow)
    editors = [window.row(f"network.proxy_{name}").editor for name in ("host", "port", "user", "bypass")]
    editors.append(password.field)
    assert window.row("network.proxy").editor.hasFocus(), "a field that rests leads to what wakes it"
    for kind, used in (("system", False), ("socks5", True), ("none", False), ("http", True)):
        choices.set("network.proxy", kind)
        assert [editor.isEnabled() for editor in editors] == [used] * len(editors), kind
        assert _value(editors[0]) == "proxy.example"


# -- keys ----------------------------------------------------------------------------------------------------


@pytest.fixture
def page(theme: Theme, keymap: Keymap, qtbot: QtBot) -> KeysPage:
    """The page of the keys."""
    page = KeysPage(theme, keymap)
    qtbot.addWidget(page)
    page.resize(600, 500)
    page.show()
    return page


def test_new_keys_for_an_action(page: KeysPage, keymap: Keymap) -> None:
    page.choose("story.next")
    page.press("Y")
    assert page.sentence() == "Y is free."
    page._use.click()
    assert keymap.keys("story.next") == ("Y",)
    page.press("Ctrl+X")
    page._more.click()
    assert keymap.keys("story.next") == ("Y", "Ctrl+X")
    page._reset.click()
    assert keymap.keys("story.next") == ("J",)


def test_a_conflict_is_shown_and_solved_only_when_asked(page: KeysPage, keymap: Keymap) -> None:
    page.choose("story.next")
    page.press("R")
    assert page.sentence() == "R belongs to “Refresh this list”. Using it here takes it from there."
    assert keymap.keys("feed.refresh") == ("R",)
    page._use.click()
    assert keymap.keys("story.next") == ("R",)
    assert keymap.keys("feed.refresh") == ()
    page._reset_all.click()
    assert keymap.keys("feed.refresh") == ("R",)


def test_a_key_that_would_swallow_a_sequence_is_a_conflict(page: KeysPage, keymap: Keymap) -> None:
    page.choose("story.next")
    page.press("G")
    assert "“Today”" in page.sentence()
    page._use.click()
    assert keymap.keys("go.today") == ()


def test_an_action_without_keys(page: KeysPage, keymap: Keymap) -> None:
    page.choose("app.quit")
    page._none.click()
    assert keymap.keys("app.quit") == ()
    assert not page._none.isEnabled()


def test_keys_are_taken_by_pressing_them(page: KeysPage, qtbot: QtBot) -> None:
    page.choose("story.next")
    page._field.setFocus()
    QTest.keyClick(page._field, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.sentence() == "Ctrl+Y is free.")


def test_the_list_of_actions_can_be_narrowed(page: KeysPage) -> None:
    page._filter.setText("refresh")
    items = [page._list.topLevelItem(row) for row in range(page._list.topLevelItemCount())]
    shown = [item.text(0) for item in items if item is not None and not item.isHidden()]
    assert len(shown) == 3
    assert all("efresh" in text for text in shown)


def test_the_proxys_password_goes_to_the_keyring_and_for_want_of_one_lasts_until_the_end(
    window: PreferencesWindow, choices: Choices, jobs: FakeJobs
) -> None:
    choices.set("network.proxy", "http")
    window.show_setting("network.proxy_user")
    (row,) = window.findChildren(PasswordRow)
    assert not row.field.isEnabled(), "a password needs a name"
    choices.set("network.proxy_user", "ann")
    QTest.keyClicks(row.field, "s3cret")
    QTest.keyClick(row.field, Qt.Key.Key_Return)
    args = {"origin": "proxy", "user": "ann", "secret": "s3cret", "remember": "keyring"}
    assert (jobs.asked[-1].name, jobs.asked[-1].args) == ("secret", args)
    jobs.asked[-1].fail(KeyringMissing("This system has no keyring we can use."))
    assert "no keyring" in row.word.text()
    assert row.field.text() == "s3cret", "what was typed is kept"
    QTest.mouseClick(row.keep, Qt.MouseButton.LeftButton)
    assert jobs.asked[-1].args == args | {"remember": "session"}
    jobs.asked[-1].finish({"origin": "proxy"})
    assert (row.field.text(), row.word.text()) == ("", "Kept until the program ends.")


def test_the_page_of_storage_tells_what_takes_room_and_frees_some(
    qtbot: QtBot, theme: Theme, choices: Choices, keymap: Keymap, tasks: Tasks
) -> None:
    jobs = FakeJobs()
    window = PreferencesWindow(theme, choices, keymap, jobs=jobs, tasks=tasks)
    qtbot.addWidget(window)
    window.show()
    window.show_page("storage")
    panel = window.findChild(DiskPanel)
    assert panel is not None

    def said() -> str:
        return " | ".join(label.text() for label in panel.findChildren(QLabel))

    qtbot.waitUntil(lambda: "Pictures: 20.5 MB" in said())
    assert "76.5 MB in use" in said()
    free = next(each for each in panel.findChildren(QPushButton) if "Free room" in each.text())
    free.click()
    assert not free.isEnabled()
    jobs.asked[-1].finish({"freed": 20_000_000})
    assert "19.1 MB freed" in said()
    free.click()
    jobs.asked[-1].fail(StoreError("The disk reported an error."))
    assert "The disk reported an error." in said()
    assert free.isEnabled()
