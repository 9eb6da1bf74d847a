"""A view with the stories of each feed together: the feeds by their titles, within each the order of the view.

Large views are read feed by feed, each from its own index, so that the first page comes at once. What is saved and what
came today have no index for each feed; they are few, and sorted here. Stories whose feed was removed come last.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import replace

from newsreader.domain.stories import View, ViewKind
from newsreader.store import counters, folders, views
from newsreader.store.transactions import Reader, parts

_LARGE = frozenset({ViewKind.ALL, ViewKind.UNREAD, ViewKind.FOLDER})
_Key = tuple[int, int, int]
"""Where a story stands: the place of its feed, its date and its id, their signs turned where newest comes first."""


def apply_to(view: View) -> bool:
    """True for a view that is wanted in groups and can have more than one; what was searched for is not grouped."""
    return view.by_feed and view.kind not in (ViewKind.FEED, ViewKind.SEARCH) and not view.query.strip()


def ids(
    r: Reader,
    view: View,
    *,
    now: int,
    after: int | None = None,
    limit: int | None = None,
    backwards: bool = False,
) -> array[int]:
    """The ids of a view in groups; ``after`` and ``limit`` as in ``stories.ids``. ``backwards``: the last feed first,
    which with the order of dates turned around reads the list from its end."""
    plain = replace(view, by_feed=False)
    feeds = _by_title(r)
    if backwards:
        feeds.reverse()
    if plain.kind in _LARGE and not plain.saved_only:
        return _feed_by_feed(r, plain, feeds, now, after, limit)
    found = views.ids(r, plain, now=now, after=None, limit=None)
    keys = _keys(r, feeds, plain, [*found, *([] if after is None else [after])])
    if after is not None and after not in keys:
        return array("q")
    ordered = sorted(found, key=keys.__getitem__)
    beyond = [story_id for story_id in ordered if after is None or keys[story_id] > keys[after]]
    return array("q", beyond[:limit])


def _by_title(r: Reader) -> list[int | None]:
    """All feeds as their groups stand; None is the place of stories without a feed."""
    rows = r.rows("SELECT id, title FROM feeds WHERE removed IS NULL")
    return [*(feed for feed, _ in sorted(rows, key=lambda row: (row[1].casefold(), row[0]))), None]


def _keys(r: Reader, feeds: Sequence[int | None], view: View, wanted: Sequence[int]) -> dict[int, _Key]:
    rank = {feed: place for place, feed in enumerate(feeds)}
    sign = 1 if view.oldest_first else -1
    return {
        story_id: (rank.get(feed, len(rank)), sign * when, sign * story_id)
        for part in parts(wanted)
        for story_id, feed, when in r.raw.execute(
            f"SELECT story_id, feed_id, sort_at FROM statuses WHERE story_id IN ({part})"
        )
    }


def _feed_by_feed(
    r: Reader, view: View, feeds: Sequence[int | None], now: int, after: int | None, limit: int | None
) -> array[int]:
    found: array[int] = array("q")
    if after is not None:
        here = r.rows("SELECT feed_id FROM statuses WHERE story_id = ?", (after,))
        if not here or here[0][0] not in feeds:
            return found
        feeds = feeds[feeds.index(here[0][0]) :]
    for group in _groups(r, view, feeds, now, after, limit):
        found.extend(group if limit is None else group[: limit - len(found)])
        if limit is not None and len(found) >= limit:
            break
    return found


def _groups(
    r: Reader, view: View, feeds: Sequence[int | None], now: int, after: int | None, limit: int | None
) -> Iterator[array[int]]:
    """The stories of each feed that has some; ``after`` is one of the first feed."""
    unread = view.unread_only or view.kind is ViewKind.UNREAD
    inside = set(folders.feed_ids(r, view.id or 0)) if view.kind is ViewKind.FOLDER else None
    counts = {
        feed: (total, new) for feed, total, new in r.rows("SELECT feed_id, total, unread FROM feed_counts")
    }
    for feed in feeds:
        if feed is None:
            if inside is None:
                yield _homeless(r, view, now, after)
        elif (inside is None or feed in inside) and counts.get(feed, (0, 0))[unread]:
            one = replace(view, kind=ViewKind.FEED, id=feed, unread_only=unread)
            yield views.ids(r, one, now=now, after=after, limit=limit)
        after = None


def _homeless(r: Reader, view: View, now: int, after: int | None) -> array[int]:
    """Saved stories whose feed was removed: few."""
    if not counters.of_feeds(r, [counters.NO_FEED])[0]:
        return array("q")
    saved = views.ids(r, views.saved_only(view), now=now, after=after, limit=None)
    lost = {
        story_id
        for part in parts(saved)
        for (story_id,) in r.raw.execute(
            f"SELECT story_id FROM statuses WHERE feed_id IS NULL AND story_id IN ({part})"
        )
    }
    return array("q", [story_id for story_id in saved if story_id in lost])
