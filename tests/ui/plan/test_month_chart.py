"""The chart of the month: it paints whatever a month may be, and says it in words too."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from desktop.core.api.workspace import DaySent, Forecast
from desktop.ui.plan.month_chart import MonthChart
from desktop.ui.theme import Role, theme

RESETS = 1_796_083_200


def forecast(sent: int, limit: int, expected: int, full_at: int | None = None, days: int = 24) -> Forecast:
    counts = [sent // max(1, days)] * days
    return Forecast(
        sent, limit, tuple(DaySent(f"2026-11-{day:02d}", count) for day, count in enumerate(counts, 1)),
        expected, full_at, RESETS,
    )  # fmt: skip


def colours(chart: MonthChart) -> set[str]:
    picture = chart.grab().toImage()
    return {QColor(picture.pixel(x, y)).name() for x in range(0, picture.width(), 2) for y in range(picture.height())}


@pytest.fixture
def chart(qtbot) -> MonthChart:
    made = MonthChart()
    qtbot.addWidget(made)
    made.resize(420, 168)
    return made


@pytest.mark.parametrize(
    "shown",
    [
        forecast(0, 0, 0),
        forecast(0, 10_000, 0, days=1),
        forecast(1_204, 50_000, 1_541),
        forecast(10_000, 10_000, 12_500, full_at=RESETS - 500_000),
        forecast(12_000, 10_000, 15_000, full_at=RESETS - 600_000, days=30),
        Forecast(0, 10_000, (), 0, None, RESETS),
    ],
)
def test_every_month_can_be_painted(chart: MonthChart, shown: Forecast):
    chart.show_forecast(shown, RESETS - 600_000)
    assert {theme().hex(Role.BORDER), theme().hex(Role.ACCENT)} & colours(chart)


def test_the_limit_is_a_line_only_where_it_can_be_seen(chart: MonthChart):
    danger = theme().hex(Role.DANGER)
    chart.show_forecast(forecast(1_204, 50_000, 1_541), RESETS - 600_000)
    assert danger not in colours(chart)
    chart.show_forecast(forecast(9_000, 10_000, 12_000, full_at=RESETS - 300_000), RESETS - 600_000)
    assert danger in colours(chart)


def test_it_is_heard(chart: MonthChart):
    chart.show_forecast(forecast(9_000, 10_000, 12_000, full_at=RESETS - 300_000), RESETS - 600_000)
    assert chart.accessibleName() == "Mails sent this month"
    assert chart.accessibleDescription() == (
        "9,000 of 10,000 mails sent this month. "
        "At this pace the limit is reached on 27 Nov. What comes after waits until 1 Dec."
    )
