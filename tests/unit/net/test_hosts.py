"""Places in line: never more than allowed, never lost, never forgotten."""

from __future__ import annotations

import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.net.hosts import HostSlots
from newsreader.net.limits import Limits

PLAN = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 3), st.sampled_from(["stay", "cancel early", "cancel late"])),
    max_size=40,
)


@given(plan=PLAN, per_host=st.integers(1, 3), in_all=st.integers(1, 6), turns=st.integers(1, 4))
@settings(max_examples=60, deadline=None)
def test_the_limits_hold_and_everybody_is_served(
    plan: list[tuple[int, int, str]], per_host: int, in_all: int, turns: int
) -> None:
    slots = HostSlots(Limits(per_host=per_host, in_all=in_all, turns=turns))
    now: dict[str, int] = {}
    served: list[int] = []

    async def visit(number: int, host: str, steps: int) -> None:
        async with slots.place(host, 80):
            now[host] = now.get(host, 0) + 1
            assert now[host] <= per_host
            assert sum(now.values()) <= in_all
            try:
                for _ in range(steps):
                    await asyncio.sleep(0)
                served.append(number)
            finally:
                now[host] -= 1

    async def scene() -> None:
        tasks = [
            asyncio.ensure_future(visit(n, f"h{host}", steps)) for n, (host, steps, _) in enumerate(plan)
        ]
        for moment in ("cancel early", "cancel late"):
            for _ in range(1 if moment == "cancel early" else 5):
                await asyncio.sleep(0)
            for task, (_, _, fate) in zip(tasks, plan, strict=True):
                if fate == moment:
                    task.cancel()
        ends = await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), 10)
        assert all(end is None or isinstance(end, asyncio.CancelledError) for end in ends), ends

    asyncio.run(scene())
    assert slots.active == 0
    assert {n for n, (_, _, fate) in enumerate(plan) if fate == "stay"} <= set(served)
    assert not slots.wanted("h0", 80)


async def test_a_connection_is_wanted_by_the_next_in_line_for_its_port() -> None:
    slots = HostSlots(Limits(per_host=1))
    release = asyncio.Event()

    async def visit(port: int) -> None:
        async with slots.place("a.example", port):
            await release.wait()

    tasks = [asyncio.ensure_future(visit(port)) for port in (80, 8080, 80)]
    await asyncio.sleep(0)
    assert slots.wanted("a.example", 8080)
    assert not slots.wanted("a.example", 80)
    assert not slots.wanted("b.example", 80)
    release.set()
    await asyncio.gather(*tasks)
    assert not slots.wanted("a.example", 80)
