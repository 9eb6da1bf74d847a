"""Feeds a person subscribes to, and the tree they stand in. Times are UTC epoch seconds.

Folders are in ``folders``, removing a feed and taking that back in ``removal``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from newsreader.domain.errors import UsageError
from newsreader.domain.feeds import Feed, FeedSettings, FeedTree, PicturesChoice, Publication
from newsreader.domain.incoming import IncomingFeed
from newsreader.store import counters, feed_rows, folders
from newsreader.store.transactions import Reader, Writer
from newsreader.text.urls import canonical

Keep = Literal["keep"]
KEEP: Final[Keep] = "keep"
"""For ``set_feed``: leave the interval or the days as they are (None makes them automatic)."""


def tree(r: Reader, now: int, *, latest: bool = False, known: feed_rows.KnownFeeds | None = None) -> FeedTree:
    """Everything the feed pane draws, in its order. ``now`` says which day today is; ``latest`` asks also for the time
    of each feed's newest story, which costs a look into the index for each. ``known`` keeps the feeds that did not
    change from one tree to the next."""
    all_folders = folders.all_folders(r)
    place: dict[int | None, int] = {folder.id: number for number, folder in enumerate(all_folders)}
    found = (known or feed_rows.KnownFeeds()).read(r, all_folders)
    if latest:
        newest = dict(
            r.rows("SELECT id, (SELECT max(sort_at) FROM statuses WHERE feed_id = feeds.id) FROM feeds")
        )
        found = [replace(feed, latest=newest[feed.id]) for feed in found]
    found.sort(key=lambda f: (place.get(f.folder_id, -1), f.position, f.title.casefold(), f.id))
    total, unread, saved = counters.of_all(r)
    return FeedTree(all_folders, tuple(found), counters.today_unread(r, now), unread, saved, total)


def recounted(r: Reader, now: int, before: FeedTree) -> FeedTree:
    """``before`` with its counts as they are now: a mark changes nothing else of it."""
    counts = {feed_id: told for feed_id, *told in r.rows("SELECT feed_id, unread, total FROM feed_counts")}
    found = [(feed, counts.get(feed.id, [0, 0])) for feed in before.feeds]
    feeds = tuple(
        feed if [feed.unread, feed.total] == told else replace(feed, unread=told[0], total=told[1])
        for feed, told in found
    )
    total, unread, saved = counters.of_all(r)
    return FeedTree(before.folders, feeds, counters.today_unread(r, now), unread, saved, total)


def feeds(r: Reader) -> list[Feed]:
    """All feeds, by id."""
    return feed_rows.read(r, folders.all_folders(r))


def feed(r: Reader, feed_id: int) -> Feed:
    """One feed. Raises UsageError when there is none with this id."""
    found = feed_rows.read(r, folders.all_folders(r), "f.id = ?", (feed_id,))
    if not found:
        raise UsageError(f"There is no feed {feed_id}.")
    return found[0]


def find_feed(r: Reader, url: str) -> Feed | None:
    """The feed with this address, or with one that differs only in what makes no difference to a server."""
    found = feed_rows.read(r, folders.all_folders(r), "f.url_key = ?", (canonical(url),))
    return min(found, key=lambda f: (f.url != url, f.id), default=None)


def next_positions(r: Reader) -> dict[int | None, int]:
    """The place behind the last feed of each folder that holds any (None: the top)."""
    return dict(
        r.rows("SELECT folder_id, max(position) + 1 FROM feeds WHERE removed IS NULL GROUP BY folder_id")
    )


def add_feed(
    w: Writer,
    url: str,
    title: str = "",
    folder_id: int | None = None,
    *,
    position: int | None = None,
    publication: Publication | None = None,
    user: str = "",
    settings: FeedSettings | None = None,
    now: int = 0,
) -> int:
    """Subscribe to an address; the id of the feed. ``title`` is the person's own, ``""`` for the document's.

    It stands last in its folder and is due at once. Who adds many says its ``position`` (see ``next_positions``):
    looking for it costs a walk over all feeds. Raises UsageError when the address is there already.
    """
    _refuse_taken(w, url)
    about = publication or Publication()
    if position is None:
        position = next_positions(w).get(folder_id, 0)
    values = {
        "url": url,
        "url_key": canonical(url),
        "own_title": title,
        "document_title": about.title,
        "title": _shown(title, about.title, url),
        "type": "",
        "language": "",
        "icon": "",
        "folder_id": folder_id,
        "position": position,
        "added": now,
        "user": user,
        "icon_file": "",
        "left_url": "",
        **_columns(about),
        **{
            name: int(value) if isinstance(value, bool) else value
            for name, value in asdict(settings or FeedSettings()).items()
        },
    }
    feed_id = w.insert("feeds", values)
    w.insert("fetch_states", {"feed_id": feed_id, **NEVER_FETCHED})
    w.run("INSERT INTO feed_counts (feed_id, total, unread, saved) VALUES (?, 0, 0, 0)", (feed_id,))
    return feed_id


def rename_feed(w: Writer, feed_id: int, title: str) -> str:
    """Give a feed a title of the person's own, ``""`` to show the document's again; the own title it had."""
    row = _row(w, feed_id)
    title = " ".join(title.split())
    shown = _shown(title, row["document_title"], row["url"])
    w.set("feeds", feed_id, {"own_title": title, "title": shown})
    return str(row["own_title"])


def move_feed(
    w: Writer, feed_id: int, folder_id: int | None, position: int | None = None
) -> tuple[int | None, int]:
    """Put a feed into a folder (None: the top), at a place among its feeds (None: the end); where it was."""
    return move_feeds(w, [feed_id], folder_id, position)[0]


def move_feeds(
    w: Writer, feed_ids: Sequence[int], folder_id: int | None, position: int | None = None
) -> list[tuple[int | None, int]]:
    """Put feeds, in this order, at a place among the other feeds of a folder; the folder and place of each before.

    Raises UsageError when a feed or the folder is not there.
    """
    if folder_id is not None and not w.value("SELECT 1 FROM folders WHERE id = ?", (folder_id,)):
        raise UsageError("That folder is not there any more.")
    before = []
    standing: dict[int | None, list[int]] = {}
    for feed_id in feed_ids:
        home = _row(w, feed_id)["folder_id"]
        if home not in standing:
            standing[home] = _in_folder(w, home)
        before.append((home, standing[home].index(feed_id)))
    standing.setdefault(folder_id, _in_folder(w, folder_id))
    moving = set(feed_ids)
    left = {home: [each for each in ids if each not in moving] for home, ids in standing.items()}
    place = len(left[folder_id]) if position is None else max(0, min(position, len(left[folder_id])))
    left[folder_id][place:place] = feed_ids
    w.run_many("UPDATE feeds SET folder_id = ? WHERE id = ?", [(folder_id, each) for each in feed_ids])
    for ids in left.values():
        w.run_many("UPDATE feeds SET position = ? WHERE id = ?", list(enumerate(ids)))
    return before


def set_feed(
    w: Writer,
    feed_id: int,
    *,
    url: str | None = None,
    interval: int | Keep | None = KEEP,
    paused: bool | None = None,
    user: str | None = None,
    pictures: PicturesChoice | None = None,
    whole_story: bool | None = None,
    by_redirect: bool = False,
    keep_unread: bool | None = None,
    notify: bool | None = None,
    keep_days: int | Keep | None = KEEP,
    important: bool | None = None,
) -> dict[str, Any]:
    """Change what is given; the values it had, as this function takes them.

    ``interval`` in seconds, None for automatic. Another address is fetched anew, without the validators of the old
    one, and a feed that was stopped or failing gets another chance; the old one is remembered as left by the person,
    unless the server changed it (``by_redirect``). Raises UsageError when the address is taken.
    """
    row = _row(w, feed_id)
    before: dict[str, Any] = {}
    values: dict[str, Any] = {}
    if url is not None and url != row["url"]:
        _refuse_taken(w, url, but=feed_id)
        before["url"] = row["url"]
        values |= {
            "url": url,
            "url_key": canonical(url),
            "title": _shown(row["own_title"], row["document_title"], url),
            "left_url": "" if by_redirect else row["url"],
        }
        w.set("fetch_states", feed_id, NEVER_FETCHED)
    wanted: dict[str, Any] = {"interval": interval, "paused": paused, "user": user}
    wanted |= {"pictures": pictures, "whole_story": whole_story, "keep_unread": keep_unread, "notify": notify}
    wanted |= {"keep_days": keep_days, "important": important}
    for name, value in wanted.items():
        if value == KEEP or (value is None and name not in ("interval", "keep_days")):
            continue
        known = bool(row[name]) if isinstance(value, bool) else row[name]
        if value != known:
            before[name], values[name] = known, int(value) if isinstance(value, bool) else value
    if "interval" in values or values.get("paused") == 0:
        _ask_soon(w, feed_id)
    if values:
        w.set("feeds", feed_id, values)
    return before


def was_left(r: Reader, feed_id: int, url: str) -> bool:
    """True when the person took the feed away from this address."""
    left: str = _row(r, feed_id)["left_url"]
    return bool(left) and canonical(left) == canonical(url)


def save_document(w: Writer, feed_id: int, document: IncomingFeed) -> bool:
    """Keep what a document says of its feed: title, site, publication, language, icon. True when the tree shows it.

    What a document no longer tells is kept as it was.
    """
    row = _row(w, feed_id)
    told = document.publication
    values = {
        "document_title": document.title or told.title or row["document_title"],
        "type": document.type,
        "language": document.language or row["language"],
        "icon": document.icon or row["icon"],
        "publication_title": told.title or document.title or row["publication_title"],
        "site": document.site or told.site or row["site"],
        "address": told.address or row["address"],
        "phone": told.phone or row["phone"],
        "email": told.email or row["email"],
    }
    values["title"] = _shown(row["own_title"], values["document_title"], row["url"])
    fresh = {name: value for name, value in values.items() if row[name] != value}
    if fresh:
        w.set("feeds", feed_id, fresh)
    return "title" in fresh or "site" in fresh


# -- rows ------------------------------------------------------------------------------------------------------------

NEVER_FETCHED: dict[str, Any] = {
    "etag": "",
    "last_modified": "",
    "body_hash": b"",
    "entry_hashes": b"",
    "next_check": None,
    "last_checked": None,
    "last_status": None,
    "last_result": "",
    "why_next": "",
    "error": "",
    "error_kind": "",
    "failures": 0,
    "gone": 0,
    "moved_to": "",
    "bytes": None,
    "redirects": "",
    "rhythm": "",
}


def _columns(about: Publication) -> dict[str, str]:
    return {
        "publication_title": about.title,
        "site": about.site,
        "address": about.address,
        "phone": about.phone,
        "email": about.email,
    }


def _row(r: Reader, feed_id: int) -> dict[str, Any]:
    row = r.row("feeds", feed_id)
    if row is None or row["removed"] is not None:
        raise UsageError(f"There is no feed {feed_id}.")
    return row


def _shown(own: str, document: str, url: str) -> str:
    return own or document or urlsplit(url).hostname or url


def _refuse_taken(w: Writer, url: str, but: int | None = None) -> None:
    other = w.value(
        "SELECT id FROM feeds WHERE url_key = ? AND removed IS NULL AND id IS NOT ?", (canonical(url), but)
    )
    if other is not None:
        raise UsageError("You are subscribed to this address already.")


def _in_folder(r: Reader, folder_id: int | None) -> list[int]:
    """The ids of the feeds of a folder in their order."""
    return [
        found[0]
        for found in r.rows(
            "SELECT id FROM feeds WHERE folder_id IS ? AND removed IS NULL ORDER BY position, title, id",
            (folder_id,),
        )
    ]


def _ask_soon(w: Writer, feed_id: int) -> None:
    w.run("UPDATE fetch_states SET next_check = NULL WHERE feed_id = ?", (feed_id,))
