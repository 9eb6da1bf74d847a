"""The starter catalogue inside the add-feed dialog: a search field over a list with check boxes. Main thread.

Nothing is fetched until feeds were chosen and added.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from newsreader.subscribe.catalogue import CatalogueFeed, read_catalogue, search_catalogue
from newsreader.text.numbers import counted
from newsreader.text.urls import canonical, display_host
from newsreader.ui.dialogs.sheet import note, set_tone
from newsreader.ui.dialogs.words import country_name, language_name
from newsreader.ui.plain import plain_tip
from newsreader.ui.theme import Theme

_FEED = Qt.ItemDataRole.UserRole
_ABOUT = Qt.ItemDataRole.UserRole + 1


class _Rows(QStyledItemDelegate):
    """Rows as the style draws them, with language and host in the secondary colour at their end."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The usual row, then the words at its end."""
        super().paint(painter, option, index)
        about = index.data(_ABOUT)
        if about:
            painter.save()
            painter.setFont(self._theme.font(12))
            painter.setPen(self._theme.color("secondary"))
            place = option.rect.adjusted(0, 0, -10, 0)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, about)
            painter.restore()


class BrowsePane(QWidget):
    """``chosen()`` are the feeds checked, also those the search hides. ``chosenChanged`` when that changes."""

    chosenChanged = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._all: tuple[CatalogueFeed, ...] = ()
        self._chosen: dict[str, CatalogueFeed] = {}
        self._known: frozenset[str] = frozenset()
        self.field = QLineEdit()
        self.field.setPlaceholderText("Search by name, topic, country or language")
        self.field.setAccessibleName("Search the catalogue")
        self._list = QListWidget()
        self._list.setProperty("kind", "boxed")
        self._list.setAccessibleName("Catalogue")
        self._countries = QComboBox()
        self._countries.setAccessibleName("Country")
        self._just_changed: QListWidgetItem | None = None
        self._list.setItemDelegate(_Rows(theme, self._list))
        self._list.setMinimumHeight(theme.px(330))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._hint = note(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self._countries)
        column.addLayout(row)
        column.addWidget(self._hint)
        column.addWidget(self._list, 1)
        self.field.textChanged.connect(self._fill)
        self._countries.activated.connect(self._fill)
        self.field.installEventFilter(self)
        self._list.itemChanged.connect(self._item_changed)
        self._list.itemClicked.connect(self._item_clicked)
        self.setFocusProxy(self.field)

    def open(self, known: Iterable[str] = ()) -> None:
        """Read the catalogue (once) and show it; ``known`` are the addresses subscribed to already."""
        if not self._all:
            self._all = read_catalogue()
            self._offer_countries()
        self._known = frozenset(canonical(url) for url in known)
        self._fill()

    def search(self, query: str) -> None:
        """Show what fits ``query``."""
        self.field.setText(query)

    def tell_fault(self, sentence: str, urls: Collection[str]) -> None:
        """Say that the feeds of these addresses, and no others, are still to be added."""
        self._chosen = {url: feed for url, feed in self._chosen.items() if url in urls}
        self._fill()
        self._hint.setText(sentence)
        set_tone(self._hint, "error")
        self.chosenChanged.emit()

    def chosen(self) -> list[CatalogueFeed]:
        """The feeds checked, in the order they were."""
        return list(self._chosen.values())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down in the search field goes to the list."""
        down = (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Down
        )
        if watched is self.field and down and self._list.count() > 1:
            self._list.setFocus(Qt.FocusReason.TabFocusReason)
            self._list.setCurrentRow(1)
            return True
        return super().eventFilter(watched, event)

    def _offer_countries(self) -> None:
        """Every country that the catalogue has something from, by its name."""
        names = {feed.country: country_name(feed.country) for feed in self._all if feed.country}
        self._countries.addItem("All countries", None)
        self._countries.addItem("Worldwide", "")
        for code in sorted(names, key=names.__getitem__):
            self._countries.addItem(names[code], code)

    def _fill(self) -> None:
        country = self._countries.currentData()
        found = [
            feed
            for feed in search_catalogue(self._all, self.field.text())
            if country is None or feed.country == country
        ]
        set_tone(self._hint, "secondary")
        self._list.blockSignals(True)
        self._list.clear()
        topic = ""
        for feed in found:
            if feed.topic != topic:
                topic = feed.topic
                self._list.addItem(self._header(topic, first=not self._list.count()))
            self._list.addItem(self._item(feed))
        self._list.blockSignals(False)
        if found:
            self._hint.setText("Well-known feeds to begin with. Nothing is fetched before it is added.")
        else:
            self._hint.setText("Nothing in the catalogue fits. Any other site can be added by its address.")

    def _header(self, topic: str, *, first: bool) -> QListWidgetItem:
        item = QListWidgetItem(topic)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setFont(self._theme.font(11.5, QFont.Weight.DemiBold))
        item.setForeground(self._theme.color("secondary"))
        item.setSizeHint(QSize(0, self._theme.px(28 if first else 36)))
        item.setTextAlignment(Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft)
        return item

    def _item(self, feed: CatalogueFeed) -> QListWidgetItem:
        known = canonical(feed.url) in self._known
        about = " · ".join(
            filter(None, (language_name(feed.language), display_host(feed.url).removeprefix("www.")))
        )
        item = QListWidgetItem(feed.title)
        item.setData(_FEED, feed)
        item.setData(_ABOUT, "already subscribed" if known else about)
        item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, item.data(_ABOUT))
        item.setToolTip(plain_tip(feed.url))
        checked = known or feed.url in self._chosen
        item.setCheckState(Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked)
        if known:
            item.setFlags(Qt.ItemFlag.ItemIsSelectable)
        return item

    def _item_changed(self, item: QListWidgetItem) -> None:
        feed = item.data(_FEED)
        if not isinstance(feed, CatalogueFeed):
            return
        if item.checkState() == Qt.CheckState.Checked:
            self._chosen[feed.url] = feed
        else:
            self._chosen.pop(feed.url, None)
        self._just_changed = item
        self.chosenChanged.emit()

    def _item_clicked(self, item: QListWidgetItem) -> None:
        """A click anywhere in the row counts; one on the box has done its work already."""
        if item is not self._just_changed and item.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            checked = item.checkState() == Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked)
        self._just_changed = None

    def chosen_words(self) -> str:
        """``3 feeds chosen``, for a screen reader."""
        return counted(len(self._chosen), "feed") + " chosen"
