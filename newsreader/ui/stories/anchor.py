"""Keeps what is under the eyes where it is while a list is loaded again. Main thread."""

from __future__ import annotations

from typing import NamedTuple

from newsreader.ui.stories.model import StoryModel
from newsreader.ui.stories.table import StoryTable


class Anchor(NamedTuple):
    """A story in sight, and where in the list the lower edge of its row stands, pixels from the top."""

    story: int
    edge: int


def anchor_of(table: StoryTable, model: StoryModel, story: int | None) -> Anchor | None:
    """The place of ``story`` where that is in sight, else of the first row in sight; None for an empty list."""
    row = model.snapshot.row_of(story, max(0, table.current_row())) if story is not None else None
    if row is None or not 0 < _edge(table, row) <= table.viewport().height():
        row = table.rowAt(0)
    return Anchor(model.snapshot[row], _edge(table, row)) if row >= 0 else None


def hold(table: StoryTable, model: StoryModel, anchor: Anchor) -> bool:
    """Scroll so that the story stands where it stood; False when the list has it no more."""
    row = model.snapshot.row_of(anchor.story)
    if row is None:
        return False
    bar = table.verticalScrollBar()
    bar.setValue(bar.value() + _edge(table, row) - anchor.edge)
    return True


def _edge(table: StoryTable, row: int) -> int:
    return table.rowViewportPosition(row) + table.rowHeight(row)
