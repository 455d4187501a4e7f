"""The month's sends as a small chart: what went by day, summed up; where the pace leads; the limit; when it starts anew.

It paints what it is given and says the same in words to a screen reader. GUI thread.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.core.api.workspace import Forecast
from desktop.ui import words
from desktop.ui.plan.plan_words import forecast_sentence
from desktop.ui.theme import Role, Type, font, theme
from desktop.ui.tips import plain_tip

_TOP, _BOTTOM, _SIDE = 22, 22, 4


class MonthChart(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._forecast: Forecast | None = None
        self._days, self._reset = 30, ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(360, 168)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 168)

    def show_forecast(self, forecast: Forecast, now: int) -> None:
        self._forecast = forecast
        first = forecast.days[0].day if forecast.days else ""
        self._reset = words.day(forecast.resets_at, now)
        self._days = monthrange(int(first[:4]), int(first[5:7]))[1] if first else 30
        sentence = self.tr("{sent} of {limit} mails sent this month.").format(
            sent=words.number(forecast.sent), limit=words.number(forecast.limit)
        )
        self.setAccessibleName(self.tr("Mails sent this month"))
        self.setAccessibleDescription(f"{sentence} {forecast_sentence(forecast, now)}")
        self.setToolTip(plain_tip(self.accessibleDescription()))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        forecast = self._forecast
        if forecast is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plot = QRectF(self.rect()).adjusted(_SIDE, _TOP, -_SIDE, -_BOTTOM)
        sums = _summed([day.count for day in forecast.days])
        top = self._top_of(forecast)
        near = forecast.limit <= top

        def place(day: float, count: float) -> QPointF:
            return QPointF(plot.left() + plot.width() * day / self._days, plot.bottom() - plot.height() * count / top)

        painter.setPen(QPen(theme().colour(Role.BORDER), 1))
        _draw_level(painter, plot, plot.bottom())
        self._paint_days(painter, plot)
        if near:
            self._paint_limit(painter, plot, place(0, forecast.limit).y(), forecast.limit)
        elif forecast.limit:
            painter.setFont(font(Type.SMALL, tabular=True))
            painter.setPen(theme().colour(Role.TEXT_FAINT))
            far = self.tr("limit {count}, far above").format(count=words.number(forecast.limit))
            painter.drawText(QRectF(plot.left(), 2, plot.width(), 16), Qt.AlignmentFlag.AlignLeft, far)
        points = [place(0, 0), *(place(number, count) for number, count in enumerate(sums, 1))]
        self._paint_sent(painter, plot, points)
        self._paint_pace(painter, points[-1], place(self._days, min(forecast.expected, top)), forecast)
        painter.end()

    def _top_of(self, forecast: Forecast) -> float:
        """The highest count of the chart: the limit where it is near enough to be seen together with the sends."""
        reached = max(forecast.sent, forecast.expected, 1)
        return (
            max(forecast.limit, reached) * 1.08 if forecast.limit <= reached * 4 and forecast.limit else reached * 1.25
        )

    def _paint_days(self, painter: QPainter, plot: QRectF) -> None:
        painter.setFont(font(Type.SMALL, tabular=True))
        painter.setPen(theme().colour(Role.TEXT_FAINT))
        for day in (1, 8, 15, 22):
            left = plot.left() + plot.width() * (day - 0.5) / self._days
            box = QRectF(plot.left() if day == 1 else left - 20, plot.bottom() + 4, 40, 16)
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft if day == 1 else Qt.AlignmentFlag.AlignHCenter, str(day))
        box = QRectF(plot.right() - 90, plot.bottom() + 4, 90, 16)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight, self._reset)

    def _paint_limit(self, painter: QPainter, plot: QRectF, height: float, limit: int) -> None:
        painter.setPen(QPen(theme().colour(Role.DANGER), 1))
        _draw_level(painter, plot, height)
        painter.setFont(font(Type.SMALL))
        text = self.tr("limit {count}").format(count=words.number(limit))
        painter.drawText(QRectF(plot.left(), height - 17, plot.width(), 16), Qt.AlignmentFlag.AlignLeft, text)

    def _paint_sent(self, painter: QPainter, plot: QRectF, points: list[QPointF]) -> None:
        line = QPainterPath(points[0])
        for point in points[1:]:
            line.lineTo(point)
        ground = QPainterPath(line)
        ground.lineTo(points[-1].x(), plot.bottom())
        ground.closeSubpath()
        painter.fillPath(ground, theme().colour(Role.ACCENT_SOFT))
        painter.setPen(QPen(theme().colour(Role.ACCENT), 2))
        painter.drawPath(line)
        painter.setBrush(theme().colour(Role.ACCENT))
        painter.drawEllipse(points[-1], 3, 3)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_pace(self, painter: QPainter, here: QPointF, there: QPointF, forecast: Forecast) -> None:
        role = Role.WARNING if forecast.full_at is not None else Role.ICON_MUTED
        painter.setPen(QPen(theme().colour(role), 1.5, Qt.PenStyle.DashLine))
        painter.drawLine(here, there)
        painter.setFont(font(Type.SMALL, tabular=True))
        text = self.tr("≈ {count}").format(count=words.number(forecast.expected))
        painter.drawText(QRectF(there.x() - 120, there.y() - 18, 120, 16), Qt.AlignmentFlag.AlignRight, text)


def _draw_level(painter: QPainter, plot: QRectF, height: float) -> None:
    """A level line on whole pixels, so that it is thin and in its own colour."""
    row = int(height) + 0.5
    painter.drawLine(QPointF(plot.left(), row), QPointF(plot.right(), row))


def _summed(counts: Sequence[int]) -> list[int]:
    sums, total = [], 0
    for count in counts:
        total += count
        sums.append(total)
    return sums
