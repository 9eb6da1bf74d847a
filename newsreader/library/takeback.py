"""How each kind of journal entry is undone and done again.

An entry's payload outlives the program that wrote it, so keys and kinds are never renamed. ``take_back`` and ``redo``
return what is different now and, where doing so made one, the payload that the entry has from then on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from newsreader.domain.changes import Change, Mark
from newsreader.domain.errors import UsageError
from newsreader.library import brief_steps
from newsreader.library.marks import MARK
from newsreader.store import feeds, folders, removal, statuses
from newsreader.store.database import Writer
from newsreader.sync import records

if TYPE_CHECKING:
    from newsreader.domain.contacts import ContactField

Payload = dict[str, Any]
Step = Callable[[Writer, Payload, int], tuple[Change, Payload | None]]
Entrance = Callable[[Writer, str, Payload, int], tuple[Change, Payload | None]]

RENAME = "rename"
MOVE = "move"
REMOVE = "remove"
ADD_FOLDER = "add_folder"
RENAME_FOLDER = "rename_folder"
MOVE_FOLDER = "move_folder"
REMOVE_FOLDER = "remove_folder"
SEVERAL = "several"
SET_FOLDER = "set_folder"
CONTACT = "contact"

Place = tuple[int | None, int]
"""A folder (None: the top) and a place among its feeds."""


# -- payloads --------------------------------------------------------------------------------------------------------


def renamed(feed_id: int, before: str, after: str) -> Payload:
    """A feed's own title, before and after."""
    return {"feed": feed_id, "before": before, "after": after}


def moved(feed_id: int, before: tuple[int | None, int], after: tuple[int | None, int | None]) -> Payload:
    """A feed's folder and place in it, before and after."""
    return {"feed": feed_id, "before": list(before), "after": list(after)}


def removed(snapshots: list[Payload]) -> Payload:
    """Feeds that were removed."""
    return {"snapshots": snapshots}


def folder_added(folder_id: int, name: str, parent_id: int | None) -> Payload:
    """A folder that was made. ``snapshot`` is filled by undo, for redo."""
    return {"folder": folder_id, "name": name, "parent": parent_id, "snapshot": None}


def folder_renamed(folder_id: int, before: str, after: str) -> Payload:
    """A folder's name, before and after."""
    return {"folder": folder_id, "before": before, "after": after}


def folder_moved(
    folder_id: int, before: tuple[int | None, int], after: tuple[int | None, int | None]
) -> Payload:
    """A folder's parent and place, before and after."""
    return {"folder": folder_id, "before": list(before), "after": list(after)}


def folder_removed(snapshot: Payload) -> Payload:
    """A folder that was removed."""
    return {"snapshot": snapshot}


def folder_set(folder_id: int, before: bool, after: bool) -> Payload:
    """Whether a folder is marked important, before and after."""
    return {"folder": folder_id, "before": before, "after": after}


def moved_several(
    feed_ids: Sequence[int], before: Sequence[Place], after: tuple[int | None, int | None]
) -> Payload:
    """Feeds that were moved together: the folder and place of each before, of the first of them after."""
    return {"feeds": list(feed_ids), "before": [list(place) for place in before], "after": list(after)}


def several(changes: list[Payload], moved: Payload | None) -> Payload:
    """Feeds that were changed together: ``records.changed`` of each, and their move if they were moved."""
    return {"changes": changes, "moved": moved}


def contact_set(
    feed_id: int, before: Mapping[ContactField, str], after: Mapping[ContactField, str]
) -> Payload:
    """What the person says of how a publication is reached, before and after."""
    return {"feed": feed_id, "before": dict(before), "after": dict(after)}


# -- steps -----------------------------------------------------------------------------------------------------------


def take_back(w: Writer, kind: str, payload: Payload, now: int) -> tuple[Change, Payload | None]:
    """Undo an entry. Raises UsageError when it cannot be undone any more."""
    return _step(_BACK, kind)(w, payload, now)


def redo(w: Writer, kind: str, payload: Payload, now: int) -> tuple[Change, Payload | None]:
    """Do an entry again. Raises UsageError when that is not possible any more."""
    return _step(_AGAIN, kind)(w, payload, now)


def _step(table: dict[str, Step], kind: str) -> Step:
    step = table.get(kind)
    if step is None:  # written by a newer version
        raise UsageError(
            "This change was made by a newer version of the program and cannot be undone by this one."
        )
    return step


def _tree(*feed_ids: int) -> Change:
    return Change(feeds=feed_ids, tree=True)


def _unmark(w: Writer, payload: Payload, now: int) -> tuple[Change, None]:
    return _marked(w, payload["stories"], Mark(payload["mark"]).opposite)


def _mark(w: Writer, payload: Payload, now: int) -> tuple[Change, None]:
    return _marked(w, payload["stories"], Mark(payload["mark"]))


def _marked(w: Writer, ids: list[int], how: Mark) -> tuple[Change, None]:
    return Change(stories=statuses.mark(w, ids, how), mark=how), None


def _unadd(w: Writer, payload: Payload, now: int) -> tuple[Change, Payload]:
    """Feeds that came go again, and with them the folders that came with them and are empty now."""
    there = {feed.id for feed in feeds.feeds(w)}
    gone = [feed_id for feed_id in payload["feeds"] if feed_id in there]
    snapshots = [removal.remove_feed(w, feed_id, now=now) for feed_id in gone]
    left_folders = [
        folders.remove_folder(w, folder_id)
        for folder_id in reversed(payload.get("folders", []))
        if _empty(w, folder_id)
    ]
    return _tree(*gone), payload | {"snapshots": snapshots, "folder_snapshots": left_folders}


def _empty(w: Writer, folder_id: int) -> bool:
    found = [folder for folder in folders.all_folders(w) if folder_id in (folder.id, folder.parent_id)]
    return [folder.id for folder in found] == [folder_id] and not folders.feed_ids(w, folder_id)


def _add_again(w: Writer, payload: Payload, now: int) -> tuple[Change, None]:
    for snapshot in reversed(payload.get("folder_snapshots", [])):
        folders.restore_folder(w, snapshot)
    return _tree(*(removal.restore_feed(w, snapshot) for snapshot in payload["snapshots"])), None


def _bring_back(w: Writer, payload: Payload, now: int) -> tuple[Change, None]:
    return _tree(*(removal.restore_feed(w, snapshot) for snapshot in payload["snapshots"])), None


def _remove_again(w: Writer, payload: Payload, now: int) -> tuple[Change, Payload]:
    snapshots = [removal.remove_feed(w, snapshot["feed"], now=now) for snapshot in payload["snapshots"]]
    return _tree(*(snapshot["feed"] for snapshot in snapshots)), {"snapshots": snapshots}


def _rename_to(side: str) -> Step:
    def step(w: Writer, payload: Payload, now: int) -> tuple[Change, None]:
        feeds.rename_feed(w, payload["feed"], payload[side])
        return _tree(payload["feed"]), None

    return step


def _move_to(side: str) -> Step:
    def step(w: Writer, payload: Payload, now: int) -> tuple[Change, None]:
        folder_id, position = payload[side]
        feeds.move_feed(w, payload["feed"], folder_id, position)
        return _tree(payload["feed"]), None

    return step


def _set_to(side: str) -> Step:
    def step(w: Writer, payload: Payload, now: int) -> tuple[Change, None]:
        feeds.set_feed(w, payload["feed"], **payload[side])
        return replace(_tree(payload["feed"]), briefs="important" in payload[side]), None

    return step


def _unchange_several(w: Writer, payload: Payload, now: int) -> tuple[Change, None]:
    moved = payload["moved"]
    if moved:
        # From the first place of each folder to the last: then every place is as it was when its feed left it.
        homes = sorted(zip(moved["before"], moved["feeds"], strict=True), key=lambda home: home[0][1])
        for (folder_id, position), feed_id in homes:
            feeds.move_feed(w, feed_id, folder_id, position)
    for change in payload["changes"]:
        feeds.set_feed(w, change["feed"], **change["before"])
    return _tree(*_changed_feeds(payload)), None


def _change_several(w: Writer, payload: Payload, now: int) -> tuple[Change, None]:
    for change in payload["changes"]:
        feeds.set_feed(w, change["feed"], **change["after"])
    if payload["moved"]:
        folder_id, position = payload["moved"]["after"]
        feeds.move_feeds(w, payload["moved"]["feeds"], folder_id, position)
    return _tree(*_changed_feeds(payload)), None


def _changed_feeds(payload: Payload) -> list[int]:
    moved = payload["moved"]["feeds"] if payload["moved"] else []
    return list(dict.fromkeys([*moved, *(change["feed"] for change in payload["changes"])]))


def _unadd_folder(w: Writer, payload: Payload, now: int) -> tuple[Change, Payload]:
    return _tree(), payload | {"snapshot": folders.remove_folder(w, payload["folder"])}


def _rename_folder_to(side: str) -> Step:
    def step(w: Writer, payload: Payload, now: int) -> tuple[Change, None]:
        folders.rename_folder(w, payload["folder"], payload[side])
        return _tree(), None

    return step


def _move_folder_to(side: str) -> Step:
    def step(w: Writer, payload: Payload, now: int) -> tuple[Change, None]:
        parent_id, position = payload[side]
        folders.move_folder(w, payload["folder"], parent_id, position)
        return _tree(), None

    return step


def _set_folder_to(side: str) -> Step:
    def step(w: Writer, payload: Payload, now: int) -> tuple[Change, None]:
        folders.set_important(w, payload["folder"], payload[side])
        return Change(tree=True, briefs=True), None

    return step


def _bring_back_folder(w: Writer, payload: Payload, now: int) -> tuple[Change, None]:
    folders.restore_folder(w, payload["snapshot"])
    return _tree(), None


def _remove_folder_again(w: Writer, payload: Payload, now: int) -> tuple[Change, Payload]:
    return _tree(), {"snapshot": folders.remove_folder(w, payload["snapshot"]["id"])}


def _contact_to(side: str) -> Step:
    def step(w: Writer, payload: Payload, now: int) -> tuple[Change, None]:
        from newsreader.store import contacts  # no list needs them

        contacts.set_own(w, payload["feed"], payload[side])
        return Change(feeds=(payload["feed"],)), None

    return step


_BACK: dict[str, Step] = {
    MARK: _unmark,
    records.ADD: _unadd,
    records.IMPORT: _unadd,
    records.SET: _set_to("before"),
    REMOVE: _bring_back,
    RENAME: _rename_to("before"),
    MOVE: _move_to("before"),
    ADD_FOLDER: _unadd_folder,
    RENAME_FOLDER: _rename_folder_to("before"),
    MOVE_FOLDER: _move_folder_to("before"),
    REMOVE_FOLDER: _bring_back_folder,
    SEVERAL: _unchange_several,
    SET_FOLDER: _set_folder_to("before"),
    **brief_steps.BACK,
    CONTACT: _contact_to("before"),
}
_AGAIN: dict[str, Step] = {
    MARK: _mark,
    records.ADD: _add_again,
    records.IMPORT: _add_again,
    records.SET: _set_to("after"),
    REMOVE: _remove_again,
    RENAME: _rename_to("after"),
    MOVE: _move_to("after"),
    ADD_FOLDER: _bring_back_folder,
    RENAME_FOLDER: _rename_folder_to("after"),
    MOVE_FOLDER: _move_folder_to("after"),
    REMOVE_FOLDER: _remove_folder_again,
    SEVERAL: _change_several,
    SET_FOLDER: _set_folder_to("after"),
    **brief_steps.AGAIN,
    CONTACT: _contact_to("after"),
}
