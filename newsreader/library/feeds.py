"""Queries and commands about feeds and folders. Runs on the thread that owns the library; raises StoreError.

Each command is one transaction and remembers how to take it back; the journal's kinds and payloads are in
``library.takeback``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from newsreader.domain.changes import Change
from newsreader.domain.errors import UsageError
from newsreader.domain.feeds import Feed, FeedTree, Folder, PicturesChoice
from newsreader.domain.fetching import FeedHealth, FeedReport
from newsreader.library import takeback, words
from newsreader.store import feeds as rows
from newsreader.store import folders, journal, removal, reports
from newsreader.store.database import Database, Writer
from newsreader.store.feed_rows import KnownFeeds
from newsreader.sync import records
from newsreader.text.urls import is_web, normalize_address, split_credentials

SHORTEST_INTERVAL = 15 * 60
"""Seconds a person may ask a feed at the most often."""
LONGEST_INTERVAL = 31 * 86_400


class Feeds:
    """Feeds and the folders they stand in."""

    def __init__(self, database: Database, clock: Callable[[], int]) -> None:
        self._database = database
        self._clock = clock
        self._known = KnownFeeds()

    # -- queries ---------------------------------------------------------------------------------------------------

    def tree(self, *, latest: bool = False) -> FeedTree:
        """Everything the feed pane draws; ``latest`` asks also for the time of each feed's newest story. What did not
        change since the last tree is the same Feed as in that one."""
        with self._database.read() as r:
            return rows.tree(r, self._clock(), latest=latest, known=self._known)

    def recounted(self, tree: FeedTree) -> FeedTree:
        """``tree`` with its counts as they are now, for after a mark: to read the whole of it takes ten times as
        long."""
        with self._database.read() as r:
            return rows.recounted(r, self._clock(), tree)

    def all(self) -> list[Feed]:
        """All feeds, by id."""
        with self._database.read() as r:
            return rows.feeds(r)

    def feed(self, which: int | str) -> Feed:
        """A feed by its id or address. Raises UsageError when there is none."""
        with self._database.read() as r:
            text = str(which).strip()
            if text.isascii() and text.isdigit():
                if len(text) > 18:
                    raise UsageError(f"There is no feed {text}.")
                return rows.feed(r, int(text))
            for url in normalize_address(text):
                if (found := rows.find_feed(r, split_credentials(url)[0])) is not None:
                    return found
            raise UsageError(f"There is no feed {split_credentials(text)[0]}.")

    def folder(self, path: str) -> Folder:
        """A folder by its path. Raises UsageError when there is none."""
        with self._database.read() as r:
            found = folders.folder_by_path(r, path)
            if found is None:
                raise UsageError(f"There is no folder “{path}”.")
            return found

    def health(self) -> list[FeedHealth]:
        """How each feed fares: for the view of feeds that fail or have long been silent."""
        with self._database.read() as r:
            return list(reports.health(r))

    def trouble(self) -> list[FeedHealth]:
        """The feeds whose last check failed."""
        return [health for health in self.health() if health.feed.error]

    def stopped(self) -> list[Feed]:
        """The feeds that do not work and will not mend by themselves."""
        with self._database.read() as r:
            return reports.stopped(r)

    def report(self, feed_id: int) -> FeedReport:
        """All that is known of a feed. Raises UsageError when it is not there."""
        with self._database.read() as r:
            return reports.report(r, feed_id, self._clock())

    def next_due(self) -> int | None:
        """When the next feed is to be asked (0: one never was), None when there is none."""
        with self._database.read() as r:
            return reports.next_due(r)

    def protected(self) -> int:
        """How many feeds need a name and a password."""
        with self._database.read() as r:
            return reports.protected(r)

    # -- feeds -----------------------------------------------------------------------------------------------------

    def rename(self, feed_id: int, title: str) -> Change:
        """Give a feed a title of the person's own, ``""`` for its own again."""
        with self._database.write() as w:
            shown = rows.feed(w, feed_id).title
            before = rows.rename_feed(w, feed_id, title)
            after = rows.feed(w, feed_id).title
            if before == " ".join(title.split()):
                return Change()
            text = f"Feed “{shown}” renamed to “{after}”"
            return self._done(w, takeback.RENAME, text, takeback.renamed(feed_id, before, title), feed_id)

    def move(self, feed_id: int, folder_id: int | None, position: int | None = None) -> Change:
        """Put a feed into a folder (None: the top), at a place among its feeds (None: the end)."""
        with self._database.write() as w:
            return self._move(w, feed_id, folder_id, position)

    def move_to_path(self, feed_id: int, path: str) -> Change:
        """Put a feed into the folder of this path, which is made where it is missing."""
        with self._database.write() as w:
            feed = rows.feed(w, feed_id)
            folder_id = folders.ensure_folder(w, path)
            return Change() if folder_id == feed.folder_id else self._move(w, feed_id, folder_id, None)

    def move_several(
        self, feed_ids: Sequence[int], folder_id: int | None, position: int | None = None
    ) -> Change:
        """Put feeds, in this order, into a folder (None: the top), at a place among its other feeds (None: the end)."""
        with self._database.write() as w:
            return self._done_several(w, feed_ids, {}, _move(w, feed_ids, folder_id, position))

    def _move(self, w: Writer, feed_id: int, folder_id: int | None, position: int | None) -> Change:
        before = rows.move_feed(w, feed_id, folder_id, position)
        feed = rows.feed(w, feed_id)
        if before == (feed.folder_id, feed.position):
            return Change()
        payload = takeback.moved(feed_id, before, (folder_id, position))
        return self._done(w, takeback.MOVE, words.moved(feed.title, feed.folder), payload, feed_id)

    def set(
        self,
        feed_id: int,
        *,
        url: str | None = None,
        interval: int | rows.Keep | None = rows.KEEP,
        paused: bool | None = None,
        user: str | None = None,
        pictures: PicturesChoice | None = None,
        whole_story: bool | None = None,
        keep_unread: bool | None = None,
        notify: bool | None = None,
        keep_days: int | rows.Keep | None = rows.KEEP,
        important: bool | None = None,
    ) -> Change:
        """Change a feed's address, interval (seconds, None: automatic), pause, login name, whether its pictures are
        loaded, its whole stories fetched, its unread ones kept for reading offline, new ones told on the desktop, how
        many days its read ones stay (None: as in the preferences, 0: for ever), and whether its briefs come first.
        Raises UsageError."""
        _check_interval(interval)
        wanted: dict[str, Any] = {
            "url": None if url is None else _plain_address(url),
            "paused": paused,
            "user": user,
            "pictures": pictures,
            "whole_story": whole_story,
            "keep_unread": keep_unread,
            "notify": notify,
            "keep_days": keep_days,
            "important": important,
            "interval": interval,
        }
        with self._database.write() as w:
            title = rows.feed(w, feed_id).title
            before = rows.set_feed(w, feed_id, **wanted)
            if not before:
                return Change()
            after = {key: wanted[key] for key in before}
            payload = records.changed(feed_id, before, after)
            change = self._done(w, records.SET, words.set_to(title, after), payload, feed_id)
            return replace(change, briefs="important" in after)

    def set_several(
        self,
        feed_ids: Sequence[int],
        *,
        folder: str | None = None,
        interval: int | rows.Keep | None = rows.KEEP,
        paused: bool | None = None,
        pictures: PicturesChoice | None = None,
        whole_story: bool | None = None,
        keep_unread: bool | None = None,
        notify: bool | None = None,
        keep_days: int | rows.Keep | None = rows.KEEP,
        important: bool | None = None,
    ) -> Change:
        """Change what is given of several feeds, all in one step; ``folder`` is a path, made where it is missing.

        Raises UsageError, and nothing is changed then.
        """
        _check_interval(interval)
        wanted: dict[str, Any] = {"interval": interval, "paused": paused, "pictures": pictures}
        wanted |= {"whole_story": whole_story, "keep_unread": keep_unread, "notify": notify}
        wanted |= {"keep_days": keep_days, "important": important}
        with self._database.write() as w:
            changed = {feed_id: rows.set_feed(w, feed_id, **wanted) for feed_id in feed_ids}
            entries = {
                feed_id: records.changed(feed_id, before, {key: wanted[key] for key in before})
                for feed_id, before in changed.items()
                if before
            }
            moved = None
            if folder is not None:
                folder_id = folders.ensure_folder(w, folder)
                home = {feed.id: feed.folder_id for feed in rows.feeds(w)}
                strangers = [each for each in feed_ids if home[each] != folder_id]
                moved = _move(w, strangers, folder_id, None)
            change = self._done_several(w, feed_ids, entries, moved)
            return replace(change, briefs=important is not None and bool(change.feeds))

    def _done_several(
        self, w: Writer, feed_ids: Sequence[int], entries: dict[int, Any], moved: dict[str, Any] | None
    ) -> Change:
        changed = [each for each in feed_ids if each in entries or (moved and each in moved["feeds"])]
        if not changed:
            return Change()
        titles = [rows.feed(w, feed_id).title for feed_id in changed]
        text = words.set_several(titles, rows.feed(w, changed[0]).folder if moved and not entries else None)
        payload = takeback.several(list(entries.values()), moved)
        return self._done(w, takeback.SEVERAL, text, payload, *changed)

    def remove(self, *feed_ids: int) -> Change:
        """Unsubscribe; saved stories stay. Raises UsageError."""
        with self._database.write() as w:
            titles = [rows.feed(w, feed_id).title for feed_id in feed_ids]
            snapshots = [removal.remove_feed(w, feed_id, now=self._clock()) for feed_id in feed_ids]
            return self._done(
                w, takeback.REMOVE, words.removed(titles), takeback.removed(snapshots), *feed_ids
            )

    # -- folders ---------------------------------------------------------------------------------------------------

    def add_folder(self, name: str, parent_id: int | None = None) -> Change:
        """Make a folder. Raises UsageError when its name is empty or taken."""
        with self._database.write() as w:
            folder_id = folders.add_folder(w, name, parent_id)
            payload = takeback.folder_added(folder_id, name, parent_id)
            return self._done(w, takeback.ADD_FOLDER, f"Folder “{name}” added", payload)

    def rename_folder(self, folder_id: int, name: str) -> Change:
        """Give a folder another name. Raises UsageError."""
        with self._database.write() as w:
            before = folders.rename_folder(w, folder_id, name)
            if before == name:
                return Change()
            payload = takeback.folder_renamed(folder_id, before, name)
            return self._done(w, takeback.RENAME_FOLDER, f"Folder “{before}” renamed to “{name}”", payload)

    def move_folder(self, folder_id: int, parent_id: int | None, position: int | None = None) -> Change:
        """Put a folder into another (None: the top), at a place among its siblings (None: the end)."""
        with self._database.write() as w:
            before = folders.move_folder(w, folder_id, parent_id, position)
            name = next(folder.name for folder in folders.all_folders(w) if folder.id == folder_id)
            payload = takeback.folder_moved(folder_id, before, (parent_id, position))
            return self._done(w, takeback.MOVE_FOLDER, f"Folder “{name}” moved", payload)

    def remove_folder(self, folder_id: int) -> Change:
        """Remove a folder; what is in it goes to the folder above."""
        with self._database.write() as w:
            snapshot = folders.remove_folder(w, folder_id)
            payload = takeback.folder_removed(snapshot)
            return self._done(w, takeback.REMOVE_FOLDER, f"Folder “{snapshot['name']}” removed", payload)

    def set_folder(self, folder_id: int, *, important: bool) -> Change:
        """Mark a folder important, so that its briefs come first, or no longer. Raises UsageError."""
        with self._database.write() as w:
            before = folders.set_important(w, folder_id, important)
            if before == important:
                return Change()
            name = next(folder.name for folder in folders.all_folders(w) if folder.id == folder_id)
            payload = takeback.folder_set(folder_id, before, important)
            text = words.important(f"Folder “{name}”", important)
            return replace(self._done(w, takeback.SET_FOLDER, text, payload), briefs=True)

    def expand_folder(self, folder_id: int, expanded: bool) -> Change:
        """Remember whether the tree shows what is in a folder. Nothing anyone would undo."""
        with self._database.write() as w:
            folders.expand_folder(w, folder_id, expanded)
        return Change()

    def _done(self, w: Writer, kind: str, text: str, payload: dict[str, Any], *feed_ids: int) -> Change:
        journal.record(w, kind, text, payload, at=self._clock())
        return Change(text, feeds=feed_ids, tree=True, undoable=True)


def _check_interval(seconds: int | rows.Keep | None) -> None:
    """Raises UsageError for an interval that is rude or senseless."""
    if seconds is None or seconds == rows.KEEP or SHORTEST_INTERVAL <= seconds <= LONGEST_INTERVAL:
        return
    raise UsageError(
        "A feed can be asked every 15 minutes at the most often, and every 31 days at the least."
    )


def _move(
    w: Writer, feed_ids: Sequence[int], folder_id: int | None, position: int | None
) -> dict[str, Any] | None:
    """Move feeds together; what ``takeback.several`` keeps of it, None when every feed stands where it stood."""
    if not feed_ids:
        return None
    before = rows.move_feeds(w, feed_ids, folder_id, position)
    now = {feed.id: (feed.folder_id, feed.position) for feed in rows.feeds(w)}
    if before == [now[feed_id] for feed_id in feed_ids]:
        return None
    return takeback.moved_several(feed_ids, before, (folder_id, position))


def _plain_address(typed: str) -> str:
    """The address of a feed as a person typed it. Raises UsageError for anything else, and for one with a password."""
    addresses = normalize_address(typed)
    if not addresses or not is_web(addresses[0]):
        raise UsageError("This is not an address of the web.")
    url, user, secret = split_credentials(addresses[0])
    if user or secret:
        raise UsageError("Leave the name and password out of the address; they are kept in the keyring.")
    return url
