"""Bytes held at once are bounded, whoever is cancelled meanwhile."""

from __future__ import annotations

import asyncio

from newsreader.sync.budget import ByteBudget

EXPECTED = 100


async def test_documents_wait_for_room_and_come_in_the_order_they_asked() -> None:
    budget = ByteBudget(2 * EXPECTED)
    first, second = await budget.admit(EXPECTED), await budget.admit(EXPECTED)
    third, fourth = (
        asyncio.ensure_future(budget.admit(EXPECTED)),
        asyncio.ensure_future(budget.admit(EXPECTED)),
    )
    await asyncio.sleep(0)
    assert not third.done()
    first.grow(10 * EXPECTED)
    second.give_back()
    await asyncio.sleep(0)
    assert not third.done()
    first.give_back()
    await asyncio.gather(third, fourth)
    assert budget.held == 2 * EXPECTED
    third.result().give_back()
    fourth.result().give_back()
    assert budget.held == 0


async def test_who_stops_waiting_holds_nothing() -> None:
    budget = ByteBudget(EXPECTED)
    first = await budget.admit(EXPECTED)
    waiting = asyncio.ensure_future(budget.admit(EXPECTED))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.sleep(0)
    first.give_back()
    (await budget.admit(EXPECTED)).give_back()
    assert budget.held == 0
