"""Dates and times as they are typed, to epoch seconds. Pure."""

from __future__ import annotations

from datetime import datetime, tzinfo

from desktop.cli.exits import Exit, Trouble
from desktop.moments import moment_at


def parse_moment(text: str, zone: tzinfo) -> int:
    """Epoch seconds of a date (its first moment) or time, in `zone` when it names none. Raises Trouble."""
    try:
        when = datetime.fromisoformat(text)
        seconds = int((when if when.tzinfo else when.replace(tzinfo=zone)).timestamp())
    except (ValueError, OverflowError):
        seconds = -1
    if seconds < 0:
        raise Trouble(Exit.USAGE, f"'{text}' is no date like 2026-12-24 or 2026-12-24T18:00.")
    return seconds


def parse_coming(text: str, zone: tzinfo, now: int) -> int:
    """The same of a moment that lies ahead of `now`. Raises Trouble."""
    seconds = parse_moment(text, zone)
    if seconds <= now:
        raise Trouble(Exit.USAGE, f"'{text}' is over. Name a moment ahead.")
    return seconds


_UNITS = {"h": 3_600, "d": 86_400, "w": 7 * 86_400}
_LONGEST = 400 * 86_400


def parse_wait(text: str) -> int:
    """Seconds of "12h", "3d" or "2w". Raises Trouble."""
    number, unit = text.strip()[:-1], text.strip()[-1:].lower()
    is_time = number.isascii() and number.isdigit() and len(number) < 6 and unit in _UNITS
    seconds = int(number) * _UNITS[unit] if is_time else 0
    if not 0 < seconds <= _LONGEST:
        raise Trouble(Exit.USAGE, f"'{text[:40]}' is no time like 12h, 3d or 2w, of 400 days at most.")
    return seconds


def first_moment_of_day(now: int, zone: tzinfo) -> int:
    """Of the day in which `now` (epoch seconds) lies."""
    day = moment_at(now, zone).date()
    return int(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp())
