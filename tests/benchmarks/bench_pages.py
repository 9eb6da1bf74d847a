"""From a story to its painted page: every story of the corpus, and every shape made to exhaust the layout.

A real pane, drawn without a screen. The page is made (which the window does on its reader thread) and set and painted
(on its main thread); the figures are both together, and the part of the main thread alone, in processor time.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable

from newsreader.domain.incoming import IncomingStory
from newsreader.domain.stories import Story
from newsreader.text.story import shape
from tests.benchmarks.measure import percentile
from tests.benchmarks.report import Table
from tests.benchmarks.watched_window import load
from tests.support import corpus


def bench(table: Table) -> None:
    """Fill ``table``."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # Qt reads the platform when it is loaded.
    from PySide6.QtWidgets import QApplication

    from newsreader.ui.reader.pane import ReaderPane
    from newsreader.ui.theme import Theme

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    pane = ReaderPane(Theme(application, "light"))
    pane.resize(588, 800)
    pane.show()
    real = list(corpus.stories())
    _paint(pane, real[:20])  # fonts and caches are there in a window that was read in for a while
    of_corpus, of_shapes = _paint(pane, real), _paint(pane, hostile())
    _tell(table, "corpus", of_corpus)
    _tell(table, "hostile shapes", of_shapes)
    _tell(table, "both together", of_corpus + of_shapes)
    table.note(f"{len(real):,} stories; {load()}")
    pane.close()
    pane.shutdown()


def hostile() -> list[Story]:
    """The shapes of HOSTILE S05 to S08 and S16 as they are stored: cleaned by the worker."""
    from tests.hostile.test_pane_shapes import SHAPES

    return [
        corpus.shown(shape(IncomingStory("1", title=name, content=html)), number, "Hostile")
        for number, (name, html) in enumerate(SHAPES.items(), 1)
    ]


def _paint(pane: object, stories: Iterable[Story]) -> list[tuple[float, float, str]]:
    """Milliseconds in all, on the main thread, and the headline, of each."""
    from newsreader.ui.reader.pane import ReaderPane
    from newsreader.ui.reader.prepared import prepare

    assert isinstance(pane, ReaderPane)
    # Of the process: how long others hold the processors says nothing of a page.
    clock = time.process_time
    found = []
    for story in stories:
        began = clock()
        prepared = prepare(story)
        made = clock()
        pane.setStory(prepared)
        pane.grab()
        ended = clock()
        found.append(((ended - began) * 1000, (ended - made) * 1000, story.header.title))
    return found


def _tell(table: Table, name: str, times: list[tuple[float, float, str]]) -> None:
    whole, main = [time for time, _, _ in times], [time for _, time, _ in times]
    table.sample(f"{name}: story to painted page, median", percentile(whole, 0.5), "ms", budget=16)
    table.sample(f"{name}: 99 of 100 within", percentile(whole, 0.99), "ms", budget=60)
    table.sample(f"{name}: longest", max(whole), "ms", budget=500)
    table.sample(f"{name}: main thread alone, 99 of 100 within", percentile(main, 0.99), "ms")
    table.sample(f"{name}: main thread alone, longest", max(main), "ms")
    slowest = max(times)
    table.note(f"longest of {name}: {slowest[2][:60]!r}")
