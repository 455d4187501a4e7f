"""Our times of repeating events against those of a library that other calendars use; and series through a calendar file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core.api.desk import ChangedTime, EventDetail, EventRow, Series
from desktop.core.mime.read_calendar import read_calendar
from desktop.core.mime.recurrence import clean_rule, next_times, times_in
from desktop.core.mime.write_calendar import write_calendar

ZONES = ("Europe/Madrid", "America/New_York", "UTC", "America/St_Johns")
DAY = 86_400
ENDS = st.sampled_from(("", ";COUNT=1", ";COUNT=7", ";UNTIL=20270105T225959Z", ";UNTIL=20261220T101500Z"))
RULES = st.one_of(
    st.builds("FREQ=DAILY;INTERVAL={}{}".format, st.integers(1, 9), ENDS),
    st.builds("FREQ=WEEKLY;INTERVAL={}{}".format, st.integers(1, 3), ENDS),
    st.builds("FREQ=WEEKLY{};BYDAY={}".format, ENDS, st.sampled_from(("MO", "TU,TH", "SA,SU"))),
    st.builds("FREQ=MONTHLY{};BYDAY={}".format, ENDS, st.sampled_from(("1MO", "-1FR", "2TU,4TU"))),
    st.builds("FREQ=MONTHLY{};BYMONTHDAY={}".format, ENDS, st.sampled_from(("1", "-1", "31", "15,30"))),
    st.builds("FREQ=YEARLY{}".format, ENDS),
).map(clean_rule)


def make(day: int, minute: int, zone: str) -> EventRow:
    start = int((datetime(2026, 9, 1, tzinfo=ZoneInfo(zone)) + timedelta(days=day, minutes=minute)).timestamp())
    return EventRow(0, "Obra", start, start + 2700, False, zone, "Sueca 41", 15, 0)


@given(
    RULES,
    st.integers(0, 90),
    st.integers(4 * 60, 23 * 60),
    st.sampled_from(ZONES),
    st.lists(st.integers(0, 6), max_size=3),
)
@settings(deadline=None, max_examples=20)
def test_our_times_are_those_of_other_calendars(rule: str, day: int, minute: int, zone: str, gone: list[int]):
    row = make(day, minute, zone)
    plain = next_times(row, Series(rule), 0, 8)
    series = Series(rule, tuple(plain[number].starts_at for number in gone if number < len(plain)))
    data = write_calendar(EventDetail(row, "", (), series=series), uid="u", changed_at=5, local_zone="UTC")
    first, last = row.starts_at - DAY, row.starts_at + 150 * DAY
    calendar = icalendar.Calendar.from_ical(data)
    theirs = recurring_ical_events.of(calendar).between(
        datetime.fromtimestamp(first, UTC), datetime.fromtimestamp(last, UTC)
    )
    # RFC 5545 leaves open what a first time is that its rule does not say; here it always takes place.
    expected = {int(one["DTSTART"].dt.timestamp()) for one in theirs}
    ours = {one.starts_at for one in times_in(row, series, first, last - 1)}
    assert ours - {row.starts_at} == expected - {row.starts_at}


@given(RULES, st.integers(0, 90), st.integers(0, 23 * 60), st.sampled_from(ZONES), st.booleans())
@settings(deadline=None, max_examples=30)
def test_a_series_comes_back_from_its_file(rule: str, day: int, minute: int, zone: str, moved: bool):
    row = make(day, minute, zone)
    times = next_times(row, Series(rule), 0, 3)
    changed = ()
    if moved and len(times) > 1:
        at = times[1].starts_at
        changed = (ChangedTime(at, "Otra", at + 3600, at + 7200, False, zone, "Aquí", "Nota"),)
    series = Series(rule, (times[-1].starts_at,), (row.starts_at + 3 * DAY + 60,), changed)
    data = write_calendar(EventDetail(row, "Texto", (), series=series), uid="u", changed_at=5, local_zone="UTC")
    (back,) = read_calendar(data, "Asia/Tokyo")
    assert back.series == series
    assert back.row == row
    assert back.notes == ()


@given(st.text(max_size=80) | st.lists(st.sampled_from(["FREQ=", "DAILY", "YEARLY", ";", "BYDAY=", "MO", ",", "-1", "COUNT=", "5", "UNTIL=2026", "BYSETPOS=", "BYWEEKNO=53"]), max_size=14).map("".join))  # fmt: skip
@settings(deadline=None, max_examples=150)
def test_any_words_are_a_rule_that_ends_or_none(words: str):
    rule = clean_rule(words)
    if rule:
        assert clean_rule(rule) == rule
        assert len(times_in(make(0, 600, "Europe/Madrid"), Series(rule), 0, 1_900_000_000)) <= 400
