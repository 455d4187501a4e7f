"""Moments: the same on every system, also where its C library has none (Windows before 1970 and after 3000)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.clock import utc
from desktop.moments import moment_at


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (-62_135_596_800, "0001-01-01T00:00:00+00:00"),
        (-1, "1969-12-31T23:59:59+00:00"),
        (0, "1970-01-01T00:00:00+00:00"),
        (32_536_850_400, "3001-01-19T22:00:00+00:00"),
        (253_402_300_799, "9999-12-31T23:59:59+00:00"),
    ],
)
def test_every_year_has_its_moments(seconds: int, said: str):
    assert moment_at(seconds).isoformat() == said


@given(st.integers(0, 32_000_000_000), st.sampled_from([UTC, ZoneInfo("Europe/Madrid"), timezone(timedelta(hours=-9))]))
def test_it_says_what_the_library_says_where_that_can(seconds: int, zone):
    found = moment_at(seconds, zone)
    known = datetime.fromtimestamp(seconds, zone)
    assert (found.isoformat(), found.fold, found.tzinfo) == (known.isoformat(), known.fold, known.tzinfo)


def test_what_has_no_year_overflows():
    with pytest.raises(OverflowError):
        moment_at(1 << 40)
    assert (utc(1 << 80).year, utc(-(1 << 80)).year) == (9999, 1970)
