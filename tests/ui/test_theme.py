"""The token table, and what is made from it: every text and mark can be read on every ground it stands on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QFile, QSize, Qt
from PySide6.QtGui import QIcon, QImage, QPalette
from PySide6.QtWidgets import QApplication, QLabel

from newsreader.resources import resource_path, resource_text
from newsreader.ui.plain import menu_text, plain_label, plain_tip
from newsreader.ui.theme import Theme
from newsreader.ui.theming.glyphs import GLYPHS, glyph_folder
from newsreader.ui.theming.stylesheet import make_style_sheet
from newsreader.ui.theming.tokens import Colour, Tokens, contrast, load_tokens
from newsreader.ui.tiles import initial

_THEMES = load_tokens()
_PLAIN = ("paper", "side", "raised")
_TINTS = ("selection", "hover", "pressed")
_ICONS = resource_path("icons")


def _grounds(tokens: Tokens) -> Iterator[tuple[str, Colour]]:
    for ground in _PLAIN:
        yield ground, tokens[ground]
        for tint in _TINTS:
            yield f"{tint} over {ground}", tokens.over(tint, ground)


@pytest.mark.parametrize("name", _THEMES)
@pytest.mark.parametrize("token", ["text", "secondary"])
def test_text_is_readable_on_every_ground_also_selected(name: str, token: str) -> None:
    tokens = _THEMES[name]
    for ground, colour in _grounds(tokens):
        assert contrast(tokens[token], colour) >= 4.5, ground


@pytest.mark.parametrize("name", _THEMES)
@pytest.mark.parametrize("token", ["accent", "link", "error", "success"])
def test_coloured_text_is_readable_where_it_stands(name: str, token: str) -> None:
    tokens = _THEMES[name]
    grounds = [tokens[ground] for ground in _PLAIN] + [tokens.over("hover", ground) for ground in _PLAIN]
    assert min(contrast(tokens[token], ground) for ground in grounds) >= 4.5


@pytest.mark.parametrize("name", _THEMES)
@pytest.mark.parametrize("token", ["star", "unread", "warning", "focus", "error", "accent"])
def test_marks_are_seen_on_every_ground_also_selected(name: str, token: str) -> None:
    tokens = _THEMES[name]
    for ground, colour in _grounds(tokens):
        assert contrast(tokens[token], colour) >= 3.0, ground


@pytest.mark.parametrize("name", _THEMES)
@pytest.mark.parametrize(
    ("token", "ground"),
    [
        ("accent-text", "accent"),
        ("accent-text", "accent-hover"),
        ("text", "code"),
        ("secondary", "code"),
        ("link", "code"),
        ("text", "notice"),
        ("error", "notice"),
        ("toast-text", "toast"),
        ("toast-accent", "toast"),
        ("tooltip-text", "tooltip"),
        ("text", "highlight"),
        ("secondary", "highlight"),
    ],
)
def test_pairs_of_their_own_are_readable(name: str, token: str, ground: str) -> None:
    tokens = _THEMES[name]
    assert contrast(tokens[token], tokens[ground]) >= 4.5


@pytest.mark.parametrize("name", _THEMES)
def test_the_quote_bar_is_seen(name: str) -> None:
    tokens = _THEMES[name]
    assert contrast(tokens["quote"], tokens["paper"]) >= 3.0


def test_contrast_is_that_of_wcag() -> None:
    assert contrast(Colour(0, 0, 0), Colour(255, 255, 255)) == pytest.approx(21.0)
    assert contrast(Colour(0x76, 0x76, 0x76), Colour(255, 255, 255)) == pytest.approx(4.54, abs=0.01)


def test_all_themes_have_the_same_tokens() -> None:
    names = {frozenset(tokens.colours) for tokens in _THEMES.values()}
    assert len(names) == 1
    assert list(_THEMES) == ["light", "sepia", "dark", "contrast"]


def test_a_tint_is_laid_over_its_ground() -> None:
    assert Colour(0, 0, 0, 0.5).over(Colour(255, 255, 255)) == Colour(128, 128, 128)
    assert Colour(26, 95, 180, 0.12).css == "rgba(26, 95, 180, 31)"


@pytest.mark.parametrize("name", _THEMES)
def test_every_place_of_the_style_sheet_is_filled(name: str) -> None:
    sheet = make_style_sheet(_THEMES[name], 1.5)
    assert "@" not in sheet
    assert not re.search(r"\d+dp", sheet)
    assert "min-height: 45px" in sheet


def test_the_icons_of_menus_and_lists_and_the_boxes_grow_with_the_text() -> None:
    sizes = [
        [int(size) for size in re.findall(r"(?:icon-size:|indicator[^}]*?width:) (\d+)px", sheet)]
        for sheet in (make_style_sheet(_THEMES["light"], scale) for scale in (1.0, 2.0))
    ]
    assert len(sizes[0]) > 8
    assert all(large >= 2 * small for small, large in zip(*sizes, strict=True))


def test_an_unknown_token_is_an_error() -> None:
    with pytest.raises(KeyError):
        make_style_sheet(_THEMES["light"], 1.0, "QWidget { color: @colour-of-magic@; }")


def test_no_role_of_the_palette_is_left_to_the_platform(theme: Theme, qapp: QApplication) -> None:
    palette = qapp.palette()
    assert palette.color(QPalette.ColorRole.Window) == theme.color("paper")
    assert palette.color(QPalette.ColorRole.Text) == theme.color("text")
    highlighted = palette.color(QPalette.ColorRole.Highlight)
    assert highlighted == theme.over("selection", "paper")
    assert qapp.style().name().lower() in ("fusion", "")


def test_choosing_a_theme_changes_everything_at_once(theme: Theme, qapp: QApplication) -> None:
    heard: list[str] = []
    theme.changed.connect(lambda: heard.append(theme.name))
    icon = theme.icon("star", "text")
    light = icon.pixmap(QSize(20, 20)).toImage()
    theme.choose("dark")
    assert heard == ["dark"]
    assert theme.dark
    assert qapp.palette().color(QPalette.ColorRole.Window) == theme.color("paper")
    assert icon.pixmap(QSize(20, 20)).toImage() != light
    with pytest.raises(KeyError):
        theme.choose("mauve")


def test_the_system_is_followed_only_when_asked(theme: Theme, qapp: QApplication) -> None:
    hints = qapp.styleHints()
    theme.choose("sepia")
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.name == "sepia"
    theme.choose("system")
    assert theme.name == ("dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light")


def test_motion_follows_the_setting(theme: Theme) -> None:
    theme.motion = "off"
    assert theme.reduced_motion
    theme.motion = "on"
    assert not theme.reduced_motion


# -- icons ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(_ICONS.glob("*.svg")), ids=lambda path: path.stem)
def test_every_icon_is_a_line_icon_of_ours(path: Path, theme: Theme) -> None:
    source = path.read_text(encoding="utf-8")
    assert 'viewBox="0 0 20 20"' in source
    assert "currentColor" in source
    if not path.stem.startswith("glyph-"):
        assert 'stroke-width="1.5"' in source
    image = theme.pixmap(path.stem, "text", 20, 2.0).toImage()
    assert image.width() == 40
    assert _inked(image)


def test_an_icon_is_sharp_at_two_device_pixels_and_fades_when_disabled(theme: Theme) -> None:
    icon = theme.icon("search", "text")
    sharp = icon.pixmap(QSize(20, 20), 2.0)
    assert (sharp.width(), sharp.devicePixelRatio()) == (40, 2.0)
    assert sharp.toImage() == theme.pixmap("search", "text", 20, 2.0).toImage()
    disabled = icon.pixmap(QSize(20, 20), 1.0, QIcon.Mode.Disabled)
    assert disabled.toImage() == theme.pixmap("search", "disabled", 20, 1.0).toImage()


def test_an_unknown_icon_is_an_error(theme: Theme) -> None:
    with pytest.raises(FileNotFoundError):
        theme.pixmap("no-such-icon")


@pytest.mark.parametrize("size", [16, 22, 24, 32, 48, 64, 128, 256, 512])
def test_the_programs_icon_is_there_in_the_usual_sizes(size: int) -> None:
    image = QImage(str(resource_path(f"icons/app/newsreader-{size}.png")))
    assert (image.width(), image.height()) == (size, size)


def test_the_glyphs_of_the_style_sheet_are_published(theme: Theme) -> None:
    for name in GLYPHS:
        file = QFile(f":/{glyph_folder('light')}/{name}.svg")
        assert file.open(QFile.OpenModeFlag.ReadOnly), name
        text = bytes(file.readAll().data()).decode()
        assert text.startswith("<svg")
        assert theme.tokens[GLYPHS[name][1]].hex in text
    used = set(re.findall(r"@glyphs@/([a-z-]+)\.svg", resource_text("theme/window.qss")))
    assert used <= set(GLYPHS)


# -- tiles and plain text ------------------------------------------------------------------------------------


def test_white_letters_are_readable_on_every_tile(theme: Theme) -> None:
    white = Colour(255, 255, 255)
    for number in range(400):
        colour = theme.tile_color(f"Feed {number}")
        assert contrast(white, Colour(colour.red(), colour.green(), colour.blue())) >= 4.5
    assert theme.tile_color("Harbour") == theme.tile_color("harbour")


@pytest.mark.parametrize(
    ("title", "letter"),
    [("Harbour", "H"), ("The Millrace", "M"), ("  «Ключ»", "К"), ("42 things", "4"), ("", "·"), ("The", "T")],
)
def test_the_letter_of_a_tile(title: str, letter: str) -> None:
    assert initial(title) == letter


def test_foreign_text_is_never_taken_for_html(theme: Theme) -> None:
    title = '<img src="/etc/passwd"><b>bold'
    assert plain_label(title).textFormat() is Qt.TextFormat.PlainText
    assert isinstance(plain_label(title), QLabel)
    assert plain_tip(title) == "<qt>&lt;img src=&quot;/etc/passwd&quot;&gt;&lt;b&gt;bold</qt>"
    assert plain_tip("a\nb") == "<qt>a<br>b</qt>"
    assert plain_tip("") == ""
    assert len(plain_tip("x" * 10_000)) < 700
    assert menu_text("Bread & butter\nnews") == "Bread && butter news"


def _inked(image: QImage) -> bool:
    return any(
        image.pixelColor(x, y).alpha() > 100 for x in range(image.width()) for y in range(image.height())
    )
