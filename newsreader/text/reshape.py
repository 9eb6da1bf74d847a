"""HTML as ``nh3`` left it, brought into the shape that Qt can draw. Pure; worker side.

Nothing here can make HTML unsafe: it removes, renames, splits. The text and the first picture fall off on the way.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import accumulate
from typing import Final, NamedTuple

from newsreader.domain.stories import CleanHtml
from newsreader.text.limits import (
    DEEPEST,
    LONGEST_BLOCK,
    LONGEST_WORD,
    TABLE_LIKE_DEEP,
    TABLES_DEEP,
    broken,
    divided,
    flattened,
)
from newsreader.text.markup import (
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
_ITEMS: Final = re.compile(r"<(?:li|dd|dt)[ >]")
_FIRST_BREAKS: Final = re.compile(r"(<pre[^>]*>)\n+")
_SIZE: Final = re.compile(r"\s*(\d{1,4})(?:\.\d+)?(?:px)?\s*")


class Cleaned(NamedTuple):
    """Clean HTML, its plain text in one line, and the address of its first picture (``""`` for none)."""

    html: CleanHtml
    text: str
    picture: str


def first_picture(html: str) -> str:
    """The address of the first picture of clean HTML, ``""`` when there is none."""
    found = re.search(r'<img src="([^"]*)"', html)
    return unescape(found[1]) if found else ""


def shaped(html: str, settle: Callable[[str], str]) -> Cleaned:
    """HTML from ``nh3`` in the shape Qt can draw, with its text and first picture.

    ``settle`` sanitizes until that changes nothing; it is needed where tags were taken out or renamed.
    """
    pieces = TAG.split(html)
    tags = pieces[1::2]
    between, changes = _kinds_of(tags)
    picture = ""
    if changes:
        tags = pieces[1::2] = [changes.get(tag, tag) for tag in tags]
        picture = next((first_picture(tag) for tag in tags if tag.startswith("<img")), "")
        html = "".join(pieces)
        if _ITEMS.search(html):
            html = settle(html)  # an item of a list may end at a div where it did not at a section
    if "<pre" in html:
        html = _FIRST_BREAKS.sub(r"\1", html)  # a parser drops one of them each time it reads the HTML
    raw = _interleaved(pieces[::2], [between[tag] for tag in tags])
    words = unescape(raw).replace("\u00ad", "").split()
    if _too_deep(tags):
        html = settle(flattened(html))
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
    kinds = set(tags)
    of_boxes = {tag for tag in kinds if tag.startswith(_BOX_STARTS)}
    boxes = [tag for tag in tags if tag in of_boxes] if of_boxes else []
    if len(boxes) > 2 * TABLES_DEEP:
        if max(accumulate(-1 if tag[1] == "/" else 1 for tag in boxes)) > TABLE_LIKE_DEEP:
            return True
        tables = [tag for tag in boxes if tag[-6:] == "table>" or tag.startswith("<table")]
        if max(accumulate((-1 if tag[1] == "/" else 1 for tag in tables), initial=0)) > TABLES_DEEP:
            return True
    if len(tags) <= 2 * DEEPEST:
        return False
    steps = {tag: -1 if tag[1:2] == "/" else 0 if not tag or name_of(tag) in VOID else 1 for tag in kinds}
    return max(accumulate(map(steps.__getitem__, tags))) > DEEPEST
