"""Numbers in sentences: the one way in which the window and the command line write them. Pure; any thread."""

from __future__ import annotations


def grouped(number: int) -> str:
    """``1,312``: digits in groups of three, as the sentences around it are English."""
    return f"{number:,}"


def counted(number: int, one: str, many: str = "") -> str:
    """``1 feed``, ``1,312 feeds``; ``many`` is for words whose plural is not made with an s."""
    return f"{grouped(number)} {one if number == 1 else many or one + 's'}"
