"""The job ``sync``: choose the feeds, run them through the pipeline, keep the pauses that hosts asked for."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from newsreader.domain.errors import AddressRefused
from newsreader.domain.fetching import FetchState
from newsreader.net.address import parse
from newsreader.net.waits import HostWait
from newsreader.store import fetches
from newsreader.store.database import Reader, Writer
from newsreader.sync import selection
from newsreader.sync.desk import Desk
from newsreader.sync.intake import BULK, GENTLE
from newsreader.sync.login import Login
from newsreader.sync.outcomes import Outcomes
from newsreader.sync.pipeline import NEW_SIZE, Pipeline
from newsreader.sync.reporting import Changed, Report, Reporter

if TYPE_CHECKING:  # aiohttp is loaded in a thread, while the parse processes start
    from newsreader.net.client import Client

_BRING_NEWS = 30  # among so many feeds one has changed; a few mostly have not, and need no parse process
_GROUPED_EACH = 1.0  # seconds; what is left for the end, when all else is done, takes one processor alone
_GROUPED_FOR = 0.2  # seconds that arrivals wait for it at the most, and the length of a portion


async def sync(desk: Desk, args: dict[str, Any], progress: Report, changed: Changed) -> dict[str, Any]:
    """Fetch feeds; SyncReport as JSON. Waits for another sync of the same data folder. Raises StoreError."""
    began = time.monotonic()
    named = None if args.get("feeds") is None else frozenset(args["feeds"])
    async with desk.lock().hold():
        states = await desk.cache.read(partial(_states, named=named))
        force, due_only = bool(args.get("force")), bool(args.get("due_only"))
        chosen = selection.select(states, desk.now(), named=named, force=force, due_only=due_only)
        new = sum(not state.body_hash for state in chosen)
        if new or len(chosen) >= _BRING_NEWS:
            await desk.pool.warm(new * NEW_SIZE)
        client = await desk.client()  # loads what it needs while the parse processes load what they need
        hosts = {state.feed_id: _host(state) for state in chosen}
        left_alone = [(s.feed_id, client.waits.remaining(hosts[s.feed_id], desk.now())) for s in chosen]
        put_off = {feed_id: pause for feed_id, pause in left_alone if pause}
        chosen = [state for state in chosen if state.feed_id not in put_off]
        chosen = selection.by_turns(chosen, lambda state: hosts[state.feed_id])
        reporter = Reporter(len(chosen), progress, changed)
        pipeline = make_pipeline(desk, client)
        grouping = asyncio.create_task(_group_along(desk, reporter))
        try:
            await pipeline.run(chosen, reporter)
        finally:
            grouping.cancel()
            reporter.flush()
            await keep_waits(desk, client)
            await _put_off(desk, states, put_off | dict(pipeline.put_off))
        (ended,) = await asyncio.gather(grouping, return_exceptions=True)
        if isinstance(ended, Exception):
            raise ended
        reporter.followed((await desk.group()).followed)
        reporter.flush()
    return pipeline.tally.report(len(states), time.monotonic() - began).to_json()


async def _group_along(desk: Desk, reporter: Reporter) -> None:
    """Group what has come while a sync takes long, so that the briefs need not wait for its slowest server."""
    while True:
        await asyncio.sleep(_GROUPED_EACH)
        reporter.followed((await desk.group(_GROUPED_FOR)).followed)


def make_pipeline(desk: Desk, client: Client) -> Pipeline:
    """A pipeline for one job."""
    pace = GENTLE if desk.gentle() else BULK
    outcomes = Outcomes(desk.clock, interval=desk.settings.integer("sync.interval") * 60 or None)
    return Pipeline(
        client, desk.pool, desk.cache, pace, Login(desk.vault_for_one_job()), outcomes, desk.clock
    )


def load_waits(reader: Reader) -> list[HostWait]:
    """The pauses that hosts asked for, as they were kept."""
    return [
        HostWait(host, until, fetches.host_wait_tries(reader, host))
        for host, until in fetches.host_waits(reader, 0).items()
    ]


async def keep_waits(desk: Desk, client: Client) -> None:
    """Keep what changed in the pauses that hosts asked for: they hold after a restart too."""
    kept, forgotten = client.waits.take_changes()
    if not kept and not forgotten:
        return

    def write(writer: Writer) -> None:
        for wait in kept:
            fetches.set_host_wait(writer, wait.host, wait.until)
        for host in forgotten:
            fetches.clear_host_wait(writer, host)

    await desk.cache.write(write, durable=False)


async def _put_off(desk: Desk, states: Sequence[FetchState], pauses: Mapping[int, int]) -> None:
    """Plan feeds whose host wants to be left alone, for so many seconds, for when it can be asked again.

    Without it they would stay due, and an open window would start a worker for them every minute.
    """
    now = desk.now()
    due = [
        state.feed_id
        for state in states
        if state.feed_id in pauses and (state.next_check or 0) < now + pauses[state.feed_id]
    ]
    if not due:
        return

    def write(writer: Writer) -> None:
        for feed_id in due:
            fetches.set_next_check(
                writer, feed_id, now + pauses[feed_id], "Its server asked to be left alone."
            )

    await desk.cache.write(write, durable=False)


def _states(reader: Reader, named: Collection[int] | None) -> Sequence[FetchState]:
    return fetches.states(reader, named)


def _host(state: FetchState) -> str:
    try:
        return parse(state.url).host
    except AddressRefused:  # asking says why, on the feed
        return ""
