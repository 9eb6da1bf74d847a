"""Whether a text holds words too long for a line. Standard library only; pure; any thread."""

from __future__ import annotations


def has_longer_word(text: str, limit: int) -> bool:
    """Whether more than ``limit`` characters stand between two spaces of ``text``, or before or after one.

    Leaps as far as the next space may be away, so that it hardly costs more than the words are long.
    """
    space = -1
    while len(text) - space > limit + 1:
        space = text.rfind(" ", space + 1, space + limit + 2)
        if space < 0:
            return True
    return False
