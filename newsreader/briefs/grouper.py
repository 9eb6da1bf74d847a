"""Stories of one event, found as they arrive. Pure; one thread at a time.

Each story goes to the group it is most like, or begins its own. Groups are compared by their centres, so that no chain
of half-alike stories ties two events together; the likeness fades with the hours between; and the threshold rises with
the likeness of the near misses, so that in the thick of one big topic only what is really closer is joined. A story
that lies between two groups can show them to be one event.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from newsreader.briefs.constraints import Constraints, parted
from newsreader.briefs.duplicates import Duplicates
from newsreader.briefs.frequencies import Frequencies
from newsreader.briefs.likeness import Nearby, cross_likeness, nearby
from newsreader.briefs.memory import Memory, Remembered
from newsreader.briefs.model import Bond, Placed, Placement, StoryText, Tuning
from newsreader.briefs.reasons import telling_words
from newsreader.briefs.template import of_one_template
from newsreader.briefs.vectors import pack, weigh
from newsreader.briefs.window import Group, Member, Window
from newsreader.briefs.words import LEAD_LETTERS, TITLE_LETTERS, count, fold, number

_MERGED_AT_ONCE = 3
_TOLD = 120
"""Characters of the text in which telling words are looked for."""
_TELLING = 0.4
"""A word is telling that weighs this much of the story's weightiest."""


class Grouper:
    """Groups the stories of a sliding window. Give it what the cache holds (``restore``), then each new story."""

    def __init__(self, tuning: Tuning | None = None, constraints: Constraints | None = None) -> None:
        self._tuning = tuning or Tuning()
        self._constraints = constraints or Constraints()
        self._frequencies = Frequencies()
        self._duplicates = Duplicates()
        self._window = Window()
        self._now = 0

    # -- what is known -----------------------------------------------------------------------------------------

    def __len__(self) -> int:
        """Stories in the window."""
        return len(self._window.members)

    def stories(self) -> set[int]:
        """The stories in the window."""
        return set(self._window.members)

    def group_of(self, story: int) -> int | None:
        """The group of a story in the window."""
        member = self._window.members.get(story)
        return member.group if member else None

    def groups(self) -> dict[int, tuple[int, ...]]:
        """The stories of each group that are still in the window."""
        return {group.id: tuple(group.members) for group in self._window.groups.values()}

    # -- stories in and out ------------------------------------------------------------------------------------

    def remember(self) -> Memory:
        """What this grouper knows of the stories in the window, for ``recall``; their groups are kept elsewhere."""
        members = self._window.members.values()
        stories = [Remembered(m.id, m.when, self._duplicates.keys(m.id), m.vector) for m in members]
        return Memory(stories, self._frequencies.known())

    def recall(self, memory: Memory, placed: Mapping[int, Placed]) -> set[int]:
        """Begin with what another grouper remembered of the stories that are ``placed``: the stories that were
        remembered. The others are to be given to ``restore``."""
        self._frequencies.go_on(memory.known)
        recalled = [one for one in memory.stories if one.id in placed]
        members = []
        for one in recalled:
            group, publication, title = placed[one.id]
            self._duplicates.remember(one.id, publication, one.keys)
            members.append(Member(one.id, one.when, publication, group, one.vector, _folded_title(title)))
        self._window.fill(members)
        self._now = max((one.when for one in recalled), default=self._now)
        return {one.id for one in recalled}

    def restore(
        self, rows: Iterable[tuple[StoryText, int]], past: Mapping[int, Collection[int]] | None = None
    ) -> None:
        """Take in stories that were grouped before, with their groups, in any order. ``past`` are stories of these
        groups that have left the window, as far as the person's word on them matters."""
        rows = sorted(rows, key=lambda row: (row[0].when, row[0].id))
        counted = []
        known = set(self._window.groups)
        for story, group in rows:
            title, lead = _folded(story)
            self._duplicates.find(story, title, lead)
            words = count(title, lead, self._tuning.title)
            counted.append((title, words))
            features = words.features()
            seen = self._frequencies.count(features)
            if group in known:
                self._frequencies.discount(self._tuning.repeated, features, seen)
            known.add(group)
            self._now = max(self._now, story.when)
        for (story, group), (title, words) in zip(rows, counted, strict=True):
            seen = self._frequencies.seen(words.features())
            self._put(story, title, group, weigh(words, seen, self._frequencies, self._tuning.stems))
        for group, stories in (past or {}).items():
            if group in self._window.groups:
                self._window.groups[group].past.update(stories)
        self.expire(self._now)

    def add(self, story: StoryText) -> Placement:
        """Place one story; best in order of time. One older than the window stays alone; one that is there already
        keeps its group and is compared by its new words."""
        self._now = max(self._now, story.when)
        self.expire(self._now)
        known = self._window.members.get(story.id)
        if story.when < self._now - self._tuning.window:
            return Placement(story.id, known.group if known else story.id)
        if known is not None:
            self._forget(story.id)
        title, lead = _folded(story)
        twin = self._duplicates.find(story, title, lead)
        if known is None and twin is not None and (copy := self._place_copy(story, title, *twin)) is not None:
            return copy
        words = count(title, lead, self._tuning.title)
        features = words.features()
        seen = self._frequencies.count(features) if known is None else self._frequencies.seen(features)
        weights = weigh(words, seen, self._frequencies, self._tuning.stems)
        if known is not None:
            self._put(story, title, known.group, weights)
            return Placement(story.id, known.group)
        placement = self._place(story, title, weights)
        if placement.bond is not Bond.ALONE:
            self._frequencies.discount(self._tuning.repeated, features, seen)
        return placement

    def expire(self, now: int) -> list[int]:
        """Forget the stories that left the window; their ids. Their groups live on while one story is left."""
        gone = self._window.expire(now - self._tuning.window)
        for story in gone:
            self._duplicates.forget(story)
        return gone

    # -- what the person says ----------------------------------------------------------------------------------

    def join(self, first: int, second: int) -> dict[int, int]:
        """The two belong together, for good. The stories whose group is now another one, with that group."""
        self._constraints.join(first, second)
        one, other = self.group_of(first), self.group_of(second)
        if one is None or other is None or one == other:
            return {}
        groups = self._window.groups
        if self._constraints.forbid(groups[one].members, set(groups[other].members)):
            placed, _ = parted(other, groups[other].members, {second})
            moved = {story: group for story, group in placed.items() if group != other and story != second}
            for story, group in moved.items():
                self._window.move([story], group)
            return moved | self._move([second], one)
        kept, gone = self._absorb(groups[one], groups[other])
        return dict.fromkeys(gone, kept)

    def part(self, apart: Iterable[int]) -> dict[int, int]:
        """These stories of one group do not belong to the rest of it, for good. As ``join``."""
        away = set(apart)
        moved: dict[int, int] = {}
        for group in {self.group_of(story) for story in away} - {None}:
            assert group is not None
            placed, pairs = parted(group, self._window.groups[group].members, away)
            for first, second in pairs:
                self._constraints.part(first, second)
            for story, new in placed.items():
                if new != group:
                    moved |= self._move([story], new)
        return moved

    # -- inside ------------------------------------------------------------------------------------------------

    def _place_copy(self, story: StoryText, title: str, other: int, bond: Bond) -> Placement | None:
        """Put a story beside the one it repeats, with the same words; None where the person says otherwise."""
        group = self._open_group(story, other)
        if group is None or self._partner_groups(story):
            return None
        vector = self._window.members[other].vector
        self._window.put_copy(Member(story.id, story.when, story.publication, group, vector, title))
        return Placement(story.id, group, bond, nearest=other, score=1.0)

    def _place(self, story: StoryText, title: str, weights: Mapping[int, float]) -> Placement:
        for other, group in self._partner_groups(story):
            self._put(story, title, group, weights)
            return Placement(story.id, group, Bond.PERSON, nearest=other, score=1.0)
        return self._place_by_words(story, title, weights)

    def _partner_groups(self, story: StoryText) -> list[tuple[int, int]]:
        """The stories that the person joined with this one, and their groups, as far as they are in the window."""
        partners = sorted(self._constraints.partners(story.id))
        found = [(other, self._open_group(story, other)) for other in partners]
        return [(other, group) for other, group in found if group is not None]

    def _place_by_words(self, story: StoryText, title: str, weights: Mapping[int, float]) -> Placement:
        near = nearby(self._window, story, weights, self._tuning)
        for score, group in near.ranked:
            if score < near.needed:
                break
            if self._bars(story.id, group) or self._in_series(story, title, group, weights, near.needed):
                continue
            nearest = self._window.nearest(group, weights)
            words = self._told(story, nearest, weights)
            self._put(story, title, group.id, weights)
            kept, absorbed = self._unite(group, near)
            return Placement(story.id, kept, Bond.WORDS, words, nearest, absorbed, score, near.needed)
        self._put(story, title, story.id, weights)
        best = near.ranked[0][0] if near.ranked else 0.0
        return Placement(story.id, story.id, score=best, needed=near.needed)

    def _in_series(
        self, story: StoryText, title: str, group: Group, weights: Mapping[int, float], needed: float
    ) -> bool:
        """Whether a story is like ``group`` only since its publication makes its titles by a template: nothing in the
        group is like it but what bears such a title, or repeats one."""
        if not group.publications.get(story.publication):
            return False
        latest = self._window.latest(group)
        own = [member for member in latest if member.publication == story.publication]
        series = {member.title for member in own if of_one_template(title, member.title)}
        others = [member for member in latest if member.title not in series]
        return bool(series) and not any(member.vector.dot(weights) >= needed for member in others)

    def _unite(self, group: Group, near: Nearby) -> tuple[int, tuple[int, ...]]:
        """Join the groups which a new story showed to be one: the id that stays, and those that end."""
        ended: list[int] = []
        rivals = [(score, other) for score, other in near.ranked if other is not group][:_MERGED_AT_ONCE]
        for score, other in rivals:
            if score < near.needed * self._tuning.rival:
                break
            if self._constraints.forbid(other.members, {*group.members, *group.past}):
                continue
            if self._share_template(group, other):
                continue
            if cross_likeness(self._window, group, other, self._tuning) < near.needed * self._tuning.merge:
                continue
            gone = {group.id, other.id}
            kept, _ = self._absorb(group, other)
            ended += gone - {kept}
            group = self._window.groups[kept]
        return group.id, tuple(ended)

    def _share_template(self, group: Group, other: Group) -> bool:
        """Whether a publication has stories in both whose titles are made by a template."""
        return any(
            one.publication == two.publication and of_one_template(one.title, two.title)
            for one in self._window.latest(group)
            if one.publication in other.publications
            for two in self._window.latest(other)
        )

    def _absorb(self, group: Group, other: Group) -> tuple[int, list[int]]:
        """Make two groups one, under the id of the larger, of the older when they are equal: that id, and who moved."""
        if (len(other.members), -other.id) > (len(group.members), -group.id):
            group, other = other, group
        moved = list(other.members)
        self._window.absorb(group.id, other.id)
        return group.id, moved

    def _move(self, stories: list[int], group: int) -> dict[int, int]:
        self._window.move(stories, group)
        return dict.fromkeys(stories, group)

    def _open_group(self, story: StoryText, other: int) -> int | None:
        """The group of a story in the window, unless the person barred ``story`` from it."""
        group = self.group_of(other)
        return None if group is None or self._bars(story.id, self._window.groups[group]) else group

    def _bars(self, story: int, group: Group) -> bool:
        barred = self._constraints.barred(story)
        return any(enemy in group.past or enemy in group.members for enemy in barred)

    def _told(self, story: StoryText, other: int, weights: Mapping[int, float]) -> tuple[str, ...]:
        """The telling words of a story that the ``other`` has too."""
        least = max(weights.values(), default=0.0) * _TELLING
        features = self._window.members[other].vector.features
        shared = {feature: weight for feature in features if (weight := weights.get(feature, 0.0)) >= least}
        return telling_words(
            f"{story.title} {story.lead[:_TOLD]}", lambda part: shared.get(number(part), 0.0)
        )

    def _put(self, story: StoryText, title: str, group: int, weights: Mapping[int, float]) -> None:
        self._window.put(Member(story.id, story.when, story.publication, group, pack(weights), title))

    def _forget(self, story: int) -> None:
        self._window.drop(story)
        self._duplicates.forget(story)


def _folded(story: StoryText) -> tuple[str, str]:
    return _folded_title(story.title), fold(story.lead[:LEAD_LETTERS])


def _folded_title(title: str) -> str:
    return fold(title[:TITLE_LETTERS])
