"""Whether the mail that is written is brought forward when nobody answers it: a quiet bell, with words once a wait is chosen.

Invariant: what it says is what is sent and kept with the draft. GUI thread.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QToolButton

from desktop.ui import icons
from desktop.ui.answers.words import button_words
from desktop.ui.parts import Now
from desktop.ui.tips import plain_tip

KEY = "Ctrl+Shift+R"


class ReminderButton(QToolButton):
    changed = Signal()

    def __init__(self, now: Now) -> None:
        super().__init__()
        self._now = now
        self.wait = 0
        """Seconds from the sending on; 0: no reminder."""
        icons.set_icon(self, "bell")
        self.clicked.connect(self.choose)
        self.show_wait(0)

    def show_wait(self, seconds: int) -> None:
        self.wait = seconds
        text, name = button_words(seconds), self.tr("Remind me if nobody answers…")
        style = Qt.ToolButtonStyle
        self.setText(f" {text}" if text else "")
        self.setToolButtonStyle(style.ToolButtonTextBesideIcon if text else style.ToolButtonIconOnly)
        self.setToolTip(plain_tip(f"{name} ({KEY})"))
        self.setAccessibleName(text or name)

    def choose(self) -> None:
        from desktop.ui.answers.choice import choose_wait  # first wanted by a press

        if self.isEnabled():
            choose_wait(self.window(), self._now(), self._take, waits=bool(self.wait))

    def _take(self, seconds: int) -> None:
        if seconds != self.wait:
            self.show_wait(seconds)
            self.changed.emit()
