"""The commands about briefs: all of them, and what a person says of one."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from newsreader.cli import plain, shapes
from newsreader.cli.outcome import Outcome
from newsreader.cli.services import Services
from newsreader.domain.briefs import BriefSource
from newsreader.domain.changes import Change, Mark
from newsreader.domain.errors import UsageError
from newsreader.library.edition import make_edition
from newsreader.library.edition_html import keep_edition
from newsreader.text.numbers import counted

if TYPE_CHECKING:
    from newsreader.library.library import Library


def briefs(services: Services, options: argparse.Namespace) -> Outcome:
    """``briefs``"""
    library = services.library()
    if options.dismiss is not None:
        return _told(library.briefs.dismiss(options.dismiss), options.dismiss)
    hide_read = bool(library.settings.get("briefs.hide_read"))
    found = library.briefs.list(hours=options.hours, limit=options.limit or None, hide_read=hide_read)
    if options.html is None:
        return Outcome(shapes.briefs(found), plain.briefs(found))
    now = int(time.time())
    keep_edition(options.html, make_edition(found, now), library.briefs.sources, now)
    return Outcome(
        shapes.briefs(found), [f"{counted(len(found.briefs), 'brief', 'briefs')} in {options.html}."]
    )


def brief(services: Services, options: argparse.Namespace) -> Outcome:
    """``brief show|read|dismiss|follow|unfollow|less|usual ID``, ``brief split|join ID STORY``"""
    library = services.library()
    match options.action:
        case "show":
            return _show(library, options.brief)
        case "read":
            change = library.marks.mark([one.story for one in _sources(library, options.brief)], Mark.READ)
            return Outcome({"changed": list(change.stories)}, [change.text or "Nothing changed."])
        case "split":
            return _told(library.briefs.split(options.brief, options.story), options.story)
        case "join":
            return _told(library.briefs.join(options.brief, options.story), options.story)
        case said:
            return _told(_SAYINGS[said](library, options.brief), options.brief)


_SAYINGS: Mapping[str, Callable[[Library, int], Change]] = {
    "dismiss": lambda library, id: library.briefs.dismiss(id),
    "follow": lambda library, id: library.briefs.follow(id, True),
    "unfollow": lambda library, id: library.briefs.follow(id, False),
    "less": lambda library, id: library.briefs.less(id, True),
    "usual": lambda library, id: library.briefs.less(id, False),
}


def _sources(library: Library, brief_id: int) -> tuple[BriefSource, ...]:
    """The stories of a brief. Raises UsageError when there is none of that id."""
    sources = library.briefs.sources(brief_id)
    if not sources:
        raise UsageError(f"There is no brief {brief_id}.")
    return sources


def _show(library: Library, brief_id: int) -> Outcome:
    """Who covers it, and why each story belongs to it."""
    sources = _sources(library, brief_id)
    whys = {one.story: library.briefs.why(brief_id, one.story) for one in sources}
    return Outcome(shapes.sources(sources, whys), plain.sources(sources, whys))


def _told(change: Change, changed: int) -> Outcome:
    document = {"changed": [] if change.empty else [changed]}
    return Outcome(document, [change.text or "Nothing changed."])
