"""The jobs of the worker as the window and the command line ask for them. Standard library only.

The library never runs a job: it names it and its arguments; the worker answers over the pipe (``sync.pipe``), or runs
in the process of a command.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from newsreader.sync.pipe import Message, decode, encode, fault_from_json, fault_to_json

if TYPE_CHECKING:  # a refresh loads this module, and no events
    from newsreader.domain.events import MailAccount

__all__ = [
    "Message", "add", "check_mail", "contact", "decode", "discover", "download", "encode", "export_file",
    "fault_from_json", "fault_to_json", "fetch_list", "free_room", "fulltext", "import_address",
    "import_file", "keep", "mail_secret", "pictures", "proxy_secret", "secret", "send_events", "sync", "whole_stories",
]  # fmt: skip

Args = dict[str, Any]
Remember = Literal["keyring", "session"]


def sync(feeds: Sequence[int] | None = None, *, force: bool = False, due_only: bool = False) -> Args:
    """Fetch feeds (None: all). ``due_only`` asks only what the schedule says, ``force`` regardless of everything but a
    server's wish for a pause; neither: what a person refreshes by hand."""
    return {"feeds": None if feeds is None else list(feeds), "force": force, "due_only": due_only}


def back_up(path: Path) -> Args:
    """Copy everything to a file. Gives ``{"path", "size"}``."""
    return {"path": str(path)}


def discover(url: str, *, user: str = "", secret: str = "") -> Args:
    """Find the feeds at an address. Gives ``{"candidates": [...]}``."""
    return {"url": url, "user": user, "secret": secret}


def add(
    url: str,
    title: str = "",
    folder: str = "",
    *,
    user: str = "",
    secret: str = "",
    remember: Remember = "keyring",
) -> Args:
    """Subscribe. Gives ``{"feed", "new_stories", "already"}``, or ``{"candidates"}`` when there are several feeds."""
    return {
        "url": url,
        "title": title,
        "folder": folder,
        "user": user,
        "secret": secret,
        "remember": remember,
    }


def secret(feed: int, user: str, secret: str, *, remember: Remember = "keyring") -> Args:
    """Keep the name and password of a feed that asked for them. Gives ``{"feed": id}``."""
    return {"feed": feed, "user": user, "secret": secret, "remember": remember}


def mail_secret(account: MailAccount, secret: str, *, remember: Remember = "keyring") -> Args:
    """Keep the password of the mail account. An argument of the job ``secret``; gives ``{"origin": origin}``."""
    return {"origin": account.origin, "user": account.user, "secret": secret, "remember": remember}


def proxy_secret(user: str, secret: str, *, remember: Remember = "keyring") -> Args:
    """Keep the password of the proxy. An argument of the job ``secret``; gives ``{"origin": "proxy"}``."""
    return {"origin": "proxy", "user": user, "secret": secret, "remember": remember}


def check_mail(account: MailAccount, secret: str = "") -> Args:
    """Log in to the mail server without sending anything; without ``secret`` with the password that is kept.

    Gives ``{"origin": origin}``. Raises MailAccountMissing, MailLoginRefused and the other faults of sending."""
    values = {"host": account.host, "port": account.port, "security": account.security}
    return {**values, "user": account.user, "sender": account.sender, "secret": secret}


def contact(feed: int) -> Args:
    """Look on the site of a feed for the address, phone and e-mail of its publication, and keep what is found.

    Gives ``{"feed": id, "found": {field: value}, "pages": [addresses]}``; ``found`` is empty when there is nothing."""
    return {"feed": feed}


def send_events(submissions: Sequence[int] | None = None) -> Args:
    """Send what waits to be sent (None: what is due). Gives ``{"sent", "queued", "failed", "unsure"}``, lists of ids,
    and ``"next_try"``, when the next one is to be tried."""
    return {"submissions": None if submissions is None else list(submissions)}


def import_file(path: Path) -> Args:
    """Add the feeds of an OPML file; fetches nothing."""
    return {"path": str(path.absolute())}


def import_address(url: str) -> Args:
    """Add the feeds of a list of the web. An argument of the job ``import``."""
    return {"url": url}


def fetch_list(url: str) -> Args:
    """Bring a list of the web into a file, to be looked at first. Gives ``{"path", "feeds": n}``."""
    return {"url": url}


def export_file(path: Path) -> Args:
    """Write the feeds to an OPML file. Gives ``{"feeds": n}``."""
    return {"path": str(path.absolute())}


def pictures(story: int, urls: Sequence[str]) -> Args:
    """Fetch the pictures of an opened story. Gives ``{"pictures": [{"url", "path", "width", "height"} or
    {"url", "error"}]}``."""
    return {"story": story, "urls": list(urls)}


def fulltext(story: int, *, again: bool = False) -> Args:
    """Fetch the page of a story and keep the whole story; ``again`` also when it is here.

    Gives ``{"story", "fetched"}``. Raises NoWholeStory when the page gives none."""
    return {"story": story, "again": again}


def whole_stories(since: int) -> Args:
    """Fetch the whole stories received at ``since`` (epoch seconds) or later of feeds where that is wanted always.

    Gives ``{"wanted", "fetched"}``, numbers."""
    return {"since": since}


def download(story: int, number: int, folder: Path) -> Args:
    """Save the file ``number`` (from 0) of a story into ``folder``; progress is in bytes.

    Gives ``{"story", "path", "size", "resumed"}``."""
    return {"story": story, "number": number, "folder": str(folder.absolute())}


def keep(stories: Sequence[int] | None = None) -> Args:
    """What can wait until a sync is over: stories for reading offline (or only these), the weekly copy of the
    subscriptions. Gives ``{"stories", "pictures", "icons", "exported", "problem"}``."""
    return {"stories": None if stories is None else list(stories)}


def free_room() -> Args:
    """Drop pictures that can be fetched again, and shrink the cache. Gives ``{"freed": bytes}``."""
    return {}
