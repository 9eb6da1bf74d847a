"""``newsreader`` without a command: opens the window, or draws it to a picture."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from newsreader.app import window_options
from newsreader.app.logs import start_log
from newsreader.app.paths import data_folder
from newsreader.app.window_options import WindowOptions, WrongUsage
from newsreader.domain.errors import NewsreaderError

USAGE = (
    "usage: newsreader [--data-dir DIR] [URL]\n"
    "       newsreader [--data-dir DIR] --screenshot FILE [--size WxH] [--scale N] [--theme light|sepia|dark|contrast]"
    " [--story ID] [--show NAME|list]"
)

PROBE = "NEWSREADER_PROBE"
"""The variable that names a file for ``app.probe``, which the benchmarks read."""


def run(words: Sequence[str]) -> int:
    """Open the window and serve it until it is closed; the exit code."""
    try:
        options = window_options.parse(words)
        if options.show == "list":
            return _list_scenes()
        folder = data_folder(options.data_dir)
        start_log(folder, "window")
        return _draw(options, folder) if options.screenshot else _open(options, folder)
    except WrongUsage as wrong:
        print(f"{USAGE}\nnewsreader: {wrong}", file=sys.stderr)
        return 2
    except NewsreaderError as fault:
        print(f"newsreader: {fault.sentence}", file=sys.stderr)
        return 1


def _open(options: WindowOptions, folder: Path) -> int:
    if sys.platform.startswith("linux") and not _has_display():
        print(
            "newsreader: there is no display here. Use --screenshot FILE to draw the window to a picture, "
            "or a command: newsreader --help lists them.",
            file=sys.stderr,
        )
        return 1
    gc.disable()  # what is loaded here is no garbage; the collector of the main thread takes over
    # Qt is loaded only now: wrong usage and a missing display are told without it.
    import newsreader.app.binding  # isort: skip  # noqa: F401 - before anything else of Qt
    from newsreader.app.collector import MainThreadCollector
    from newsreader.app.instance import Instance
    from newsreader.app.signals import SignalWatch
    from newsreader.app.window import FirstPaint, library_opener, make_application, make_window

    application = make_application()
    instance = Instance(folder)
    if not instance.first():
        if instance.hand_over(file_address(options.address)):
            return 0
        print("newsreader: the window that is open for this data folder does not answer.", file=sys.stderr)
        return 1
    address = file_address(options.address)
    collector = MainThreadCollector()
    window = make_window(application, folder)
    window.tasks.opened.connect(collector.settled)

    def begin() -> None:
        window.tasks.start(library_opener(folder))
        window.completed.connect(lambda: instance.listen(window.open_address))
        if address:
            window.open_address(address)

    first_paint = FirstPaint(window, begin)
    signals = SignalWatch(window.close)
    window.closed.connect(application.quit)
    window.show()
    if path := os.environ.get(PROBE):
        from newsreader.app.probe import Probe

        Probe(window, Path(path))
    code = application.exec()
    first_paint.deleteLater()
    signals.close()
    instance.close()
    collector.close()
    return code


def file_address(word: str) -> str:
    """``word``, or the ``file:`` address of the file it names: another process has another working folder."""
    path = Path(word)
    return path.absolute().as_uri() if word and path.is_file() else word


def _draw(options: WindowOptions, folder: Path) -> int:
    # The platform and the scale are read when Qt starts.
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_SCALE_FACTOR"] = f"{options.scale:g}"
    from newsreader.app.screenshot import draw

    return draw(options, folder)


def _list_scenes() -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from newsreader.app.scenes import names

    print("\n".join(names()))
    return 0


def _has_display() -> bool:
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    return bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or chosen in ("offscreen", "minimal")
    )
