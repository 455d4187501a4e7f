"""What a row of a list by conversation has beside a mail's: who takes part, how many mails with the sign to unfold them, and the
line that holds the others to the first. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from desktop.ui import icons, words
from desktop.ui.message_list.folding import Fold
from desktop.ui.message_list.lettering import draw, font_of, width_of
from desktop.ui.message_list.lines import Line, names_of
from desktop.ui.theme import Role, Type, theme

INDENT = 22
"""Of a conversation's other mails."""
_HEIGHT, _SIGN, _AROUND = 16, 12, 6
_MOST_COUNTED = 999
_OTHERS = "…"


def paint_people(painter: QPainter, place: QRect, line: Line) -> None:
    """Their names beside each other, who has unread mail there in bold, as far as there is room."""
    names, left = names_of(line.people), place.left()
    for number, person in enumerate(names):
        unread = person is not None and person.unread
        text = _OTHERS if person is None else person.name
        between = "" if number + 1 == len(names) else " " if person is None or names[number + 1] is None else ", "
        room = place.right() - left
        if room < 8:
            return
        draw(
            painter, QRect(left, place.top(), room, place.height()), text + between.rstrip(),
            font_of(Type.SENDER, unread), Role.TEXT,
        )  # fmt: skip
        left += width_of(text + between, Type.SENDER, unread) - 1


def count_width(line: Line) -> int:
    """What the count takes on its line, with the room before it; 0 where there is none."""
    return _pill_width(line) + 8 if _has_count(line) else 0


def place_count(line: Line, right: int, top: int) -> QRect:
    """Where the count stands that ends at `right`, on the text line at `top`."""
    width = _pill_width(line)
    return QRect(right - width, top + 1, width, _HEIGHT) if _has_count(line) else QRect()


def paint_count(painter: QPainter, place: QRect, line: Line) -> None:
    if place.isEmpty():
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().colour(Role.RAISED))
    painter.drawRoundedRect(QRectF(place), _HEIGHT / 2, _HEIGHT / 2)
    draw(painter, place.adjusted(_AROUND + 1, 0, 0, -1), _count(line), font_of(Type.SMALL, False), Role.TEXT_MUTED)
    sign = "chevron-down" if line.fold is Fold.UNFOLDED else "chevron-right"
    drawn = icons.pixmap(sign, _SIGN, Role.ICON, painter.device().devicePixelRatioF())
    painter.drawPixmap(place.right() - _SIGN - 3, place.top() + (_HEIGHT - _SIGN) // 2, drawn)


def paint_thread(painter: QPainter, rect: QRect, fold: Fold, middle: int, below: int) -> None:
    """The line at `middle` that leads from the first mail, from `below` on, along the others."""
    if fold in (Fold.UNFOLDED, Fold.INNER):
        painter.setPen(QPen(theme().colour(Role.BORDER_STRONG), 1))
        top = below if fold is Fold.UNFOLDED else rect.top()
        painter.drawLine(QLineF(middle + 0.5, top, middle + 0.5, rect.bottom() + 1))


def _has_count(line: Line) -> bool:
    return line.fold in (Fold.FOLDED, Fold.UNFOLDED)


def _count(line: Line) -> str:
    return words.number(line.count) if line.count <= _MOST_COUNTED else f"{words.number(_MOST_COUNTED)}+"


def _pill_width(line: Line) -> int:
    return _AROUND + 1 + width_of(_count(line), Type.SMALL, False) + 2 + _SIGN + 4
