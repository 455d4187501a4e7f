"""A week of the calendar: seven days side by side with their hours; what lasts whole days stands above.

It fills the height it is given down to a least one, so it may stand in a scroll area. GUI thread.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QDate, QLocale, QPoint, QRect, Qt, QTime
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.core.api.desk import EventRow
from desktop.ui.desk.calendar_days import date_of, days_of, minutes_into, moved_by, place_day, week_days
from desktop.ui.desk.calendar_views import CalendarView, write
from desktop.ui.theme import Role, Type, theme

HEAD, HOURS, EVENT, GAP = 44, 52, 20, 2
HOUR_HEIGHT = 44
QUARTER = 15
NAMED = 76
"""A narrower column has two letters for its day."""
MOST_WHOLE = 4
"""Events of whole days that are drawn one under another."""


class WeekView(CalendarView):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._name = self.tr("Week")

    def day_step(self, key: Qt.Key) -> int:
        return {
            Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageUp: -7, Qt.Key.Key_PageDown: 7
        }.get(key, 0)  # fmt: skip

    def fit_height(self) -> None:
        """Call when the events have changed: the room above the hours depends on them."""
        self.setFixedHeight(self.first_hour() + 24 * HOUR_HEIGHT + 8)

    def first_hour(self) -> int:
        """Where midnight is, below the head and what lasts whole days."""
        most = max((len(self._whole(day)) for day in week_days(self.day)), default=0)
        return HEAD + min(most, MOST_WHOLE) * (EVENT + GAP) + 6

    def day_at(self, place: QPoint) -> tuple[QDate, int] | None:
        for day, left, right in self._columns():
            if left <= place.x() < right:
                if place.y() < self._above() + self.first_hour():
                    return day, -1
                minute = (place.y() - self.first_hour()) * 60 // HOUR_HEIGHT
                return day, max(0, min(23 * 60 + 30, minute // 30 * 30))
        return None

    def minutes_between(self, before: QPoint, after: QPoint) -> int:
        """In quarters of an hour."""
        return round((after.y() - before.y()) * 60 / HOUR_HEIGHT / QUARTER) * QUARTER

    def _whole(self, day: QDate) -> list[EventRow]:
        return [one for one in self.events_of(day) if one.all_day]

    def _columns(self) -> list[tuple[QDate, int, int]]:
        room = self.width() - HOURS
        return [
            (day, HOURS + room * number // 7, HOURS + room * (number + 1) // 7)
            for number, day in enumerate(week_days(self.day))
        ]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme().colour(Role.SURFACE))
        self._places = []
        top = self.first_hour()
        self._paint_hours(painter, top)
        for day, left, right in self._columns():
            self._paint_day(painter, day, left, right, top)
        self._paint_held(painter, top)
        self._paint_head(painter)
        painter.end()

    def _paint_held(self, painter: QPainter, top: int) -> None:
        held, drop = self._held, self.drop_of_held()
        if held is None or drop is None:
            return
        starts, ends = moved_by(held, *drop)
        for day, left, right in self._columns():
            if held.all_day and day == days_of(held)[0].addDays(drop[0]):
                rect = QRect(left + 2, self._above() + HEAD, right - left - 4, EVENT)
                self.paint_held(painter, rect, held)
            elif not held.all_day and day == date_of(starts):
                first = minutes_into(day, starts)
                high = max(18, (minutes_into(day, ends) - first) * HOUR_HEIGHT // 60 - 2)
                rect = QRect(left + 2, top + first * HOUR_HEIGHT // 60 + 1, right - left - 4, high)
                self.paint_held(painter, rect, replace(held, starts_at=starts, ends_at=ends), lines=True)

    def _above(self) -> int:
        """How much of this view has been scrolled away: the head stands still."""
        return max(0, -self.y())

    def _paint_head(self, painter: QPainter) -> None:
        above = self._above()
        head = QRect(0, above, self.width(), self.first_hour())
        painter.fillRect(head, theme().colour(Role.SURFACE))
        painter.fillRect(QRect(0, head.bottom(), self.width(), 1), theme().colour(Role.BORDER_STRONG))
        for day, left, right in self._columns():
            today, front = day == self.today, day == self.day
            painter.setPen(QPen(theme().colour(Role.BORDER), 1))
            painter.drawLine(left, above + HEAD - 8, left, head.bottom())
            name = QLocale().dayName(day.dayOfWeek(), QLocale.FormatType.ShortFormat)
            ink = Role.ACCENT if today else Role.TEXT if front else Role.TEXT_MUTED
            place = QRect(left + 6, above + 6, right - left - 8, HEAD - 14)
            shown = name[:1].upper() + name[1:] if right - left > NAMED else name[:2].capitalize()
            text = f"{shown}  {day.day()}"
            write(painter, place, text, Type.SENDER, ink, bold=today or front)
            if front:
                role = Role.FOCUS if self.hasFocus() else Role.BORDER_STRONG
                painter.fillRect(QRect(left + 1, above + HEAD - 10, right - left - 1, 2), theme().colour(role))
            for number, one in enumerate(self._whole(day)[:MOST_WHOLE]):
                y = above + HEAD + number * (EVENT + GAP)
                self.paint_event(painter, QRect(left + 2, y, right - left - 4, EVENT), one)

    def _paint_hours(self, painter: QPainter, top: int) -> None:
        for hour in range(24):
            y = top + hour * HOUR_HEIGHT
            painter.setPen(QPen(theme().colour(Role.BORDER), 1))
            painter.drawLine(HOURS, y, self.width(), y)
            if hour:
                place = QRect(0, y - 8, HOURS - 8, 16)
                text = QLocale().toString(QTime(hour, 0), QLocale.FormatType.ShortFormat)
                write(painter, place, text, Type.SMALL, Role.TEXT_MUTED, side=Qt.AlignmentFlag.AlignRight)

    def _paint_day(self, painter: QPainter, day: QDate, left: int, right: int, top: int) -> None:
        painter.setPen(QPen(theme().colour(Role.BORDER), 1))
        painter.drawLine(left, top, left, self.height())
        for placed in place_day(self.events_of(day), day):
            width = (right - left - 4) / placed.lanes
            rect = QRect(
                int(left + 2 + placed.lane * width), top + placed.start * HOUR_HEIGHT // 60 + 1,
                int(width) - (2 if placed.lanes > 1 else 0),
                max(18, (placed.end - placed.start) * HOUR_HEIGHT // 60 - 2),
            )  # fmt: skip
            self.paint_event(painter, rect, placed.event, lines=True)
        if day == self.today:
            line = top + self.now_minutes * HOUR_HEIGHT // 60
            painter.setPen(QPen(theme().colour(Role.DANGER), 1.5))
            painter.drawLine(left, line, right, line)
            painter.setBrush(theme().colour(Role.DANGER))
            painter.drawEllipse(QPoint(left, line), 3, 3)
