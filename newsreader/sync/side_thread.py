"""Work that blocks, in a daemon thread of its own: unlike the loop's executor it never keeps the program alive."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable


def start(work: Callable[[], None], name: str) -> asyncio.Future[None]:
    """Begin ``work`` in a thread; the future of the running loop gets its end, also when it raises."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[None] = loop.create_future()

    def tell(fault: BaseException | None) -> None:
        if future.done():
            return
        if fault is None:
            future.set_result(None)
        else:
            future.set_exception(fault)

    def run() -> None:
        fault: BaseException | None = None
        try:
            work()
        except BaseException as raised:  # noqa: BLE001 - handed to whoever waits, who names it
            fault = raised
        if not loop.is_closed():
            loop.call_soon_threadsafe(tell, fault)

    threading.Thread(target=run, name=name, daemon=True).start()
    return future
