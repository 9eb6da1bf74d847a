"""Begin and end of an event as a person types them, with a calendar to choose days from. Main thread."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QDate, QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QKeySequence, QShortcut, QTextCharFormat
from PySide6.QtWidgets import (
    QCalendarWidget,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from newsreader.submit.check import known_zone
from newsreader.submit.moments import parse_clock, parse_day, short_day, span_words
from newsreader.submit.typed_when import TypedWhen, When, typed_of, understand
from newsreader.ui.submit.field import Field
from newsreader.ui.submit.zone_box import ZoneBox
from newsreader.ui.theme import Theme


class DayClock(QWidget):
    """A day, chosen or typed, and a time of day. ``edited`` on every change."""

    edited = Signal()

    def __init__(self, theme: Theme, name: str, *, day_first: bool, day_hint: str, clock_hint: str) -> None:
        super().__init__()
        self._theme = theme
        self._day_first = day_first
        self.day = QLineEdit()
        self.day.setPlaceholderText(day_hint)
        self.day.setAccessibleName(f"{name}: day")
        self.day.setMaxLength(60)
        self.clock = QLineEdit()
        self.clock.setPlaceholderText(clock_hint)
        self.clock.setAccessibleName(f"{name}: time")
        self.clock.setMaxLength(20)
        self.clock.setFixedWidth(theme.px(84))
        self._button = QToolButton()
        self._button.setIcon(theme.icon("calendar"))
        self._button.setAccessibleName(f"{name}: choose a day")
        self._button.setToolTip("Choose a day (Alt+Down)")
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys are in the field
        self._button.setFixedSize(theme.px(32), theme.px(32))
        self._button.clicked.connect(self._show_calendar)
        keys = QShortcut(QKeySequence("Alt+Down"), self.day)
        keys.setContext(Qt.ShortcutContext.WidgetShortcut)
        keys.activated.connect(self._show_calendar)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.day, 1)
        row.addWidget(self._button)
        row.addSpacing(4)
        row.addWidget(self.clock)
        self.setFocusProxy(self.day)
        for each in (self.day, self.clock):
            each.textChanged.connect(self.edited)
        self.day.editingFinished.connect(self._tidy)
        self.clock.editingFinished.connect(self._tidy)

    def set_texts(self, day: str, clock: str) -> None:
        """Put these texts into the fields."""
        self.day.setText(day)
        self.clock.setText(clock)

    def chosen(self) -> date | None:
        """The day that is typed, None for none."""
        return parse_day(self.day.text(), today(), day_first=self._day_first)

    def _tidy(self) -> None:
        """Write what was understood in one way, so that a person sees whether it was."""
        day, clock = self.chosen(), parse_clock(self.clock.text())
        if day is not None and self.day.text() != short_day(day):
            self.day.setText(short_day(day))
        if clock is not None and self.clock.text() != f"{clock:%H:%M}":
            self.clock.setText(f"{clock:%H:%M}")

    def _show_calendar(self) -> None:
        popup = CalendarPopup(self._theme, self.chosen() or today(), self)
        popup.chosen.connect(self._choose)
        popup.move(self.mapToGlobal(QPoint(0, self.height() + 4)))
        popup.show()

    def _choose(self, day: date) -> None:
        self.day.setText(short_day(day))
        self.clock.setFocus(Qt.FocusReason.OtherFocusReason)


class CalendarPopup(QFrame):
    """A month to choose a day from; ``chosen`` carries it, and the popup closes. Esc closes it too."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, day: date, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("part", "popup")
        self.calendar = QCalendarWidget(self)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.ShortDayNames)
        self.calendar.setFirstDayOfWeek(QLocale.system().firstDayOfWeek())
        self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        plain = QTextCharFormat()
        plain.setForeground(QColor(theme.color("text")))
        for weekday in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(weekday, plain)
        header = QTextCharFormat()
        header.setForeground(QColor(theme.color("secondary")))
        header.setBackground(QColor(theme.color("raised")))
        self.calendar.setHeaderTextFormat(header)
        self.calendar.activated.connect(self._take)
        self.calendar.clicked.connect(self._take)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self.calendar)
        self.setFocusProxy(self.calendar)

    def _take(self, day: QDate) -> None:
        self.chosen.emit(date(day.year(), day.month(), day.day()))
        self.close()


class WhenFields(QWidget):
    """Begin, end and zone. ``edited`` on every change; ``fields`` are the parts that can have a problem."""

    edited = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._day_first = is_day_first()
        self._begin = DayClock(
            theme, "Begins", day_first=self._day_first, day_hint="14 March, or Saturday", clock_hint="19:30"
        )
        self._end = DayClock(
            theme, "Ends", day_first=self._day_first, day_hint="The same day", clock_hint="22:00"
        )
        self._zone = ZoneBox()
        self.fields = {
            "begins": Field(theme, "Begins", self._begin, self._begin.day, self._begin.clock),
            "ends": Field(theme, "Ends (if known)", self._end, self._end.day, self._end.clock),
            "zone": Field(theme, "Time zone", self._zone),
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for each in self.fields.values():
            column.addWidget(each)
        self._begin.edited.connect(self._changed)
        self._end.edited.connect(self._changed)
        self._zone.zoneChanged.connect(self._changed)

    def chain(self) -> list[QWidget]:
        """The fields in the order in which Tab goes through them."""
        return [self._begin.day, self._begin.clock, self._end.day, self._end.clock, self._zone]

    def zone(self) -> str:
        """The name of the zone."""
        return self._zone.zone()

    def read(self) -> When:
        """What is typed, and what of it cannot be understood."""
        typed = TypedWhen(
            self._begin.day.text(),
            self._begin.clock.text(),
            self._end.day.text(),
            self._end.clock.text(),
            self.zone(),
        )
        return understand(typed, today(), day_first=self._day_first)

    def show_moments(self, begins: int | None, ends: int | None, zone: str) -> None:
        """Fill the fields; without a zone the system's own stays."""
        if zone:
            self._zone.set_zone(zone)
        texts = typed_of(begins, ends, self.zone())
        self._begin.set_texts(texts.begin_day, texts.begin_clock)
        self._end.set_texts(texts.end_day, texts.end_clock)
        self._changed()

    def _changed(self) -> None:
        when, zone = self.read(), self.zone()
        hint = ""
        if when.begins is not None and known_zone(zone):
            hint = span_words(when.begins, when.ends, zone)
        self.fields["zone"].set_hint(hint)
        self.edited.emit()


def today() -> date:
    """The day on this computer's clock."""
    return datetime.now().astimezone().date()


def is_day_first() -> bool:
    """Whether 3/4 is the third of April where the system's settings come from."""
    form = QLocale.system().dateFormat(QLocale.FormatType.ShortFormat)
    return form.lower().find("d") < form.lower().find("m")
