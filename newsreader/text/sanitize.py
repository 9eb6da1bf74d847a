"""Foreign HTML to clean HTML: the only maker of ``CleanHtml``. Worker side; pure; any thread of it.

Rules: HOSTILE S01-S08, S13 and the hazards of QTextBrowser. ``nh3`` has the last word over every tag, attribute and
address; what follows it only removes, renames or splits.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate
from typing import Final, NamedTuple

import nh3

from newsreader.domain.stories import CleanHtml
from newsreader.text.embeds import KINDS, with_cards
from newsreader.text.limits import (
    DEEPEST,
    LONGEST_BLOCK,
    LONGEST_HTML,
    LONGEST_WORD,
    MOST_TAGS,
    TABLES_DEEP,
    broken,
    divided,
    flattened,
    simplified,
)
from newsreader.text.markup import (
    ALLOWED,
    RENAMED,
    SEPARATOR,
    TAG,
    VOID,
    attributes_of,
    name_of,
    separator_of,
    unescape,
)
from newsreader.text.plain import fold
from newsreader.text.urls import is_web

CLEAN_VERSION: Final = 1
"""Rises when the same input would give other clean HTML; stories cleaned by an older version are cleaned again."""

_ATTRIBUTES: Final = {
    "*": {"dir", "lang"},
    "a": {"href", "title"},
    "abbr": {"title"},
    "dfn": {"title"},
    "img": {"src", "alt", "title", "width", "height", "style", "hidden"},
    "ol": {"start", "reversed"},
}
_SPANS: Final = {str(number) for number in range(1, 101)}
_CELL: Final = {"colspan": _SPANS, "rowspan": _SPANS, "align": {"left", "center", "right"}}
_ATTRIBUTE_VALUES: Final = {
    "p": {"data-card": set(KINDS)},
    "td": _CELL,
    "th": _CELL,
    "col": {"span": _SPANS},
    "colgroup": {"span": _SPANS},
    "ol": {"type": {"1", "a", "A", "i", "I"}},
}
_DROPPED_WITH_CONTENT: Final = {"script", "style", "noscript", "template", "title", "noframes", "textarea"}
# Elements that need more than the sanitizer: players, and those whose loss changes how the rest is read again.
_SPECIAL: Final = re.compile(
    r"<(?:iframe|video|audio|object|embed|button|marquee|applet|svg|math|template|select|form|noscript|nobr|plaintext|xmp"
    r"|listing|textarea|title|frameset|body|html|head)\b",
    re.IGNORECASE,
)
_FORMATTING: Final = re.compile(
    r"<(big|code|em|font|strike|strong|small|nobr|[bisu]|tt)[\s/][^>]*>", re.IGNORECASE
)
_RELATIVE: Final = re.compile(r"""\b(?:href|src)\s*=\s*["']?\s*(?!["'\s]|https?:|mailto:)""", re.IGNORECASE)
_HIDDEN_STYLE: Final = re.compile(r"(?:display:none|visibility:hidden)")
_SIZE: Final = re.compile(r"\s*(\d{1,4})(?:\.\d+)?(?:px)?\s*")


class Cleaned(NamedTuple):
    """Clean HTML, its plain text in one line, and the address of its first picture (``""`` for none)."""

    html: CleanHtml
    text: str
    picture: str


def clean(html: str, base_url: str) -> CleanHtml:
    """``html`` as clean HTML; relative links are resolved against ``base_url`` (dropped when that is ``""``).

    Only allowed tags and attributes are left, http and https pictures, http, https and mailto links. No input makes
    it fail, and no cap blanks a text: what is too large or too deep is simplified. ``clean`` of its own result
    changes nothing.
    """
    return clean_parts(html, base_url).html


def clean_parts(html: str, base_url: str) -> Cleaned:
    """As ``clean``, with the text and first picture that fall off on the way."""
    if "<" not in html and "&" not in html and len(html) < LONGEST_WORD:
        return Cleaned(CleanHtml(html.replace(">", "&gt;").replace("\xa0", "&nbsp;")), fold(html), "")
    if len(html) > LONGEST_HTML or html.count("<") > MOST_TAGS:
        html = simplified(html)
    special = bool(_SPECIAL.search(html))
    if special:
        html = with_cards(html, base_url)
    html = _allowlisted(html, base_url)
    if special:
        html = _settled(html)
    return _shaped(html)


def first_picture(html: str) -> str:
    """The address of the first picture of clean HTML, ``""`` when there is none."""
    found = re.search(r'<img src="([^"]*)"', html)
    return unescape(found[1]) if found else ""


@lru_cache(maxsize=256)
def _cleaner(base_url: str) -> nh3.Cleaner:
    """The sanitizer for one base address; its rules never differ otherwise."""
    return nh3.Cleaner(
        tags=set(ALLOWED),
        attributes={name: set(values) for name, values in _ATTRIBUTES.items()},
        tag_attribute_values=_ATTRIBUTE_VALUES,
        clean_content_tags=set(_DROPPED_WITH_CONTENT),
        filter_style_properties={"display", "visibility"},
        url_schemes={"http", "https", "mailto"},
        url_relative=("rewrite_with_base", base_url) if base_url else "deny",
        link_rel=None,
        strip_comments=True,
    )


def _allowlisted(html: str, base_url: str) -> str:
    """What ``nh3`` leaves of ``html``."""
    if html.count("<") > 200 and len(set(_FORMATTING.findall(html))) and len(_FORMATTING.findall(html)) > 50:
        # Each unclosed formatting tag is repeated in every block after it, three times at most when they are alike.
        html = _FORMATTING.sub(r"<\1>", html)
    base = base_url if base_url and is_web(base_url) and _RELATIVE.search(html) else ""
    return _cleaner(base).clean(html)


def _settled(html: str) -> str:
    """``html`` sanitized until that changes nothing: lost tags may have held apart what must not be nested."""
    for _ in range(4):
        again = _cleaner("").clean(html)
        if again == html:
            break
        html = again
    return html


def _shaped(html: str) -> Cleaned:
    """HTML from ``nh3`` in the shape Qt can draw, with its text and first picture."""
    pieces = TAG.split(html)
    tags = pieces[1::2]
    if tags:
        pieces, picture = _rewritten(pieces, tags)
        tags = pieces[1::2]
    else:
        picture = ""
    raw = _raw_text(pieces, tags)
    html = "".join(pieces)
    if _too_deep(tags):
        html = _settled(flattened(html))
    if len(raw) > LONGEST_BLOCK and max(map(len, raw.split(SEPARATOR))) > LONGEST_BLOCK:
        html = divided(html)
    if max(map(len, raw.split()), default=0) > LONGEST_WORD:
        html = broken(html)
    return Cleaned(CleanHtml(html), fold(unescape(raw)), picture)


def _rewritten(pieces: list[str], tags: list[str]) -> tuple[list[str], str]:
    """The pieces with foreign blocks renamed, bad pictures dropped and good ones reduced; the first picture."""
    changes: dict[str, str] = {}
    picture = ""
    for tag in dict.fromkeys(tags):
        name = name_of(tag)
        if name == "img":
            changes[tag] = _picture_tag(tag)
            picture = picture or first_picture(changes[tag])
        elif name in RENAMED:
            changes[tag] = "</div>" if tag[1] == "/" else "<div>"
    if changes:
        pieces[1::2] = [changes.get(tag, tag) for tag in tags]
    if any(tag.startswith("<pre") for tag in tags):
        for index, tag in enumerate(tags):
            if tag.startswith("<pre"):  # a parser drops the first line break in pre, each time it reads it
                pieces[2 * index + 2] = pieces[2 * index + 2].lstrip("\n")
    return pieces, picture


def _picture_tag(tag: str) -> str:
    """The tag of a picture with only what the reader needs; ``""`` for trackers, hidden and unloadable ones."""
    attributes = attributes_of(tag)
    source = attributes.get("src", "")
    if not source.startswith(("http://", "https://")) or "hidden" in attributes:
        return ""
    if _HIDDEN_STYLE.search(attributes.get("style", "")):
        return ""
    sizes = {
        key: int(found[1])
        for key in ("width", "height")
        if (found := _SIZE.fullmatch(attributes.get(key, "")))
    }
    if sizes and min(sizes.values()) <= 1:
        return ""
    kept = {"src": source} | {key: attributes[key] for key in ("alt", "title") if key in attributes}
    kept |= {key: str(value) for key, value in sizes.items()}
    return "<img" + "".join(f' {key}="{value}"' for key, value in kept.items()) + ">"


def _raw_text(pieces: list[str], tags: list[str]) -> str:
    """The text of the pieces, entities kept, ``SEPARATOR`` between blocks."""
    if not tags:
        return pieces[0]
    between = {tag: separator_of(name_of(tag)) for tag in set(tags)}
    texts = pieces[::2]
    out = [""] * (2 * len(texts) - 1)
    out[::2] = texts
    out[1::2] = [between[tag] for tag in tags]
    return "".join(out)


def _too_deep(tags: list[str]) -> bool:
    """Whether elements or tables may be nested beyond the limits. Sometimes True for less, never False for more."""
    boxes = (
        sum(tag.startswith(("<table", "<blockquote", "<pre")) for tag in tags)
        if len(tags) > TABLES_DEEP
        else 0
    )
    if boxes > TABLES_DEEP:
        return True
    if len(tags) <= 2 * DEEPEST:
        return False
    steps = {tag: -1 if tag[1] == "/" else 0 if name_of(tag) in VOID else 1 for tag in set(tags) if tag}
    return max(accumulate(steps.get(tag, 0) for tag in tags)) > DEEPEST
