"""The style sheet of a theme, from ``resources/theme/window.qss`` and the token table."""

from __future__ import annotations

import re

from newsreader.resources import resource_text
from newsreader.ui.theming.glyphs import glyph_folder
from newsreader.ui.theming.tokens import Tokens

_PLACE = re.compile(r"@([a-z][a-z-]*)(?:/([a-z]+))?@|\b(\d+)dp(/2)?(?:([+-]\d+)px)?\b")


def make_style_sheet(tokens: Tokens, scale: float, template: str | None = None) -> str:
    """The style sheet in the colours of ``tokens``.

    In the template ``@token@`` is a colour, ``@tint/ground@`` a tint laid over a ground, ``12dp`` a length that grows
    with the text (``scale``), ``12dp-2px`` one less what a thicker border takes, ``16dp/2+1px`` half of one and its
    border (a radius beyond half makes corners), and ``@glyphs@`` the folder of the theme's glyphs. Raises KeyError for
    an unknown token.
    """

    def fill(match: re.Match[str]) -> str:
        token, ground, length, half, more = match.groups()
        if length:
            grown = round(int(length) * scale)
            return f"{(grown // 2 if half else grown) + int(more or 0)}px"
        if token == "glyphs":
            return f":/{glyph_folder(tokens.name)}"
        return tokens.over(token, ground).hex if ground else tokens[token].css

    return _PLACE.sub(fill, template if template is not None else resource_text("theme/window.qss"))
