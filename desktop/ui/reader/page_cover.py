"""What lies over a page until it has been painted: the engine's first picture of every page is black.

Invariant: it goes when the page is seen, and soon when that cannot be told (a page that is black itself). It takes no mouse
and no keyboard. GUI thread.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

LOOK_MS = 15
MOST_LOOKS = 20
_CORNER = QRect(2, 2, 1, 1)


class PageCover(QWidget):
    lifted = Signal()

    def __init__(self, page: QWidget, parent: QWidget, *, look_ms: int = LOOK_MS, most_looks: int = MOST_LOOKS) -> None:
        """Over `page`, which fills `parent`."""
        super().__init__(parent)
        self._page, self._whole, self._looks, self._most_looks = page, parent, 0, most_looks
        self._ground = QColor(Qt.GlobalColor.white)
        self._timer = QTimer(self, interval=look_ms)
        self._timer.timeout.connect(self._look)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        parent.installEventFilter(self)
        self.hide()

    def set_ground(self, ground: QColor) -> None:
        self._ground = ground
        self.update()

    def begin(self) -> None:
        """Another page is about to be shown."""
        self._timer.stop()
        self.setGeometry(self._whole.rect())
        self.show()
        self.raise_()

    def end(self) -> None:
        """It has been loaded: it is seen in a moment."""
        self._looks = 0
        self._timer.start()

    def _look(self) -> None:
        self._looks += 1
        if self._looks >= self._most_looks or not self.isVisible() or not self.is_blank():
            self._timer.stop()
            self.hide()
            self.lifted.emit()

    def is_blank(self) -> bool:
        """Nothing of the page has been painted yet."""
        return self._page.grab(_CORNER).toImage().pixelColor(0, 0).rgb() == QColor(Qt.GlobalColor.black).rgb()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self.setGeometry(self._whole.rect())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._ground)
        painter.end()
