"""The tables of the cache as SQLAlchemy Core knows them.

The migrations make them; a test holds both to each other. Every time is UTC epoch seconds. Ids of folders, feeds and
stories are never used again (AUTOINCREMENT), since the undo journal and people's scripts remember them.
"""

from __future__ import annotations

from sqlalchemy import BLOB, TEXT, Column, MetaData, Table
from sqlalchemy import INTEGER as INT

metadata = MetaData()

folders = Table(
    "folders",
    metadata,
    Column("id", INT, primary_key=True),
    Column("parent_id", INT),
    Column("name", TEXT, nullable=False),
    Column("position", INT, nullable=False),
    Column("expanded", INT, nullable=False),
    Column("important", INT, nullable=False),
)

# A removed feed keeps its row: its saved stories show its title, and undo brings it back with all it had.
feeds = Table(
    "feeds",
    metadata,
    Column("id", INT, primary_key=True),
    Column("url", TEXT, nullable=False),
    Column("url_key", TEXT, nullable=False),
    Column("title", TEXT, nullable=False),
    Column("own_title", TEXT, nullable=False),
    Column("document_title", TEXT, nullable=False),
    Column("type", TEXT, nullable=False),
    Column("language", TEXT, nullable=False),
    Column("icon", TEXT, nullable=False),
    Column("folder_id", INT),
    Column("position", INT, nullable=False),
    Column("added", INT, nullable=False),
    Column("user", TEXT, nullable=False),
    Column("interval", INT),
    Column("paused", INT, nullable=False),
    Column("publication_title", TEXT, nullable=False),
    Column("site", TEXT, nullable=False),
    Column("address", TEXT, nullable=False),
    Column("phone", TEXT, nullable=False),
    Column("email", TEXT, nullable=False),
    Column("account", INT),
    Column("removed", INT),
    Column("removed_entry", INT),  # the entry of the journal that takes it back, or the first one after that
    Column("pictures", TEXT, nullable=False),
    Column("icon_file", TEXT, nullable=False),
    Column("whole_story", INT, nullable=False),
    Column("left_url", TEXT, nullable=False),
    Column("keep_unread", INT, nullable=False),
    Column("notify", INT, nullable=False),
    Column("keep_days", INT),
    Column("important", INT, nullable=False),
)

# How publications are reached, beside what their feeds tell: what the person says, what their sites told.
contacts = Table(
    "contacts",
    metadata,
    Column("feed_id", INT, primary_key=True),
    Column("field", TEXT, primary_key=True),
    Column("origin", TEXT, primary_key=True),
    Column("value", TEXT, nullable=False),
    Column("page", TEXT, nullable=False),
)

# What was asked for an icon, found or not. A source is the origin of a site, or an address that a feed names.
site_icons = Table(
    "site_icons",
    metadata,
    Column("source", TEXT, primary_key=True),
    Column("url", TEXT, nullable=False),
    Column("file", TEXT, nullable=False),
    Column("etag", TEXT, nullable=False),
    Column("last_modified", TEXT, nullable=False),
    Column("next_check", INT, nullable=False),
)

fetch_states = Table(
    "fetch_states",
    metadata,
    Column("feed_id", INT, primary_key=True),
    Column("etag", TEXT, nullable=False),
    Column("last_modified", TEXT, nullable=False),
    Column("body_hash", BLOB, nullable=False),
    Column("entry_hashes", BLOB, nullable=False),
    Column("next_check", INT),
    Column("last_checked", INT),
    Column("last_status", INT),
    Column("last_result", TEXT, nullable=False),
    Column("why_next", TEXT, nullable=False),
    Column("error", TEXT, nullable=False),
    Column("error_kind", TEXT, nullable=False),
    Column("failures", INT, nullable=False),
    Column("gone", INT, nullable=False),
    Column("moved_to", TEXT, nullable=False),
    Column("bytes", INT),
    Column("redirects", TEXT, nullable=False),
    Column("rhythm", TEXT, nullable=False),
)

host_waits = Table(
    "host_waits",
    metadata,
    Column("host", TEXT, primary_key=True),
    Column("until", INT, nullable=False),
    Column("tries", INT, nullable=False),
)

stories = Table(
    "stories",
    metadata,
    Column("id", INT, primary_key=True),
    Column("feed_id", INT, nullable=False),
    Column("key", INT, nullable=False),
    Column("guid", TEXT, nullable=False),
    Column("link", TEXT, nullable=False),
    Column("title", TEXT, nullable=False),
    Column("author", TEXT, nullable=False),
    Column("published", INT),
    Column("updated", INT),
    Column("received", INT, nullable=False),
    Column("teaser", TEXT, nullable=False),
    Column("picture", TEXT, nullable=False),
    Column("language", TEXT, nullable=False),
    Column("content_hash", INT, nullable=False),
)

bodies = Table(
    "bodies",
    metadata,
    Column("story_id", INT, primary_key=True),
    Column("clean_version", INT, nullable=False),
    Column("html_size", INT, nullable=False),
    Column("packed", BLOB, nullable=False),
    Column("extra", TEXT, nullable=False),
)

# What was fetched from the pages of stories, beside what their feeds gave.
whole_stories = Table(
    "whole_stories",
    metadata,
    Column("story_id", INT, primary_key=True),
    Column("clean_version", INT, nullable=False),
    Column("html_size", INT, nullable=False),
    Column("packed", BLOB, nullable=False),
    Column("fetched", INT, nullable=False),
    Column("shown", INT, nullable=False),
)

# Stories whose pictures were fetched to be read without a network, and the names of those files without their ending.
kept_stories = Table(
    "kept_stories",
    metadata,
    Column("story_id", INT, primary_key=True),
    Column("stand", INT, nullable=False),
    Column("tries", INT, nullable=False),
    Column("next_try", INT),
)

kept_pictures = Table(
    "kept_pictures",
    metadata,
    Column("story_id", INT, primary_key=True),
    Column("name", TEXT, primary_key=True),
)

upkeep_notes = Table(
    "upkeep_notes",
    metadata,
    Column("name", TEXT, primary_key=True),
    Column("value", INT, nullable=False),
)

# Narrow on purpose: counting and marking touch nothing else. feed_id is NULL for a saved story of a removed feed.
statuses = Table(
    "statuses",
    metadata,
    Column("story_id", INT, primary_key=True),
    Column("feed_id", INT),
    Column("sort_at", INT, nullable=False),
    Column("read", INT, nullable=False),
    Column("saved", INT, nullable=False),
)

# What was said of stories that are no longer kept: should one be sent again, it does not come back unread.
past_statuses = Table(
    "past_statuses",
    metadata,
    Column("feed_id", INT, primary_key=True),
    Column("key", INT, primary_key=True),
    Column("read", INT, nullable=False),
    Column("saved", INT, nullable=False),
    Column("expired", INT, nullable=False),
)

# Statuses of the stories of removed feeds, out of every view until undo brings them back or they are purged.
removed_statuses = Table(
    "removed_statuses",
    metadata,
    Column("story_id", INT, primary_key=True),
    Column("feed_id", INT, nullable=False),
    Column("sort_at", INT, nullable=False),
    Column("read", INT, nullable=False),
)

# feed_id 0 counts the saved stories of removed feeds.
feed_counts = Table(
    "feed_counts",
    metadata,
    Column("feed_id", INT, primary_key=True),
    Column("total", INT, nullable=False),
    Column("unread", INT, nullable=False),
    Column("saved", INT, nullable=False),
)

tags = Table(
    "tags",
    metadata,
    Column("id", INT, primary_key=True),
    Column("name", TEXT, nullable=False),
)

story_tags = Table(
    "story_tags",
    metadata,
    Column("story_id", INT, primary_key=True),
    Column("tag_id", INT, primary_key=True),
)

journal = Table(
    "journal",
    metadata,
    Column("id", INT, primary_key=True),
    Column("at", INT, nullable=False),
    Column("kind", TEXT, nullable=False),
    Column("text", TEXT, nullable=False),
    Column("payload", BLOB, nullable=False),
    Column("undone", INT, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("account", INT, primary_key=True),
    Column("item", TEXT, primary_key=True),
    Column("key", TEXT, primary_key=True),
    Column("value", INT, nullable=False),
    Column("seq", INT, nullable=False),
    Column("tries", INT, nullable=False),
    Column("next_try", INT),
)

# An event a person writes for a publication; its pictures are files (store/draft_files.py), here are their names.
drafts = Table(
    "drafts",
    metadata,
    Column("id", INT, primary_key=True),
    Column("created", INT, nullable=False),
    Column("changed", INT, nullable=False),
    Column("publication", TEXT, nullable=False),
    Column("email", TEXT, nullable=False),
    Column("title", TEXT, nullable=False),
    Column("begins", INT),
    Column("ends", INT),
    Column("zone", TEXT, nullable=False),
    Column("place", TEXT, nullable=False),
    Column("address", TEXT, nullable=False),
    Column("description", TEXT, nullable=False),
    Column("link", TEXT, nullable=False),
    Column("contact", TEXT, nullable=False),
    Column("pictures", TEXT, nullable=False),
)

# Messages on their way and the log of those sent: they outlive their draft.
submissions = Table(
    "submissions",
    metadata,
    Column("id", INT, primary_key=True),
    Column("draft_id", INT, nullable=False),
    Column("message_id", TEXT, nullable=False),
    Column("state", TEXT, nullable=False),
    Column("title", TEXT, nullable=False),
    Column("publication", TEXT, nullable=False),
    Column("recipient", TEXT, nullable=False),
    Column("sender", TEXT, nullable=False),
    Column("queued", INT, nullable=False),
    Column("tries", INT, nullable=False),
    Column("next_try", INT),
    Column("sent", INT),
    Column("error", TEXT, nullable=False),
    Column("error_kind", TEXT, nullable=False),
)

# Which stories tell the same event. A brief bears the id of the story that began it; a story without a row is a brief
# of its own. "bond", "words" and "nearest" tell why the story is in it.
brief_stories = Table(
    "brief_stories",
    metadata,
    Column("story_id", INT, primary_key=True),
    Column("brief_id", INT, nullable=False),
    Column("bond", TEXT, nullable=False),
    Column("words", TEXT, nullable=False),
    Column("nearest", INT),
)

# What the person said of a brief; most have no row.
briefs = Table(
    "briefs",
    metadata,
    Column("id", INT, primary_key=True),
    Column("dismissed", INT, nullable=False),
    Column("followed", INT, nullable=False),
    Column("less", INT, nullable=False),
)

# Pairs of stories, the lower id first, that a person put together (1) or apart (0).
brief_pins = Table(
    "brief_pins",
    metadata,
    Column("story_id", INT, primary_key=True),
    Column("other_id", INT, primary_key=True),
    Column("together", INT, nullable=False),
)

# One row: stories up to the id "grouped" have been looked at; "revision" rises when a person changes a brief.
brief_work = Table(
    "brief_work",
    metadata,
    Column("id", INT, primary_key=True),
    Column("grouped", INT, nullable=False),
    Column("revision", INT, nullable=False),
)
