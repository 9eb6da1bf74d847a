"""Where a key moves a row of the feed tree to. Pure, without Qt."""

from __future__ import annotations

from newsreader.ui.feeds.nodes import Kind, Node

Place = tuple[int | None, int | None]
"""The folder (None: the top) and the place among its rows of the same kind (None: the last)."""


def place_up(node: Node) -> Place | None:
    """One place further up: among its like, else the end of what stands before. None where there is nothing."""
    peers = _peers(node)
    at = peers.index(node)
    if at:
        return _folder_id(node.parent), at - 1
    if node.kind is Kind.FOLDER:
        return _out(node, 0)
    blocks = _blocks(_root(node))
    before = blocks.index(_parent(node)) - 1
    return (_folder_id(blocks[before]), None) if before >= 0 else None


def place_down(node: Node) -> Place | None:
    """One place further down: among its like, else the beginning of what stands behind."""
    peers = _peers(node)
    at = peers.index(node)
    if at + 1 < len(peers):
        return _folder_id(node.parent), at + 1
    if node.kind is Kind.FOLDER:
        return _out(node, 1)
    blocks = _blocks(_root(node))
    behind = blocks.index(_parent(node)) + 1
    return (_folder_id(blocks[behind]), 0) if behind < len(blocks) else None


def place_out(node: Node) -> Place | None:
    """Out of its folder: a folder behind that one, a feed to the end of the feeds around it."""
    if _parent(node).kind is Kind.ROOT:
        return None
    return _out(node, 1) if node.kind is Kind.FOLDER else (_folder_id(_parent(node).parent), None)


def place_in(node: Node) -> Place | None:
    """A folder into the folder before it. Feeds get there by going up."""
    if node.kind is not Kind.FOLDER:
        return None
    peers = _peers(node)
    at = peers.index(node)
    return (_folder_id(peers[at - 1]), None) if at else None


def _out(node: Node, behind: int) -> Place | None:
    above = _parent(node)
    if above.kind is Kind.ROOT:
        return None
    return _folder_id(above.parent), _peers(above).index(above) + behind


def _peers(node: Node) -> list[Node]:
    return [child for child in _parent(node).children if child.kind is node.kind]


def _blocks(root: Node) -> list[Node]:
    """What holds feeds, in the order in which its own feeds are drawn: those of inner folders come first."""
    found: list[Node] = []

    def walk(node: Node) -> None:
        for child in node.children:
            if child.kind is Kind.FOLDER:
                walk(child)
        if node.kind is Kind.FOLDER:
            found.append(node)

    walk(root)
    return [root, *found]


def _root(node: Node) -> Node:
    while node.parent is not None:
        node = node.parent
    return node


def _parent(node: Node) -> Node:
    assert node.parent is not None
    return node.parent


def _folder_id(node: Node | None) -> int | None:
    return int(node.id) if node is not None and node.kind is Kind.FOLDER else None
