"""Where a list has no rows: what that means, and what can be done about it. One picture, one heading, one sentence."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop.ui import icons
from desktop.ui.labels import PlainLabel
from desktop.ui.theme import Role, theme


class EmptyState(QWidget):
    acted = Signal()
    """The button was pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = "inbox"
        self.setProperty("kind", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._picture = PlainLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._heading = PlainLabel(alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        self._heading.setProperty("kind", "heading")
        self._sentence = PlainLabel(alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        self._sentence.setProperty("kind", "muted")
        self._button = QPushButton()
        self._button.clicked.connect(self.acted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 24, 32, 24)
        layout.setSpacing(8)
        layout.addStretch(2)
        layout.addWidget(self._picture)
        layout.addSpacing(4)
        layout.addWidget(self._heading)
        layout.addWidget(self._sentence)
        layout.addSpacing(8)
        layout.addWidget(self._button, alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        theme().changed.connect(self._tint)

    def show_text(self, icon: str, heading: str, sentence: str, button: str = "") -> None:
        self._icon = icon
        self._heading.setText(heading)
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
        self._button.setText(button)
        self._button.setVisible(bool(button))
        self._tint()
        self.show()

    def _tint(self) -> None:
        self._picture.setPixmap(icons.pixmap(self._icon, 40, Role.ICON_MUTED))
