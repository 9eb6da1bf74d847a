"""Tells from inside how fast the window is, for ``make bench``: a JSON line an event, to the file of NEWSREADER_PROBE.

Every time is in seconds of the system's monotonic clock, which all processes share. The lines:

``{"input": t, "key": k}``     a key or a button (0) went down: when the display says it did, where that is known
``{"frame": t, "began": t}``   a frame is painted; with ``"list"`` if the list was, with ``"story"`` if a page was;
                               ``"cpu"`` is the processor time of the program so far, which no other program disturbs
``{"command": t}``             a command is on disk
``{"beats": [ms, ...]}``       how long the event loop took from each turn to the next; a line a second
``{"opened": t}``              the cache can be used

Loaded only when it is asked for; main thread, but for commands.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QInputEvent, QKeyEvent

from newsreader.ui.main_window import MainWindow

if TYPE_CHECKING:
    from newsreader.domain.stories import View

_AT_ONCE = Qt.EventPriority.HighEventPriority.value
_CLOCKS_AGREE = 10.0  # seconds: a display whose clock is further away counts in another way
_INPUT = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress)


class Probe(QObject):
    """Watches ``window``, which is shown already, until the program ends."""

    def __init__(self, window: MainWindow, path: Path) -> None:
        super().__init__(window)
        self._window = window
        self._file = path.open("w", encoding="utf-8")
        self._frame: dict[str, Any] | None = None
        self._list_ground: QObject | None = None
        self._page_ground: QObject | None = None
        self._view: View | None = None
        self._last_input: tuple[int, int] | None = None
        self._beats: list[float] = []
        self._last_beat = time.monotonic()
        for watched in (window, window.windowHandle()):
            watched.installEventFilter(self)
        window.filled.connect(self._watch_list)
        window.completed.connect(self._watch_page)
        window.tasks.opened.connect(lambda: self._tell({"opened": time.monotonic()}))
        window.tasks.carriedOut.connect(self._carried_out, Qt.ConnectionType.DirectConnection)
        self._beat = QTimer(self, interval=1, timerType=Qt.TimerType.PreciseTimer)
        self._beat.timeout.connect(self._count_beat)
        self._beat.start()
        self._second = QTimer(self, interval=1000)
        self._second.timeout.connect(self._tell_beats)
        self._second.start()

    def _watch_page(self) -> None:
        self._page_ground = self._window.reader.view.viewport()
        self._page_ground.installEventFilter(self)

    def _watch_list(self) -> None:
        self._list_ground = self._window.stories.table.viewport()
        self._list_ground.installEventFilter(self)
        self._window.stories.model.modelReset.connect(self._list_begins)

    def _list_begins(self) -> None:
        """The rows of a view are here; until then the pane shows those of the view before."""
        self._view = self._window.stories.view

    # -- what happens ------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._painting(watched)
        elif event.type() in _INPUT and watched is self._window.windowHandle():
            assert isinstance(event, QInputEvent)
            self._input(event)
        return False

    def customEvent(self, event: QEvent) -> None:
        """Qt handed the frame to the display and comes to what waited next."""
        frame, self._frame = self._frame, None
        if frame is not None:
            self._tell({"frame": time.monotonic(), "cpu": time.process_time(), **frame})

    def _painting(self, watched: QObject) -> None:
        if self._frame is None:
            self._frame = {"began": time.monotonic()}
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.User), _AT_ONCE)
        if watched is self._list_ground:
            self._frame["list"] = self._describe_list()
        elif watched is self._page_ground and (story := self._window.reader.story) is not None:
            self._frame["story"] = story.header.id

    def _describe_list(self) -> dict[str, Any]:
        """What is in sight; ``whole`` when none of it is still on its way."""
        pane = self._window.stories
        view = self._view or pane.view
        table, model = pane.table, pane.model
        first, last = table.rowAt(0), table.rowAt(table.viewport().height() - 1)
        shown = model.snapshot.slice(first, last + 1 if last >= 0 else len(model.snapshot))
        return {
            "view": view.kind.value,
            "id": view.id,
            "query": view.query,
            "rows": len(model.snapshot),
            "first": first,
            "whole": all(story in model.headers for story in shown),
            "unread": sum(1 for story in shown if (header := model.headers.get(story)) and not header.read),
            "current": pane.currentId(),
        }

    def _input(self, event: QInputEvent) -> None:
        key = event.key() if isinstance(event, QKeyEvent) else 0
        stamp = event.timestamp()
        if (stamp, key) == self._last_input:  # the same key, offered as a shortcut before
            return
        self._last_input = (stamp, key)
        now = time.monotonic()
        behind = (now * 1000 - stamp) % 2**32 / 1000
        self._tell({"input": now - behind if behind < _CLOCKS_AGREE else now, "key": key})

    def _carried_out(self) -> None:
        """On the writer's thread: its transaction has just ended."""
        self._tell({"command": time.monotonic()})

    def _count_beat(self) -> None:
        now = time.monotonic()
        self._beats.append(round((now - self._last_beat) * 1000, 2))
        self._last_beat = now

    def _tell_beats(self) -> None:
        beats, self._beats = self._beats, []
        self._tell({"beats": beats, "until": self._last_beat})

    def _tell(self, line: dict[str, Any]) -> None:
        self._file.write(json.dumps(line) + "\n")
        self._file.flush()
