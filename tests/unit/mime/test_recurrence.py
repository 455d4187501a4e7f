"""When repeating events take place: zones whose clocks change, ends, times left out, and rules that mean harm."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from desktop.core.api.desk import ChangedTime, EventRow, Series
from desktop.core.mime.recurrence import MOST_TIMES, clean_rule, next_times, spell_rule, times_in

MADRID, NEW_YORK = "Europe/Madrid", "America/New_York"
YEAR = 366 * 86_400


def at(*parts: int, zone: str = MADRID) -> int:
    return int(datetime(*parts, tzinfo=ZoneInfo(zone)).timestamp())


def event(*parts: int, zone: str = MADRID, minutes: int = 60, all_day: bool = False) -> EventRow:
    start = at(*parts, zone=zone)
    return EventRow(7, "Obra", start, start + minutes * 60, all_day, zone, "", 15, 0)


def starts(row: EventRow, series: Series, first: int, last: int) -> list[datetime]:
    zone = ZoneInfo(row.zone)
    return [
        datetime.fromtimestamp(one.starts_at, zone).replace(tzinfo=None) for one in times_in(row, series, first, last)
    ]


@pytest.mark.parametrize(
    ("zone", "first", "changes"),
    [
        (MADRID, (2026, 3, 23, 9, 30), (2026, 3, 30, 9, 30)),
        (MADRID, (2026, 10, 19, 9, 30), (2026, 10, 26, 9, 30)),
        (NEW_YORK, (2026, 3, 2, 9, 30), (2026, 3, 9, 9, 30)),
        (NEW_YORK, (2026, 10, 26, 9, 30), (2026, 11, 2, 9, 30)),
    ],
)
def test_the_hour_stays_when_clocks_change(zone, first, changes):
    row = event(*first, zone=zone)
    found = times_in(row, Series("FREQ=WEEKLY"), row.starts_at, row.starts_at + 8 * 86_400)
    assert [one.starts_at for one in found] == [at(*first, zone=zone), at(*changes, zone=zone)]
    assert found[1].starts_at - found[0].starts_at in (7 * 86_400 - 3600, 7 * 86_400 + 3600)
    assert [one.ends_at - one.starts_at for one in found] == [3600, 3600]


def test_an_hour_that_a_day_does_not_have_is_the_next_one():
    row = event(2026, 3, 28, 2, 30)
    found = times_in(row, Series("FREQ=DAILY"), row.starts_at, row.starts_at + 2 * 86_400)
    assert found[1].starts_at == at(2026, 3, 29, 3, 30)
    assert found[2].starts_at == at(2026, 3, 30, 2, 30)


def test_whole_days_are_days_also_when_they_have_other_hours():
    row = event(2026, 10, 24, minutes=24 * 60, all_day=True)
    found = times_in(row, Series("FREQ=DAILY"), row.starts_at, row.starts_at + 3 * 86_400)
    assert (found[1].starts_at, found[1].ends_at) == (at(2026, 10, 25), at(2026, 10, 26))
    assert found[1].ends_at - found[1].starts_at == 25 * 3600


def test_ends_by_number_and_by_day():
    row = event(2026, 11, 2, 9)
    assert len(times_in(row, Series("FREQ=WEEKLY;COUNT=3"), 0, row.starts_at + YEAR)) == 3
    until = Series("FREQ=WEEKLY;UNTIL=20261116")
    assert starts(row, until, 0, row.starts_at + YEAR)[-1] == datetime(2026, 11, 16, 9)  # noqa: DTZ001
    exact = Series("FREQ=WEEKLY;UNTIL=20261116T075959Z")
    assert starts(row, exact, 0, row.starts_at + YEAR)[-1] == datetime(2026, 11, 9, 9)  # noqa: DTZ001


def test_times_left_out_added_and_changed():
    row = event(2026, 11, 2, 9)
    moved = ChangedTime(at(2026, 11, 16, 9), "Obra", at(2026, 11, 17, 9), at(2026, 11, 17, 10), False, MADRID, "")
    series = Series("FREQ=WEEKLY;COUNT=4", (at(2026, 11, 9, 9),), (at(2026, 11, 12, 9),), (moved,))
    assert [one.day for one in starts(row, series, 0, row.starts_at + YEAR)] == [2, 12, 23]


def test_the_first_time_counts_though_the_rule_does_not_say_it():
    row = event(2026, 11, 3, 9)
    assert [one.day for one in starts(row, Series("FREQ=WEEKLY;BYDAY=MO"), 0, at(2026, 11, 20))] == [3, 9, 16]


def test_the_next_times():
    row = event(2026, 11, 2, 9)
    (one,) = next_times(row, Series("FREQ=WEEKLY"), at(2026, 11, 20))
    assert one.starts_at == at(2026, 11, 23, 9)
    assert next_times(row, Series("FREQ=WEEKLY;COUNT=2"), at(2026, 11, 20)) == []


@pytest.mark.parametrize(
    "rule",
    ["FREQ=WEEKLY;COUNT=12", "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=YEARLY;UNTIL=20301231T235959Z;BYMONTH=2;BYMONTHDAY=29"],
)
def test_good_rules_are_kept_whole(rule):
    cleaned = clean_rule(rule.lower())
    assert set(cleaned.split(";")) == set(rule.split(";"))
    assert clean_rule(cleaned) == cleaned


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY", "FREQ=MINUTELY;COUNT=5", "FREQ=HOURLY", "FREQ=DAILY;BYHOUR=1,2,3", "FREQ=DAILY;BYSECOND=1", "DAILY",
        "", "FREQ=DAILY;FREQ=WEEKLY", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;COUNT=99999", "FREQ=WEEKLY;BYDAY=XX", "FREQ=DAILY;X=1",
        "FREQ=DAILY;COUNT=2;UNTIL=20261231", "FREQ=DAILY;UNTIL=20269999", "FREQ=DAILY;BYMONTH=" + ",".join("1" * 400),
        "FREQ=DAILY\nDTSTART:20200101", "FREQ=DAILY;BYMONTHDAY=30", "FREQ=WEEKLY;BYSETPOS=2", "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
        "FREQ=WEEKLY;INTERVAL=2;BYMONTH=2",
    ],
)  # fmt: skip
def test_a_rule_that_comes_too_often_or_makes_no_sense_is_none(rule):
    assert clean_rule(rule) == ""


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;COUNT=5;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;INTERVAL=9999",
        "FREQ=YEARLY;BYDAY=5MO;BYMONTH=2;BYSETPOS=9",
    ],
)
def test_a_rule_that_never_comes_true_ends(rule):
    row = event(1970, 1, 5, 9)
    assert clean_rule(rule)
    assert len(times_in(row, Series(rule), at(2026, 1, 1), at(2026, 12, 31))) == 0
    assert next_times(row, Series(rule), at(2026, 1, 1)) == []


def test_a_span_has_a_bounded_number_of_times():
    row = event(1970, 1, 5, 9)
    assert len(times_in(row, Series("FREQ=DAILY"), 0, 1 << 40)) == MOST_TIMES


def test_a_last_day_is_spelled_as_other_calendars_read_it():
    rule, zone = "FREQ=WEEKLY;UNTIL=20261216", ZoneInfo(MADRID)
    assert spell_rule(rule, all_day=False, zone=zone) == "FREQ=WEEKLY;UNTIL=20261216T225959Z"
    assert spell_rule("FREQ=WEEKLY;UNTIL=20261216T225959Z", all_day=True, zone=zone) == rule
    assert spell_rule("FREQ=WEEKLY;COUNT=2", all_day=False, zone=zone) == "FREQ=WEEKLY;COUNT=2"
