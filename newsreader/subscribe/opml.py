"""OPML in and out: the subscription lists of other readers, and our own (OPML 2.0).

Pure; any thread; standard library only, so that looking at a file before importing it costs no process its lightness.
Foreign files are bounded in size and depth, and mended only where other readers are known to write them wrong.
"""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterable
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from newsreader.domain.errors import ParseError
from newsreader.domain.feeds import Feed, FeedSettings, Folder
from newsreader.subscribe.entries import Collected, Opml, OpmlFeed, folded, refusal, web_address
from newsreader.subscribe.outlines import OpmlReader
from newsreader.text.urls import split_credentials

LARGEST_FILE = 16 * 1024 * 1024
"""Bytes of a file that is read."""
OWN_NAMESPACE = "urn:newsreader:opml:1"
"""Namespace of what other readers do not keep: the fields of ``FeedSettings``, ``interval`` in minutes."""

_XML_NAMES = frozenset(("amp", "lt", "gt", "quot", "apos"))
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONE_AMPERSAND = re.compile(r"&(?!(?:#\d+|#x[0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);)")
_NAMED_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]*);")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_PLAIN_ENTRY = re.compile(r'"(?:\\.|[^"])*"|\S+')


def read_opml(data: bytes) -> Opml:
    """The subscriptions of an OPML file or of a plain list of addresses.

    Raises HostileDocument for entities of its own, ParseError for what is too large or no list at all.
    """
    if len(data) > LARGEST_FILE:
        size = len(data) // (1024 * 1024)
        raise ParseError(f"The file is {size} MB; a list of feeds is 16 MB at the most.")
    start = data[:512].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")
    if not start:
        raise ParseError("The file is empty.")
    if not start.startswith(b"<"):
        return _read_plain(data)
    try:
        return OpmlReader().read(data)
    except (expat.ExpatError, ValueError, LookupError):  # not well-formed, or an encoding expat does not know
        return _read_repaired(data)


def _read_repaired(data: bytes) -> Opml:
    """Second try, with what other readers write and XML forbids put right: bare ``&``, HTML entities, control codes."""
    text = _DECLARATION.sub("", _decode(data), count=1)
    text = _CONTROL.sub("", text)
    text = _NAMED_ENTITY.sub(_as_character, text)
    text = _LONE_AMPERSAND.sub("&amp;", text)
    try:
        return OpmlReader().read(text.encode("utf-8", "replace"))
    except expat.ExpatError as fault:
        reason = expat.ErrorString(fault.code) or "broken"
        raise ParseError(
            f"The file is not a readable list of feeds: line {fault.lineno}, {reason}."
        ) from fault


def _as_character(match: re.Match[str]) -> str:
    if match[1] in _XML_NAMES:
        return match[0]
    character = html.unescape(match[0])
    return character if character != match[0] else "&amp;" + match[0][1:]


def _decode(data: bytes) -> str:
    declared = re.search(rb"""encoding\s*=\s*["']([\w.-]+)""", data[:200])
    names = ["utf-16"] if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else []
    names += [declared[1].decode("ascii")] if declared else []
    for name in (*names, "utf-8-sig"):
        try:
            return data.decode(name)
        except (LookupError, UnicodeDecodeError):
            continue
    return data.decode("windows-1252", "replace")


# -- plain lists -----------------------------------------------------------------------------------------------------


def _read_plain(data: bytes) -> Opml:
    """A list of addresses, one a line; after it quoted tags (the first names the folder) and ``"~Title"``."""
    collected = Collected()
    text = _decode(data)
    if _CONTROL.search(text):
        raise ParseError("The file is no text: neither OPML nor a list of addresses.")
    for line in text.splitlines():
        parts = [_unquoted(part) for part in _PLAIN_ENTRY.findall(line.strip())]
        if not parts or parts[0].startswith("#"):
            continue
        url, tags = parts[0], parts[1:]
        why = refusal(url, "", {}) or (
            "" if "." in url or "://" in url else "It is not an address of the web."
        )
        if why:
            collected.skip(url, why)
            continue
        address, user, secret = split_credentials(web_address(url))
        title = next((tag[1:] for tag in tags if tag.startswith("~")), "")
        folder = next((tag for tag in tags if tag[:1] not in ("~", "!", "#")), "")
        feed = OpmlFeed(
            address, folded(title), folder=folded(folder).replace("/", "\u2215"), user=user, secret=secret
        )
        collected.add_feed(feed)
    if not collected.feeds:
        raise ParseError("The file holds no list of feeds: neither OPML nor addresses, one a line.")
    return collected.result()


def _unquoted(part: str) -> str:
    return re.sub(r"\\(.)", r"\1", part[1:-1]) if len(part) > 1 and part[0] == part[-1] == '"' else part


# -- writing ---------------------------------------------------------------------------------------------------------


def opml_of(
    folders: Iterable[Folder], feeds: Iterable[Feed], title: str = "Newsreader subscriptions"
) -> Opml:
    """The list of these subscriptions, in the order given."""
    return Opml(
        title,
        tuple(folder.path for folder in folders),
        tuple(OpmlFeed(feed.url, feed.title, feed.site, feed.folder, feed.settings) for feed in feeds),
    )


def write_opml(document: Opml) -> bytes:
    """``document`` as OPML 2.0 in UTF-8; reading it back gives the same document. Secrets are never written."""
    children: dict[str, list[str]] = {}
    for path in document.folders:
        children.setdefault(path.rpartition("/")[0], []).append(path)
    inside: dict[str, list[OpmlFeed]] = {}
    for feed in document.feeds:
        inside.setdefault(feed.folder, []).append(feed)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<opml version="2.0" xmlns:newsreader="{OWN_NAMESPACE}">',
        f"  <head><title>{html.escape(_CONTROL.sub('', document.title), quote=False)}</title></head>",
        "  <body>",
        *_lines_of("", children, inside),
        "  </body>",
        "</opml>",
        "",
    ]
    return "\n".join(lines).encode("utf-8", "replace")


def _lines_of(
    path: str,
    children: dict[str, list[str]],
    inside: dict[str, list[OpmlFeed]],
) -> list[str]:
    indent = "  " * (path.count("/") + 3 if path else 2)
    lines = []
    for child in children.get(path, ()):
        name = _attribute(child.rpartition("/")[2])
        lines.append(f"{indent}<outline text={name} title={name}>")
        lines += _lines_of(child, children, inside)
        lines.append(f"{indent}</outline>")
    for feed in inside.get(path, ()):
        values = {
            "type": "rss",
            "text": folded(feed.title) or feed.url,
            "title": folded(feed.title) or feed.url,
            "xmlUrl": feed.url,
        }
        if feed.site:
            values["htmlUrl"] = feed.site
        values |= _own_values(feed.settings)
        lines.append(
            f"{indent}<outline {' '.join(f'{name}={_attribute(value)}' for name, value in values.items())}/>"
        )
    return lines


def _own_values(settings: FeedSettings) -> dict[str, str]:
    """What other readers do not keep, as far as it is not the default."""
    values: dict[str, str] = {"pictures": settings.pictures}
    if settings.interval is not None:
        values["interval"] = str(settings.interval // 60)
    if settings.keep_days is not None:
        values["keepDays"] = str(settings.keep_days)
    flags = {
        "paused": settings.paused,
        "wholeStory": settings.whole_story,
        "keepUnread": settings.keep_unread,
        "notify": settings.notify,
        "important": settings.important,
    }
    values |= {name: "true" for name, set_ in flags.items() if set_}
    return {f"newsreader:{name}": value for name, value in values.items() if value}


def _attribute(value: str) -> str:
    return quoteattr(_CONTROL.sub("", value), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
