"""The window's end of the worker: jobs in a process of its own, started when the first is asked, told by JSON lines.

Main thread only. The worker ends by itself when it has had nothing to do for a while; it is started again for the next
job. When it dies in the middle, the jobs under way fail with WorkerDied and the next one gets a new process.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from newsreader.domain.errors import Cancelled, NewsreaderError, WorkerDied
from newsreader.sync import pipe
from newsreader.ui.callbacks import alive

if TYPE_CHECKING:
    from newsreader.domain.jobs import Progress

_log = logging.getLogger(__name__)
_DIED = "The part of the program that fetches ended unexpectedly. Please try again."
_NO_START = "The part of the program that fetches could not be started. Please check the installation."
_GRACE_MS = 1500
"""How long the worker may take to end after being told, before it is told more firmly."""

ProgressHeard = Callable[["Progress"], None]
DoneHeard = Callable[[dict[str, Any]], None]
FaultHeard = Callable[[NewsreaderError], None]


@dataclass(slots=True)
class _Job:
    id: int
    name: str
    args: Mapping[str, Any]
    progress: ProgressHeard | None
    done: DoneHeard | None
    failed: FaultHeard | None
    sent_again: bool = False

    def message(self) -> bytes:
        return pipe.encode({"id": self.id, "job": self.name, "args": dict(self.args)})


class Jobs(QObject):
    """Runs jobs in the worker.

    ``changed`` fires with ``{"feeds": [ids], "new": n, "updated": n}`` as stories arrive, ``busy`` when the first job
    begins and when the last one ended, ``fault`` with every NewsreaderError nobody else took, ``stopped`` once after
    ``stop`` when the process is gone.
    """

    changed = Signal(dict)
    busy = Signal(bool)
    fault = Signal(object)
    stopped = Signal()

    def __init__(
        self, command: Sequence[str], parent: QObject | None = None, *, grace: int = _GRACE_MS
    ) -> None:
        """``command`` is the program and arguments that start a worker; ``grace`` is in milliseconds."""
        super().__init__(parent)
        self._command = list(command)
        self._grace = grace
        self._process: QProcess | None = None
        self._jobs: dict[int, _Job] = {}
        self._last_id = 0
        self._stopping = False

    @property
    def running(self) -> bool:
        """True while any job is under way."""
        return bool(self._jobs)

    @property
    def worker_pid(self) -> int:
        """The process id of the worker, 0 when there is none."""
        return self._process.processId() if self._process is not None else 0

    def run(
        self,
        name: str,
        args: Mapping[str, Any],
        *,
        progress: ProgressHeard | None = None,
        done: DoneHeard | None = None,
        failed: FaultHeard | None = None,
    ) -> int:
        """Start the job ``name``; returns its id. On the main thread ``done`` or ``failed`` is called exactly once."""
        self._last_id += 1
        job = _Job(self._last_id, name, args, progress, done, failed)
        if self._stopping:
            QTimer.singleShot(0, self, lambda: self._tell_fault(job, Cancelled("The program is closing.")))
            return job.id
        self._jobs[job.id] = job
        if len(self._jobs) == 1:
            self.busy.emit(True)
        self._send(job.message())
        return job.id

    def cancel(self, id: int) -> None:
        """Ask the worker to stop the job; it ends with Cancelled. Nothing happens when it has ended already."""
        if id in self._jobs and self._process is not None:
            self._process.write(pipe.encode({"cancel": id}))

    def cancel_all(self) -> None:
        """Ask the worker to stop everything."""
        for id in list(self._jobs):
            self.cancel(id)

    def stop(self) -> None:
        """End the worker: it is asked, then terminated, then killed. ``stopped`` tells when it is gone.

        Callbacks of jobs under way are not called any more.
        """
        was_stopping, self._stopping = self._stopping, True
        self._jobs.clear()
        if self._process is None:
            QTimer.singleShot(0, self, self.stopped.emit)
        if self._process is None or was_stopping:
            return
        self._process.write(pipe.encode({"quit": True}))
        self._process.closeWriteChannel()
        QTimer.singleShot(self._grace, self, lambda: self._press(QProcess.terminate))
        QTimer.singleShot(2 * self._grace, self, lambda: self._press(QProcess.kill))

    # -- the process ---------------------------------------------------------------------------------------------

    def _send(self, line: bytes) -> None:
        if self._process is None:
            self._process = self._start()
        self._process.write(line)

    def _start(self) -> QProcess:
        process = QProcess(self)
        process.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedErrorChannel)
        process.readyReadStandardOutput.connect(self._read)
        process.finished.connect(self._ended)
        process.errorOccurred.connect(self._troubled)
        process.start(self._command[0], self._command[1:])
        return process

    def _press(self, how: Callable[[QProcess], None]) -> None:
        if self._process is not None:
            how(self._process)

    def _read(self) -> None:
        process = self._process
        while process is not None and process is self._process and process.canReadLine():
            line = bytes(process.readLine().data())
            try:
                message = pipe.decode(line)
            except ValueError:
                _log.warning("the worker wrote a line that is no message: %r", line[:200])
                continue
            if not self._stopping:
                self._take(message)

    def _take(self, message: Mapping[str, Any]) -> None:
        if "changed" in message:
            self.changed.emit(message["changed"])
            return
        job = self._jobs.get(message.get("id", 0))
        if job is None:
            return
        if "progress" in message:
            if job.progress is not None and alive(job.progress):
                job.progress(_progress(message["progress"]))
            return
        self._forget(job)
        if "error" in message:
            self._tell_fault(job, pipe.fault_from_json(message["error"]))
        elif job.done is not None and alive(job.done):
            job.done(message.get("done", {}))

    def _ended(self, code: int, status: QProcess.ExitStatus) -> None:
        self._read()
        self._drop_process()
        if self._stopping:
            self.stopped.emit()
            return
        # A worker that ends by itself after a rest takes no new job: those that crossed with its end are sent again.
        rested = code == 0 and status == QProcess.ExitStatus.NormalExit
        for job in list(self._jobs.values()):
            if rested and not job.sent_again:
                job.sent_again = True
                self._send(job.message())
            else:
                self._forget(job)
                self._tell_fault(job, WorkerDied(_DIED))

    def _troubled(self, error: QProcess.ProcessError) -> None:
        if error != QProcess.ProcessError.FailedToStart:
            return
        self._drop_process()
        if self._stopping:
            self.stopped.emit()
            return
        for job in list(self._jobs.values()):
            self._forget(job)
            self._tell_fault(job, WorkerDied(_NO_START))

    def _drop_process(self) -> None:
        if self._process is not None:
            self._process.deleteLater()
            self._process = None

    # -- the jobs ------------------------------------------------------------------------------------------------

    def _forget(self, job: _Job) -> None:
        del self._jobs[job.id]
        if not self._jobs:
            self.busy.emit(False)

    def _tell_fault(self, job: _Job, fault: NewsreaderError) -> None:
        _log.info(
            "%s: %s", job.name, fault.sentence
        )  # what the person was told, for whoever is asked for help
        if job.failed is not None:
            if alive(job.failed):
                job.failed(fault)
        elif not isinstance(fault, Cancelled):
            self.fault.emit(fault)


def _progress(values: Mapping[str, Any]) -> Progress:
    from newsreader.domain.jobs import Progress  # not above: the window is painted before any job speaks

    return Progress(
        int(values.get("done", 0)),
        int(values.get("total", 0)),
        str(values.get("text", "")),
        int(values.get("new_stories", 0)),
        tuple(values.get("feeds", ())),
        tuple(values.get("followed", ())),
    )
