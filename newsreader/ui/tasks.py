"""Queries and commands off the main thread: one reader thread, one writer thread, answers back on the main thread.

The window is painted before the cache is open: calls made earlier wait until ``start`` brought the library. Public
methods are for the main thread; the functions given to them run on the reader's or writer's thread and must not touch
widgets; ``done`` and ``failed`` run on the main thread, and never after their widget is gone.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from newsreader.domain.changes import Change
from newsreader.domain.errors import Cancelled, NewsreaderError
from newsreader.ui.callbacks import alive

if TYPE_CHECKING:
    from newsreader.library.library import Library

T = TypeVar("T")
_log = logging.getLogger(__name__)
_SLOW_MS = 3_000
_OURS = "Something went wrong. The details are in the log."


@dataclass(slots=True)
class _Call:
    """One function on its way to a thread; ``key`` names calls of which only the newest matters."""

    work: Callable[[Any], Any]
    done: Callable[[Any], None] | None
    failed: Callable[[NewsreaderError], None] | None
    key: str | None = None
    is_command: bool = False


@dataclass(slots=True)
class _Answer:
    call: _Call
    value: Any = None
    fault: NewsreaderError | None = None


class _Lane:
    """A thread with its queue and its own library. ``finish_queue`` tells whether what waits is done before it ends."""

    def __init__(self, name: str, answer: Callable[[_Answer], None], *, finish_queue: bool) -> None:
        self._name = name
        self._answer = answer
        self._finish_queue = finish_queue
        self._calls: deque[_Call] = deque()
        self._wake = threading.Condition()
        self._stopping = False
        self._serving = False
        self._thread: threading.Thread | None = None

    @property
    def idle(self) -> bool:
        """True when nothing waits and nothing runs."""
        with self._wake:
            return not self._calls and not self._serving

    def put(self, call: _Call) -> None:
        """Queue a call; a waiting one of the same key is dropped."""
        with self._wake:
            if call.key is not None:
                self._calls = deque(other for other in self._calls if other.key != call.key)
            self._calls.append(call)
            self._wake.notify()

    def start(self, opener: Callable[[], Library], opened: Callable[[NewsreaderError | None], bool]) -> None:
        """Open a library on a new thread and serve the queue with it."""
        self._thread = threading.Thread(
            target=self._serve, args=(opener, opened), name=self._name, daemon=True
        )
        self._thread.start()

    def ask_to_stop(self) -> None:
        """Tell the thread to end."""
        with self._wake:
            self._stopping = True
            if not self._finish_queue:
                self._calls.clear()
            self._wake.notify()

    def join(self, seconds: float | None) -> bool:
        """Wait for the thread, ``None`` for as long as it takes; True when it ended (or never began)."""
        if self._thread is not None:
            self._thread.join(seconds)
            return not self._thread.is_alive()
        return True

    def _serve(self, opener: Callable[[], Library], opened: Callable[[NewsreaderError | None], bool]) -> None:
        library, fault = _guarded(opener, "opening the cache")
        if not opened(fault):
            return
        if library is None:
            self._refuse_all(fault or NewsreaderError(_OURS))
            return
        while (call := self._next()) is not None:
            value, fault = _guarded(partial(call.work, library), call.key or self._name)
            self._answer(_Answer(call, value, fault))
        _guarded(library.close, "closing the cache")

    def _next(self) -> _Call | None:
        with self._wake:
            while not self._calls:
                if self._stopping:
                    return None
                self._serving = False
                self._wake.wait()
            self._serving = True
            return self._calls.popleft()

    def _refuse_all(self, fault: NewsreaderError) -> None:
        """Without a cache every call gets the reason; nothing waits for ever."""
        while (call := self._next()) is not None:
            self._answer(_Answer(call, fault=fault))


class Tasks(QObject):
    """The window's door to the library.

    ``changed`` fires on the main thread with the Change of every command, ``fault`` with every NewsreaderError nobody
    else took, ``opened`` when the cache can be used, ``openFailed`` with the reason when it cannot. ``carriedOut``
    alone fires on the writer's thread: as soon as a command has ended. ``slow`` fires when a command has waited or
    run for some seconds, which mostly means that another program holds the cache.
    """

    changed = Signal(object)
    fault = Signal(object)
    opened = Signal()
    openFailed = Signal(object)
    carriedOut = Signal()
    slow = Signal()
    _answered = Signal(object)
    _openedAs = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make_lanes()
        self._opener: Callable[[], Library] | None = None
        self._is_open = False
        self._stopped = False
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_SLOW_MS)
        self._patience.timeout.connect(self._look_for_slow)
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._openedAs.connect(self._tell_opened, Qt.ConnectionType.QueuedConnection)

    @property
    def idle(self) -> bool:
        """True when no query and no command waits or runs (answers may still be on their way to the main thread)."""
        return self._reader.idle and self._writer.idle

    def start(self, opener: Callable[[], Library]) -> None:
        """Open the library on both threads with ``opener`` (called once on each, it may import what it likes).

        The reader opens first, so that a new cache is made, or an old one migrated, by one thread alone.
        """
        self._opener = opener
        self._begin(opener)

    def reopen(
        self,
        between: Callable[[], None],
        done: Callable[[Any], None],
        failed: Callable[[NewsreaderError], None],
    ) -> None:
        """Close the library, run ``between`` on the reader's thread while nothing here has the cache open, and open it
        again; when ``between`` failed, only if it was open before. What is asked meanwhile waits.

        ``done`` or ``failed`` tells how ``between`` went, ``opened`` or ``openFailed`` what came of the opening.
        """
        opener, former, unopened = self._opener, (self._reader, self._writer), self._open_fault
        assert opener is not None, "there is something to open again"
        for lane in former:
            lane.ask_to_stop()
        self._make_lanes()
        self._is_open = False
        call = _Call(lambda _library: between(), done, failed)

        def open_again() -> Library:
            for lane in former:
                lane.join(None)
            value, fault = _guarded(between, "bringing the cache back")
            self._answered.emit(_Answer(call, value, fault))
            if fault is not None and unopened is not None:
                raise unopened
            return opener()

        self._begin(open_again, opener)

    def _begin(self, first: Callable[[], Library], second: Callable[[], Library] | None = None) -> None:
        self._reader.start(first, self._reader_opened)
        self._writer.start(self._after_reader(second or first), self._writer_opened)

    def _make_lanes(self) -> None:
        self._reader = _Lane("reader", self._answered.emit, finish_queue=False)
        self._writer = _Lane("writer", self._command_ended, finish_queue=True)
        self._first_open = threading.Event()
        self._open_fault: NewsreaderError | None = None

    def whenOpened(self, begin: Callable[[], object]) -> None:
        """Call ``begin`` as soon as the cache can be used: now, when it can be already."""
        if self._is_open:
            begin()
        else:
            self.opened.connect(begin)

    def query(
        self,
        fn: Callable[[Library], T],
        done: Callable[[T], None],
        failed: Callable[[NewsreaderError], None] | None = None,
        key: str | None = None,
    ) -> None:
        """Run ``fn(library)`` on the reader thread and hand its value to ``done``.

        A newer call with the same ``key`` replaces one that still waits; neither callback of the older is called then.
        Faults go to ``failed``, by default to the signal ``fault``.
        """
        self._reader.put(_Call(fn, done, failed, key))

    def command(
        self,
        fn: Callable[[Library], Change],
        done: Callable[[Change], None] | None = None,
        failed: Callable[[NewsreaderError], None] | None = None,
    ) -> None:
        """Run ``fn(library)`` on the writer thread, in the order asked; then ``done`` and the signal ``changed``."""
        self._writer.put(_Call(fn, done, failed, is_command=True))
        if not self._patience.isActive():
            self._patience.start()

    def stop(self, seconds: float = 5.0) -> bool:
        """End both threads: commands already asked are carried out, queries that wait are dropped.

        No callback runs afterwards. True when both ended within ``seconds``.
        """
        self._stopped = True
        self._reader.ask_to_stop()
        self._writer.ask_to_stop()
        self._first_open.set()
        return self._writer.join(seconds) and self._reader.join(seconds)

    # -- on the lanes' threads -----------------------------------------------------------------------------------

    def _reader_opened(self, fault: NewsreaderError | None) -> bool:
        self._open_fault = fault
        self._first_open.set()
        self._openedAs.emit(fault)
        return True

    def _command_ended(self, answer: _Answer) -> None:
        self.carriedOut.emit()
        self._answered.emit(answer)

    def _writer_opened(self, _fault: NewsreaderError | None) -> bool:
        return True

    def _after_reader(self, opener: Callable[[], Library]) -> Callable[[], Library]:
        first_open = self._first_open

        def open_second() -> Library:
            first_open.wait()
            if self._open_fault is not None:
                raise self._open_fault
            return opener()

        return open_second

    # -- on the main thread --------------------------------------------------------------------------------------

    @Slot(object)
    def _tell_opened(self, fault: NewsreaderError | None) -> None:
        if self._stopped:
            return
        if fault is None:
            self._is_open = True
            self.opened.emit()
        else:
            self.openFailed.emit(fault)

    @Slot(object)
    def _deliver(self, answer: _Answer) -> None:
        if self._stopped:
            return
        call = answer.call
        if call.is_command:
            self._patience.stop() if self._writer.idle else self._patience.start()
        if answer.fault is not None:
            self._deliver_fault(call, answer.fault)
            return
        if call.done is not None and alive(call.done):
            call.done(answer.value)
        if call.is_command and isinstance(answer.value, Change):
            self.changed.emit(answer.value)

    def _look_for_slow(self) -> None:
        if not self._stopped and not self._writer.idle:
            self.slow.emit()

    def _deliver_fault(self, call: _Call, fault: NewsreaderError) -> None:
        if call.failed is not None:
            if alive(call.failed):
                call.failed(fault)
        elif not isinstance(fault, Cancelled):
            self.fault.emit(fault)


def _guarded(work: Callable[[], T], what: str) -> tuple[T | None, NewsreaderError | None]:
    """The value of ``work``, or the fault to show: an expected one as it is, a bug of ours logged and made plain."""
    try:
        return work(), None
    except NewsreaderError as fault:
        return None, fault
    except Exception:  # noqa: BLE001 - a bug in one query must not end the thread that serves all others
        _log.exception("while working on %s", what)
        return None, NewsreaderError(_OURS)
