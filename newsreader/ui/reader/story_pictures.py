"""The pictures of the story on the page: whether they are loaded, and their full size. Main thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from newsreader.text.urls import is_web
from newsreader.ui.reader.pages import Picture
from newsreader.ui.reader.picture_flow import JobRunner, PictureFlow
from newsreader.ui.reader.pictures import PictureShelf
from newsreader.ui.reader.prepared import Prepared
from newsreader.ui.reader.tags import names_picture
from newsreader.ui.theme import Theme

if TYPE_CHECKING:
    from newsreader.ui.reader.viewer import PictureViewer


class StoryPictures(QObject):
    """Holds the shelf of one story and the flow that fills it. ``arrived`` carries the number of each picture that can
    be drawn now; ``resetWanted`` fires when the page is to be set anew."""

    arrived = Signal(int)
    resetWanted = Signal()

    def __init__(self, theme: Theme, jobs: JobRunner | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._jobs = jobs
        self._window = parent
        self._setting = "always"
        self._prepared: Prepared | None = None
        self._flow = PictureFlow(jobs, self)
        self._wished: tuple[str, Callable[[str], bool]] | None = None
        """The picture that is to be shown in full size as soon as it is here."""
        self._flow.arrived.connect(self._here)
        self._flow.missing.connect(lambda _: self.resetWanted.emit())
        self.shelf = self._new_shelf(show=False)

    @property
    def idle(self) -> bool:
        """True when every picture of the story is here, or known to be missing."""
        return self._flow.idle

    def follow(self, prepared: Prepared | None, *, keep: bool = False) -> None:
        """Another story is on the page; ``keep`` says that it is the same one with other marks."""
        self._prepared = prepared
        if not keep:
            self._wished = None
            self._flow.end()
            self.shelf = self._new_shelf(show=self._when() == "always")

    def choose(self, when: str) -> bool:
        """``always``, ``ask`` or ``never`` for feeds without a choice of their own. True when it changes this page."""
        before, self._setting = self._when(), when
        now = self._when()
        if now == before or self._prepared is None:
            return False
        self.shelf = self._new_shelf(show=now == "always")
        return True

    def load(self) -> bool:
        """Show the pictures of this story, whatever the settings say. True when that changes the page."""
        if self._prepared is None or self.shelf.show:
            return False
        self.shelf = self._new_shelf(show=True)
        return True

    def bring(self, column: int, ratio: float) -> None:
        """Ask for what is not here, for a column of ``column`` logical pixels on a screen of ``ratio``."""
        if self._prepared is not None and self.shelf.pictures:
            self._flow.begin(self._prepared.story.header.id, self.shelf, column, ratio)

    def view(self, number: str, opener: Callable[[str], bool]) -> None:
        """Show the picture of that number in full size, as soon as it is here."""
        self._wished = None
        if not number.isdigit() or int(number) >= len(self.shelf.pictures):
            return
        picture = self.shelf.pictures[int(number)]
        if path := self.shelf.path_of(picture.number):
            # Loaded here: the window comes sooner without it.
            from newsreader.ui.reader.viewer import PictureViewer

            viewer = PictureViewer(self._theme, picture, path, self._window, opener=opener)
            viewer.show()
            viewer.activateWindow()
            self._bring_larger(picture, viewer)
        elif self.shelf.shows(picture.number):
            self._wished = (number, opener)

    def _bring_larger(self, picture: Picture, viewer: PictureViewer) -> None:
        """Many pages link a picture to itself in full size: that is what a person wants to see."""
        if self._jobs is None or self._prepared is None or not names_picture(picture.link):
            return
        if picture.link != picture.url and is_web(picture.link):
            story = self._prepared.story.header.id
            self._jobs.run(
                "pictures",
                {"story": story, "urls": [picture.link]},
                done=viewer.larger_came,
                failed=viewer.no_larger,
            )

    def _here(self, number: int) -> None:
        self.arrived.emit(number)
        if self._wished is not None and self._wished[0] == str(number):
            self.view(*self._wished)

    def stop(self) -> None:
        """Stop what runs in threads."""
        self._flow.stop()

    def _when(self) -> str:
        own = self._prepared.story.pictures if self._prepared is not None else ""
        return own or self._setting

    def _new_shelf(self, *, show: bool) -> PictureShelf:
        prepared, ground = self._prepared, self._theme.color("code")
        if prepared is None:
            return PictureShelf((), ground, show=False, offers=False)
        own_feed = (prepared.story.header.feed_id or 0) > 0
        offers = self._when() == "ask"
        return PictureShelf(prepared.page.pictures, ground, show=show, offers=offers, own_feed=own_feed)
