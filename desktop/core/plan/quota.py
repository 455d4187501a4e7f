"""The month in which a sent mail counts, in the workspace's time zone, and when the next one begins. Pure; reading 6."""

from __future__ import annotations

from datetime import datetime, tzinfo

from desktop.moments import moment_at


def month_of(now: int, zone: tzinfo) -> str:
    """ "YYYY-MM" of that moment (epoch seconds) in the zone."""
    return moment_at(now, zone).strftime("%Y-%m")


def month_starts_at(month: str, zone: tzinfo) -> int:
    """The first second (epoch) of "YYYY-MM" in the zone."""
    return int(datetime(int(month[:4]), int(month[5:7]), 1, tzinfo=zone).timestamp())


def counting_month(now: int, zone: tzinfo, newest: str | None) -> str:
    """The month in which a mail sent now counts: never before the newest one in which something counted, even when the clock
    was set back."""
    return max(month_of(now, zone), newest or "")


def next_month_at(month: str, zone: tzinfo) -> int:
    """The first second (epoch) after "YYYY-MM" in the zone."""
    year, number = int(month[:4]), int(month[5:7])
    first = datetime(year + number // 12, number % 12 + 1, 1, tzinfo=zone)
    return int(first.timestamp())
