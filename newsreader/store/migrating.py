"""The one door to alembic. Imported only when there is something to migrate: alembic costs 65 ms."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

SCRIPTS = Path(__file__).parent / "migrations"

# alembic's `op` and `context` are one for the whole process; the window opens the cache in two threads.
_ALEMBIC = threading.Lock()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    return config


def knows(revision: str) -> bool:
    """Whether a migration made this revision; one that none made is a newer program's."""
    try:
        return ScriptDirectory.from_config(_config()).get_revision(revision) is not None
    except CommandError:
        return False


def head() -> str:
    """The revision of the newest migration."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def upgrade(raw: sqlite3.Connection, revision: str = "head") -> None:
    """Run what is missing up to ``revision``, in one transaction of its own: all of it or nothing (HOSTILE D02).

    Another process may have done it meanwhile; then nothing is left to do.
    """
    engine = create_engine(
        "sqlite+pysqlite://", creator=lambda: raw, poolclass=StaticPool, isolation_level="AUTOCOMMIT"
    )
    core = engine.connect()
    config = _config()
    config.attributes["connection"] = core
    try:
        # SQLAlchemy holds the transaction, so that alembic does not end one after each step; BEGIN is ours.
        with _ALEMBIC, core.begin():
            raw.execute("BEGIN IMMEDIATE").close()
            command.upgrade(config, revision)
    finally:
        core.detach()  # the caller closes its connection, not the pool
