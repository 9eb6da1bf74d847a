"""Keeping stories for reading offline: the whole text where their feed is set to it, and their pictures.

Politely: only saved stories and, for the feeds a person chose, unread ones; each once. What could not be had is tried
again later, a few times; when nothing at all can be had, the rest waits for the next time.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from html import unescape
from typing import Any, Final

from newsreader.domain.errors import NetError, ParseError, UsageError
from newsreader.domain.jobs import Progress
from newsreader.domain.stories import Story
from newsreader.store import bodies, feeds, kept
from newsreader.store.database import Reader
from newsreader.sync.desk import Desk
from newsreader.sync.job_fulltext import fulltext
from newsreader.sync.job_pictures import MOST_PICTURES, StoryPictures, picture_files, trim
from newsreader.sync.reporting import Changed, Report
from newsreader.text.urls import is_web

MOST_STORIES: Final = 500
"""Stories in one job; further ones are kept by the next."""
MOST_TRIES: Final = 5
_AGAIN: Final = 3600
_GIVE_UP: Final = 3
"""Stories in a row of which nothing could be had, after which the network counts as gone."""
_PICTURE: Final = re.compile(r'<img src="([^"]*)"')


@dataclass(slots=True)
class Kept:
    """What was kept: stories that are complete now, and pictures that are here, fetched or found."""

    stories: int = 0
    pictures: int = 0


async def keep_offline(desk: Desk, only: Sequence[int] | None, progress: Report, changed: Changed) -> Kept:
    """Keep what is to be kept, or ``only`` these stories of it. Raises StoreError."""
    now, saved = desk.now(), desk.settings.boolean("storage.keep_saved")
    await desk.cache.write(kept.forget_others, durable=False)
    found = await desk.cache.read(
        partial(kept.wanted, now=now, saved=saved, limit=MOST_STORIES, stories=only)
    )
    keeper = _Keeper(desk, changed)
    for number, one in enumerate(found):
        progress(Progress(number, len(found), "Keeping stories for reading offline"))
        if keeper.offline or (not one.saved and not await keeper.room()):
            break
        await keeper.keep(one)
    await trim(desk, keeper.files)
    return keeper.done


class _Keeper:
    """Keeps one story after the other."""

    def __init__(self, desk: Desk, changed: Changed) -> None:
        self.files = picture_files(desk)
        self.done = Kept()
        self._desk = desk
        self._changed = changed
        self._in_vain = 0

    @property
    def offline(self) -> bool:
        """Whether nothing could be had for some time."""
        return self._in_vain >= _GIVE_UP

    async def room(self) -> bool:
        """Whether pictures of unread stories still fit; else each would only push out another."""
        pinned, _ = await self._desk.cache.read(kept.names)
        return await asyncio.to_thread(self.files.taken, pinned) < self.files.largest * 3 // 4

    async def keep(self, one: kept.Wanted) -> None:
        """Fetch what belongs to a story, and note what is here."""
        text_missing = await self._whole_text(one.story_id)
        story, feed_url = await self._desk.cache.read(partial(_story, story_id=one.story_id))
        if story is None:
            return
        urls = self._urls(story)
        fetch = StoryPictures(self._desk, self.files, feed_url)
        found = await asyncio.gather(*map(fetch, urls))
        here = [str(one["url"]) for one in found if "path" in one]
        missing = text_missing or bool(fetch.missed)
        self._in_vain = self._in_vain + 1 if missing and not here else 0
        self.done.pictures += len(here)
        self.done.stories += not missing
        tries = one.tries + 1 if missing else 0
        next_try = self._desk.now() + (_AGAIN << one.tries) if missing and tries < MOST_TRIES else None
        names = [self.files.name(url) for url in here]
        note = partial(kept.keep, story_id=one.story_id, names=names, tries=tries, next_try=next_try)
        await self._desk.cache.write(note, durable=False)

    async def _whole_text(self, story_id: int) -> bool:
        """Fetch the whole story where its feed is set to that; whether it may be had another time."""
        story, _ = await self._desk.cache.read(partial(_story, story_id=story_id))
        if story is None or not story.whole_always or story.whole or not is_web(story.header.link):
            return False
        try:
            await fulltext(self._desk, {"story": story_id}, _silent, self._changed)
        except NetError:
            return True
        except (ParseError, UsageError):  # the page gives nothing more: the feed's own text is what there is
            return False
        return False

    def _urls(self, story: Story) -> list[str]:
        choice = story.pictures or self._desk.settings.text("reader.pictures")
        if choice != "always":
            return []
        sources = [unescape(url) for url in _PICTURE.findall(story.body + story.html)]
        if story.header.picture:
            sources.append(story.header.picture)
        return [url for url in dict.fromkeys(sources) if is_web(url)][:MOST_PICTURES]


def _story(reader: Reader, story_id: int) -> tuple[Story | None, str]:
    """A story, and the address of its feed, ``""`` when it has none any more."""
    found = bodies.story(reader, story_id)
    if found is None or found.header.feed_id is None:
        return found, ""
    return found, feeds.feed(reader, found.header.feed_id).url


def _silent(_progress: Any) -> None:
    """Nobody is told of a page that is fetched in passing."""
