"""From the stories that cover events to the briefs of the sidebar: ranked, told by the best story, in sections.

Pure; any thread.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from newsreader.briefs.house import house
from newsreader.briefs.ranking import Event, Ranked, rank
from newsreader.briefs.telling import Told, by_telling
from newsreader.domain.briefs import Brief, BriefSource
from newsreader.domain.stories import StoryHeader
from newsreader.store.brief_groups import State
from newsreader.store.briefs import Covering, Source

TOP = 8
"""Briefs above the sections."""
OTHER = "Other"
"""The section of what is in no folder, when there are folders."""
_TITLE = 120  # characters of a teaser that stand in for a missing headline


@dataclass(frozen=True, slots=True)
class Placed:
    """An event in its place: its stories, newest first, and the section it stands in."""

    ranked: Ranked
    stories: tuple[Covering, ...]
    section: str
    state: State


def placed(
    stories: Sequence[Covering],
    sources: Mapping[int, Source],
    states: Mapping[int, State],
    now: int,
    *,
    hide_read: bool,
    limit: int | None,
) -> list[Placed]:
    """The events of ``stories`` in the order of the sidebar: the top, then a section for each folder."""
    events: dict[int, list[Covering]] = {}
    for one in stories:
        events.setdefault(one.brief, []).append(one)
    houses = {feed_id: house(source.site, source.title, source.url) for feed_id, source in sources.items()}
    ranked = rank(
        [_event(brief, own, houses, sources, states) for brief, own in events.items()],
        now,
        keep_read=not hide_read,
        limit=limit,
    )
    folders = [_folder(events[place.event.id], sources) for place in ranked]
    foldered = any(source.folder for source in sources.values())
    sections: dict[str, list[Placed]] = {"": []}
    for number, (place, folder) in enumerate(zip(ranked, folders, strict=True)):
        section = "" if number < TOP or not foldered else folder or OTHER
        state = states.get(place.event.id, State())
        sections.setdefault(section, []).append(Placed(place, tuple(events[place.event.id]), section, state))
    return [one for section in sections.values() for one in section]


def brief(place: Placed, headers: Mapping[int, StoryHeader], sources: Mapping[int, Source]) -> Brief:
    """The brief of an event whose stories have these headers."""
    stories = [headers[one.story] for one in place.stories if one.story in headers]
    told = best_first(stories)
    best = told[0]
    named: dict[str, tuple[str, int | None]] = {}
    for story in told:
        named.setdefault(house_of(story, sources), (story.feed_title, story.feed_id))
    return Brief(
        id=place.ranked.event.id,
        headline=headline(best),
        teaser=best.teaser,
        story=best.id,
        stories=tuple(story.id for story in stories),
        sources=tuple(title for title, _ in named.values()),
        source_feeds=tuple(feed_id for _, feed_id in named.values()),
        newest=place.ranked.event.newest,
        read=place.ranked.event.read,
        first=place.ranked.event.first,
        place=place.ranked.why,
        section=place.section,
        followed=place.state.followed,
        less=place.state.less,
    )


def best_first(stories: Iterable[StoryHeader]) -> list[StoryHeader]:
    """The stories of an event, who tells it best first."""
    found = {story.id: story for story in stories}
    told = [Told(story.id, story.title, len(story.teaser), story.when) for story in found.values()]
    return [found[story_id] for story_id in by_telling(told)]


def source(story: StoryHeader, publication: str) -> BriefSource:
    """A story as a source of a brief; ``publication`` is what all stories of one publication share."""
    return BriefSource(
        story=story.id,
        feed_id=story.feed_id,
        title=story.feed_title,
        headline=headline(story),
        teaser=story.teaser,
        link=story.link,
        when=story.when,
        read=story.read,
        publication=publication,
    )


def headline(story: StoryHeader) -> str:
    """Its title, or the beginning of its text."""
    return story.title or story.teaser[:_TITLE]


def _event(
    brief_id: int,
    stories: Sequence[Covering],
    houses: Mapping[int, str],
    sources: Mapping[int, Source],
    states: Mapping[int, State],
) -> Event:
    told_by = dict.fromkeys(houses.get(one.feed_id or 0, "") for one in stories)
    state = states.get(brief_id, State())
    return Event(
        id=brief_id,
        publications=tuple(told_by),
        newest=max(one.when for one in stories),
        first=min(one.when for one in stories),
        important=_important(stories, sources),
        read=all(one.read for one in stories),
        dismissed=state.dismissed,
        followed=state.followed,
        less=state.less,
    )


def _important(stories: Sequence[Covering], sources: Mapping[int, Source]) -> str:
    """What the person marked important that tells an event: a folder or a feed, in words."""
    feed = ""
    for one in stories:
        found = sources.get(one.feed_id or 0)
        if found is not None and found.important_folder:
            return f"in {found.important_folder}"
        if found is not None and found.important:
            feed = feed or f"from {found.title}"
    return feed


def _folder(stories: Sequence[Covering], sources: Mapping[int, Source]) -> str:
    """The outermost folder that most of the stories come from."""
    counted = Counter(found.folder for one in stories if (found := sources.get(one.feed_id or 0)))
    return counted.most_common(1)[0][0] if counted else ""


def house_of(story: StoryHeader, sources: Mapping[int, Source]) -> str:
    """A name that all stories of one publication share."""
    found = sources.get(story.feed_id or 0)
    return house(found.site, found.title, found.url) if found else story.feed_title
