"""CleanHtml to the HTML that QTextDocument sets well, in our own classes. Standard library only; any thread.

Whatever comes in, only a handful of tags without any attribute of the feed's but checked links go out, so that even
HTML that was never sanitized can reach no file, no style and no script. Text is never dropped: what cannot be set as
it was meant is set more simply.

The shape that goes out is flat: every block is one ``<p>`` with a class; only quotes, code boxes, lists and tables
hold others. ``class="f"`` marks the first block of a container, which has no space above it.
"""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

from newsreader.text.brackets import cut
from newsreader.text.markup import ALLOWED, ENTITIES
from newsreader.text.markup import unescape as unescape_clean
from newsreader.ui.reader import runs
from newsreader.ui.reader.blocks import Attributes
from newsreader.ui.reader.page_writer import PageWriter
from newsreader.ui.reader.pages import Page
from newsreader.ui.reader.tags import BLOCKS, HIDDEN, INLINE

_CONTAINERS = frozenset({"ul", "ol", "li", "blockquote", "pre"})
# A tag as clean HTML has it, without its brackets.
_CLEAN_TAG = re.compile(r'/?([a-z0-9]+)|([a-z0-9]+)(?: [a-z-]+="[^"]*")+')
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_TABLES = frozenset({"table", "tr", "td", "th", "caption"})


def adapt(html: str, language: str = "") -> Page:
    """The page of a story's body. ``language`` is the story's (BCP 47) or ``""``."""
    writer = PageWriter(rtl=runs.is_rtl_language(language))
    parser = _Parser(writer)
    if pieces := _clean_pieces(html):
        parser.feed_clean(pieces)
    else:
        parser.feed(html)
        parser.close()
    return writer.finish()


def _clean_pieces(html: str) -> list[str]:
    """Text and tags of ``html`` in turn, when all are as clean HTML has them; else nothing."""
    pieces = cut(html)
    return pieces if all(map(_is_clean, set(pieces[1::2]))) else []


def _is_clean(tag: str) -> bool:
    found = _CLEAN_TAG.fullmatch(tag)
    return found is not None and (found[1] or found[2]) in ALLOWED


def _decoded(text: str) -> str:
    """``text`` without its entities; nearly always they are none but those of clean HTML."""
    if text.count("&") == sum(map(text.count, ENTITIES)):
        return unescape_clean(text)
    return unescape(text)


class _Parser(HTMLParser):
    """Hands tags and text to the writer; drops what is not for reading."""

    def __init__(self, writer: PageWriter) -> None:
        super().__init__(convert_charrefs=True)
        self._to = writer
        self._hidden: list[str] = []

    def feed_clean(self, pieces: list[str]) -> None:
        """Take text and tags in turn, as the parser would find them in a multiple of the time."""
        attributes: dict[str, Attributes] = {}
        for place, piece in enumerate(pieces):
            if place % 2 == 0:
                if piece:
                    self.handle_data(_decoded(piece))
            elif piece[0] == "/":
                self.handle_endtag(piece[1:])
            else:
                name, _, written = piece.partition(" ")
                if written and piece not in attributes:
                    attributes[piece] = [(key, unescape(value)) for key, value in _ATTRIBUTE.findall(written)]
                self.handle_starttag(name, attributes.get(piece, []))

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if self._hidden:
            if tag == self._hidden[-1]:
                self._hidden.append(tag)
        elif tag in HIDDEN:
            self._hidden.append(tag)
        elif tag in INLINE:
            self._to.open_inline(tag, attrs)
        elif tag == "p" and (kind := dict(attrs).get("data-card")):
            self._to.open_card(kind)
        elif tag in BLOCKS:
            self._to.open_scope(tag, attrs)
        elif tag == "br":
            self._to.line_break()
        elif tag == "img":
            self._to.picture(dict(attrs))
        elif tag == "hr":
            self._to.rule()
        elif tag in ("ul", "ol"):
            self._to.open_list(tag, dict(attrs))
        elif tag == "li":
            self._to.open_item()
        elif tag == "blockquote":
            self._to.open_quote(attrs)
        elif tag == "pre":
            self._to.open_code()
        elif tag in _TABLES:
            self._to.open_table(tag, dict(attrs))

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        self.handle_starttag(tag, attrs)
        if tag in HIDDEN:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._hidden:
            if tag == self._hidden[-1]:
                self._hidden.pop()
        elif tag in INLINE:
            self._to.close_inline(tag)
        elif tag == "p" and self._to.in_card:
            self._to.close_frame("card")
        elif tag in BLOCKS:
            self._to.close_scope(tag)
        elif tag in _CONTAINERS:
            self._to.close_frame(tag)
        elif tag in _TABLES:
            self._to.close_table(tag)

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._to.text(data)
