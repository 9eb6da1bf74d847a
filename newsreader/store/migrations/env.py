"""What alembic runs around the migrations. The connection and its transaction are the caller's (store/opening.py)."""

from __future__ import annotations

from alembic import context

# Made by hand with `alembic -c newsreader/store/migrations/alembic.ini revision -m "..."` there is no connection;
# nothing is to be run then.
connection = context.config.attributes.get("connection")
if connection is not None:
    context.configure(connection=connection)
    context.run_migrations()
