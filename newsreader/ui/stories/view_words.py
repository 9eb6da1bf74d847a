"""What a view is called, and what stands there when it has no stories."""

from __future__ import annotations

from enum import Enum, auto

from newsreader.domain.feeds import Feed, FeedTree
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
    ViewKind.EVENT: "Event",
    ViewKind.SEARCH: "Search",
}
LOADING = EmptyState("Opening the list")


class Behind(Enum):
    """The feeds that a view shows stories of: none, or some of which none, a part or all were asked yet."""

    NONE = auto()
    UNASKED = auto()
    PARTLY = auto()
    ASKED = auto()


def title_of(view: View) -> str:
    """The title of a view as far as the view itself tells it; the window gives those of feeds, folders and events."""
    return _TITLES[view.kind]


def feeds_behind(view: View, tree: FeedTree | None) -> Behind:
    """What feeds a view has; of those that are not known yet the best is thought."""
    if tree is None:
        return Behind.ASKED
    feeds = _feeds_of(view, tree)
    if not feeds:
        return Behind.NONE
    asked = sum(feed.last_checked is not None for feed in feeds)
    return Behind.UNASKED if not asked else Behind.ASKED if asked == len(feeds) else Behind.PARTLY


def _feeds_of(view: View, tree: FeedTree) -> list[Feed]:
    match view.kind:
        case ViewKind.FEED:
            return [feed for feed in tree.feeds if feed.id == view.id]
        case ViewKind.FOLDER:
            path = next((folder.path for folder in tree.folders if folder.id == view.id), "")
            return [feed for feed in tree.feeds if f"{feed.folder}/".startswith(f"{path}/")]
        case _:
            return list(tree.feeds)


def empty_state(view: View, feeds: Behind = Behind.ASKED, *, fetching: bool = False) -> EmptyState:
    """The sentence, and the action that helps, for a view without stories; ``fetching``: feeds are asked now."""
    if view.query:
        title = f"Nothing found for “{runs.label(view.query, 60)}”"
        if view.kind in (ViewKind.ALL, ViewKind.SEARCH):
            return EmptyState(title, "Try fewer or shorter words.", icon="search")
        words = "Try fewer or shorter words, or look beyond this list."
        return EmptyState(title, words, "Search all stories", "search-all", "search")
    if view.kind is ViewKind.SEARCH:
        words = "Type a few words; all of them must be in the story."
        return EmptyState("Search your stories", words, icon="search")
    if view.kind is ViewKind.SAVED:
        return EmptyState(
            "Nothing saved yet", "Press s on a story, or click its star, to keep it.", icon="star"
        )
    if view.kind is ViewKind.EVENT:
        words = "They were removed, or tell of another event by now."
        return EmptyState("No stories of this event", words, icon="briefs")
    if feeds is Behind.UNASKED or (feeds is Behind.PARTLY and fetching):
        return _unasked(view, fetching=fetching)
    if view.unread_only and view.kind is not ViewKind.UNREAD:
        return EmptyState("Nothing unread here", "", "Show read stories too", "list.unread_only", "check")
    return _nothing_in(view, feeds)


def _unasked(view: View, *, fetching: bool) -> EmptyState:
    if fetching:
        return EmptyState(
            "Fetching your feeds", "Their stories show up here as they come in.", icon="refresh"
        )
    if view.kind is ViewKind.FEED:
        words, action = "This feed is new here: nobody has asked it for its stories.", "feed.refresh"
    else:
        words = "These feeds are new here: nobody has asked them for their stories."
        action = "feed.refresh" if view.kind is ViewKind.FOLDER else "feed.refresh_all"
    return EmptyState("Not fetched yet", words, "Refresh now", action, "refresh")


def _nothing_in(view: View, feeds: Behind) -> EmptyState:
    match view.kind:
        case ViewKind.UNREAD:
            return EmptyState(
                "All read", "Nothing is waiting for you.", "Refresh all feeds", "feed.refresh_all", "check"
            )
        case ViewKind.TODAY:
            words = "New stories show up here as they come in."
            return EmptyState("Nothing yet today", words, "Refresh all feeds", "feed.refresh_all", "today")
        case ViewKind.FEED:
            return EmptyState(
                "No stories yet", "This feed has brought none so far.", "Refresh", "feed.refresh", "feed"
            )
        case ViewKind.FOLDER if feeds is Behind.NONE:
            words = "Drag feeds into it, or add one to it."
            return EmptyState("Nothing in this folder yet", words, "Add feed", "feed.add", "folder")
        case ViewKind.FOLDER:
            words = "The feeds in it have brought none so far."
            return EmptyState("No stories yet", words, "Refresh", "feed.refresh", "folder")
        case _ if feeds is Behind.NONE:
            return EmptyState("No stories yet", "Add a feed to begin.", "Add feed", "feed.add", "feed")
        case _:
            words = "Your feeds have brought none so far."
            return EmptyState("No stories yet", words, "Refresh all feeds", "feed.refresh_all", "feed")
