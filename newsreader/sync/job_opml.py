"""The jobs ``import``, ``fetch_list`` and ``export``: lists of feeds in and out. No feed is fetched by any of them.

A list on the web is fetched to a file first, so that what was looked at is what is imported.
"""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from newsreader.domain.errors import (
    BrokenAnswer,
    ConnectionRefused,
    NoTls,
    NotWritable,
    SecretsError,
    TimedOut,
    UsageError,
)
from newsreader.domain.feeds import Publication
from newsreader.domain.jobs import ImportReport, Progress
from newsreader.store import feeds, fetches, folders, journal
from newsreader.store.database import Reader, Writer
from newsreader.subscribe.entries import Opml, OpmlFeed
from newsreader.subscribe.opml import LARGEST_FILE, opml_of, read_opml, write_opml
from newsreader.sync import records
from newsreader.sync.desk import Desk
from newsreader.sync.reporting import Changed, Report
from newsreader.text.numbers import counted
from newsreader.text.urls import canonical, normalize_address

TITLE = "Newsreader subscriptions"
FETCHED = "fetched-list.opml"
"""The file of the data folder that holds the list of the web that was fetched last."""


@dataclass(frozen=True, slots=True)
class _Imported:
    report: ImportReport
    feed_ids: tuple[int, ...]


async def import_file(desk: Desk, args: dict[str, Any], progress: Report, changed: Changed) -> dict[str, Any]:
    """Add the feeds of a file, or of a list of the web, all or none of them.

    Raises UsageError, ParseError, StoreError; NetError for a list of the web."""
    if url := str(args.get("url") or ""):
        data = await _fetched(desk, url, progress)
    else:
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


async def fetch_list(desk: Desk, args: dict[str, Any], progress: Report, changed: Changed) -> dict[str, Any]:
    """Bring a list of the web into a file. Raises UsageError, NetError, ParseError, NotWritable."""
    data = await _fetched(desk, str(args["url"]), progress)
    found = await asyncio.to_thread(read_opml, data)
    path = desk.data_dir / FETCHED
    await asyncio.to_thread(_write, path, data)
    return {"path": str(path), "feeds": len(found.feeds)}


async def export_file(desk: Desk, args: dict[str, Any], progress: Report, changed: Changed) -> dict[str, Any]:
    """Write all feeds to a file, which is replaced whole or left alone. Raises NotWritable, StoreError."""
    opml = await desk.cache.read(partial(_export, now=desk.now()))
    await asyncio.to_thread(_write, Path(str(args["path"])), write_opml(opml))
    return {"feeds": len(opml.feeds)}


async def _fetched(desk: Desk, typed: str, progress: Report) -> bytes:
    """The bytes at an address: by https first, by http only where nobody speaks that."""
    from newsreader.net.message import Request  # a file is imported without what the network needs

    addresses = normalize_address(typed)
    if not addresses:
        raise UsageError("This is not an address of a list of feeds.")
    client = await desk.client()
    for url in addresses:
        progress(Progress(0, 1, url))
        try:
            return (await client.fetch(Request(url, max_bytes=LARGEST_FILE))).body
        except (ConnectionRefused, TimedOut, BrokenAnswer, NoTls):
            if url == addresses[-1]:
                raise
    raise AssertionError("the last address gives bytes or a fault")


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
    places = feeds.next_positions(writer)
    before = {folder.id for folder in folders.all_folders(writer)}
    paths: dict[str, int | None] = {path: folders.ensure_folder(writer, path) for path in opml.folders}
    added = []
    for feed in opml.feeds:
        if canonical(feed.url) not in known:
            known.add(canonical(feed.url))
            if feed.folder not in paths:
                paths[feed.folder] = folders.ensure_folder(writer, feed.folder)
            folder_id = paths[feed.folder]
            place = places.get(folder_id, 0)
            places[folder_id] = place + 1
            added.append(_add(writer, feed, folder_id, place, now))
    made = [folder.id for folder in folders.all_folders(writer) if folder.id not in before]
    if added or made:
        payload = records.added(added) | {"folders": made}
        count = counted(len(added), "feed")
        journal.record(writer, records.IMPORT, f"{count} imported", payload, at=now)
    already = len(opml.feeds) - len(added) + opml.merged
    return _Imported(ImportReport(len(added), already, opml.skipped), tuple(added))


def _add(writer: Writer, feed: OpmlFeed, folder_id: int | None, position: int, now: int) -> int:
    return feeds.add_feed(
        writer,
        feed.url,
        feed.title,
        folder_id,
        position=position,
        publication=Publication(site=feed.site),
        user=feed.user,
        settings=feed.settings,
        now=now,
    )


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
