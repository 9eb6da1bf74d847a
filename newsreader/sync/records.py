"""Journal entries that the worker and the library both write: their kinds and payloads. Plain data.

Undo and redo of them live in ``library.journal``; a payload outlives the program that wrote it, so keys are kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Payload = dict[str, Any]

ADD = "add"
IMPORT = "import"
SET = "set"


def added(feed_ids: Sequence[int]) -> Payload:
    """Feeds that were added. ``snapshots`` is filled by undo, for redo."""
    return {"feeds": list(feed_ids), "snapshots": []}


def changed(feed_id: int, before: Payload, after: Payload) -> Payload:
    """Properties of a feed that were changed: only those that differ, as ``store.feeds.set_feed`` takes them."""
    return {"feed": feed_id, "before": before, "after": after}
