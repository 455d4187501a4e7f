"""Where the month's sends lead at the pace of the month so far. Pure; part of reading 6."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta, tzinfo

from desktop.core.api.workspace import DaySent, Forecast
from desktop.core.plan.quota import month_starts_at, next_month_at
from desktop.core.plan.retention import DAY
from desktop.moments import moment_at


def forecast(sent: Iterable[tuple[int, int]], *, month: str, limit: int, now: int, zone: tzinfo) -> Forecast:
    """`sent` are (epoch seconds, count) of what counts in the month; what the clock put outside of it counts on its edge."""
    starts_at, resets_at = month_starts_at(month, zone), next_month_at(month, zone)
    now = min(max(now, starts_at), resets_at - 1)
    first, today = _day(starts_at, zone), _day(now, zone)
    days = {first + timedelta(days=number): 0 for number in range((today - first).days + 1)}
    total = 0
    for at, count in sent:
        total += count
        days[min(max(_day(at, zone), first), today)] += count
    # A pace is not known after minutes: the first day counts as a whole one.
    pace = total / max(now - starts_at, DAY)
    expected = max(total, round(pace * (resets_at - starts_at)))
    full_at = None
    if total >= limit:
        full_at = now
    elif pace and (reached := starts_at + int(limit / pace)) < resets_at:
        full_at = max(now, reached)
    return Forecast(
        sent=total,
        limit=limit,
        days=tuple(DaySent(day.isoformat(), count) for day, count in days.items()),
        expected=expected,
        full_at=full_at,
        resets_at=resets_at,
    )


def _day(at: int, zone: tzinfo) -> date:
    return moment_at(at, zone).date()
