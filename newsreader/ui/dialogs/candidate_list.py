"""The cards of the feeds that were found, in a column that scrolls when there are many. Main thread."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from newsreader.domain.jobs import Candidate
from newsreader.ui.dialogs.candidate_card import CandidateCard
from newsreader.ui.theme import Theme

_BETWEEN = 10
_SHOWN = 400


class CandidateList(QScrollArea):
    """Shows candidates; ``chosen()`` are those that are checked, in their order. ``changed`` when that changes."""

    changed = Signal()

    def __init__(self, theme: Theme, before: QWidget, parent: QWidget | None = None) -> None:
        """``before`` is what Tab leaves to come to the first card."""
        super().__init__(parent)
        self._theme = theme
        self.before = before
        self._cards: list[CandidateCard] = []
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Feeds found")

    def set_candidates(self, candidates: Sequence[Candidate], notes: Mapping[int, str], now: int) -> None:
        """Show ``candidates``; the first that can be had is checked.

        ``notes`` says of the ids of subscriptions where they are ("Already in World").
        """
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_BETWEEN)
        self._cards = []
        for candidate in candidates:
            known = candidate.subscribed
            note = "" if known is None else notes.get(known, "Already subscribed")
            card = CandidateCard(self._theme, candidate, now, note)
            card.toggled.connect(self.changed)
            column.addWidget(card)
            self._cards.append(card)
        column.addStretch(1)
        self.setWidget(inside)
        wanted = sum(card.sizeHint().height() + _BETWEEN for card in self._cards) - _BETWEEN
        self.setFixedHeight(max(0, min(wanted, self._theme.px(_SHOWN))))
        inside.layout().setContentsMargins(0, 0, 14 if wanted > self.height() else 0, 0)  # type: ignore[union-attr]
        for above, below in itertools.pairwise((self.before, *self._cards)):
            QWidget.setTabOrder(above, below)
        first = next((card for card in self._cards if card.isEnabled()), None)
        if first is not None:
            first.setChecked(True)

    def set_notes(self, notes: Mapping[int, str]) -> None:
        """Learn where the subscriptions among them are."""
        for card in self._cards:
            known = card.candidate.subscribed
            if known is not None and known in notes:
                card.set_note(notes[known])

    def choose(self, urls: Collection[str]) -> None:
        """Check the cards of these addresses and no others."""
        for card in self._cards:
            card.setChecked(card.candidate.url in urls)

    def chosen(self) -> list[Candidate]:
        """The checked candidates."""
        return [card.candidate for card in self._cards if card.isChecked() and card.isEnabled()]

    def focus_first(self) -> None:
        """Give the keyboard to the first card that can be chosen."""
        for card in self._cards:
            if card.isEnabled():
                card.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down go from card to card."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        usable = [card for card in self._cards if card.isEnabled()]
        at = next((number for number, card in enumerate(usable) if card.hasFocus()), None)
        if step and at is not None:
            card = usable[max(0, min(at + step, len(usable) - 1))]
            card.setFocus(Qt.FocusReason.TabFocusReason)
            self.ensureWidgetVisible(card)
            return
        super().keyPressEvent(event)
