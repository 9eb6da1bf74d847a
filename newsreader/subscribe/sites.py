"""Sites whose feeds follow from an address alone: video, code, forum, blog and podcast hosts.

Pure functions over strings; any thread. Nothing is fetched here and nothing is certain: whoever asks for a guess
verifies it by parsing what comes back. The table is data on purpose: a site is added with one line and one test.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, urlsplit

VIDEOS_ONLY = "videos without shorts"
"""The label of a channel's feed that leaves short clips out."""


@dataclass(frozen=True, slots=True)
class Guess:
    """An address that may hold a feed. ``label`` tells apart feeds that carry the same title, else ``""``."""

    url: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class _Rule:
    """Where ``host`` and ``path`` (regular expressions, whole, lower-case host) match, ``feeds`` are the addresses.

    ``feeds`` are (template, label); a template is filled with the named groups of both matches and ``host``.
    """

    host: str
    path: str
    feeds: tuple[tuple[str, str], ...]


def _rule(host: str, path: str, *feeds: str | tuple[str, str]) -> _Rule:
    return _Rule(host, path, tuple((feed, "") if isinstance(feed, str) else feed for feed in feeds))


YOUTUBE = "https://www.youtube.com/feeds/videos.xml"
_GIT = "https://{host}/{owner}/{repo}"
_PAGES = (
    "about|blog|collections|contact|customer-stories|enterprise|explore|features|login|marketplace|new|orgs|"
)
_PAGES += "pricing|search|security|settings|site|sponsors|stars|topics|trending|users"

# First match of a host wins, so the narrow shapes stand before the wide ones.
_SURE: tuple[_Rule, ...] = (
    # -- video
    _rule(
        r"(?:www\.|m\.|music\.)?youtube\.com",
        r"/channel/UC(?P<id>[\w-]{22})(?:/.*)?",
        (YOUTUBE + "?playlist_id=UULF{id}", VIDEOS_ONLY),
        (YOUTUBE + "?channel_id=UC{id}", "everything"),
    ),
    _rule(r"vimeo\.com", r"/channels/(?P<name>[\w-]+)/?", "https://vimeo.com/channels/{name}/videos/rss"),
    _rule(r"vimeo\.com", r"/(?P<name>[A-Za-z][\w-]+)(?:/videos)?/?", "https://vimeo.com/{name}/videos/rss"),
    # -- forums and short messages
    _rule(
        r"(?:\w+\.)?reddit\.com", r"/(?:u|user)/(?P<name>[\w-]+)/?", "https://www.reddit.com/user/{name}/.rss"
    ),
    _rule(
        r"(?:\w+\.)?reddit\.com",
        r"(?P<path>/(?:r|user|domain)/[^?]+?|)/?",
        "https://www.reddit.com{path}/.rss",
    ),
    _rule(r"bsky\.app", r"/profile/(?P<name>[^/]+)/?", "https://bsky.app/profile/{name}/rss"),
    # -- code
    _rule(r"github\.com", r"/(?P<owner>[\w-]+)/(?P<repo>[\w.-]+)/releases(?:/.*)?", _GIT + "/releases.atom"),
    _rule(r"github\.com", r"/(?P<owner>[\w-]+)/(?P<repo>[\w.-]+)/tags/?", _GIT + "/tags.atom"),
    _rule(
        r"github\.com",
        r"/(?P<owner>[\w-]+)/(?P<repo>[\w.-]+)/(?:commits|tree|blob)/(?P<what>[^?]+?)/?",
        _GIT + "/commits/{what}.atom",
    ),
    _rule(r"github\.com", r"/(?P<owner>[\w-]+)/(?P<repo>[\w.-]+)/commits/?", _GIT + "/commits.atom"),
    _rule(
        r"github\.com",
        r"/(?P<owner>[\w-]+)/(?P<repo>[\w.-]+)/discussions(?:/.*)?",
        _GIT + "/discussions.atom",
    ),
    _rule(r"github\.com", r"/(?P<owner>[\w-]+)/(?P<repo>[\w.-]+)/wiki(?:/.*)?", _GIT + "/wiki.atom"),
    _rule(
        r"github\.com",
        rf"/(?!(?:{_PAGES})/)(?P<owner>[\w-]+)/(?P<repo>[\w.-]+?)(?:\.git)?(?:/(?:issues|pulls|actions).*)?/?",
        _GIT + "/releases.atom",
        _GIT + "/commits.atom",
        _GIT + "/tags.atom",
    ),
    _rule(r"github\.com", rf"/(?!(?:{_PAGES})/?$)(?P<owner>[\w-]+)/?", "https://github.com/{owner}.atom"),
    _rule(
        r"gitlab\.com",
        r"(?P<project>(?:/[\w.-]+){2,}?)/-/releases(?:/.*)?",
        "https://{host}{project}/-/releases.atom",
    ),
    _rule(
        r"gitlab\.com",
        r"(?P<project>(?:/[\w.-]+){2,}?)/-/tags/?",
        "https://{host}{project}/-/tags?format=atom",
    ),
    _rule(
        r"gitlab\.com",
        r"(?P<project>(?:/[\w.-]+){2,}?)/-/(?:commits|tree|blob)/(?P<branch>[^/?]+)(?:/.*)?",
        "https://{host}{project}/-/commits/{branch}?format=atom",
    ),
    _rule(
        r"gitlab\.com",
        r"(?P<project>(?:/(?!-/)[\w.-]+){2,}?)(?:/-/.*)?/?",
        "https://{host}{project}/-/releases.atom",
        "https://{host}{project}/-/commits/HEAD?format=atom",
        "https://{host}{project}/-/tags?format=atom",
    ),
    _rule(
        r"codeberg\.org|gitea\.com",
        r"/(?P<owner>[\w.-]+)/(?P<repo>[\w.-]+)/(?P<what>releases|tags)/?",
        _GIT + "/{what}.rss",
    ),
    _rule(
        r"codeberg\.org|gitea\.com",
        r"/(?P<owner>[\w.-]+)/(?P<repo>[\w.-]+?)(?:\.git)?(?:/(?:src|issues|pulls|commits).*)?/?",
        _GIT + "/releases.rss",
        _GIT + ".rss",
        _GIT + "/tags.rss",
    ),
    # -- writing
    _rule(r"open\.substack\.com", r"/pub/(?P<name>[\w-]+)(?:/.*)?", "https://{name}.substack.com/feed"),
    _rule(r"(?:www\.)?substack\.com", r"/@(?P<name>[\w-]+)(?:/.*)?", "https://{name}.substack.com/feed"),
    _rule(r"(?P<name>(?!www\.|open\.)[\w-]+)\.substack\.com", r"(?!/feed/?$).*", "https://{host}/feed"),
    _rule(r"(?:www\.)?medium\.com", r"/(?:tag|topic)/(?P<tag>[\w-]+).*", "https://medium.com/feed/tag/{tag}"),
    _rule(
        r"(?:www\.)?medium\.com",
        r"/(?P<who>(?!feed/|m/|me/)@?[\w.-]+)/tagged/(?P<tag>[\w-]+)/?",
        "https://medium.com/feed/{who}/tagged/{tag}",
    ),
    _rule(
        r"(?:www\.)?medium\.com",
        r"/(?P<who>(?!feed(?:/|$)|m/|me/)@?[\w.-]+)(?:/.*)?",
        "https://medium.com/feed/{who}",
    ),
    _rule(r"(?!www\.)[\w-]+\.medium\.com", r"(?!/feed(?:/|$)).*", "https://{host}/feed"),
    _rule(r"dev\.to", r"/(?!feed/|t/|rss$)(?P<who>\w+)(?:/.*)?", "https://dev.to/feed/{who}"),
    _rule(r"dev\.to", r"/t/(?P<tag>\w+)/?", "https://dev.to/feed/tag/{tag}"),
    _rule(
        r"[\w-]+\.wordpress\.com",
        r"(?P<path>(?:/(?:category|tag|author)(?:/(?!feed/?$)[^/]+)+)?)/?",
        "https://{host}{path}/feed/",
    ),
    _rule(r"(?!www\.)[\w-]+\.tumblr\.com", r"(?:/tagged/(?P<tag>[^/]+)|/?)/?", "https://{host}/rss"),
    _rule(
        r"[\w-]+\.blogspot\.[a-z.]+", r"/?(?:search/label/.*|\d{4}/.*)?", "https://{host}/feeds/posts/default"
    ),
    _rule(r"(?!www\.)[\w-]+\.(?:livejournal\.com|dreamwidth\.org)", r"/?", "https://{host}/data/rss"),
    _rule(r"arxiv\.org", r"/list/(?P<archive>[\w.-]+)(?:/.*)?", "https://rss.arxiv.org/rss/{archive}"),
    # -- podcasts
    _rule(
        r"(?:www\.)?buzzsprout\.com",
        r"/(?P<id>\d+)(?:/.*)?",
        "https://feeds.buzzsprout.com/{id}.rss",
    ),
    _rule(
        r"(?:www\.)?spreaker\.com",
        r"/(?:show|podcast)/(?:.*--)?(?P<id>\d+)/?",
        "https://www.spreaker.com/show/{id}/episodes/feed",
    ),
    _rule(
        r"(?!feed\.|www\.)(?P<name>[\w-]+)\.podbean\.com",
        r"(?!/feed).*",
        "https://feed.podbean.com/{name}/feed.xml",
    ),
    _rule(r"(?!feeds\.|www\.)(?P<name>[\w-]+)\.transistor\.fm", r".*", "https://feeds.transistor.fm/{name}"),
    _rule(r"(?!feeds\.|www\.)(?P<name>[\w-]+)\.libsyn\.com", r"(?!/rss).*", "https://{host}/rss"),
    _rule(r"shows\.acast\.com", r"/(?P<name>[\w-]+)(?:/.*)?", "https://feeds.acast.com/public/shows/{name}"),
)

_TOPIC = _rule(
    r".+", r"(?P<path>/(?:.+/)?(?:category|tag|author|topics?)/[^?]*[^/?])/?", "{root}{path}/feed/"
)
# Shapes of servers anybody can run: asked only when the page itself names no feed.
_LIKELY: tuple[_Rule, ...] = (
    _rule(
        r".+",
        r"/(?:web/)?@(?P<who>[\w.-]+)(?:/(?:with_replies|media))?/?",
        "{root}/@{who}.rss",
        "{root}/@{who}/feed.rss",
        "{root}/@{who}.atom",
    ),
    _rule(r".+", r"/tags/(?P<tag>[^/]+)/?", "{root}/tags/{tag}.rss"),
    _rule(
        r".+",
        r"/users/(?P<who>[\w.-]+)/?",
        "{root}/users/{who}.atom",
        "{root}/users/{who}/feed.atom",
        "{root}/users/{who}.rss",
    ),
    _rule(
        r".+",
        r"/c/(?P<who>[\w.-]+)(?:/videos)?/?",
        "{root}/feeds/videos.xml?videoChannelName={who}",
        "{root}/feeds/c/{who}.xml",
    ),
    _rule(r".+", r"/a/(?P<who>[\w.-]+)(?:/.*)?", "{root}/feeds/videos.xml?accountName={who}"),
    _rule(r".+", r"/u/(?P<who>[\w.-]+)/?", "{root}/feeds/u/{who}.xml", "{root}/u/{who}.rss"),
    _rule(r".+", r"/profile/(?P<who>[\w.-]+)(?:/.*)?", "{root}/feed/{who}"),
    _TOPIC,
    _rule(
        r".+",
        r"(?P<project>(?:/[\w.-]+){2,})/-/(?P<what>releases|tags).*",
        "{root}{project}/-/{what}?format=atom",
    ),
)

_A_FEED = re.compile(r"\.(?:atom|rss|xml|rdf)/?$", re.IGNORECASE)


def sure_feeds(url: str) -> tuple[Guess, ...]:
    """The feeds of an address of a known host, asked in place of its page; ``()`` when the host is not known."""
    parts = urlsplit(url)
    if _A_FEED.search(parts.path) or "format=atom" in parts.query:
        return ()
    if (parts.hostname or "").removeprefix("www.").removeprefix("m.") == "youtube.com":
        playlist = parse_qs(parts.query).get("list", [""])[0]
        if parts.path == "/playlist" and playlist:
            return (Guess(f"{YOUTUBE}?playlist_id={quote(playlist)}"),)
    return _matching(_SURE, url)


def topic_feeds(url: str) -> tuple[Guess, ...]:
    """The feed of a category, tag or author that blog software has beside its page; ``()`` for other addresses."""
    return _matching((_TOPIC,), url)


def likely_feeds(url: str) -> tuple[Guess, ...]:
    """Addresses that servers of known software use for the thing at ``url``, whatever their host; may be ``()``."""
    return _matching(_LIKELY, url)


def _matching(rules: tuple[_Rule, ...], url: str) -> tuple[Guess, ...]:
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    for rule in rules:
        at_host = re.fullmatch(rule.host, host)
        at_path = re.fullmatch(rule.path, parts.path) if at_host else None
        if at_host and at_path:
            values = {"host": host, "root": f"{parts.scheme}://{parts.netloc}"}
            values |= {k: v or "" for k, v in (at_host.groupdict() | at_path.groupdict()).items()}
            return tuple(Guess(template.format(**values), label) for template, label in rule.feeds)
    return ()
