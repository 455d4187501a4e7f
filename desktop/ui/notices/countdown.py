"""The thin line under a notice that grows shorter with the time that is left.

Invariant: it fills all of its own ground, so that while it runs nothing else is painted: a bar of Qt's would have the card
under it painted ten times a second, and the list and the mail under the card's round corners. GUI thread.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.theme import Role, theme

HEIGHT = 3


class Countdown(QWidget):
    """Of `total` milliseconds."""

    def __init__(self, total: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._total, self._left = max(1, total), total
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def left(self) -> int:
        """Milliseconds."""
        return self._left

    def take(self, milliseconds: int) -> None:
        """So much time has gone; only where the line has become shorter is it painted."""
        before, self._left = self._end(), max(0, self._left - milliseconds)
        self.update(QRect(self._end(), 0, before - self._end(), HEIGHT))

    def sizeHint(self) -> QSize:
        return QSize(60, HEIGHT)

    def _end(self) -> int:
        return round(self.width() * self._left / self._total)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme().colour(Role.TOAST))
        painter.fillRect(QRect(0, 0, self._end(), HEIGHT), theme().colour(Role.TOAST_ACTION))
        painter.end()
