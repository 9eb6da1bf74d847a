"""The part of the add-feed dialog where an address is typed, and where what came of it is shown. Main thread.

It only shows: what to do next is decided by the dialog.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QToolButton, QVBoxLayout, QWidget

from newsreader.domain.errors import NewsreaderError
from newsreader.domain.jobs import Candidate
from newsreader.ui.dialogs.advice import Advice, said
from newsreader.ui.dialogs.candidate_list import CandidateList
from newsreader.ui.dialogs.login_box import LoginBox
from newsreader.ui.dialogs.sheet import note, repolish, set_tone
from newsreader.ui.dialogs.thin_progress import ThinProgress
from newsreader.ui.plain import menu_text
from newsreader.ui.theme import Theme

IDLE = "Paste the address of a site, a page or a feed."


class AddressField(QLineEdit):
    """The field of the address: larger than others, since it is what the dialog is about."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFont(theme.font(14))
        self.setTextMargins(2, 0, 2, 0)
        self.setAccessibleName("Address")
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhUrlCharactersOnly | Qt.InputMethodHint.ImhNoAutoUppercase
        )

    def sizeHint(self) -> QSize:
        """38 px high."""
        return QSize(super().sizeHint().width(), self._theme.px(38))

    def minimumSizeHint(self) -> QSize:
        """As high as wanted."""
        return QSize(super().minimumSizeHint().width(), self._theme.px(38))

    def set_fault(self, fault: bool) -> None:
        """Draw the edge of a fault, or the usual one."""
        if bool(self.property("fault")) != fault:
            self.setProperty("fault", fault)
            repolish(self)


class AddressPane(QWidget):
    """Field, sentence, progress, and below them what fits the moment: clipboard offer, cards, login, advice.

    ``edited`` when the address changes, ``chosenChanged`` when other cards are checked or the login is typed,
    ``offerTaken`` with the address that was offered, ``resized`` when the pane wants another height.
    """

    edited = Signal()
    chosenChanged = Signal()
    offerTaken = Signal(str)
    resized = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.field = AddressField(theme)
        self.hint = note(theme, IDLE)
        self._progress = ThinProgress(theme)
        self.cards = CandidateList(theme, self.field)
        self.login = LoginBox(theme)
        self._advice = note(theme)
        self._offer = _row_button(theme)
        self._offer.setIcon(theme.icon("copy"))
        self._offered = ""
        self._tried_button = _row_button(theme)
        self._tried_button.setCheckable(True)
        self._tried = QPlainTextEdit()
        self._tried.setReadOnly(True)
        self._tried.setTabChangesFocus(True)
        self._tried.setAccessibleName("Addresses that were tried")
        self._lay_out()
        self.field.textEdited.connect(self.edited)
        self.cards.changed.connect(self.chosenChanged)
        self.login.changed.connect(self.chosenChanged)
        self._offer.clicked.connect(lambda: self.offerTaken.emit(self._offered))
        self._tried_button.toggled.connect(self._show_tried)
        self.setFocusProxy(self.field)
        self._only()

    def _lay_out(self) -> None:
        theme = self._theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.field)
        column.addSpacing(8)
        self.hint.setContentsMargins(2, 0, 2, 0)
        column.addWidget(self.hint)
        column.addSpacing(6)
        column.addWidget(self._progress)
        column.addSpacing(4)
        for widget in (self._offer, self.cards, self._advice, self.login, self._tried_button, self._tried):
            column.addWidget(widget)
            if isinstance(widget, QToolButton):
                column.setAlignment(widget, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self._advice.setContentsMargins(2, 0, 2, 6)
        self.login.setContentsMargins(2, 6, 0, 0)
        self._tried.setFont(theme.font(12))
        self._tried.setFixedHeight(theme.px(120))

    # -- states --------------------------------------------------------------------------------------------------

    def show_idle(self) -> None:
        """Nothing was asked yet; an address on the clipboard is offered if the field is empty."""
        self._say(IDLE)
        self._only(*([self._offer] if self._offered and not self.field.text() else []))

    def offer(self, address: str) -> None:
        """Offer ``address``, found on the clipboard; ``""`` for none."""
        self._offered = address
        self._offer.setText("Use the copied address: " + menu_text(address, 52))
        self.show_idle()

    def show_searching(self, text: str, part: float) -> None:
        """A job is under way."""
        self._say(text)
        self._progress.set_part(part)
        self._only()

    def show_progress(self, text: str, part: float) -> None:
        """The job goes on; what is shown stays."""
        self._progress.set_part(part)
        if text:
            self.hint.setText(text)

    def show_found(
        self, sentence: str, candidates: Sequence[Candidate], notes: Mapping[int, str], now: int
    ) -> None:
        """Feeds to choose from."""
        self._say(sentence)
        self.cards.set_candidates(candidates, notes, now)
        self._only(self.cards)

    def show_fault(self, fault: NewsreaderError, advice: Advice, tried: Sequence[str]) -> None:
        """Something did not go; the address stays as it was typed."""
        self._say(said(fault), error=True)
        self._advice.setText(advice.text)
        self._tried.setPlainText("\n".join(tried))
        self._tried_button.setText(f"What was tried ({len(tried)})")
        self._tried_button.setChecked(False)
        self._tried_button.setIcon(self._theme.icon("chevron-right"))
        login = advice.action == "login"
        shown: list[QWidget] = [self._advice] if advice.text else []
        shown += [self.login] if login else []
        shown += [self._tried_button] if len(tried) > 1 else []
        self._only(*shown)

    def show_fault_keeping_cards(self, sentence: str) -> None:
        """Adding failed: say why, and leave the choice as it is."""
        self._say(sentence, error=True)
        self._only(self.cards)

    # -- helpers -------------------------------------------------------------------------------------------------

    def _say(self, sentence: str, *, error: bool = False) -> None:
        self.hint.setText(sentence)
        set_tone(self.hint, "error" if error else "secondary")
        self.field.set_fault(error)
        self._progress.set_part(None)

    def _only(self, *shown: QWidget) -> None:
        for widget in (self._offer, self.cards, self._advice, self.login, self._tried_button, self._tried):
            widget.setVisible(widget in shown)
        self.resized.emit()

    def _show_tried(self, shown: bool) -> None:
        self._tried.setVisible(shown)
        self._tried_button.setIcon(self._theme.icon("chevron-down" if shown else "chevron-right"))
        self.resized.emit()


def _row_button(theme: Theme) -> QToolButton:
    """A quiet line that can be clicked: icon and words."""
    made = QToolButton()
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    made.setAutoRaise(True)
    made.setFont(theme.font(12.5))
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.setMinimumHeight(theme.px(28))
    return made
