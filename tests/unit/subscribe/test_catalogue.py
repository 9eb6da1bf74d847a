"""The starter catalogue: every entry usable, every entry found by what a person would type."""

from __future__ import annotations

from newsreader.subscribe.catalogue import read_catalogue, search_catalogue
from newsreader.text.urls import canonical, is_web


def test_every_entry_is_whole_and_stands_once() -> None:
    feeds = read_catalogue()
    assert len(feeds) > 100
    assert all(
        feed.title and feed.topic and is_web(feed.url) and feed.url.startswith("https://") for feed in feeds
    )
    assert all(len(feed.language) == 2 and len(feed.country) in (0, 2) for feed in feeds)
    assert len({canonical(feed.url) for feed in feeds}) == len(feeds)


def test_topics_stand_together_in_their_order() -> None:
    topics = [feed.topic for feed in read_catalogue()]
    assert topics[0] == "News of the world"
    assert [topic for topic, before in zip(topics, ["", *topics], strict=False) if topic != before] == list(
        dict.fromkeys(topics)
    )


def test_search_by_title_topic_language_and_country_without_accents() -> None:
    feeds = read_catalogue()

    def titles(query: str) -> list[str]:
        return [feed.title for feed in search_catalogue(feeds, query)]

    assert titles("") == [feed.title for feed in feeds]
    assert titles("suddeutsche") == ["Süddeutsche Zeitung"]
    assert titles("RTE") == ["RTÉ News"]
    assert "Le Monde" in titles("french france")
    assert "Le Monde" in titles("français")
    assert "NHK ニュース" in titles("japan")
    assert "Quanta Magazine" in titles("science")
    assert titles("no such thing") == []
