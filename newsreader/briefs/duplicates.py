"""Exact duplicates: the same link, or the same words. One thread at a time."""

from __future__ import annotations

from typing import NamedTuple

from newsreader.briefs.model import Bond, StoryText
from newsreader.text.hashing import hash63
from newsreader.text.urls import canonical, without_tracking

_TELLING = 20
"""Bytes of a title that is long enough to stand for its story across publications."""
_WHOLE = 60
"""Bytes of title and lead that are long enough to stand for their story anywhere."""


class Keys(NamedTuple):
    """By what copies of a story are known: its feed, hashes of its link and of its words; 0 for none."""

    feed: int = 0
    link: int = 0
    text: int = 0


class Duplicates:
    """Links and texts of the stories in the window, and who told them first."""

    def __init__(self) -> None:
        self._links: dict[int, tuple[int, int] | None] = {}
        self._texts: dict[int, tuple[int, str]] = {}
        self._keys: dict[int, Keys] = {}

    def find(self, story: StoryText, title: str, lead: str) -> tuple[int, Bond] | None:
        """The story that ``story`` repeats, and in what; then remember ``story``. ``title`` and ``lead`` are folded.

        A link that one feed gives to several of its stories (its home page) is no sign. The same title without a lead
        is one only between publications ("The week in pictures" is another every week).
        """
        link = hash63(canonical(without_tracking(story.link))) if story.link else 0
        text = _text_key(title, lead)
        self._keys[story.id] = Keys(story.feed, link, text)
        same_text = self._same_text(text, story, bool(lead)) if text else None
        same_link = self._same_link(link, story.id, story.feed) if link else None
        if same_text is not None:
            return same_text, Bond.TEXT
        return (same_link, Bond.LINK) if same_link is not None else None

    def keys(self, story: int) -> Keys:
        """By what ``story`` is known."""
        return self._keys.get(story, Keys())

    def remember(self, story: int, publication: str, keys: Keys) -> None:
        """Take in a story by its ``keys``, as ``find`` does by its words."""
        self._keys[story] = keys
        if keys.text:
            self._texts.setdefault(keys.text, (story, publication))
        if keys.link:
            self._same_link(keys.link, story, keys.feed)

    def forget(self, story: int) -> None:
        """Leave out a story that left the window."""
        _, link, text = self._keys.pop(story, Keys())
        if (self._links.get(link) or (None,))[0] == story:
            del self._links[link]
        if (self._texts.get(text) or (None,))[0] == story:
            del self._texts[text]

    def _same_link(self, link: int, story: int, feed: int) -> int | None:
        if link not in self._links:
            self._links[link] = (story, feed)
            return None
        known = self._links[link]
        if known is not None and known[1] == feed:
            self._links[link] = known = None
        return known[0] if known is not None else None

    def _same_text(self, text: int, story: StoryText, whole: bool) -> int | None:
        known, publication = self._texts.setdefault(text, (story.id, story.publication))
        if known == story.id or (not whole and publication and publication == story.publication):
            return None
        return known


def _text_key(title: str, lead: str) -> int:
    """A hash that stories of the same words share; 0 when the words are too few to tell."""
    title, lead = " ".join(title.split()), " ".join(lead.split())
    enough = _WHOLE if lead else _TELLING
    if len(title) + len(lead) < enough and len(title.encode()) + len(lead.encode()) < enough:
        return 0
    return hash63(title, lead)
