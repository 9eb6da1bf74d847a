"""Everything a person can do, in one table: menus, toolbar, context menus, keys, overlay and palette are made from it.

To add an action: a line here, its keys in ``resources/keys.json`` if it has any, and a handler given with ``on``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from newsreader.ui.shortcuts import Keymap, shown_key
from newsreader.ui.theme import Theme


class Spec(NamedTuple):
    """One action. ``menu`` is where it stands (``-`` begins a new part of that menu). ``when`` names what must be
    there for it to make sense, ``""`` for always. ``checkable`` actions tell their state to their handler. ``scope``
    names the pane in which alone its keys work, ``""`` for the whole window."""

    id: str
    text: str
    menu: str
    icon: str = ""
    when: str = ""
    checkable: bool = False
    scope: str = ""
    part: bool = False


FILE, EDIT, VIEW, STORY, FEED, BRIEF, GO, HELP = (
    "File",
    "Edit",
    "View",
    "Story",
    "Feed",
    "Brief",
    "Go",
    "Help",
)
SORT = "Sort feeds"
COPY = "Copy the story"
MENUS = (FILE, EDIT, VIEW, STORY, FEED, BRIEF, GO, HELP)

ACTIONS: tuple[Spec, ...] = (
    Spec("feed.add", "Add feed…", FILE, "plus"),
    Spec("feed.browse", "Browse the catalogue…", FILE, "site"),
    Spec("folder.add", "New folder…", FILE, "folder-add", "library"),
    Spec("opml.import", "Import feeds…", FILE, "import", part=True),
    Spec("opml.export", "Export feeds…", FILE, "export", "feeds"),
    Spec("cache.backup", "Back up everything…", FILE, "backup", "feeds"),
    Spec("cache.restore", "Restore…", FILE, "restore"),
    Spec("event.submit", "Submit an event…", FILE, "calendar-plus", "library", part=True),
    Spec("event.drafts", "Events you submitted", FILE, "calendar", "library"),
    Spec("mail.account", "Mail account…", FILE, "mail", "library"),
    Spec("app.preferences", "Preferences", FILE, "gear", part=True),
    Spec("app.quit", "Quit", FILE, "quit", part=True),
    Spec("edit.undo", "Undo", EDIT, "undo", "undo"),
    Spec("edit.redo", "Redo", EDIT, "redo", "redo"),
    Spec("find.stories", "Search stories", EDIT, "search", part=True),
    Spec("find.page", "Find in this story", EDIT, "", "story"),
    Spec("app.palette", "Find an action, a feed or a setting", EDIT, "command", part=True),
    Spec("view.feeds", "Feeds", VIEW, "pane-left", checkable=True),
    Spec("view.briefs", "Briefs", VIEW, "pane-right", checkable=True),
    Spec("view.menu_bar", "Menu bar", VIEW, checkable=True),
    Spec("theme.system", "Like the system", "Theme", checkable=True),
    Spec("theme.light", "Light", "Theme", checkable=True),
    Spec("theme.sepia", "Sepia", "Theme", checkable=True),
    Spec("theme.dark", "Dark", "Theme", checkable=True),
    Spec("theme.contrast", "High contrast", "Theme", checkable=True),
    Spec("density.comfortable", "Comfortable", "Story list", checkable=True),
    Spec("density.compact", "Compact", "Story list", checkable=True),
    Spec("density.cards", "Cards with pictures", "Story list", checkable=True),
    Spec("list.unread_only", "Unread stories only", "Story list", checkable=True, part=True),
    Spec("list.oldest_first", "Oldest first", "Story list", checkable=True),
    Spec("group.day", "Headings by day", "Story list", checkable=True, part=True),
    Spec("group.feed", "Headings by feed", "Story list", checkable=True),
    Spec("group.none", "No headings", "Story list", checkable=True),
    Spec("order.hand", "By hand", SORT, checkable=True),
    Spec("order.name", "By name", SORT, checkable=True),
    Spec("order.unread", "Most unread first", SORT, checkable=True),
    Spec("order.activity", "Newest story first", SORT, checkable=True),
    Spec("text.larger", "Larger text", VIEW, "text-size", part=True),
    Spec("text.smaller", "Smaller text", VIEW),
    Spec("text.usual", "Usual text size", VIEW),
    Spec("view.full_screen", "Full screen", VIEW, "full-screen", checkable=True, part=True),
    Spec("story.next", "Next story", STORY, "", "stories"),
    Spec("story.previous", "Previous story", STORY, "", "stories"),
    Spec("story.next_unread", "Next unread story", STORY, "next", "stories"),
    Spec("story.previous_unread", "Previous unread story", STORY, "", "stories"),
    Spec("story.page", "Page down, then the next unread story", STORY, "", "stories", part=True),
    Spec("story.page_back", "Page up", STORY, "", "story"),
    Spec("story.open", "Read", STORY, "article", "story"),
    Spec("story.whole", "Whole story or the feed’s text", STORY, "whole-story", "page"),
    Spec("story.pictures", "Show the pictures of this story", STORY, "picture", "page"),
    Spec("story.toggle_read", "Mark read or unread", STORY, "unread", "chosen", part=True),
    Spec("story.toggle_saved", "Save or unsave", STORY, "star", "chosen"),
    Spec("story.mark_above", "Mark all above read", STORY, "mark-above", "chosen"),
    Spec("story.mark_below", "Mark all below read", STORY, "mark-below", "chosen"),
    Spec("story.browser", "Open in the browser", STORY, "open-outside", "chosen", part=True),
    Spec("story.browser_behind", "Open behind this window", STORY, "", "chosen"),
    Spec("story.copy_link", "Copy the link", STORY, "link", "chosen"),
    Spec("story.copy_text", "As text", COPY, "", "page"),
    Spec("story.copy_markdown", "As Markdown", COPY, "", "page"),
    Spec("story.copy_quote", "As a quote with its source", COPY, "quote", "page"),
    Spec("story.share", "Send by e-mail…", STORY, "mail", "page", part=True),
    Spec("story.print", "Print…", STORY, "print", "page"),
    Spec("story.pdf", "Save as PDF…", STORY, "", "page"),
    Spec("story.download", "Download attached files", STORY, "download", "files"),
    Spec("story.compare", "Compare with another publication", STORY, "compare", "compare", part=True),
    Spec("view.mark_read", "Mark all in this list read", FEED, "mark-read", "stories"),
    Spec("feed.refresh", "Refresh this list", FEED, "refresh-one", "feeds", part=True),
    Spec("feed.refresh_all", "Refresh all feeds", FEED, "refresh", "feeds"),
    Spec("feed.stop", "Stop refreshing", FEED, "stop", "fetching"),
    Spec("feed.rename", "Rename", FEED, "edit", "one", part=True),
    Spec("feed.pause", "Pause", FEED, "pause", "feed", checkable=True),
    Spec("feed.properties", "Properties…", FEED, "properties", "own"),
    Spec("feed.remove", "Remove…", FEED, "trash", "own", scope="feeds"),
    Spec("feed.move_up", "Move up", FEED, "", "one", scope="feeds", part=True),
    Spec("feed.move_down", "Move down", FEED, "", "one", scope="feeds"),
    Spec("feed.move_out", "Move out of its folder", FEED, "", "one", scope="feeds"),
    Spec("feed.move_in", "Move into the folder above", FEED, "", "one", scope="feeds"),
    Spec("feed.site", "Open the site", FEED, "site", "one_feed", part=True),
    Spec("feed.copy_address", "Copy the address", FEED, "copy", "one_feed"),
    Spec("briefs.unfold", "Show its sources", BRIEF, "chevron-down", "several", scope="briefs"),
    Spec("briefs.fold", "Hide its sources", BRIEF, "chevron-up", "several", scope="briefs"),
    Spec("briefs.list", "Show all its stories in the list", BRIEF, "all", "several", scope="briefs"),
    Spec("briefs.mark_read", "Mark event read", BRIEF, "mark-read", "brief", scope="briefs", part=True),
    Spec("briefs.dismiss", "Dismiss", BRIEF, "close", "brief", scope="briefs"),
    Spec(
        "briefs.follow",
        "Follow this event",
        BRIEF,
        "follow",
        "brief",
        checkable=True,
        scope="briefs",
        part=True,
    ),
    Spec("briefs.less", "Less of this event", BRIEF, "less", "brief", checkable=True, scope="briefs"),
    Spec(
        "briefs.split",
        "This story is about something else",
        BRIEF,
        "split",
        "brief_source",
        scope="briefs",
        part=True,
    ),
    Spec("briefs.join", "Same event as…", BRIEF, "join", "brief_story", scope="briefs"),
    Spec("go.today", "Today", GO, "today"),
    Spec("go.unread", "Unread", GO, "unread"),
    Spec("go.saved", "Saved", GO, "star"),
    Spec("go.all", "All stories", GO, "all"),
    Spec("feed.next", "Next feed", GO, "", part=True),
    Spec("feed.previous", "Previous feed", GO),
    Spec("go.briefs", "Briefs", GO, "briefs", part=True),
    Spec("go.morning", "Today in brief", GO, "morning"),
    Spec("pane.next", "Next pane", GO),
    Spec("pane.previous", "Previous pane", GO),
    Spec("help.keys", "Keys", HELP, "keyboard"),
    Spec("help.trouble", "Feeds in trouble", HELP, "warning", "feeds"),
    Spec("help.data_folder", "Show the data folder", HELP, "folder"),
    Spec("help.about", "About", HELP, "info", part=True),
)


class Actions(QObject):
    """The QActions of the table, with their keys, and which of them make sense now.

    ``pressed`` fires with the id of every action a person used.
    """

    pressed = Signal(str)

    def __init__(self, theme: Theme, keymap: Keymap, window: QWidget) -> None:
        super().__init__(window)
        self.specs = {spec.id: spec for spec in ACTIONS}
        self.keymap = keymap
        self._window = window
        self._facts: set[str] = set()
        self._handled: set[str] = set()
        self._actions = {spec.id: self._make(theme, spec) for spec in ACTIONS}
        keymap.changed.connect(self._rebind)

    def __getitem__(self, id: str) -> QAction:
        """The QAction ``id``. Raises KeyError."""
        return self._actions[id]

    def on(self, id: str, handler: Callable[[], object]) -> None:
        """Call ``handler`` when a person uses the action ``id``."""
        self._handled.add(id)
        self._actions[id].triggered.connect(lambda _checked=False: self._use(id, handler))

    def on_toggle(self, id: str, handler: Callable[[bool], object]) -> None:
        """Call ``handler`` with its new state when a person uses the checkable action ``id``."""
        self._handled.add(id)
        self._actions[id].triggered.connect(lambda checked: self._use(id, lambda: handler(checked)))

    def unhandled(self) -> list[str]:
        """The actions nobody answers for: none, once the window is built."""
        return [id for id in self._actions if id not in self._handled]

    def scope(self, name: str, widget: QWidget) -> None:
        """Let the keys of actions with the scope ``name`` work inside ``widget`` alone."""
        for spec in ACTIONS:
            if spec.scope == name:
                action = self._actions[spec.id]
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                self._window.removeAction(action)
                widget.addAction(action)

    def set_fact(self, fact: str, true: bool) -> None:
        """Say that ``fact`` (see ``Spec.when``) holds now or not; actions that need it follow."""
        if (fact in self._facts) != true:
            (self._facts.add if true else self._facts.discard)(fact)
            for spec in ACTIONS:
                if spec.when == fact:
                    self._actions[spec.id].setEnabled(true)

    def check(self, ids: Iterable[str], chosen: str) -> None:
        """Tick ``chosen`` alone among ``ids``."""
        for id in ids:
            self._actions[id].setChecked(id == chosen)

    def words(self, id: str) -> str:
        """The action with its first key, for a tool tip: ``Refresh all feeds (Ctrl+R)``."""
        text = self._actions[id].text().rstrip("…")
        key = self.first_key(id)
        return f"{text} ({key})" if key else text

    def first_key(self, id: str) -> str:
        """The first key of an action as a person reads it, ``""`` when it has none."""
        keys = self.keymap.keys(id)
        return shown_key(keys[0]) if keys else ""

    def _make(self, theme: Theme, spec: Spec) -> QAction:
        action = QAction(spec.text, self)
        action.setObjectName(spec.id)
        action.setMenuRole(QAction.MenuRole.NoRole)
        if spec.icon:
            action.setIcon(theme.icon(spec.icon))
        action.setCheckable(spec.checkable)
        action.setIconVisibleInMenu(
            not spec.checkable
        )  # there is room for the tick or the icon, not for both
        action.setEnabled(not spec.when)
        action.setShortcuts(_sequences(self.keymap, spec.id))
        self._window.addAction(action)
        return action

    def _rebind(self, id: str) -> None:
        if id in self._actions:
            self._actions[id].setShortcuts(_sequences(self.keymap, id))

    def _use(self, id: str, handler: Callable[[], object]) -> None:
        handler()
        self.pressed.emit(id)


def _sequences(keymap: Keymap, id: str) -> list[QKeySequence]:
    return [QKeySequence.fromString(key, QKeySequence.SequenceFormat.PortableText) for key in keymap.keys(id)]
