"""The look of the page: a theme and a person's choices turned into the style sheet that QTextDocument reads.

Main thread (fonts). Only what QTextDocument knows is used: classes, margins, borders of cells; line heights as a
minimum, since it would multiply the height of pictures too.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QFont, QFontMetricsF

from newsreader.ui.theme import Theme

SMALLEST, LARGEST = 10, 40
_SAMPLE = "It was read slowly, by the window, on a Sunday; nobody asked about the time, and the tea went cold again."
"""A line of usual English: its average letter is narrower than QFontMetrics' average character."""


@dataclass(frozen=True, slots=True)
class ReaderLook:
    """What a person chose for the page: ``size`` in pixels of the design grid, ``width`` in characters a line.

    ``font`` is a family by its name, ``""`` for our own list of serif or sans faces.
    """

    serif: bool = True
    font: str = ""
    size: int = 18
    width: int = 72
    line_height: float = 1.45


@dataclass(frozen=True, slots=True)
class ReaderStyle:
    """Everything a document is built with. ``column`` is the widest line in logical pixels, ``letter`` the average
    width of a letter; ``quiet`` are families for meta and captions, as CSS writes them."""

    font: QFont
    css: str
    column: int
    letter: float
    scale: float
    look: ReaderLook
    theme: str

    def px(self, size: float) -> int:
        """``size`` pixels of the 18 px page in pixels of this one."""
        return max(1, round(size * self.scale))


def reader_style(theme: Theme, look: ReaderLook) -> ReaderStyle:
    """The style for a theme and a person's choices."""
    font = theme.fonts.reader(look.size, serif=look.serif)
    if look.font:
        font.setFamilies([look.font, *font.families()])
    metrics = QFontMetricsF(font)
    letter = metrics.horizontalAdvance(_SAMPLE) / len(_SAMPLE)
    scale = look.size * theme.fonts.scale / 18
    css = _css(theme, look, scale, [str(family) for family in theme.fonts.interface().families()])
    return ReaderStyle(font, css, round(letter * look.width), letter, scale, look, theme.name)


def _css(theme: Theme, look: ReaderLook, scale: float, interface: list[str]) -> str:
    def px(size: float) -> int:
        return max(1, round(size * scale))

    def line(size: float, factor: float = look.line_height) -> str:
        return f"line-height:{round(size * scale * factor)}px;-qt-line-height-type:minimum;"

    def fixed(size: float, factor: float) -> str:
        return (
            f"font-size:{px(size)}px;line-height:{round(size * scale * factor)}px;-qt-line-height-type:fixed;"
        )

    secondary, rule, code = (theme.css(name) for name in ("secondary", "rule", "code"))
    accent, link, quote = theme.css("accent"), theme.css("link"), theme.css("quote")
    quiet = "font-family:" + ",".join(f"'{family}'" for family in interface) + ";"
    mono = "font-family:" + ",".join(f"'{family}'" for family in theme.fonts.mono().families()) + ";"
    body = line(18)
    return f"""
a {{ color:{link}; text-decoration:none; }}
p {{ {body} margin:{px(16)}px 0 0 0; }}
p.f, p.c, li.f {{ margin-top:0; }}
p.i {{ margin-top:{px(8)}px; }}
p.k {{ {quiet} font-size:{px(12)}px; font-weight:600; color:{accent}; margin:0 0 {px(8)}px 0; {line(12, 1.4)} }}
p.t {{ {fixed(28, 1.2)} font-weight:700; margin:0; }}
p.m {{ {quiet} font-size:{px(13)}px; color:{secondary}; margin:{px(10)}px 0 {px(20)}px 0; {line(13, 1.4)} }}
p.cap {{ {quiet} font-size:{px(12.5)}px; color:{secondary}; margin:{px(8)}px 0 {px(2)}px 0; {line(12.5, 1.4)} }}
p.pic {{ font-size:1px; line-height:1px; -qt-line-height-type:minimum; margin:{px(18)}px 0 0 0; }}
p.picf {{ font-size:1px; line-height:1px; -qt-line-height-type:minimum; margin:0; }}
p.h1 {{ font-size:{px(23)}px; font-weight:700; {line(23, 1.3)} margin:{px(30)}px 0 0 0; }}
p.h2 {{ font-size:{px(21)}px; font-weight:700; {line(21, 1.3)} margin:{px(28)}px 0 0 0; }}
p.h3 {{ font-size:{px(19)}px; font-weight:700; {line(19, 1.3)} margin:{px(24)}px 0 0 0; }}
p.h4 {{ font-weight:700; margin:{px(20)}px 0 0 0; }}
p.dt {{ font-weight:700; }}
p.dd {{ margin-top:{px(4)}px; margin-left:{px(26)}px; }}
p.hr {{ font-size:1px; line-height:1px; -qt-line-height-type:fixed; background-color:{rule};
        margin:{px(26)}px 0 {px(10)}px 0; }}
p.end {{ {quiet} font-size:{px(13)}px; color:{secondary}; margin:{px(6)}px 0 0 0; {line(13, 1.4)} }}
ul, ol {{ margin:{px(14)}px 0 0 0; }}
ul.n, ol.n {{ margin:{px(4)}px 0 0 0; }}
li {{ {body} margin:{px(6)}px 0 0 0; }}
td.q {{ border-left:3px solid {quote}; padding:0 0 0 {px(16)}px; color:{secondary}; }}
td.qr {{ border-right:3px solid {quote}; padding:0 {px(16)}px 0 0; color:{secondary}; }}
td.code {{ background-color:{code}; padding:{px(12)}px {px(14)}px; }}
p.code {{ {mono} font-size:{px(14.5)}px; white-space:pre-wrap; margin:0; {line(14.5, 1.45)} }}
span.code {{ {mono} font-size:{px(15.5)}px; background-color:{code}; }}
span.small {{ font-size:{px(15)}px; }}
span.mark {{ background-color:{theme.css("highlight")}; }}
th {{ {quiet} font-size:{px(13)}px; font-weight:600; border-bottom:1px solid {secondary};
      padding:{px(6)}px {px(12)}px {px(6)}px 0; }}
td.t {{ {quiet} font-size:{px(14)}px; border-bottom:1px solid {rule}; padding:{px(7)}px {px(12)}px {px(7)}px 0; }}
td.tr {{ {quiet} font-size:{px(14)}px; border-bottom:1px solid {rule}; padding:{px(7)}px 0 {px(7)}px {px(12)}px; }}
th.hr {{ padding:{px(6)}px 0 {px(6)}px {px(12)}px; }}
td.card {{ {quiet} font-size:{px(13)}px; color:{secondary}; background-color:{code}; padding:{px(12)}px {px(14)}px; }}
"""
