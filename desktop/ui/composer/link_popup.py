"""Two lines that make a link: its address and its words. Enter takes them, Esc leaves; no dialog. GUI thread."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.ui.labels import PlainLabel
from desktop.ui.popup import Popup
from desktop.ui.theme import Space

_WHOLE = re.compile(r"(?:https?://|mailto:)[^\s\"<>\\]+", re.I)
_ADDRESS = re.compile(r"[^\s@/:\"<>\\]+@[^\s@/:\"<>\\]+\.[^\s@/:\"<>\\]+")
_SITE = re.compile(r"[^\s/:@\"<>\\]+\.[^\s:@\"<>\\]{2,}(?::\d+[^\s\"<>\\]*)?")


def address_of(text: str) -> str:
    """The address that somebody means, whole; nothing for what cannot be one that is sent (a file, a script)."""
    text = text.strip()
    if _WHOLE.fullmatch(text):
        return text
    if _ADDRESS.fullmatch(text):
        return f"mailto:{text}"
    return f"https://{text}" if _SITE.fullmatch(text) else ""


class LinkPopup(Popup):
    """`taken` gets the words and the address; no address takes the link away."""

    def __init__(self, parent: QWidget, words: str, address: str, taken: Callable[[str, str], None]) -> None:
        super().__init__(parent)
        self._taken = taken
        self.address, self.words = QLineEdit(address or address_of(words)), QLineEdit(words)
        self.button = QPushButton(self.tr("Set link"))
        self.setAccessibleName(self.button.text())
        self.button.setProperty("kind", "primary")
        self.remove = QPushButton(self.tr("Remove link"))
        self.remove.setProperty("kind", "link")
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.M)
        grid.setVerticalSpacing(Space.S)
        for row, (name, field) in enumerate(((self.tr("Address"), self.address), (self.tr("Text"), self.words))):
            label = PlainLabel(name)
            label.setProperty("kind", "muted")
            label.setBuddy(field)
            field.setAccessibleName(name)
            field.setMaxLength(2_000)
            field.returnPressed.connect(self._take)
            field.textChanged.connect(self._check)
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
        feet = QHBoxLayout()
        feet.addWidget(self.remove)
        feet.addStretch(1)
        feet.addWidget(self.button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        layout.setSpacing(Space.M)
        layout.addLayout(grid)
        layout.addLayout(feet)
        self.remove.setVisible(bool(address))  # not before it stands somewhere: it would be a window
        self.setMinimumWidth(380)
        self.button.clicked.connect(self._take)
        self.remove.clicked.connect(lambda: self._finish(""))
        self._check()

    def show_at(self, place: QPoint) -> None:
        """Near a global position, on the screen as a whole."""
        self.put_at(place)
        self.show()
        self.address.setFocus()
        self.address.selectAll()

    def _check(self) -> None:
        self.button.setEnabled(bool(address_of(self.address.text())))

    def _take(self) -> None:
        address = address_of(self.address.text())
        if address:
            self._finish(address)

    def _finish(self, address: str) -> None:
        words = self.words.text().strip()
        self.close()
        self._taken(words or address.removeprefix("mailto:"), address)
