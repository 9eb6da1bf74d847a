"""The words of the index that begin as a word does.

FTS5 can look for the beginning of a word by itself (``"gover" *``), but then it first gathers every hit of every such
word: 20 ms and more before the first story, where a common word is among them. Whole words joined by OR it walks
through, hit by hit, only as far as is asked.
"""

from __future__ import annotations

from newsreader.store.transactions import Reader

_MOST = 150
_SHORT = 3  # the index keeps beginnings of two and three characters as words of their own (prefix = '2 3')
_AFTER = "\x01"  # comes before anything that a word could go on with


def completions(r: Reader, beginning: str) -> list[str]:
    """The words of the index that begin with ``beginning`` (small ASCII letters and digits), in their order.

    Nothing when there are many, or when FTS5 has a list of them itself.
    """
    if len(beginning) <= _SHORT:
        return []
    r.raw.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.story_words USING fts5vocab ('main', 'story_index', 'instance')"
    ).close()
    found: list[str] = []
    start = beginning
    # One word at a time: going on to the next row instead would go through all hits of a word.
    while rows := r.rows("SELECT term FROM story_words WHERE term >= ? LIMIT 1", (start,)):
        word = rows[0][0]
        if not word.startswith(beginning):
            break
        if len(found) == _MOST:
            return []
        found.append(word)
        start = word + _AFTER
    return found
