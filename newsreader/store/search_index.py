"""The words of stories, in FTS5. Its rowids are the ids of stories, which grow with arrival.

The index is contentless: it holds no text. To take a story out, it has to be told the words it was given, to the
letter; so the text of each story is kept beside its HTML, and ``words`` never changes without a migration that indexes
anew.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from functools import cache

from newsreader.store import codec, faults
from newsreader.store.transactions import Writer

_ADD = "INSERT INTO story_index (rowid, title, author, text) VALUES (?, ?, ?, ?)"


@cache
def _unspaced() -> re.Pattern[str]:
    """A character of Chinese, Japanese, Thai, Lao, Khmer or Burmese, which are written without spaces between words.

    Each is indexed as a word; a search for several is a search for the phrase. It takes some milliseconds to compile,
    and no list needs it.
    """
    return re.compile(
        "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
        "\uff66-\uff9f\U00020000-\U0003134f]"
    )


def words(text: str) -> str:
    """Text as it goes into the index, and into a query."""
    if text.isascii() or not _unspaced().search(text):
        return text
    return _unspaced().sub(r" \g<0> ", text)


def add(w: Writer, rows: Iterable[tuple[int, str, str, str]]) -> None:
    """Index stories: id, title, author, text."""
    w.run_many(
        _ADD,
        [(story_id, words(title), words(author), words(text)) for story_id, title, author, text in rows],
    )


def remove(w: Writer, rows: Iterable[tuple[int, str, str, str]]) -> None:
    """Take stories out, given what they were indexed with."""
    w.run_many(
        "INSERT INTO story_index (story_index, rowid, title, author, text) VALUES ('delete', ?, ?, ?, ?)",
        [(story_id, words(title), words(author), words(text)) for story_id, title, author, text in rows],
    )


def replace(w: Writer, story_id: int, old: tuple[str, str, str], new: tuple[str, str, str]) -> None:
    """Index a story anew; nothing is done when its words are the same."""
    if old != new:
        remove(w, [(story_id, *old)])
        add(w, [(story_id, *new)])


def mend(raw: sqlite3.Connection) -> None:
    """Make the index anew from stories and bodies if it is damaged: minutes. ``raw`` is in no transaction."""
    try:
        raw.execute("INSERT INTO story_index (story_index) VALUES ('integrity-check')")
    except sqlite3.DatabaseError as fault:
        if faults.primary_code(fault) not in faults.DAMAGED:
            raise
    else:
        return
    raw.execute("BEGIN IMMEDIATE")
    try:
        build(raw)
        raw.execute("COMMIT")
    except BaseException:
        if raw.in_transaction:
            raw.execute("ROLLBACK")
        raise


def build(raw: sqlite3.Connection) -> None:
    """Index all stories anew, in the transaction that ``raw`` is in: minutes."""
    raw.execute("INSERT INTO story_index (story_index) VALUES ('delete-all')")
    rows = raw.execute(
        "SELECT s.id, s.title, s.author, b.html_size, b.packed FROM stories s JOIN bodies b ON b.story_id = s.id"
    )
    for story_id, title, author, size, packed in rows:
        text = codec.unpack_text(size, packed)
        raw.execute(_ADD, (story_id, words(title), words(author), words(text)))
