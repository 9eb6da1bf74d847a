"""The faces of the program and their sizes. Main thread, after QGuiApplication exists."""

from __future__ import annotations

import threading

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QGuiApplication

INTERFACE_FACES = ("Noto Sans",)
READER_SERIF = ("Charter", "Georgia", "Noto Serif", "DejaVu Serif")
READER_SANS = ("Noto Sans", "DejaVu Sans")
MONO = ("Noto Sans Mono", "DejaVu Sans Mono", "Consolas", "Menlo")

_POINTS_PER_INCH = 72
_USUAL_POINTS = 11.0
"""Systems set their interface between 9 and 11 points; only a larger size is a wish for larger text."""


class Fonts:
    """Makes fonts in pixels of the 13 px design grid, scaled as the system's own interface font is."""

    def __init__(self, system: QFont) -> None:
        screen = QGuiApplication.primaryScreen()
        self._dpi = screen.logicalDotsPerInchY() if screen is not None else 96.0
        self._family = system.family()
        points = system.pointSizeF()
        self.scale = max(1.0, points / _USUAL_POINTS) if points > 0 else 1.0

    def read_ahead(self) -> None:
        """Let the system look up its fonts meanwhile, on another thread: else the first text would wait for that."""
        fonts = [self.interface(weight=weight) for weight in (QFont.Weight.Normal, QFont.Weight.DemiBold)]

        def measure() -> None:
            for font in fonts:
                QFontMetricsF(font).horizontalAdvance("A")

        threading.Thread(target=measure, name="fonts", daemon=True).start()

    def interface(self, px: float = 13.0, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        """The interface face at ``px`` design pixels (fractions count)."""
        return self._font((*INTERFACE_FACES, self._family, "DejaVu Sans"), px, weight)

    def reader(
        self, px: float = 18.0, weight: QFont.Weight = QFont.Weight.Normal, *, serif: bool = True
    ) -> QFont:
        """The reading face at ``px`` design pixels."""
        return self._font(READER_SERIF if serif else (*READER_SANS, self._family), px, weight)

    def mono(self, px: float = 13.0) -> QFont:
        """A face of one width, for addresses and code."""
        font = self._font((*MONO, QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()), px)
        font.setStyleHint(QFont.StyleHint.Monospace)
        return font

    def _font(self, faces: tuple[str, ...], px: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        font = QFont(list(dict.fromkeys(face for face in faces if face)))
        font.setPointSizeF(px * self.scale * _POINTS_PER_INCH / self._dpi)
        font.setWeight(weight)
        return font
