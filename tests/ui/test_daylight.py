"""The screen on days that are shorter or longer: what it calls yesterday, where an event stands, what hour a new one has."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QDate, QLocale
from PySide6.QtWidgets import QApplication

from desktop.core.api.desk import EventRow
from desktop.ui import words
from desktop.ui.desk.calendar_days import date_of, minutes_into, moment_of, place_day, start_of

pytestmark = pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system cannot move its time zone")
# A zone, and the days on which its clocks change.
CHANGES = [
    ("Europe/Madrid", "2026-03-29", "2026-10-25"),
    ("America/Santiago", "2026-09-06", "2026-04-04"),
    ("America/Sao_Paulo", "2018-11-04", "2019-02-16"),
    ("Australia/Lord_Howe", "2026-10-04", "2026-04-05"),
    ("Africa/Casablanca", "2026-03-22", "2026-02-15"),
]
DAYS = [(zone, day) for zone, *days in CHANGES for day in days]


@pytest.fixture
def zone(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[ZoneInfo]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    locale = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield ZoneInfo(request.param)
    QLocale.setDefault(locale)
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


def qdate(day: str) -> QDate:
    return QDate(*map(int, day.split("-")))


@pytest.mark.parametrize(("zone", "day"), DAYS, indirect=["zone"])
def test_yesterday_is_the_day_before_however_long_it_was(zone: ZoneInfo, day: str):
    middle = start_of(qdate(day))
    for now in range(middle - 30 * 3600, middle + 54 * 3600, 5_400):
        today = datetime.fromtimestamp(now, zone).date()
        for seconds in range(now - 50 * 3600, now + 1, 5_400):
            date = datetime.fromtimestamp(seconds, zone).date()
            said = words.moment(seconds, now)
            assert (said == "Yesterday") == (date == today - timedelta(days=1)), (seconds, now)
            assert (said == words.clock_time(seconds)) == (date == today), (seconds, now)


@pytest.mark.parametrize(("zone", "day"), DAYS, indirect=["zone"])
def test_an_event_stands_at_the_hour_that_its_clock_says(zone: ZoneInfo, day: str):
    for shift in (-1, 0, 1):
        date = qdate(day).addDays(shift)
        for hour in (0, 1, 4, 9, 16, 22):
            at = moment_of(date, hour * 60)
            there = datetime.fromtimestamp(at, zone)
            assert date_of(at) == date
            if there.hour != hour:
                continue  # an hour that this day does not have
            assert minutes_into(date, at) == hour * 60
            (placed,) = place_day([EventRow(1, "x", at, at + 3_600, False, "", "", None, 0)], date)
            assert placed.start == hour * 60
            ends = datetime.fromtimestamp(at + 3_600, zone)
            if ends.hour > hour:
                assert placed.end == ends.hour * 60 + ends.minute


@pytest.mark.parametrize(("zone", "day"), DAYS, indirect=["zone"])
def test_a_new_event_has_nine_o_clock(zone: ZoneInfo, day: str):
    there = datetime.fromtimestamp(moment_of(qdate(day), 9 * 60), zone)
    assert (there.date().isoformat(), there.hour, there.minute) == (day, 9, 0)


@pytest.mark.parametrize("zone", ["Europe/Madrid", "America/Santiago", "Australia/Lord_Howe"], indirect=True)
def test_the_month_begins_anew_on_the_day_that_it_does_here(zone: ZoneInfo):
    """Not the day before, where midnight is still yesterday in Greenwich."""
    for month in range(1, 13):
        first = datetime(2026, month, 1, tzinfo=zone)
        assert words.iso_of(int(first.timestamp())) == first.date().isoformat()
        assert words.iso_of(int(first.timestamp()) - 1) == (first - timedelta(days=1)).date().isoformat()


@pytest.mark.parametrize(("zone", "day"), DAYS, indirect=["zone"])
def test_days_left_are_of_24_hours_as_the_plan_counts_them(zone: ZoneInfo, day: str):
    now = start_of(qdate(day)) - 3_600
    for count in range(6):
        assert words.days_left(now + count * words.DAY, now) == count
        assert words.days_left(now + count * words.DAY + 1, now) == count + 1
