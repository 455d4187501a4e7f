"""Dates as IMAP writes them (RFC 9051, date-time and date) and seconds since 1970 UTC. Pure."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from desktop.core.clock import utc
from desktop.core.imap.tokens import Value

_DAY = 86_400
_INTERNALDATE = re.compile(rb" ?(\d{1,2})-([A-Za-z]{3})-(\d{4}) (\d{2}):(\d{2}):(\d{2})(?: ([+-])(\d{2})(\d{2}))?")
_MONTHS = (b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec")
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_NAMES = tuple(name.decode().title() for name in _MONTHS)


def parse_internaldate(value: Value) -> int:
    """Seconds since 1970 UTC of "17-Jul-1996 02:44:25 -0700" (RFC 9051 date-time); 0 when missing or no date."""
    match = _INTERNALDATE.fullmatch(value) if isinstance(value, bytes) else None
    if match is None:
        return 0
    day, month, year, hour, minute, second, sign, zone_hour, zone_minute = match.groups()
    days = _day_number(int(year), month.lower(), int(day))
    if days is None or int(hour) > 23 or int(minute) > 59 or int(second) > 60:
        return 0
    seconds = days * 86_400 + int(hour) * 3600 + int(minute) * 60 + int(second)
    if sign is None:
        return seconds
    offset = int(zone_hour) * 3600 + int(zone_minute) * 60
    return seconds - offset if sign == b"+" else seconds + offset


@lru_cache(maxsize=4096)
def _day_number(year: int, month: bytes, day: int) -> int | None:
    try:
        return date(year, _MONTHS.index(month) + 1, day).toordinal() - _EPOCH_DAY
    except ValueError:
        return None


def build_date_time(seconds: int) -> bytes:
    """The INTERNALDATE of APPEND, quoted, in UTC."""
    when = utc(seconds)
    text = f'"{when.day:02d}-{_NAMES[when.month - 1]}-{when.year:04d} {when:%H:%M:%S} +0000"'
    return text.encode("ascii")


def build_day_before(seconds: int) -> bytes:
    """A day for SEARCH SINCE, one early: the server looks at its own calendar day without the time zone."""
    when = utc(seconds - _DAY)
    return f"{when.day}-{_NAMES[when.month - 1]}-{when.year:04d}".encode("ascii")
