"""What a view is called, and what stands there when it has no stories."""

from __future__ import annotations

from newsreader.domain.stories import View, ViewKind
from newsreader.ui.reader import runs
from newsreader.ui.reader.states import EmptyState

_TITLES = {
    ViewKind.TODAY: "Today",
    ViewKind.UNREAD: "Unread",
    ViewKind.SAVED: "Saved",
    ViewKind.ALL: "All stories",
    ViewKind.FEED: "Feed",
    ViewKind.FOLDER: "Folder",
    ViewKind.SEARCH: "Search",
}
LOADING = EmptyState("Opening the list")


def title_of(view: View) -> str:
    """The title of a view as far as the view itself tells it; a feed's and a folder's are given by the window."""
    return _TITLES[view.kind]


def empty_state(view: View) -> EmptyState:
    """The sentence, and the action that helps, for a view without stories."""
    if view.query:
        query = runs.label(view.query, 60)
        return EmptyState(f"Nothing found for “{query}”", "Try fewer or shorter words.", icon="search")
    if view.unread_only and view.kind is not ViewKind.UNREAD:
        return EmptyState("Nothing unread here", "", "Show read stories too", "list.unread_only", "check")
    match view.kind:
        case ViewKind.UNREAD:
            return EmptyState(
                "All read", "Nothing is waiting for you.", "Refresh all feeds", "feed.refresh_all", "check"
            )
        case ViewKind.SAVED:
            return EmptyState(
                "Nothing saved yet", "Press s on a story, or click its star, to keep it.", icon="star"
            )
        case ViewKind.TODAY:
            words = "New stories show up here as they come in."
            return EmptyState("Nothing yet today", words, "Refresh all feeds", "feed.refresh_all", "today")
        case ViewKind.SEARCH:
            words = "Type a few words; all of them must be in the story."
            return EmptyState("Search your stories", words, icon="search")
        case ViewKind.FEED:
            return EmptyState(
                "No stories yet", "This feed has brought none so far.", "Refresh", "feed.refresh", "feed"
            )
        case ViewKind.FOLDER:
            words = "Drag feeds into it, or add one to it."
            return EmptyState("Nothing in this folder yet", words, "Add feed", "feed.add", "folder")
        case _:
            return EmptyState("No stories yet", "Add a feed to begin.", "Add feed", "feed.add", "feed")
