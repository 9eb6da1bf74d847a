"""The player below the page: one sound at a time, going on while a person reads other stories. Main thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSlider, QToolButton, QWidget

from newsreader.ui.plain import plain_label
from newsreader.ui.reader.sound import Sound, load_sound
from newsreader.ui.state import WindowState
from newsreader.ui.theme import Theme
from newsreader.ui.tool_button import tool_button

_SKIP = 30_000
_NEAR_END = 10_000
"""Milliseconds from the end at which a sound counts as heard: the next time it begins anew."""


class Player(QWidget):
    """Hidden until something plays. Where it was left is in ``state``, by address."""

    def __init__(
        self,
        theme: Theme,
        state: WindowState,
        parent: QWidget | None = None,
        *,
        load: Callable[[QWidget], Sound | None] = load_sound,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._state = state
        self._load = load
        self._sound: Sound | None = None
        self._address = ""
        self._at = self._length = 0
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("ground", "side")
        self.setAccessibleName("Player")
        self._build(theme)
        self.hide()

    def play(self, address: str, name: str) -> bool:
        """Play ``address``, on from where it was left; False where this installation plays no sound."""
        if self._sound is None and not self._begin():
            return False
        assert self._sound is not None
        self._keep()
        self._address, self._at, self._length = address, 0, 0
        self._name.setText(name)
        self._time.setText("")
        self._sound.play(address, (self._state.number(_key(address)) or 0) * 1000)
        self.show()
        return True

    def show_as(self, name: str, at: int, length: int) -> None:
        """Show the player at ``at`` of ``length`` milliseconds without any sound: to look at it."""
        self._address = ""
        self._name.setText(name)
        self._show_time(at, length)
        self.show()

    def close_player(self) -> None:
        """Stop, and remember where."""
        self._keep()
        self._address = ""
        if self._sound is not None:
            self._sound.stop()
        self.hide()

    # -- inside --------------------------------------------------------------------------------------------------

    def _build(self, theme: Theme) -> None:
        self._button = self._tool("pause", "Pause", self._toggle)
        self._name = plain_label("", self)
        self._name.setFont(theme.font(13))
        self._time = plain_label("", self, tone="secondary")
        self._time.setFont(theme.font(12.5))
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setAccessibleName("Position")
        self._slider.setMinimumWidth(120)
        self._slider.sliderReleased.connect(lambda: self._seek(self._slider.value() * 1000))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(8)
        row.addWidget(self._tool("chevron-left", "Back 30 seconds", lambda: self._seek(self._at - _SKIP)))
        row.addWidget(self._button)
        row.addWidget(self._tool("chevron-right", "On 30 seconds", lambda: self._seek(self._at + _SKIP)))
        row.addWidget(self._name)
        row.addWidget(self._slider, 1)
        row.addWidget(self._time)
        row.addWidget(self._tool("close", "Close the player", self.close_player))

    def _begin(self) -> bool:
        self._sound = self._load(self)
        if self._sound is not None:
            self._sound.moved.connect(self._moved)
            self._sound.playing.connect(self._playing)
            self._sound.ended.connect(self._ended)
            self._sound.failed.connect(lambda words: self._time.setText(f"Cannot be played: {words}"))
        return self._sound is not None

    def _toggle(self) -> None:
        if self._sound is not None:
            self._sound.toggle()

    def _seek(self, position: int) -> None:
        if self._sound is not None:
            self._sound.seek(max(0, min(position, self._length or position)))

    def _playing(self, playing: bool) -> None:
        name = "Pause" if playing else "Play"
        self._button.setIcon(self._theme.icon("pause" if playing else "play"))
        self._button.setToolTip(name)
        self._button.setAccessibleName(name)
        if not playing:
            self._keep()

    def _moved(self, at: int, length: int) -> None:
        if self._address:
            self._at, self._length = at, length
            self._show_time(at, length)

    def _show_time(self, at: int, length: int) -> None:
        self._time.setText(f"{_clock(at)} / {_clock(length)}" if length else _clock(at))
        if not self._slider.isSliderDown():
            self._slider.setRange(0, max(1, length // 1000))
            self._slider.setValue(at // 1000)

    def _ended(self) -> None:
        self._at = self._length
        self._keep()

    def _keep(self) -> None:
        """Remember where it is left; at the beginning and at the end there is nothing to remember."""
        if self._address and self._at:
            heard = self._length and self._at > self._length - _NEAR_END
            self._state.set_number(_key(self._address), None if heard else self._at // 1000)

    def _tool(self, icon: str, name: str, run: Callable[[], object]) -> QToolButton:
        return tool_button(self._theme, icon, name, run, self, side=28)


def _key(address: str) -> str:
    import hashlib  # not above: it brings OpenSSL, and few windows play anything

    return "sound/" + hashlib.sha256(address.encode("utf-8", "replace")).hexdigest()[:24]


def _clock(milliseconds: int) -> str:
    """``12:30``, ``1:02:30``."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
