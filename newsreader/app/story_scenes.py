"""Stories of every kind, drawn to be looked at: ``story-NAME`` among the scenes. They are in ``resources/samples``."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QWidget

from newsreader.domain.stories import CleanHtml, Enclosure, Story, StoryHeader
from newsreader.resources import resource_text
from newsreader.ui.main_window import MainWindow
from newsreader.ui.reader.ours import AGAIN, STOP, STOP_DOWNLOAD
from newsreader.ui.reader.viewer import PictureViewer
from newsreader.ui.reader.whole_story import FETCHING

SAMPLES = "samples/stories.json"
_NO_STORY = (
    "The text of this story could not be told from the rest of its page. Open it in the browser instead."
)

Scene = Callable[[MainWindow], QWidget | None]


def scenes() -> dict[str, Scene]:
    """The scenes by name."""
    samples: dict[str, dict[str, Any]] = json.loads(resource_text(SAMPLES))
    found: dict[str, Scene] = {f"story-{name}": partial(_show, sample) for name, sample in samples.items()}
    return found | {
        "story-ask": partial(_ask, samples["video"]),
        "story-fetching": partial(_say, samples["whole"], FETCHING, "Stop", STOP),
        "story-not-whole": partial(
            _say, samples["whole"], _NO_STORY, "Open in the browser", "https://ledger.example/"
        ),
        "story-downloading": partial(
            _files, samples["sound"], "Downloading episode-112.mp3: 12 MB of 38 MB", "Stop", STOP_DOWNLOAD
        ),
        "story-broken-off": partial(
            _files,
            samples["sound"],
            "episode-112.mp3: workbench.example fell silent in the middle. It will be asked again later.",
            "Try again",
            AGAIN,
        ),
        "story-playing": partial(_play, samples["sound"]),
        "page-menu": partial(_menu, samples["quotes"]),
        "picture-viewer": partial(_viewer, samples["pictures"]),
    }


def _story(sample: dict[str, Any]) -> Story:
    now = int(time.time())
    header = StoryHeader(
        id=1 << 40,
        feed_id=1,
        feed_title=sample["feed"],
        title=sample["title"],
        teaser="",
        author=sample["author"],
        link="https://tidewater-post.example/story/1",
        published=now - 5400,
        received=now,
        when=now - 5400,
        read=True,
        saved=False,
    )
    whole = CleanHtml(sample.get("whole", ""))
    return Story(
        header,
        CleanHtml(sample["html"]),
        sample.get("language", "en"),
        tuple(Enclosure(*file) for file in sample.get("enclosures", ())),
        whole=whole,
        shows_whole=bool(whole),
    )


def _show(sample: dict[str, Any], window: MainWindow) -> None:
    window.reader.setStory(_story(sample))


def _ask(sample: dict[str, Any], window: MainWindow) -> None:
    window.reader.setPictures("ask")
    _show(sample, window)


def _say(sample: dict[str, Any], text: str, button: str, deed: str, window: MainWindow) -> None:
    _show({**sample, "whole": ""}, window)
    window.reader.note.say(text, button, deed, closable=deed != STOP)


def _files(sample: dict[str, Any], text: str, button: str, deed: str, window: MainWindow) -> None:
    _show(sample, window)
    window.reader.files.say(text, button, deed, closable=deed != STOP_DOWNLOAD)


def _play(sample: dict[str, Any], window: MainWindow) -> None:
    _show(sample, window)
    player = window.deeds.player
    player.show_as("episode-112.mp3", 745_000, 2_412_000)


def _menu(sample: dict[str, Any], window: MainWindow) -> QWidget | None:
    _show(sample, window)
    window.reader.view.menuRequested.emit(QPoint(40, 40), "https://tidewater-post.example/a", -1)
    QApplication.processEvents()
    return QApplication.activePopupWidget()


def _viewer(sample: dict[str, Any], window: MainWindow) -> QWidget | None:
    _show(sample, window)
    while not window.reader.pictures_idle:
        QApplication.processEvents()
    QApplication.processEvents()
    window.reader.follow("view:0")
    viewer = window.reader.findChild(PictureViewer)
    while viewer is not None and viewer.image.isNull():
        QApplication.processEvents()
    return viewer
