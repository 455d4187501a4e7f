"""A thin line that moves while something is under way; it shows only what lasts long enough to be noticed."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressBar, QWidget

PATIENCE_MS = 250


class ProgressLine(QProgressBar):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextVisible(False)
        self.setFixedHeight(3)
        self.setAccessibleName(self.tr("Progress"))
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self.show)
        self.hide()

    def start(self, done: int = 0, total: int = 0, *, at_once: bool = False) -> None:
        """Under way, with a known part done or (total 0) without end in sight; `at_once` for what was just asked for."""
        self.setRange(0, total)
        self.setValue(done)
        if at_once:
            self._patience.stop()
            self.show()
        elif not self.isVisible() and not self._patience.isActive():
            self._patience.start()

    def stop(self) -> None:
        self._patience.stop()
        self.hide()
