"""Takes mails along under the pointer: which they are, and a small card that says how many and hides no folder.

A drag moves unless the key for a copy is held. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QDrag, QFontMetrics, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from desktop.ui import icons, words
from desktop.ui.i18n import tr
from desktop.ui.theme import RADIUS, Role, Space, Type, font, theme

_ICON = 16
BESIDE = QPoint(-12, -8)
"""Where the card lies, seen from the pointer: what it points at stays in sight."""


def drag_mails(source: QWidget, data: QMimeData, count: int, actions: Qt.DropAction) -> None:
    """Returns when they have been let go."""
    drag = QDrag(source)
    drag.setMimeData(data)
    drag.setPixmap(picture_of(count, source.devicePixelRatioF()))
    drag.setHotSpot(BESIDE)
    drag.exec(actions, Qt.DropAction.MoveAction)


def picture_of(count: int, scale: float) -> QPixmap:
    """ "3 mails" on a card."""
    text = tr("{count} mail(s)", "", count).format(count=words.number(count))
    face = font(Type.BASE)
    metrics = QFontMetrics(face)
    size = QSize(metrics.horizontalAdvance(text) + _ICON + Space.S + 2 * Space.M, metrics.height() + 2 * Space.S)
    picture = QPixmap(size * scale)
    picture.setDevicePixelRatio(scale)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().colour(Role.ACCENT))
    painter.drawRoundedRect(QRectF(0, 0, size.width(), size.height()), RADIUS, RADIUS)
    top = (size.height() - _ICON) // 2
    painter.drawPixmap(Space.M, top, icons.pixmap("mail", _ICON, Role.ON_ACCENT, scale))
    painter.setPen(theme().colour(Role.ON_ACCENT))
    painter.setFont(face)
    place = QRectF(Space.M + _ICON + Space.S, 0, size.width(), size.height())
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
    painter.end()
    return picture
