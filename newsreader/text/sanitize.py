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
    TABLE_LIKE_DEEP,
    TABLES_DEEP,
    broken,
    divided,
    flattened,
    simplified,
)
from newsreader.text.markup import (
    ALLOWED,
    BARE_TAGS,
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
_PLAYERS: Final = re.compile(r"<(?:iframe|video|audio|object|embed)\b", re.IGNORECASE)
# Elements whose loss changes how a parser reads what is left: they hold apart what must not be nested.
_SPECIAL: Final = re.compile(
    r"<(?:iframe|video|audio|object|embed|button|marquee|applet|svg|math|template|select|form|noscript|nobr|plaintext|xmp"
    r"|listing|textarea|title|frameset|body|html|head|optgroup|option|input|isindex|keygen|fieldset)\b",
    re.IGNORECASE,
)
_FORMATTING: Final = re.compile(
    r"<(big|code|em|font|strike|strong|small|nobr|[bisu]|tt)[\s/][^>]*>", re.IGNORECASE
)
_MOST_FORMATTING: Final = 50
# Begins at the equals sign, which is found quickly, and looks back: the end of href or src, or white space.
_RELATIVE: Final = re.compile(r"""=(?<=[fFcC\s]=)\s*["']?\s*(?!["'\s]|https?:|mailto:)""")
_HIDDEN_STYLE: Final = re.compile(r"(?:display:none|visibility:hidden)")
# Counting pixels of well-known services, which have no size of their own in the HTML.
_TRACKER: Final = re.compile(
    r"//(?:[\w-]+\.)*(?:feedburner\.com/~|feedsportal\.com/|doubleclick\.net/|google-analytics\.com/|quantserve\.com/"
    r"|scorecardresearch\.com/|statcounter\.com/|pixel\.wp\.com/|stats\.wordpress\.com/|medium\.com/_/stat|px\.ads\."
    r"|blogger\.googleusercontent\.com/tracker|amazon-adsystem\.com/|assoc-amazon\.\w+/e/|vgwort\.de/|chartbeat\.net/)"
    r"|/(?:piwik|matomo)\.php|/p\.php\?idsite=|[/.]counter\.php|/pixel\.(?:gif|png)",
    re.IGNORECASE,
)
_BOX_STARTS: Final = ("<table", "</table", "<blockquote", "</blockquote", "<pre", "</pre")
_FIRST_BREAKS: Final = re.compile(r"(<pre[^>]*>)\n+")
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
        return _shaped(simplified(html))
    if _SPECIAL.search(html):
        html = with_cards(html, base_url) if _PLAYERS.search(html) else html
        html = _allowlisted(html, base_url)
        html = _settled(html)
    else:
        html = _allowlisted(html, base_url)
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
    if html.count("<") > 4 * _MOST_FORMATTING and len(_FORMATTING.findall(html)) > _MOST_FORMATTING:
        # Each unclosed formatting tag is repeated in every block after it; of those that are alike, only three are.
        html = _FORMATTING.sub(r"<\1>", html)
    base = base_url if _RELATIVE.search(html) and is_web(base_url) else ""
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
    between, changes = _kinds_of(tags)
    picture = ""
    if changes:
        tags = pieces[1::2] = [changes.get(tag, tag) for tag in tags]
        picture = next((first_picture(tag) for tag in tags if tag.startswith("<img")), "")
        html = "".join(pieces)
    if "<pre" in html:
        html = _FIRST_BREAKS.sub(r"\1", html)  # a parser drops one of them each time it reads the HTML
    raw = _interleaved(pieces[::2], [between[tag] for tag in tags])
    words = unescape(raw).replace("\u00ad", "").split()
    if _too_deep(tags):
        html = _settled(flattened(html))
    if len(raw) > LONGEST_BLOCK and max(map(len, raw.split(SEPARATOR))) > LONGEST_BLOCK:
        html = divided(html)
    if max(map(len, words), default=0) > LONGEST_WORD or _unbroken_spaces(raw):
        html = broken(html)
    return Cleaned(CleanHtml(html), " ".join(words), picture)


def _kinds_of(tags: list[str]) -> tuple[dict[str, str], dict[str, str]]:
    """For each of the tags what stands between the words around it, and for some what they become.

    Foreign blocks become div, bad pictures go, good ones are reduced to what the reader needs.
    """
    between: dict[str, str] = {}
    changes: dict[str, str] = {}
    for tag in set(tags):
        usual = BARE_TAGS.get(tag)
        if usual is not None:
            between[tag] = usual
            continue
        name = name_of(tag)
        between[tag] = separator_of(name)
        if name == "img":
            new = changes[tag] = _picture_tag(tag)
            between[new] = ""
        elif name in RENAMED:
            new = changes[tag] = "</div>" if tag[1] == "/" else "<div>"
            between[new] = SEPARATOR
    return between, changes


def _picture_tag(tag: str) -> str:
    """The tag of a picture with only what the reader needs; ``""`` for trackers, hidden and unloadable ones."""
    attributes = attributes_of(tag)
    source = attributes.get("src", "")
    if not source.startswith(("http://", "https://")) or "hidden" in attributes:
        return ""
    if _HIDDEN_STYLE.search(attributes.get("style", "")) or _TRACKER.search(source):
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


def _interleaved(texts: list[str], separators: list[str]) -> str:
    out = [""] * (2 * len(texts) - 1)
    out[::2] = texts
    out[1::2] = separators
    return "".join(out)


def _unbroken_spaces(raw: str) -> bool:
    """Whether words held together by spaces that do not break make too long a run."""
    if raw.count("&nbsp;") <= LONGEST_WORD // 10:
        return False
    return max(map(len, raw.replace("&nbsp;", "_").split()), default=0) > LONGEST_WORD


def _too_deep(tags: list[str]) -> bool:
    """Whether elements, tables or table-like boxes are nested beyond the limits."""
    if len(tags) <= 2 * TABLES_DEEP:
        return False
    boxes = [tag for tag in tags if tag.startswith(_BOX_STARTS)]
    if len(boxes) > 2 * TABLES_DEEP:
        if max(accumulate(-1 if tag[1] == "/" else 1 for tag in boxes)) > TABLE_LIKE_DEEP:
            return True
        tables = [tag for tag in boxes if tag[-6:] == "table>" or tag.startswith("<table")]
        if max(accumulate((-1 if tag[1] == "/" else 1 for tag in tables), initial=0)) > TABLES_DEEP:
            return True
    if len(tags) <= 2 * DEEPEST:
        return False
    steps = {tag: -1 if tag[1:2] == "/" else 0 if name_of(tag) in VOID else 1 for tag in set(tags) if tag}
    return max(accumulate(steps.get(tag, 0) for tag in tags)) > DEEPEST
