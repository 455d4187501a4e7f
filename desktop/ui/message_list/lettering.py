"""Text on a row of the list: drawn on one line, shortened where it does not fit.

What had to be shortened is kept by width, because shortening is what costs most of a full repaint. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QTextLayout,
    QTextOption,
)

from desktop.core.mail.direction import RTL, direction_of
from desktop.ui.theme import Role, Type, font, theme

if TYPE_CHECKING:  # with the first search
    from desktop.core.api.searching.marking import Sought, Span

_PLACE = (
    Qt.AlignmentFlag.AlignLeft
    | Qt.AlignmentFlag.AlignAbsolute
    | Qt.AlignmentFlag.AlignVCenter
    | Qt.TextFlag.TextSingleLine
)


def draw(painter: QPainter, rect: QRect, text: str, used: QFont, role: Role, sought: Sought | None = None) -> None:
    """`sought` is marked in it."""
    if rect.width() < 8:
        return
    painter.setFont(used)
    painter.setPen(_colour(theme().hex(role)))
    shown = _shortened(text[:400], used.pixelSize(), used.bold(), rect.width())
    # At the left edge whatever the script, where the sender's picture is; the dots behind what was cut, where that ends.
    right_to_left = direction_of(shown) == RTL
    place = _PLACE | (Qt.TextFlag.TextForceRightToLeft if right_to_left else Qt.TextFlag.TextForceLeftToRight)
    painter.drawText(rect, place, shown)
    if sought is None or not (spans := _spans(sought, shown)):
        return
    # Written again within the marks, which so move no letter.
    for left, width in _places(shown, used, spans, right_to_left=right_to_left):
        painter.save()
        painter.setPen(_colour(theme().hex(Role.TEXT)))
        mark = QRectF(rect.left() + left, rect.top(), width, rect.height()) & QRectF(rect)
        painter.setClipRect(mark, Qt.ClipOperation.IntersectClip)
        painter.fillRect(mark, _colour(theme().hex(Role.MARK)))
        painter.drawText(rect, place, shown)
        painter.restore()


def _places(text: str, used: QFont, spans: Iterable[Span], *, right_to_left: bool) -> list[tuple[float, float]]:
    """(left, width) of each, from the left edge of the text."""
    layout = QTextLayout(text, used)
    option = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    option.setTextDirection(Qt.LayoutDirection.RightToLeft if right_to_left else Qt.LayoutDirection.LeftToRight)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(10_000)
    layout.endLayout()
    places = []
    for start, end in spans:
        for run in line.glyphRuns(
            qt_length(text[:start]), qt_length(text[start:end])
        ):  # several, where the direction turns
            place = run.boundingRect()
            places.append((place.left(), place.width()))
    return places


def qt_length(text: str) -> int:
    """In units of UTF-16, as Qt counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


@lru_cache(maxsize=4096)
def _spans(sought: Sought, text: str) -> tuple[Span, ...]:
    return tuple(sought.spans(text))


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
