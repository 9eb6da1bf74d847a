"""Addresses of known sites, and the feeds that follow from them."""

from __future__ import annotations

import pytest

from newsreader.subscribe.sites import likely_feeds, sure_feeds, topic_feeds
from newsreader.subscribe.told import (
    address_of_handle,
    directories,
    feeds_in_page,
    profile_directory,
    profile_in_directory,
)

CHANNEL = "abcdefghijklmnopqrstuv"
VIDEOS = "https://www.youtube.com/feeds/videos.xml"


@pytest.mark.parametrize(
    ("url", "feeds"),
    [
        (
            f"https://www.youtube.com/channel/UC{CHANNEL}/videos",
            [f"{VIDEOS}?playlist_id=UULF{CHANNEL}", f"{VIDEOS}?channel_id=UC{CHANNEL}"],
        ),
        ("https://youtube.com/playlist?list=PL123_-x&si=share", [f"{VIDEOS}?playlist_id=PL123_-x"]),
        ("https://www.youtube.com/@handle", []),
        (f"{VIDEOS}?channel_id=UC{CHANNEL}", []),
        ("https://vimeo.com/maker", ["https://vimeo.com/maker/videos/rss"]),
        ("https://old.reddit.com/r/sailing/", ["https://www.reddit.com/r/sailing/.rss"]),
        ("https://www.reddit.com/r/sailing/top", ["https://www.reddit.com/r/sailing/top/.rss"]),
        ("https://reddit.com/u/anna", ["https://www.reddit.com/user/anna/.rss"]),
        ("https://www.reddit.com/", ["https://www.reddit.com/.rss"]),
        ("https://www.reddit.com/r/sailing/.rss", []),
        ("https://www.reddit.com/r/sailing/comments/1ab/a_title/", ["https://www.reddit.com/r/sailing/comments/1ab/a_title/.rss"]),
        ("https://bsky.app/profile/anna.example", ["https://bsky.app/profile/anna.example/rss"]),
        (
            "https://github.com/quay/boats",
            [f"https://github.com/quay/boats/{kind}.atom" for kind in ("releases", "commits", "tags")],
        ),
        (
            "https://github.com/quay/boats.git",
            [f"https://github.com/quay/boats/{kind}.atom" for kind in ("releases", "commits", "tags")],
        ),
        ("https://github.com/quay/boats/releases/tag/v1", ["https://github.com/quay/boats/releases.atom"]),
        ("https://github.com/quay/boats/tree/main", ["https://github.com/quay/boats/commits/main.atom"]),
        ("https://github.com/quay/boats/commits/main.atom", []),
        ("https://github.com/quay/boats/tags", ["https://github.com/quay/boats/tags.atom"]),
        ("https://github.com/quay", ["https://github.com/quay.atom"]),
        ("https://github.com/features", []),
        ("https://github.com/", []),
        (
            "https://gitlab.com/quay/fleet/boats",
            [
                "https://gitlab.com/quay/fleet/boats/-/releases.atom",
                "https://gitlab.com/quay/fleet/boats/-/commits/HEAD?format=atom",
                "https://gitlab.com/quay/fleet/boats/-/tags?format=atom",
            ],
        ),
        ("https://gitlab.com/quay/boats/-/tags", ["https://gitlab.com/quay/boats/-/tags?format=atom"]),
        ("https://gitlab.com/quay/boats/-/tree/main/src", ["https://gitlab.com/quay/boats/-/commits/main?format=atom"]),
        ("https://codeberg.org/quay/boats/releases", ["https://codeberg.org/quay/boats/releases.rss"]),
        ("https://quaynotes.substack.com/p/a-post", ["https://quaynotes.substack.com/feed"]),
        ("https://quaynotes.substack.com/feed", []),
        ("https://open.substack.com/pub/quaynotes/p/a-post?r=1", ["https://quaynotes.substack.com/feed"]),
        ("https://substack.com/@quaynotes", ["https://quaynotes.substack.com/feed"]),
        ("https://medium.com/@anna/a-story-123", ["https://medium.com/feed/@anna"]),
        ("https://medium.com/tag/boats/latest", ["https://medium.com/feed/tag/boats"]),
        ("https://medium.com/quay-notes", ["https://medium.com/feed/quay-notes"]),
        ("https://medium.com/feed/@anna", []),
        ("https://anna.medium.com/story", ["https://anna.medium.com/feed"]),
        ("https://quay.wordpress.com/category/boats/", ["https://quay.wordpress.com/category/boats/feed/"]),
        ("https://quay.wordpress.com", ["https://quay.wordpress.com/feed/"]),
        ("https://quay.tumblr.com/", ["https://quay.tumblr.com/rss"]),
        ("https://quay.blogspot.com/2024/05/post.html", ["https://quay.blogspot.com/feeds/posts/default"]),
        ("https://www.buzzsprout.com/12345/episodes", ["https://feeds.buzzsprout.com/12345.rss"]),
        ("https://tide.podbean.com/e/one", ["https://feed.podbean.com/tide/feed.xml"]),
        ("https://shows.acast.com/tide-tables", ["https://feeds.acast.com/public/shows/tide-tables"]),
        ("https://courier.example/", []),
    ],
)  # fmt: skip
def test_feeds_that_follow_from_an_address(url: str, feeds: list[str]) -> None:
    assert [guess.url for guess in sure_feeds(url)] == feeds
    for feed in feeds:  # what was found is asked as it is when it is pasted or added again
        assert sure_feeds(feed) == ()


@pytest.mark.parametrize(
    ("url", "feed"),
    [
        ("https://social.example/@anna", "https://social.example/@anna.rss"),
        ("https://social.example/web/@anna/with_replies", "https://social.example/@anna.rss"),
        ("https://toot.example/@anna", "https://toot.example/@anna/feed.rss"),
        ("https://notes.example/@anna", "https://notes.example/@anna.atom"),
        ("https://akko.example/users/anna", "https://akko.example/users/anna.atom"),
        ("https://social.example/tags/boats", "https://social.example/tags/boats.rss"),
        (
            "https://tube.example/c/lighthouse/videos",
            "https://tube.example/feeds/videos.xml?videoChannelName=lighthouse",
        ),
        ("https://links.example:8443/c/boats", "https://links.example:8443/feeds/c/boats.xml"),
        ("https://quay.example/blog/category/boats/", "https://quay.example/blog/category/boats/feed/"),
        ("https://git.example/quay/boats/-/tags", "https://git.example/quay/boats/-/tags?format=atom"),
    ],
)
def test_shapes_that_servers_of_known_software_use(url: str, feed: str) -> None:
    assert feed in [guess.url for guess in likely_feeds(url)]


def test_handles_of_the_fediverse() -> None:
    assert address_of_handle(" @anna@social.example ") == "https://social.example/@anna"
    assert address_of_handle("anna@mail.example") == ""
    assert address_of_handle("@anna") == ""


def test_channel_ids_and_feed_addresses_in_the_source_of_a_page() -> None:
    source = f'<script>{{"externalId":"UC{CHANNEL}"}}</script>'
    assert [g.url for g in feeds_in_page("https://www.youtube.com/@x", source)] == [
        f"{VIDEOS}?playlist_id=UULF{CHANNEL}",
        f"{VIDEOS}?channel_id=UC{CHANNEL}",
    ]
    assert feeds_in_page("https://other.example/", source) == ()
    app = r'{"feedUrl":"https:\/\/feeds.tide.example\/a?x=1\u0026y=2"} {"feedUrl":"https://feeds.tide.example/a?x=1&y=2"}'
    assert [g.url for g in feeds_in_page("https://pods.example/1", app)] == [
        "https://feeds.tide.example/a?x=1&y=2"
    ]
    sound = '<meta property="al:ios:url" content="soundcloud://users:4711">'
    assert "users:4711" in feeds_in_page("https://soundcloud.com/x", sound)[0].url


def test_projects_of_a_gitlab_anywhere_are_known_by_its_page() -> None:
    page = '<meta content="GitLab" property="og:site_name">'
    assert [g.url for g in feeds_in_page("https://git.example/quay/boats/-/tree/main", page)] == [
        "https://git.example/quay/boats/-/releases.atom",
        "https://git.example/quay/boats/-/commits/HEAD?format=atom",
        "https://git.example/quay/boats/-/tags?format=atom",
    ]
    assert feeds_in_page("https://git.example/explore", page) == ()


@pytest.mark.parametrize(
    ("url", "number"),
    [
        ("https://podcasts.apple.com/gb/podcast/tide-tables/id1234567?i=1", "1234567"),
        ("https://overcast.fm/itunes1234567/tide-tables", "1234567"),
        ("https://podcasts.apple.com/gb/charts", ""),
        ("https://tide.example/id1234567", ""),
    ],
)
def test_podcasts_of_an_application_are_looked_up_in_the_public_directory(url: str, number: str) -> None:
    assert directories(url) == ((f"https://itunes.apple.com/lookup?id={number}",) if number else ())


def test_where_a_handle_lives_is_told_by_its_server() -> None:
    assert profile_directory("@anna@harbour.example") == (
        "https://harbour.example/.well-known/webfinger?resource=acct%3Aanna%40harbour.example"
    )
    assert profile_directory("anna@harbour.example") == ""
    page = "https://social.harbour.example/@anna"
    answer = (
        f'{{"links":[{{"rel":"self"}},{{"rel":"http://webfinger.net/rel/profile-page","href":"{page}"}}]}}'
    )
    assert profile_in_directory(answer.encode()) == page
    for odd in (b"", b"[]", b'{"links":3}', b'{"links":[1]}', answer.replace("https:", "file:").encode()):
        assert profile_in_directory(odd) == ""


def test_topics_of_blog_software() -> None:
    assert [g.url for g in topic_feeds("https://quay.example/author/anna/")] == [
        "https://quay.example/author/anna/feed/"
    ]
    assert topic_feeds("https://quay.example/") == ()
