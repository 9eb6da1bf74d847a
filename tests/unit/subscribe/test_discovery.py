"""The plan from a pasted address to its feeds, driven against a web of stored pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from newsreader.domain.errors import (
    ConnectionRefused,
    Forbidden,
    HostileDocument,
    HostNotFound,
    ListOfFeeds,
    LoginNeeded,
    NetError,
    NewsreaderError,
    NoFeedFound,
    NotAFeed,
    NotFound,
    NoTls,
    TlsFault,
    UsageError,
)
from newsreader.domain.incoming import IncomingFeed, IncomingStory
from newsreader.subscribe.discovery import MOST_REQUESTS, Ask, Discovery, Found, Reply, usual_addresses

PAGES = Path(__file__).resolve().parents[2] / "data" / "pages"


@dataclass
class Web:
    """Addresses and what they give: a stored page by name, ``feed:Title``, a fault, a redirect ``-> address``."""

    answers: dict[str, str | bytes | NewsreaderError]
    asked: list[str] = field(default_factory=list)
    batches: list[int] = field(default_factory=list)
    everything_is: str = ""

    def discover(self, typed: str) -> list[Found]:
        self.plan = Discovery(typed)
        while asks := self.plan.next_requests():
            self.batches.append(len(asks))
            for ask in asks:
                self.plan.feed(self.reply(ask))
        return self.plan.result()

    def reply(self, ask: Ask) -> Reply:
        self.asked.append(ask.url)
        url, answer = ask.url, self.answers.get(ask.url, self.everything_is or NotFound("404", status=404))
        if isinstance(answer, str) and answer.startswith("-> "):
            url = answer[3:]
            answer = self.answers[url]
        if answer == "403":
            answer = Forbidden("no", status=403)
        if isinstance(answer, NewsreaderError):
            return Reply(ask, url, fault=answer)
        if isinstance(answer, bytes):
            return Reply(ask, url, "application/octet-stream", answer, fault=NotAFeed("no feed"))
        if answer.startswith("feed:"):
            title = answer.removeprefix("feed:")
            story = IncomingStory(guid=title, title=title, author=title)
            return Reply(
                ask,
                url,
                feed=IncomingFeed("rss", title, stories=(story,), entry_hashes=frozenset([hash(title)])),
            )
        return Reply(ask, url, "text/html", (PAGES / answer).read_bytes(), fault=NotAFeed("a page"))


def test_a_feed_costs_one_request() -> None:
    web = Web({"https://courier.example/atom.xml": "feed:Courier"})
    assert [found.url for found in web.discover("courier.example/atom.xml")] == [
        "https://courier.example/atom.xml"
    ]
    assert web.asked == ["https://courier.example/atom.xml"]


def test_feeds_of_a_page_verified_in_order_comments_last() -> None:
    web = Web(
        {
            "https://courier.example": "blog-plain.html",
            "https://courier.example/news/atom.xml": "feed:Harbour Courier",
            "https://courier.example/letters.rss": "feed:Letters",
            "https://courier.example/comments/feed/": "feed:Comments",
        }
    )
    found = web.discover("courier.example")
    assert [feed.feed.title for feed in found] == ["Harbour Courier", "Letters", "Comments"]
    assert [feed.comments for feed in found] == [False, False, True]
    assert web.batches == [1, 3]


def test_the_final_address_is_what_relative_links_stand_on() -> None:
    web = Web(
        {
            "https://short.example/x": "-> https://body.example/sub/",
            "https://body.example/sub/": "body-links.html",
            "https://body.example/sub/news.xml": "feed:News",
        }
    )
    assert [found.url for found in web.discover("https://short.example/x")] == [
        "https://body.example/sub/news.xml"
    ]


def test_a_page_of_links_to_pages_of_feeds_is_followed_once() -> None:
    web = Web(
        {
            "https://big.example/": "<page>",
            "https://big.example/rss": "feed-list.html",
            "https://big.example/feeds/world.rss": "feed:World",
            "https://big.example/feeds/local.rss": "feed:Local",
        }
    )
    page = b'<!doctype html><title>Big</title><body><p>Words.<a href="/rss">RSS feeds</a>'
    web.answers["https://big.example/"] = page
    assert [found.feed.title for found in web.discover("https://big.example/")] == ["World", "Local"]


def test_usual_addresses_only_when_page_and_links_gave_nothing_and_soft_404s_are_refused() -> None:
    web = Web({"https://seal.example/news/": "soft-404.html"}, everything_is="soft-404.html")
    with pytest.raises(NoFeedFound) as fault:
        web.discover("https://seal.example/news/")
    assert fault.value.tried == tuple(web.asked)
    assert set(usual_addresses("https://seal.example/news/")) <= set(web.asked)
    assert len(web.asked) <= MOST_REQUESTS


def test_usual_addresses_stop_at_the_first_that_is_a_feed() -> None:
    web = Web({"https://plain.example/x/b.html": "soft-404.html", "https://plain.example/rss": "feed:Plain"})
    assert [found.url for found in web.discover("https://plain.example/x/b.html")] == [
        "https://plain.example/rss"
    ]
    assert web.asked[-1] == "https://plain.example/rss"
    assert web.batches[1:] == [2, 2]


def test_usual_addresses_stand_beside_the_page_and_at_the_root() -> None:
    assert usual_addresses("https://a.example/x/y.html?z=1")[:4] == [
        "https://a.example/x/feed",
        "https://a.example/feed",
        "https://a.example/x/rss",
        "https://a.example/rss",
    ]
    assert usual_addresses("https://a.example")[0] == "https://a.example/feed"


@pytest.mark.parametrize("refused", [ConnectionRefused("Nobody answers."), NoTls("It does not speak https.")])
def test_https_first_then_http_only_if_nobody_answers(refused: NetError) -> None:
    web = Web({"https://old.example/feed": refused, "http://old.example/feed": "feed:Old"})
    assert [found.url for found in web.discover("old.example/feed")] == ["http://old.example/feed"]
    assert web.asked == ["https://old.example/feed", "http://old.example/feed"]


def test_an_unsafe_connection_is_told_and_not_bypassed() -> None:
    web = Web({"https://self.example": TlsFault("Expired."), "http://self.example": "feed:Self"})
    with pytest.raises(TlsFault):
        web.discover("self.example")
    assert web.asked == ["https://self.example"]


@pytest.mark.parametrize(
    "fault", [LoginNeeded("login", status=401), NetError("no", status=500), ConnectionRefused("gone")]
)
def test_a_host_that_refuses_is_not_asked_further(fault: NetError) -> None:
    web = Web({"https://locked.example/private": fault})
    with pytest.raises(type(fault)):
        web.discover("https://locked.example/private")
    assert web.asked == ["https://locked.example/private"]


def test_404_tries_the_usual_addresses_and_then_says_404() -> None:
    web = Web({})
    with pytest.raises(NotFound) as fault:
        web.discover("https://old-gazette.example/news")
    assert "https://old-gazette.example/feed" in fault.value.tried
    assert fault.value.tried == tuple(web.asked)


def test_the_feed_of_a_page_that_is_refused_is_looked_for() -> None:
    refused = Forbidden("no", status=403)
    web = Web({"https://shy.example/news/": refused, "https://shy.example/rss": "feed:Shy"})
    assert [found.url for found in web.discover("https://shy.example/news/")] == ["https://shy.example/rss"]


def test_a_host_that_refuses_everything_is_soon_left_alone() -> None:
    refused = Forbidden("no", status=403)
    web = Web({"https://shy.example/": refused}, everything_is="403")
    with pytest.raises(Forbidden) as fault:
        web.discover("https://shy.example/")
    assert 2 <= len(web.asked) <= 4
    assert fault.value.tried == tuple(web.asked)


def test_known_sites_are_asked_for_their_feeds_without_the_page() -> None:
    base = "https://github.com/quay/boats"
    web = Web({f"{base}/releases.atom": "feed:Releases", f"{base}/tags.atom": "feed:Tags"})
    assert [found.feed.title for found in web.discover(base)] == ["Releases", "Tags"]
    assert base not in web.asked


def test_a_known_site_whose_guesses_fail_is_asked_for_its_page() -> None:
    web = Web(
        {
            "https://quaynotes.substack.com/about": "blog-plain.html",
            "https://quaynotes.substack.com/letters.rss": "feed:Letters",
        }
    )
    assert [found.feed.title for found in web.discover("https://quaynotes.substack.com/about")] == ["Letters"]


def test_youtube_with_and_without_shorts_from_the_page_of_a_handle() -> None:
    videos = "https://www.youtube.com/feeds/videos.xml"
    web = Web(
        {
            "https://www.youtube.com/@lighthouse": "youtube-handle.html",
            f"{videos}?playlist_id=UULFabcdefghijklmnopqrstuv": "feed:Videos",
            f"{videos}?channel_id=UCabcdefghijklmnopqrstuv": "feed:Lighthouse Films",
        }
    )
    found = web.discover("https://www.youtube.com/@lighthouse")
    assert [(feed.feed.title, feed.label) for feed in found] == [
        ("Videos", "videos without shorts"),
        ("Lighthouse Films", "everything"),
    ]


def test_fediverse_handle_profile_page_and_servers_that_name_no_feed() -> None:
    named = Web(
        {"https://social.example/@anna": "mastodon.html", "https://social.example/@anna.rss": "feed:Anna"}
    )
    assert [found.url for found in named.discover("@anna@social.example")] == [
        "https://social.example/@anna.rss"
    ]
    bare = Web(
        {"https://toot.example/@anna": "soft-404.html", "https://toot.example/@anna/feed.rss": "feed:Anna"}
    )
    assert [found.how for found in bare.discover("https://toot.example/@anna")] == ["shape"]


def test_wordpress_categories_with_and_without_links() -> None:
    own = "https://quay.example/category/boats/feed/"
    feeds: dict[str, str | bytes | NewsreaderError] = {
        own: "feed:Boats",
        "https://quay.example/feed/": "feed:All",
    }
    linked = Web({"https://quay.example/category/boats/": "wordpress-category.html", **feeds})
    assert [found.feed.title for found in linked.discover("https://quay.example/category/boats/")] == [
        "All",
        "Boats",
    ]
    bare = Web({"https://quay.example/category/boats": "wordpress-category-bare.html", **feeds})
    assert [found.feed.title for found in bare.discover("https://quay.example/category/boats")] == ["Boats"]


def test_podcast_pages_and_pages_that_forward() -> None:
    pods = Web(
        {
            "https://pods.example/7": "podcast-app.html",
            "https://feeds.tide.example/tables?format=xml&v=2": "feed:Tide",
        }
    )
    assert [found.how for found in pods.discover("https://pods.example/7")] == ["script"]
    web = Web({"https://fwd.example": "refresh.html", "https://fwd.example/en/start.html": "feed-list.html"})
    web.answers["https://fwd.example/feeds/world.rss"] = "feed:World"
    assert [found.feed.title for found in web.discover("fwd.example")] == ["World"]


def test_the_same_feed_under_two_addresses_is_found_once() -> None:
    web = Web({"https://liar.example/": "lying-types.html"})
    web.answers |= {"https://liar.example/feed.xml": "feed:News", "https://liar.example/rss": "feed:News"}
    assert [found.url for found in web.discover("https://liar.example/")] == ["https://liar.example/feed.xml"]


def test_a_permanent_redirect_is_the_address_to_keep() -> None:
    plan = Discovery("http://moved.example/rss")
    (ask,) = plan.next_requests()
    plan.feed(
        Reply(
            ask,
            "https://new.example/rss",
            feed=IncomingFeed("rss", "New"),
            permanent_url="https://new.example/rss",
        )
    )
    assert plan.next_requests() == []
    assert plan.result()[0].url == "https://new.example/rss"


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"<?xml version='1.0'?><svg/>", "XML"),
        (b"", "empty"),
        (b"\x89PNG\r\n", "neither a feed nor a web page"),
    ],
)
def test_what_is_neither_feed_nor_page_is_named(body: bytes, word: str) -> None:
    with pytest.raises(NotAFeed, match=word):
        Web({"https://x.example/doc": body}).discover("https://x.example/doc")


def test_a_hostile_document_keeps_its_own_sentence() -> None:
    with pytest.raises(HostileDocument, match="bomb"):
        Web({"https://x.example/doc": HostileDocument("A bomb.\u2060bomb")}).discover("https://x.example/doc")


def test_a_page_made_by_scripts_is_told_so() -> None:
    with pytest.raises(NoFeedFound, match="scripts"):
        Web({"https://app.example/": "scripts-only.html"}).discover("https://app.example/")


@pytest.mark.parametrize(
    "typed", ["", "   ", "two words", "javascript:alert(1)", "file:///etc/passwd", "word"]
)
def test_what_is_no_address_is_refused_before_any_request(typed: str) -> None:
    with pytest.raises(UsageError):
        Discovery(typed)


def test_a_batch_must_be_answered_before_the_next() -> None:
    plan = Discovery("https://a.example/")
    plan.next_requests()
    with pytest.raises(RuntimeError):
        plan.next_requests()


def test_a_host_that_is_only_at_www_is_found_there() -> None:
    missing = HostNotFound("There is no host named old.example.")
    web = Web({"https://old.example/news": missing, "https://www.old.example/news": "feed:Old"})
    assert [found.url for found in web.discover("old.example/news")] == ["https://www.old.example/news"]
    nowhere = Web({}, everything_is="")
    nowhere.answers |= {"https://old.example": missing, "https://www.old.example": HostNotFound("www, too")}
    with pytest.raises(HostNotFound, match="named old"):
        nowhere.discover("old.example")


def test_a_handle_is_found_where_its_server_says_it_lives() -> None:
    page = "https://social.harbour.example/@anna"
    finger = f'{{"links":[{{"rel":"http://webfinger.net/rel/profile-page","href":"{page}"}}]}}'
    web = Web(
        {
            "https://harbour.example/.well-known/webfinger?resource=acct%3Aanna%40harbour.example": finger.encode(),
            page: "mastodon.html",
            f"{page}.rss": "feed:Anna",
            "https://social.example/@anna.rss": "feed:Anna",
        }
    )
    assert [found.feed.title for found in web.discover("@anna@harbour.example")] == ["Anna"]
    assert page in web.asked


def test_a_handle_that_lives_nowhere_says_what_its_own_page_said() -> None:
    with pytest.raises(NotFound):
        Web({}).discover("@anna@harbour.example")


def test_a_podcast_of_an_application_is_looked_up() -> None:
    lookup = "https://itunes.apple.com/lookup?id=1234567"
    web = Web(
        {
            lookup: b'{"results":[{"feedUrl":"https://feeds.tide.example/tables"}]}',
            "https://feeds.tide.example/tables": "feed:Tide Tables",
        }
    )
    found = web.discover("https://podcasts.apple.com/gb/podcast/tide-tables/id1234567")
    assert [one.url for one in found] == ["https://feeds.tide.example/tables"]
    assert web.asked == [lookup, "https://feeds.tide.example/tables"]


def test_the_feed_of_a_topic_comes_before_that_of_its_site() -> None:
    page = b"<!doctype html><link rel=alternate type=application/rss+xml href=/feed/><p>Boats"
    web = Web(
        {
            "https://quay.example/tag/boats/": page,
            "https://quay.example/feed/": "feed:All",
            "https://quay.example/tag/boats/feed/": "feed:Boats",
        }
    )
    assert [found.feed.title for found in web.discover("https://quay.example/tag/boats/")] == ["Boats", "All"]


def test_a_list_of_feeds_is_named() -> None:
    with pytest.raises(ListOfFeeds, match="OPML"):
        Web({"https://x.example/me.opml": b'<?xml version="1.0"?><opml version="2.0"/>'}).discover(
            "https://x.example/me.opml"
        )
