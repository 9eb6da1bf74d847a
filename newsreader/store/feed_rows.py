"""Feeds as rows of the cache, with their counts and the last word of their checks.

One plain statement, read by position: the tree of a thousand feeds is read anew after every mark, and rows of Core
take three times as long to become Feeds.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from newsreader.domain.feeds import Feed, Folder, PicturesChoice, Publication
from newsreader.store.transactions import Reader

_SELECT = """
    SELECT f.id, f.url, f.title, f.site, f.folder_id, f.position, c.unread, c.total, s.last_checked, s.next_check,
           s.error, s.error_kind, f.paused, f.interval, f.pictures, f.icon_file, f.whole_story,
           f.keep_unread, f.notify, f.keep_days,
           f.important, f.publication_title, f.address, f.phone, f.email
    FROM feeds f JOIN fetch_states s ON s.feed_id = f.id JOIN feed_counts c ON c.feed_id = f.id
    WHERE f.removed IS NULL
"""


def read(r: Reader, folders: Iterable[Folder], where: str = "", values: tuple[Any, ...] = ()) -> list[Feed]:
    """Feeds by id; ``where`` is a further condition on ``feeds f``."""
    paths = {folder.id: folder.path for folder in folders}
    sql = f"{_SELECT} {f'AND {where}' if where else ''} ORDER BY f.id"
    return [_feed(paths, *row) for row in r.raw.execute(sql, values)]


class KnownFeeds:
    """Reads all feeds again and again; one whose row is what it was is the very Feed of the last time.

    That takes a quarter of the time, and tells whoever compares two trees at once what changed. For one thread.
    """

    def __init__(self) -> None:
        self._paths: dict[int, str] = {}
        self._known: dict[int, tuple[tuple[Any, ...], Feed]] = {}

    def read(self, r: Reader, folders: Iterable[Folder]) -> list[Feed]:
        """Feeds by id."""
        paths = {folder.id: folder.path for folder in folders}
        before = self._known if paths == self._paths else {}
        now: dict[int, tuple[tuple[Any, ...], Feed]] = {}
        for row in r.raw.execute(f"{_SELECT} ORDER BY f.id"):
            known = before.get(row[0])
            now[row[0]] = known if known is not None and known[0] == row else (row, _feed(paths, *row))
        self._paths, self._known = paths, now
        return [feed for _, feed in now.values()]


def _feed(
    paths: dict[int, str],
    feed_id: int,
    url: str,
    title: str,
    site: str,
    folder_id: int | None,
    position: int,
    unread: int,
    total: int,
    last_checked: int | None,
    next_check: int | None,
    error: str,
    error_kind: str,
    paused: int,
    interval: int | None,
    pictures: PicturesChoice,
    icon: str,
    whole_story: int,
    keep_unread: int,
    notify: int,
    keep_days: int | None,
    *more: Any,
) -> Feed:
    important, publication, *contact = more
    return Feed(
        feed_id,
        url,
        title,
        site,
        folder_id,
        "" if folder_id is None else paths.get(folder_id, ""),
        position,
        unread,
        total,
        last_checked,
        next_check,
        error,
        error_kind,
        bool(paused),
        interval,
        Publication(publication or title, site, *contact),
        pictures,
        icon,
        whole_story=bool(whole_story),
        keep_unread=bool(keep_unread),
        notify=bool(notify),
        keep_days=keep_days,
        important=bool(important),
    )
