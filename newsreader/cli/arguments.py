"""The command line: what may be said, and what it means. Standard library only, nothing of the program is loaded yet.

``--data-dir``, ``--json`` and ``--version`` are taken before or after the command (DESIGN section 5).
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

DEFAULT = "default"
"""What ``set --keep-days`` takes for "as in the preferences"."""
_CHANGES = ("url", "interval", "paused", "user", "offline", "notify", "keep_days")
_BRIEF = (
    "show: its stories, and why each belongs to it; read: mark them all read; dismiss: put it away; follow, unfollow: "
    "tell of new stories of it; less, usual: put it last, or where it belongs; split: STORY tells of something else; "
    "join: STORY, and those of its event, belong to it"
)
_USER = "the password is read from standard input; an empty U for a token alone"
_Adder = Callable[[str, str], argparse.ArgumentParser]


class WrongUsage(Exception):
    """The command line makes no sense. ``usage`` is the line that shows how it is meant."""

    def __init__(self, sentence: str, usage: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.usage = usage


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise WrongUsage(message, self.format_usage().strip())


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The options of a command. Raises WrongUsage; ``--help`` prints and raises SystemExit(0)."""
    options = build_parser().parse_args(argv)
    options.data_dir = getattr(options, "data_dir", None)
    options.json = getattr(options, "json", False)
    return options


def build_parser() -> argparse.ArgumentParser:
    """The parser of every command in COMMANDS."""
    everywhere = _Parser(add_help=False, argument_default=argparse.SUPPRESS)
    everywhere.add_argument(
        "--data-dir", type=Path, metavar="DIR", help="where cache, settings and logs are kept"
    )
    everywhere.add_argument("--json", action="store_true", help="print one JSON document")
    everywhere.add_argument("--version", action="store_true", help="print the version and end")
    parser = _Parser(
        prog="newsreader",
        parents=[everywhere],
        description="A newsreader. Without a command it opens its window; with an address, the dialog that adds it.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)

    def command(name: str, what: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=what, description=what, parents=[everywhere])

    _feed_commands(command)
    _story_commands(command)
    _file_commands(command)
    _event_commands(command)
    return parser


def _event_commands(command: _Adder) -> None:
    one = command("event", "Events you submit: list them, show or send one, write it for a mail program.")
    one.add_argument("what", choices=("list", "show", "send", "eml", "check"))
    one.add_argument("event", metavar="ID", type=_count, nargs="?")
    one.add_argument("file", metavar="FILE", type=Path, nargs="?", help="where eml writes to")
    one = command("contact", "Look on the site of a feed for address, phone and e-mail, and show them.")
    one.add_argument("feed", metavar="FEED", help="an id or an address")


def _feed_commands(command: _Adder) -> None:
    one = command("discover", "Find the feeds at an address.")
    one.add_argument("url", metavar="URL")
    one = command("add", "Subscribe to a feed, or to the feed of a page, and fetch its stories.")
    one.add_argument("url", metavar="URL")
    one.add_argument("--folder", metavar="PATH", default="")
    one.add_argument("--title", metavar="T", default="")
    one.add_argument("--user", metavar="U", help=_USER)
    command("feeds", "List the feeds.")
    for name, what in (
        ("remove", "Remove a feed."),
        ("rename", "Give a feed a title."),
        ("move", "Move a feed."),
    ):
        one = command(name, what)
        one.add_argument("feed", metavar="FEED", help="an id or an address")
        if name == "rename":
            one.add_argument("title", metavar="TITLE")
        if name == "move":
            one.add_argument(
                "folder", metavar="PATH", help="a folder, its parts joined by /; empty for the top"
            )
    one = command("set", "Change a feed: address, interval, pause, login, what is kept of it and told.")
    one.add_argument("feed", metavar="FEED", help="an id or an address")
    one.add_argument("--url", metavar="U")
    one.add_argument("--interval", metavar="MINUTES", type=_count, help="15 at the least; 0 for automatic")
    one.add_argument("--user", metavar="U", help=_USER)
    pause = one.add_mutually_exclusive_group()
    pause.add_argument("--pause", dest="paused", action="store_const", const=True)
    pause.add_argument("--resume", dest="paused", action="store_const", const=False)
    for name, what in (
        ("offline", "keep its unread stories and their pictures for reading offline"),
        ("notify", "tell about its new stories on the desktop"),
    ):
        one.add_argument(f"--{name}", action=argparse.BooleanOptionalAction, default=None, help=what)
    one.add_argument(
        "--keep-days", metavar="DAYS", type=_days, help="how long read stories stay; 0 for ever, or “default”"
    )
    one = command("sync", "Fetch what is due.")
    one.add_argument("feeds", metavar="FEED", nargs="*", help="an id or an address; all without")
    one.add_argument("--force", action="store_true", help="ask also what is not due")


def _story_commands(command: _Adder) -> None:
    one = command("list", "List stories, newest first.")
    one.add_argument("--unread", action="store_true")
    one.add_argument("--saved", action="store_true")
    one.add_argument("--today", action="store_true")
    one.add_argument("--feed", metavar="F")
    one.add_argument("--folder", metavar="PATH")
    one.add_argument("--limit", metavar="N", type=_count, default=100, help="0 for all")
    one = command("show", "Show a story.")
    one.add_argument("story", metavar="ID", type=_count)
    one = command("fulltext", "Fetch the whole story from its page, and show it.")
    one.add_argument("story", metavar="ID", type=_count)
    one = command("download", "Save the files that come with a story.")
    one.add_argument("story", metavar="ID", type=_count)
    one.add_argument("--number", metavar="N", type=_count, help="only this one, counted from 1")
    one.add_argument("--to", metavar="FOLDER", type=Path, help="where to; without: as the preferences say")
    one = command("mark", "Mark stories.")
    one.add_argument("mark", choices=("read", "unread", "saved", "unsaved"))
    one.add_argument("stories", metavar="ID", type=_count, nargs="*")
    one.add_argument("--feed", metavar="F")
    one.add_argument("--folder", metavar="PATH")
    one.add_argument("--all", action="store_true")
    command("undo", "Take back the last change.")
    one = command("search", "Search all stories.")
    one.add_argument("query", metavar="QUERY")
    one.add_argument("--limit", metavar="N", type=_count, default=100, help="0 for all")
    one = command("briefs", "What happened: each event once.")
    one.add_argument("--hours", metavar="N", type=_hours, default=24)
    one.add_argument("--limit", metavar="N", type=_count, default=0, help="0 for all")
    one.add_argument("--dismiss", metavar="ID", type=_count, help="put a brief away")
    one.add_argument("--html", metavar="FILE", type=Path, help="write them as a page of its own, too")
    one = command("brief", "Who covers an event, and what you say of it.")
    actions = ("show", "read", "dismiss", "follow", "unfollow", "less", "usual", "split", "join")
    one.add_argument("action", choices=actions, help=_BRIEF)
    one.add_argument("brief", metavar="ID", type=_count, help="as briefs tells it")
    one.add_argument("story", metavar="STORY", type=_count, nargs="?", help="for split and join")


def _file_commands(command: _Adder) -> None:
    command(
        "import", "Add the feeds of a list (OPML, or addresses one a line); fetches none of them."
    ).add_argument("file", metavar="FILE", help="a file, or the address of a list on the web")
    command("export", "Write the feeds to an OPML file.").add_argument("file", type=Path, metavar="FILE")
    command(
        "keep",
        "Fetch what is good to have: pictures of stories kept for reading offline, icons of sites, a weekly copy of "
        "the subscriptions.",
    )
    command(
        "backup", "Copy everything (feeds, stories, marks) to a file, also while the window is open."
    ).add_argument("file", type=Path, metavar="FILE")
    command(
        "restore",
        "Bring everything back from such a file, or what can be read of a damaged one; what is there now is kept.",
    ).add_argument("file", type=Path, metavar="FILE")
    command("tidy", "Free room: drop pictures that can be fetched again, and shrink the cache.")
    command("doctor", "Check that everything is in order.")


def check(options: argparse.Namespace) -> None:
    """What argparse cannot say. Raises WrongUsage."""
    if options.command == "event":
        given = (options.event is not None) + (options.file is not None)
        if given != {"list": 0, "check": 0, "show": 1, "send": 1, "eml": 2}[options.what]:
            raise WrongUsage(
                f"event {options.what} is said otherwise",
                "usage: newsreader event (list | check | show ID | send ID | eml ID FILE)",
            )
    if options.command == "brief" and (options.story is None) == (options.action in ("split", "join")):
        raise WrongUsage(
            f"brief {options.action} is said otherwise",
            "usage: newsreader brief (show | read | dismiss | follow | unfollow | less | usual) ID,"
            " newsreader brief (split | join) ID STORY",
        )
    if options.command == "mark":
        ways = [bool(options.stories), options.feed is not None, options.folder is not None, options.all]
        if sum(ways) != 1:
            raise WrongUsage(
                "say which stories: ids, or one of --feed, --folder, --all",
                "usage: newsreader mark read|unread|saved|unsaved (ID... | --feed F | --folder PATH | --all)",
            )
    if options.command == "set" and all(getattr(options, name) is None for name in _CHANGES):
        raise WrongUsage(
            "say what to change: --url, --interval, --user, --pause, --resume, --offline, --notify or --keep-days",
            "usage: newsreader set FEED [--url U] [--interval MINUTES] [--user U] [--pause | --resume]"
            " [--[no-]offline] [--[no-]notify] [--keep-days DAYS]",
        )


def _count(word: str) -> int:
    number = int(word)
    if not 0 <= number < 1 << 62:
        raise argparse.ArgumentTypeError(f"{word} is not a number from 0 up")
    return number


def _days(word: str) -> int | str:
    if word == DEFAULT:
        return DEFAULT
    number = int(word)
    if not 0 <= number <= 36_500:
        raise argparse.ArgumentTypeError(f"{word} is not a number of days from 0 to 36500")
    return number


def _hours(word: str) -> int:
    number = int(word)
    if not 1 <= number <= 24 * 366:
        raise argparse.ArgumentTypeError(f"{word} is not a number of hours from 1 up")
    return number
