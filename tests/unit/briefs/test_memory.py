"""A process goes on where another one stopped, from bytes."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from newsreader.briefs import memory
from newsreader.briefs.grouper import Grouper
from newsreader.briefs.memory import packed, unpacked
from newsreader.briefs.model import Bond, Placed, StoryText
from tests.data.events.make_feeds import stories as invented

NOW = 1_700_000_000
STORIES = [
    StoryText(n, s["title"], s["lead"], s["link"], s["source"], feed=n, when=NOW + 60 * n)
    for n, s in enumerate(invented(), 1)
]
HALF = len(STORIES) // 2


def begun() -> tuple[Grouper, bytes, Mapping[int, Placed]]:
    """Half of the stories grouped; the bytes of that, and where its stories are."""
    grouper = Grouper()
    for story in STORIES[:HALF]:
        grouper.add(story)
    placed = {s.id: Placed(grouper.group_of(s.id) or 0, s.publication, s.title) for s in STORIES[:HALF]}
    return grouper, packed(grouper.remember()), placed


def test_what_was_recalled_goes_on_as_if_it_had_never_stopped() -> None:
    before, data, placed = begun()
    after = Grouper()
    found = unpacked(data)
    assert found is not None
    assert after.recall(found, placed) == placed.keys()
    for story in STORIES[HALF:]:
        assert after.add(story).group == before.add(story).group
    assert after.groups() == before.groups()


def test_a_copy_of_a_recalled_story_is_known() -> None:
    _, data, placed = begun()
    after = Grouper()
    found = unpacked(data)
    assert found is not None
    after.recall(found, placed)
    first = STORIES[0]
    copy = StoryText(9001, first.title, first.lead, "", "other", 9001, NOW + 60 * HALF)
    assert (after.add(copy).bond, after.add(copy).group) == (Bond.TEXT, placed[first.id][0])


def test_no_word_of_a_story_is_kept() -> None:
    _, data, _ = begun()
    for story in STORIES[:HALF]:
        for words in (story.title, story.link):
            assert all(part.encode() not in data.lower() for part in words.lower().split() if len(part) > 5)


def test_a_story_that_is_gone_is_not_recalled() -> None:
    _, data, placed = begun()
    after = Grouper()
    found = unpacked(data)
    assert found is not None
    assert after.recall(found, {1: placed[1]}) == {1}
    assert after.stories() == {1}


def test_what_another_version_kept_is_not_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    _, data, _ = begun()
    monkeypatch.setattr(memory, "_VERSION", 0)
    assert unpacked(data) is None


@pytest.mark.parametrize("size", [0, 5, 16, 500])
def test_what_is_not_whole_is_not_taken_apart(size: int) -> None:
    _, data, _ = begun()
    assert unpacked(data[:size]) is None
