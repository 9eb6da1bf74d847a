"""What the story list asks the library, and what it does with answers that come too late. Main thread.

Every question is a query on the reader thread; a newer one of its kind replaces it.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from newsreader.domain.errors import NewsreaderError
from newsreader.domain.stories import StoryHeader, View
from newsreader.ui.stories.model import PAGE, StoryModel
from newsreader.ui.stories.snapshot import Snapshot, compact, highest
from newsreader.ui.tasks import Tasks

if TYPE_CHECKING:
    from newsreader.library.library import Library

_ARRIVALS_MS = 400
_COUNT_MS = 50
_PORTION = 20_000
"""Ids read at a time: what a person asks for meanwhile waits for one portion, some 10 ms (of what was found, or of a
large folder, 30)."""


class Keep(Enum):
    """What stays as it is when a list is loaded again."""

    NOTHING = auto()
    STORY = auto()
    STORY_AT_TOP = auto()
    PLACE = auto()


@dataclass(frozen=True, slots=True)
class Opening:
    """The first page of a view, and how many stories it has in all; or, with ``whole``, all its ids and the headers at
    its top and around one place. ``count`` is None for a search that found more than a page: counting the hits of a
    common word takes longer than finding the first of them."""

    view: View
    headers: Sequence[StoryHeader]
    count: int | None
    whole: Snapshot | None = None


class Filling:
    """The ids of a whole view as they are gathered, 4 bytes each; ``newest`` is the highest. Touched by the reader
    thread alone until its last step is done."""

    def __init__(self, view: View, kept: int | None) -> None:
        self.view = view
        self.ids: array[int] = array("I")
        self.newest = 0
        self._kept = kept

    def step(self, library: Library) -> bool:
        """Read one more portion; True when that was the last."""
        last = self.ids[-1] if self.ids else None
        found = compact(library.stories.ids(self.view, last, _PORTION))
        if self.ids and found.typecode != self.ids.typecode:
            self.ids, found = array("q", self.ids), array("q", found)
        if self.ids:
            self.ids.extend(found)
        else:
            self.ids = found
        if len(found) < _PORTION:
            self._keep(library)
            self.newest = highest(self.ids)
            return True
        return False

    def _keep(self, library: Library) -> None:
        kept = self._kept
        if kept is None or self.view.query or kept in self.ids:
            return
        at = _place_of(library, self.view, self.ids, kept, whole=True)
        if at is not None and library.stories.headers([kept]):
            self.ids.insert(at, kept)


class ListLoader(QObject):
    """Opens views and fills the model.

    ``opened`` carries the Opening of the view asked last; ``counted`` how many stories it has; ``arrived`` (count,
    more) how many came in since it was opened; ``failed`` a NewsreaderError.
    """

    opened = Signal(object)
    counted = Signal(int)
    arrived = Signal(int, bool)
    failed = Signal(object)

    def __init__(self, tasks: Tasks, model: StoryModel, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._model = model
        self._view: View | None = None
        self._kept: int | None = None
        self._count = 0
        self.refill: Callable[[], bool] = lambda: False
        """Called when stories came in; True: the list is asked for again, and nothing is to be told of them."""
        self._look_soon = self._timer(_ARRIVALS_MS, self._look)
        self._count_soon = self._timer(_COUNT_MS, self._ask_count)
        model.pagesWanted.connect(self._fetch)

    def open(self, view: View, kept: int | None = None) -> None:
        """Ask for the first page of ``view``. The story ``kept`` stays in it, also when it belongs there no more."""
        self._view, self._kept = view, kept
        self._tasks.query(_first_page(view, kept), self._opened, self._failed, key="stories.open")

    def open_at(self, view: View, kept: int | None, place: int) -> None:
        """Ask for all of ``view`` at once, with the headers around the story ``place``: a list that is shown already
        is not to begin at its top again."""
        self._view, self._kept = view, kept

        def whole(ids: array[int], newest: int) -> None:
            snapshot = Snapshot(ids, newest)
            self._tasks.query(_around(view, snapshot, place), self._opened, self._failed, key="stories.open")

        self._fill_on(Filling(view, kept), whole)

    def fill(self, view: View, most: int) -> None:
        """Ask for the rest of ``view`` (its first page is in the model), so that there are at most ``most`` rows."""

        snapshot = self._model.snapshot

        def take(ids: array[int], newest: int) -> None:
            if snapshot is self._model.snapshot:
                if view.query:
                    self._counted(len(ids))
                rest = snapshot.rest_of(ids)
                self._model.complete(rest[: max(0, most - len(snapshot))], newest)

        self._fill_on(Filling(view, self._kept), take)

    def count_soon(self) -> None:
        """Marks changed the count: ask for it, once for many marks."""
        self._count_soon.start()

    def look_soon(self) -> None:
        """Stories came in: look whether any belong here, once for many."""
        if not self._look_soon.isActive():
            self._look_soon.start()

    def unread(
        self, view: View, story: int | None, forward: bool, found: Callable[[int | None], None]
    ) -> None:
        """Ask for the next unread story of ``view``, or the one before."""

        def take(answer: int | None) -> None:
            if view == self._view:
                found(answer)

        self._tasks.query(
            lambda library: library.stories.unread_neighbour(view, story, forward), take, key="stories.unread"
        )

    def _fill_on(self, filling: Filling, take: Callable[[array[int], int], None]) -> None:
        """Ask for the ids of a view portion by portion: what a person asks for meanwhile goes before the next one."""

        def further(done: bool) -> None:
            if filling.view != self._view:
                return
            if done:
                take(filling.ids, filling.newest)
            else:
                self._fill_on(filling, take)

        self._tasks.query(filling.step, further, self._failed, key="stories.ids")

    # -- answers -------------------------------------------------------------------------------------------------

    def _opened(self, opening: Opening) -> None:
        if opening.view == self._view:
            self._count = opening.count or 0
            self.opened.emit(opening)

    def _failed(self, fault: NewsreaderError) -> None:
        self.failed.emit(fault)

    def _fetch(self, pages: list[int], ids: list[int]) -> None:
        snapshot = self._model.snapshot

        def take(headers: list[StoryHeader]) -> None:
            if snapshot is self._model.snapshot:
                self._model.take_headers(pages, ids, headers)

        self._tasks.query(lambda library: list(library.stories.headers(ids)), take, key="stories.headers")

    def _look(self) -> None:
        view, snapshot = self._view, self._model.snapshot
        if view is None:
            return
        if not len(snapshot):
            self.open(view)
            return
        if self.refill():
            return

        def look(opening: Opening) -> None:
            if snapshot is not self._model.snapshot:
                return
            new = snapshot.arrivals(header.id for header in opening.headers)
            if view.oldest_first and opening.count is not None:
                new = max(0, opening.count - self._count)
            self.arrived.emit(new, new >= PAGE)
            if not new and opening.count is not None:
                self._counted(opening.count)

        self._tasks.query(_first_page(view, None), look, self._failed, key="stories.arrivals")

    def _ask_count(self) -> None:
        view = self._view
        if view is None or view.query:  # what was found stays found; counting it anew may take long
            return

        def take(count: int) -> None:
            if view == self._view:
                self._counted(count)

        self._tasks.query(
            lambda library: library.stories.count(view), take, self._failed, key="stories.count"
        )

    def _counted(self, count: int) -> None:
        self._count = count
        self.counted.emit(count)

    def _timer(self, ms: int, run: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(ms)
        timer.timeout.connect(run)
        return timer


def _first_page(view: View, kept: int | None) -> Callable[[Library], Opening]:
    """A query for the beginning of a view and its count. Reader thread."""

    def ask(library: Library) -> Opening:
        headers = list(library.stories.first_page(view, PAGE))
        count = _count(library, view, headers)
        if kept is not None and not view.query and all(header.id != kept for header in headers):
            ids = [header.id for header in headers]
            at = _place_of(library, view, ids, kept, whole=len(ids) < PAGE)
            if at is not None:
                headers[at:at] = library.stories.headers([kept])
        return Opening(view, headers, count)

    return ask


def _count(library: Library, view: View, headers: Sequence[StoryHeader]) -> int | None:
    if view.query:
        return len(headers) if len(headers) < PAGE else None
    return library.stories.count(view)


def _around(view: View, snapshot: Snapshot, place: int) -> Callable[[Library], Opening]:
    """A query for the headers at the top of a whole view and around a story of it. Reader thread."""

    def ask(library: Library) -> Opening:
        row = snapshot.row_of(place) or 0
        wanted = [*snapshot.slice(0, PAGE), *snapshot.slice(row - PAGE, row + PAGE)]
        headers = library.stories.headers(list(dict.fromkeys(wanted)))
        count = len(snapshot) if view.query else library.stories.count(view)
        return Opening(view, headers, count, snapshot)

    return ask


def _place_of(library: Library, view: View, ids: Sequence[int], kept: int, *, whole: bool) -> int | None:
    """Where ``kept``, which left the view, stood among ``ids``, its beginning (or, with ``whole``, all of it)."""
    following = library.stories.following(view, kept)
    if following is None:
        return len(ids) if whole else None
    return ids.index(following) if following in ids else None
