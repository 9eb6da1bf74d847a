"""The farm as it stands: sites of every kind that people paste, with mark-up as it is found in the wild.

``CASES`` tells what is found behind each address: the feeds, best first, or the fault and a word of its sentence.
"""

from __future__ import annotations

from pathlib import Path

from newsreader.domain import errors
from tests.support.site_farm import Answer, Farm

PAGES = Path(__file__).resolve().parents[1] / "data" / "pages"
VIDEOS = "https://www.youtube.com/feeds/videos.xml"
ONE, TWO = "abcdefghijklmnopqrstuv", "zyxwvutsrqponmlkjihgfe"

Fault = tuple[type[errors.NewsreaderError], str]

CASES: dict[str, list[str] | Fault] = {
    # -- pages and their mark-up
    "shout.example/index.htm": ["https://cdn.shout.example/pub/main.rdf"],
    "http://headless.example/blog/": [
        "http://headless.example/blog/?format=feed",
        "http://static.headless.example/atom",
    ],
    "liar.example": ["https://liar.example/feed.xml", "https://liar.example/rss"],
    "https://body.example/sub/": ["https://body.example/sub/events.rss", "https://body.example/plain"],
    "fwd.example": ["https://fwd.example/feeds/world.rss", "https://fwd.example/feeds/local.rss"],
    "http://cafe.example/": ["http://cafe.example/neues.rss"],
    "bücher.example": ["https://bücher.example/feed"],
    # -- addresses and what servers make of them
    "https://courier.example/news/atom.xml": ["https://courier.example/news/atom.xml"],
    "feed://courier.example/news/atom.xml": ["https://courier.example/news/atom.xml"],
    "feed:https://courier.example/news/atom.xml": ["https://courier.example/news/atom.xml"],
    "https://short.example/x": [
        "https://courier.example/news/atom.xml",
        "https://courier.example/letters.rss",
        "https://courier.example/comments/feed/",
    ],
    "https://moved.example/rss": ["https://courier.example/news/atom.xml"],
    "https://wrong-type.example/feed": ["https://wrong-type.example/feed"],
    "old-harbour.example": ["http://old-harbour.example/rss"],
    # -- known sites
    "https://www.youtube.com/@lighthouse": [f"{VIDEOS}?playlist_id=UULF{ONE}", f"{VIDEOS}?channel_id=UC{ONE}"],
    "https://www.youtube.com/watch?v=dQ": [f"{VIDEOS}?playlist_id=UULF{TWO}", f"{VIDEOS}?channel_id=UC{TWO}"],
    "youtube.com/playlist?list=PL12": [f"{VIDEOS}?playlist_id=PL12"],
    "old.reddit.com/r/sailing/": ["https://www.reddit.com/r/sailing/.rss"],
    "github.com/quay/boats": [f"https://github.com/quay/boats/{w}.atom" for w in ("releases", "commits", "tags")],
    "https://git.example/quay/boats": [
        "https://git.example/quay/boats/-/releases.atom",
        "https://git.example/quay/boats/-/commits/HEAD?format=atom",
    ],
    "https://gitlab.com/quay/boats/-/tags": ["https://gitlab.com/quay/boats/-/tags?format=atom"],
    "@anna@harbour.example": ["https://social.example/@anna.rss"],
    "https://social.example/@anna": ["https://social.example/@anna.rss"],
    "https://quaynotes.substack.com/p/one": ["https://quaynotes.substack.com/feed"],
    "https://medium.com/@anna/a-story-12ab": ["https://medium.com/feed/@anna"],
    "https://quay.example/category/boats/": [
        "https://quay.example/feed/",
        "https://quay.example/category/boats/feed/",
    ],
    "https://quay.example/category/bare": ["https://quay.example/category/bare/feed/"],
    "https://podcasts.apple.com/gb/podcast/tide/id1234567": ["https://feeds.tide.example/tables?format=xml&v=2"],
    "https://pods.example/7": ["https://feeds.tide.example/tables?format=xml&v=2"],
    # -- nothing, and why
    "app.example": (errors.NoFeedFound, "scripts"),
    "https://seal.example/news/": (errors.NoFeedFound, "No feed was found"),
    "https://old-gazette.example/news": (errors.NotFound, "404"),
    "https://locked.example/feed": (errors.LoginNeeded, "password"),
    "https://shy.example/": (errors.Forbidden, "403"),
    "https://lists.example/mine.opml": (errors.ListOfFeeds, "OPML"),
    "https://docs.example/report.pdf": (errors.NotAFeed, "PDF"),
}  # fmt: skip


def plant(farm: Farm) -> None:
    """Put every site of ``CASES`` into ``farm``."""
    for url, name in _STORED.items():
        farm.put(url, (PAGES / name).read_bytes())
    for kind, urls in _FEEDS.items():
        for url in urls:
            farm.feed(url, f"Feed at {url}", kind)  # type: ignore[arg-type]
    farm.feed("https://wrong-type.example/feed", "Wrong type", content_type="text/html")
    farm.feed("http://old-harbour.example/rss", "Old Harbour", content_type="text/plain")
    farm.put("http://old-harbour.example", b"<html><title>Old Harbour</title><p>Boats, mostly.")
    farm.put("http://old-harbour.example/", b"<html><title>Old Harbour</title><p>Boats, mostly.")
    farm.without_tls.add("old-harbour.example")
    farm.redirect("https://short.example/x", "https://courier.example/", 302)
    farm.redirect("https://moved.example/rss", "https://courier.example/news/atom.xml", 301)
    farm.redirect("https://harbour.example/@anna", "https://harbour.example/gone", 302)
    page = "https://social.example/@anna"
    farm.put(
        "https://harbour.example/.well-known/webfinger?resource=acct%3Aanna%40harbour.example",
        f'{{"links":[{{"rel":"http://webfinger.net/rel/profile-page","href":"{page}"}}]}}'.encode(),
        "application/jrd+json",
    )
    farm.put(
        "https://itunes.apple.com/lookup?id=1234567",
        b'{"resultCount":1,"results":[{"feedUrl":"https://feeds.tide.example/tables?format=xml&v=2"}]}',
        "text/javascript; charset=utf-8",
    )
    gitlab = b"<!DOCTYPE html><html><head><meta content=GitLab property=og:site_name></head><body>Boats</body></html>"
    farm.put("https://git.example/quay/boats", gitlab)
    farm.everywhere["seal.example"] = Answer((PAGES / "soft-404.html").read_bytes())
    farm.everywhere["shy.example"] = Answer(b"no", status=403)
    login = {"WWW-Authenticate": 'Basic realm="Quay"'}
    farm.everywhere["locked.example"] = Answer(b"no", status=401, headers=login)
    farm.put(
        "https://lists.example/mine.opml",
        b'<opml version="2.0"><body><outline text="Quay">'
        b'<outline text="Courier" xmlUrl="https://courier.example/news/atom.xml"/>'
        b'<outline text="Letters" xmlUrl="https://courier.example/letters.rss"/></outline></body></opml>',
        "text/xml",
    )
    farm.put("https://docs.example/report.pdf", b"%PDF-1.7 and so on", "application/pdf")


_STORED = {
    "https://shout.example/index.htm": "unquoted-upper.html",
    "http://headless.example/blog/": "no-head.html",
    "https://liar.example": "lying-types.html",
    "https://liar.example/": "lying-types.html",
    "https://body.example/sub/": "body-links.html",
    "https://fwd.example": "refresh.html",
    "https://fwd.example/": "refresh.html",
    "https://fwd.example/en/start.html": "feed-list.html",
    "http://cafe.example/": "latin1.html",
    "https://courier.example/": "blog-plain.html",
    "https://www.youtube.com/@lighthouse": "youtube-handle.html",
    "https://www.youtube.com/watch?v=dQ": "youtube-watch.html",
    "https://social.example/@anna": "mastodon.html",
    "https://quay.example/category/boats/": "wordpress-category.html",
    "https://quay.example/category/bare": "wordpress-category-bare.html",
    "https://pods.example/7": "podcast-app.html",
    "https://app.example/": "scripts-only.html",
}
_FEEDS = {
    "rss": (
        "https://cdn.shout.example/pub/main.rdf",
        "https://liar.example/feed.xml",
        "https://liar.example/rss",
        "https://body.example/sub/events.rss",
        "https://body.example/plain",
        "https://fwd.example/feeds/world.rss",
        "https://fwd.example/feeds/local.rss",
        "http://cafe.example/neues.rss",
        "https://xn--bcher-kva.example/feed",
        "https://courier.example/letters.rss",
        "https://courier.example/comments/feed/",
        "https://social.example/@anna.rss",
        "https://quaynotes.substack.com/feed",
        "https://medium.com/feed/@anna",
        "https://quay.example/feed/",
        "https://quay.example/category/boats/feed/",
        "https://quay.example/category/bare/feed/",
        "https://feeds.tide.example/tables?format=xml&v=2",
        "https://www.quantamagazine.org/feed/",
    ),
    "atom": (
        "http://static.headless.example/atom",
        "https://courier.example/news/atom.xml",
        *(f"{VIDEOS}?{kind}{id}" for id in (ONE, TWO) for kind in ("playlist_id=UULF", "channel_id=UC")),
        f"{VIDEOS}?playlist_id=PL12",
        "https://www.reddit.com/r/sailing/.rss",
        *(f"https://github.com/quay/boats/{what}.atom" for what in ("releases", "commits", "tags")),
        "https://git.example/quay/boats/-/releases.atom",
        "https://git.example/quay/boats/-/commits/HEAD?format=atom",
        "https://gitlab.com/quay/boats/-/tags?format=atom",
    ),
    "json": ("http://headless.example/blog/?format=feed",),
}
