"""The address that a person took a feed away from: no redirect leads it back there by itself."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the column; '' is none."""
    op.execute("ALTER TABLE feeds ADD COLUMN left_url TEXT NOT NULL DEFAULT ''")
