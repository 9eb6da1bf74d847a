"""What the desktop is told while the window is not in front: new stories of chosen feeds, feeds that stopped working.

Main thread. Everything from feeds is plain text here; how it reaches the desktop is in ``desktop_notices``, loaded when
the first notice is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Literal, Protocol

from PySide6.QtCore import QObject, Signal, SignalInstance

from newsreader.domain.feeds import Feed
from newsreader.domain.stories import StoryHeader
from newsreader.text.numbers import grouped
from newsreader.ui.choices import Choices
from newsreader.ui.tasks import Tasks

LINES = 4
"""Headlines in one notice."""
_LETTERS = 100
_ISOLATE, _END = "\u2068", "\u2069"  # a headline never turns the words around it (HOSTILE S16)

Kind = Literal["stories", "trouble", "event"]


@dataclass(frozen=True, slots=True)
class Notice:
    """One message, plain text. ``story`` is opened when it is clicked, where it is about one story. A later notice of
    the same ``kind`` takes its place."""

    title: str
    body: str
    kind: Kind
    story: int | None = None


class Notifier(Protocol):
    """Shows notices. ``activated`` fires with the Notice that was clicked."""

    activated: SignalInstance

    def show(self, notice: Notice) -> None:
        """Show it; where the desktop takes none, nothing happens."""

    def close(self) -> None:
        """End what runs for it."""


class Notifications(QObject):
    """``clicked`` carries the Notice a person clicked. ``in_front`` tells whether the window has the person's eyes."""

    clicked = Signal(object)

    def __init__(
        self,
        tasks: Tasks,
        choices: Choices,
        in_front: Callable[[], bool],
        parent: QObject | None = None,
        notifier: Notifier | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._choices = choices
        self._in_front = in_front
        self._notifier = notifier
        self._seen: int | None = None
        self._stopped: frozenset[int] | None = None
        if notifier is not None:
            notifier.activated.connect(self.clicked)

    def tell(self, notice: Notice) -> None:
        """Show a notice, unless the person looks at the window anyway."""
        if self._in_front():
            return
        if self._notifier is None:
            # Loaded now: few people want notices, and the window must not wait for what they need.
            made: Notifier = import_module("newsreader.ui.desktop_notices").make_notifier(self)
            made.activated.connect(self.clicked)
            self._notifier = made
        self._notifier.show(notice)

    def fetching(self, on: bool) -> None:
        """A refresh begins (note what is known) or ends (tell what is new)."""
        if on:
            self._note()
        else:
            self._look()

    def end(self) -> None:
        """The window closes."""
        if self._notifier is not None:
            self._notifier.close()

    # -- what is new ---------------------------------------------------------------------------------------------

    def _note(self) -> None:
        if self._choices.on("notify.new_stories") and (self._seen is None or self._in_front()):
            self._tasks.query(
                lambda library: library.stories.latest_id(), self._know_latest, key="notify-latest"
            )
        if self._choices.on("notify.trouble") and self._stopped is None:
            self._tasks.query(
                lambda library: library.feeds.stopped(), self._know_stopped, key="notify-stopped"
            )

    def _know_latest(self, latest: int) -> None:
        self._seen = latest

    def _know_stopped(self, feeds: Sequence[Feed]) -> None:
        self._stopped = frozenset(feed.id for feed in feeds)

    def _look(self) -> None:
        if self._choices.on("notify.new_stories") and self._seen is not None and not self._in_front():
            after = self._seen
            self._tasks.query(
                lambda library: library.stories.news(after, LINES + 1), self._tell_stories, key="notify-news"
            )
        if self._choices.on("notify.trouble") and self._stopped is not None:
            self._tasks.query(
                lambda library: library.feeds.stopped(), self._tell_trouble, key="notify-trouble"
            )

    def _tell_stories(self, news: tuple[int, list[StoryHeader]]) -> None:
        count, headers = news
        if headers:
            self.tell(about_stories(count, headers))

    def _tell_trouble(self, feeds: Sequence[Feed]) -> None:
        before, self._stopped = self._stopped or frozenset(), frozenset(feed.id for feed in feeds)
        new = [feed for feed in feeds if feed.id not in before]
        if new:
            self.tell(about_trouble(new))


def about_stories(count: int, headers: Sequence[StoryHeader]) -> Notice:
    """What is said of ``count`` new stories, of which ``headers`` are the first."""
    if count == 1:
        (header,) = headers[:1]
        return Notice(_line(_headline(header)), _line(header.feed_title), "stories", header.id)
    shown = headers[: LINES if count <= LINES else LINES - 1]
    lines = [_line(_headline(header)) for header in shown]
    if count > len(shown):
        lines.append(f"and {grouped(count - len(shown))} more")
    return Notice(f"{grouped(count)} new stories", "\n".join(lines), "stories")


def about_trouble(feeds: Sequence[Feed]) -> Notice:
    """What is said of feeds that stopped working."""
    if len(feeds) == 1:
        return Notice(f"{_line(feeds[0].title)} cannot be read", _line(feeds[0].error), "trouble")
    lines = [_line(feed.title) for feed in feeds[: LINES - 1]]
    if len(feeds) > len(lines):
        lines.append(f"and {grouped(len(feeds) - len(lines))} more")
    return Notice(f"{grouped(len(feeds))} feeds cannot be read", "\n".join(lines), "trouble")


def _headline(header: StoryHeader) -> str:
    return header.title or header.teaser or "A story without a headline"


def _line(text: str) -> str:
    text = " ".join(text.split())
    if len(text) > _LETTERS:
        text = text[: _LETTERS - 1].rstrip() + "…"
    return f"{_ISOLATE}{text}{_END}"
