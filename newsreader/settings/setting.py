"""What a setting is: how it is stored, what it may be, what a person reads about it. Pure, standard library only."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal, NamedTuple

SettingValue = bool | int | float | str
SettingType = Literal["bool", "int", "float", "text", "choice", "list", "folder"]
"""How a value is edited. ``list`` is a text of words separated by commas, ``folder`` the path of one."""


class Choice(NamedTuple):
    """One value of a setting of type ``choice``, and the words a person sees for it."""

    value: str
    label: str


class Group(NamedTuple):
    """A page of the preferences. ``key`` is the first part of the keys of its settings."""

    key: str
    label: str


class Need(NamedTuple):
    """Another setting, and the values of it with which a setting that needs it is used."""

    key: str
    values: tuple[SettingValue, ...]


class Setting(NamedTuple):
    """One setting: how it is stored, what it may be, and what a person reads about it.

    ``key`` is ``group.name``. ``doc`` is one or two plain sentences. ``minimum`` and ``maximum`` bound numbers, both
    included, in ``unit``; ``zero`` is what 0, or no text, means in words. ``restart`` tells that a change
    shows only after the next start. ``hidden`` keeps it out of the preferences: it is set where it is used, or nothing
    reads it yet. ``need`` is what must be chosen elsewhere for it to be used; its value is kept in any case.
    """

    key: str
    type: SettingType
    default: SettingValue
    doc: str
    label: str
    group: str
    choices: tuple[Choice, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    unit: str = ""
    zero: str = ""
    restart: bool = False
    hidden: bool = False
    need: Need | None = None

    def used(self, get: Callable[[str], SettingValue]) -> bool:
        """True when something reads it, the values of the settings being those that ``get`` gives for their keys."""
        return self.need is None or get(self.need.key) in self.need.values

    def accepts(self, value: object) -> bool:
        """True when ``value`` has this setting's type and lies within its bounds or choices."""
        match self.type:
            case "bool":
                return isinstance(value, bool)
            case "int":
                return isinstance(value, int) and not isinstance(value, bool) and self._within(value)
            case "float":
                numeric = isinstance(value, int | float) and not isinstance(value, bool)
                return numeric and self._within(float(value))  # type: ignore[arg-type]
            case "choice":
                return any(choice.value == value for choice in self.choices)
            case "text" | "list" | "folder":
                return isinstance(value, str) and len(value) <= 4096 and value.isprintable()

    def read(self, text: str) -> SettingValue:
        """The value that ``text``, typed in a terminal, means. Raises ValueError with a plain sentence if none."""
        value: SettingValue = text
        match self.type:
            case "bool":
                words = {"true": True, "yes": True, "on": True, "1": True}
                words |= {"false": False, "no": False, "off": False, "0": False}
                if text.strip().lower() not in words:
                    raise ValueError(f"{self.key} is on or off.")
                value = words[text.strip().lower()]
            case "int" | "float":
                try:
                    value = int(text) if self.type == "int" else float(text)
                except ValueError:
                    raise ValueError(f"{self.key} is a number.") from None
        if not self.accepts(value):
            raise ValueError(f"{self.key} is {self.allowed()}.")
        return value

    def allowed(self) -> str:
        """What it may be, in words: ``one of light, dark`` or ``a number from 10 to 40``."""
        if self.type == "bool":
            return "on or off"
        if self.choices:
            return "one of " + ", ".join(choice.value for choice in self.choices)
        if self.type in ("int", "float"):
            whole = "a whole number" if self.type == "int" else "a number"
            return f"{whole} from {self.minimum:g} to {self.maximum:g}"
        return "a line of text"

    def _within(self, number: float) -> bool:
        if not math.isfinite(number):
            return False
        low = self.minimum is None or number >= self.minimum
        return low and (self.maximum is None or number <= self.maximum)
