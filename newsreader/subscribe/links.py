"""Which links of a page may lead to a feed: by declared type, by the look of the address, by the words on the link.

Pure, over strings; any thread; standard library only. A link is only ever worth a request: parsing decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

LONGEST_HEADER = 16 * 1024
"""Characters of a Link header that are read."""

How = Literal["link", "body", "script"]

_FEED_TYPES = frozenset(
    f"{top}/{kind}"
    for top in ("application", "text")
    for kind in ("rss+xml", "atom+xml", "rdf+xml", "x.atom+xml", "x-atom+xml", "x-rss+xml", "feed+json", "rss", "atom")
)  # fmt: skip
_LYING_TYPES = frozenset(
    (
        "",
        "text/xml",
        "application/xml",
        "application/json",
        "text/html",
        "text/plain",
        "application/octet-stream",
    )
)
_FEED_SCHEMES = re.compile(r"(?:feed|feeds|itpc|pcast|podcast|rss)://", re.IGNORECASE)
_COMMENTS = re.compile(
    r"comment|kommentar|coment[aá]rio|commenti|reacties|reply|replies|коммент|komentar|コメント|评论|評論|댓글",
    re.IGNORECASE,
)
_FEEDISH = re.compile(
    r"(?:^|[/._\-?&=])(?:feeds?|rss\d*|atom\d*|rdf|index\.xml|feed\.json|rss\.xml|atom\.xml)(?:$|[/._\-?&=])|\.(?:rss|rdf|atom)$",
    re.IGNORECASE,
)
_NEVER = re.compile(
    r"/wp-json/|oembed|opensearch|sitemap|manifest\.json|\.(?:css|js|png|jpe?g|gif|svg|ico|webp|pdf|zip|mp3|mp4|opml)$",
    re.IGNORECASE,
)
_WORDS_FOR_FEED = re.compile(r"\b(?:rss|atom|web\s?feed|feeds?|json feed|xml feed)\b", re.IGNORECASE)
_LINK_HEADER = re.compile(r"<(?P<url>[^<>]*)>(?P<rest>(?:\s*;[^,;\"]*(?:\"[^\"]*\")?)*)")


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link of a page that may lead to a feed. ``comments`` tells that it seems to be one of comments."""

    url: str
    title: str = ""
    how: How = "link"
    comments: bool = False


def absolute(base: str, href: str) -> str:
    """``href`` against ``base`` when that is an address of the web, else ``""``; feed: schemes are unwrapped."""
    href = re.sub(r"[\t\r\n]", "", href).strip()
    if re.match(r"feeds?:https?:", href, re.IGNORECASE):
        href = href.split(":", 1)[1]
    href = _FEED_SCHEMES.sub("https://", href)
    try:
        url = urljoin(base, href)
        parts = urlsplit(url)
        wanted = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:  # a broken IPv6 host and the like
        return ""
    return url.partition("#")[0].replace(" ", "%20") if wanted else ""


def is_feed_link(url: str, declared: str, rel: Iterable[str]) -> bool:
    """Whether a link of the tokens ``rel`` and the ``declared`` type is meant as a feed.

    Types lie: one that says nothing, or says page or XML, counts when the address looks like a feed's.
    """
    kind = declared.partition(";")[0].strip().lower()
    if _NEVER.search(urlsplit(url).path):
        return False
    if kind in _FEED_TYPES or "feed" in rel:
        return True
    return kind in _LYING_TYPES and bool(_FEEDISH.search(_path_and_query(url)))


def about_comments(url: str, title: str) -> bool:
    """Whether a feed of this address and title seems to be one of comments."""
    return bool(_COMMENTS.search(title) or _COMMENTS.search(_path_and_query(url)))


def _path_and_query(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def header_links(url: str, header: str) -> list[PageLink]:
    """The feeds of an HTTP ``Link`` header (RFC 8288)."""
    found = []
    for match in _LINK_HEADER.finditer(header[:LONGEST_HEADER]):
        values = {
            k.strip().lower(): v.strip(' "')
            for k, _, v in (p.partition("=") for p in match["rest"].split(";"))
        }
        rel = values.get("rel", "").lower().split()
        target = absolute(url, match["url"])
        if "alternate" in rel and target and is_feed_link(target, values.get("type", ""), rel):
            title = values.get("title", "")
            found.append(PageLink(target, title, "link", about_comments(target, title)))
    return found


def ranked(links: Iterable[PageLink]) -> tuple[PageLink, ...]:
    """Each address once, in the page's order, those of comments last."""
    once: dict[str, PageLink] = {}
    for link in links:
        once.setdefault(link.url, link)
    return tuple(sorted(once.values(), key=lambda link: link.comments))


def body_score(url: str, words: str, *, same_site: bool, scheme: str) -> int:
    parts = urlsplit(url)
    path = parts.path.lower()
    if _NEVER.search(path) or re.search(
        r"feedback|feedly\.com|newsfeed|what-?is-?(?:rss|atom)|wikipedia\.org", url, re.IGNORECASE
    ):
        return 0
    score = 6 if _FEED_SCHEMES.match(scheme) or scheme.lower().startswith("feed:") else 0
    score += (
        4 if path.endswith((".rss", ".rdf", ".atom")) else 2 if path.endswith((".xml", "feed.json")) else 0
    )
    score += 3 if _FEEDISH.search(_path_and_query(url)) else 0
    score += 2 if len(words) < 40 and _WORDS_FOR_FEED.search(words) else 0
    foreign = not same_site and not re.match(r"(?:feeds?|rss)\d*\.", parts.hostname or "")
    if foreign and score < 5:  # "RSS" on a foreign page is mostly an explanation of what RSS is
        return 0
    return score - (2 if foreign else 0)


def unwrapped(url: str) -> str:
    """The feed behind a "follow in ..." link of a reading service, else ``url`` itself."""
    match = re.search(
        r"feedly\.com/i/(?:subscription|discover/sources/search)/feed(?:/|%2F)(.+)$", url, re.IGNORECASE
    )
    if match:
        return absolute("", unquote(match[1]))
    if re.search(r"(?:add\.my\.yahoo\.com|netvibes\.com/subscribe|inoreader\.com|newsblur\.com)", url):
        for values in parse_qs(urlsplit(url).query).values():
            if values[0].startswith("http"):
                return absolute("", values[0])
    return url


def site_of(url: str) -> str:
    """The last two labels of the host: near enough to tell one's own links from foreign ones."""
    return ".".join((urlsplit(url).hostname or "").split(".")[-2:])
