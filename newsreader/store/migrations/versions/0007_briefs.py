"""Briefs: which stories tell the same event, what the person said of it, and which feeds and folders are important."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"

STATEMENTS = (
    # A brief bears the id of the story that began it; a story without a row here is a brief of its own. "bond",
    # "words" and "nearest" tell why the story is in it.
    """
    CREATE TABLE brief_stories (
        story_id INTEGER PRIMARY KEY,
        brief_id INTEGER NOT NULL,
        bond TEXT NOT NULL,
        words TEXT NOT NULL,
        nearest INTEGER
    ) STRICT
    """,
    "CREATE INDEX brief_stories_brief ON brief_stories (brief_id)",
    """
    CREATE TABLE briefs (
        id INTEGER PRIMARY KEY,
        dismissed INTEGER NOT NULL CHECK (dismissed IN (0, 1)),
        followed INTEGER NOT NULL CHECK (followed IN (0, 1)),
        less INTEGER NOT NULL CHECK (less IN (0, 1))
    ) STRICT
    """,
    # Pairs of stories, the lower id first, that a person put together (1) or apart (0).
    """
    CREATE TABLE brief_pins (
        story_id INTEGER NOT NULL,
        other_id INTEGER NOT NULL,
        together INTEGER NOT NULL CHECK (together IN (0, 1)),
        PRIMARY KEY (story_id, other_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX brief_pins_other ON brief_pins (other_id)",
    # One row. Stories up to the id "grouped" have been looked at; "revision" rises when a person changes a brief.
    """
    CREATE TABLE brief_work (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        grouped INTEGER NOT NULL,
        revision INTEGER NOT NULL
    ) STRICT
    """,
    "INSERT INTO brief_work VALUES (1, 0, 0)",
    "ALTER TABLE feeds ADD COLUMN important INTEGER NOT NULL DEFAULT 0 CHECK (important IN (0, 1))",
    "ALTER TABLE folders ADD COLUMN important INTEGER NOT NULL DEFAULT 0 CHECK (important IN (0, 1))",
)


def upgrade() -> None:
    """Add the tables and the columns."""
    for statement in STATEMENTS:
        op.execute(statement)
