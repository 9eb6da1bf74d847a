"""HTML to plain text: for search, teasers and titles. Pure, linear in time, safe on any input; worker side."""

from __future__ import annotations

import re
from html import unescape

from newsreader.text.graphemes import boundary_at_or_before
from newsreader.text.markup import INLINE, SEPARATOR

TITLE_LIMIT = 1000
_HIDDEN = re.compile(
    r"<(script|style|template|head|title|noframes)\b[^>]*+>.*?</\1\s*>", re.DOTALL | re.IGNORECASE
)
_HIDDEN_START = re.compile(r"<(?:script|style|template|head|title|noframes)\b", re.IGNORECASE)
_DECLARATION = re.compile(r"<!--.*?-->|<!\[CDATA\[|\]\]>|<[!?][^>]*>", re.DOTALL)
_ATTRIBUTES = r"""(?:[\s/](?>[^>"']|"[^"]*"|'[^']*')*+)?"""
_INLINE_TAG = re.compile(
    rf"</?(?:{'|'.join(sorted(INLINE, key=len, reverse=True))}|wbr){_ATTRIBUTES}>", re.IGNORECASE
)
_OTHER_TAG = re.compile(rf"</?[a-zA-Z][^\s/>]*{_ATTRIBUTES}>")
# A quote that is never closed would make the patterns above miss the tag.
_ANY_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_CLOSING_TAG = re.compile(r"</\w+\s*>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_CONTROLS = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x9f\u202a-\u202e\u2066-\u2069\u206a-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_MARKS = "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f"
_MARK_FLOOD = re.compile(
    f"([{_MARKS}\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u200d]{{8}})[{_MARKS}\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u200d]+"
)


def raw_text(html: str) -> str:
    """The text of any HTML, not folded: tags are gone, entities decoded, ``SEPARATOR`` stands where a block was."""
    if "<" in html:
        if _HIDDEN_START.search(html):
            html = _HIDDEN.sub(SEPARATOR, html)
        if "<!" in html or "<?" in html:
            html = _DECLARATION.sub("", html)
        html = _OTHER_TAG.sub(SEPARATOR, _INLINE_TAG.sub("", html))
        html = _ANY_TAG.sub(SEPARATOR, html)
    return unescape(html) if "&" in html else html


def fold(text: str) -> str:
    """``text`` with every run of white space as one space, none at the ends, and without soft hyphens."""
    return " ".join(text.replace("\u00ad", "").split())


def plain_text(html: str) -> str:
    """The text of ``html`` in one line: blocks separated by one space, entities decoded, white space folded."""
    return fold(raw_text(html))


def looks_like_html(text: str) -> bool:
    """Whether a text that does not say what it is, is HTML: it has an end tag or an entity, and no unknown ones."""
    return bool(_CLOSING_TAG.search(text) or _ENTITY.search(text))


def tame(text: str) -> str:
    """``text`` without controls, direction overrides and lone surrogates, and with at most eight marks on a letter."""
    if text.isascii() and text.isprintable():
        return text
    return _MARK_FLOOD.sub(r"\1", _CONTROLS.sub("", text))


def plain_line(text: str, limit: int) -> str:
    """Plain ``text`` as one tame line of at most ``limit`` code points, cut between grapheme clusters."""
    if len(text) > 16 * limit:
        text = text[: 16 * limit]
    text = fold(tame(text))
    return text if len(text) <= limit else text[: boundary_at_or_before(text, limit)].rstrip()


def plain_title(html_or_text: str, *, html: bool | None = None) -> str:
    """A title as plain text in one line, at most 1,000 code points.

    ``html`` tells whether it is HTML; None asks the text itself. What looks like a tag in a text that is not HTML
    is kept as it stands.
    """
    text = html_or_text[: 64 * TITLE_LIMIT]
    if html or (html is None and looks_like_html(text)):
        text = raw_text(text)
    return plain_line(text, TITLE_LIMIT)
