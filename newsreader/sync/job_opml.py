"""The jobs ``import`` and ``export``: OPML files in and out. Neither fetches anything."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from newsreader.domain.errors import NotWritable, SecretsError, UsageError
from newsreader.domain.feeds import Publication
from newsreader.domain.jobs import ImportReport, Progress
from newsreader.store import feeds, fetches, folders, journal
from newsreader.store.database import Reader, Writer
from newsreader.subscribe.entries import Opml, OpmlFeed
from newsreader.subscribe.opml import LARGEST_FILE, opml_of, read_opml, write_opml
from newsreader.sync import records
from newsreader.sync.desk import Desk
from newsreader.sync.reporting import Changed, Report
from newsreader.text.urls import canonical

TITLE = "Newsreader subscriptions"


@dataclass(frozen=True, slots=True)
class _Imported:
    report: ImportReport
    feed_ids: tuple[int, ...]


async def import_file(desk: Desk, args: dict[str, Any], progress: Report, changed: Changed) -> dict[str, Any]:
    """Add the feeds of a file, all or none of them. Raises UsageError, ParseError, StoreError."""
    data = await asyncio.to_thread(_read, Path(str(args["path"])))
    opml = await asyncio.to_thread(read_opml, data)
    now = desk.now()
    done = await desk.cache.write(partial(_import, opml=opml, now=now))
    await _keep_secrets(desk, [feed for feed in opml.feeds if feed.secret])
    total = len(opml.feeds)
    progress(Progress(total, total))
    if done.feed_ids:
        changed(done.feed_ids, 0, 0)
    return done.report.to_json()


async def export_file(desk: Desk, args: dict[str, Any], progress: Report, changed: Changed) -> dict[str, Any]:
    """Write all feeds to a file, which is replaced whole or left alone. Raises NotWritable, StoreError."""
    opml = await desk.cache.read(partial(_export, now=desk.now()))
    await asyncio.to_thread(_write, Path(str(args["path"])), write_opml(opml))
    return {"feeds": len(opml.feeds)}


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except OSError as fault:
        raise UsageError(f"The file {path} cannot be read ({fault.strerror}).") from fault


def _write(path: Path, data: bytes) -> None:
    making = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with making.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        making.replace(path)
    except OSError as fault:
        making.unlink(missing_ok=True)
        raise NotWritable(f"The file {path} cannot be written ({fault.strerror}).") from fault


def _import(writer: Writer, opml: Opml, now: int) -> _Imported:
    known = {canonical(feed.url) for feed in feeds.feeds(writer)}
    before = {folder.id for folder in folders.all_folders(writer)}
    paths: dict[str, int | None] = {path: folders.ensure_folder(writer, path) for path in opml.folders}
    added = []
    for feed in opml.feeds:
        if canonical(feed.url) not in known:
            known.add(canonical(feed.url))
            added.append(_add(writer, feed, paths, now))
    made = [folder.id for folder in folders.all_folders(writer) if folder.id not in before]
    if added or made:
        payload = records.added(added) | {"folders": made}
        count = f"{len(added):,} {'feed' if len(added) == 1 else 'feeds'}"
        journal.record(writer, records.IMPORT, f"{count} imported", payload, at=now)
    already = len(opml.feeds) - len(added) + opml.merged
    return _Imported(ImportReport(len(added), already, opml.skipped), tuple(added))


def _add(writer: Writer, feed: OpmlFeed, paths: dict[str, int | None], now: int) -> int:
    if feed.folder not in paths:
        paths[feed.folder] = folders.ensure_folder(writer, feed.folder)
    feed_id = feeds.add_feed(
        writer,
        feed.url,
        feed.title,
        paths[feed.folder],
        publication=Publication(site=feed.site),
        user=feed.user,
        interval=feed.interval,
        now=now,
    )
    if feed.paused:
        feeds.set_feed(writer, feed_id, paused=True)
    return feed_id


async def _keep_secrets(desk: Desk, found: list[OpmlFeed]) -> None:
    """Passwords in the file's addresses go to the keyring; without one their feeds wait until they are entered."""
    for feed in found:
        try:
            await desk.keep_secret(feed.url, feed.user, feed.secret, for_now=False)
        except SecretsError:
            await desk.cache.write(partial(_note_missing_login, url=feed.url, now=desk.now()))


def _note_missing_login(writer: Writer, url: str, now: int) -> None:
    feed = feeds.find_feed(writer, url)
    if feed is not None:
        sentence = "The password of this feed could not be kept. Enter it anew."
        fetches.save_check(
            writer,
            fetches.CheckOutcome(feed.id, now, None, status=401, error=sentence, error_kind="LoginNeeded"),
        )


def _export(reader: Reader, now: int) -> Opml:
    tree = feeds.tree(reader, now)
    return opml_of(tree.folders, tree.feeds, TITLE)
