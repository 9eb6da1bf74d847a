"""Which stories of a document are new, which changed, which are known already. Pure: reads nothing, writes nothing.

Stories are keyed by (feed, guid). Three kinds of feed break that key, and lose or flood stories unless it is mended:
feeds that give several entries one guid (HOSTILE P08), feeds whose guids went from http to https (P09), and feeds
that make up new guids for the same stories on every fetch (P10).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from newsreader.domain.incoming import CleanStory

Known = Mapping[str, tuple[int, int, str]]
"""The stories of a feed in the cache: guid -> (story id, content hash, link)."""

_JOIN = "\x1f"  # between a guid and what tells its twins apart; XML cannot hold it, so no guid does
_FLOOD = 3  # from so many on, renamed stories are the feed's habit and worth a notice


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do with a document's stories. ``changed`` pairs the id in the cache with the story as it is now.

    ``notice`` is a sentence for the person, ``""`` mostly. ``needs_all`` says that the entries at hand do not suffice:
    parse the document once more without leaving out known entries, and decide again with ``whole``.
    """

    new: tuple[CleanStory, ...] = ()
    changed: tuple[tuple[int, CleanStory], ...] = ()
    same: int = 0
    notice: str = ""
    needs_all: bool = False


def decide(known: Known, incoming: Sequence[CleanStory], *, whole: bool = True) -> Decision:
    """Sort ``incoming`` into new, changed and same. Nothing known is ever dropped (HOSTILE N29).

    ``whole`` tells that ``incoming`` holds every entry of the document. Without it, entries whose bytes were seen
    before are missing, and only plainly new stories can be judged: one that touches a known story may be an edit, or
    its twin, which shows only beside the others.
    """
    if not known:
        return Decision(new=tuple(_told_apart(incoming)))
    if not whole and _touches(known, incoming):
        return Decision(needs_all=True)
    return _Judge(known).judge(incoming)


def _touches(known: Known, incoming: Sequence[CleanStory]) -> bool:
    if any(story.guid in known for story in incoming):
        return True
    contents = {content for _, content, _ in known.values()}
    bare = {_bare(guid) for guid in known}
    links = {_bare(link) for _, _, link in known.values()}
    if any(story.content_hash in contents or _bare(story.guid) in bare for story in incoming):
        return True
    return len(incoming) >= _FLOOD and all(_bare(story.link) in links for story in incoming)


def _bare(address: str) -> str:
    """A guid or link without what a move to https or a tidier server changes."""
    return address.removeprefix("https://").removeprefix("http://").rstrip("/")


def _told_apart(incoming: Sequence[CleanStory], taken: Iterable[str] = ()) -> Iterable[CleanStory]:
    """The same stories with guids that differ: the first keeps its own, its twins get link, content and number."""
    used = set(taken)
    for story in incoming:
        guid = story.guid
        if guid in used:
            guid = _JOIN.join((guid, story.link))
        if guid in used:
            guid = _JOIN.join((guid, f"{story.content_hash:x}"))
        first, number = guid, 1
        while guid in used:
            number += 1
            guid = f"{first}{_JOIN}{number}"
        used.add(guid)
        yield story if guid == story.guid else replace(story, guid=guid)


def _in_order(incoming: Sequence[CleanStory], chosen: Sequence[CleanStory]) -> list[CleanStory]:
    """``chosen`` in the order of the document."""
    left = Counter(map(id, chosen))
    ordered = []
    for story in incoming:
        if left[id(story)]:
            left[id(story)] -= 1
            ordered.append(story)
    return ordered


class _Judge:
    """One judgement of a whole document against the known stories."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._claimed: set[str] = set()
        self._changed: list[tuple[int, CleanStory]] = []
        self._same = 0
        self._renamed = 0

    def judge(self, incoming: Sequence[CleanStory]) -> Decision:
        groups: dict[str, list[CleanStory]] = defaultdict(list)
        for story in incoming:
            groups[story.guid].append(story)
        families = self._families(groups)
        twins: list[CleanStory] = []
        strangers: list[CleanStory] = []
        for guid, group in groups.items():
            family = families.get(guid, [])
            if len(group) == 1 and family == [guid]:
                self._claim(guid, group[0])
            elif family:
                twins += self._match_twins(group, family)
            else:
                strangers += group
        strangers = self._known_under_another_guid(strangers, len(incoming), groups.keys())
        twins = self._match_contents(twins, self._known)
        new = tuple(_told_apart(_in_order(incoming, twins + strangers), self._known))
        return Decision(new, tuple(self._changed), self._same, self._notice())

    def _families(self, guids: Iterable[str]) -> dict[str, list[str]]:
        """The known keys of each guid: itself, and those that twins of it were given."""
        families = {guid: [guid] for guid in guids if guid in self._known}
        for key in self._known:
            if _JOIN in key and (guid := key.split(_JOIN, 1)[0]) in families:
                families[guid].append(key)
        return families

    def _claim(self, key: str, story: CleanStory) -> None:
        story_id, content, _ = self._known[key]
        self._claimed.add(key)
        if content == story.content_hash:
            self._same += 1
        else:
            self._changed.append((story_id, story if story.guid == key else replace(story, guid=key)))

    def _match_twins(self, group: list[CleanStory], family: list[str]) -> list[CleanStory]:
        """Entries that share a guid: first those that did not change, then those with a link of their own."""
        left = self._match_contents(group, family)
        links = Counter(story.link for story in group)
        family_links = Counter(self._known[key][2] for key in family)
        rest = []
        for story in left:
            alone = links[story.link] == 1 and family_links[story.link] == 1
            key = next(
                (k for k in family if self._known[k][2] == story.link and k not in self._claimed), None
            )
            if alone and key is not None:
                self._claim(key, story)
            else:
                rest.append(story)
        return rest

    def _match_contents(self, stories: list[CleanStory], keys: Iterable[str]) -> list[CleanStory]:
        """Claim for each story an unclaimed key of equal content; the stories that found none are returned."""
        by_content: dict[int, list[str]] = defaultdict(list)
        for key in keys:
            if key not in self._claimed:
                by_content[self._known[key][1]].append(key)
        rest = []
        for story in stories:
            if keys_left := by_content.get(story.content_hash):
                self._claim(keys_left.pop(0), story)
            else:
                rest.append(story)
        return rest

    def _known_under_another_guid(
        self, strangers: list[CleanStory], entries: int, guids: Collection[str]
    ) -> list[CleanStory]:
        """Recognize stories whose guid is not known: by its bare form, by equal content, by links when all are new."""
        if not strangers:
            return strangers
        left = self._match_bare_guids(strangers, guids)
        after_content = self._match_contents(left, self._known)
        self._renamed += len(left) - len(after_content)
        if len(strangers) == entries >= _FLOOD:
            return self._match_links(after_content)
        return after_content

    def _match_bare_guids(self, strangers: list[CleanStory], guids: Collection[str]) -> list[CleanStory]:
        """A guid that the document still has has not moved: its key is left to the entries that bear it."""
        bare = {_bare(key): key for key in self._known if key not in self._claimed and key not in guids}
        rest = []
        for story in strangers:
            key = bare.pop(_bare(story.guid), None)
            if key is None:
                rest.append(story)
            else:
                self._claim(key, story)
        return rest

    def _match_links(self, strangers: list[CleanStory]) -> list[CleanStory]:
        """Every guid of the document is new: stories at a link of their own that was known are edits, not news.

        Only when all of them are, and not for one or two: a comic that keeps its link and changes its guid each day
        is new each day.
        """
        here = Counter(_bare(story.link) for story in strangers)
        keys: dict[str, list[str]] = defaultdict(list)
        for key, (_, _, link) in self._known.items():
            if key not in self._claimed:
                keys[_bare(link)].append(key)
        if not all(here[_bare(s.link)] == 1 and len(keys[_bare(s.link)]) == 1 for s in strangers):
            return strangers
        for story in strangers:
            self._claim(keys[_bare(story.link)][0], story)
        self._renamed += len(strangers)
        return []

    def _notice(self) -> str:
        if self._renamed < _FLOOD:
            return ""
        return (
            f"This feed gives its stories new ids again and again; "
            f"{self._renamed} that were here already are not shown as new."
        )
