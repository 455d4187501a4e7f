"""By which moment a sweep deletes, and what servers prove about the time."""

from __future__ import annotations

import pytest

from desktop.core.clock import ManualClock
from desktop.core.plan.clock_guard import AHEAD_SECONDS, PROVEN_SECONDS, sweep_moment
from desktop.core.store.server_time import ServerTime

NOW, DAY = 1_795_000_000, 86_400


@pytest.mark.parametrize(
    ("proven", "moment"),
    [
        (None, NOW - AHEAD_SECONDS), (NOW, NOW), (NOW - 60, NOW), (NOW - DAY, NOW - DAY + PROVEN_SECONDS),
        (NOW - 10 * DAY, NOW - AHEAD_SECONDS), (NOW + DAY, NOW),
    ],
)  # fmt: skip
def test_never_later_than_proven_nor_than_the_clock(proven: int | None, moment: int):
    assert sweep_moment(NOW, proven) == moment


def test_time_that_passes_after_a_server_spoke_is_proven_too():
    clock = ManualClock(NOW)
    time = ServerTime(clock.now, clock.monotonic)
    assert time.proven() is None
    time.note(NOW - 100)
    clock.advance(DAY)
    assert time.proven() == NOW - 100 + DAY
    time.note(NOW)
    assert time.proven() == NOW - 100 + DAY, "an old mail proves nothing new"
    clock.set(NOW + 30 * DAY)
    assert time.proven() == NOW - 100 + DAY, "nor does a clock that jumps"


def test_a_date_that_somebody_made_up_proves_nothing():
    clock = ManualClock(NOW)
    time = ServerTime(clock.now, clock.monotonic)
    time.note(NOW + 400 * DAY)
    assert time.proven() is None
    time.note(NOW + 30)
    assert time.proven() == NOW, "clocks differ a little"
