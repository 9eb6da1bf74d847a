"""The token table: every colour the program paints with, read from ``resources/theme/tokens.json``.

Pure and without Qt, so that the reader's style and the contrast tests use the same figures as the window.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from newsreader.resources import resource_text

TABLE = "theme/tokens.json"


class Colour(NamedTuple):
    """An sRGB colour: channels 0-255, ``alpha`` 0-1 (a tint to be laid over a ground)."""

    red: int
    green: int
    blue: int
    alpha: float = 1.0

    @property
    def hex(self) -> str:
        """``#RRGGBB``, without the alpha."""
        return f"#{self.red:02X}{self.green:02X}{self.blue:02X}"

    @property
    def css(self) -> str:
        """As style sheets and HTML take it: ``#RRGGBB`` or ``rgba(r, g, b, a)`` with a 0-255 alpha (Qt's form)."""
        if self.alpha >= 1.0:
            return self.hex
        return f"rgba({self.red}, {self.green}, {self.blue}, {round(self.alpha * 255)})"

    def over(self, ground: Colour) -> Colour:
        """This colour laid over an opaque ``ground``."""
        mix = [
            round(top * self.alpha + bottom * (1 - self.alpha))
            for top, bottom in (
                (self.red, ground.red),
                (self.green, ground.green),
                (self.blue, ground.blue),
            )
        ]
        return Colour(*mix)

    @property
    def luminance(self) -> float:
        """Relative luminance, 0-1 (WCAG 2.2, definition of relative luminance)."""
        linear = [_linear(channel / 255) for channel in (self.red, self.green, self.blue)]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of two opaque colours, 1-21 (WCAG 2.2, success criterion 1.4.3)."""
    light, dark = sorted((one.luminance, other.luminance), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one theme by name; ``dark`` tells whether its grounds are dark."""

    name: str
    dark: bool
    colours: Mapping[str, Colour]

    def __getitem__(self, token: str) -> Colour:
        """The colour of ``token``. Raises KeyError for a name the table does not have."""
        return self.colours[token]

    def over(self, tint: str, ground: str) -> Colour:
        """The opaque colour of the token ``tint`` laid over the token ``ground``."""
        return self.colours[tint].over(self.colours[ground])


def load_tokens(table: str | None = None) -> dict[str, Tokens]:
    """All themes by name, in the order of the table (JSON text, by default the one that ships with the program)."""
    raw = json.loads(table if table is not None else resource_text(TABLE))
    return {name: _theme(name, values) for name, values in raw.items()}


def _theme(name: str, values: Mapping[str, str | bool]) -> Tokens:
    texts = {token: value for token, value in values.items() if isinstance(value, str)}
    return Tokens(
        name, bool(values["dark"]), {token: _colour(value, texts) for token, value in texts.items()}
    )


def _colour(value: str, texts: Mapping[str, str]) -> Colour:
    """``#RRGGBB``, or ``token NN%``: the colour of another token as a tint."""
    if value.startswith("#"):
        return Colour(int(value[1:3], 16), int(value[3:5], 16), int(value[5:7], 16))
    token, share = value.split()
    base = _colour(texts[token], texts)
    return Colour(base.red, base.green, base.blue, int(share.rstrip("%")) / 100)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
