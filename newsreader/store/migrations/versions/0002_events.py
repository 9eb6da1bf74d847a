"""Events a person submits: drafts, and messages on their way or sent."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"

STATEMENTS = (
    """
    CREATE TABLE drafts (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        created INTEGER NOT NULL,
        changed INTEGER NOT NULL,
        publication TEXT NOT NULL,
        email TEXT NOT NULL,
        title TEXT NOT NULL,
        begins INTEGER,
        ends INTEGER,
        zone TEXT NOT NULL,
        place TEXT NOT NULL,
        address TEXT NOT NULL,
        description TEXT NOT NULL,
        link TEXT NOT NULL,
        contact TEXT NOT NULL,
        pictures TEXT NOT NULL
    ) STRICT
    """,
    # One submission a draft: an event is sent again only as a draft of its own.
    """
    CREATE TABLE submissions (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        draft_id INTEGER NOT NULL,
        message_id TEXT NOT NULL,
        state TEXT NOT NULL,
        title TEXT NOT NULL,
        publication TEXT NOT NULL,
        recipient TEXT NOT NULL,
        sender TEXT NOT NULL,
        queued INTEGER NOT NULL,
        tries INTEGER NOT NULL,
        next_try INTEGER,
        sent INTEGER,
        error TEXT NOT NULL,
        error_kind TEXT NOT NULL
    ) STRICT
    """,
    "CREATE UNIQUE INDEX submissions_draft ON submissions (draft_id)",
    "CREATE INDEX submissions_open ON submissions (next_try) WHERE state <> 'sent'",
)


def upgrade() -> None:
    """Add the tables."""
    for statement in STATEMENTS:
        op.execute(statement)
