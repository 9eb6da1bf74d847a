"""The list of cards with its own keys, and what happens where a person points. Main thread."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QKeySequence, QMouseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QToolTip, QWidget

from newsreader.ui.briefs.delegate import BriefDelegate
from newsreader.ui.briefs.model import BriefModel
from newsreader.ui.briefs.rows import Card, Heading, SourceRow, WholeRow
from newsreader.ui.own_ground import fill_ground, take_ground
from newsreader.ui.plain import plain_tip
from newsreader.ui.theme import Theme

_Flag = QItemSelectionModel.SelectionFlag


class BriefsView(QListView):
    """``chosen`` (row) opens a story, or shows all of an event; ``foldAsked`` (brief, open) opens or closes a card,
    ``keyed`` carries the id of an action whose key was pressed here, ``left`` fires on Escape, ``menuAsked`` (row,
    place on the screen) on a right click or the menu key, ``whyAsked`` (brief, story) when the pointer rests on a
    source.

    While it has the focus its own keys go before the window's.
    """

    chosen = Signal(int)
    foldAsked = Signal(int, bool)
    keyed = Signal(str)
    left = Signal()
    menuAsked = Signal(int, QPoint)
    whyAsked = Signal(int, int)

    def __init__(self, theme: Theme, model: BriefModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._briefs = model
        self._keys: dict[str, str] = {}
        self.setModel(model)
        self.setAccessibleName("Briefs")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("ground", "side")
        self.setMouseTracking(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        take_ground(self)
        self.clicked.connect(self._clicked)
        self.selectionModel().currentChanged.connect(self._moved)
        self._pressed = QPoint()
        self._unfolding: int | None = None
        """The selected card that a key opens, while its sources are on their way."""
        self._goes_in = False
        """The key was pressed again meanwhile: its first source is to be selected."""

    def set_keys(self, keys: Mapping[str, str]) -> None:
        """The keys that belong to this list while it has the focus: key sequence -> action."""
        self._keys = dict(keys)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground, and the rows on it."""
        fill_ground(self, event.rect(), self._theme.color("side"))
        super().paintEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure the cards anew only when they got wider or narrower: the publication's card below takes room and
        gives it back with every story."""
        if event.size().width() == event.oldSize().width():
            QAbstractItemView.resizeEvent(self, event)
            self.updateGeometries()
        else:
            super().resizeEvent(event)

    # -- where one is --------------------------------------------------------------------------------------------

    def go_to(self, row: int) -> None:
        """Select ``row`` and bring it into sight."""
        index = self._briefs.index(row, 0)
        self.selectionModel().setCurrentIndex(index, _Flag.ClearAndSelect)
        self.scrollTo(index)

    def step(self, by: int) -> None:
        """Move the selection, past headings; 0 selects the first row when none is."""
        row = self.currentIndex().row()
        count = self._briefs.rowCount()
        to = row + by if row >= 0 else 0
        direction = -1 if by < 0 else 1
        while 0 <= to < count and isinstance(self._briefs.row(to), Heading):
            to += direction
        if 0 <= to < count:
            self.go_to(to)

    def unfold(self) -> None:
        """Open the card; on an open one go on to its first source, also while that is still on its way."""
        row = self.currentIndex().row()
        here = self._briefs.row(row) if row >= 0 else None
        if isinstance(here, Card) and here.open:
            self.go_to(row + 1)
        elif isinstance(here, Card) and here.opens:
            self._goes_in = self._unfolding == here.brief.id
            self._unfolding = here.brief.id
            self.foldAsked.emit(here.brief.id, True)  # also the second time: the first may have failed

    def unfolded(self, brief: int) -> None:
        """The sources of a card are here."""
        if self._unfolding == brief:
            self._unfolding = None
            if self._goes_in:
                self.unfold()

    def fold(self) -> None:
        """Close the card, also from one of its sources."""
        self._unfolding = None
        row = self.currentIndex().row()
        here = self._briefs.row(row) if row >= 0 else None
        if isinstance(here, SourceRow | WholeRow):
            card = self._briefs.row_of(("card", here.brief))
            if card is not None:
                self.go_to(card)
            self.foldAsked.emit(here.brief, False)
        elif isinstance(here, Card) and here.open:
            self.foldAsked.emit(here.brief.id, False)

    def _moved(self, to: QModelIndex) -> None:
        """Sources of a card that was left take nobody back to it."""
        here = self._briefs.row(to.row()) if to.isValid() else None
        if not (isinstance(here, Card) and here.brief.id == self._unfolding):
            self._unfolding = None

    # -- keys ----------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Take our keys before the window's shortcuts do."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self.action_of(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Our own keys; arrows as everywhere, but past headings."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif id := self.action_of(event):
            self.keyed.emit(id)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not event.modifiers() & _CHORDS:
            self.step(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() == Qt.Key.Key_Menu:
            row = self.currentIndex().row()
            if row >= 0:
                place = self.visualRect(self.currentIndex()).center()
                self.menuAsked.emit(row, self.viewport().mapToGlobal(place))
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """No type-ahead: letters are commands."""

    def action_of(self, event: QKeyEvent) -> str:
        """The id of the action that a key means in the briefs, ``""`` for none."""
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        sequence = QKeySequence(event.key() | plain.value)
        return self._keys.get(sequence.toString(QKeySequence.SequenceFormat.PortableText), "")

    # -- pointing ------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Note where: the line of sources opens the card, the rest of it its story."""
        self._pressed = event.position().toPoint()
        super().mousePressEvent(event)
        index = self.indexAt(self._pressed)
        if event.button() == Qt.MouseButton.RightButton and index.isValid() and self._is_row(index):
            self.selectionModel().setCurrentIndex(index, _Flag.ClearAndSelect)
            self.menuAsked.emit(index.row(), event.globalPosition().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The line of sources leads somewhere."""
        super().mouseMoveEvent(event)
        over = self._on_sources(self.indexAt(event.position().toPoint()), event.position().toPoint())
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def _clicked(self, index: QModelIndex) -> None:
        row = self._briefs.row(index.row())
        if isinstance(row, Card) and self._on_sources(index, self._pressed):
            self.foldAsked.emit(row.brief.id, not row.open)
        elif not isinstance(row, Heading):
            self.chosen.emit(index.row())

    def _on_sources(self, index: QModelIndex, point: QPoint) -> bool:
        if not index.isValid():
            return False
        row, delegate = self._briefs.row(index.row()), self.itemDelegate()
        return (
            isinstance(row, Card)
            and row.opens
            and isinstance(delegate, BriefDelegate)
            and delegate.on_sources(self.visualRect(index), point)
        )

    def _is_row(self, index: QModelIndex) -> bool:
        return not isinstance(self._briefs.row(index.row()), Heading)

    # -- hovering ------------------------------------------------------------------------------------------------

    def viewportEvent(self, event: QEvent) -> bool:
        """A card tells why it stands where it does, a source why it belongs to the event."""
        if event.type() != QEvent.Type.ToolTip or not isinstance(event, QHelpEvent):
            return super().viewportEvent(event)
        index = self.indexAt(event.pos())
        row = self._briefs.row(index.row()) if index.isValid() else None
        if isinstance(row, Card):
            QToolTip.showText(event.globalPos(), plain_tip(row.brief.place), self, self.visualRect(index))
        elif isinstance(row, SourceRow):
            self.whyAsked.emit(row.brief, row.source.story)
        else:
            QToolTip.hideText()
        return True

    def show_why(self, brief: int, story: int, why: str) -> None:
        """Tell why a source belongs to its event, if the pointer still rests on it."""
        point = self.viewport().mapFromGlobal(self.cursor().pos())
        index = self.indexAt(point)
        row = self._briefs.row(index.row()) if index.isValid() else None
        if isinstance(row, SourceRow) and (row.brief, row.source.story) == (brief, story):
            place = self.viewport().mapToGlobal(point)
            QToolTip.showText(place, plain_tip(why), self, self.visualRect(index))


_CHORDS = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)
