"""What a row says of the duplicates folded under it. Pure; any thread."""

from __future__ import annotations

from dataclasses import dataclass

from newsreader.text.numbers import grouped


@dataclass(frozen=True, slots=True)
class Fold:
    """How many are folded, of which publications, whether any is unread, and whether they are shown at the moment."""

    count: int
    names: tuple[str, ...]
    unread: bool
    open: bool

    @property
    def spoken(self) -> str:
        """For a screen reader."""
        return f"{grouped(self.count)} more of the same event, {'shown' if self.open else 'folded'}"
