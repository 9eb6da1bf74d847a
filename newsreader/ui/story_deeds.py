"""What a person does with the story on the page, beyond reading it: the whole story, its files, copies, paper, mail.

Main thread. Deeds reach it as actions of the table and as links of the page.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from newsreader.domain.errors import NotWritable
from newsreader.domain.stories import Story
from newsreader.settings.file import replace_file
from newsreader.text.file_names import safe_name
from newsreader.text.urls import is_web
from newsreader.ui.actions import Actions
from newsreader.ui.choices import Choices
from newsreader.ui.jobs import Jobs
from newsreader.ui.reader import copying
from newsreader.ui.reader.downloads import Downloads
from newsreader.ui.reader.headline import headline
from newsreader.ui.reader.links import LinkDoor
from newsreader.ui.reader.ours import DOWNLOAD_SCHEME, PICTURES_ALWAYS, PLAY_SCHEME, VIEW_SCHEME
from newsreader.ui.reader.page_menu import Place, page_menu
from newsreader.ui.reader.pane import ReaderPane
from newsreader.ui.reader.player import Player
from newsreader.ui.reader.whole_story import WholeStory
from newsreader.ui.reader.words import file_name
from newsreader.ui.tasks import Tasks

NO_SOUND = "Played outside: the part of Qt that plays sound is not installed here"
NO_PROGRAM = "No program of this system takes the address; download the file instead"


class StoryDeeds(QObject):
    """Follows the links of the page and the actions about its story. ``said`` is a sentence for the status line,
    ``fault`` why something was not done, ``reloadWanted`` the id of a story that is another on disk now."""

    said = Signal(str)
    fault = Signal(object)
    reloadWanted = Signal(int)

    def __init__(
        self,
        tasks: Tasks,
        jobs: Jobs,
        choices: Choices,
        actions: Actions,
        reader: ReaderPane,
        door: LinkDoor,
        player: Player,
    ) -> None:
        super().__init__(reader)
        self.player = player
        reader.setPlayer(player)
        self._tasks = tasks
        self._choices = choices
        self._reader = reader
        self._door = door
        self._actions = actions
        self.whole = WholeStory(tasks, jobs, reader)
        self.downloads = Downloads(jobs, choices, reader.files)
        self.whole.reloadWanted.connect(self.reloadWanted)
        reader.files.asked.connect(self.follow)
        reader.deedRequested.connect(self.follow)
        reader.storyShown.connect(self._facts)
        reader.view.menuRequested.connect(self._open_menu)
        actions.on("story.whole", self.whole.toggle)
        actions.on("story.pictures", reader.loadPictures)
        actions.on("story.copy_text", lambda: self._copy(copying.as_text, "The story is copied as text"))
        actions.on(
            "story.copy_markdown", lambda: self._copy(copying.as_markdown, "The story is copied as Markdown")
        )
        actions.on("story.copy_quote", self.copy_quote)
        actions.on("story.download", self.download_all)
        actions.on("story.pdf", self.ask_pdf)
        actions.on("story.print", self.print)
        actions.on("story.share", self.share)

    def follow(self, deed: str) -> None:
        """Do what a link of the page asks for."""
        story = self._reader.story
        if self.whole.follow(deed) or self.downloads.follow(deed, story) or story is None:
            return
        if deed == PICTURES_ALWAYS:
            self._always_pictures(story)
        elif deed.startswith(PLAY_SCHEME):
            self._play(story, deed.removeprefix(PLAY_SCHEME))

    # -- copies --------------------------------------------------------------------------------------------------

    def copy_quote(self) -> None:
        """Copy the selected words, or else the teaser, as a quote with its source."""
        if (story := self._reader.story) is not None:
            quote = copying.as_quote(story, self._reader.view.selected_text(), self._door.address)
            QGuiApplication.clipboard().setText(quote)
            self.said.emit("Copied as a quote with its source")

    def share(self) -> None:
        """A draft about the story in the person's mail program."""
        if (story := self._reader.story) is not None and not self._door(
            copying.as_mail(story, self._door.address)
        ):
            self.said.emit("There is no mail program to hand the story to")

    # -- paper ---------------------------------------------------------------------------------------------------

    def ask_pdf(self) -> None:
        """Ask where to, and save the story as a PDF."""
        if (story := self._reader.story) is None:
            return
        start = self.downloads.folder() / f"{safe_name(headline(story.header), 'story')}.pdf"
        path, _filter = QFileDialog.getSaveFileName(self._reader, "Save as PDF", str(start), "PDF (*.pdf)")
        if path:
            self.save_pdf(Path(path))

    def save_pdf(self, path: Path) -> None:
        """Save the story as a PDF, in the place of an older one."""
        if (paper := self._reader.paper()) is None:
            return
        try:
            replace_file(path, paper.pdf())
        except OSError as fault:
            self.fault.emit(NotWritable(f"The PDF could not be saved ({fault.strerror})."))
        else:
            self.said.emit(f"Saved as {path.name}")

    def print(self) -> None:
        """Ask for a printer, and print the story."""
        if (paper := self._reader.paper()) is None:
            return
        # Loaded here: it brings the system's printers, which few ask for.
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

        if not QPrinterInfo.availablePrinterNames():
            self.said.emit("There is no printer; the story can be saved as a PDF instead")
            self.ask_pdf()
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self._reader)
        if dialog.exec() == QPrintDialog.DialogCode.Accepted:
            paper.print_on(printer)

    # -- files and feeds -----------------------------------------------------------------------------------------

    def download_all(self) -> None:
        """Download every file that comes with the story."""
        story = self._reader.story
        for number in range(len(story.enclosures) if story is not None else 0):
            self.downloads.follow(f"{DOWNLOAD_SCHEME}{number}", story)

    def _play(self, story: Story, number: str) -> None:
        if not number.isdigit() or int(number) >= len(story.enclosures):
            return
        file = story.enclosures[int(number)]
        if is_web(file.url) and not self.player.play(self._door.address(file.url), file_name(file)):
            self.said.emit(NO_SOUND if self._door(file.url) else NO_PROGRAM)

    def _always_pictures(self, story: Story) -> None:
        feed, id = story.header.feed_id, story.header.id
        if feed is not None:
            self._tasks.command(
                lambda library: library.feeds.set(feed, pictures="always"),
                lambda _: self.reloadWanted.emit(id),
            )

    # -- inside --------------------------------------------------------------------------------------------------

    def _copy(self, make: copying.Maker, done: str) -> None:
        if (story := self._reader.story) is not None:
            QGuiApplication.clipboard().setText(make(story, self._door.address))
            self.said.emit(done)

    def _facts(self, story: Story | None) -> None:
        self._actions.set_fact("page", story is not None)
        self._actions.set_fact("files", story is not None and bool(story.enclosures))

    def _open_menu(self, point: QPoint, link: str, picture: int) -> None:
        if self._reader.story is None:
            return
        view = self._reader.view
        shows = f"{VIEW_SCHEME}{picture}" if picture >= 0 else ""
        place = Place(link, shows, selected=bool(view.selected_text()))
        page_menu(
            self._actions, place, self._reader.follow, self._copy_link, self._reader.copy, self._reader
        ).popup(point)

    def _copy_link(self, link: str) -> None:
        QGuiApplication.clipboard().setText(self._door.address(link))
