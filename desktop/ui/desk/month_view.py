"""A month of the calendar on six weeks: each day with its events, as many as fit, and how many more there are."""

from __future__ import annotations

from PySide6.QtCore import QDate, QLocale, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.ui import words
from desktop.ui.desk.calendar_days import month_grid
from desktop.ui.desk.calendar_views import CalendarView, write
from desktop.ui.theme import Role, Type, theme

HEAD, DATE, EVENT, GAP = 28, 26, 19, 2


class MonthView(CalendarView):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._name = self.tr("Month")

    def day_step(self, key: Qt.Key) -> int:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
        if key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            return self.day.daysTo(self.day.addMonths(1 if key == Qt.Key.Key_PageDown else -1))
        return steps.get(key, 0)

    def day_at(self, place: QPoint) -> tuple[QDate, int] | None:
        for day, rect in self._cells():
            if rect.contains(place):
                return day, -1
        return None

    def stays(self, day: QDate) -> bool:
        return (day.year(), day.month()) == (self.day.year(), self.day.month())

    def _cells(self) -> list[tuple[QDate, QRect]]:
        cells = []
        for number, day in enumerate(month_grid(self.day)):
            row, column = divmod(number, 7)
            left, right = self.width() * column // 7, self.width() * (column + 1) // 7
            top = HEAD + (self.height() - HEAD) * row // 6
            bottom = HEAD + (self.height() - HEAD) * (row + 1) // 6
            cells.append((day, QRect(left, top, right - left, bottom - top)))
        return cells

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme().colour(Role.SURFACE))
        self._places = []
        cells = self._cells()
        for day, rect in cells[:7]:
            name = QLocale().dayName(day.dayOfWeek(), QLocale.FormatType.ShortFormat)
            place = QRect(rect.left() + 8, 0, rect.width() - 8, HEAD)
            write(painter, place, name[:1].upper() + name[1:], Type.SMALL + 1, Role.TEXT_MUTED, bold=True)
        for day, rect in cells:
            self._paint_day(painter, day, rect)
        self._paint_held(painter, cells)
        painter.end()

    def _paint_held(self, painter: QPainter, cells: list[tuple[QDate, QRect]]) -> None:
        place = next((rect for _day, rect in cells if self._drop is not None and rect.contains(self._drop)), None)
        if place is not None and self._held is not None:
            painter.setPen(QPen(theme().colour(Role.FOCUS), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(place).adjusted(1.5, 1.5, -1.5, -1.5), 4, 4)
            rect = QRect(place.left() + 4, place.top() + DATE, place.width() - 8, EVENT)
            self.paint_held(painter, rect, self._held)

    def _paint_day(self, painter: QPainter, day: QDate, rect: QRect) -> None:
        other, front = day.month() != self.day.month(), day == self.day
        if other:
            painter.fillRect(rect, theme().colour(Role.RAISED))
        painter.setPen(QPen(theme().colour(Role.BORDER), 1))
        painter.drawLine(rect.left(), rect.top(), rect.right(), rect.top())
        if rect.left():
            painter.drawLine(rect.left(), rect.top(), rect.left(), rect.bottom())
        if front:
            role = Role.FOCUS if self.hasFocus() else Role.BORDER_STRONG
            painter.setPen(QPen(theme().colour(role), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(rect).adjusted(1.5, 1.5, -1.5, -1.5), 4, 4)
        self._paint_date(painter, day, rect, faint=other)
        events = self.events_of(day)
        room = max(0, (rect.height() - DATE - 2) // (EVENT + GAP))
        shown = events if len(events) <= room else events[: max(0, room - 1)]
        top = rect.top() + DATE
        for one in shown:
            self.paint_event(painter, QRect(rect.left() + 4, top, rect.width() - 8, EVENT), one)
            top += EVENT + GAP
        if len(shown) < len(events):
            rest = len(events) - len(shown)
            text = self.tr("{count} more", "", rest).format(count=words.number(rest))
            write(painter, QRect(rect.left() + 10, top - 1, rect.width() - 14, 16), text, Type.SMALL, Role.TEXT_MUTED)

    def _paint_date(self, painter: QPainter, day: QDate, rect: QRect, *, faint: bool) -> None:
        today = day == self.today
        place = QRect(rect.left() + 5, rect.top() + 3, 22, 20)
        if today:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme().colour(Role.ACCENT))
            painter.drawEllipse(place)
        ink = Role.ON_ACCENT if today else Role.TEXT_FAINT if faint else Role.TEXT
        write(painter, place, str(day.day()), Type.SMALL + 1, ink, bold=today, side=Qt.AlignmentFlag.AlignHCenter)
