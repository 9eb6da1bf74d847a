"""What the grouping is told of a story, and what it answers. Times are UTC epoch seconds; absent text is ``""``."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

HOUR = 3600


@dataclass(frozen=True, slots=True)
class StoryText:
    """A story as the grouping sees it.

    ``lead`` is the start of its plain text (600 characters are enough); ``link`` its address; ``publication`` who
    publishes it, in any spelling that is the same for all feeds of that publication, ``""`` when unknown; ``when`` is
    published, else received, never later than received.
    """

    id: int
    title: str
    lead: str = ""
    link: str = ""
    publication: str = ""
    feed: int = 0
    when: int = 0


class Placed(NamedTuple):
    """A story that was grouped before: its group, publication and title."""

    group: int
    publication: str
    title: str


class Bond(StrEnum):
    """Why a story is in its group."""

    ALONE = "alone"
    PERSON = "person"
    LINK = "link"
    TEXT = "text"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a story went.

    ``group`` is the id of its group: the id of the story that began it. ``words`` are the telling words it shares
    with the group, the most telling first, as the story spells them. ``nearest`` is the story of the group it was
    compared with, None when it is alone. ``absorbed`` are ids of groups that the story showed to be the same event:
    their stories now belong to ``group``. ``score`` and ``needed`` are likeness and threshold, 0 to 1.
    """

    story: int
    group: int
    bond: Bond = Bond.ALONE
    words: tuple[str, ...] = ()
    nearest: int | None = None
    absorbed: tuple[int, ...] = ()
    score: float = 0.0
    needed: float = 0.0


@dataclass(frozen=True, slots=True)
class Tuning:
    """The constants of the grouping; ``tests/benchmarks/bench_briefs.py`` measures them.

    ``tests/benchmarks/cross_validate_briefs.py`` tries those that decide most on samples and on sets held out. From
    0.13 to 0.16 the threshold trades recall for precision and F1 hardly moves (full stories 0.945 to 0.930 over pairs):
    0.145 is the middle. In titles about one big topic single merges decide, so that samples of it differ by more than
    the settings do: nothing was chosen by its figures alone.

    ``window`` seconds a story can be found by others. ``threshold`` the likeness that joins where nothing else is
    near, ``crowd`` how much of the likeness of the near misses is added to it. ``decay`` how fast likeness falls with
    the hours between a story and a group (to 1/e after ``72 / decay`` hours); ``lasting`` how much of the time of a
    group is that of its latest story, the rest being the mean: an event lasts as long as it is told of.
    ``tightness`` 0 compares with the
    average story of a group, 0.5 with its centre; ``merge_tightness`` is the same between two groups. ``merge`` how
    much of the threshold two groups need to become one, ``rival`` how much of it the story that lies between them;
    ``coherence`` how alike they must be, as a share of how alike the stories within them are. ``own_house`` what is
    left of the likeness to a story of the same publication. ``stems`` the share of words against that of letter groups
    and pairs of words in the title;
    ``title`` how often a word of the title counts. ``repeated`` how much less a story counts for what is common when
    its event is known already. ``visits`` and ``candidates`` bound the work for a story: index entries followed,
    groups compared.
    """

    window: int = 72 * HOUR
    threshold: float = 0.145
    crowd: float = 1.0
    decay: float = 2.6
    lasting: float = 0.5
    tightness: float = 0.45
    merge_tightness: float = 0.4
    coherence: float = 0.5
    merge: float = 0.97
    rival: float = 0.6
    own_house: float = 0.3
    stems: float = 0.58
    title: int = 2
    repeated: float = 0.9
    visits: int = 500
    candidates: int = 12
