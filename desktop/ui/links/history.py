"""The last mails that were saved to a contact, a line each: whether it came or went, its subject, and when. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.core.api.desk import ActivityRow
from desktop.ui import icons, words
from desktop.ui.labels import PlainLabel
from desktop.ui.message_list.chips import clean
from desktop.ui.theme import Role, Space
from desktop.ui.tips import plain_tip

_ICON = 14


class History(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.XS)

    def add(self, rows: Sequence[ActivityRow], now: int) -> None:
        for row in rows:
            line = QHBoxLayout()
            line.setSpacing(Space.XS + 2)
            subject = clean(row.subject)[:200] or self.tr("No subject")
            way = self.tr("Came in") if row.incoming else self.tr("Went out")
            sign = PlainLabel()
            sign.setPixmap(icons.pixmap("inbox" if row.incoming else "sent", _ICON, Role.ICON_MUTED))
            sign.setToolTip(plain_tip(way))
            title, when = _Short(subject), PlainLabel(words.moment(row.at, now))
            when.setProperty("kind", "small")
            title.setAccessibleName(f"{way}: {subject}, {when.text()}")
            line.addWidget(sign)
            line.addWidget(title, 1)
            line.addWidget(when)
            self._column.addLayout(line)


class _Short(PlainLabel):
    """As much of a line as there is room for; all of it in the tooltip."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setProperty("kind", "small")
        self.setToolTip(plain_tip(text))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
