"""Brings pictures into a draft and takes them out: from files over the maker's thread into the cache. Main thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from newsreader.domain.changes import Change
from newsreader.domain.errors import NewsreaderError
from newsreader.domain.events import Draft, DraftPicture
from newsreader.submit import limits
from newsreader.ui.submit.draft_keeper import DraftKeeper
from newsreader.ui.submit.picture_maker import PictureMaker
from newsreader.ui.submit.picture_tiles import PictureTiles
from newsreader.ui.submit.picture_work import Made
from newsreader.ui.submit.preview import MessagePreview
from newsreader.ui.tasks import Tasks

if TYPE_CHECKING:
    from newsreader.library.library import Library

_FILTER = "Pictures (*.jpg *.jpeg *.png *.webp *.gif *.JPG *.JPEG *.PNG)"


class PictureDesk(QObject):
    """``said`` carries sentences about what became of the pictures, ``""`` for none; ``moved`` fires when the pictures
    of the draft are others than before."""

    said = Signal(str)
    moved = Signal()

    def __init__(
        self,
        tasks: Tasks,
        keeper: DraftKeeper,
        tiles: PictureTiles,
        preview: MessagePreview,
        draft: Callable[[], Draft],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._tasks = tasks
        self._keeper = keeper
        self._tiles = tiles
        self._preview = preview
        self._draft = draft
        self._window = window
        self._waiting = 0
        self._notes: list[str] = []
        self.maker = PictureMaker(self)
        self.maker.made.connect(self._made)
        self.maker.refused.connect(self._refused)
        self.maker.thumbed.connect(self._thumbed)
        tiles.addAsked.connect(self.choose)
        tiles.filesDropped.connect(self.take)
        tiles.removeAsked.connect(self.remove)
        tiles.refused.connect(self.said)

    @property
    def busy(self) -> bool:
        """True while pictures are being made ready."""
        return self._waiting > 0

    def choose(self) -> None:
        """Ask for files."""
        dialog = QFileDialog(self._window, "Add pictures", "", _FILTER)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.take([Path(name) for name in names]))
        dialog.open()

    def take(self, paths: Sequence[Path]) -> None:
        """Bring these files in, as many as there is room for."""
        room = limits.PICTURES - len(self._tiles.pictures) - self._waiting
        self._notes = [] if not self._waiting else self._notes
        if len(paths) > room:
            self._notes.append(
                f"At most {limits.PICTURES} pictures can go with one event; the others were left out."
            )
        taken = list(paths)[: max(0, room)]
        if taken:
            self._keeper.begin(self._draft())
        self._waiting += len(taken)
        for path in taken:
            self.maker.take(path)
        self._tell()

    def remove(self, file: str) -> None:
        """Take a picture out."""
        self._notes = []
        self.said.emit("")
        self._keeper.then(lambda library, id: library.events.remove_picture(id, file), self._changed)

    def show_pictures(self, pictures: tuple[DraftPicture, ...], draft_id: int) -> None:
        """Show the pictures of the draft; the small copies that are missing are made from what is kept."""
        for picture in self._tiles.show_pictures(pictures):
            self._tasks.query(_reading(draft_id, picture), self._bytes_here, self._bytes_gone)

    def stop(self) -> None:
        """The window closes."""
        self.maker.stop()

    # -- what comes back -----------------------------------------------------------------------------------------

    def _made(self, made: Made) -> None:
        self._notes += [f"{made.name}: {note}" for note in made.notes]

        def add(library: Library, draft_id: int) -> Change:
            return library.events.add_picture(
                draft_id, made.data, made.kind, made.width, made.height, made.name
            )

        self._keeper.then(add, self._added, self._not_added)

    def _not_added(self, fault: NewsreaderError) -> None:
        self._notes.append(fault.sentence)
        self._one_less()

    def _bytes_here(self, found: tuple[str, bytes]) -> None:
        self.maker.thumb(*found)

    def _bytes_gone(self, fault: NewsreaderError) -> None:
        self.said.emit(fault.sentence)

    def _added(self, change: Change) -> None:
        self._one_less()
        self._changed(change)

    def _changed(self, _change: Change) -> None:
        self.moved.emit()

    def _refused(self, sentence: str) -> None:
        self._notes.append(sentence)
        self._one_less()

    def _one_less(self) -> None:
        self._waiting = max(0, self._waiting - 1)
        self._tell()

    def _tell(self) -> None:
        self._tiles.set_busy(self._waiting)
        self.said.emit("\n".join(dict.fromkeys(self._notes)))

    def _thumbed(self, file: str, image: QImage) -> None:
        self._tiles.set_thumb(file, image)
        self._preview.set_thumb(file, image)


def _reading(draft_id: int, picture: DraftPicture) -> Callable[[Library], tuple[str, bytes]]:
    return lambda library: (picture.file, library.events.picture_bytes(draft_id, picture))
