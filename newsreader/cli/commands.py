"""The table of commands. Apart from the arguments, so that ``--version`` and wrong usage load none of it."""

from __future__ import annotations

from newsreader.cli import briefs, events, feeds, stories, work
from newsreader.cli.doctor import doctor
from newsreader.cli.main import Commands


def commands() -> Commands:
    """Each command's name and what it does."""
    return {
        "discover": work.discover,
        "add": work.add,
        "feeds": feeds.show_all,
        "remove": feeds.remove,
        "rename": feeds.rename,
        "move": feeds.move,
        "set": feeds.change,
        "sync": work.sync,
        "list": stories.show_list,
        "show": stories.show_one,
        "fulltext": work.fulltext,
        "download": work.download,
        "mark": stories.mark,
        "undo": feeds.undo,
        "search": stories.search,
        "briefs": briefs.briefs,
        "brief": briefs.brief,
        "import": work.import_file,
        "export": work.export,
        "keep": work.keep,
        "tidy": work.tidy,
        "event": events.event,
        "contact": events.contact,
        "doctor": doctor,
    }
