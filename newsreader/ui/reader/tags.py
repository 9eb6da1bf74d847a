"""What the tags of a clean story mean to a page, and the few attributes that count. Pure; any thread."""

from __future__ import annotations

import re

HIDDEN = frozenset({"script", "style", "head", "title", "noscript", "template", "svg", "select", "object"})
"""Elements whose text is not for reading."""

INLINE: dict[str, tuple[str, str]] = {
    "a": ("", ""),
    "b": ("<b>", "</b>"),
    "strong": ("<b>", "</b>"),
    "i": ("<i>", "</i>"),
    "em": ("<i>", "</i>"),
    "cite": ("<i>", "</i>"),
    "var": ("<i>", "</i>"),
    "dfn": ("<i>", "</i>"),
    "u": ("<u>", "</u>"),
    "ins": ("<u>", "</u>"),
    "s": ("<s>", "</s>"),
    "strike": ("<s>", "</s>"),
    "del": ("<s>", "</s>"),
    "code": ('<span class="code">', "</span>"),
    "kbd": ('<span class="code">', "</span>"),
    "samp": ('<span class="code">', "</span>"),
    "tt": ('<span class="code">', "</span>"),
    "sup": ("<sup>", "</sup>"),
    "sub": ("<sub>", "</sub>"),
    "small": ('<span class="small">', "</span>"),
    "mark": ('<span class="mark">', "</span>"),
    "q": ("“", "”"),
    "rt": ('<span class="small">(', ")</span>"),
    "span": ("", ""),
    "bdi": ("\u2068", "\u2069"),
    "bdo": ("\u2068", "\u2069"),
}
"""Tags inside a line of text, and what stands for them. Other unknown tags leave their text as it is."""

SCOPED = {
    "h1": "h1",
    "h2": "h2",
    "h3": "h3",
    "h4": "h4",
    "h5": "h4",
    "h6": "h4",
    "figcaption": "cap",
    "summary": "h4",
    "dt": "dt",
    "dd": "dd",
}
"""Blocks whose text is set in a class of its own."""

BLOCKS = frozenset(
    {
        "p",
        "div",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "aside",
        "nav",
        "address",
        "figure",
        "center",
    }
    | {"details", "dl", "form", "fieldset", "hgroup", "body", "html", "search", "picture"}
    | set(SCOPED)
)

_WEB = re.compile(r"https?://[^\s\x00-\x20\x7f<>\"\\]+", re.IGNORECASE)
_OURS = re.compile(r"welcome:[a-z0-9-]+\.png")
_OUTSIDE = re.compile(r"(?:https?://|mailto:)[^\s\x00-\x20\x7f<>\"\\]+", re.IGNORECASE)
_LONGEST = 4096


def may_open(address: str) -> bool:
    """True for an address that may be opened outside: http, https or mailto, without spaces or control characters."""
    return len(address) <= _LONGEST and _OUTSIDE.fullmatch(address) is not None


def picture_address(src: str) -> str:
    """``src`` when it names a picture on the web or one of the welcome edition, else ``""``."""
    src = src.strip()
    if len(src) <= _LONGEST and (_WEB.fullmatch(src) or _OURS.fullmatch(src)):
        return src
    return ""


def small_number(text: str | None, most: int) -> int | None:
    """The whole number an attribute says (``"540"``, ``"540px"``), at most ``most``; None when it says none."""
    match = re.match(r"\s*(\d{1,9})(?:\.\d+)?(?:px)?\s*$", text or "")
    return min(int(match[1]), most) if match else None


def direction(attrs: list[tuple[str, str | None]]) -> str:
    """``rtl`` or ``ltr`` as the ``dir`` attribute says, else ``""``."""
    for name, value in attrs:
        if name == "dir" and value and value.lower() in ("rtl", "ltr"):
            return value.lower()
    return ""


def names_picture(address: str) -> bool:
    """Whether an address leads to a picture file by its name: many pages link a picture to itself in full size."""
    path = address.split("?", 1)[0].split("#", 1)[0].lower()
    return path.endswith((".jpg", ".jpeg", ".png", ".gif", ".webp"))
