"""The log: one file a process role in ``logs/`` of the data folder, of bounded size, without secrets."""

from __future__ import annotations

import logging
import re
import sys
import threading
from pathlib import Path
from types import TracebackType

_SECRET = re.compile(
    r"(?P<scheme>\b[a-z][a-z0-9+.-]*://)[^/\s@]+@|(?P<header>authorization\W+)\S+(\s\S+)?", re.IGNORECASE
)
_LARGEST = 1_000_000  # bytes a file; three of them are kept


class _LogFile(logging.Handler):
    """A log file that is begun anew when it is full. What writes it is loaded with the first line: most starts have
    nothing to tell before the window is painted."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line, under the lock of this handler."""
        if self._file is None:
            from logging.handlers import RotatingFileHandler

            self._file = RotatingFileHandler(
                self._path, maxBytes=_LARGEST, backupCount=2, delay=True, encoding="utf-8"
            )
            self._file.setFormatter(self.formatter)
        self._file.emit(record)

    def close(self) -> None:
        """Close the file, if one was written."""
        if self._file is not None:
            self._file.close()
        super().close()


class _NoSecrets(logging.Formatter):
    """Takes ``user:password@`` and authorization headers out of every line, whoever wrote it."""

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        return _SECRET.sub(lambda found: (found["scheme"] or found["header"] or "") + "…", line)


def start_log(folder: Path, role: str) -> None:
    """Send the log of this process to ``folder/logs/ROLE.log``; uncaught exceptions of all threads go there too."""
    handler: logging.Handler
    try:
        (folder / "logs").mkdir(exist_ok=True)
        handler = _LogFile(folder / "logs" / f"{role}.log")
    except OSError:  # a full or read-only disk must not keep the program from telling so itself
        handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_NoSecrets("%(asctime)s %(levelname)s %(process)d %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    sys.excepthook = _log_uncaught
    threading.excepthook = lambda args: _log_uncaught(args.exc_type, args.exc_value, args.exc_traceback)


def _log_uncaught(
    kind: type[BaseException], value: BaseException | None, trace: TracebackType | None
) -> None:
    """A bug: write it down, and to the terminal where there is one."""
    if value is None or issubclass(kind, KeyboardInterrupt | SystemExit):
        return
    logging.getLogger("newsreader").critical("uncaught exception", exc_info=(kind, value, trace))
    sys.__excepthook__(kind, value, trace)
