"""The search field: tells what is typed after a short rest, so that a search runs per word and not per letter."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.ui import icons
from desktop.ui.theme import Role

REST_MS = 180


class SearchField(QLineEdit):
    searched = Signal(str)
    """What to look for; "" when the search has ended."""
    left = Signal()
    """Down or Enter: the hands go to the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told = ""
        self.setProperty("kind", "search")
        self.setPlaceholderText(self.tr("Search mail: names, words, beginnings of words"))
        self.setAccessibleName(self.tr("Search"))
        self.setMaxLength(300)
        self._glass = QAction(self.tr("Search"), self)
        icons.set_icon(self._glass, "search", Role.ICON_MUTED)
        self.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self._clear = QAction(self.tr("End the search"), self)
        icons.set_icon(self._clear, "close", Role.ICON_MUTED)
        self._clear.triggered.connect(self.end_search)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._tell)
        self.textChanged.connect(self._typed)

    def end_search(self) -> bool:
        """No search any more; False when there was none."""
        had = bool(self.text() or self._told)
        self.clear()
        self._tell()
        return had

    def forget(self) -> None:
        """Another folder was chosen: empty, without telling."""
        self._told = ""
        self.clear()
        self._rest.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._tell()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _typed(self, text: str) -> None:
        if text and self._clear not in self.actions():
            self.addAction(self._clear, QLineEdit.ActionPosition.TrailingPosition)
        elif not text:
            self.removeAction(self._clear)
        self._rest.start()

    def _tell(self) -> None:
        self._rest.stop()
        text = self.text().strip()
        if text != self._told:
            self._told = text
            self.searched.emit(text)
