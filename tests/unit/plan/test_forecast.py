"""The forecast of the month, and the month in which a mail counts."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from desktop.core.plan.forecast import forecast
from desktop.core.plan.quota import counting_month, month_starts_at, next_month_at
from desktop.core.plan.retention import DAY

START = int(datetime(2026, 11, 1, tzinfo=UTC).timestamp())
END = START + 30 * DAY


def of(sent, day, limit=3_000):
    return forecast(sent, month="2026-11", limit=limit, now=START + int(day * DAY), zone=UTC)


def test_every_day_up_to_today_is_there_zeros_included():
    found = of([(START + 60, 5), (START + 2 * DAY, 7), (START + 2 * DAY + 9, 1)], 3.5)
    assert [(day.day, day.count) for day in found.days] == [
        ("2026-11-01", 5), ("2026-11-02", 0), ("2026-11-03", 8), ("2026-11-04", 0)
    ]  # fmt: skip
    assert (found.sent, found.resets_at) == (13, END)


def test_the_pace_of_the_month_so_far_goes_on():
    found = of([(START, 1_000)], 10)
    assert (found.expected, found.full_at) == (3_000, None)
    found = of([(START, 1_000)], 10, limit=1_500)
    assert found.full_at == START + 15 * DAY
    assert found.expected == 3_000, "not capped by the limit"


def test_the_first_hours_are_no_pace():
    assert of([(START, 10)], 0.01).expected == 300


def test_a_full_month_is_full_now_and_an_empty_one_never():
    assert of([(START, 3_000)], 4).full_at == START + 4 * DAY
    assert of([], 4).full_at is None
    assert of([], 4, limit=0).full_at == START + 4 * DAY, "a plan that sends nothing"
    assert of([], 4).expected == 0


def test_what_a_wrong_clock_counted_outside_of_the_month_stands_on_its_edge():
    found = of([(START - 90 * DAY, 2), (END + 90 * DAY, 3)], 1.5)
    assert [day.count for day in found.days] == [2, 3]


def test_a_clock_behind_the_counting_month_shows_its_first_day():
    found = of([(START + 3 * DAY, 2)], -40)
    assert [(day.day, day.count) for day in found.days] == [("2026-11-01", 2)]


@pytest.mark.parametrize(
    "zone", ["Pacific/Kiritimati", "Etc/GMT+12", "Europe/Madrid", "Australia/Lord_Howe", "Asia/Kathmandu"]
)
@pytest.mark.parametrize("month", ["2026-02", "2026-03", "2026-10", "2028-02"])
def test_the_days_are_those_of_the_zone_also_where_clocks_change(zone, month):
    place = ZoneInfo(zone)
    end = next_month_at(month, place)
    found = forecast([(end - 1, 4)], month=month, limit=10, now=end - 1, zone=place)
    assert found.days[0].day == f"{month}-01"
    assert found.days[-1].count == 4
    last = datetime.fromtimestamp(end - 1, UTC).astimezone(place)
    assert found.days[-1].day == last.strftime("%Y-%m-%d")
    assert len(found.days) == last.day


def test_reading_6_the_counting_month_never_goes_back():
    assert counting_month(START, UTC, None) == "2026-11"
    assert counting_month(START, UTC, "2026-10") == "2026-11"
    assert counting_month(START, UTC, "2027-03") == "2027-03"
    assert month_starts_at("2026-11", UTC) == START


def test_a_clock_beyond_the_month_stands_at_its_last_second():
    found = forecast([(START, 3_000)], month="2026-11", limit=3_000, now=END + 9 * DAY, zone=UTC)
    assert found.days[-1].day == "2026-11-30"
    assert found.full_at == END - 1
