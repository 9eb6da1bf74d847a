"""The icons of sites: what was asked for one, where it was found, and which feed shows which. Worker thread.

A source is an address: the origin of a site, or an icon that a feed names itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from newsreader.domain.fetching import Validators
from newsreader.store.transactions import Reader, Writer


@dataclass(frozen=True, slots=True)
class IconFeed:
    """A feed as far as its icon goes. ``icon`` is the address its document names, ``file`` what is shown now."""

    feed_id: int
    url: str
    site: str
    icon: str
    file: str


@dataclass(frozen=True, slots=True)
class IconSource:
    """What is known of a source. ``file`` is the name of the file without ending, ``""`` when none was found."""

    source: str
    url: str = ""
    file: str = ""
    validators: Validators = field(default_factory=Validators)
    next_check: int = 0


def icon_feeds(r: Reader) -> list[IconFeed]:
    """All feeds, by id."""
    rows = r.rows("SELECT id, url, site, icon, icon_file FROM feeds WHERE removed IS NULL ORDER BY id")
    return [IconFeed(*row) for row in rows]


def sources(r: Reader) -> dict[str, IconSource]:
    """All that was asked for."""
    rows = r.rows("SELECT source, url, file, etag, last_modified, next_check FROM site_icons")
    return {
        source: IconSource(source, url, file, Validators(etag, modified), next_check)
        for source, url, file, etag, modified, next_check in rows
    }


def save(w: Writer, found: IconSource) -> None:
    """Note what became of a source."""
    w.run(
        "INSERT OR REPLACE INTO site_icons (source, url, file, etag, last_modified, next_check)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (
            found.source,
            found.url,
            found.file,
            found.validators.etag,
            found.validators.last_modified,
            found.next_check,
        ),
    )


def show(w: Writer, files: Mapping[int, str], known: Iterable[str]) -> None:
    """Give feeds their icons by id, and forget the sources that are not among ``known`` any more."""
    w.run_many("UPDATE feeds SET icon_file = ? WHERE id = ?", [(file, feed) for feed, file in files.items()])
    wanted = set(known)
    gone = [(source,) for (source,) in w.rows("SELECT source FROM site_icons") if source not in wanted]
    w.run_many("DELETE FROM site_icons WHERE source = ?", gone)
