"""Between filters and list while a search is on: where it looks, how far back mail is kept here, and the other choice."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop.ui import words
from desktop.ui.labels import PlainLabel


class SearchLine(QWidget):
    widened = Signal(bool)
    """True: look everywhere; False: only in the folder."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._everywhere = True
        self._folder = ""
        self._text = PlainLabel(wordWrap=True)
        self._text.setProperty("kind", "small")
        self._switch = QPushButton()
        self._switch.setProperty("kind", "link")
        self._switch.clicked.connect(lambda: self.widened.emit(not self._everywhere))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(18, 0, 8, 4)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._switch)
        self.hide()

    def show_search(self, *, everywhere: bool, folder: str, found: int | None, storage_days: int | None) -> None:
        """`found` None while the search runs."""
        self._everywhere, self._folder = everywhere, folder
        if found is None:
            first = self.tr("Searching…")
        else:
            first = self.tr("{count} mail(s) found", "", found).format(count=words.number(found))
        if storage_days is None:
            second = self.tr("in all mail kept here")
        else:
            second = self.tr("in the {count} day(s) kept here", "", storage_days).format(
                count=words.number(storage_days)
            )
        self._text.setText(f"{first} {second}" if found is not None else first)
        if storage_days is not None:
            self._text.setToolTip(self.tr("Older mail is still on your server; it is not searched."))
        self._switch.setText(self.tr("Only in {folder}").format(folder=folder) if everywhere else self.tr("Everywhere"))
        self._switch.setVisible(bool(folder))
        self.show()
