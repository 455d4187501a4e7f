"""Text on a row of the list: drawn on one line, shortened where it does not fit.

What had to be shortened is kept by width, because shortening is what costs most of a full repaint. GUI thread only.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from desktop.core.mail.direction import RTL, direction_of
from desktop.ui.theme import Role, Type, font, theme

_PLACE = (
    Qt.AlignmentFlag.AlignLeft
    | Qt.AlignmentFlag.AlignAbsolute
    | Qt.AlignmentFlag.AlignVCenter
    | Qt.TextFlag.TextSingleLine
)


def draw(painter: QPainter, rect: QRect, text: str, used: QFont, role: Role) -> None:
    if rect.width() < 8:
        return
    painter.setFont(used)
    painter.setPen(_colour(theme().hex(role)))
    shown = _shortened(text[:400], used.pixelSize(), used.bold(), rect.width())
    # At the left edge whatever the script, where the sender's picture is; the dots behind what was cut, where that ends.
    way = Qt.TextFlag.TextForceRightToLeft if direction_of(shown) == RTL else Qt.TextFlag.TextForceLeftToRight
    painter.drawText(rect, _PLACE | way, shown)


@lru_cache(maxsize=16)
def font_of(size: int, bold: bool) -> QFont:
    return font(size, bold=bold)


@lru_cache(maxsize=1)
def small_font() -> QFont:
    return font(Type.SMALL + 1, tabular=True)


@lru_cache(maxsize=64)
def _colour(name: str) -> QColor:
    return QColor(name)


@lru_cache(maxsize=16)
def _metrics(size: int, bold: bool) -> QFontMetrics:
    return QFontMetrics(font_of(size, bold))


@lru_cache(maxsize=8192)
def _shortened(text: str, size: int, bold: bool, width: int) -> str:
    """Text that fits, with an ellipsis if it had to be cut."""
    return _metrics(size, bold).elidedText(text, Qt.TextElideMode.ElideRight, width)


@lru_cache(maxsize=4096)
def width_of(text: str, size: int, bold: bool) -> int:
    return _metrics(size, bold).horizontalAdvance(text) + 1
