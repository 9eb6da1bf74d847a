"""How publications are reached: what the person says, and what their sites told, beside what the feeds tell."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the table. "page" is the page that told it, '' for what the person says."""
    op.execute(
        """
        CREATE TABLE contacts (
            feed_id INTEGER NOT NULL,
            field TEXT NOT NULL CHECK (field IN ('address', 'phone', 'email', 'site')),
            origin TEXT NOT NULL CHECK (origin IN ('person', 'site')),
            value TEXT NOT NULL,
            page TEXT NOT NULL,
            PRIMARY KEY (feed_id, field, origin)
        ) STRICT, WITHOUT ROWID
        """
    )
