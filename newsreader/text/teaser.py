"""The teaser rule: how a story's text is cut for lists and briefs. Pure; standard library only; any thread."""

from __future__ import annotations

import re

from newsreader.text.graphemes import boundary_at_or_before, is_boundary

LIMIT = 265
_DOTS = "..."
# Scripts that put no space between words: Han and kana with their punctuation, Thai, Lao, Tibetan, Myanmar, Khmer,
# Tai, Javanese and the like. (Hangul uses spaces.)
_SPACELESS = re.compile(
    "[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aad\u2e80-\u312f\u31a0-\u4dbf\u4e00-\ua4cf"
    "\ua980-\ua9df\uaa60-\uaa7f\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff9f\U00016fe0-\U00018aff\U0001aff0-\U0001b2ff"
    "\U00020000-\U0003ffff]"
)


def teaser(text: str, limit: int = LIMIT) -> str:
    """``text`` cut to at most ``limit`` code points, with ``...`` after it when something was cut off.

    White space is folded first. The cut is at the last word boundary at or before ``limit``; scripts without spaces,
    and a first word that is longer than the limit, are cut between grapheme clusters. Only white space is dropped
    before the dots. A text that fits is returned whole.
    """
    head = _folded_head(text, limit)
    if len(head) <= limit:
        return head
    return head[: _cut(head, limit)].rstrip() + _DOTS


def _folded_head(text: str, limit: int) -> str:
    """The start of ``text``, folded: more than ``limit`` characters, or all there are."""
    size = limit + limit // 8  # most texts are folded, so that little more than what is shown is enough
    folded = " ".join(text[:size].split())
    while size < len(text) and len(folded) <= limit:
        size *= 4
        folded = " ".join(text[:size].split())
    return folded


def _cut(text: str, limit: int) -> int:
    space = text.rfind(" ", 1, limit + 1)
    if space > 0 and is_boundary(text, space) and not _SPACELESS.search(text, space, limit + 1):
        return space
    for index in range(limit, 0, -1):
        if _word_boundary(text, index) and is_boundary(text, index):
            return index
    return boundary_at_or_before(text, limit)


def _word_boundary(text: str, index: int) -> bool:
    before, after = text[index - 1], text[index]
    return after == " " or before == " " or bool(_SPACELESS.match(before) or _SPACELESS.match(after))
