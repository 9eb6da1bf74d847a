"""How the window looks as the settings say: theme, density, text, order of feeds. Actions and panes change the
settings, the settings change the window. Main thread."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject

from newsreader.settings.table import SettingValue
from newsreader.ui.actions import Actions
from newsreader.ui.choices import Choices
from newsreader.ui.feeds.order import Order
from newsreader.ui.feeds.pane import FeedPane
from newsreader.ui.list_options import list_options
from newsreader.ui.reader.pane import ReaderPane
from newsreader.ui.reader.style import ReaderLook
from newsreader.ui.stories.options import ListOptions
from newsreader.ui.stories.pane import StoryPane
from newsreader.ui.theme import Theme

_THEMES = ("system", "light", "sepia", "dark", "contrast")
_DENSITIES = ("comfortable", "compact", "cards")
_GROUPS = ("day", "feed", "none")
_ORDERS = tuple(order.value for order in Order)


class Appearance(QObject):
    """Keeps theme, list and page in step with the settings, and the ticks in the menus with both."""

    def __init__(
        self,
        theme: Theme,
        choices: Choices,
        actions: Actions,
        feeds: FeedPane,
        stories: StoryPane,
        reader: ReaderPane,
    ) -> None:
        super().__init__(stories)
        self._theme = theme
        self._feeds = feeds
        self._choices = choices
        self._actions = actions
        self._stories = stories
        self._reader = reader
        for name in _THEMES:
            actions.on(f"theme.{name}", partial(self._choose, "look.theme", name))
        for name in _DENSITIES:
            actions.on(f"density.{name}", partial(self._choose, "list.density", name))
        for name in _GROUPS:
            actions.on(f"group.{name}", partial(self._choose, "list.group", name))
        for name in _ORDERS:
            actions.on(f"order.{name}", partial(self._choose, "look.feed_order", name))
        actions.on_toggle("list.unread_only", lambda on: self._choose("list.unread_only", on))
        actions.on_toggle(
            "list.oldest_first", lambda on: self._choose("list.sort", "oldest" if on else "newest")
        )
        actions.on("text.larger", reader.zoomIn)
        actions.on("text.smaller", reader.zoomOut)
        actions.on("text.usual", reader.zoomReset)
        stories.optionsChanged.connect(self._list_chosen)
        reader.lookChanged.connect(self._look_chosen)
        reader.themeChosen.connect(lambda name: self._choose("look.theme", name))
        choices.changed.connect(self._follow)
        self._show_list()
        self._show_page()
        self._show_feeds()
        self._tick()

    def _choose(self, key: str, value: SettingValue) -> None:
        self._choices.set(key, value)
        self._tick()

    def _list_chosen(self, options: ListOptions) -> None:
        self._choices.set("list.density", options.density)
        self._choices.set("list.sort", "oldest" if options.oldest_first else "newest")
        self._choices.set("list.unread_only", options.unread_only)
        self._choices.set("list.group", options.group)
        self._choices.set("list.fold_duplicates", options.fold)

    def _look_chosen(self, look: ReaderLook) -> None:
        self._choices.set("reader.size", look.size)
        self._choices.set("reader.face", "serif" if look.serif else "sans")
        self._choices.set("reader.width", look.width)

    def _follow(self, key: str) -> None:
        """A setting changed, wherever that was done."""
        if key == "look.theme":
            self._theme.choose(self._choices.text(key))
        elif key == "look.motion":
            self._theme.motion = self._choices.text(key)
        elif key == "look.feed_order":
            self._show_feeds()
        elif key.startswith("list.") or key.startswith("reader.mark_read"):
            self._show_list()
        elif key == "reader.pictures":
            self._show_list()
            self._show_page()
        elif key.startswith("reader."):
            self._show_page()
        self._tick()

    def _show_list(self) -> None:
        options = list_options(self._choices)
        if options != self._stories.options:
            self._stories.setOptions(options)

    def _show_feeds(self) -> None:
        self._feeds.setOrder(Order(self._choices.text("look.feed_order")))

    def _show_page(self) -> None:
        choices = self._choices
        look = replace(
            self._reader.look,
            serif=choices.text("reader.face") == "serif",
            font=choices.text("reader.font"),
            size=int(choices.number("reader.size")),
            width=int(choices.number("reader.width")),
            line_height=choices.number("reader.line_height"),
        )
        if look != self._reader.look:
            self._reader.setLook(look)
        self._reader.setPictures(choices.text("reader.pictures"))

    def _tick(self) -> None:
        choices = self._choices
        self._actions.check([f"theme.{name}" for name in _THEMES], f"theme.{choices.text('look.theme')}")
        density = f"density.{choices.text('list.density')}"
        self._actions.check([f"density.{name}" for name in _DENSITIES], density)
        group = f"group.{choices.text('list.group')}"
        self._actions.check([f"group.{name}" for name in _GROUPS], group)
        order = f"order.{choices.text('look.feed_order')}"
        self._actions.check([f"order.{name}" for name in _ORDERS], order)
        self._actions["list.unread_only"].setChecked(choices.on("list.unread_only"))
        self._actions["list.oldest_first"].setChecked(choices.text("list.sort") == "oldest")
