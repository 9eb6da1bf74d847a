"""Whole stories, fetched from their pages, beside what the feed gave; and the feeds whose stories always are."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"

STATEMENTS = (
    # Packed as in bodies. "shown" is what the person reads: the whole story (1) or the feed's own text (0).
    """
    CREATE TABLE whole_stories (
        story_id INTEGER PRIMARY KEY,
        clean_version INTEGER NOT NULL,
        html_size INTEGER NOT NULL,
        packed BLOB NOT NULL,
        fetched INTEGER NOT NULL,
        shown INTEGER NOT NULL CHECK (shown IN (0, 1))
    ) STRICT
    """,
    "ALTER TABLE feeds ADD COLUMN whole_story INTEGER NOT NULL DEFAULT 0 CHECK (whole_story IN (0, 1))",
)


def upgrade() -> None:
    """Add the table and the column."""
    for statement in STATEMENTS:
        op.execute(statement)
