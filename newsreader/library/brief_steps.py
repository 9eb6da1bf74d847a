"""What a person says of briefs, how it is kept, and how it is taken back and done again.

Payloads are kept in the journal and outlive the program that wrote them: keys and kinds are never renamed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Literal

from newsreader.briefs.constraints import parted
from newsreader.domain.changes import Change
from newsreader.store import brief_groups as groups
from newsreader.store.brief_groups import PIN
from newsreader.store.database import Writer

Payload = dict[str, Any]
Step = Callable[[Writer, Payload, int], tuple[Change, Payload | None]]
Said = Literal["dismissed", "followed", "less"]

SAY = "brief_say"
SPLIT = "brief_split"
JOIN = "brief_join"


def say(w: Writer, brief_id: int, what: Said, on: bool) -> Payload | None:
    """Keep what the person says of a brief; None when it is so already. Who follows an event wants no less of it."""
    before = groups.state_of(w, brief_id)
    after = replace(before, **{what: on})
    if on and what == "followed":
        after = replace(after, less=False)
    if on and what == "less":
        after = replace(after, followed=False)
    if before == after:
        return None
    groups.set_state(w, brief_id, after)
    return {"brief": brief_id, "before": _listed(before), "after": _listed(after)}


def split(w: Writer, brief_id: int, story_id: int) -> Payload | None:
    """Take a story out of a brief; None when it is alone in it. The part with the story that the brief is named after
    keeps its id; what the person said of the brief goes with the others."""
    members = groups.members(w, brief_id)
    rows = groups.rows_of(w, members)
    places, pairs = parted(brief_id, members, {story_id})
    if not pairs:
        return None
    kept = next(other for other in members if other != story_id)
    state = groups.state_of(w, brief_id)
    pins = [[first, second, groups.pin(w, first, second, False)] for first, second in pairs]
    for new in set(places.values()):
        groups.move_to(w, new, [story for story, place in places.items() if place == new])
    _begin_anew(w, story_id)
    if places[kept] != brief_id:
        groups.set_state(w, brief_id, groups.State())
        groups.set_state(w, places[kept], state)
    groups.changed_by_person(w)
    own = next(list(row) for row in rows if row[0] == story_id)
    return {"brief": brief_id, "story": story_id, "kept": kept, "row": own, "pins": pins}


def join(w: Writer, brief_id: int, story_id: int) -> Payload | None:
    """Put a story into a brief, and with it the others of its event, but for those that the person keeps out of it;
    None when it is in it already."""
    other_id = groups.brief_of(w, story_id)
    if other_id == brief_id:
        return None
    members, coming = groups.members(w, brief_id), groups.members(w, other_id)
    apart = {(first, second) for first, second, together in groups.pins(w) if not together}
    barred = {
        story
        for story in coming
        if story != story_id and any((min(story, m), max(story, m)) in apart for m in members)
    }
    if barred:
        coming = [story_id]
    rows = {row[0]: list(row) for row in groups.rows_of(w, coming)}
    places, _ = parted(other_id, groups.members(w, other_id), set(coming))
    left = [story for story in places if story not in coming]
    pins = [
        [story_id, member, groups.pin(w, story_id, member, None)]
        for member in members
        if (min(story_id, member), max(story_id, member)) in apart
    ]
    partner = next((m for m in members if m == brief_id), members[0])
    pins.append([story_id, partner, groups.pin(w, story_id, partner, True)])
    groups.begin(w, [brief_id])
    if left and places[left[0]] != other_id:
        groups.move_to(w, places[left[0]], left)
    groups.put(w, [_joined(story, brief_id, story_id, partner, rows) for story in coming])
    groups.changed_by_person(w)
    before = [[story, rows.get(story)] for story in coming]
    return {"brief": brief_id, "other": other_id, "story": story_id, "before": before, "pins": pins}


def _joined(story: int, brief_id: int, asked: int, partner: int, rows: dict[int, list[Any]]) -> groups.Row:
    if story == asked:
        return story, brief_id, PIN, "", partner
    _, _, bond, words, nearest = rows.get(story) or (story, 0, "alone", "", None)
    return story, brief_id, bond, words, nearest


def _begin_anew(w: Writer, story_id: int) -> None:
    """A story that was taken out has nothing any more that tells why it was in."""
    groups.put(w, [(story_id, groups.brief_of(w, story_id), "alone", "", None)])


# -- steps -----------------------------------------------------------------------------------------------------------


def _said(side: str) -> Step:
    def step(w: Writer, payload: Payload, now: int) -> tuple[Change, None]:
        brief_id = groups.brief_of(w, payload["brief"])
        groups.set_state(w, brief_id, groups.State(*payload[side]))
        return Change(briefs=True), None

    return step


def _unsplit(w: Writer, payload: Payload, now: int) -> tuple[Change, None]:
    story_id, brief_id, kept = payload["story"], payload["brief"], payload["kept"]
    _restore_pins(w, payload)
    here = groups.brief_of(w, kept)
    _, _, bond, words, nearest = payload["row"]
    groups.put(w, [(story_id, here, bond, words, nearest)])
    if brief_id == story_id and here != brief_id:
        groups.rename(w, here, brief_id)
    groups.changed_by_person(w)
    return Change(briefs=True), None


def _split_again(w: Writer, payload: Payload, now: int) -> tuple[Change, Payload | None]:
    return Change(briefs=True), split(w, groups.brief_of(w, payload["story"]), payload["story"])


def _unjoin(w: Writer, payload: Payload, now: int) -> tuple[Change, None]:
    _restore_pins(w, payload)
    groups.put(w, [tuple(row) for _, row in payload["before"] if row is not None])
    groups.remove_rows(w, [story for story, row in payload["before"] if row is None])
    groups.changed_by_person(w)
    return Change(briefs=True), None


def _join_again(w: Writer, payload: Payload, now: int) -> tuple[Change, Payload | None]:
    return Change(briefs=True), join(w, groups.brief_of(w, payload["brief"]), payload["story"])


def _restore_pins(w: Writer, payload: Payload) -> None:
    for first, second, together in reversed(payload["pins"]):
        groups.pin(w, first, second, together)


def _listed(state: groups.State) -> list[bool]:
    return [state.dismissed, state.followed, state.less]


BACK: dict[str, Step] = {SAY: _said("before"), SPLIT: _unsplit, JOIN: _unjoin}
AGAIN: dict[str, Step] = {SAY: _said("after"), SPLIT: _split_again, JOIN: _join_again}
