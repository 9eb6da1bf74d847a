"""Where the add-feed dialog is, and what its buttons say and allow there. Pure; any thread."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from newsreader.text.numbers import counted

_REMEDIES = {
    "again": "Try again",
    "login": "Log in",
    "front": "Try the front page",
    "browse": "Search the catalogue",
    "import": "Import the list",
}
"""What the button that takes Enter says after a fault: the one action that helps (see ``advice``)."""


class Stage(Enum):
    """``IDLE``: an address is being typed. ``FAULT``: something did not go, and one action may help."""

    IDLE = auto()
    SEARCHING = auto()
    FOUND = auto()
    FAULT = auto()
    ADDING = auto()


@dataclass(frozen=True, slots=True)
class Situation:
    """All that the buttons depend on.

    ``browsing`` tells that the catalogue is shown, with ``browsed`` feeds checked there; ``chosen`` counts the checked
    candidates, ``can_be_had`` tells that some are not subscribed yet, ``already`` that one is; ``action`` is what the
    fault offers (see ``advice``), ``login`` that a password was typed, ``typed`` that there is an address.
    """

    stage: Stage
    browsing: bool = False
    browsed: int = 0
    chosen: int = 0
    can_be_had: bool = False
    already: bool = False
    action: str = ""
    login: bool = False
    typed: bool = False

    @property
    def busy(self) -> bool:
        """Whether a job is under way."""
        return self.stage in (Stage.SEARCHING, Stage.ADDING)

    @property
    def shows_folder(self) -> bool:
        """Whether there is something to put into a folder."""
        return self.browsing or (self.stage in (Stage.FOUND, Stage.ADDING) and self.can_be_had)

    @property
    def go_text(self) -> str:
        """What the button that takes Enter says."""
        if self.browsing:
            return f"Add {counted(self.browsed, 'feed')}" if self.browsed else "Add feeds"
        if self.stage in (Stage.FOUND, Stage.ADDING):
            return (
                "Show it"
                if not self.chosen and self.already
                else f"Add {counted(max(1, self.chosen), 'feed')}"
            )
        if self.stage is Stage.FAULT:
            return _REMEDIES.get(self.action, "Find feeds")
        return "Find feeds"

    @property
    def can_go(self) -> bool:
        """Whether that button does anything."""
        if self.busy:
            return False
        if self.browsing:
            return self.browsed > 0
        if self.stage is Stage.FOUND:
            return self.chosen > 0 or self.already
        if self.stage is Stage.FAULT:
            return self.login if self.action == "login" else bool(self.action)
        return self.typed
