"""The true target of a link in the lower corner of what is shown, before anything is opened. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QWidget

from desktop.core.mail.visible_text import visible_text
from desktop.ui.labels import PlainLabel
from desktop.ui.theme import Space

_LEAST, _EDGES = 80, 60


class LinkHint(PlainLabel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._whole = parent
        self.setProperty("kind", "chip")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        parent.installEventFilter(self)

    def show_target(self, href: str) -> None:
        """Empty when the mouse has left the link."""
        self.setVisible(bool(href))
        if href:
            room = max(_LEAST, self._whole.width() - _EDGES)
            self.setText(self.fontMetrics().elidedText(visible_text(href), Qt.TextElideMode.ElideRight, room))
            self._place()
            self.raise_()

    def _place(self) -> None:
        size = self.sizeHint()
        self.setGeometry(Space.S, self._whole.height() - size.height() - Space.S, size.width(), size.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return False
