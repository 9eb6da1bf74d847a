"""Is the cache what it should be? Reads all of it. Used by ``doctor`` and by tests after every fault."""

from __future__ import annotations

import sqlite3

from newsreader.text.numbers import grouped

RECOUNT = """
    SELECT feed_id, sum(total), sum(unread), sum(saved) FROM (
        SELECT ifnull(feed_id, 0) AS feed_id, count(*) AS total, sum(read = 0) AS unread, sum(saved) AS saved
        FROM statuses GROUP BY 1
        UNION ALL SELECT feed_id, -total, -unread, -saved FROM feed_counts
    ) GROUP BY feed_id HAVING sum(total) OR sum(unread) OR sum(saved)
"""
"""The feeds whose counters differ from a recount, and by how much."""

_ORPHANS = (
    (
        "statuses without their story",
        "SELECT count(*) FROM statuses WHERE story_id NOT IN (SELECT id FROM stories)",
    ),
    (
        "stories without their text",
        "SELECT count(*) FROM stories WHERE id NOT IN (SELECT story_id FROM bodies)",
    ),
    (
        "stories without their status",
        "SELECT count(*) FROM stories WHERE id NOT IN (SELECT story_id FROM statuses)"
        " AND id NOT IN (SELECT story_id FROM removed_statuses)",
    ),
    (
        "feeds without their schedule",
        "SELECT count(*) FROM feeds WHERE id NOT IN (SELECT feed_id FROM fetch_states)",
    ),
)


def findings(raw: sqlite3.Connection) -> list[str]:
    """What is wrong, a sentence each. The caller holds a reading transaction."""
    found = [row[0] for row in raw.execute("PRAGMA integrity_check(10)") if row[0] != "ok"]
    if found:
        return [f"The cache is damaged: {line}." for line in found]
    wrong = raw.execute(RECOUNT).fetchall()
    if wrong:
        found.append(f"The counters of {grouped(len(wrong))} feeds are wrong.")
    for what, statement in _ORPHANS:
        number = raw.execute(statement).fetchone()[0]
        if number:
            found.append(f"There are {number} {what}.")
    return found
