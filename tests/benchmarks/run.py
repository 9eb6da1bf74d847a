"""``make bench``: every figure, one table after the other. ``ARGS="sync list"`` picks some of them.

python -m tests.benchmarks.run [sync] [window] [list] [tree] [pages] [--feeds N] [--stories N] [--runs N]
"""

from __future__ import annotations

import argparse

from tests.benchmarks import bench_list, bench_pages, bench_sync, bench_tree, bench_window
from tests.benchmarks.report import Table


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "what", nargs="*", choices=["sync", "window", "list", "tree", "pages", []], default=[]
    )
    parser.add_argument("--feeds", type=int, default=1000)
    parser.add_argument("--stories", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument(
        "--latency", type=float, default=0.05, help="seconds each answer takes in one more first sync"
    )
    arguments = parser.parse_args()
    chosen = arguments.what or ["sync", "window", "list", "tree", "pages"]
    if "sync" in chosen:
        table = Table("Sync, from process start to process end")
        bench_sync.bench(table, arguments.feeds, arguments.runs, arguments.latency)
        print(table, end="\n\n", flush=True)
    if "window" in chosen:
        table = Table("The window while the feeds sync and a person scrolls (Xvfb)")
        bench_window.bench(table, arguments.feeds)
        print(table, end="\n\n", flush=True)
    if "list" in chosen:
        table = Table("List, search, start, memory, marks, stories (Xvfb)")
        try:
            bench_list.bench(table, arguments.stories)
        finally:  # it takes long: what was seen before a fault is told
            print(table, end="\n\n", flush=True)
    if "tree" in chosen:
        table = Table("Feed tree (without a screen)")
        bench_tree.bench(table, arguments.runs)
        print(table, end="\n\n", flush=True)
    if "pages" in chosen:
        table = Table("Pages: every story of the corpus and every hostile shape (without a screen)")
        bench_pages.bench(table)
        print(table, flush=True)


if __name__ == "__main__":
    main()
