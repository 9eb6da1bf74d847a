"""Loads and makes the controllers a piece at a time, so that the window gets its turn in between. Main thread."""

from __future__ import annotations

from collections.abc import Generator
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from newsreader.ui.content import Content
    from newsreader.ui.controllers import Controllers
    from newsreader.ui.main_window import MainWindow

_LOADED_APART = (
    "domain.jobs", "domain.events", "domain.briefs", "domain.contacts", "text.graphemes", "text.teaser",
    "text.markdown", "ui.reader.frames", "ui.reader.style", "ui.reader.paper", "ui.reader.html_adapter",
    "ui.reader.document", "ui.reader.prepared", "ui.reader.downloads", "ui.reader.page_menu", "ui.reader.pane",
    "ui.briefs.rows", "ui.briefs.model", "ui.briefs.view", "ui.briefs.pane", "ui.briefs.control",
    "ui.briefs.card_desk", "ui.follow", "ui.story_deeds", "ui.morning.control", "ui.site_icons",
    "ui.notifications", "ui.keeping", "ui.tray", "ui.feed_commands",
)  # fmt: skip
"""What takes longest to load of all that ``controllers`` imports, each after what it needs itself."""


def in_pieces(window: MainWindow, content: Content, whole: QWidget) -> Generator[None, None, Controllers]:
    """Load and make the controllers of ``window``; each step takes a few milliseconds."""
    for name in _LOADED_APART:
        import_module(f"newsreader.{name}")
        yield
    # Loaded here, not above: the first list is painted before.
    from newsreader.ui.briefs.pane import BriefsPane
    from newsreader.ui.controllers import Controllers
    from newsreader.ui.reader.pane import ReaderPane

    yield
    reader = ReaderPane(window.theme, window.jobs, opener=content.door)
    yield
    briefs = BriefsPane(window.theme)
    yield
    return Controllers(window, content, whole, reader, briefs)
