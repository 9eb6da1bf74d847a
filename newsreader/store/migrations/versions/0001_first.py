"""The first version of the cache."""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None

# Plain SQL: partial indexes, STRICT, WITHOUT ROWID and FTS5 read best as they are.
STATEMENTS = (
    """
    CREATE TABLE folders (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        parent_id INTEGER,
        name TEXT NOT NULL,
        position INTEGER NOT NULL,
        expanded INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE UNIQUE INDEX folders_name ON folders (ifnull(parent_id, 0), name)",
    """
    CREATE TABLE feeds (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        url TEXT NOT NULL,
        url_key TEXT NOT NULL,
        title TEXT NOT NULL,
        own_title TEXT NOT NULL,
        document_title TEXT NOT NULL,
        type TEXT NOT NULL,
        language TEXT NOT NULL,
        icon TEXT NOT NULL,
        folder_id INTEGER,
        position INTEGER NOT NULL,
        added INTEGER NOT NULL,
        user TEXT NOT NULL,
        interval INTEGER,
        paused INTEGER NOT NULL,
        publication_title TEXT NOT NULL,
        site TEXT NOT NULL,
        address TEXT NOT NULL,
        phone TEXT NOT NULL,
        email TEXT NOT NULL,
        account INTEGER,
        removed INTEGER,
        removed_entry INTEGER
    ) STRICT
    """,
    "CREATE UNIQUE INDEX feeds_url ON feeds (url) WHERE removed IS NULL",
    "CREATE INDEX feeds_url_key ON feeds (url_key) WHERE removed IS NULL",
    """
    CREATE TABLE fetch_states (
        feed_id INTEGER PRIMARY KEY,
        etag TEXT NOT NULL,
        last_modified TEXT NOT NULL,
        body_hash BLOB NOT NULL,
        entry_hashes BLOB NOT NULL,
        next_check INTEGER,
        last_checked INTEGER,
        last_status INTEGER,
        last_result TEXT NOT NULL,
        why_next TEXT NOT NULL,
        error TEXT NOT NULL,
        error_kind TEXT NOT NULL,
        failures INTEGER NOT NULL,
        gone INTEGER NOT NULL,
        moved_to TEXT NOT NULL,
        bytes INTEGER,
        redirects TEXT NOT NULL,
        rhythm TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE host_waits (
        host TEXT PRIMARY KEY NOT NULL,
        until INTEGER NOT NULL,
        tries INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE stories (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        feed_id INTEGER NOT NULL,
        key INTEGER NOT NULL,
        guid TEXT NOT NULL,
        link TEXT NOT NULL,
        title TEXT NOT NULL,
        author TEXT NOT NULL,
        published INTEGER,
        updated INTEGER,
        received INTEGER NOT NULL,
        teaser TEXT NOT NULL,
        picture TEXT NOT NULL,
        language TEXT NOT NULL,
        content_hash INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE UNIQUE INDEX stories_key ON stories (feed_id, key)",
    """
    CREATE TABLE bodies (
        story_id INTEGER PRIMARY KEY,
        clean_version INTEGER NOT NULL,
        html_size INTEGER NOT NULL,
        packed BLOB NOT NULL,
        extra TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE statuses (
        story_id INTEGER PRIMARY KEY,
        feed_id INTEGER,
        sort_at INTEGER NOT NULL,
        read INTEGER NOT NULL,
        saved INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX statuses_all ON statuses (sort_at)",
    "CREATE INDEX statuses_feed ON statuses (feed_id, sort_at)",
    "CREATE INDEX statuses_unread ON statuses (sort_at) WHERE read = 0",
    "CREATE INDEX statuses_feed_unread ON statuses (feed_id, sort_at) WHERE read = 0",
    "CREATE INDEX statuses_saved ON statuses (sort_at) WHERE saved = 1",
    """
    CREATE TABLE past_statuses (
        feed_id INTEGER NOT NULL,
        key INTEGER NOT NULL,
        read INTEGER NOT NULL,
        saved INTEGER NOT NULL,
        PRIMARY KEY (feed_id, key)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE removed_statuses (
        story_id INTEGER PRIMARY KEY,
        feed_id INTEGER NOT NULL,
        sort_at INTEGER NOT NULL,
        read INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX removed_statuses_feed ON removed_statuses (feed_id)",
    """
    CREATE TABLE feed_counts (
        feed_id INTEGER PRIMARY KEY,
        total INTEGER NOT NULL,
        unread INTEGER NOT NULL,
        saved INTEGER NOT NULL
    ) STRICT
    """,
    "INSERT INTO feed_counts VALUES (0, 0, 0, 0)",
    "CREATE TABLE tags (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL) STRICT",
    "CREATE UNIQUE INDEX tags_name ON tags (name)",
    """
    CREATE TABLE story_tags (
        story_id INTEGER NOT NULL,
        tag_id INTEGER NOT NULL,
        PRIMARY KEY (story_id, tag_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX story_tags_tag ON story_tags (tag_id)",
    """
    CREATE TABLE journal (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at INTEGER NOT NULL,
        kind TEXT NOT NULL,
        text TEXT NOT NULL,
        payload BLOB NOT NULL,
        undone INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE outbox (
        account INTEGER NOT NULL,
        item TEXT NOT NULL,
        key TEXT NOT NULL,
        value INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        tries INTEGER NOT NULL,
        next_try INTEGER,
        PRIMARY KEY (account, item, key)
    ) STRICT, WITHOUT ROWID
    """,
    # Contentless: the words come from stories and bodies, which hold them already.
    """
    CREATE VIRTUAL TABLE story_index USING fts5 (
        title, author, text,
        content = '', columnsize = 0, prefix = '2 3', tokenize = 'unicode61 remove_diacritics 2'
    )
    """,
    # Merging while stories come in costs as much again as indexing them; store/upkeep.py does it afterwards.
    "INSERT INTO story_index (story_index, rank) VALUES ('automerge', 0)",
    "INSERT INTO story_index (story_index, rank) VALUES ('crisismerge', 1000)",
)


def upgrade() -> None:
    """Make every table."""
    for statement in STATEMENTS:
        op.execute(statement)
