"""The commands about feeds that ask no server: feeds, remove, rename, move, set, undo."""

from __future__ import annotations

import argparse
from typing import Any

from newsreader.cli import plain, shapes
from newsreader.cli.arguments import DEFAULT
from newsreader.cli.bar import ProgressBar
from newsreader.cli.outcome import Outcome
from newsreader.cli.services import Services
from newsreader.cli.work import read_secret
from newsreader.library import jobs


def show_all(services: Services, options: argparse.Namespace) -> Outcome:
    """``feeds``"""
    found = services.library().feeds.all()
    lines = [line for feed in found for line in plain.feed(feed)]
    return Outcome([shapes.feed(feed) for feed in found], lines or ["No feeds yet: newsreader add ADDRESS"])


def remove(services: Services, options: argparse.Namespace) -> Outcome:
    """``remove FEED``: the feed as it was."""
    feeds = services.library().feeds
    feed = feeds.feed(options.feed)
    change = feeds.remove(feed.id)
    return Outcome(shapes.feed(feed), [change.text])


def rename(services: Services, options: argparse.Namespace) -> Outcome:
    """``rename FEED TITLE``"""
    feeds = services.library().feeds
    feed = feeds.feed(options.feed)
    change = feeds.rename(feed.id, options.title)
    return Outcome(shapes.feed(feeds.feed(feed.id)), [change.text or "Nothing changed."])


def move(services: Services, options: argparse.Namespace) -> Outcome:
    """``move FEED PATH``"""
    feeds = services.library().feeds
    feed = feeds.feed(options.feed)
    change = feeds.move_to_path(feed.id, options.folder)
    return Outcome(shapes.feed(feeds.feed(feed.id)), [change.text or "Nothing changed."])


def change(services: Services, options: argparse.Namespace) -> Outcome:
    """``set FEED ...``"""
    feeds = services.library().feeds
    feed = feeds.feed(options.feed)
    wanted: dict[str, Any] = {}
    if options.url is not None:
        wanted["url"] = options.url
    if options.interval is not None:
        wanted["interval"] = options.interval * 60 or None
    if options.paused is not None:
        wanted["paused"] = options.paused
    if options.offline is not None:
        wanted["keep_unread"] = options.offline
    if options.notify is not None:
        wanted["notify"] = options.notify
    if options.keep_days is not None:
        wanted["keep_days"] = None if options.keep_days == DEFAULT else options.keep_days
    lines = []
    if options.user is not None:
        services.run("secret", jobs.secret(feed.id, options.user, read_secret(options.user)), ProgressBar())
        lines.append("The password is kept in the system's keyring.")
        feeds = services.library().feeds
    changed = feeds.set(feed.id, **wanted)
    if changed.text:
        lines.append(changed.text)
    return Outcome(shapes.feed(feeds.feed(feed.id)), lines or ["Nothing changed."])


def undo(services: Services, options: argparse.Namespace) -> Outcome:
    """``undo``"""
    journal = services.library().journal
    text = journal.next_undo()
    if text is None:
        return Outcome({"undone": None, "changed": []}, ["There is nothing to undo."])
    done = journal.undo()
    return Outcome({"undone": text, "changed": list(done.stories)}, [f"Undone: {text}"])
