"""Days, months, years and spans as they are typed in a search, as moments of the user's zone. Pure: the caller says what time it is.

No text raises; what is no date of the years 1970 to 9998 is None.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from desktop.core.api.searching.names import DayName, find_day

_DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?", re.ASCII)
_SPAN = re.compile(r"(\d{1,5})([a-zñ])", re.ASCII | re.IGNORECASE)
_DAYS = {"d": 1, "w": 7, "s": 7}
_MONTHS = {"m": 1, "y": 12, "a": 12}
_FIRST, _LAST = 1970, 9998


def find_period(text: str, now: datetime) -> tuple[int, int] | None:
    """[first moment, first moment after it) of a day, month or year: 2026-11-28, 2026-11, 2026, today, ayer. `now` is aware, in
    the zone whose days are meant."""
    named = find_day(text)
    if named is not None:
        day = now.date() - timedelta(days=named is DayName.YESTERDAY)
        return _moment(day, now), _moment(day + timedelta(days=1), now)
    match = _DATE.fullmatch(text)
    if match is None or not _FIRST <= int(match[1]) <= _LAST:
        return None
    year, month, day_of = int(match[1]), match[2] and int(match[2]), match[3] and int(match[3])
    try:
        first = date(year, month or 1, day_of or 1)
    except ValueError:
        return None
    if day_of:
        after = first + timedelta(days=1)
    elif month:
        after = add_months(first, 1)
    else:
        after = date(year + 1, 1, 1)
    return _moment(first, now), _moment(after, now)


def find_moment_ago(text: str, now: datetime) -> int | None:
    """The moment so long before now: 7d, 2w, 2m, 1y; Spanish 2s (semanas) and 1a (años). Days are those of the calendar, so
    that an hour of summer time does not count."""
    match = _SPAN.fullmatch(text)
    if match is None:
        return None
    count, unit = int(match[1]), match[2].lower()
    try:
        if unit in _DAYS:
            day = now.date() - timedelta(days=count * _DAYS[unit])
        elif unit in _MONTHS:
            day = add_months(now.date(), -count * _MONTHS[unit])
        else:
            return None
    except (ValueError, OverflowError):
        return 0
    return max(0, _epoch(datetime.combine(day, now.time(), now.tzinfo))) if day.year >= _FIRST else 0


def add_months(day: date, months: int) -> date:
    """The same day of another month, or its last one. Raises ValueError beyond the years that there are."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = date(year, month + 1, 1)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return first.replace(day=min(day.day, (following - first).days))


def _moment(day: date, now: datetime) -> int:
    """When that day begins."""
    return _epoch(datetime.combine(day, time.min, now.tzinfo))


def _epoch(moment: datetime) -> int:
    return int(moment.timestamp())
