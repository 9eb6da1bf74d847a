"""The look of the program: one of four themes from the token table, as palette, style sheet, icons and fonts.

Main thread only. Widgets take a ``Theme`` as argument, ask it for what they paint with at every paint (so that a change
needs only an update), and connect to ``changed`` where they keep something made from it.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPixmap
from PySide6.QtWidgets import QApplication

from newsreader.ui.theming.fonts import Fonts
from newsreader.ui.theming.glyphs import GlyphSheet
from newsreader.ui.theming.icons import IconStore, LineIcon
from newsreader.ui.theming.palette import make_palette
from newsreader.ui.theming.stylesheet import make_style_sheet
from newsreader.ui.theming.tokens import load_tokens

if TYPE_CHECKING:
    from newsreader.ui.site_icons import SiteIcon

SYSTEM = "system"
_TILES = (
    "#7D4C9A", "#2C7A57", "#B0512C", "#8F2420", "#22527E", "#11708A", "#4E5A9C", "#456417",
    "#9B3A63", "#6A5030", "#736200", "#1C6E6C", "#5B418F", "#9C4330", "#31608C", "#54701F",
)  # fmt: skip
"""Grounds of letter tiles, the same in every theme: white letters are readable on all, and no two look alike."""


class Theme(QObject):
    """The theme in use. ``choice`` is what the person chose (``system``, ``light``, ``sepia``, ``dark``, ``contrast``),
    ``name`` the theme that is drawn. ``changed`` fires after palette and style sheet were set."""

    changed = Signal()

    def __init__(self, app: QApplication, choice: str = SYSTEM, motion: str = SYSTEM) -> None:
        super().__init__(app)
        self._app = app
        self.motion = motion
        self._themes = load_tokens()
        self._system_font = app.font()
        self.fonts = Fonts(self._system_font)
        self._icons = IconStore()
        self._site_icon: Callable[[str], SiteIcon | None] = lambda _title: None
        self._glyphs = GlyphSheet(self._icons)
        self.tiles: dict[Hashable, QPixmap] = {}
        """The tiles of feeds that were drawn, by all that their look depends on; ``paint_tile`` fills it."""
        self.choice = choice if choice in self._themes else SYSTEM
        self.tokens = self._themes[self._resolved()]
        app.setStyle("Fusion")
        app.setFont(self.fonts.interface())
        self._apply()
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._follow_system)
        hints.accessibility().contrastPreferenceChanged.connect(self._follow_system)

    @property
    def name(self) -> str:
        """The theme that is drawn: ``light``, ``sepia``, ``dark`` or ``contrast``."""
        return self.tokens.name

    @property
    def dark(self) -> bool:
        """True when the grounds are dark."""
        return self.tokens.dark

    def choose(self, choice: str) -> None:
        """Draw everything in the theme ``choice`` from now on. Raises KeyError for a name that is none."""
        if choice != SYSTEM and choice not in self._themes:
            raise KeyError(choice)
        self.choice = choice
        self._follow_system()

    # -- what widgets paint with ---------------------------------------------------------------------------------

    def color(self, token: str) -> QColor:
        """The colour of a token of the table; a tint has its alpha. Raises KeyError."""
        colour = self.tokens[token]
        return QColor(colour.red, colour.green, colour.blue, round(colour.alpha * 255))

    def over(self, tint: str, ground: str) -> QColor:
        """The opaque colour of the token ``tint`` laid over the token ``ground``."""
        return QColor(self.tokens.over(tint, ground).hex)

    def css(self, token: str) -> str:
        """The colour of a token as style sheets and HTML take it."""
        return self.tokens[token].css

    def icon(self, name: str, token: str = "secondary") -> QIcon:
        """The line icon ``resources/icons/<name>.svg`` in the colour of ``token``, sharp at every size and scale.

        It follows later changes of the theme by itself and has a disabled look.
        """
        return QIcon(LineIcon(self, name, token))

    def pixmap(self, name: str, token: str = "secondary", size: int = 20, ratio: float = 1.0) -> QPixmap:
        """The line icon as a pixmap ``size`` logical pixels square, for painting in a delegate.

        ``ratio`` is the device pixel ratio of what is painted on.
        """
        return self._icons.pixmap(name, self.tokens[token].hex, size, ratio)

    def font(self, px: float = 13.0, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        """The interface face at ``px`` design pixels."""
        return self.fonts.interface(px, weight)

    def px(self, size: float) -> int:
        """``size`` design pixels scaled with the text, for heights that hold text."""
        return round(size * self.fonts.scale)

    def tile_color(self, title: str) -> QColor:
        """The ground of a feed's letter tile: stable for a title, dark enough for white letters in every theme."""
        return QColor(_TILES[zlib.crc32(title.casefold().encode()) % len(_TILES)])

    def use_site_icons(self, find: Callable[[str], SiteIcon | None]) -> None:
        """Take the icons of sites from ``find``, which has the title of a feed."""
        self._site_icon = find

    def site_icon(self, title: str) -> SiteIcon | None:
        """What stands in place of the letter tile of the feed ``title``, None for the tile."""
        return self._site_icon(title)

    @property
    def reduced_motion(self) -> bool:
        """True when nothing should move or fade: widgets then show and hide at once (setting ``look.motion``)."""
        if self.motion != SYSTEM:
            return self.motion == "off"
        from PySide6.QtWidgets import QStyle  # not above: its tables cost the first paint some milliseconds

        return self._app.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) == 0

    # -- following -----------------------------------------------------------------------------------------------

    def _resolved(self) -> str:
        if self.choice != SYSTEM:
            return self.choice
        hints = QGuiApplication.styleHints()
        if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
            return "contrast"
        return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"

    def _follow_system(self, *_args: object) -> None:
        name = self._resolved()
        if name != self.tokens.name:
            self.tokens = self._themes[name]
            self._apply()
            self.changed.emit()

    def _apply(self) -> None:
        """Set palette and style sheet of the whole program."""
        self._app.setPalette(make_palette(self.tokens))
        self._glyphs.use(self.tokens)
        self._app.setStyleSheet(make_style_sheet(self.tokens, self.fonts.scale))
