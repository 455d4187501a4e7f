"""What the demo shows in the moment before its mailbox is there: that it is coming, not what one has chosen already. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.first_screen.app_picture import app_picture
from desktop.ui.labels import PlainLabel
from desktop.ui.notices.progress_line import ProgressLine
from desktop.ui.theme import Space

_PICTURE, _LINE = 68, 240


class DemoComing(QWidget):
    try_demo = Signal()
    add_account = Signal()
    """Both never wished here; a first screen has them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        middle = Qt.AlignmentFlag.AlignHCenter
        picture = PlainLabel(alignment=middle)
        picture.setPixmap(app_picture(_PICTURE))
        words = PlainLabel(self.tr("The demo mailbox is being set up…"), alignment=middle, kind="muted")
        self._line = ProgressLine()
        self._line.setFixedWidth(_LINE)
        column = QVBoxLayout(self)
        column.setSpacing(Space.L)
        column.addStretch(4)
        column.addWidget(picture)
        column.addWidget(words)
        column.addWidget(self._line, 0, middle)
        column.addStretch(5)
        self.setAccessibleName(words.text())
        self._line.start()
