"""What a person chooses for a feed alone (its pictures), and the icons of sites."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"

STATEMENTS = (
    # '' follows the preferences.
    "ALTER TABLE feeds ADD COLUMN pictures TEXT NOT NULL DEFAULT '' "
    "CHECK (pictures IN ('', 'always', 'ask', 'never'))",
    # The name of a file in the folder of icons, '' for none.
    "ALTER TABLE feeds ADD COLUMN icon_file TEXT NOT NULL DEFAULT ''",
    # What was asked for an icon, found or not. A source is the origin of a site or an address that a feed names.
    """
    CREATE TABLE site_icons (
        source TEXT PRIMARY KEY,
        url TEXT NOT NULL,
        file TEXT NOT NULL,
        etag TEXT NOT NULL,
        last_modified TEXT NOT NULL,
        next_check INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
)


def upgrade() -> None:
    """Add the columns and the table."""
    for statement in STATEMENTS:
        op.execute(statement)
