"""What is kept for how long: pictures for reading offline, read stories for some days, and whom notices are for."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"

STATEMENTS = (
    "ALTER TABLE feeds ADD COLUMN keep_unread INTEGER NOT NULL DEFAULT 0 CHECK (keep_unread IN (0, 1))",
    "ALTER TABLE feeds ADD COLUMN notify INTEGER NOT NULL DEFAULT 0 CHECK (notify IN (0, 1))",
    # Days that read stories stay; NULL follows the preferences, 0 keeps them all.
    "ALTER TABLE feeds ADD COLUMN keep_days INTEGER CHECK (keep_days >= 0)",
    # 1: removed for its age, and not wanted back although its feed still sends it.
    "ALTER TABLE past_statuses ADD COLUMN expired INTEGER NOT NULL DEFAULT 0 CHECK (expired IN (0, 1))",
    # Stories whose pictures were fetched to be read offline. "stand" tells one text of a story from the next;
    # next_try is NULL when nothing is missing that could still come.
    """
    CREATE TABLE kept_stories (
        story_id INTEGER PRIMARY KEY,
        stand INTEGER NOT NULL,
        tries INTEGER NOT NULL,
        next_try INTEGER
    ) STRICT
    """,
    # The files that belong to them, by their name without ending.
    """
    CREATE TABLE kept_pictures (
        story_id INTEGER NOT NULL,
        name TEXT NOT NULL,
        PRIMARY KEY (story_id, name)
    ) STRICT, WITHOUT ROWID
    """,
    # What the upkeep remembers between two runs.
    """
    CREATE TABLE upkeep_notes (
        name TEXT PRIMARY KEY,
        value INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
)


def upgrade() -> None:
    """Add the columns and the tables."""
    for statement in STATEMENTS:
        op.execute(statement)
