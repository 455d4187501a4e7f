"""Arithmetic of days: the nearest of a name, working days, ends of months. Pure."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

PAST_RATHER = timedelta(days=92)
"""A day without a year that was so long ago at most is meant as past, not as next year's."""


def make_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def nearest_day(today: date, month: int, day: int) -> date | None:
    """The day of that name to come, or the one that has just been."""
    this_year = make_day(today.year, month, day)
    if this_year is None:
        return make_day(today.year + 1, month, day) if (month, day) == (2, 29) else None
    if this_year >= today:
        before = make_day(today.year - 1, month, day)
        return (
            before
            if before is not None and today - before <= PAST_RATHER and this_year - today > timedelta(days=200)
            else this_year
        )
    return this_year if today - this_year <= PAST_RATHER else make_day(today.year + 1, month, day)


def next_with_number(today: date, number: int) -> date | None:
    year, month = today.year, today.month
    for _ in range(2):
        there = make_day(year, month, number)
        if there is not None and there >= today:
            return there
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return None


def working_day_after(today: date, count: int) -> date:
    day = today
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def months_after(today: date, count: int) -> date:
    year, month = divmod(today.month - 1 + count, 12)
    last = calendar.monthrange(today.year + year, month + 1)[1]
    return date(today.year + year, month + 1, min(today.day, last))


def friday_of(today: date) -> date:
    return today + timedelta(days=(4 - today.weekday()) % 7)


def month_end(today: date, ahead: int) -> date:
    there = months_after(today.replace(day=1), ahead)
    return there.replace(day=calendar.monthrange(there.year, there.month)[1])


def next_fifteenth(today: date) -> date:
    return today.replace(day=15) if today.day <= 15 else months_after(today.replace(day=15), 1)


def named_weekday(today: date, wanted: int, pre: str, post: str) -> date:
    monday = today - timedelta(days=today.weekday())
    if pre == "next" or "next week" in post or "proxima" in post or "semana que viene" in post:
        return monday + timedelta(days=7 + wanted)
    if "esta semana" in post or "this week" in post:
        return monday + timedelta(days=wanted)
    ahead = (wanted - today.weekday()) % 7
    if ahead == 0 and pre not in ("este", "this", "esta"):
        ahead = 7
    return today + timedelta(days=ahead)


def weekday_with_number(today: date, weekday: int, number: int) -> date | None:
    """The nearest day to come with that number and weekday, in this month or the next two."""
    year, month = today.year, today.month
    for _ in range(3):
        there = make_day(year, month, number)
        if there is not None and there >= today and there.weekday() == weekday:
            return there
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return None
