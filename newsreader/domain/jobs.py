"""Jobs of the sync worker: what is asked, what it says meanwhile, what comes back. Ids and counts, never bodies.

Everything here survives a trip through JSON: ``to_json`` gives plain dicts, which the CLI prints as they are.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

JobName = Literal[
    "sync",
    "discover",
    "add",
    "import",
    "fetch_list",
    "export",
    "pictures",
    "fulltext",
    "download",
    "secret",
    "shutdown",
]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is: ``done`` of ``total`` steps, the feeds with new or changed stories since the last one, and the
    briefs among those the person follows that have new stories."""

    done: int
    total: int
    text: str = ""
    new_stories: int = 0
    feeds: tuple[int, ...] = ()
    followed: tuple[int, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """A plain dict."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class FeedFault:
    """A feed that failed, and why, in one sentence."""

    url: str
    error: str


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync did. feeds = those selected, due = unchanged + changed + failed."""

    feeds: int = 0
    due: int = 0
    unchanged: int = 0
    changed: int = 0
    failed: int = 0
    new_stories: int = 0
    updated_stories: int = 0
    seconds: float = 0.0
    errors: tuple[FeedFault, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The document of ``newsreader sync --json``."""
        return asdict(self) | {"seconds": round(self.seconds, 3), "errors": [asdict(e) for e in self.errors]}


@dataclass(frozen=True, slots=True)
class CandidateStory:
    """One of the newest stories of a candidate."""

    title: str
    when: int | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A feed that was found at or behind an address, verified by parsing.

    ``stories`` counts those in the document; ``newest`` are up to three; ``per_week`` how often it publishes;
    ``weeks`` stories in each of the last eight weeks, oldest first; ``subscribed`` the id of the subscription that
    has it already, also under another address.
    """

    url: str
    title: str
    type: str
    stories: int
    latest: int | None = None
    newest: tuple[CandidateStory, ...] = ()
    per_week: float | None = None
    weeks: tuple[int, ...] = ()
    full_text: bool = False
    language: str = ""
    site: str = ""
    subscribed: int | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """An entry of an imported file that was left out, and why."""

    url: str
    why: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did. Counts are feeds."""

    added: int = 0
    already: int = 0
    skipped: tuple[Skipped, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The document of ``newsreader import --json``."""
        return {"added": self.added, "already": self.already, "skipped": [asdict(s) for s in self.skipped]}
