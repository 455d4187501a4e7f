"""The program towards its system: what a system asks of a running program without starting it again (macOS: a mailto: link, a
file that was dropped on its icon). GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication


class Application(QApplication):
    asked = Signal(str)
    """A link, or a file: URL."""

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent):
            self.asked.emit(event.url().toString())
            return True
        return super().event(event)
