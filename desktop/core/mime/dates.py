"""Date fields to moments (RFC 5322, section 3.3, and the shapes that broken senders write). Never raises. Pure; any thread."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_tz

_MONTHS = {name: number for number, name in enumerate(b"jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_COMMON = re.compile(
    rb"\s*(?:[A-Za-z]{3,9},?\s*)?(\d{1,2})\s+([A-Za-z]{3})[a-z]*\s+(\d{4})\s+(\d{1,2}):(\d\d)(?::(\d\d))?\s*([+-])(\d\d)(\d\d)"
)
_ISO = re.compile(rb"\s*(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d))?(?:\.\d+)?\s*(?:Z|([+-])(\d\d):?(\d\d))?")


def parse_date(value: bytes) -> datetime | None:
    """The moment as aware UTC, or None when there is none to be found. A missing zone is read as UTC."""
    value = value[:200]
    if match := _COMMON.match(value):
        day, month, year, hour, minute, second, sign, zone_hours, zone_minutes = match.groups()
        return _moment(
            int(year), _MONTHS.get(month.lower(), 0), day, hour, minute, second, sign, zone_hours, zone_minutes
        )
    if match := _ISO.match(value):
        year, month, *rest = match.groups()
        return _moment(int(year), int(month), *rest)
    try:
        parts = parsedate_tz(value.decode("ascii", "ignore"))
        if parts is None:
            return None
        moment = datetime(*parts[:5], min(parts[5], 59), tzinfo=UTC)
        return moment - timedelta(seconds=parts[9] or 0)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _moment(
    year: int,
    month: int,
    day: bytes,
    hour: bytes,
    minute: bytes,
    second: bytes | None,
    sign: bytes | None,
    zone_hours: bytes | None,
    zone_minutes: bytes | None,
) -> datetime | None:
    offset = int(zone_hours or 0) * 60 + int(zone_minutes or 0)
    try:
        local = datetime(year, month, int(day), int(hour), int(minute), min(int(second or 0), 59), tzinfo=UTC)
        return local + timedelta(minutes=offset if sign == b"-" else -offset)
    except (ValueError, OverflowError):
        return None
