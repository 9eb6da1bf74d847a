"""One field of a form: its name, its editor, and what is wrong with it in a sentence below. Main thread."""

from __future__ import annotations

from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from newsreader.ui.dialogs.sheet import note, repolish
from newsreader.ui.plain import plain_label
from newsreader.ui.theme import Theme


class Field(QWidget):
    """``editors`` are marked while there is a problem; the first of them has the name as its buddy."""

    def __init__(
        self, theme: Theme, name: str, content: QWidget | QLayout, *editors: QWidget, hint: str = ""
    ) -> None:
        super().__init__()
        self.editors = editors or ((content,) if isinstance(content, QWidget) else ())
        label = plain_label(name, tone="secondary")
        label.setFont(theme.font(12.5))
        if self.editors:
            label.setBuddy(self.editors[0])
            for editor in self.editors:
                if not editor.accessibleName():
                    editor.setAccessibleName(name)
        self._hint = hint
        self._sentence = note(theme, hint, px=12)
        self._sentence.setVisible(bool(hint))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(label)
        if isinstance(content, QWidget):
            column.addWidget(content)
        else:
            column.addLayout(content)
        column.addWidget(self._sentence)

    @property
    def problem(self) -> str:
        """The sentence that is shown now, ``""`` for none."""
        return self._sentence.text() if self._sentence.property("tone") == "error" else ""

    def set_problem(self, sentence: str) -> None:
        """Show what is wrong; ``""`` when nothing is."""
        self._say(sentence or self._hint, "error" if sentence else "secondary")
        for editor in self.editors:
            if bool(editor.property("fault")) != bool(sentence):
                editor.setProperty("fault", bool(sentence))
                repolish(editor)
            editor.setAccessibleDescription(sentence)

    def set_hint(self, hint: str) -> None:
        """Say something quiet below the field while nothing is wrong."""
        self._hint = hint
        if not self.problem:
            self._say(hint, "secondary")

    def _say(self, text: str, tone: str) -> None:
        self._sentence.setText(text)
        self._sentence.setVisible(bool(text))
        if self._sentence.property("tone") != tone:
            self._sentence.setProperty("tone", tone)
            repolish(self._sentence)
