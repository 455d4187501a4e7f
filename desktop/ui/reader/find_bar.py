"""Find in this mail: a field, how many there are, back and forth. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from desktop.ui import icons, words
from desktop.ui.labels import PlainLabel
from desktop.ui.theme import Space
from desktop.ui.tips import plain_tip

MOST = 1_000


class FindBar(QWidget):
    wanted = Signal(str, bool)
    """(text, backward); an empty text takes the marks away"""
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Find in this mail"))
        self.field.setAccessibleName(self.tr("Find in this mail"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(lambda text: self.wanted.emit(text, False))
        self.count = PlainLabel(kind="muted")
        self.count.setMinimumWidth(70)
        self.back = self._button("chevron-up", self.tr("Previous match"), backward=True)
        self.forth = self._button("chevron-down", self.tr("Next match"), backward=False)
        close = QToolButton()
        icons.set_icon(close, "close")
        close.setToolTip(self.tr("Close (Esc)"))
        close.setAccessibleName(self.tr("Close the search in this mail"))
        close.clicked.connect(self.close_bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.L, Space.XS, Space.S, Space.XS)
        row.setSpacing(Space.XS)
        row.addWidget(self.field, 1)
        row.addWidget(self.count)
        row.addWidget(self.back)
        row.addWidget(self.forth)
        row.addWidget(close)
        self.hide()

    def open_bar(self, text: str = "") -> None:
        self.show()
        if text:
            self.field.setText(text)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def go_on(self, backward: bool) -> bool:
        """To the next match, or the one before; False where the bar is closed."""
        if self.isVisible():
            self.wanted.emit(self.field.text(), backward)
        return self.isVisible()

    def close_bar(self) -> None:
        if self.isVisible():
            self.hide()
            self.wanted.emit("", False)
            self.closed.emit()

    def show_count(self, active: int, count: int) -> None:
        if not self.field.text():
            self.count.clear()
        elif not count:
            self.count.setText(self.tr("not found"))
        else:
            total = words.number(count) + ("+" if count >= MOST else "")
            self.count.setText(self.tr("{active} of {count}").format(active=words.number(active), count=total))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            backward = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.wanted.emit(self.field.text(), backward)
        else:
            super().keyPressEvent(event)

    def _button(self, icon: str, name: str, *, backward: bool) -> QToolButton:
        button = QToolButton()
        icons.set_icon(button, icon)
        button.setToolTip(plain_tip(name))
        button.setAccessibleName(name)
        button.clicked.connect(lambda: self.wanted.emit(self.field.text(), backward))
        return button
