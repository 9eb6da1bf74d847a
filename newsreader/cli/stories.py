"""The commands about stories: list, show, mark, search."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from newsreader.cli import plain, shapes
from newsreader.cli.outcome import Outcome
from newsreader.cli.services import Services
from newsreader.domain.changes import Mark
from newsreader.domain.errors import UsageError
from newsreader.domain.stories import Story, StoryHeader, View, ViewKind

if TYPE_CHECKING:
    from newsreader.library.library import Library


def show_list(services: Services, options: argparse.Namespace) -> Outcome:
    """``list``"""
    library = services.library()
    view = _view(library, options.feed, options.folder, today=options.today)
    view = View(view.kind, view.id, unread_only=options.unread, saved_only=options.saved)
    headers = library.stories.listing(view, options.limit or None, today=options.today)
    return _headers(library, headers)


def show_one(services: Services, options: argparse.Namespace) -> Outcome:
    """``show ID``"""
    library = services.library()
    story = library.stories.story(options.story)
    if story is None:
        raise UsageError(f"There is no story {options.story}.")
    return _whole(library, story, library.stories.text_of(options.story))


def show_whole(services: Services, story_id: int) -> Outcome:
    """A story as ``show`` tells it, with the text that was fetched from its page. Raises UsageError when it is gone."""
    library = services.library()
    story = library.stories.story(story_id)
    if story is None:
        raise UsageError(f"There is no story {story_id}.")
    return _whole(library, replace(story, html=story.whole), library.stories.whole_text_of(story_id))


def _whole(library: Library, story: Story, text: str) -> Outcome:
    document = shapes.story(story, _addresses(library).get(story.header.feed_id, ""), text)
    head = story.header
    lines = [
        plain.tame(head.title),
        plain.tame(f"{head.feed_title}  {plain.moment(head.when)}"),
        plain.tame(head.link),
        "",
    ]
    return Outcome(document, [*lines, plain.tame(text)])


def mark(services: Services, options: argparse.Namespace) -> Outcome:
    """``mark``"""
    library = services.library()
    wanted = Mark(options.mark)
    if options.stories:
        change = library.marks.mark(options.stories, wanted, all_must_exist=True)
    else:
        change = library.marks.mark_view(_view(library, options.feed, options.folder), wanted)
    return Outcome({"changed": list(change.stories)}, [change.text or "Nothing changed."])


def search(services: Services, options: argparse.Namespace) -> Outcome:
    """``search QUERY``"""
    library = services.library()
    view = View(ViewKind.SEARCH, query=options.query)
    headers = library.stories.listing(view, options.limit or None)
    addresses = _addresses(library)
    snippets = library.stories.snippets([header.id for header in headers], options.query)
    document = [
        shapes.header(header, addresses.get(header.feed_id, "")) | {"snippet": snippets.get(header.id, "")}
        for header in headers
    ]
    lines = []
    for header in headers:
        lines += [plain.header(header), f"            {plain.tame(snippets.get(header.id, ''))}"]
    return Outcome(document, lines or ["Nothing was found."])


def _view(library: Library, feed: str | None, folder: str | None, *, today: bool = False) -> View:
    """The narrowest view that holds what was asked for; a feed outside the folder asked for holds nothing of it."""
    if feed is not None:
        found = library.feeds.feed(feed)
        if folder is not None and not f"{found.folder}/".startswith(f"{library.feeds.folder(folder).path}/"):
            return View(ViewKind.FEED, 0)
        return View(ViewKind.FEED, found.id)
    if folder is not None:
        return View(ViewKind.FOLDER, library.feeds.folder(folder).id)
    return View(ViewKind.TODAY if today else ViewKind.ALL)


def _headers(library: Library, headers: Iterable[StoryHeader]) -> Outcome:
    addresses = _addresses(library)
    found = list(headers)
    document = [shapes.header(header, addresses.get(header.feed_id, "")) for header in found]
    return Outcome(document, [plain.header(header) for header in found] or ["No stories."])


def _addresses(library: Library) -> dict[int | None, str]:
    return {feed.id: feed.url for feed in library.feeds.all()}
