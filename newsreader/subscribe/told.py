"""What only a page or a public directory tells of feeds: ids and addresses in scripts, podcasts, profiles of handles.

Pure functions over strings and bytes; any thread. Nothing is fetched here; whoever asks for a guess verifies it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from newsreader.subscribe.sites import VIDEOS_ONLY, YOUTUBE, Guess

_HANDLE = re.compile(r"@?(?P<who>[\w.-]+)@(?P<host>[\w-]+(?:\.[\w-]+)+)")


def address_of_handle(typed: str) -> str:
    """The profile page of a fediverse handle such as ``@anna@social.example``; ``""`` when ``typed`` is none."""
    match = _HANDLE.fullmatch(typed.strip()) if typed.strip().startswith("@") else None
    return f"https://{match['host']}/@{match['who']}" if match else ""


_PODCAST_NUMBER = re.compile(r"/id(?P<id>\d+)(?:/|$)|/itunes(?P<older>\d+)(?:/|$)")


def directories(url: str) -> tuple[str, ...]:
    """Addresses of public directories that tell the feed of a podcast's page in an application's own shop; may be
    ``()``. What they give is read by ``feeds_in_page``."""
    parts = urlsplit(url)
    if (parts.hostname or "") not in ("podcasts.apple.com", "itunes.apple.com", "overcast.fm"):
        return ()
    number = _PODCAST_NUMBER.search(parts.path)
    return (f"https://itunes.apple.com/lookup?id={number['id'] or number['older']}",) if number else ()


def profile_directory(typed: str) -> str:
    """Where the server of a fediverse handle tells the profile page of it (WebFinger); ``""`` when it is no handle.

    The handle may live under another name than its server."""
    match = _HANDLE.fullmatch(typed.strip()) if typed.strip().startswith("@") else None
    if match is None:
        return ""
    account = quote(f"acct:{match['who']}@{match['host']}")
    return f"https://{match['host']}/.well-known/webfinger?resource={account}"


def profile_in_directory(document: bytes) -> str:
    """The profile page that a WebFinger answer names; ``""`` for none or for what is no such answer."""
    try:
        links = json.loads(document)["links"]
        pages = [link["href"] for link in links if link.get("rel") == "http://webfinger.net/rel/profile-page"]
    except (ValueError, TypeError, KeyError, AttributeError):
        return ""
    return next((page for page in pages if isinstance(page, str) and page.startswith("https://")), "")


_CHANNEL = re.compile(
    r'(?:"(?:externalId|channelId|externalChannelId|browseId)"\s*:\s*"|itemprop="?(?:channelId|identifier)"?\s+content="?'
    r"|youtube\.com/channel/|[?&]channel_id=)UC(?P<id>[\w-]{22})"
)
_FEED_IN_SCRIPT = re.compile(
    r'"(?:feedUrl|feed_url|rssUrl|rss_url|rssFeedUrl|rssFeed|rss_feed_url|feedURL)"\s*:\s*"(?P<url>https?:[^"\s<>]{4,500})"'
)
_GITLAB = re.compile(r"""<meta\s(?=[^>]*property=["']?og:site_name)[^>]*content=["']?GitLab""", re.IGNORECASE)
_PROJECT = re.compile(r"(?:/(?!-/)[\w.-]+){2,}(?:/-/.*)?/?")
_SOUNDCLOUD = re.compile(r"soundcloud://users:(?P<id>\d+)")


def feeds_in_page(url: str, page: str) -> tuple[Guess, ...]:
    """Feeds that the source text of the page at ``url`` names outside of links: channel ids, feed addresses in scripts.

    Works on the undecoded source, since such pages keep them in scripts. Each address once, best first.
    """
    seen: dict[str, Guess] = {}
    for guess in _in_page(url, page):
        seen.setdefault(guess.url, guess)
    return tuple(seen.values())


def _in_page(url: str, page: str) -> Iterator[Guess]:
    host = urlsplit(url).hostname or ""
    if host.endswith(("youtube.com", "youtu.be")):
        channel = _CHANNEL.search(page)
        if channel:
            yield Guess(f"{YOUTUBE}?playlist_id=UULF{channel['id']}", VIDEOS_ONLY)
            yield Guess(f"{YOUTUBE}?channel_id=UC{channel['id']}", "everything")
        return
    if host.endswith("soundcloud.com"):
        user = _SOUNDCLOUD.search(page)
        if user:
            yield Guess(f"https://feeds.soundcloud.com/users/soundcloud:users:{user['id']}/sounds.rss")
    parts = urlsplit(url)
    if _GITLAB.search(page) and _PROJECT.fullmatch(parts.path):
        project = f"{parts.scheme}://{parts.netloc}{parts.path.partition('/-/')[0].rstrip('/')}"
        for tail in ("-/releases.atom", "-/commits/HEAD?format=atom", "-/tags?format=atom"):
            yield Guess(f"{project}/{tail}")
    for match in _FEED_IN_SCRIPT.finditer(page):
        yield Guess(match["url"].replace("\\/", "/").replace("\\u0026", "&"))
