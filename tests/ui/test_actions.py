"""The table of actions, its keys and who may change them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from newsreader.domain.errors import NotWritable
from newsreader.resources import resource_path
from newsreader.ui.actions import ACTIONS, COPY, MENUS, SORT, Actions
from newsreader.ui.palette import Entry, best, score
from newsreader.ui.shortcuts import Keymap, clash, default_keys, normal_key, shown_key
from newsreader.ui.theme import Theme

_IDS = [spec.id for spec in ACTIONS]


@pytest.fixture
def keymap(tmp_path: Path) -> Keymap:
    """The default keys, over a file that is not there yet."""
    return Keymap(tmp_path / "keys.json")


@pytest.fixture
def actions(theme: Theme, keymap: Keymap, qtbot: QtBot) -> Actions:
    """The table over an empty window."""
    window = QWidget()
    qtbot.addWidget(window)
    return Actions(theme, keymap, window)


# -- the table -----------------------------------------------------------------------------------------------


def test_no_two_actions_share_an_id_and_all_stand_in_a_menu() -> None:
    assert len(set(_IDS)) == len(_IDS)
    assert {spec.menu for spec in ACTIONS} == {*MENUS, SORT, COPY, "Theme", "Story list"}


@pytest.mark.parametrize("spec", ACTIONS, ids=_IDS)
def test_every_icon_of_the_table_is_there(spec: object) -> None:
    icon = spec.icon  # type: ignore[attr-defined]
    assert not icon or resource_path(f"icons/{icon}.svg").exists()


def test_every_default_key_is_one_and_belongs_to_an_action() -> None:
    for id, keys in default_keys().items():
        assert id in _IDS
        for key in keys:
            assert normal_key(key) == key, (id, key)


def test_no_two_default_keys_get_in_each_others_way() -> None:
    keymap = Keymap()
    for id in _IDS:
        for key in keymap.keys(id):
            assert keymap.conflicts(id, key, _IDS) == [], (id, key)


@pytest.mark.parametrize(
    ("id", "keys"),
    [
        ("story.next", ("J",)),
        ("story.previous", ("K",)),
        ("story.next_unread", ("N",)),
        ("story.previous_unread", ("P",)),
        ("feed.next", ("Shift+J",)),
        ("feed.previous", ("Shift+K",)),
        ("story.page", ("Space",)),
        ("story.page_back", ("Shift+Space",)),
        ("story.browser", ("V",)),
        ("story.browser_behind", ("Shift+V",)),
        ("story.toggle_read", ("M",)),
        ("story.toggle_saved", ("S",)),
        ("view.mark_read", ("Shift+A",)),
        ("edit.undo", ("Ctrl+Z",)),
        ("edit.redo", ("Ctrl+Shift+Z",)),
        ("find.stories", ("/", "Ctrl+E")),
        ("find.page", ("Ctrl+F",)),
        ("app.palette", ("Ctrl+K",)),
        ("feed.refresh", ("R",)),
        ("feed.refresh_all", ("Ctrl+R",)),
        ("feed.add", ("Ctrl+N", "A")),
        ("go.today", ("G, T",)),
        ("go.unread", ("G, U",)),
        ("go.saved", ("G, S",)),
        ("go.all", ("G, A",)),
        ("go.briefs", ("B",)),
        ("pane.next", ("L", "F6")),
        ("view.full_screen", ("F11",)),
        ("app.preferences", ("Ctrl+,",)),
        ("app.quit", ("Ctrl+Q",)),
    ],
)
def test_the_keys_people_know(id: str, keys: tuple[str, ...]) -> None:
    assert Keymap().keys(id) == keys
    assert "?" in Keymap().keys("help.keys")


# -- actions -------------------------------------------------------------------------------------------------


def test_an_action_makes_sense_only_when_its_fact_holds(actions: Actions) -> None:
    assert not actions["story.browser"].isEnabled()
    actions.set_fact("chosen", True)
    assert actions["story.browser"].isEnabled()
    actions.set_fact("chosen", False)
    assert not actions["story.browser"].isEnabled()
    assert actions["feed.add"].isEnabled()


def test_a_handler_is_called_and_told(actions: Actions) -> None:
    heard: list[object] = []
    actions.on("feed.add", lambda: heard.append("add"))
    actions.on_toggle("view.feeds", heard.append)
    actions.pressed.connect(heard.append)
    actions["feed.add"].trigger()
    actions["view.feeds"].trigger()
    assert heard == ["add", "feed.add", True, "view.feeds"]
    assert "feed.add" not in actions.unhandled()


def test_one_of_a_group_is_ticked(actions: Actions) -> None:
    group = ["theme.light", "theme.dark"]
    actions.check(group, "theme.dark")
    actions.check(group, "theme.light")
    assert [actions[id].isChecked() for id in group] == [True, False]


def test_the_words_of_a_tool_tip(actions: Actions, keymap: Keymap) -> None:
    assert actions.words("feed.refresh_all") == "Refresh all feeds (Ctrl+R)"
    assert actions.words("feed.add") == "Add feed (Ctrl+N)"
    assert actions.words("go.today") == "Today (G then T)"
    assert actions.words("opml.export") == "Export feeds"


# -- keys ----------------------------------------------------------------------------------------------------


def test_other_keys_take_effect_and_are_kept(actions: Actions, keymap: Keymap, tmp_path: Path) -> None:
    keymap.bind("story.next", ["Ctrl+J", "X"])
    assert actions["story.next"].shortcuts() == [QKeySequence("Ctrl+J"), QKeySequence("X")]
    assert not keymap.is_default("story.next")
    again = Keymap(tmp_path / "keys.json")
    assert again.keys("story.next") == ("Ctrl+J", "X")
    assert again.keys("story.previous") == ("K",)
    again.reset("story.next")
    assert json.loads((tmp_path / "keys.json").read_text()) == {}


def test_an_action_can_be_left_without_keys(keymap: Keymap, tmp_path: Path) -> None:
    keymap.bind("app.quit", [])
    assert Keymap(tmp_path / "keys.json").keys("app.quit") == ()


def test_reset_all(actions: Actions, keymap: Keymap) -> None:
    keymap.bind("story.next", ["X"])
    keymap.bind("story.previous", ["Y"])
    keymap.reset_all()
    assert keymap.keys("story.next") == ("J",)
    assert actions["story.previous"].shortcuts() == [QKeySequence("K")]


@pytest.mark.parametrize(
    ("one", "other", "do"),
    [
        ("J", "J", True),
        ("G", "G, T", True),
        ("G, T", "G", True),
        ("G, T", "G, U", False),
        ("A", "G, A", False),
        ("", "J", False),
        ("Ctrl+J", "J", False),
    ],
)
def test_keys_that_get_in_each_others_way(one: str, other: str, do: bool) -> None:
    assert clash(one, other) is do


def test_conflicts_name_the_actions(keymap: Keymap) -> None:
    assert keymap.conflicts("app.quit", "j", _IDS) == ["story.next"]
    assert set(keymap.conflicts("app.quit", "G", _IDS)) == {
        "go.today",
        "go.unread",
        "go.saved",
        "go.all",
        "go.morning",
    }
    assert keymap.conflicts("story.next", "J", _IDS) == []


@pytest.mark.parametrize("text", ["{", "[]", '{"story.next": "J"}', '{"story.next": [1]}'])
def test_a_broken_file_of_keys_leaves_the_defaults(tmp_path: Path, text: str) -> None:
    path = tmp_path / "keys.json"
    path.write_text(text)
    assert Keymap(path).keys("story.previous") == ("K",)


def test_keys_that_cannot_be_kept_are_told_and_hold_till_the_end(tmp_path: Path) -> None:
    keymap = Keymap(tmp_path / "no folder" / "keys.json")
    with pytest.raises(NotWritable, match="could not be saved"):
        keymap.bind("story.next", ["X"])
    assert keymap.keys("story.next") == ("X",)


def test_what_is_no_key_is_left_out(keymap: Keymap) -> None:
    keymap.bind("story.next", ["X", "", "No such key"])
    assert keymap.keys("story.next") == ("X",)
    assert shown_key("G, T") == "G then T"


# -- the palette ---------------------------------------------------------------------------------------------


def test_better_answers_come_first() -> None:
    texts = ["Find in this story", "Refresh all feeds", "Feeds", "Add feed", "Preferences"]
    entries = [Entry(text, "Action", lambda: None, "gear") for text in texts]
    assert [entry.text for entry in best("feeds", entries)][:2] == ["Feeds", "Refresh all feeds"]
    assert best("", entries) == entries
    assert best("zzz", entries) == []
    assert score("raf", "Refresh all feeds") > 0
    assert score("far", "Feeds") == 0
    assert score("all", "Refresh all feeds") > score("all", "Small things")
