"""The tags that clean HTML may have, and what each means for text, depth and shape. Tables and pure functions only.

Everything here works on HTML as ``nh3`` writes it: tags in lower case, attributes in double quotes, ``<`` and ``>``
nowhere but around tags. There a tag is exactly ``<[^>]*>``.
"""

from __future__ import annotations

import re
from typing import Final

TAG: Final = re.compile(r"(<[^>]*>)")
NAME: Final = re.compile(r"</?([a-z0-9]+)")
ATTRIBUTE: Final = re.compile(r' ([a-z-]+)="([^"]*)"')

INLINE: Final = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "rb",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
    ]
)
VOID: Final = frozenset(("br", "hr", "img", "wbr", "col"))
TABLE_PARTS: Final = frozenset(["caption", "col", "colgroup", "tbody", "td", "tfoot", "th", "thead", "tr"])
# Blocks that Qt does not know as such become div.
RENAMED: Final = frozenset(
    [
        "address",
        "article",
        "aside",
        "center",
        "details",
        "footer",
        "header",
        "hgroup",
        "main",
        "nav",
        "section",
        "summary",
    ]
)
BLOCKS: Final = (
    frozenset(
        [
            "blockquote",
            "dd",
            "div",
            "dl",
            "dt",
            "figcaption",
            "figure",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "li",
            "ol",
            "p",
            "pre",
            "table",
            "ul",
        ]
    )
    | TABLE_PARTS
    | RENAMED
)
ALLOWED: Final = INLINE | BLOCKS | VOID
# What the reader draws as a table: a frame of its own, each level of which doubles the cost of layout.
TABLE_LIKE: Final = frozenset(("table", "blockquote", "pre"))

SEPARATOR: Final = "\x1e"
"""Stands between blocks in raw text; ``str.split`` takes it for white space."""


def name_of(tag: str) -> str:
    """The element name of a start or end tag."""
    found = NAME.match(tag)
    return found[1] if found else ""


def attributes_of(tag: str) -> dict[str, str]:
    """The attributes of a start tag, values still escaped."""
    return dict(ATTRIBUTE.findall(tag))


def separator_of(name: str) -> str:
    """What stands between the words around such a tag: nothing for inline tags and pictures."""
    return "" if name in INLINE or name in ("wbr", "img") else SEPARATOR


BETWEEN: Final = {name: separator_of(element) for element in ALLOWED for name in (element, f"/{element}")}
"""What stands between the words around each tag, by its name, which has a slash before it in an end tag."""


ENTITIES: Final = ("&nbsp;", "&lt;", "&gt;", "&quot;", "&amp;")
"""All that clean HTML has."""


def unescape(text: str) -> str:
    """Text of clean HTML without its entities (``ENTITIES``)."""
    if "&" not in text:
        return text
    text = text.replace("&nbsp;", "\u00a0").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
    return text.replace("&amp;", "&")


def escape(text: str) -> str:
    """``text`` as it stands in clean HTML, also within an attribute."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;").replace("\u00a0", "&nbsp;")
