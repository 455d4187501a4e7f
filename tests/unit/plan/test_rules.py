"""Age, quota months and the clock guard: boundaries to the second."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from desktop.core.plan.catalogue import Plan
from desktop.core.plan.clock_guard import sweep_moment, why_implausible
from desktop.core.plan.quota import month_of, next_month_at
from desktop.core.plan.retention import (
    DAY,
    EVERY_AGE,
    Holds,
    expires_at,
    gone_before,
    held_by,
    is_expired,
    leaving_before,
    received_at,
    refetchable_days,
    wanted_since,
)

NOW = 1_795_000_000


def keeps(days):
    return Plan("p", "P", 1, None, days, days, 1)


@pytest.mark.parametrize("days", [7, 30, 60, 90])
def test_reading_4_expires_when_older_than_n_times_24_hours(days):
    assert not is_expired(NOW - days * DAY, NOW, keeps(days), NOW)
    assert is_expired(NOW - days * DAY - 1, NOW, keeps(days), NOW)


def test_reading_4_a_day_of_the_plan_has_24_hours():
    assert gone_before(keeps(1), NOW) == NOW - 24 * 60 * 60


@pytest.mark.parametrize("days", [7, 30, 90])
@pytest.mark.parametrize("seen_before", [0, 5_000, -5_000])
def test_reading_4_what_the_chip_says_is_what_the_sweep_does(days, seen_before):
    """The last second at which it stays, and the first at which it goes."""
    first_seen = NOW - seen_before
    last = expires_at(NOW, first_seen, keeps(days))
    assert last == min(NOW, first_seen) + days * 24 * 60 * 60
    assert not is_expired(NOW, first_seen, keeps(days), last)
    assert is_expired(NOW, first_seen, keeps(days), last + 1)


def test_every_age_is_later_than_any_mail_and_a_number_that_a_database_can_hold():
    assert 253_402_300_799 < EVERY_AGE < 1 << 63


def test_reading_4_a_date_in_the_future_counts_from_first_sight():
    assert received_at(NOW + 400 * DAY, NOW) == NOW
    assert is_expired(NOW + 400 * DAY, NOW, keeps(7), NOW + 7 * DAY + 1)


def test_reading_4_an_old_mail_seen_late_counts_from_its_receipt():
    assert received_at(NOW - 50 * DAY, NOW) == NOW - 50 * DAY


def test_a_plan_without_a_period_keeps_everything():
    assert expires_at(0, 0, keeps(None)) is None
    assert not is_expired(0, 0, keeps(None), NOW)


def test_reading_13_a_plan_that_does_not_sync_keeps_no_mail_of_any_age():
    free = Plan("free", "Free", 0, 0, None, None, 0, syncs=False)
    assert gone_before(free, NOW) == gone_before(free, 0) == EVERY_AGE
    assert is_expired(NOW, NOW, free, NOW)
    assert is_expired(NOW + 400 * DAY, NOW, free, NOW)
    assert expires_at(NOW, NOW, free) == NOW
    assert leaving_before(free, NOW, 7) == EVERY_AGE


def test_what_leaves_within_days_is_what_the_sweep_of_that_day_takes():
    assert leaving_before(keeps(30), NOW, 7) == gone_before(keeps(30), NOW + 7 * DAY) == NOW - 23 * DAY
    assert leaving_before(keeps(None), NOW, 7) is None


@pytest.mark.parametrize(
    ("present", "plan", "days"), [(7, 30, 30), (30, 7, None), (30, 30, None), (None, 30, None), (7, None, None)]
)
def test_reading_12_only_a_plan_that_keeps_longer_offers_to_fetch_again(present, plan, days):
    assert refetchable_days(keeps(present), keeps(plan)) == days


def test_reading_2_crm_holds_only_until_its_copy_is_safe():
    assert held_by(Holds(crm_copy_pending=True)) == "crm_copy_pending"
    assert held_by(Holds()) is None


def test_reading_5_nothing_is_wanted_that_the_next_sweep_would_remove():
    assert wanted_since(NOW, 90, 7) == NOW - 7 * DAY
    assert wanted_since(NOW, 7, 90) == NOW - 7 * DAY
    assert wanted_since(NOW, None, None) == 0


@pytest.mark.parametrize("zone", ["UTC", "Europe/Madrid", "Pacific/Kiritimati", "Etc/GMT+12", "Australia/Lord_Howe"])
@pytest.mark.parametrize("month", ["2026-02", "2028-02", "2026-03", "2026-10", "2026-12"])
def test_reading_6_the_month_turns_at_midnight_of_the_zone(zone, month):
    turn = next_month_at(month, ZoneInfo(zone))
    assert month_of(turn - 1, ZoneInfo(zone)) == month
    assert month_of(turn, ZoneInfo(zone)) > month
    assert datetime.fromtimestamp(turn, ZoneInfo(zone)).strftime("%d %H:%M:%S") == "01 00:00:00"


def test_the_next_month_of_december_is_january():
    assert datetime.fromtimestamp(next_month_at("2026-12", UTC), UTC) == datetime(2027, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("jump", "held"),
    [
        (timedelta(hours=1), False), (timedelta(days=1), False), (timedelta(days=40), True), (timedelta(days=365), True),
        (timedelta(days=3653), True), (timedelta(hours=-2), True), (timedelta(days=-1), True), (timedelta(days=-40), True),
        (timedelta(days=-3653), True),
    ],
)  # fmt: skip
def test_a_jump_while_running_holds_the_sweep(jump, held):
    now = NOW + int(jump.total_seconds())
    assert (why_implausible(now, NOW, None, monotonic_passed=1.0) is not None) is held


def test_1970_holds_the_sweep_even_on_a_new_profile():
    assert why_implausible(0, None, None, None) == "before_this_program"


def test_far_ahead_of_every_server_holds():
    assert why_implausible(NOW, None, NOW - 10 * DAY, None) == "ahead_of_servers"


def test_a_long_sleep_between_runs_is_plausible():
    assert why_implausible(NOW + 60 * DAY, NOW, None, None) is None


def test_nothing_older_than_time_itself_is_asked_for():
    assert wanted_since(5, 30, None) == 0


def test_what_a_longer_plan_brings_back_is_never_more_than_it_imports():
    assert refetchable_days(keeps(7), Plan("p", "P", 1, None, 90, 30, 1)) == 30
    assert refetchable_days(keeps(7), Plan("p", "P", 1, None, 90, None, 1)) == 90
    assert refetchable_days(keeps(7), Plan("p", "P", 1, None, 30, 90, 1)) == 30


def test_a_sweep_goes_by_two_hours_after_what_is_proven_or_three_days_ago():
    assert sweep_moment(NOW, None) == NOW - 3 * 24 * 60 * 60
    assert sweep_moment(NOW, NOW - 8_000) == NOW - 8_000 + 2 * 60 * 60
    assert sweep_moment(NOW, NOW - 7_000) == NOW


@pytest.mark.parametrize(
    ("now", "high_water", "server", "passed", "why"),
    [
        (1_600_000_000, None, None, None, None),
        (1_599_999_999, None, None, None, "before_this_program"),
        (NOW, NOW, None, None, None),
        (NOW - 3_600, NOW, None, None, None),
        (NOW - 3_601, NOW, None, None, "behind_earlier_time"),
        (NOW + 3 * DAY, None, NOW, None, None),
        (NOW + 3 * DAY + 1, None, NOW, None, "ahead_of_servers"),
        (NOW + 3 * DAY + 100, NOW, None, 100.0, None),
        (NOW + 3 * DAY + 101, NOW, None, 100.0, "jumped_ahead"),
    ],
)
def test_the_clock_is_doubted_from_that_second_on(now, high_water, server, passed, why):
    """An hour behind what was seen, and three days ahead of servers or of steady time."""
    assert why_implausible(now, high_water, server, passed) == why
