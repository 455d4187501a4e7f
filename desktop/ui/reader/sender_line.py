"""Who sent a mail, on one line: the name as it was written, the true address, the date.

Invariant: the address has the room it needs before the name gets any; where even that is not enough its middle is left out,
never its end, which is the domain. GUI thread.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop.ui.labels import PlainLabel
from desktop.ui.theme import Space
from desktop.ui.tips import plain_tip

NAME_LEAST = 84


class SenderLine(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name, self.address, self.date = _label(self, "strong"), _label(self, "muted"), _label(self, "faint")
        self.date.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._name, self._address = "", ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_sender(self, name: str, address: str, date: str) -> None:
        """`address` is empty when the mail has none; both are safe to show (`core.mail.trust`)."""
        self._name, self._address = name, address
        self.name.setToolTip(plain_tip(name))
        self.address.setToolTip(plain_tip(address))
        self.date.setText(date)
        self.name.setVisible(bool(name))
        self._place()

    def sizeHint(self) -> QSize:
        return QSize(240, self.name.sizeHint().height() + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        for label in (self.name, self.address, self.date):
            label.ensurePolished()
        date = self.date.sizeHint().width()
        room = max(0, self.contentsRect().width() - date - Space.S)
        address = f"<{self._address}>" if self._name and self._address else self._address
        needed = self.address.fontMetrics().horizontalAdvance(address) + 2
        least = NAME_LEAST + Space.S if self._name else 0
        address_width = min(needed, max(0, room - least))
        name_metrics = self.name.fontMetrics()
        name_width = min(name_metrics.horizontalAdvance(self._name) + 2, max(0, room - address_width - Space.S))
        self.name.setText(name_metrics.elidedText(self._name, Qt.TextElideMode.ElideRight, name_width))
        self.address.setText(
            self.address.fontMetrics().elidedText(address, Qt.TextElideMode.ElideMiddle, address_width)
        )
        start = self.contentsMargins().left()
        left = start + (name_width + Space.S if self._name else 0)
        self.name.setGeometry(start, 0, name_width, self.height())
        self.address.setGeometry(left, 0, address_width, self.height())
        self.date.setGeometry(self.contentsRect().right() + 1 - date, 0, date, self.height())


def _label(parent: QWidget, kind: str) -> QLabel:
    label = PlainLabel(parent, kind=kind)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    return label
