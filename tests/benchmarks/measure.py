"""Measuring a program from outside: its time, its processors' time, and the memory of all its processes together.

Linux only (reads /proc). Memory is PSS: shared pages are counted once over all processes that share them.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Run:
    """One finished run: seconds of wall clock and of processor, peak PSS of the whole tree in MB, what it printed."""

    seconds: float
    cpu: float
    peak_mb: float
    output: str
    exit_code: int


def children(pid: int) -> list[int]:
    """``pid`` and all its descendants that are alive now."""
    found = [pid]
    for process in found:
        for task in Path(f"/proc/{process}/task").glob("*/children"):
            try:
                found += [int(child) for child in task.read_text().split()]
            except OSError:  # it ended between the listing and the look
                continue
    return found


def pss_mb(pid: int) -> float:
    """The PSS of one process in MB, 0 when it is gone."""
    return _rollup(pid, "Pss:")


def rss_mb(pid: int) -> float:
    """The RSS of one process in MB, 0 when it is gone."""
    return _rollup(pid, "Rss:")


def tree_pss_mb(pid: int) -> float:
    """The PSS of a process and its descendants in MB."""
    return sum(pss_mb(process) for process in children(pid))


def _rollup(pid: int, field: str) -> float:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith(field):
                return int(line.split()[1]) / 1024
    except OSError:
        return 0.0
    return 0.0


def run(
    command: list[str], *, env: dict[str, str] | None = None, timeout: float = 300, memory: bool = False
) -> Run:
    """Run ``command`` to its end. With ``memory`` its PSS is sampled about 30 times a second, at some cost."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, **(env or {})},
    )
    peak = 0.0
    ended = threading.Event()

    def sample() -> None:
        nonlocal peak
        while not ended.wait(0.03):
            peak = max(peak, tree_pss_mb(process.pid))

    sampler = threading.Thread(target=sample, daemon=True)
    if memory:
        sampler.start()
    output, _ = process.communicate(timeout=timeout)
    seconds = time.perf_counter() - started
    ended.set()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(seconds, cpu, peak, output, process.returncode)


def median(values: list[float]) -> float:
    """The median, as the tables print it."""
    return statistics.median(values)


def percentile(values: list[float], share: float) -> float:
    """The value below which ``share`` (0 to 1) of ``values`` lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
