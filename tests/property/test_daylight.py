"""Days that are shorter, longer or missing, and the ends of months, in zones that do each of it: what is counted in days of people
goes by the wall clock there, what is counted in days of the law by 24 hours.

Clock and zone are given; nothing here asks the computer for either.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar

from desktop.core.api.desk import EventDetail, EventRow, Series
from desktop.core.api.searching.periods import find_moment_ago, find_period
from desktop.core.demo.authored import moments
from desktop.core.mime.recurrence import times_in
from desktop.core.mime.write_calendar import build_calendar
from desktop.core.plan.forecast import forecast
from desktop.core.plan.quota import counting_month, month_of, month_starts_at, next_month_at

ZONES = (
    "Europe/Madrid",  # 2 and 3 o'clock on Sundays
    "America/Santiago",  # midnight is missing on one day of the year, and 23 o'clock comes twice on another
    "America/Sao_Paulo",  # the same, until 2019
    "America/Asuncion",  # midnight was missing on the first of October 2023
    "America/Havana",  # midnight comes twice, on the first of November 2026
    "Australia/Lord_Howe",  # half an hour
    "Pacific/Apia",  # without 30 December 2011
    "Africa/Casablanca",  # changes around Ramadan
    "UTC",
)
FROM, TO = 1_293_840_000, 2_000_000_000  # 2011 to 2033

zones = st.sampled_from(ZONES).map(ZoneInfo)


def changes(zone: ZoneInfo) -> list[int]:
    """The first seconds with another offset than before."""
    found = []
    for low, high in pairwise(range(FROM, TO, 86_400)):
        if offset(low, zone) != offset(high, zone):
            before = offset(low, zone)
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if offset(middle, zone) == before else (low, middle)
            found.append(high)
    return found


def offset(at: int, zone: ZoneInfo) -> timedelta | None:
    return datetime.fromtimestamp(at, zone).utcoffset()


CHANGES = {name: changes(ZoneInfo(name)) or [FROM] for name in ZONES}


@st.composite
def near_changes(draw: st.DrawFn) -> tuple[ZoneInfo, int]:
    """A zone, and a moment that is often within two days of a change of its clocks or of the end of a month."""
    name = draw(st.sampled_from(ZONES))
    at = draw(st.one_of(st.integers(FROM, TO), st.sampled_from(CHANGES[name])))
    if draw(st.booleans()):
        at = next_month_at(month_of(at, UTC), UTC)
    return ZoneInfo(name), at + draw(st.one_of(st.integers(-172_800, 172_800), st.integers(-3_600, 3_600)))


def day_there(at: int, zone: ZoneInfo) -> date:
    return datetime.fromtimestamp(at, zone).date()


def first_second(day: date, zone: ZoneInfo) -> int:
    """Of that day, found without arithmetic of days: the first one from which on it is that day or later."""
    low = int(datetime.combine(day, time(), UTC).timestamp()) - 172_800
    high = low + 4 * 86_400
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if day_there(middle, zone) < day else (low, middle)
    return high


@given(near_changes())
@example((ZoneInfo("America/Asuncion"), 1_696_132_800))
@example((ZoneInfo("America/Havana"), 1_793_505_600))
def test_a_month_begins_with_its_first_second_and_ends_before_the_next(where):
    zone, at = where
    month = month_of(at, zone)
    begins, ends = month_starts_at(month, zone), next_month_at(month, zone)
    assert begins <= at < ends
    assert begins == first_second(date.fromisoformat(f"{month}-01"), zone)
    assert (month_of(begins, zone), month_of(ends - 1, zone)) == (month, month)
    assert month_of(begins - 1, zone) < month < month_of(ends, zone)
    assert ends == month_starts_at(month_of(ends, zone), zone)


@given(near_changes(), st.lists(st.integers(-7_200, 7_200), max_size=20))
def test_no_hour_that_comes_twice_gives_a_second_month(where, steps):
    """However the clock moves about the turn, what counts counts in the newest month that there was."""
    zone, at = where
    newest = None
    for step in steps:
        month = counting_month(at + step, zone, newest)
        assert newest is None or month >= newest
        newest = month


@given(near_changes(), st.lists(st.tuples(st.integers(0, 40 * 86_400), st.integers(1, 9)), max_size=8))
def test_the_forecast_has_every_day_once_and_every_mail(where, sent):
    zone, now = where
    month = month_of(now, zone)
    begins = month_starts_at(month, zone)
    given_ = [(min(begins + after, now), count) for after, count in sent]
    found = forecast(given_, month=month, limit=100, now=now, zone=zone)
    days = [one.day for one in found.days]
    assert days[0] == f"{month}-01"
    assert days[-1] == day_there(now, zone).isoformat()
    assert days == sorted(set(days))
    assert sum(one.count for one in found.days) == sum(count for _, count in given_)


@given(near_changes(), st.integers(1, 5), st.integers(0, 1_439))
def test_whole_days_begin_and_end_with_a_day_however_long_it_is(where, lasts, minute):
    zone, at = where
    first = day_there(at, zone)
    starts, ends = first_second(first, zone), first_second(first + timedelta(days=lasts), zone)
    if day_there(starts, zone) != first:
        return  # a day that there is not
    row = EventRow(1, "x", starts, ends, True, zone.key, "", None, 0)
    found = times_in(row, Series("FREQ=DAILY", (), (), ()), starts, starts + 12 * 86_400)
    assert len({one.starts_at for one in found}) == len(found)
    for number, one in enumerate(found):
        day = day_there(one.starts_at, zone)
        assert one.starts_at == first_second(day, zone), number
        assert one.ends_at == first_second(day + timedelta(days=lasts), zone), number
    covered = {day_there(one.starts_at, zone) for one in found}
    wanted = {first + timedelta(days=n) for n in range(11)}
    assert covered >= {day for day in wanted if day_there(first_second(day, zone), zone) == day}


@given(near_changes(), st.integers(0, 1_439))
def test_an_hour_that_repeats_stays_on_the_wall_clock(where, minute):
    zone, at = where
    wall = datetime.combine(day_there(at, zone), time(minute // 60, minute % 60))
    starts = int(wall.replace(tzinfo=zone).timestamp())
    if datetime.fromtimestamp(starts, zone).replace(tzinfo=None) != wall:
        return  # it is not on the clock that day
    row = EventRow(1, "x", starts, starts + 1_800, False, zone.key, "", None, 0)
    for one in times_in(row, Series("FREQ=DAILY", (), (), ()), starts, starts + 8 * 86_400):
        there = datetime.fromtimestamp(one.starts_at, zone).replace(tzinfo=None)
        moved = (there - datetime.combine(there.date(), wall.time())) % timedelta(days=1)
        assert moved in (timedelta(0), timedelta(minutes=30), timedelta(hours=1))
        assert one.ends_at - one.starts_at == 1_800


@given(near_changes(), st.integers(60, 20_000))
def test_an_event_in_an_hour_that_comes_twice_is_written_as_the_one_it_is(where, lasts):
    zone, at = where
    row = EventRow(1, "x", at, at + lasts, False, zone.key, "", None, 0)
    written = build_calendar(EventDetail(row, "", ()), uid="u", changed_at=at, local_zone="UTC")
    (event,) = Calendar.from_ical(written.to_ical()).walk("VEVENT")
    assert int(event.decoded("dtstart").timestamp()) == at
    assert int(event.decoded("dtend").timestamp()) == at + lasts


@given(near_changes())
def test_today_and_yesterday_of_a_search_are_days_there(where):
    zone, at = where
    now = datetime.fromtimestamp(at, zone)
    today, yesterday = find_period("today", now), find_period("yesterday", now)
    assert today is not None
    assert yesterday is not None
    assert today == (first_second(now.date(), zone), first_second(now.date() + timedelta(days=1), zone))
    assert yesterday == (first_second(now.date() - timedelta(days=1), zone), today[0])
    week = find_moment_ago("7d", now)
    assert week is not None
    assert abs((at - week) - 7 * 86_400) <= 25 * 3600  # and a day, where one was missing


@given(near_changes())
def test_the_demo_is_as_long_ago_as_it_says(where):
    _, now = where
    today = moments.local_day(now)
    assert today == day_there(now, ZoneInfo("Europe/Madrid"))
    for days in (0, 1, 7, 30, 90):
        at = moments.parse_moment(f"day {days} 10:42", now)
        there = datetime.fromtimestamp(at, ZoneInfo("Europe/Madrid"))
        assert (there.date(), there.hour, there.minute) == (today - timedelta(days=days), 10, 42)


@pytest.mark.parametrize("name", ZONES)
def test_all_zones_are_known_here_and_change_their_clocks(name):
    assert name == "UTC" or len(CHANGES[name]) >= 2
