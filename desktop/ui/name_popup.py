"""One line to type, where it is needed: the name of a folder. Enter takes it, Esc leaves; no dialog."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.ui.labels import PlainLabel
from desktop.ui.popup import Popup


class NamePopup(Popup):
    """Deletes itself when it closes. `taken` gets the stripped text, never an empty one."""

    def __init__(
        self,
        parent: QWidget,
        question: str,
        button: str,
        taken: Callable[[str], None],
        *,
        text: str = "",
    ) -> None:
        super().__init__(parent)
        self._taken = taken
        self.setAccessibleName(question)
        label = PlainLabel(question, wordWrap=True)
        self._field = QLineEdit(text)
        self._field.setAccessibleName(question)
        self._field.setMaxLength(200)
        label.setBuddy(self._field)
        self._button = QPushButton(button)
        self._button.setProperty("kind", "primary")
        row = QHBoxLayout()
        row.addWidget(self._field, 1)
        row.addWidget(self._button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 16)
        layout.addWidget(label)
        layout.addLayout(row)
        self.setMinimumWidth(320)
        self._button.clicked.connect(self._take)
        self._field.returnPressed.connect(self._take)
        self._field.textChanged.connect(self._check)
        self._check()

    def show_at(self, place: QPoint) -> None:
        """At a global position, on the screen as a whole."""
        self.put_at(place)
        self.show()
        self._field.setFocus()
        self._field.selectAll()

    def _text(self) -> str:
        return self._field.text().strip()

    def _check(self) -> None:
        self._button.setEnabled(bool(self._text()))

    def _take(self) -> None:
        text = self._text()
        if text:
            self.close()
            self._taken(text)
