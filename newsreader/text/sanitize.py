"""Foreign HTML to clean HTML: the only maker of ``CleanHtml``. Worker side; pure; any thread of it.

Rules: HOSTILE S01-S08, S13 and the hazards of QTextBrowser. ``nh3`` has the last word over every tag, attribute and
address; what follows it only removes, renames or splits.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape as unescape_all
from typing import Final

import nh3

from newsreader.domain.documents import CleanHtml
from newsreader.text.embeds import KINDS, with_cards
from newsreader.text.limits import LONGEST_HTML, LONGEST_WORD, MOST_TAGS, MOST_UNCLOSED, simplified, unbounded
from newsreader.text.markup import ALLOWED, escape
from newsreader.text.plain import fold
from newsreader.text.reshape import Cleaned, first_picture, paragraphs, shaped
from newsreader.text.urls import is_web

__all__ = ("CLEAN_VERSION", "Cleaned", "clean", "clean_parts", "first_picture")

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
_PLAYERS: Final = re.compile(r"<(?:iframe|video|audio|object|embed)\b", re.IGNORECASE)
# Elements whose loss changes how a parser reads what is left: they hold apart what must not be nested.
_SPECIAL: Final = re.compile(
    r"<(?=[a-z]{3})(?:iframe|video|audio|object|embed|button|marquee|applet|svg|math|template|select|form|noscript|nobr"
    r"|plaintext|xmp|listing|textarea|title|frameset|body|html|head|optgroup|option|input|isindex|keygen|fieldset)\b",
    re.IGNORECASE,
)
_FORMATTING: Final = re.compile(
    r"<(big|code|em|font|strike|strong|small|nobr|[bisu]|tt)[\s/][^>]*>", re.IGNORECASE
)
_BARE_AMPERSAND: Final = re.compile("&(?![a-zA-Z#])")
# Halves of characters, which no parser lets through.
_HALVES: Final = re.compile("[\ud800-\udfff]")
_MOST_FORMATTING: Final = 50
# Begins at the equals sign, which is found quickly, and looks back: the end of href or src, or white space.
_RELATIVE: Final = re.compile(r"""=(?<=[fFcC\s]=)\s*["']?\s*(?!["'\s]|https?:|mailto:)""")


def clean(html: str, base_url: str) -> CleanHtml:
    """``html`` as clean HTML; relative links are resolved against ``base_url`` (dropped when that is ``""``).

    Only allowed tags and attributes are left, http and https pictures, http, https and mailto links. No input makes
    it fail, and no cap blanks a text: what is too large or too deep is simplified. ``clean`` of its own result
    changes nothing.
    """
    return clean_parts(html, base_url).html


def clean_parts(html: str, base_url: str) -> Cleaned:
    """As ``clean``, with the text and first picture that fall off on the way."""
    brackets = html.count("<")
    if not brackets:
        return _plain_parts(html)
    if len(html) > LONGEST_HTML or brackets > MOST_TAGS or (brackets > MOST_UNCLOSED and unbounded(html)):
        return paragraphs(simplified(html))
    if _SPECIAL.search(html):
        html = with_cards(html, base_url) if _PLAYERS.search(html) else html
        html = _settled(_allowlisted(html, base_url))
    else:
        html = _allowlisted(html, base_url)
    return shaped(html, _settled)


def _plain_parts(html: str) -> Cleaned:
    """As ``clean_parts``, for HTML without a tag."""
    if len(html) < LONGEST_WORD and html.isascii() and html.isprintable() and "&" not in html:
        return Cleaned(CleanHtml(html.replace(">", "&gt;")), fold(html), "")
    if len(html) > LONGEST_HTML:
        return paragraphs(simplified(html))
    text = unescape_all(html).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if not text.isascii():
        text = _HALVES.sub("?", text)
    return shaped(escape(text).replace("&quot;", '"'), _settled)


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
    if html.count("<") > 4 * _MOST_FORMATTING and len(_FORMATTING.findall(html)) > _MOST_FORMATTING:
        # Each unclosed formatting tag is repeated in every block after it; of those that are alike, only three are.
        html = _FORMATTING.sub(r"<\1>", html)
    if len(html) > MOST_TAGS and html.count("&") > MOST_TAGS:
        html = _BARE_AMPERSAND.sub("&amp;", html)  # the parser takes long over each of these
    base = base_url if _RELATIVE.search(html) and is_web(base_url) else ""
    try:
        return _cleaner(base).clean(html)
    except UnicodeEncodeError:  # a lone surrogate, which is no character
        return _cleaner(base).clean(html.encode("utf-8", "replace").decode("utf-8"))


def _settled(html: str) -> str:
    """``html`` sanitized until that changes nothing: lost tags may have held apart what must not be nested."""
    for _ in range(4):
        again = _cleaner("").clean(html)
        if again == html:
            break
        html = again
    return html
