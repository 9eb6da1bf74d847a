"""The window as a person meets it: panes joined, keys, marks and undo, widths, faults, its end."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from newsreader.domain.changes import Change, Mark
from newsreader.domain.errors import DiskFull
from newsreader.domain.jobs import Progress
from newsreader.domain.stories import View, ViewKind
from newsreader.settings.file import SettingsFile
from newsreader.ui.actions import ACTIONS
from newsreader.ui.main_window import MainWindow
from newsreader.ui.panes_at import Docked, default_widths, docked_at
from newsreader.ui.theme import Theme
from tests.ui.conftest import close_window, open_window, press
from tests.ui.fake_jobs import FakeJobs
from tests.ui.fake_library import FakeLibrary

_Key = Qt.Key
NEVER = 1 << 40
"""A time that does not come."""


@pytest.fixture
def active(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """The window with the keyboard."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.stories.setFocus()
    return window


def _shown(window: MainWindow) -> int | None:
    return window.reader.story.header.id if window.reader.story is not None else None


def _open_one(window: MainWindow, qtbot: QtBot) -> int:
    """Go to a story by key; its id once the reader shows it."""
    press(window, _Key.Key_J)
    qtbot.waitUntil(lambda: _shown(window) is not None and _shown(window) == window.stories.currentId())
    story = _shown(window)
    assert story is not None
    return story


# -- panes ---------------------------------------------------------------------------------------------------


def test_every_action_is_answered(window: MainWindow) -> None:
    assert window.actions_table.unhandled() == []


def test_a_row_of_the_list_opens_its_story_and_marks_it_read(
    active: MainWindow, library: FakeLibrary, qtbot: QtBot
) -> None:
    story = _open_one(active, qtbot)
    qtbot.waitUntil(lambda: library.story_rows[story].read)
    assert library.undo_stack == []
    assert active.actions_table["story.toggle_saved"].isEnabled()


def test_the_mere_focus_opens_no_story(active: MainWindow, library: FakeLibrary, qtbot: QtBot) -> None:
    active.toolbar.search.setFocus()
    active.stories.setFocus()
    qtbot.wait(1)
    assert active.stories.currentId() is None
    assert active.selection.story is None
    assert not library.story_rows[60].read
    assert _open_one(active, qtbot) == 60


def test_the_reader_follows_a_held_key_once_it_rests(active: MainWindow, qtbot: QtBot) -> None:
    first = _open_one(active, qtbot)
    seen: list[int] = []
    active.reader.storyShown.connect(lambda story: seen.append(story.header.id))
    for held in (True, True, True, True):
        down = QKeyEvent(QKeyEvent.Type.KeyPress, _Key.Key_Down, Qt.KeyboardModifier.NoModifier, "", held)
        QApplication.sendEvent(active.stories.table, down)
    here = active.stories.currentId()
    assert here != first
    qtbot.waitUntil(lambda: _shown(active) == here)
    assert seen == [here]


def test_after_a_jump_the_rows_come_before_the_page(
    active: MainWindow, library: FakeLibrary, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    _open_one(active, qtbot)
    qtbot.waitUntil(lambda: active.selection._next._ready is not None)  # it asks for a story too
    asked: list[str] = []
    for name in ("headers", "story"):
        plain = getattr(library.stories, name)
        monkeypatch.setattr(library.stories, name, lambda of, n=name, p=plain: (asked.append(n), p(of))[1])
    active.stories.model.headers.clear()  # as where a long list was not looked at yet
    press(active, _Key.Key_End)
    qtbot.waitUntil(
        lambda: active.stories.currentId() is not None and _shown(active) == active.stories.currentId()
    )
    assert asked[:2] == ["headers", "story"]


def test_a_feed_opens_its_list(window: MainWindow, qtbot: QtBot) -> None:
    window.feeds.selectView(View(ViewKind.FEED, 4))
    qtbot.waitUntil(lambda: window.stories.view.kind is ViewKind.FEED)
    qtbot.waitUntil(lambda: window.stories.model.rowCount() > 0)
    assert window.selection.view == View(ViewKind.FEED, 4)
    assert window.actions_table["feed.properties"].isEnabled()
    window.feeds.selectView(View(ViewKind.SAVED))
    assert not window.actions_table["feed.properties"].isEnabled()


def test_the_keys_that_go_to_lists(active: MainWindow, qtbot: QtBot) -> None:
    for second, kind in (
        ("T", ViewKind.TODAY),
        ("S", ViewKind.SAVED),
        ("A", ViewKind.ALL),
        ("U", ViewKind.UNREAD),
    ):
        press(active, _Key.Key_G)
        press(active, getattr(_Key, f"Key_{second}"))
        assert active.selection.view.kind is kind


def test_search_narrows_the_list_and_escape_ends_it(active: MainWindow, qtbot: QtBot) -> None:
    press(active, _Key.Key_Slash)
    field = active.toolbar.search
    assert active.focusWidget() is field
    qtbot.keyClicks(field, "tide")
    qtbot.waitUntil(lambda: active.stories.view.query == "tide")
    press(active, _Key.Key_Escape)
    assert active.stories.view.query == ""
    assert active.focusWidget() is not field


def test_what_a_list_does_not_have_is_looked_for_in_all_stories(active: MainWindow, qtbot: QtBot) -> None:
    active.feeds.selectView(View(ViewKind.FEED, 1))
    active.toolbar.search.setText("tide")
    state = active.stories._state
    qtbot.waitUntil(lambda: state.isVisible() and state.state.action == "search-all")
    assert active.stories._header._title.text() == "“tide” in Harbour Lantern"
    qtbot.mouseClick(state.findChild(QPushButton), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: active.stories.model.rowCount() > 0)
    assert active.stories.view == View(ViewKind.ALL, query="tide")
    assert active.toolbar.search.text() == "tide"
    assert active.stories._header._title.text() == "“tide”"


def test_next_unread_goes_on_in_the_next_feed(active: MainWindow, library: FakeLibrary, qtbot: QtBot) -> None:
    library.marks.mark([row.id for row in library.story_rows.values() if row.feed_id in (1, 2)], Mark.READ)
    active.feeds.selectView(View(ViewKind.FEED, 1))
    qtbot.waitUntil(lambda: active.stories.view.id == 1 and active.stories.model.rowCount() > 0)
    active.stories.exhausted.emit(True)
    qtbot.waitUntil(lambda: active.selection.view.id == 2)


# -- typing --------------------------------------------------------------------------------------------------


def test_single_keys_never_act_while_a_person_types(active: MainWindow, qtbot: QtBot) -> None:
    used: list[str] = []
    active.actions_table.pressed.connect(used.append)
    field = active.toolbar.search
    field.setFocus()
    for letter in "jknpmsrabgtvhl?/ ":
        QTest.keyClicks(field, letter)
    assert used == []
    assert field.text() == "jknpmsrabgtvhl?/ "


def test_space_presses_the_button_that_has_the_focus(active: MainWindow, qtbot: QtBot) -> None:
    override = QKeyEvent(QKeyEvent.Type.ShortcutOverride, _Key.Key_Space, Qt.KeyboardModifier.NoModifier, " ")
    for widget, kept in ((active.toolbar.menu_button, True), (active.stories.table, False)):
        widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        widget.show()
        widget.setFocus()
        override.ignore()
        active.event(override)
        assert override.isAccepted() is kept


def test_enter_opens_the_link_that_has_the_focus_in_the_page(active: MainWindow, qtbot: QtBot) -> None:
    _open_one(active, qtbot)
    active.reader.setFocus()
    override = QKeyEvent(QKeyEvent.Type.ShortcutOverride, _Key.Key_Return, Qt.KeyboardModifier.NoModifier)
    override.ignore()
    active.event(override)
    assert override.isAccepted()


# -- marks and undo ------------------------------------------------------------------------------------------


def test_a_mark_is_told_and_can_be_taken_back(active: MainWindow, library: FakeLibrary, qtbot: QtBot) -> None:
    story = _open_one(active, qtbot)
    was = library.story_rows[story].saved
    press(active, _Key.Key_S)
    qtbot.waitUntil(active.undo_bar.isVisible)
    assert library.story_rows[story].saved is not was
    qtbot.waitUntil(active.actions_table["edit.undo"].isEnabled)
    press(active, _Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: library.story_rows[story].saved is was)
    qtbot.waitUntil(active.actions_table["edit.redo"].isEnabled)
    press(active, _Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: library.story_rows[story].saved is not was)


def test_marking_the_whole_list_read(active: MainWindow, library: FakeLibrary, qtbot: QtBot) -> None:
    press(active, _Key.Key_A, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: all(row.read for row in library.story_rows.values()))
    qtbot.waitUntil(lambda: "marked read" in active.undo_bar.text())


def test_only_marks_of_very_many_are_asked_about(
    active: MainWindow, library: FakeLibrary, qtbot: QtBot
) -> None:
    """Also about those that are selected by hand."""
    asked: list[str] = []

    def cancel() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            asked.append(box.text())
            next(one for one in box.buttons() if one.text() == "Cancel").click()

    watch = QTimer(active, interval=10)
    watch.timeout.connect(cancel)
    watch.start()

    unread = sum(not row.read for row in library.story_rows.values())
    active.choices.set("list.confirm_above", unread - 1)
    press(active, _Key.Key_A, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: len(asked) == 1)
    assert str(unread) in asked[0]
    active.stories.table.selectAll()
    active.actions_table["story.toggle_read"].trigger()
    qtbot.waitUntil(lambda: len(asked) == 2)
    assert sum(not row.read for row in library.story_rows.values()) == unread
    active.choices.set("list.confirm_above", unread)
    active.actions_table["view.mark_read"].trigger()
    qtbot.waitUntil(lambda: all(row.read for row in library.story_rows.values()))
    assert len(asked) == 2


def test_keys_are_about_what_is_selected_else_about_the_page(
    active: MainWindow, library: FakeLibrary, qtbot: QtBot
) -> None:
    """A story that was opened from elsewhere is none of the list; several may be selected and none opened."""
    actions = active.actions_table
    assert not actions["story.toggle_saved"].isEnabled()
    active.feeds.selectView(View(ViewKind.FEED, 2))
    qtbot.waitUntil(lambda: active.stories.model.rowCount() == 7)
    active.stories.selectStory(active.stories.model.snapshot[0])
    other = next(row.id for row in library.story_rows.values() if row.feed_id == 3 and not row.saved)
    active.selection.open_story(other)
    qtbot.waitUntil(lambda: active.reader.story is not None and active.reader.story.header.id == other)
    actions["story.toggle_saved"].trigger()
    qtbot.waitUntil(lambda: library.story_rows[other].saved)
    active.stories.table.selectAll()
    chosen = active.stories.selectedIds()
    actions["story.toggle_saved"].trigger()
    qtbot.waitUntil(lambda: all(library.story_rows[id].saved for id in chosen))


def test_the_undo_bar_takes_back(window: MainWindow, library: FakeLibrary, qtbot: QtBot) -> None:
    window.selection.mark((1, 2), Mark.SAVED)
    qtbot.waitUntil(window.undo_bar.isVisible)
    window.undo_bar.undoAsked.emit()
    qtbot.waitUntil(lambda: library.undo_stack == [])


def test_the_undo_bar_without_undo_only_tells(window: MainWindow) -> None:
    window.undo_bar.tell("Undone: 2 stories marked read", undoable=False)
    assert window.undo_bar.isVisible()
    assert window.undo_bar.text() == "Undone: 2 stories marked read"
    window.undo_bar.vanish()
    assert not window.undo_bar.isVisible()


# -- faults --------------------------------------------------------------------------------------------------


def test_a_fault_is_told_in_its_own_sentence(window: MainWindow, library: FakeLibrary, qtbot: QtBot) -> None:
    library.fail_next = DiskFull("No room is left on the disk. Nothing was changed.")
    window.tasks.command(lambda lib: lib.marks.mark([1], Mark.READ))
    qtbot.waitUntil(window.notice.isVisible)
    assert window.notice.text() == "No room is left on the disk. Nothing was changed."


def test_the_button_of_a_notice_does_its_action(window: MainWindow) -> None:
    heard: list[str] = []
    window.notice.tell("The worker ended.", "Try again", lambda: heard.append("again"))
    window.notice._help.click()
    assert heard == ["again"]
    assert not window.notice.isVisible()


# -- refreshing ----------------------------------------------------------------------------------------------


def test_a_refresh_of_all_and_how_it_goes(active: MainWindow, jobs: FakeJobs, qtbot: QtBot) -> None:
    qtbot.waitUntil(active.actions_table["feed.refresh_all"].isEnabled)
    press(active, _Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    (sync,) = jobs.named("sync")
    assert sync.args == {"feeds": None, "force": False, "due_only": False}
    assert active.actions_table["feed.stop"].isEnabled()
    sync.tell(Progress(1062, 3529, new_stories=3))
    assert active.status.text() == "Syncing 1,062 of 3,529 feeds"
    sync.finish({"feeds": 3529, "new_stories": 23, "failed": 1002})
    assert active.status.text() == ""
    assert active.status.summary().startswith(
        "23 new stories · 1,002 feeds could not be read · last checked "
    )
    assert not active.actions_table["feed.stop"].isEnabled()
    press(active, _Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert len(jobs.named("sync")) == 1
    assert active.status.text() == "Checked less than a minute ago"


def test_a_refresh_of_one_feed(active: MainWindow, jobs: FakeJobs, qtbot: QtBot) -> None:
    active.feeds.selectView(View(ViewKind.FEED, 4))
    press(active, _Key.Key_R)
    assert jobs.named("sync")[0].args["feeds"] == [4]


def test_a_refresh_of_a_folder(active: MainWindow, jobs: FakeJobs, qtbot: QtBot) -> None:
    active.feeds.selectView(View(ViewKind.FOLDER, 2))
    press(active, _Key.Key_R)
    assert jobs.named("sync")[0].args["feeds"] == [4, 5, 6]


def test_a_refresh_can_be_stopped(window: MainWindow, jobs: FakeJobs, qtbot: QtBot) -> None:
    window.sync.refresh_all()
    window.status.stopAsked.emit()
    assert window.status.text() == "Refresh stopped"
    assert not window.sync.running
    assert not window.notice.isVisible()


def test_a_refresh_that_brings_nothing_says_why(window: MainWindow, jobs: FakeJobs) -> None:
    window.sync.refresh([6])
    error = {
        "url": "https://feed6.example/",
        "error": "The server answered 404: there is no page at this address.",
    }
    jobs.named("sync")[0].finish({"feeds": 1, "due": 1, "failed": 1, "errors": [error]})
    assert window.notice.text() == error["error"]
    window.sync.refresh([1, 2])
    jobs.named("sync")[1].finish({"feeds": 2, "due": 2, "failed": 2, "errors": [error, error]})
    assert window.notice.text().startswith("None of the 2 feeds could be read.")


def test_trouble_nobody_asked_about_is_no_notice(window: MainWindow, jobs: FakeJobs, qtbot: QtBot) -> None:
    window.sync._look()
    qtbot.waitUntil(lambda: bool(jobs.named("sync")))
    jobs.named("sync")[0].finish({"feeds": 9, "due": 1, "failed": 1, "errors": []})
    assert not window.notice.isVisible()


def test_a_refresh_that_fails_is_told(window: MainWindow, jobs: FakeJobs) -> None:
    window.sync.refresh_all()
    jobs.named("sync")[0].fail(DiskFull("No room is left on the disk."))
    assert window.notice.text() == "No room is left on the disk."
    window.sync.refresh_all()
    assert len(jobs.named("sync")) == 2


def test_what_is_due_is_fetched_by_itself(window: MainWindow, jobs: FakeJobs, qtbot: QtBot) -> None:
    window.sync._look()
    qtbot.waitUntil(lambda: bool(jobs.named("sync")))
    assert jobs.named("sync")[0].args["due_only"] is True


def test_nothing_is_fetched_by_itself_when_unwanted(window: MainWindow, jobs: FakeJobs, qtbot: QtBot) -> None:
    window.choices.set("sync.automatic", False)
    window.sync._look()
    answers: list[object] = []
    window.tasks.query(lambda lib: 1, answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    assert jobs.named("sync") == []


@pytest.mark.parametrize(
    ("battery", "wanted", "asked"), [(True, False, 0), (True, True, 1), (False, False, 1)]
)
def test_on_battery_nothing_is_fetched_by_itself_unless_wanted(
    window: MainWindow, jobs: FakeJobs, qtbot: QtBot, battery: bool, wanted: bool, asked: int
) -> None:
    window.choices.set("sync.on_battery", wanted)
    window.sync._on_battery = lambda: battery
    window.sync._look()
    answers: list[object] = []
    window.tasks.query(lambda lib: 1, answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    assert len(jobs.named("sync")) == asked
    window.sync.refresh_all()
    assert len(jobs.named("sync")) == 1, "by hand always"


def test_everything_is_fetched_at_the_start_only_where_that_is_wanted(
    window: MainWindow, jobs: FakeJobs, qtbot: QtBot
) -> None:
    window.choices.set("sync.at_start", True)
    window.sync._first_look()
    qtbot.waitUntil(lambda: bool(jobs.named("sync")))
    assert jobs.named("sync")[0].args["due_only"] is False


def test_feeds_another_program_added_are_asked_at_once(
    window: MainWindow, library: FakeLibrary, jobs: FakeJobs, qtbot: QtBot
) -> None:
    library.feed_rows = {id: replace(feed, next_check=NEVER) for id, feed in library.feed_rows.items()}
    window.follower.refresh()
    with qtbot.waitSignal(window.follower.treeRead):
        window.follower.refresh()
    assert jobs.named("sync") == []
    library.feed_rows[10] = replace(library.feed_rows[1], id=10, last_checked=None, next_check=None)
    window.follower.refresh()
    qtbot.waitUntil(lambda: bool(jobs.named("sync")))
    assert jobs.named("sync")[0].args["due_only"] is True


def test_feeds_that_come_during_a_refresh_are_asked_after_it(
    window: MainWindow, library: FakeLibrary, jobs: FakeJobs, qtbot: QtBot
) -> None:
    window.sync.refresh_all()
    library.feed_rows[10] = replace(library.feed_rows[1], id=10, last_checked=None, next_check=None)
    with qtbot.waitSignal(window.follower.treeRead):
        window.follower.refresh()
    jobs.named("sync")[0].finish({"feeds": 9, "due": 9})
    qtbot.waitUntil(lambda: len(jobs.named("sync")) == 2)


def test_feeds_never_asked_do_not_wait_for_the_manners_of_the_others(
    window: MainWindow, library: FakeLibrary, jobs: FakeJobs, qtbot: QtBot
) -> None:
    window.choices.set("sync.automatic", False)
    window.sync.refresh_all()
    jobs.named("sync")[0].finish({"feeds": 9, "due": 9})
    window.sync.refresh_all()
    assert len(jobs.named("sync")) == 1
    library.feed_rows[10] = replace(library.feed_rows[1], id=10, last_checked=None, next_check=None)
    with qtbot.waitSignal(window.follower.treeRead):
        window.follower.refresh()
    window.sync.refresh_all()
    assert [job.args["due_only"] for job in jobs.named("sync")] == [False, True]


def test_a_change_of_another_program_is_followed(
    window: MainWindow, library: FakeLibrary, qtbot: QtBot
) -> None:
    window.follower._look()
    library.feeds.rename(1, "Harbour Beacon")
    library.version += 1
    window.follower._look()
    qtbot.waitUntil(lambda: window.feeds.title(View(ViewKind.FEED, 1)) == "Harbour Beacon")


def test_a_mark_hides_no_change_of_another_program(
    window: MainWindow, library: FakeLibrary, qtbot: QtBot
) -> None:
    """Our own mark makes the cache known as it is then; only the counts are read at once."""
    library.feeds.rename(1, "Harbour Beacon")
    window.tasks.changed.emit(Change(stories=(1,), mark=Mark.READ))
    qtbot.waitUntil(lambda: window.feeds.title(View(ViewKind.FEED, 1)) == "Harbour Beacon")


def test_changes_in_quick_succession_are_followed_once(window: MainWindow, qtbot: QtBot) -> None:
    trees: list[object] = []
    window.follower.treeRead.connect(trees.append)
    for story in (1, 2, 3):
        window.tasks.changed.emit(Change(stories=(story,), mark=Mark.READ))
    assert trees == []
    qtbot.waitUntil(lambda: bool(trees))
    answers: list[int] = []
    window.tasks.query(lambda _library: 1, answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    assert len(trees) == 1


def test_stories_that_arrive_change_the_counts(
    window: MainWindow, library: FakeLibrary, jobs: FakeJobs, qtbot: QtBot
) -> None:
    library.feeds.rename(2, "Upland Herald")
    jobs.changed.emit({"feeds": [2], "new": 4, "updated": 0})
    qtbot.waitUntil(lambda: window.feeds.title(View(ViewKind.FEED, 2)) == "Upland Herald")


# -- widths --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("width", "docked"),
    [
        (1440, Docked(True, True)),
        (1280, Docked(True, True)),
        (1279, Docked(True, False)),
        (1000, Docked(True, False)),
        (999, Docked(False, False)),
    ],
)
def test_the_width_rule(width: int, docked: Docked) -> None:
    assert docked_at(width) == docked


def test_larger_text_needs_a_wider_window() -> None:
    assert docked_at(1440, 1.5) == Docked(False, False)
    assert docked_at(1920, 1.5) == Docked(True, True)
    assert default_widths(1.5)["feeds"] == round(1.5 * default_widths(1.0)["feeds"])


def test_the_briefs_are_a_drawer_where_there_is_no_room(active: MainWindow, qtbot: QtBot) -> None:
    assert active.briefs.isVisible()
    active.resize(1100, 800)
    qtbot.waitUntil(lambda: not active.briefs.isVisible())
    assert active.feeds.isVisible()
    press(active, _Key.Key_B)
    assert active.briefs.isVisible()
    assert active.pane_focus.current() == "briefs"
    assert active.actions_table["view.briefs"].isChecked()
    press(active, _Key.Key_Escape)
    qtbot.waitUntil(lambda: not active.briefs.isVisible())
    active.resize(900, 700)
    qtbot.waitUntil(lambda: not active.feeds.isVisible())
    active.actions_table["view.feeds"].trigger()
    assert active.feeds.isVisible()
    active.resize(1440, 900)
    qtbot.waitUntil(lambda: active.briefs.isVisible() and active.feeds.isVisible())


def test_no_pane_is_squeezed_when_the_window_comes_back_to_four(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(900, 700)
    qtbot.waitUntil(lambda: not window.feeds.isVisible())
    window.resize(1440, 900)
    qtbot.waitUntil(window.briefs.isVisible)
    assert window.feeds.width() == 216
    assert window.stories.width() == 344
    assert window.briefs.width() == 292


def test_a_side_pane_can_be_put_away_for_good(window: MainWindow, qtbot: QtBot) -> None:
    window.actions_table["view.briefs"].trigger()
    assert not window.briefs.isVisible()
    assert window.choices.get("look.briefs") is False


def test_the_focus_goes_from_pane_to_pane(active: MainWindow, qtbot: QtBot) -> None:
    _open_one(active, qtbot)
    seen = []
    for _ in range(4):
        press(active, _Key.Key_F6)
        seen.append(active.pane_focus.current())
    assert seen == ["reader", "briefs", "feeds", "stories"]
    press(active, _Key.Key_H)
    assert active.pane_focus.current() == "feeds"


def test_the_keys_belong_to_the_list_from_the_start_also_while_it_is_empty(
    theme: Theme, jobs: FakeJobs, qtbot: QtBot, tmp_path: Path
) -> None:
    library = FakeLibrary(empty=True)
    window = open_window(theme, library, jobs, qtbot, tmp_path)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.waitUntil(lambda: window.feeds.says_how_to_begin)
    focus = window.focusWidget()
    assert focus is not None
    assert window.stories.isAncestorOf(focus)
    library._fill(20)
    window.stories.reload()
    qtbot.waitUntil(lambda: len(window.stories.model.snapshot) > 0)
    qtbot.waitUntil(window.stories.table.hasFocus)
    close_window(window, qtbot)


# -- overlay, palette, menus ---------------------------------------------------------------------------------


def test_the_keys_are_shown_and_go_away_with_any_key(active: MainWindow) -> None:
    active.actions_table["help.keys"].trigger()
    assert active.key_overlay.isVisible()
    shown = dict(row for _menu, rows in active.key_overlay.groups() for row in rows)
    assert shown["Today"] == ("G then T",)
    press(active, _Key.Key_J)
    assert not active.key_overlay.isVisible()


def test_all_keys_can_be_reached_in_a_small_window(active: MainWindow, qtbot: QtBot) -> None:
    active.resize(700, 440)
    overlay = active.key_overlay
    overlay.open()
    qtbot.waitUntil(lambda: overlay._too_tall > 0)
    press(active, _Key.Key_PageDown)
    assert overlay.isVisible()
    assert overlay._scrolled > 0
    press(active, _Key.Key_J)
    assert not overlay.isVisible()


def test_the_palette_finds_actions_feeds_and_settings(active: MainWindow, qtbot: QtBot) -> None:
    press(active, _Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = active.finder._palette
    assert palette is not None
    qtbot.keyClicks(palette.field, "millr")
    assert palette.texts()[0] == "The Millrace"
    QTest.keyClick(palette.field, _Key.Key_Return)
    assert not palette.isVisible()
    assert active.selection.view == View(ViewKind.FEED, 3)
    active.finder.open()
    palette.field.setText("text size")
    assert "Reading: Text size" in palette.texts()
    palette.field.setText("refresh all")
    assert palette.texts()[0] == "Refresh all feeds"
    QTest.keyClick(palette.field, _Key.Key_Escape)
    assert not palette.isVisible()


def test_every_action_stands_in_a_menu(window: MainWindow) -> None:
    found: set[str] = set()
    queue = [action.menu() for action in window.menuBar().actions()]
    while queue:
        menu = queue.pop()
        for action in menu.actions():  # type: ignore[union-attr]
            if action.menu() is not None:
                queue.append(action.menu())
            elif not action.isSeparator():
                found.add(action.objectName())
    assert found == {spec.id for spec in ACTIONS}


def test_the_menu_bar_can_be_put_away(window: MainWindow) -> None:
    window.actions_table["view.menu_bar"].trigger()
    assert not window.menuBar().isVisible()
    assert window.toolbar.menu_button.isVisible()
    window.actions_table["view.menu_bar"].trigger()
    assert window.menuBar().isVisible()


def test_the_link_under_the_pointer_is_shown_as_it_stands(window: MainWindow) -> None:
    window.reader.linkHovered.emit("https://xn--80ak6aa92e.com/<b>")
    assert window.status.text() == "https://xn--80ak6aa92e.com/<b>"
    window.reader.linkHovered.emit("")
    assert window.status.text() == ""


def test_labels_show_foreign_text_as_it_stands(window: MainWindow) -> None:
    window.undo_bar.tell("<img src=/etc/passwd> removed", undoable=True)
    window.notice.tell("<b>no</b>")
    for label in (window.undo_bar._text, window.notice._text):
        assert label.textFormat() is Qt.TextFormat.PlainText


# -- settings ------------------------------------------------------------------------------------------------


def test_settings_apply_at_once_and_are_kept(
    window: MainWindow, theme: Theme, qtbot: QtBot, tmp_path: Path
) -> None:
    window.choices.set("look.theme", "dark")
    assert theme.name == "dark"
    assert window.actions_table["theme.dark"].isChecked()
    window.choices.set("list.density", "compact")
    assert window.stories.options.density == "compact"
    window.choices.set("reader.size", 22)
    assert window.reader.look.size == 22
    window.choices.set("reader.mark_read", "never")
    assert window.stories.options.mark_read == "never"
    kept = SettingsFile(tmp_path / "settings.json")
    qtbot.waitUntil(lambda: kept.get("list.density") == "compact")


def test_choices_made_in_the_panes_become_settings(window: MainWindow) -> None:
    window.actions_table["text.larger"].trigger()
    assert window.choices.get("reader.size") == 19
    window.actions_table["list.unread_only"].trigger()
    assert window.stories.options.unread_only
    window.actions_table["density.cards"].trigger()
    assert window.choices.get("list.density") == "cards"


# -- from one start to the next ------------------------------------------------------------------------------


def test_the_next_start_begins_where_this_one_ended(
    theme: Theme, library: FakeLibrary, jobs: FakeJobs, qtbot: QtBot, tmp_path: Path
) -> None:
    first = open_window(theme, library, jobs, qtbot, tmp_path)
    first.feeds.selectView(View(ViewKind.FEED, 3))
    qtbot.waitUntil(lambda: tuple(first.stories.model.snapshot.slice(0, 1)) == (58,))
    first.stories.selectStory(49)
    qtbot.waitUntil(lambda: _shown(first) == 49)
    first.frame.set_widths({"feeds": 240, "stories": 400})
    close_window(first, qtbot)

    second = open_window(theme, library, FakeJobs(), qtbot, tmp_path)
    qtbot.waitUntil(lambda: _shown(second) == 49)
    assert second.selection.view == View(ViewKind.FEED, 3)
    current = second.feeds.currentNode()
    assert current is not None
    assert current.id == 3
    qtbot.waitUntil(lambda: second.stories.currentId() == 49)
    assert second.frame.widths()["feeds"] == 240
    close_window(second, qtbot)


def test_a_list_is_called_as_its_feed_from_the_start_and_when_that_is_renamed(
    theme: Theme, library: FakeLibrary, qtbot: QtBot, tmp_path: Path
) -> None:
    first = open_window(theme, library, FakeJobs(), qtbot, tmp_path)
    first.feeds.selectView(View(ViewKind.FEED, 3))
    close_window(first, qtbot)
    second = open_window(theme, library, FakeJobs(), qtbot, tmp_path)
    title = second.stories._header._title
    qtbot.waitUntil(lambda: title.text() == "The Millrace")
    second.tasks.command(lambda library: library.feeds.rename(3, "Millpond"))
    qtbot.waitUntil(lambda: title.text() == "Millpond")
    close_window(second, qtbot)


def test_list_and_page_are_scrolled_as_they_were(
    theme: Theme, library: FakeLibrary, jobs: FakeJobs, qtbot: QtBot, tmp_path: Path
) -> None:
    size = (1300, 430)
    first = open_window(theme, library, jobs, qtbot, tmp_path, size)
    first.feeds.selectView(View(ViewKind.ALL))
    qtbot.waitUntil(lambda: len(first.stories.model.snapshot) == 60)
    first.stories.selectStory(40)
    qtbot.waitUntil(lambda: _shown(first) == 40)
    page = first.reader.view.verticalScrollBar()
    qtbot.waitUntil(lambda: page.maximum() >= 90)
    page.setValue(90)
    rows = first.stories.table.verticalScrollBar()
    rows.setValue(rows.value() + 37)
    at = rows.value()
    assert at > 37
    close_window(first, qtbot)

    second = open_window(theme, library, FakeJobs(), qtbot, tmp_path, size)
    qtbot.waitUntil(lambda: _shown(second) == 40)
    qtbot.waitUntil(lambda: second.reader.view.verticalScrollBar().value() == 90)
    qtbot.waitUntil(lambda: second.stories.table.verticalScrollBar().value() == at)
    close_window(second, qtbot)


def test_closing_ends_everything_behind_the_window_also_during_a_refresh(
    theme: Theme, library: FakeLibrary, jobs: FakeJobs, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window(theme, library, jobs, qtbot, tmp_path)
    window.sync.refresh_all()
    window.tasks.command(lambda lib: lib.marks.mark([1], Mark.SAVED))
    with qtbot.waitSignal(window.closed):
        window.close()
    assert window.isHidden()
    assert jobs.has_stopped
    assert library.closed
    assert library.story_rows[1].saved
    window.deleteLater()


def test_a_window_without_feeds_says_how_to_begin(
    theme: Theme, jobs: FakeJobs, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window(theme, FakeLibrary(empty=True), jobs, qtbot, tmp_path)
    qtbot.waitUntil(lambda: window.feeds.says_how_to_begin)
    assert not window.actions_table["feed.refresh_all"].isEnabled()
    close_window(window, qtbot)


def test_a_change_with_nothing_to_say_says_nothing(window: MainWindow) -> None:
    window.tasks.changed.emit(Change())
    assert not window.undo_bar.isVisible()


def test_a_list_of_feeds_that_is_dropped_is_looked_into(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "feeds.opml"
    window.feeds.linkDropped.emit(path.as_uri())
    qtbot.waitUntil(lambda: bool(window.findChildren(QDialog)))
    (dialog,) = window.findChildren(QDialog)
    assert dialog.windowTitle() == "Import feeds"
    dialog.close()


def test_a_feed_in_a_file_is_offered_to_be_added(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "news.rss"
    path.write_text("<rss><channel><link>https://lantern.example/</link></channel></rss>")
    window.open_address(path.as_uri())
    qtbot.waitUntil(lambda: bool(window.findChildren(QDialog)))
    (dialog,) = window.findChildren(QDialog)
    assert dialog.objectName() == "add-feed"
    assert any(line.text() == "https://lantern.example/" for line in dialog.findChildren(QLineEdit))
    dialog.close()


def test_dropped_words_are_left(window: MainWindow, jobs: FakeJobs) -> None:
    window.feeds.linkDropped.emit("some words of a page")
    window.feeds.linkDropped.emit("file:///etc/passwd")
    assert jobs.asked == []
    assert window.findChildren(QDialog) == []


def test_the_dialog_to_add_a_feed_takes_a_dropped_link(window: MainWindow, qtbot: QtBot) -> None:
    window.feeds.linkDropped.emit("https://lantern.example/")
    field = next(
        child for child in window.findChildren(QLineEdit) if child.text() == "https://lantern.example/"
    )
    assert field.window().objectName() == "add-feed"
    field.window().close()


def test_the_focus_stays_in_the_feed_pane_when_its_first_feeds_take_the_place_of_a_button(
    theme: Theme, jobs: FakeJobs, qtbot: QtBot, tmp_path: Path
) -> None:
    """It went on to the search field, where ``j`` was typed instead of opening a story."""
    window = open_window(theme, FakeLibrary(empty=True), jobs, qtbot, tmp_path)
    qtbot.waitUntil(lambda: window.feeds.says_how_to_begin)
    button = next(each for each in window.feeds.findChildren(QPushButton) if each.text() == "Import OPML")
    button.setFocus()
    window.feeds.setTree(FakeLibrary().feeds.tree())
    assert window.focusWidget() is window.feeds.tree
    close_window(window, qtbot)
