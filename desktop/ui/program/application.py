"""The program towards its system: what a system asks of a running program without starting it again (macOS: a mailto: link, a
file that was dropped on its icon, a click on the icon, and Cmd+Q; any system: the end of the session). GUI thread."""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFileOpenEvent, QGuiApplication
from PySide6.QtWidgets import QApplication


class Application(QApplication):
    asked = Signal(str)
    """A link, or a file: URL; nothing where the window is only to come forward."""

    leave_first: Callable[[], bool] | None = None
    """Before the program ends because the system says so: closes what is open in order; False where something must stay. Without it
    Qt would ask the window to close, which may only hide it."""

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent):
            self.asked.emit(event.url().toString())
            return True
        if event.type() is QEvent.Type.Quit and self.leave_first is not None and not self.leave_first():
            event.ignore()
            return True
        if event.type() is QEvent.Type.ApplicationActivate and sys.platform == "darwin" and not _sees_window():
            self.asked.emit("")  # the icon in the Dock is the way back to a window that was closed
        return super().event(event)


def _sees_window() -> bool:
    return any(window.isVisible() for window in QGuiApplication.topLevelWindows())
