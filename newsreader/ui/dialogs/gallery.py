"""Every dialog in every state, with sample data: what ``--screenshot --show NAME`` draws. Main thread.

Nothing is fetched and nothing is changed: the jobs of the gallery answer what the state needs, from memory.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QDialog, QWidget

from newsreader.domain import errors
from newsreader.domain.errors import NewsreaderError
from newsreader.domain.feeds import Folder
from newsreader.domain.jobs import Candidate, CandidateStory, Progress, Skipped
from newsreader.library.copies import Copy
from newsreader.subscribe.entries import OpmlFeed
from newsreader.subscribe.preview import ImportPreview
from newsreader.ui.dialogs.about import AboutDialog
from newsreader.ui.dialogs.add_feed import AddFeedDialog
from newsreader.ui.dialogs.edit_feeds import EditFeedsDialog
from newsreader.ui.dialogs.feed_page import FeedPage
from newsreader.ui.dialogs.folder import FolderDialog
from newsreader.ui.dialogs.import_opml import ImportDialog
from newsreader.ui.dialogs.remove import RemoveDialog
from newsreader.ui.dialogs.restore import RestoreDialog
from newsreader.ui.dialogs.samples import SampleLibrary, SampleTasks, sample_feeds
from newsreader.ui.dialogs.trouble import TroubleDialog
from newsreader.ui.jobs import Jobs
from newsreader.ui.tasks import Tasks
from newsreader.ui.theme import Theme

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


class SampleJobs(Jobs):
    """Jobs that answer at once with what they were given: a document, a fault, or never (with some progress)."""

    def __init__(self, answer: Mapping[str, Any] | NewsreaderError | None = None) -> None:
        super().__init__([])
        self._answer = answer

    def run(
        self,
        name: str,
        args: Mapping[str, Any],
        *,
        progress: Any = None,
        done: Any = None,
        failed: Any = None,
    ) -> int:
        """Call back before returning."""
        if isinstance(self._answer, NewsreaderError):
            failed(self._answer)
        elif self._answer is not None:
            done(dict(self._answer))
        elif progress is not None:
            progress(Progress(3, 7))
        return 1

    def cancel(self, id: int) -> None:
        """Nothing is under way."""


Opener = Callable[[Theme, Tasks, Jobs, QWidget | None], QDialog]


def _add(typed: str, answer: Mapping[str, Any] | NewsreaderError | None) -> Opener:
    def open_it(theme: Theme, tasks: Tasks, _jobs: Jobs, parent: QWidget | None) -> QDialog:
        jobs = SampleJobs(answer)
        dialog = AddFeedDialog(theme, tasks, jobs, parent)
        jobs.setParent(dialog)
        dialog.setAddress(typed)
        return dialog

    return open_it


def _idle(theme: Theme, tasks: Tasks, jobs: Jobs, parent: QWidget | None) -> QDialog:
    return AddFeedDialog(theme, tasks, jobs, parent)


def _browse(theme: Theme, tasks: Tasks, jobs: Jobs, parent: QWidget | None) -> QDialog:
    dialog = AddFeedDialog(theme, tasks, jobs, parent)
    dialog.browse("science")
    return dialog


def _page(feed: int) -> Opener:
    return lambda theme, tasks, jobs, parent: FeedPage(theme, tasks, jobs, feed, parent)


def _trouble(theme: Theme, tasks: Tasks, jobs: Jobs, parent: QWidget | None) -> QDialog:
    return TroubleDialog(theme, tasks, jobs, parent)


def _no_trouble(theme: Theme, _tasks: Tasks, jobs: Jobs, parent: QWidget | None) -> QDialog:
    return TroubleDialog(theme, SampleTasks(SampleLibrary(well=True)), jobs, parent)


def _remove(*ids: int) -> Opener:
    def open_it(theme: Theme, tasks: Tasks, _jobs: Jobs, parent: QWidget | None) -> QDialog:
        return RemoveDialog(theme, tasks, [feed for feed in sample_feeds() if feed.id in ids], parent)

    return open_it


def _edit(*ids: int) -> Opener:
    def open_it(theme: Theme, tasks: Tasks, _jobs: Jobs, parent: QWidget | None) -> QDialog:
        feeds = [feed for feed in sample_feeds() if feed.id in ids]
        return EditFeedsDialog(theme, tasks, feeds, SampleLibrary().feeds.tree().folders, parent)

    return open_it


def _new_folder(theme: Theme, tasks: Tasks, _jobs: Jobs, parent: QWidget | None) -> QDialog:
    return FolderDialog(theme, tasks, parent)


def _rename_folder(theme: Theme, tasks: Tasks, _jobs: Jobs, parent: QWidget | None) -> QDialog:
    return FolderDialog(theme, tasks, parent, folder=Folder(2, None, "World", "World", 2))


def _import(answer: ImportPreview | NewsreaderError | None, *, through: bool = False) -> Opener:
    def open_it(theme: Theme, _tasks: Tasks, _jobs: Jobs, parent: QWidget | None) -> QDialog:
        tasks = SampleTasks(SampleLibrary(), fixed=True, answer=answer)
        jobs = SampleJobs({"added": 5, "already": 14, "skipped": []})
        dialog = ImportDialog(theme, tasks, jobs, parent)
        tasks.setParent(dialog)
        jobs.setParent(dialog)
        dialog.setPath(Path("subscriptions.opml"))
        if through:
            dialog.go()
        return dialog

    return open_it


def _choose_import(theme: Theme, tasks: Tasks, jobs: Jobs, parent: QWidget | None) -> QDialog:
    return ImportDialog(theme, tasks, jobs, parent)


def _about(theme: Theme, _tasks: Tasks, _jobs: Jobs, parent: QWidget | None) -> QDialog:
    return AboutDialog(theme, "0.1.0", Path.home() / ".local/share/newsreader", parent)


def _found(*candidates: Candidate) -> dict[str, Any]:
    return {"candidates": [asdict(candidate) for candidate in candidates]}


def _candidates() -> tuple[Candidate, Candidate, Candidate]:
    now = int(time.time())
    courier = Candidate(
        "https://courier.example/atom.xml", "Harbour Courier", "atom", 20, now - 12 * _MINUTE,
        (
            CandidateStory("Council approves the harbour bridge", now - 12 * _MINUTE),
            CandidateStory("Fish market moves indoors for winter", now - _HOUR),
            CandidateStory("Two ferries, one timetable", now - 3 * _HOUR),
        ),
        63.0, (26, 41, 35, 52, 31, 58, 46, 63), True, "en",
    )  # fmt: skip
    letters = Candidate(
        "https://courier.example/letters.rss", "Harbour Courier: Letters", "rss", 10, now - 4 * _DAY,
        (CandidateStory("Keep the tram line", now - 4 * _DAY),), 2.0, (), False, "en",
    )  # fmt: skip
    subscribed = Candidate(
        "https://courier.example/world.rss", "Harbour Courier: World", "rss", 25, now - 2 * _HOUR,
        (CandidateStory("Parliament adjourns without a budget for the second week running", now - 2 * _HOUR),),
        21.0, (20, 22, 18, 25, 21, 19, 23, 21), False, "en", subscribed=4,
    )  # fmt: skip
    return courier, letters, subscribed


_TRIED = tuple(
    f"https://courier.example/{name}"
    for name in ("about", "about/feed", "feed", "about/rss", "rss", "feed.xml", "atom.xml")
)


def _tried(fault: NewsreaderError) -> NewsreaderError:
    fault.tried = _TRIED
    return fault


_IMPORT = ImportPreview(
    (
        OpmlFeed("https://courier.example/atom.xml", "Harbour Courier", folder="Local"),
        OpmlFeed("https://millrace.example/rss", "The Millrace", folder="Local"),
        OpmlFeed("https://longitude.example/feed", "Longitude", folder="World/Maps"),
        OpmlFeed("https://bench.example/feed.json", "Bench Notes", folder="Science"),
        OpmlFeed("https://hedgerow.example/index.xml", "Hedgerow"),
    ),
    14,
    (
        Skipped(
            "|/usr/bin/calendar",
            "It runs a command on the computer it came from; commands are never taken over.",
        ),
        Skipped("file:///var/feed.xml", "It is a file of the computer it came from."),
    ),
)


def _restore(theme: Theme, tasks: Tasks, _jobs: Jobs, parent: QWidget | None) -> QDialog:
    now, folder = int(time.time()), Path("/data/backups")
    found = (
        Copy(folder / "damaged-20261128-084623.sqlite3", now - 5 * _MINUTE, 48_300_000, True),
        Copy(folder / "cache-0008-20261120-071502.sqlite3", now - 8 * _DAY, 46_100_000, False),
        Copy(folder / "cache-0007-20261002-180150.sqlite3", now - 57 * _DAY, 39_700_000, False),
    )
    return RestoreDialog(theme, tasks, Path("/data"), found, parent, anew=True)


def _nothing_to_restore(theme: Theme, tasks: Tasks, _jobs: Jobs, parent: QWidget | None) -> QDialog:
    return RestoreDialog(theme, tasks, Path("/data"), (), parent)


def _adding() -> dict[str, Opener]:
    """The add-feed dialog in its states."""
    courier, letters, subscribed = _candidates()
    return {
        "add-feed": _idle,
        "add-feed-searching": _add("courier.example", None),
        "add-feed-one": _add("courier.example/atom.xml", _found(courier)),
        "add-feed-several": _add("courier.example", _found(courier, letters)),
        "add-feed-already": _add("courier.example", _found(subscribed)),
        "add-feed-some-already": _add("courier.example", _found(subscribed, courier, letters)),
        "add-feed-wrong": _add("harbour courier", None),
        "add-feed-404": _add(
            "old-gazette.example/news",
            _tried(errors.NotFound("The server answered 404: there is no page at this address.", status=404)),
        ),
        "add-feed-none": _add(
            "courier.example/about", _tried(errors.NoFeedFound("No feed was found on this page."))
        ),
        "add-feed-timeout": _add(
            "slow.example", errors.TimedOut("slow.example does not answer. It will be asked again later.")
        ),
        "add-feed-login": _add(
            "members.example/feed",
            errors.LoginNeeded("The server answered 401: it wants a name and a password.", status=401),
        ),
        "add-feed-tls": _add(
            "https://lapsed.example/",
            errors.TlsFault(
                "The certificate of lapsed.example has expired, so the connection is not safe. Nothing was sent."
            ),
        ),
        "add-feed-offline": _add(
            "courier.example",
            errors.HostNotFound(
                "There is no host named courier.example. Check the spelling, or your connection to the internet."
            ),
        ),
        "add-feed-list": _add(
            "lists.example/mine.opml",
            errors.ListOfFeeds("This is a list of feeds (OPML), not a feed: import it to add what it holds."),
        ),
        "add-feed-not-xml": _add(
            "courier.example/report.pdf", errors.NotAFeed("What is at this address is a PDF document.")
        ),
    }


def _dialogs() -> dict[str, Opener]:
    return _adding() | {
        "browse": _browse,
        "feed-page": _page(1),
        "feed-page-trouble": _page(6),
        "feed-page-paused": _page(9),
        "feed-page-login": _page(7),
        "trouble": _trouble,
        "trouble-none": _no_trouble,
        "remove": _remove(1),
        "remove-several": _remove(1, 2, 3, 4, 5, 6, 7, 8),
        "edit-feeds": _edit(1, 2, 4, 5, 8, 9),
        "folder-new": _new_folder,
        "folder-rename": _rename_folder,
        "import": _choose_import,
        "import-reading": _import(None),
        "import-preview": _import(_IMPORT),
        "import-done": _import(_IMPORT, through=True),
        "import-broken": _import(
            errors.ParseError("The file is not a readable list of feeds: line 12, mismatched tag.")
        ),
        "restore": _restore,
        "restore-none": _nothing_to_restore,
        "about": _about,
    }


NAMES = tuple(_dialogs())
"""The names of all states, for ``--show list``."""


def open_dialog(name: str, theme: Theme, jobs: Jobs, parent: QWidget | None = None) -> QDialog:
    """The dialog in the state ``name``, not yet shown. Raises KeyError for a name that is none."""
    tasks = SampleTasks(SampleLibrary(), parent)
    dialog = _dialogs()[name](theme, tasks, jobs, parent)
    tasks.setParent(dialog)
    return dialog
