"""From an answer or a fault to what the cache keeps of a check: in words, and with the plan for the next one.

The plan needs to know when the feed's stories came out, so it is made when they are stored: each function here gives
the outcome without it, and ``Arrival.plan`` adds it on the cache's thread.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from newsreader.domain.errors import Gone, LoginNeeded, NetError, NewsreaderError, ServerBusy
from newsreader.domain.fetching import FetchState, Validators
from newsreader.domain.incoming import Rhythm
from newsreader.net.message import Answer
from newsreader.store.fetches import CheckOutcome
from newsreader.sync import moving, schedule
from newsreader.sync.intake import Arrival
from newsreader.sync.parsed import ParsedFeed
from newsreader.sync.schedule import Check, Outcome

_PROXY_LOGIN = 407


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Makes arrivals. ``interval`` is the person's own for all feeds, in seconds, None for automatic; ``chance`` gives
    numbers in [0, 1) that spread the feeds."""

    clock: Callable[[], float]
    interval: int | None = None
    chance: Callable[[], float] = random.random

    def unchanged(self, state: FetchState, answer: Answer) -> Arrival:
        """304, or the same bytes as last time."""
        words = "Unchanged since the last check." if answer.unchanged else "The same document as last time."
        outcome = replace(
            self._base(state, answer),
            result=words,
            validators=None if answer.unchanged else answer.validators,
        )
        plan = self._plan(state, answer, state.rhythm, answer.validators)
        return Arrival(outcome, plan=plan, moved_to=_moved_to(state, answer))

    def received(
        self, state: FetchState, answer: Answer, parsed: ParsedFeed, body_hash: bytes, *, whole: bool
    ) -> Arrival:
        """A new document. Validators and hashes go to the cache with the last of its stories."""
        outcome = replace(
            self._base(state, answer),
            validators=answer.validators,
            body_hash=body_hash,
            entry_hashes=parsed.feed.entry_hashes,
            size=len(answer.body),
            rhythm=parsed.feed.rhythm,
        )
        plan = self._plan(state, answer, parsed.feed.rhythm, answer.validators)
        return Arrival(outcome, parsed, whole=whole, plan=plan, moved_to=_moved_to(state, answer))

    def failed(self, state: FetchState, fault: NewsreaderError, answer: Answer | None) -> Arrival:
        """A fault. What is stored of the feed stays: validators, stories, hashes (HOSTILE N23)."""
        kind = _kind(fault)
        # A pause is not the feed's fault, nor is a wrong password: neither counts as failing.
        failures = state.failures + 1 if kind is Outcome.FAILED else state.failures
        retry_after = fault.retry_after if isinstance(fault, NetError) else None
        check = Check(
            kind, failures=failures, retry_after=retry_after, interval=state.interval or self.interval
        )
        status = fault.status if isinstance(fault, NetError) else None
        if status is None:
            status = 401 if kind is Outcome.LOGIN else answer.status if answer is not None else None
        outcome = CheckOutcome(
            state.feed_id,
            self._now(),
            None,
            status=status,
            result=fault.sentence,
            error=fault.sentence,
            error_kind=fault.kind,
            failures=failures,
            gone=True if kind is Outcome.GONE else None,
            # What was no feed there is no second sighting of a move (HOSTILE N18); silence says nothing about it.
            moved_to="" if answer is not None else None,
        )
        return Arrival(outcome, plan=partial(self._next, check))

    def _base(self, state: FetchState, answer: Answer) -> CheckOutcome:
        return CheckOutcome(
            state.feed_id,
            self._now(),
            None,
            status=answer.status,
            gone=False,
            redirects=[(hop.status, hop.url) for hop in answer.redirects],
            moved_to=answer.permanent_url,
        )

    def _plan(
        self, state: FetchState, answer: Answer, rhythm: Rhythm, validators: Validators
    ) -> Callable[[Sequence[int]], schedule.Plan]:
        check = Check(
            Outcome.DONE,
            headers=answer.headers,
            has_validators=bool(validators.etag or validators.last_modified),
            rhythm=rhythm,
            interval=state.interval or self.interval,
        )
        return partial(self._next, check)

    def _next(self, check: Check, story_times: Sequence[int]) -> schedule.Plan:
        return schedule.next_check(replace(check, story_times=story_times), self._now(), self.chance())

    def _now(self) -> int:
        return int(self.clock())


def _moved_to(state: FetchState, answer: Answer) -> str:
    return answer.permanent_url if moving.seen_again(state, answer.permanent_url) else ""


def _kind(fault: NewsreaderError) -> Outcome:
    if isinstance(fault, Gone):
        return Outcome.GONE
    if isinstance(fault, LoginNeeded) and fault.status != _PROXY_LOGIN:
        return Outcome.LOGIN
    if isinstance(fault, ServerBusy):
        return Outcome.BUSY
    return Outcome.FAILED
