"""Answers the actions of the table that concern the window and the story under the eyes. Main thread."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from newsreader.domain.briefs import Brief
from newsreader.domain.feeds import Publication
from newsreader.domain.stories import View, ViewKind
from newsreader.library import jobs as ask
from newsreader.submit.addresses import mailbox
from newsreader.ui.drops import Drops
from newsreader.ui.mark_guard import MarkGuard
from newsreader.ui.reader import runs

if TYPE_CHECKING:
    from newsreader.ui.main_window import MainWindow
    from newsreader.ui.preferences.window import PreferencesWindow
    from newsreader.ui.reader.pane import ReaderPane
    from newsreader.ui.stories.chosen import ChosenStories


class WindowActions(QObject):
    """Connects every action that no other controller answers."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._guard = MarkGuard(window, window.choices)
        window.selection.sure = self._guard.sure
        self._connect_window()
        self._connect_stories()
        self._connect_going()
        window.feeds.addAsked.connect(window.desk.add_feed)
        drops = Drops(window)
        drops.linkDropped.connect(window.desk.add_feed)
        drops.fileDropped.connect(window.desk.open_file)
        drops.listDropped.connect(window.desk.import_address)
        window.feeds.linkDropped.connect(drops.take)
        window.choices.changed.connect(self._setting_changed)
        window.feeds.browseAsked.connect(window.desk.browse)
        window.feeds.importAsked.connect(window.desk.import_feeds)
        window.desk.feedAdded.connect(self._feed_added)
        window.desk.imported.connect(window.follower.refresh)
        window.desk.imported.connect(window.sync.look)
        window.desk.accountAsked.connect(window.events.account)
        window.desk.restored.connect(self._restored)
        window.briefs.submitRequested.connect(self._submit_event)
        window.briefs.leaveRequested.connect(self._leave_briefs)
        for pane in (window.stories, window.reader):
            pane.stateActionRequested.connect(self._state_action)
        window.actions_table.scope("feeds", window.feeds)

    def show_setting(self, key: str) -> None:
        """Open the preferences at a setting."""
        self._show_preferences().show_setting(key)

    # -- the window ----------------------------------------------------------------------------------------------

    def _connect_window(self) -> None:
        window, actions = self._window, self._window.actions_table
        actions.on("feed.add", window.desk.add_feed)
        actions.on("feed.browse", window.desk.browse)
        actions.on("event.submit", window.events.submit)
        actions.on("event.drafts", window.events.show_drafts)
        actions.on("mail.account", window.events.account)
        actions.on("cache.restore", window.desk.restore)
        actions.on("cache.backup", self._back_up)
        actions.on("app.preferences", self._show_preferences)
        actions.on("app.quit", window.close)
        actions.on("edit.undo", window.undo)
        actions.on("edit.redo", window.redo)
        actions.on("find.stories", self._find_stories)
        actions.on("find.page", window.reader.findInPage)
        actions.on("app.palette", self._find_anything)
        actions.on_toggle("view.feeds", lambda on: window.frame.show_side("feeds", on))
        actions.on_toggle("view.briefs", self._toggle_briefs)
        actions.on_toggle("view.menu_bar", window.show_menu_bar)
        actions.on_toggle("view.full_screen", self._full_screen)
        actions.on("help.keys", self._show_keys)
        actions.on("help.data_folder", window.open_data_folder)
        actions.on("help.trouble", window.desk.trouble)
        actions.on("help.about", lambda: window.desk.about(window.version))

    def _find_anything(self) -> None:
        self._window.finder.open()

    def _show_keys(self) -> None:
        self._window.key_overlay.open()

    def _find_stories(self) -> None:
        search = self._window.toolbar.search
        search.setFocus()
        search.selectAll()

    def _toggle_briefs(self, on: bool) -> None:
        frame = self._window.frame
        frame.show_side("briefs", on)
        if frame.docked.briefs:
            self._window.choices.set("look.briefs", on)

    def _setting_changed(self, key: str) -> None:
        if key == "look.briefs":
            self._window.frame.set_wanted("briefs", self._window.choices.on(key))

    def _back_up(self) -> None:
        window = self._window
        start = str(Path.home() / f"newsreader-{date.today().isoformat()}.sqlite3")  # noqa: DTZ011 - the person's day
        path, _filter = QFileDialog.getSaveFileName(window, "Back up everything", start)
        if path:
            window.jobs.run(
                "backup",
                ask.back_up(Path(path)),
                done=lambda answer: window.status.showMessage(f"Backed up to {answer['path']}"),
                failed=window.show_fault,
            )

    def _restored(self, words: str) -> None:
        """The cache is another one: show it from its beginning."""
        window = self._window
        window.notice.vanish()
        window.selection.open_view(window.selection.view)
        window.follower.refresh()
        window.briefs_control.read_briefs()
        if words:
            window.notice.tell(words)
        else:
            window.status.showMessage("Restored")

    def _full_screen(self, on: bool) -> None:
        self._window.showFullScreen() if on else self._window.showNormal()

    def _show_preferences(self) -> PreferencesWindow:
        return self._window.desk.preferences(self._window.choices, self._window.keymap)

    # -- stories -------------------------------------------------------------------------------------------------

    def _connect_stories(self) -> None:
        actions, stories, reader = self._window.actions_table, self._window.stories, self._window.reader
        chosen = stories.chosen
        actions.on("story.next", stories.next)
        actions.on("story.previous", stories.previous)
        actions.on("story.next_unread", stories.nextUnread)
        actions.on("story.previous_unread", stories.previousUnread)
        actions.on("story.page", reader.pageForward)
        actions.on("story.page_back", reader.pageBack)
        actions.on("story.open", reader.setFocus)
        actions.on("story.toggle_read", lambda: self._about().toggleRead())
        actions.on("story.toggle_saved", lambda: self._about().toggleSaved())
        actions.on("story.mark_above", chosen.markAbove)
        actions.on("story.mark_below", chosen.markBelow)
        actions.on("story.browser", lambda: self._about().openOutside())
        actions.on("story.browser_behind", self._open_behind)
        actions.on("story.copy_link", chosen.copyLinks)
        actions.on("view.mark_read", self._mark_view)

    def _about(self) -> ChosenStories | ReaderPane:
        """Whose story a key is about: what is selected in the list, else the one on the page."""
        chosen = self._window.stories.chosen
        return chosen if chosen.any else self._window.reader

    def _open_behind(self) -> None:
        """Open in the browser and stay in front, as far as the system lets a window keep its place."""
        self._about().openOutside()
        self._window.activateWindow()

    def _mark_view(self) -> None:
        """Mark the list read: the one of an open context menu, else the one that is shown, search included."""
        window = self._window
        nodes = window.feed_commands.menu_targets
        views = [node.view for node in nodes] or [replace(window.stories.view, unread_only=False)]
        if not self._guard.limit:
            window.selection.mark_views(views)
            return
        unread = [replace(view, unread_only=True) for view in views]

        def ask(count: int) -> None:
            if self._guard.sure(count):
                window.selection.mark_views(views)

        window.tasks.query(lambda library: sum(map(library.stories.count, unread)), ask)

    # -- going about ---------------------------------------------------------------------------------------------

    def _connect_going(self) -> None:
        window, actions = self._window, self._window.actions_table
        for kind in (ViewKind.TODAY, ViewKind.UNREAD, ViewKind.SAVED, ViewKind.ALL):
            actions.on(f"go.{kind.value}", partial(window.feeds.selectView, View(kind)))
        actions.on("feed.next", window.feeds.nextFeed)
        actions.on("feed.previous", window.feeds.previousFeed)
        actions.on("feed.refresh", self._refresh_list)
        actions.on("feed.refresh_all", window.sync.refresh_all)
        actions.on("feed.stop", window.sync.stop)
        actions.on("go.briefs", self._go_briefs)
        window.briefs_control.listAsked.connect(self._list_event)
        actions.on("pane.next", window.pane_focus.next)
        actions.on("pane.previous", window.pane_focus.previous)

    def _refresh_list(self) -> None:
        commands = self._window.feed_commands
        self._window.sync.refresh(commands.feeds_of(commands.targets()))

    def _go_briefs(self) -> None:
        """To the briefs; from there back to the list."""
        window = self._window
        if window.pane_focus.current() == "briefs":
            self._leave_briefs()
            return
        if not window.frame.shown("briefs"):
            window.frame.show_side("briefs", True)
        window.briefs.focusList()

    def _leave_briefs(self) -> None:
        if not self._window.frame.docked.briefs:
            self._window.frame.show_side("briefs", False)
        self._window.stories.setFocus()

    def _list_event(self, brief: Brief) -> None:
        """From a brief to the list of its stories."""
        self._window.morning.close()
        self._window.selection.open_event(brief.id, runs.label(brief.headline, 100))
        self._leave_briefs()

    def _submit_event(self, publication: Publication) -> None:
        """The form, for the publication in view."""
        self._window.events.submit(publication.title, mailbox(publication.email))

    def _feed_added(self, feed: int) -> None:
        """Show the new feed's list: its stories are there already."""
        self._window.feeds.selectView(View(ViewKind.FEED, feed))
        self._window.follower.refresh()

    def _state_action(self, action: str) -> None:
        """The button of an empty or fault state: the id of an action, reading the story again, or searching on."""
        if action == "reload-story":
            self._window.selection.reload_story()
        elif action == "search-all":
            self._window.selection.search_all()
        elif action in self._window.actions_table.specs:
            self._window.actions_table[action].trigger()
