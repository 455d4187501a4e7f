"""How much a sweep does in one go."""

from __future__ import annotations

from desktop.core.retention.pace import HELD_SECONDS, Pace, weight


def after(held: float, times: int) -> int:
    """The budget after so many slices that used theirs."""
    pace = Pace()
    for _ in range(times):
        pace.note(pace.budget, held)
    return pace.budget


def test_a_slow_disk_gets_small_slices_and_a_fast_one_bounded_ones():
    first = Pace().budget
    assert after(10 * HELD_SECONDS, 1) < first
    assert after(10 * HELD_SECONDS, 50) == 8
    assert first < after(HELD_SECONDS / 10, 1) <= first * 1.25
    assert after(0.0, 50) == 400
    assert after(HELD_SECONDS, 50) == first


def test_a_slice_that_ended_sooner_says_how_fast_it_went_and_not_that_there_is_time():
    pace = Pace(300)
    pace.note(60, HELD_SECONDS / 2)
    assert pace.budget == 120
    pace.note(120, HELD_SECONDS)
    assert pace.budget == 120


def test_a_big_mail_weighs_as_many_small_ones():
    assert weight(0) == weight(6_000) == 1
    assert weight(10 << 20) > Pace().budget
