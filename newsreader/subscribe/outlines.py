"""One OPML document, read by expat into the entries of a subscription list.

Pure; any thread; standard library only. Entities are refused and nesting is flattened (HOSTILE O01, O02). Attribute
names are taken as NetNewsWire, RSS Guard, Liferea, Fluent Reader, Feedly, Inoreader and podcast players write them.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.parsers import expat

from newsreader.domain.errors import HostileDocument, ParseError
from newsreader.domain.feeds import FeedSettings, PicturesChoice
from newsreader.subscribe.entries import (
    DEEPEST,
    LONGEST_NAME,
    Collected,
    Opml,
    OpmlFeed,
    folded,
    refusal,
    web_address,
)
from newsreader.text.urls import split_credentials

_PICTURES: dict[str, PicturesChoice] = {"always": "always", "ask": "ask", "never": "never"}


class OpmlReader:
    """Reads one OPML document. ``_open`` tells of each open outline whether it is a folder, ``_path`` their names."""

    def __init__(self) -> None:
        self._collected = Collected()
        self._open: list[bool] = []
        self._path: list[str] = []
        self._root = ""
        self._in_title = False
        self._title: list[str] = []

    def read(self, data: bytes) -> Opml:
        """Parse ``data``. Raises expat.ExpatError when it is not well-formed, else as ``read_opml``."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.EntityDeclHandler = _refuse_entity
        parser.Parse(data, True)
        self._collected.title = " ".join("".join(self._title).split())[:LONGEST_NAME]
        return self._collected.result()

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2].lower()
        if not self._root:
            self._root = tag
            if tag not in ("opml", "outlinedocument"):
                raise ParseError("The file is XML, but not a list of feeds (OPML).")
        self._in_title = tag == "title"
        if tag == "outline":
            name = self._outline({name.lower(): value for name, value in attributes.items()})
            self._open.append(bool(name))
            if name:
                self._path.append(name)
                self._collected.add_folder(self._folder())

    def _end(self, tag: str) -> None:
        self._in_title = False
        if tag.rpartition(":")[2].lower() == "outline" and self._open.pop():
            self._path.pop()

    def _text(self, text: str) -> None:
        if self._in_title:
            self._title.append(text)

    def _outline(self, values: dict[str, str]) -> str:
        """Take one outline; returns its name if it is a folder for those inside it, else ``""``."""
        name = folded(values.get("title") or values.get("text") or "")
        kind = values.get("type", "").strip().lower()
        url = (values.get("xmlurl") or values.get("rssguard:xmlurl") or "").strip()
        if not url and kind in ("rss", "atom", "rdf", "json", "rss1", "rss2") and values.get("url"):
            url = values["url"].strip()
        if url or kind in ("rss", "atom", "rdf", "json"):
            self._feed(url, name, kind, values)
            return ""
        if kind in ("vfolder", "newsbin", "link", "include"):
            what = {"vfolder": "a search folder", "newsbin": "a news bin"}.get(kind, "a link, not a feed")
            self._collected.skip(values.get("url", name).strip(), f"It is {what}.")
            return ""
        return name

    def _folder(self) -> str:
        return "/".join(name.replace("/", "\u2215") for name in self._path[:DEEPEST])

    def _feed(self, url: str, name: str, kind: str, values: dict[str, str]) -> None:
        why = refusal(url, kind, values)
        if why:
            self._collected.skip(url or name, why)
            return
        address, user, secret = split_credentials(web_address(url))
        folder = self._folder()
        category = values.get("category", "").split(",")[0].strip()
        if not folder and category.startswith("/") and category.strip("/"):
            folder = "/".join(
                folded(part) for part in category.strip("/").split("/")[:DEEPEST] if folded(part)
            )
        site = (values.get("htmlurl") or "").strip()
        self._collected.add_feed(
            OpmlFeed(
                address,
                title="" if name in (url, address) else name,
                site=site if site.startswith(("http://", "https://")) else "",
                folder=folder,
                settings=_settings(values),
                user=user,
                secret=secret,
            )
        )


def _refuse_entity(*_declaration: object) -> None:
    raise HostileDocument(
        "The file declares entities of its own, which lists of feeds never do; it was not read."
    )


def _settings(values: Mapping[str, str]) -> FeedSettings:
    """What our own namespace says of a feed; what makes no sense is left at its default."""
    minutes = _number(values.get("newsreader:interval", ""))
    return FeedSettings(
        interval=None if minutes is None else minutes * 60,
        paused=values.get("newsreader:paused") == "true",
        pictures=_PICTURES.get(values.get("newsreader:pictures", ""), ""),
        whole_story=values.get("newsreader:wholestory") == "true",
        keep_unread=values.get("newsreader:keepunread") == "true",
        notify=values.get("newsreader:notify") == "true",
        important=values.get("newsreader:important") == "true",
        keep_days=_number(values.get("newsreader:keepdays", "")),
    )


def _number(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdigit() and 0 < len(value) < 7 else None
