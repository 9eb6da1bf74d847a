"""Folders of feeds, nested. Among siblings a name is used once; they stand in the order of their position."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, NamedTuple

from newsreader.domain.errors import UsageError
from newsreader.domain.feeds import Folder
from newsreader.store.transactions import Reader, Writer

DEEPEST = 20
"""Folders within folders; HOSTILE O01."""
_ROWS = "SELECT id, parent_id, name, position, expanded, important FROM folders"


class _Row(NamedTuple):
    """A row of the table."""

    id: int
    parent_id: int | None
    name: str
    position: int
    expanded: int
    important: int


def all_folders(r: Reader) -> tuple[Folder, ...]:
    """All folders in the order of the tree: each before those within it, siblings by position, then name."""
    below: dict[int | None, list[_Row]] = defaultdict(list)
    for row in map(_Row._make, r.rows(_ROWS)):
        below[row.parent_id].append(row)
    found: list[Folder] = []

    def walk(parent: int | None, path: str) -> None:
        for row in sorted(below.get(parent, ()), key=lambda f: (f.position, f.name.casefold(), f.id)):
            here = f"{path}/{row.name}" if path else row.name
            found.append(
                Folder(row.id, parent, row.name, here, row.position, bool(row.expanded), bool(row.important))
            )
            walk(row.id, here)

    walk(None, "")
    return tuple(found)


def folder_by_path(r: Reader, path: str) -> Folder | None:
    """The folder with this path (names joined by ``/``), or None."""
    wanted = "/".join(_names(path))
    return next((folder for folder in all_folders(r) if folder.path == wanted), None)


def within(r: Reader, folder_id: int) -> list[int]:
    """The ids of a folder and of all folders within it."""
    return [
        row[0]
        for row in r.rows(
            "WITH RECURSIVE inside(id) AS (SELECT ? UNION"
            " SELECT f.id FROM folders f JOIN inside ON f.parent_id = inside.id) SELECT id FROM inside",
            (folder_id,),
        )
    ]


def feed_ids(r: Reader, folder_id: int) -> list[int]:
    """The ids of all feeds in a folder and in the folders within it."""
    marks = ",".join(map(str, within(r, folder_id)))
    return [
        row[0]
        for row in r.rows(
            f"SELECT id FROM feeds WHERE removed IS NULL AND folder_id IN ({marks}) ORDER BY id"
        )
    ]


def ensure_folder(w: Writer, path: str) -> int | None:
    """The id of the folder with this path, made with all above it where missing; None for ``""``, the top."""
    parent: int | None = None
    for name in _names(path):
        parent = _child(w, parent, name) or _insert(w, name, parent)
    return parent


def add_folder(w: Writer, name: str, parent_id: int | None = None) -> int:
    """Make a folder. Raises UsageError when the name is empty, holds a ``/`` or is taken there."""
    name = _checked_name(name)
    if parent_id is not None:
        _row(w, parent_id)
        if len(_above(w, parent_id)) >= DEEPEST:
            raise UsageError(f"Folders can be nested {DEEPEST} deep, not deeper.")
    _refuse_taken(w, parent_id, name)
    return _insert(w, name, parent_id)


def rename_folder(w: Writer, folder_id: int, name: str) -> str:
    """Give a folder another name; its old one. Raises UsageError as ``add_folder`` does, or when it is not there."""
    name = _checked_name(name)
    row = _row(w, folder_id)
    if name != row.name:
        _refuse_taken(w, row.parent_id, name)
        w.set("folders", folder_id, {"name": name})
    return row.name


def move_folder(
    w: Writer, folder_id: int, parent_id: int | None, position: int | None = None
) -> tuple[int | None, int]:
    """Put a folder into another (None: the top), at a place among its siblings (None: the end).

    Returns where it was. Raises UsageError when the name is taken there, or the target lies within the folder.
    """
    row = _row(w, folder_id)
    if parent_id is not None:
        _row(w, parent_id)
        if folder_id in _above(w, parent_id):
            raise UsageError(f"The folder “{row.name}” cannot be moved into itself.")
    if parent_id != row.parent_id:
        _refuse_taken(w, parent_id, row.name)
    before = (row.parent_id, _children(w, row.parent_id).index(folder_id))
    siblings = [other for other in _children(w, parent_id) if other != folder_id]
    place = len(siblings) if position is None else max(0, min(position, len(siblings)))
    siblings.insert(place, folder_id)
    w.set("folders", folder_id, {"parent_id": parent_id})
    w.run_many("UPDATE folders SET position = ? WHERE id = ?", list(enumerate(siblings)))
    return before


def expand_folder(w: Writer, folder_id: int, expanded: bool) -> None:
    """Remember whether the tree shows what is in a folder."""
    w.set("folders", folder_id, {"expanded": int(expanded)})


def set_important(w: Writer, folder_id: int, important: bool) -> bool:
    """Mark a folder important, or no longer; what it was. Raises UsageError when it is not there."""
    before = bool(_row(w, folder_id).important)
    w.set("folders", folder_id, {"important": int(important)})
    return before


def remove_folder(w: Writer, folder_id: int) -> dict[str, Any]:
    """Remove a folder; what was in it moves to the folder above. The snapshot is for ``restore_folder``.

    A folder within it whose name is taken above keeps its feeds but gets a number behind its name.
    Raises UsageError when it is not there.
    """
    row = _row(w, folder_id)
    inner = w.rows("SELECT id, name FROM folders WHERE parent_id = ? ORDER BY position, name", (folder_id,))
    feed_rows = w.rows("SELECT id FROM feeds WHERE folder_id = ? ORDER BY position, id", (folder_id,))
    w.run("DELETE FROM folders WHERE id = ?", (folder_id,))
    for child, name in inner:
        w.run(
            "UPDATE folders SET parent_id = ?, name = ? WHERE id = ?",
            (row.parent_id, _free(w, row.parent_id, name), child),
        )
    w.run("UPDATE feeds SET folder_id = ? WHERE folder_id = ?", (row.parent_id, folder_id))
    return {
        "id": folder_id,
        "parent": row.parent_id,
        "name": row.name,
        "position": row.position,
        "expanded": row.expanded,
        "important": row.important,
        "folders": [list(child) for child in inner],
        "feeds": [found[0] for found in feed_rows],
    }


def restore_folder(w: Writer, snapshot: dict[str, Any]) -> int:
    """Bring back a removed folder under its id, with what was in it as far as that is still there; its id."""
    parent = snapshot["parent"]
    if parent is not None and not w.value("SELECT 1 FROM folders WHERE id = ?", (parent,)):
        parent = None
    folder_id = int(snapshot["id"])
    values = {
        "id": folder_id,
        "parent_id": parent,
        "position": snapshot["position"],
        "expanded": snapshot["expanded"],
        "important": snapshot.get("important", 0),
    }
    w.insert("folders", {"name": _free(w, parent, snapshot["name"]), **values})
    w.run_many(
        "UPDATE OR IGNORE folders SET parent_id = ?, name = ? WHERE id = ?",
        [(folder_id, name, child) for child, name in snapshot["folders"]],
    )
    w.run_many(
        "UPDATE feeds SET folder_id = ? WHERE id = ?", [(folder_id, feed) for feed in snapshot["feeds"]]
    )
    return folder_id


def _names(path: str) -> list[str]:
    """The names in a path. What lies deeper than we nest is left out: its feeds go into the deepest folder."""
    return [name.strip() for name in path.split("/") if name.strip()][:DEEPEST]


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise UsageError("A folder needs a name.")
    if "/" in name:
        raise UsageError("The name of a folder cannot hold a “/”.")
    return name


def _row(w: Writer, folder_id: int) -> _Row:
    found = w.rows(f"{_ROWS} WHERE id = ?", (folder_id,))
    if not found:
        raise UsageError("That folder is not there any more.")
    return _Row._make(found[0])


def _child(w: Writer, parent_id: int | None, name: str) -> int | None:
    found: int | None = w.value("SELECT id FROM folders WHERE parent_id IS ? AND name = ?", (parent_id, name))
    return found


def _children(w: Writer, parent_id: int | None) -> list[int]:
    """The ids of the folders of a folder in their order."""
    return [
        found[0]
        for found in w.rows(
            "SELECT id FROM folders WHERE parent_id IS ? ORDER BY position, name, id", (parent_id,)
        )
    ]


def _insert(w: Writer, name: str, parent_id: int | None) -> int:
    last = w.value("SELECT ifnull(max(position), -1) + 1 FROM folders WHERE parent_id IS ?", (parent_id,))
    values = {"parent_id": parent_id, "name": name, "position": last, "expanded": 1, "important": 0}
    return w.insert("folders", values)


def _refuse_taken(w: Writer, parent_id: int | None, name: str) -> None:
    if _child(w, parent_id, name) is not None:
        raise UsageError(f"There is a folder “{name}” here already.")


def _free(w: Writer, parent_id: int | None, name: str) -> str:
    """The name, with a number behind it when it is taken."""
    found, number = name, 1
    while _child(w, parent_id, found) is not None:
        number += 1
        found = f"{name} {number}"
    return found


def _above(w: Writer, folder_id: int) -> list[int]:
    """A folder and all above it."""
    chain: list[int] = []
    here: int | None = folder_id
    while here is not None and here not in chain:
        chain.append(here)
        here = w.value("SELECT parent_id FROM folders WHERE id = ?", (here,))
    return chain
