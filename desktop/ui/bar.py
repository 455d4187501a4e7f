"""A bar inside a pane: one sentence with a reason, and what can be done about it; never a dialog.

Words are shown as plain text, so that foreign text in them stays text. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop.ui import icons
from desktop.ui.theme import Role, Space

_KINDS = {
    "info": ("info", Role.ACCENT),
    "warning": ("warning", Role.WARNING),
    "danger": ("warning", Role.DANGER),
    "success": ("check", Role.SUCCESS),
}


class Bar(QFrame):
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._icon = "info"
        self._role = Role.ACCENT
        self._picture = QLabel()
        self._picture.setFixedWidth(icons.SIZE)
        self._words = QLabel()
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(Space.XS)
        self._close = QToolButton()
        icons.set_icon(self._close, "close", Role.ICON_MUTED)
        self._close.setAccessibleName(self.tr("Close this bar"))
        self._close.setToolTip(self.tr("Close"))
        self._close.clicked.connect(self._on_close)
        self._close.hide()
        words = QVBoxLayout()
        words.setContentsMargins(0, Space.XS, 0, Space.XS)
        words.addWidget(self._words)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.XS, Space.S, Space.XS)
        row.setSpacing(Space.S)
        row.addWidget(self._picture)
        row.addLayout(words, 1)
        row.addLayout(self._buttons)
        row.addWidget(self._close)
        self.hide()

    @property
    def text(self) -> str:
        return self._words.text()

    @property
    def buttons(self) -> list[QPushButton]:
        return [
            widget
            for index in range(self._buttons.count())
            if isinstance(widget := self._buttons.itemAt(index).widget(), QPushButton)
        ]

    def tell(
        self,
        kind: str,
        text: str,
        *buttons: tuple[str, Callable[[], object]],
        icon: str = "",
        closable: bool = False,
    ) -> None:
        """Show this sentence ("info", "warning", "danger" or "success") with (label, action) buttons."""
        self.setProperty("kind", f"notice-{kind}")
        self.style().unpolish(self)
        self.style().polish(self)
        self._icon, self._role = _KINDS[kind]
        self._icon = icon or self._icon
        self._words.setText(text)
        self.setAccessibleName(text)
        while self._buttons.count():
            old = self._buttons.takeAt(0).widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for label, action in buttons:
            button = QPushButton(label)
            button.setProperty("kind", "link")
            button.clicked.connect(lambda _checked=False, action=action: action())
            self._buttons.addWidget(button)
        self._close.setVisible(closable)
        self._tint()
        self.show()
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()
        super().changeEvent(event)

    def _tint(self) -> None:
        self._picture.setPixmap(icons.pixmap(self._icon, 18, self._role))

    def _on_close(self) -> None:
        self.hide()
        self.closed.emit()
