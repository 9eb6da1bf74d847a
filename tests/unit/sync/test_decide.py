"""What is new, what changed, what is known: also for feeds that break their guids."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from newsreader.domain.incoming import CleanStory
from newsreader.sync.decide import Decision, decide
from tests.unit.sync.conftest import make_story

Make = Callable[..., CleanStory]
Known = dict[str, tuple[int, int, str]]


def stored(decision: Decision, known: Known | None = None) -> Known:
    """What the cache knows after it stored a decision."""
    after = dict(known or {})
    by_id = {story_id: guid for guid, (story_id, _, _) in after.items()}
    for story_id, story in decision.changed:
        after[by_id[story_id]] = (story_id, story.content_hash, story.link)
    for number, story in enumerate(decision.new, len(after) + 1):
        assert story.guid not in after, "two stories under one guid: one of them would be lost"
        after[story.guid] = (number, story.content_hash, story.link)
    return after


def synced(*documents: Sequence[CleanStory]) -> list[Decision]:
    """The decisions about documents that come one after the other, each read whole."""
    known: Known = {}
    decisions = []
    for document in documents:
        decisions.append(decide(known, document))
        known = stored(decisions[-1], known)
    return decisions


def test_the_first_document_is_all_new(story: Make) -> None:
    assert decide({}, [story("a"), story("b")]).new == (story("a"), story("b"))


def test_the_same_document_brings_nothing(story: Make) -> None:
    _, again = synced([story("a"), story("b")], [story("a"), story("b")])
    assert again == Decision(same=2)


def test_an_edited_story_keeps_its_id(story: Make) -> None:
    edited = story("b", "Another title")
    _, later = synced([story("a"), story("b")], [story("a"), edited])
    assert later == Decision(changed=((2, edited),), same=1)


def test_a_document_without_stories_deletes_nothing(story: Make) -> None:
    """HOSTILE N29"""
    known = stored(decide({}, [story("a")]))
    assert decide(known, []) == Decision()


def test_twins_with_one_guid_are_all_kept(story: Make) -> None:
    """HOSTILE P08"""
    document = [story("x", link=f"https://site.example/{n}") for n in range(3)]
    first, again = synced(document, document)
    assert len({twin.guid for twin in first.new}) == 3
    assert again == Decision(same=3)


def test_twins_with_one_guid_and_one_link_are_told_apart_by_content(story: Make) -> None:
    document = [story("x", f"Title {n}", link="https://site.example/") for n in range(3)]
    first, again = synced(document, document)
    assert len(first.new) == 3
    assert again == Decision(same=3)


def test_even_equal_entries_are_kept_and_stay(story: Make) -> None:
    first, again = synced([story("x")] * 3, [story("x")] * 3)
    assert len(first.new) == 3
    assert again == Decision(same=3)


def test_a_new_twin_on_top_is_new_and_the_others_stay(story: Make) -> None:
    old = [story("x", f"Title {n}", link=f"https://site.example/{n}") for n in range(2)]
    fresh = story("x", "Fresh", link="https://site.example/fresh")
    _, later = synced(old, [fresh, *old])
    assert [twin.title for twin in later.new] == ["Fresh"]
    assert (later.changed, later.same) == ((), 2)


def test_an_edited_twin_is_found_by_its_link(story: Make) -> None:
    first, second = (story("x", f"Title {n}", link=f"https://site.example/{n}") for n in range(2))
    edited = story("x", "Edited", link="https://site.example/1")
    _, later = synced([first, second], [first, edited])
    assert [changed.title for _, changed in later.changed] == ["Edited"]
    assert later.new == ()


def test_guids_that_went_to_https_are_no_news(story: Make) -> None:
    """HOSTILE P09"""
    before = [
        story(f"http://site.example/{n}", f"Title {n}", link=f"http://site.example/{n}") for n in range(5)
    ]
    after = [
        story(f"https://site.example/{n}", f"Title {n}", link=f"https://site.example/{n}") for n in range(5)
    ]
    _, later = synced(before, after)
    assert later.new == ()
    assert len(later.changed) == 5


def test_random_guids_every_time_are_no_flood(story: Make) -> None:
    """HOSTILE P10: a hundred fetches, each with guids of its own, the same stories."""
    stories = [story(f"{n}", f"Title {n}") for n in range(10)]
    documents = [[replace(one, guid=f"{fetch}-{one.guid}") for one in stories] for fetch in range(100)]
    first, *later = synced(*documents)
    assert len(first.new) == 10
    assert all(decision.new == () and decision.same == 10 for decision in later)
    assert all("new ids" in decision.notice for decision in later)


def test_random_guids_with_edits_are_found_by_their_links(story: Make) -> None:
    before = [story(f"a-{n}", f"Title {n}", link=f"https://site.example/{n}") for n in range(4)]
    after = [
        story(f"b-{n}", f"Title {n}", link=f"https://site.example/{n}", body="Edited.") for n in range(4)
    ]
    _, later = synced(before, after)
    assert (later.new, len(later.changed)) == ((), 4)


def test_a_daily_story_at_one_link_is_news_each_day(story: Make) -> None:
    link = "https://comic.example/"
    _, later = synced([story("monday", "Monday", link=link)], [story("tuesday", "Tuesday", link=link)])
    assert [one.title for one in later.new] == ["Tuesday"]


def test_a_story_that_is_sent_again_under_its_own_guid_beside_a_copy_is_not_lost(story: Make) -> None:
    original = story("a", "Same words", link="https://site.example/a")
    copy = replace(original, guid="b")
    _, later = synced([original], [original, copy])
    assert [one.guid for one in later.new] == ["b"]
    assert later.same == 1


def test_a_guid_that_is_still_there_is_not_taken_for_one_that_moved(story: Make) -> None:
    there, moved = "https://x.example/1", "http://x.example/1"
    link = "https://x.example/story"
    before = [story("a", "One", link=link), story(there, "One", link=""), story(there, "One", link="")]
    after = [story(moved, "One", link=link, body="Edited."), story(there, "One", link=link)]
    _, later, again = synced(before, after, after)
    assert [one.guid for one in later.new] == [moved]
    assert again.new == (), "the same document twice brings nothing new"


def test_part_of_a_document_decides_only_what_is_plainly_new(story: Make) -> None:
    known = stored(decide({}, [story("a"), story("b")]))
    assert decide(known, [story("c")], whole=False) == Decision(new=(story("c"),))
    for doubtful in (story("a", "Edited"), replace(story("b"), guid="random")):
        assert decide(known, [doubtful], whole=False).needs_all


guids = st.sampled_from(["a", "b", "http://x.example/1", "https://x.example/1"])
stories = st.builds(
    make_story,
    guids,
    st.sampled_from(["One", "Two", "Three"]),
    link=st.sampled_from(["", "https://x.example/1", "https://x.example/2"]),
    body=st.sampled_from(["Words.", "More words."]),
)


@given(st.lists(st.lists(stories, max_size=6), max_size=5))
def test_whatever_comes_nothing_is_lost_and_ids_are_used_once(documents: list[list[CleanStory]]) -> None:
    known: Known = {}
    for document in documents:
        decision = decide(known, document)
        assert len(decision.new) + len(decision.changed) + decision.same == len(document)
        changed = [story_id for story_id, _ in decision.changed]
        assert len(set(changed)) == len(changed)
        after = stored(decision, known)
        assert known.keys() <= after.keys()
        known = after
        again = decide(known, document)
        assert again.new == (), "the same document twice brings nothing new"
