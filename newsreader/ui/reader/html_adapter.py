"""CleanHtml to the HTML that QTextDocument sets well, in our own classes. Standard library only; any thread.

Whatever comes in, only a handful of tags without any attribute of the feed's but checked links go out, so that even
HTML that was never sanitized can reach no file, no style and no script. Text is never dropped: what cannot be set as
it was meant is set more simply.

The shape that goes out is flat: every block is one ``<p>`` with a class; only quotes, code boxes, lists and tables
hold others. ``class="f"`` marks the first block of a container, which has no space above it.
"""

from __future__ import annotations

from html.parser import HTMLParser

from newsreader.ui.reader import runs
from newsreader.ui.reader.blocks import Attributes
from newsreader.ui.reader.page_writer import PageWriter
from newsreader.ui.reader.pages import Page
from newsreader.ui.reader.tags import BLOCKS, HIDDEN, INLINE

_CONTAINERS = frozenset({"ul", "ol", "li", "blockquote", "pre"})
_TABLES = frozenset({"table", "tr", "td", "th", "caption"})


def adapt(html: str, language: str = "") -> Page:
    """The page of a story's body. ``language`` is the story's (BCP 47) or ``""``."""
    writer = PageWriter(rtl=runs.is_rtl_language(language))
    parser = _Parser(writer)
    parser.feed(html)
    parser.close()
    return writer.finish()


class _Parser(HTMLParser):
    """Hands tags and text to the writer; drops what is not for reading."""

    def __init__(self, writer: PageWriter) -> None:
        super().__init__(convert_charrefs=True)
        self._to = writer
        self._hidden: list[str] = []

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
