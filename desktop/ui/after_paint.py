"""What need not be seen at once is done when that has been painted which must.

Invariant: what was called dirty before `start`, or by events that were under way then, is on the screen when it is done. Qt
posts the painting of a window as an event of low priority, and sends what is posted by rounds, each by priority: an event
that is lower still comes after the painting of its round, where a timer may come before, and in the round after that
whatever came meanwhile goes first. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt

_LAST = int(Qt.EventPriority.LowEventPriority.value) - 1


class AfterPaint(QObject):
    def __init__(self, parent: QObject) -> None:
        """Lives as long as its parent; what waits when that goes is not done."""
        super().__init__(parent)
        self._waiting: list[Callable[[], object]] = []
        self._painted = False
        self._open = True

    def start(self, then: Callable[[], object]) -> None:
        """In the order of the asking."""
        if self._open:
            self._waiting.append(then)
            if len(self._waiting) == 1:
                self._post()

    def close(self) -> None:
        """Nothing more is done."""
        self._open = False
        self._waiting.clear()

    def _post(self) -> None:
        QCoreApplication.postEvent(self, QEvent(QEvent.Type.User), _LAST)

    def customEvent(self, event: QEvent) -> None:
        self._painted = not self._painted
        if self._painted:
            self._post()
            return
        waiting, self._waiting = self._waiting, []
        for then in waiting:
            then()
