"""What the feed tree shows: smart views, folders and feeds as nodes, built from a FeedTree. Pure, without Qt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from newsreader.domain.feeds import Feed, FeedTree, Folder
from newsreader.domain.stories import View, ViewKind


class Kind(Enum):
    """What a row stands for."""

    ROOT = "root"
    SMART = "smart"
    FOLDER = "folder"
    FEED = "feed"


Key = tuple[Kind, int | str]
"""What identifies a row over all changes of the tree: its kind, and the id of its feed or folder, or its view."""

SMART_VIEWS = (
    (ViewKind.TODAY, "Today", "today"),
    (ViewKind.UNREAD, "Unread", "unread"),
    (ViewKind.SAVED, "Saved", "star"),
    (ViewKind.ALL, "All stories", "all"),
)
"""The smart views in their order: view, title, icon."""


@dataclass(slots=True, eq=False)
class Node:
    """A row of the tree. ``count`` stands at its right (0 shows nothing); ``serial`` is its number in the model."""

    kind: Kind
    id: int | str
    title: str
    count: int = 0
    icon: str = ""
    feed: Feed | None = None
    folder: Folder | None = None
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    row: int = 0
    depth: int = 0
    serial: int = 0

    @property
    def key(self) -> Key:
        """What identifies this row."""
        return (self.kind, self.id)

    @property
    def view(self) -> View:
        """The story list this row opens."""
        if self.kind is Kind.SMART:
            return View(ViewKind(str(self.id)))
        kind = ViewKind.FEED if self.kind is Kind.FEED else ViewKind.FOLDER
        return View(kind, int(self.id))

    @property
    def heading(self) -> bool:
        """True for folders at the top, which are drawn as headings."""
        return self.kind is Kind.FOLDER and self.depth == 0

    def walk(self) -> Iterator[Node]:
        """This node and everything below it, in the order it is drawn."""
        yield self
        for child in self.children:
            yield from child.walk()

    def above(self) -> Iterator[Node]:
        """The folders this node lies in, the nearest first, and the root."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def adopt(self, children: list[Node]) -> None:
        """Take ``children`` as this node's own, in their order."""
        self.children = children
        self.number()

    def number(self) -> None:
        """Tell the children who and where they are."""
        for row, child in enumerate(self.children):
            child.parent, child.row = self, row

    def takes(self, other: Node) -> bool:
        """Take over what ``other``, the same row of a newer tree, shows; True when its name or place changed."""
        renamed = (self.title, self.depth) != (other.title, other.depth)
        self.title, self.depth, self.count = other.title, other.depth, other.count
        self.feed, self.folder = other.feed, other.folder
        return renamed

    def take_feed(self, feed: Feed) -> list[Node]:
        """Show ``feed``, the row's own as it is now; the folders around it whose counts changed with its count."""
        more = feed.unread - self.count
        self.title, self.count, self.feed = feed.title, feed.unread, feed
        folders = [node for node in self.above() if node.kind is Kind.FOLDER] if more else []
        for folder in folders:
            folder.count += more
        return folders


def key_of(view: View) -> Key | None:
    """The row that opens ``view``; None for an event, and for a search over everything."""
    if view.kind in (ViewKind.FEED, ViewKind.FOLDER) and view.id is not None:
        return (Kind.FEED if view.kind is ViewKind.FEED else Kind.FOLDER, view.id)
    return None if view.kind in (ViewKind.EVENT, ViewKind.SEARCH) else (Kind.SMART, view.kind.value)


def smart_counts(tree: FeedTree) -> dict[ViewKind, int]:
    """What stands beside the smart views that tell a number."""
    return {ViewKind.TODAY: tree.today, ViewKind.UNREAD: tree.unread, ViewKind.SAVED: tree.saved}


def stands_as(one: FeedTree, other: FeedTree) -> bool:
    """Whether two trees have the same rows in the same places; feeds may have other counts and names."""
    return (
        one.folders == other.folders
        and len(one.feeds) == len(other.feeds)
        and all(
            old is new or (old.id == new.id and old.folder_id == new.folder_id)
            for old, new in zip(one.feeds, other.feeds, strict=True)
        )
    )


def build(tree: FeedTree) -> Node:
    """The whole tree under one root: smart views, then feeds in no folder, then folders with theirs."""
    counts = smart_counts(tree)
    smart = [
        Node(Kind.SMART, kind.value, title, counts.get(kind, 0), icon) for kind, title, icon in SMART_VIEWS
    ]
    folders = {f.id: Node(Kind.FOLDER, f.id, f.name, folder=f) for f in tree.folders}
    loose: list[Node] = []
    inside: dict[int, list[Node]] = {id: [] for id in folders}
    for feed in tree.feeds:
        node = Node(Kind.FEED, feed.id, feed.title, feed.unread, feed=feed)
        inside.get(feed.folder_id or 0, loose).append(node)
    top: list[Node] = []
    below: dict[int, list[Node]] = {id: [] for id in folders}
    for folder in tree.folders:
        below.get(folder.parent_id or 0, top).append(folders[folder.id])
    for id, node in folders.items():
        node.adopt(below[id] + inside[id])
    root = Node(Kind.ROOT, "", "")
    root.adopt(smart + loose + top)
    for node in root.children:
        _settle(node, 0)
    return root


def _settle(node: Node, depth: int) -> int:
    """Give depths, and folders the sum of their feeds' counts; returns the count of ``node``."""
    node.depth = depth
    if node.kind is Kind.FOLDER:
        node.count = sum(_settle(child, depth + 1) for child in node.children)
    return node.count
