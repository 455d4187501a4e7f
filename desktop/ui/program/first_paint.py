"""When a window has been painted for the first time: what need not be there before, is done after it.

Invariant: it is done once, and soon even if nobody sees the window (it starts minimised, or on another desk). GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

UNSEEN_MS = 1_000


class FirstPaint(QObject):
    def __init__(self, window: QWidget, then: Callable[[], object]) -> None:
        """Lives as long as the window."""
        super().__init__(window)
        self._then, self._window = then, window
        self._timer = QTimer(self, singleShot=True, interval=UNSEEN_MS)
        self._timer.timeout.connect(self._go_on)
        self._timer.start()
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._window.removeEventFilter(self)
            self._timer.start(0)  # the window's children are painted in this turn of the loop, and timers come after it
        return False

    def _go_on(self) -> None:
        self._window.removeEventFilter(self)
        self._then()
