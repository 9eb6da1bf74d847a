"""S05-S08, S16: shapes made to exhaust the layout open at once, set more simply, with all of their text."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtGui import QTextFrame, QTextTable
from PySide6.QtWidgets import QApplication

from newsreader.ui.reader import runs
from newsreader.ui.reader.page_writer import MOST_BOXES
from newsreader.ui.reader.pane import ReaderPane
from newsreader.ui.reader.prepared import prepare
from newsreader.ui.theme import Theme
from tests.ui.reading import make_story

SECONDS = 5.0
"""Of CPU time. Not a budget: unsimplified these take from 8 s to hours."""

SHAPES = {
    "nested tables": "<table><tr><td>a<table><tr><td>b</td><td>c</td></tr><tr><td>" * 30 + "END",
    "nested tables, real": "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>" * 30 + "END",
    "nested quotes": "<blockquote>" * 5000 + "<p>END",
    "quotes, code and tables": "<blockquote><pre>a</pre><table><tr><td>b<td>c<tr><td>d<td>" * 20 + "END",
    "nested divs": "<div>" * 20_000 + "END" + "</div>" * 20_000,
    "nested divs with directions": '<div dir="rtl">' * 20_000 + "<p>END",
    "nested bold": "<b><i>" * 10_000 + "END",
    "nested lists": "<ul><li>" * 5_000 + "END",
    "a word of 1 MB": "<p>" + "x" * 1_000_000 + " END",
    "a word of 1 MB with marks": "<p>" + "e\u0301" * 500_000 + " END",
    "a link of 1 MB": f'<p><a href="https://x.example/{"x" * 1_000_000}">END</a>',
    "a paragraph of 1 MB": "<p>" + "word " * 200_000 + " END",
    "a huge span": '<table><tr><td colspan="100000000" rowspan="100000000">a<td>b<tr><td>c<td>END</table>',
    "a table of 20,000 cells": "<table>" + "<tr><td>a<td>b" * 10_000 + "<tr><td>END</table>",
    "a row of 5,000 cells": "<table><tr>" + "<td>a" * 5_000 + "<tr><td>END</table>",
    "20,000 line breaks": "a<br>" * 20_000 + "END",
    "20,000 paragraphs": "<p>a" * 20_000 + "<p>END",
    "5,000 pictures": '<img src="https://x.example/1.png" alt="a">' * 5_000 + "END",
    "open everything": "<p><ul><li><table><td><pre><q><h1><dl>" * 300 + "END",
    "100,000 combining marks": "<p>a" + "\u0301" * 100_000 + " END",
    "overrides": "<p>" + "\u202e" * 10_000 + "abc" + "\u2067" * 10_000 + " END",
    "characters of the document's own": "<p>" + "\ufdd0\ufdd1\ufffc\u2029" * 10_000 + " END",
    "broken markup": "<p title='" + "<" * 50_000 + " END",
    "comments": "<!--" * 20_000 + "--><p>END",
}  # fmt: skip


@pytest.fixture(scope="module")
def pane(qapp: QApplication) -> Iterator[ReaderPane]:
    """A pane as wide as in the usual window, the same for all."""
    pane = ReaderPane(Theme(qapp, "light"))
    pane.resize(588, 800)
    pane.show()
    yield pane
    pane.close()
    pane.shutdown()


def deepest_table(frame: QTextFrame, depth: int = 0) -> int:
    """How many tables stand inside one another in a document."""
    return max(
        (deepest_table(child, depth + isinstance(child, QTextTable)) for child in frame.childFrames()),
        default=depth,
    )


@pytest.mark.parametrize("name", SHAPES)
def test_a_hostile_shape_is_simplified_and_keeps_its_text(pane: ReaderPane, name: str) -> None:
    started = time.process_time()
    prepared = prepare(make_story(SHAPES[name]))
    pane.setStory(prepared)
    pane.view.grab()
    assert time.process_time() - started < SECONDS
    document = pane.view.document()
    assert deepest_table(document.rootFrame()) <= MOST_BOXES
    text = document.toPlainText()
    if name not in ("broken markup", "comments"):
        assert "END" in text
    longest = max(
        (len(run) for line in text.split("\n") for run in line.replace("\u200b", " ").split()), default=0
    )
    assert longest <= 2 * runs.LONGEST_RUN
    block = document.begin()
    while block.isValid():
        assert block.length() <= 2 * runs.LONGEST_PARAGRAPH
        block = block.next()


def test_marks_do_not_pile_up_over_other_lines(pane: ReaderPane) -> None:
    pane.setStory(make_story(SHAPES["100,000 combining marks"]))
    assert pane.view.toPlainText().count("\u0301") <= 8


def test_an_override_ends_with_what_it_stands_in(pane: ReaderPane) -> None:
    pane.setStory(make_story(SHAPES["overrides"], title="a\u202eb", author="c\u202ed", feed_title="e\u202ef"))
    assert "\u202e" not in pane.view.toPlainText()
