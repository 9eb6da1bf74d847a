"""Players and frames become cards: a paragraph with a link that opens outside. Pure; worker side.

The card, as the reader pane meets it in clean HTML::

    <p data-card="video"><a href="ADDRESS"><img src="POSTER" alt="">Video: example.org</a></p>

``data-card`` is ``video``, ``audio``, ``frame`` or ``file``; the picture is there only when the page named one. What
is written here is HTML for ``nh3``, which checks every address: nothing in this module has to be trusted.
"""

from __future__ import annotations

import re
from html import escape, unescape
from typing import Final

from newsreader.text.urls import display_host, join

KINDS: Final = ("audio", "file", "frame", "video")
_PLAYER: Final = re.compile(
    r"""<(iframe|video|audio|object|embed)(?=[\s/>])((?>[^>"']|"[^"]*"|'[^']*')*+)>(?:[^<]*</iframe\s*>)?""",
    re.IGNORECASE,
)
_SOURCE: Final = re.compile(r"""<source\s((?>[^>"']|"[^"]*"|'[^']*')*+)>""", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(r"""([a-zA-Z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_YOUTUBE: Final = re.compile(
    r"(?:https?:)?//(?:www\.)?youtube(?:-nocookie)?\.com/(?:embed|v)/([\w-]{11})(?=[?&/#]|$)"
)
_VIMEO: Final = re.compile(r"(?:https?:)?//player\.vimeo\.com/video/(\d+)")
_MOST = 200
_INSIDE = 20_000
_LABELS: Final = {"video": "Video", "audio": "Audio", "frame": "Embedded page", "file": "File"}


def with_cards(html: str, base_url: str) -> str:
    """``html`` with its players and frames replaced by cards; at most 200, the others are left to the sanitizer."""
    pieces: list[str] = []
    position = 0
    while len(pieces) < 2 * _MOST and (found := _PLAYER.search(html, position)):
        pieces.append(html[position : found.start()])
        position = found.end()
        name, attributes = found[1].lower(), _attributes(found[2])
        if name in ("video", "audio"):
            inside, position = _inside(html, position, name)
            source = _SOURCE.search(inside)
            attributes = (_attributes(source[1]) if source else {}) | attributes
        pieces.append(_card(name, attributes, base_url))
    pieces.append(html[position:])
    return "".join(pieces)


def _attributes(text: str) -> dict[str, str]:
    return {m[1].lower(): unescape(m[2] or m[3] or m[4] or "").strip() for m in _ATTRIBUTE.finditer(text)}


def _inside(html: str, start: int, name: str) -> tuple[str, int]:
    """What stands between a player's tags, and where it ends; nothing when the end tag is not near."""
    end = html.lower().find(f"</{name}", start, start + _INSIDE) if len(html) < _INSIDE else -1
    if end < 0:
        window = html[start : start + _INSIDE].lower()
        offset = window.find(f"</{name}")
        if offset < 0:
            return html[start : start + 1000], start
        end = start + offset
    close = html.find(">", end)
    return html[start:end], (close + 1 if close >= 0 else end)


def _card(name: str, attributes: dict[str, str], base_url: str) -> str:
    address = attributes.get("src") or attributes.get("data") or attributes.get("data-src") or ""
    poster = attributes.get("poster", "")
    kind = {"iframe": "frame", "object": "file", "embed": "file"}.get(name, name)
    if tube := _YOUTUBE.match(address):
        kind, address = "video", f"https://www.youtube.com/watch?v={tube[1]}"
        poster = poster or f"https://i.ytimg.com/vi/{tube[1]}/hqdefault.jpg"
    elif vimeo := _VIMEO.match(address):
        kind, address = "video", f"https://vimeo.com/{vimeo[1]}"
    elif attributes.get("type", "").startswith(("video/", "audio/")):
        kind = attributes["type"][:5]
    address = join(base_url, address) if address else ""
    host = display_host(address) if address.startswith(("http://", "https://")) else ""
    if not host:
        return ""
    label = attributes.get("title") or f"{_LABELS[kind]}: {host}"
    picture = f'<img src="{escape(join(base_url, poster))}" alt="">' if poster else ""
    return f'<p data-card="{kind}"><a href="{escape(address)}">{picture}{escape(label)}</a></p>'
