"""Which feeds a sync asks. Pure; standard library and domain only: the library asks it too.

Rules: HOSTILE goals 4 and 8, N20, N24, N35, D11. Times are UTC epoch seconds.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable

from newsreader.domain.fetching import FetchState

MANUAL_PAUSE = 300
"""Seconds between two refreshes of everything by hand."""
_CLOCK_SLACK = 3600  # a check so far in the future was noted by a clock that has been set back since


def asked_by_itself(state: FetchState) -> bool:
    """True when the schedule will ask the feed, now or later."""
    return not (state.paused or state.gone or state.waits_for_person)


def is_due(state: FetchState, now: int) -> bool:
    """True when the schedule asks the feed now. Without a next check it was never asked, or is to be asked at once."""
    if not asked_by_itself(state):
        return False
    if state.next_check is None or state.next_check <= now:
        return True
    return state.last_checked is not None and state.last_checked > now + _CLOCK_SLACK


def select(
    states: Iterable[FetchState], now: int, *, named: Collection[int] | None, force: bool, due_only: bool
) -> list[FetchState]:
    """The feeds to ask now, those that wait longest first.

    ``named`` are the feeds a person chose, None for all. A person's choice is asked even when it waits for a login;
    all of them together only every five minutes, unless ``force``. A paused feed and one that is gone are asked only
    when a person names them by ``force``: a server may have said "gone" by mistake.
    """

    def wanted(state: FetchState) -> bool:
        if state.paused or state.gone:
            return force and named is not None
        if due_only and not force:
            return is_due(state, now)
        if named is not None:
            return True
        return asked_by_itself(state) and (force or _rested(state, now) or is_due(state, now))

    chosen = [state for state in states if (named is None or state.feed_id in named) and wanted(state)]
    return sorted(chosen, key=lambda state: (state.next_check or 0, state.feed_id))


def by_turns(
    states: Iterable[FetchState], host: Callable[[FetchState], str], run: int = 4
) -> list[FetchState]:
    """The same feeds so that all hosts have their turns, ``run`` feeds at a time: a few that follow one another share
    connections, more of them would leave other hosts idle."""
    rounds: dict[int, list[FetchState]] = defaultdict(list)
    seen: Counter[str] = Counter()
    for state in states:
        name = host(state)
        rounds[seen[name] // run].append(state)
        seen[name] += 1
    ordered: list[FetchState] = []
    for number in sorted(rounds):
        ordered += sorted(rounds[number], key=host)
    return ordered


def _rested(state: FetchState, now: int) -> bool:
    return state.last_checked is None or not 0 <= now - state.last_checked < MANUAL_PAUSE
