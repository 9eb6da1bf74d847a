"""HTML as ``nh3`` left it, brought into the shape that Qt can draw. Pure; worker side.

Nothing here can make HTML unsafe: it removes, renames, splits. The text and the first picture fall off on the way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import accumulate
from typing import Final, NamedTuple

from newsreader.domain.documents import CleanHtml
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
from newsreader.text.long_words import has_longer_word
from newsreader.text.markup import (
    ALLOWED,
    BETWEEN,
    RENAMED,
    SEPARATOR,
    TABLE_LIKE,
    VOID,
    attributes_of,
    unescape,
)
from newsreader.text.plain import fold

_HIDDEN_STYLE: Final = re.compile(r"(?:display:none|visibility:hidden)")
# Counting pixels of well-known services, which have no size of their own in the HTML.
_TRACKER: Final = re.compile(
    r"/(?:/(?:[\w-]+\.)*(?:feedburner\.com/~|feedsportal\.com/|doubleclick\.net/|google-analytics\.com/|quantserve\.com/"
    r"|scorecardresearch\.com/|statcounter\.com/|pixel\.wp\.com/|stats\.wordpress\.com/|medium\.com/_/stat|px\.ads\."
    r"|blogger\.googleusercontent\.com/tracker|amazon-adsystem\.com/|assoc-amazon\.\w+/e/|vgwort\.de/|chartbeat\.net/)"
    r"|(?:piwik|matomo)\.php|p\.php\?idsite=|counter\.php|pixel\.(?:gif|png))|\.counter\.php",
    re.IGNORECASE,
)
_CHANGED: Final = RENAMED | {f"/{name}" for name in RENAMED} | {"img"}
_ITEMS: Final = frozenset(("li", "dd", "dt"))
_MOVED: Final = RENAMED | {"table"}
_FIRST_BREAKS: Final = re.compile(r"(<pre[^>]*>)\n+")
_SIZE: Final = re.compile(r"\s*(\d{1,4})(?:\.\d+)?(?:px)?\s*")


def _steps(elements: Iterable[str]) -> dict[str, int]:
    """How much deeper the start and end tags of ``elements`` lead."""
    return {tag: step for name in elements for tag, step in ((name, 1), (f"/{name}", -1))}


_STEPS: Final = _steps(ALLOWED - VOID)
_BOX_STEPS: Final = _steps(TABLE_LIKE)
_TABLE_STEPS: Final = _steps(["table"])


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
    pieces = html.replace(">", "<").split("<")  # as no bracket stands elsewhere, every second piece is a tag
    tags = pieces[1::2]
    names = [tag if tag in BETWEEN else tag.partition(" ")[0] for tag in tags]
    kinds = set(names)
    picture = ""
    if not kinds.isdisjoint(_CHANGED):
        pieces[1::2] = tags = _changed(tags, names)
        picture = next((first_picture(tag) for tag in tags if tag.startswith("<img")), "")
        html = "".join(pieces)
        if not kinds.isdisjoint(_ITEMS) and not kinds.isdisjoint(_MOVED):
            html = settle(html)  # an item of a list may end at a div where it did not at a section
    if "pre" in kinds:
        html = _FIRST_BREAKS.sub(r"\1", html)  # a parser drops one of them each time it reads the HTML
    pieces[1::2] = [BETWEEN[name] for name in names]
    raw = "".join(pieces)
    text = fold(unescape(raw))
    if _too_deep(names, kinds):
        html = settle(flattened(html))
    if len(raw) > LONGEST_BLOCK and max(map(len, raw.split(SEPARATOR))) > LONGEST_BLOCK:
        html = divided(html)
    return Cleaned(_with_breaks(html, raw, text), text, picture)


def paragraphs(portions: list[str]) -> Cleaned:
    """Escaped texts, none of them longer than a block may be, as a paragraph each."""
    raw = SEPARATOR.join(portions)
    text = fold(unescape(raw))
    html = f"<p>{'</p><p>'.join(portions)}</p>"
    return Cleaned(_with_breaks(html, raw, text), text, "")


def _with_breaks(html: str, raw: str, text: str) -> CleanHtml:
    """``html`` with breaks where a line has none for too long; ``raw`` and ``text`` are what stands in it."""
    return CleanHtml(broken(html) if has_longer_word(text, LONGEST_WORD) or _unbroken_spaces(raw) else html)


def _changed(tags: list[str], names: list[str]) -> list[str]:
    """The tags, in their brackets, as they stay: foreign blocks become div, pictures keep what the reader needs."""
    made: dict[str, str] = {}
    for tag, name in zip(tags, names, strict=True):
        if tag in made:
            continue
        if name == "img":
            made[tag] = _picture_tag(tag)
        elif name in _CHANGED:
            made[tag] = "</div>" if name[0] == "/" else "<div>"
        else:
            made[tag] = f"<{tag}>"
    return [made[tag] for tag in tags]


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
    tag = f'<img src="{source}"'
    for key in ("alt", "title"):
        if key in attributes:
            tag += f' {key}="{attributes[key]}"'
    for key, value in sizes.items():
        tag += f' {key}="{value}"'
    return f"{tag}>"


def _unbroken_spaces(raw: str) -> bool:
    """Whether words held together by spaces that do not break make too long a run."""
    if raw.count("&nbsp;") <= LONGEST_WORD // 10:
        return False
    return max(map(len, raw.replace("&nbsp;", "_").split()), default=0) > LONGEST_WORD


def _too_deep(names: list[str], kinds: set[str]) -> bool:
    """Whether elements, tables or table-like boxes are nested beyond the limits; ``kinds`` are the distinct names."""
    if len(names) > 2 * TABLES_DEEP and not kinds.isdisjoint(TABLE_LIKE):
        boxes = [name for name in names if name in _BOX_STEPS]
        if _depth(boxes, _BOX_STEPS) > TABLE_LIKE_DEEP or _depth(boxes, _TABLE_STEPS) > TABLES_DEEP:
            return True
    return len(names) > 2 * DEEPEST and _depth(names, _STEPS) > DEEPEST


def _depth(names: list[str], steps: dict[str, int]) -> int:
    """How deep the elements of ``steps`` are nested in one another, whatever stands between them."""
    return max(accumulate([steps[name] for name in names if name in steps], initial=0))
