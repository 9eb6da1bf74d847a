"""The commands that are jobs of the worker, run in this process: what fetches, and what reads or writes files."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from newsreader.cli import plain, shapes, stories
from newsreader.cli.bar import ProgressBar
from newsreader.cli.outcome import Outcome
from newsreader.cli.services import Services
from newsreader.domain.errors import NoFeedFound, ParseError, UsageError
from newsreader.library import jobs
from newsreader.text.numbers import counted, grouped
from newsreader.text.urls import is_web

_SHOWN = 5  # faults a terminal is told after a sync


def sync(services: Services, options: argparse.Namespace) -> Outcome:
    """``sync [FEED...]``: feeds that are named are asked now, all others when they are due."""
    feeds = None
    if options.feeds:
        find = services.library().feeds
        feeds = [find.feed(word).id for word in dict.fromkeys(options.feeds)]
    args = jobs.sync(feeds, force=options.force, due_only=feeds is None and not options.force)
    done = _run(services, "sync", args)
    lines = [
        f"{counted(done['due'], 'feed')} of {grouped(done['feeds'])} asked, {grouped(done['changed'])} with news: "
        f"{counted(done['new_stories'], 'new story', 'new stories')} in {done['seconds']:.1f} s."
    ]
    lines += [plain.tame(f"{fault['url']}: {fault['error']}") for fault in done["errors"][:_SHOWN]]
    if done["failed"] > _SHOWN:
        lines.append(f"... and {grouped(done['failed'] - _SHOWN)} more feeds failed: see newsreader feeds")
    return Outcome(done, lines)


def discover(services: Services, options: argparse.Namespace) -> Outcome:
    """``discover URL``"""
    try:
        done = _run(services, "discover", jobs.discover(options.url))
    except (NoFeedFound, ParseError) as fault:
        return Outcome([], [], fault.sentence)
    return _candidates(done["candidates"])


def add(services: Services, options: argparse.Namespace) -> Outcome:
    """``add URL``: the feed, its stories already stored."""
    user, secret = options.user or "", ""
    if options.user is not None:
        secret = read_secret(user)
    args = jobs.add(options.url, options.title, options.folder, user=user, secret=secret)
    done = _run(services, "add", args)
    if "candidates" in done:
        found = _candidates(done["candidates"])
        return Outcome(
            found.document, found.lines, "There are several feeds at this address: add one of them."
        )
    feed = services.library().feeds.feed(done["feed"])
    news = counted(done["new_stories"], "story", "stories")
    said = "Subscribed already" if done["already"] else f"Added, with {news}"
    return Outcome(shapes.feed(feed), [f"{said}: {plain.tame(feed.title)}"])


def fulltext(services: Services, options: argparse.Namespace) -> Outcome:
    """``fulltext ID``: the story as in ``show``, with the text of its page."""
    _run(services, "fulltext", jobs.fulltext(options.story))
    return stories.show_whole(services, options.story)


def download(services: Services, options: argparse.Namespace) -> Outcome:
    """``download ID``: the files that come with a story, on from where an earlier try ended."""
    library = services.library()
    story = library.stories.story(options.story)
    if story is None:
        raise UsageError(f"There is no story {options.story}.")
    count = len(story.enclosures)
    if not count or (options.number is not None and not 1 <= options.number <= count):
        raise UsageError(f"Story {options.story} has {counted(count, 'file', 'files')}.")
    chosen = library.settings.text("storage.downloads")
    folder = options.to or (Path(chosen).expanduser() if chosen else Path.home() / "Downloads")
    numbers = range(count) if options.number is None else (options.number - 1,)
    done = [_run(services, "download", jobs.download(options.story, number, folder)) for number in numbers]
    files = [{"path": one["path"], "size": one["size"], "resumed": one["resumed"]} for one in done]
    return Outcome(files, [plain.tame(f"{one['path']}  {grouped(one['size'])} bytes") for one in files])


def import_file(services: Services, options: argparse.Namespace) -> Outcome:
    """``import FILE``, or the address of a list"""
    web = not Path(options.file).exists() and is_web(options.file)
    args = jobs.import_address(options.file) if web else jobs.import_file(Path(options.file))
    done = _run(services, "import", args)
    lines = [
        f"{counted(done['added'], 'feed', 'feeds')} added, {grouped(done['already'])} subscribed already."
    ]
    lines += [plain.tame(f"Left out: {left['url']} ({left['why']})") for left in done["skipped"]]
    return Outcome({"added": done["added"], "already": done["already"], "skipped": done["skipped"]}, lines)


def export(services: Services, options: argparse.Namespace) -> Outcome:
    """``export FILE``"""
    done = _run(services, "export", jobs.export_file(options.file))
    return Outcome({"feeds": done["feeds"]}, [f"{counted(done['feeds'], 'feed', 'feeds')} written."])


def keep(services: Services, options: argparse.Namespace) -> Outcome:
    """``keep``"""
    done = _run(services, "keep", jobs.keep())
    lines = [
        f"{counted(done['stories'], 'story', 'stories')} kept for reading offline, with "
        f"{counted(done['pictures'], 'picture', 'pictures')}."
    ]
    if done["icons"]:
        lines.append(f"{counted(done['icons'], 'icon', 'icons')} of sites found.")
    if done["exported"]:
        lines.append(plain.tame(f"Subscriptions written to {done['exported']}"))
    return Outcome(done, lines, done["problem"])


def tidy(services: Services, options: argparse.Namespace) -> Outcome:
    """``tidy``"""
    done = _run(services, "free_room", jobs.free_room())
    return Outcome(done, [f"{done['freed'] / 1e6:.1f} MB freed."])


def _run(services: Services, name: str, args: dict[str, Any]) -> dict[str, Any]:
    bar = ProgressBar()
    try:
        return services.run(name, args, bar)
    finally:
        bar.close()


def _candidates(found: list[dict[str, Any]]) -> Outcome:
    lines = [
        plain.tame(
            f"{one['url']}  {one['title']} ({one['type']}, {counted(one['stories'], 'story', 'stories')})"
        )
        for one in found
    ]
    return Outcome([shapes.candidate(one) for one in found], lines)


def read_secret(user: str) -> str:
    """The secret from standard input: asked for on a terminal, one line otherwise. Raises UsageError for none."""
    if sys.stdin.isatty():
        import getpass  # only here: a sync must not pay for it

        secret = getpass.getpass(f"Password of {plain.tame(user)}: " if user else "Token: ")
    else:
        secret = sys.stdin.readline().rstrip("\r\n")
    if not secret:
        raise UsageError("No password came on standard input.")
    return secret
