"""HTML to plain text: for search, teasers and titles. Pure, linear in time, safe on any input; worker side."""

from __future__ import annotations

import re
from html import unescape
from html.entities import html5
from typing import Final

from newsreader.text.brackets import cut
from newsreader.text.graphemes import boundary_at_or_before
from newsreader.text.markup import ALLOWED, SEPARATOR, separator_of

TITLE_LIMIT: Final = 1000
_HIDDEN_NAMES: Final = "script|style|template|head|title|noframes"
# Looking ahead turns most tags away without a step for each name.
_HIDDEN: Final = re.compile(rf"<(?=[a-z]{{4}})({_HIDDEN_NAMES})\b[^<>]*>", re.IGNORECASE)
_DECLARATION: Final = re.compile(r"<!\[CDATA\[|\]\]>|<[!?][^<>]*>")
# A ">" within quotes does not end a tag. Only short texts are read so exactly: what never closes a quote would cost
# quadratic time.
_EXACT_TAG: Final = re.compile(r"""(</?[a-zA-Z][^>"']*+(?:"[^"]*"[^>"']*+|'[^']*'[^>"']*+)*+>)""")
_SIMPLE_TAG: Final = re.compile(r"(</?[a-zA-Z][^<>]*>)")
_PLAIN_TAG: Final = re.compile(rf"(?!(?i:{_HIDDEN_NAMES})\b)/?[a-zA-Z].*", re.DOTALL)
_NAME: Final = re.compile(r"<?/?([a-z0-9]+)")
_EXACT_LIMIT: Final = 16_000
_LIKE_HTML: Final = re.compile(r"</\w+\s*>|&#?\w+;")
_TAG_NAME: Final = re.compile(r"</?(\w+)")
_ENTITY_NAME: Final = re.compile(r"&(\w+);")
_OTHER_NAMES: Final = (
    "area audio button canvas command datagrid datalist dialog dir event-source fieldset form frame iframe input keygen"
    " label legend link m map menu meta meter multicol nextid noscript object optgroup option output param picture"
    " progress script section select sound source spacer style svg template textarea track video embed body html head"
)
_HTML_NAMES: Final = ALLOWED | frozenset(_OTHER_NAMES.split())
_CONTROLS: Final = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x9f\u202a-\u202e\u2066-\u2069\u206a-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_MARKS: Final = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u1ab0-\u1aff"
    "\u1dc0-\u1dff\u200d\u20d0-\u20f0\ufe00-\ufe0f\ufe20-\ufe2f"
)
_MARK_FLOOD: Final = re.compile(f"([{_MARKS}]{{8}})[{_MARKS}]+")


def raw_text(html: str) -> str:
    """The text of any HTML, not folded: tags are gone, entities decoded, ``SEPARATOR`` stands where a block was."""
    if "<" in html:
        pieces = _plain_pieces(html) if len(html) > _EXACT_LIMIT else []
        html = _joined(pieces) if pieces else _without_tags(html)
    return unescape(html) if "&" in html else html


def _plain_pieces(html: str) -> list[str]:
    """``html`` cut at its brackets; nothing when it holds more than text and plain tags.

    Most of what is too large for anything else is as plain as that.
    """
    pieces = cut(html)
    return pieces if all(_PLAIN_TAG.fullmatch(tag) for tag in set(pieces[1::2])) else []


def _without_tags(html: str) -> str:
    """Any HTML without its tags and what else is no text."""
    if "<!--" in html:
        html = _without_comments(html)
    html = _without_hidden(html)
    if "<!" in html or "<?" in html:
        html = _DECLARATION.sub("", html)
    if len(html) <= _EXACT_LIMIT:
        html = _joined(_EXACT_TAG.split(html))
    return _joined(_SIMPLE_TAG.split(html))


def _joined(pieces: list[str]) -> str:
    """Text and tags in turn as text, with what stands for each tag."""
    between = {tag: _between(tag) for tag in set(pieces[1::2])}
    pieces[1::2] = [between[tag] for tag in pieces[1::2]]
    return "".join(pieces)


def _between(tag: str) -> str:
    found = _NAME.match(tag.lower())
    return separator_of(found[1] if found else "")


def _without_comments(html: str) -> str:
    """``html`` without its comments. One that never ends is no comment."""
    kept: list[str] = []
    position = 0
    while (start := html.find("<!--", position)) >= 0 and (end := html.find("-->", start + 4)) >= 0:
        kept.append(html[position:start])
        position = end + 3
    kept.append(html[position:])
    return "".join(kept)


def _without_hidden(html: str) -> str:
    """``html`` without scripts, styles and their like, content and all. Looks for each end tag but once too often."""
    kept: list[str] = []
    position = at = 0
    endless: set[str] = set()
    lower = ""
    while found := _HIDDEN.search(html, at):
        name = found[1].lower()
        lower = lower or html.lower()
        end = -1 if name in endless or len(lower) != len(html) else lower.find(f"</{name}", found.end())
        if end < 0:
            endless.add(name)
            at = found.end()
            continue
        kept += (html[position : found.start()], SEPARATOR)
        close = html.find(">", end)
        position = at = close + 1 if close >= 0 else len(html)
    kept.append(html[position:])
    return "".join(kept)


def fold(text: str) -> str:
    """``text`` with every run of white space as one space, none at the ends, and without soft hyphens."""
    return " ".join(text.replace("\u00ad", "").split())


def plain_text(html: str) -> str:
    """The text of ``html`` in one line: blocks separated by one space, entities decoded, white space folded."""
    return fold(raw_text(html))


def looks_like_html(text: str) -> bool:
    """Whether a text that does not say what it is, is HTML: it has an end tag or an entity, and none that is unknown.

    Wherever feedparser guesses HTML, so does this.
    """
    if ("&" not in text and "</" not in text) or not _LIKE_HTML.search(text):
        return False
    return all(name.lower() in _HTML_NAMES for name in _TAG_NAME.findall(text)) and all(
        f"{name};" in html5 for name in _ENTITY_NAME.findall(text)
    )


def tame(text: str) -> str:
    """``text`` without controls, direction overrides and lone surrogates, and with at most eight marks on a letter."""
    if text.isascii() and text.isprintable():
        return text
    return _MARK_FLOOD.sub(r"\1", _CONTROLS.sub("", text))


def plain_line(text: str, limit: int) -> str:
    """Plain ``text`` as one tame line of at most ``limit`` code points, cut between grapheme clusters."""
    if len(text) <= limit and text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    if len(text) > 16 * limit:
        text = text[: 16 * limit]
    text = fold(tame(text))
    return text if len(text) <= limit else text[: boundary_at_or_before(text, limit)].rstrip()


def plain_title(html_or_text: str, *, html: bool | None = None) -> str:
    """A title as plain text in one line, at most 1,000 code points.

    ``html`` tells whether it is HTML; None asks the text itself. What looks like a tag in a text that is not HTML
    is kept as it stands.
    """
    text = html_or_text[:_EXACT_LIMIT]
    if html or (html is None and looks_like_html(text)):
        text = raw_text(text)
    return plain_line(text, TITLE_LIMIT)
