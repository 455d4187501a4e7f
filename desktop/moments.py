"""Moments: seconds since 1970 as dates with a zone, on every system alike. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def moment_at(seconds: float, zone: tzinfo = UTC) -> datetime:
    """Raises OverflowError outside the years 1 to 9999.

    Not datetime.fromtimestamp: it asks the C library, and that of Windows refuses what lies before 1970 or after the year 3000,
    which any mail may claim.
    """
    moment = _EPOCH + timedelta(seconds=seconds)
    return moment if zone is UTC else moment.astimezone(zone)
