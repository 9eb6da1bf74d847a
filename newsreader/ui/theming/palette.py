"""The QPalette of a theme: every role of every group, so that no part is drawn in the platform's own colours."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette

from newsreader.ui.theming.tokens import Tokens

_Role = QPalette.ColorRole

_ROLES = {
    _Role.Window: "paper",
    _Role.WindowText: "text",
    _Role.Base: "paper",
    _Role.AlternateBase: "side",
    _Role.Text: "text",
    _Role.Button: "paper",
    _Role.ButtonText: "text",
    _Role.BrightText: "text",
    _Role.PlaceholderText: "secondary",
    _Role.ToolTipBase: "tooltip",
    _Role.ToolTipText: "tooltip-text",
    _Role.Link: "link",
    _Role.LinkVisited: "link",
    _Role.Light: "raised",
    _Role.Midlight: "side",
    _Role.Mid: "rule",
    _Role.Dark: "edge",
    _Role.Shadow: "edge",
    _Role.HighlightedText: "text",
    _Role.Accent: "accent",
}
_DISABLED = (_Role.WindowText, _Role.Text, _Role.ButtonText, _Role.HighlightedText, _Role.PlaceholderText)


def make_palette(tokens: Tokens) -> QPalette:
    """The palette of ``tokens``. Selected text stands on the selection tint, laid over paper."""
    palette = QPalette()
    for role, token in _ROLES.items():
        palette.setColor(role, QColor(tokens[token].hex))
    palette.setColor(_Role.Highlight, QColor(tokens.over("selection", "paper").hex))
    for role in _DISABLED:
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens["disabled"].hex))
    return palette
