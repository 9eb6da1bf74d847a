"""The grouping as the worker uses it: what it joins, what it keeps apart, what it remembers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.briefs.constraints import Constraints, parted
from newsreader.briefs.grouper import Grouper
from newsreader.briefs.model import HOUR, Bond, Placement, StoryText, Tuning
from newsreader.briefs.vectors import pack
from newsreader.briefs.window import Member, Window
from tests.data.events.make_feeds import stories as invented

NOW = 1_700_000_000


def corpus() -> list[StoryText]:
    """The invented stories, a minute apart."""
    return [
        StoryText(
            number,
            story["title"],
            story["lead"],
            story["link"],
            story["source"],
            feed=number,
            when=NOW + 60 * number,
        )
        for number, story in enumerate(invented(), 1)
    ]


def filled(*, constraints: Constraints | None = None) -> tuple[Grouper, list[Placement]]:
    grouper = Grouper(constraints=constraints)
    return grouper, [grouper.add(story) for story in corpus()]


@pytest.fixture(scope="module")
def ferry() -> list[StoryText]:
    return [story for story in corpus() if "Aurelia" in story.title]


def test_stories_of_one_event_share_a_group_and_say_why(ferry: list[StoryText]) -> None:
    grouper, placements = filled()
    assert len({grouper.group_of(story.id) for story in ferry}) == 1
    later = next(p for p in placements if p.story == ferry[1].id)
    assert later.bond is Bond.WORDS
    assert "Aurelia" in later.words
    assert later.nearest == ferry[0].id
    assert later.score >= later.needed > 0


def test_a_near_miss_stays_alone() -> None:
    grouper, _ = filled()
    other_ferry = next(story for story in corpus() if "Borealis" in story.title)
    assert grouper.groups()[grouper.group_of(other_ferry.id) or 0] == (other_ferry.id,)


def test_the_same_order_gives_the_same_groups() -> None:
    first, second = (filled()[0].groups() for _ in range(2))
    assert first == second


def test_a_group_is_named_after_one_of_its_stories_and_no_story_is_lost() -> None:
    grouper, _ = filled()
    groups = grouper.groups()
    assert sorted(story for members in groups.values() for story in members) == [s.id for s in corpus()]
    assert all(group in members for group, members in groups.items())


def test_a_restored_window_goes_on_where_it_stopped() -> None:
    stories = corpus()
    half = len(stories) // 2
    whole, _ = filled()
    before = Grouper()
    for story in stories[:half]:
        before.add(story)
    after = Grouper()
    after.restore((story, before.group_of(story.id) or 0) for story in reversed(stories[:half]))
    assert after.groups().keys() == before.groups().keys()
    for story in stories[half:]:
        after.add(story)
    same = sum(after.group_of(story.id) == whole.group_of(story.id) for story in stories)
    assert same >= 0.95 * len(stories)  # words are weighed a little differently when all are known beforehand


def test_what_left_the_window_is_forgotten_but_the_group_goes_on(ferry: list[StoryText]) -> None:
    grouper = Grouper(Tuning(window=HOUR))
    first, second, *_ = ferry
    grouper.add(StoryText(1, first.title, first.lead, publication="A", when=NOW))
    grouper.add(StoryText(2, second.title, second.lead, publication="B", when=NOW + HOUR // 2))
    assert grouper.expire(NOW + HOUR + 1) == [1]
    third = StoryText(3, second.title, "", publication="C", when=NOW + HOUR + 2)
    assert grouper.add(third).group == grouper.group_of(2) == 1
    grouper.expire(NOW + 9 * HOUR)
    assert len(grouper) == 0
    assert grouper.groups() == {}


def test_an_event_lasts_as_long_as_it_is_told_of(ferry: list[StoryText]) -> None:
    def likeness(*hours: int) -> float:
        grouper = Grouper()
        told = [
            StoryText(number, ferry[0].title, when=NOW + hour * HOUR, feed=number)
            for number, hour in enumerate(hours, 1)
        ]
        grouper.restore((story, 1) for story in told)
        return grouper.add(StoryText(99, f"{ferry[0].title} again", when=NOW + 50 * HOUR)).score

    assert likeness(0, 20, 40) > likeness(20, 20, 20)


def test_a_story_taken_out_no_longer_prolongs_its_event() -> None:
    window = Window()
    for number, when in ((1, 100), (2, 300), (3, 200)):
        window.put(Member(number, when, "", 1, pack({number: 1.0})))
    assert window.groups[1].latest == 300
    window.move([2], 2)
    assert window.groups[1].latest == 200
    window.absorb(1, 2)
    assert window.groups[1].latest == 300


def member(number: int, weights: dict[int, float]) -> Member:
    """A story of the first group."""
    return Member(number, 100 * number, "", 1, pack(weights))


def test_copies_count_for_the_centre_of_their_group_once_a_story_comes_near() -> None:
    window, weights = Window(), {7: 0.6}
    window.put(member(1, {7: 1.0}))
    window.put(member(2, {8: 1.0}))
    window.put_copy(member(3, {7: 1.0}))
    assert window.near(weights, 100, 5) == {1}
    assert window.dot(window.groups[1], weights) == pytest.approx(0.6 * 2 / 3)
    assert window.groups[1].square == pytest.approx(2.0**2 + 1.0**2)


def test_a_copy_that_leaves_before_a_story_came_near_counts_no_more() -> None:
    window, weights = Window(), {7: 0.6}
    window.put(member(1, {7: 1.0}))
    window.put(member(2, {8: 1.0}))
    window.put_copy(member(3, {7: 1.0}))
    window.drop(3)
    assert window.near(weights, 100, 5) == {1}
    assert window.dot(window.groups[1], weights) == pytest.approx(0.6 / 2)


def test_the_most_telling_words_are_followed_first_and_those_in_too_many_stories_passed_over() -> None:
    window = Window()
    for number in range(1, 40):
        window.put(Member(number, number, "", number, pack({5: 1.0} | ({6: 1.0} if number == 3 else {}))))
    assert window.near({6: 0.8, 5: 0.6}, 20, 5) == {3}


def test_a_story_older_than_the_window_stays_alone(ferry: list[StoryText]) -> None:
    grouper, _ = filled()
    old = StoryText(999, ferry[0].title, ferry[0].lead, when=NOW - 80 * HOUR)
    assert grouper.add(old) == Placement(999, 999)
    assert grouper.group_of(999) is None


def test_an_updated_story_keeps_its_group(ferry: list[StoryText]) -> None:
    grouper, _ = filled()
    group = grouper.group_of(ferry[1].id)
    size = len(grouper)
    changed = StoryText(ferry[1].id, "Something else entirely", "New words", when=ferry[1].when)
    assert grouper.add(changed).group == group
    assert len(grouper) == size


def test_an_aggregator_that_links_to_the_story_joins_it(ferry: list[StoryText]) -> None:
    grouper, _ = filled()
    link = StoryText(500, "Worth reading", link=ferry[0].link, publication="Links", feed=77, when=NOW + 9000)
    placement = grouper.add(link)
    assert (placement.group, placement.bond) == (grouper.group_of(ferry[0].id), Bond.LINK)


def test_a_publication_that_repeats_its_heading_does_not_fill_a_group() -> None:
    grouper, _ = filled()
    daily = [
        StoryText(600 + day, "Weather for tomorrow", publication="Radio Halden", when=NOW + day * HOUR)
        for day in range(3)
    ]
    for story in daily:
        grouper.add(story)
    others = {grouper.group_of(story.id) for story in corpus()}
    assert not others & {grouper.group_of(story.id) for story in daily}


# -- the person has the last word ------------------------------------------------------------------------------


def test_joining_two_groups_brings_them_together_for_good(ferry: list[StoryText]) -> None:
    grouper, _ = filled()
    other = next(story for story in corpus() if "Borealis" in story.title)
    moved = grouper.join(ferry[0].id, other.id)
    assert moved == {other.id: grouper.group_of(ferry[0].id)}
    assert grouper.group_of(other.id) == grouper.group_of(ferry[0].id)


def test_parted_stories_stay_apart_and_the_rest_keeps_the_name(ferry: list[StoryText]) -> None:
    grouper, _ = filled()
    group = grouper.group_of(ferry[0].id)
    moved = grouper.part([ferry[1].id])
    assert moved == {ferry[1].id: ferry[1].id}
    assert grouper.group_of(ferry[0].id) == group
    again = StoryText(700, ferry[1].title, ferry[1].lead, publication="Z", feed=9, when=NOW + 9000)
    assert grouper.add(again).group == ferry[1].id


def test_constraints_outrank_exact_duplicates() -> None:
    grouper = Grouper(constraints=Constraints(together=[(1, 3)], apart=[(1, 2)]))
    text = "Lifeboats carried everybody to safety shortly after dawn, said the coastguard."
    for number, title in ((1, "Ferry aground"), (2, "Ferry aground"), (3, "Budget passed by two votes")):
        grouper.add(StoryText(number, title, text if number < 3 else "", when=NOW, feed=number))
    assert grouper.group_of(2) == 2
    assert grouper.group_of(3) == 1


def test_the_last_word_on_a_pair_holds() -> None:
    said = Constraints(apart=[(1, 2)])
    said.join(1, 2)
    assert not said.forbid([1], {2})
    assert set(said.partners(1)) == {2}


@given(
    members=st.sets(st.integers(1, 40), min_size=1, max_size=8),
    apart=st.sets(st.integers(1, 40), max_size=8),
    data=st.data(),
)
def test_parting_names_both_parts_after_one_of_their_stories(
    members: set[int], apart: set[int], data: st.DataObject
) -> None:
    group = data.draw(st.sampled_from(sorted(members)))
    placed, pairs = parted(group, members, apart)
    assert placed.keys() == members
    for name in set(placed.values()):
        assert name in {story for story, part in placed.items() if part == name}
    assert placed[group] == group
    assert all(placed[first] != placed[second] for first, second in pairs)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_whatever_comes_no_story_is_lost_and_no_parted_pair_meets(data: st.DataObject) -> None:
    pool = [story for story in corpus() if story.id % 4 == 0][:24]
    order = data.draw(st.permutations(pool))
    pairs = st.tuples(*[st.sampled_from([story.id for story in pool])] * 2).filter(lambda p: p[0] != p[1])
    apart = data.draw(st.lists(pairs, max_size=6))
    grouper = Grouper(constraints=Constraints(apart=apart))
    groups: dict[int, int] = {}
    for story in order:
        placement = grouper.add(story)
        groups[story.id] = placement.group
        for known, group in groups.items():
            if group in placement.absorbed:
                groups[known] = placement.group
    assert groups == {story.id: grouper.group_of(story.id) for story in pool}
    assert all(groups[first] != groups[second] for first, second in apart)


def test_what_tells_of_two_events_does_not_make_them_one() -> None:
    grouper, _ = filled()
    swim = (
        "Keller swims to {} in the pool",
        "Anna Keller touched first ahead of Brandt and Oduya in the two hundred metres.",
    )
    ride = (
        "Duval rides to {} despite a crash",
        "Marc Duval got back on his bicycle and overtook Petrov on the last lap.",
    )
    for number, word in enumerate(("gold", "the title", "victory", "her first medal", "a record")):
        for id, (title, lead) in ((1000 + number, swim), (2000 + number, ride)):
            when = NOW + 60 * (2 * number + id // 1000)
            grouper.add(StoryText(id, title.format(word), lead, publication=f"P{id}", when=when))
    for id in range(3000, 3003):
        title = "Harbour Games: Keller swims to gold in the pool, Duval rides to victory despite a crash"
        grouper.add(StoryText(id, title, publication=f"P{id}", when=NOW + 60 * (id - 2900)))
    swimmers, riders = ({grouper.group_of(first + n) for n in range(5)} for first in (1000, 2000))
    assert len(swimmers) == len(riders) == 1
    assert swimmers != riders
