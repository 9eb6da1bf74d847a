"""The worker's loop: messages in, jobs run, messages out, a clean end."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from newsreader.domain.errors import NotFound
from newsreader.domain.jobs import Progress
from newsreader.sync import pipe
from newsreader.sync.reporting import Changed, Report
from newsreader.sync.worker import Worker, read_lines


class Bench:
    """A worker whose jobs do what their name says, and all that it sent."""

    def __init__(self, **options: Any) -> None:
        self.sent: list[pipe.Message] = []
        self.started: list[str] = []
        self.go_on = asyncio.Event()
        self.worker = Worker(self._run, self.sent.append, **options)

    async def _run(
        self, name: str, args: dict[str, Any], progress: Report, changed: Changed
    ) -> dict[str, Any]:
        self.started.append(name)
        progress(Progress(1, 2))
        changed((3,), 4, 5)
        if name == "wait":
            await self.go_on.wait()
        if name == "fail":
            raise NotFound("There is no page.", status=404)
        if name == "bug":
            raise ZeroDivisionError("ours")
        return {"name": name, **args}

    def take(self, message: pipe.Message) -> None:
        self.worker.take(pipe.encode(message).strip())

    def of(self, number: int) -> list[str]:
        return [key for message in self.sent if message.get("id") == number for key in message if key != "id"]


@asynccontextmanager
async def bench(**options: Any) -> AsyncIterator[Bench]:
    found = Bench(**options)
    serving = asyncio.create_task(found.worker.serve())
    try:
        yield found
    finally:
        found.worker.stop()
        await serving


async def until(true: Callable[[], bool]) -> None:
    for _ in range(1000):
        if true():
            return
        await asyncio.sleep(0.002)
    raise AssertionError("it never came")


async def test_a_job_tells_its_progress_and_its_end() -> None:
    async with bench() as b:
        b.take({"id": 7, "job": "add", "args": {"url": "x"}})
        await until(lambda: "done" in b.of(7))
        assert b.sent == [
            {"id": 7, "progress": Progress(1, 2).to_json()},
            {"changed": {"feeds": [3], "new": 4, "updated": 5}},
            {"id": 7, "done": {"name": "add", "url": "x"}},
        ]


async def test_the_same_job_is_joined_not_started_twice() -> None:
    async with bench() as b:
        b.take({"id": 1, "job": "wait", "args": {"a": 1, "b": 2}})
        b.take({"id": 2, "job": "wait", "args": {"b": 2, "a": 1}})
        await until(lambda: bool(b.started))
        b.go_on.set()
        await until(lambda: "done" in b.of(2))
        assert b.started == ["wait"]
        assert "done" in b.of(1)


async def test_cancelling_one_of_two_lets_the_other_have_its_job() -> None:
    async with bench() as b:
        b.take({"id": 1, "job": "wait"})
        b.take({"id": 2, "job": "wait"})
        await until(lambda: bool(b.started))
        b.take({"cancel": 1})
        assert b.of(1)[-1] == "error"
        b.go_on.set()
        await until(lambda: "done" in b.of(2))
        b.take({"id": 3, "job": "wait", "args": {"other": True}})
        b.take({"cancel": 3})
        await until(lambda: "error" in b.of(3) or "done" in b.of(3))


async def test_a_cancelled_job_says_so() -> None:
    async with bench() as b:
        b.take({"id": 1, "job": "wait"})
        await until(lambda: bool(b.started))
        b.take({"cancel": 1})
        await until(lambda: "error" in b.of(1))
        assert b.sent[-1]["error"] == {"kind": "Cancelled", "sentence": "Stopped."}


async def test_a_fault_goes_over_the_pipe_and_comes_back_as_itself() -> None:
    async with bench() as b:
        b.take({"id": 1, "job": "fail"})
        await until(lambda: "error" in b.of(1))
        fault = pipe.fault_from_json(b.sent[-1]["error"])
        assert isinstance(fault, NotFound)
        assert (fault.sentence, fault.status, fault.tried) == ("There is no page.", 404, ())
    fault.tried = ("https://a.example/", "https://a.example/feed")
    assert pipe.fault_from_json(json.loads(json.dumps(pipe.fault_to_json(fault)))).tried == fault.tried


async def test_a_fault_of_ours_is_logged_and_told_plainly(caplog: pytest.LogCaptureFixture) -> None:
    async with bench() as b:
        b.take({"id": 1, "job": "bug"})
        await until(lambda: "error" in b.of(1))
        assert "log has the details" in b.sent[-1]["error"]["sentence"]
        assert "ZeroDivisionError" in caplog.text


async def test_nonsense_is_logged_and_left(caplog: pytest.LogCaptureFixture) -> None:
    async with bench() as b:
        for line in (b"not json", b"[1]", b'{"id": "x", "job": "add"}', b"\xff\xfe"):
            b.worker.take(line)
        b.take({"id": 1, "job": "add"})
        await until(lambda: "done" in b.of(1))
        assert len(caplog.records) == 4


async def test_it_ends_by_itself_when_nothing_is_asked() -> None:
    await asyncio.wait_for(Bench(linger=0.01).worker.serve(), 5)


async def test_it_stays_while_there_is_a_reason() -> None:
    reasons = iter([True, True, False])
    await asyncio.wait_for(Bench(linger=0.01, busy=lambda: next(reasons)).worker.serve(), 5)
    assert next(reasons, None) is None


async def test_it_ends_in_the_middle_of_a_job_when_told() -> None:
    async with bench() as b:
        b.take({"id": 1, "job": "wait"})
        await until(lambda: bool(b.started))
        b.take({"quit": True})
        await until(lambda: "error" in b.of(1))


async def test_between_jobs_it_tidies_up_until_nothing_is_left() -> None:
    left = [False, False, True]

    async def tidy() -> bool:
        return left.pop(0)

    async with bench(tidy=tidy) as b:
        b.take({"id": 1, "job": "add"})
        await until(lambda: not left)


async def test_the_end_of_input_is_the_end() -> None:
    out, into = os.pipe()
    b = Bench()
    reading = read_lines(b.worker, out)
    os.write(into, pipe.encode({"id": 1, "job": "add"}) + b"\n" + pipe.encode({"id": 2, "job": "add"})[:5])
    await until(lambda: "progress" in b.of(1))
    os.close(into)
    await asyncio.wait_for(b.worker.serve(), 5)
    reading.join(5)
    os.close(out)
    assert "done" in b.of(1)
