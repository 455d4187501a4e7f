"""When a repeating event takes place (RFC 5545, section 3.3.10): its rule made safe once, and its times in a span of seconds.

A rule counts in days at least and names no hours, so that there is at most one time a day and every span has a bounded number of
them; another rule is refused by `clean_rule`. Days and hours are those of the event's zone, also where clocks change. A time that
is left out is left out with its day, as programs write the hour differently. Pure; not for the event loop.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from desktop.core.api.desk import EventRow, Series
from desktop.moments import moment_at

MOST_TIMES = 400
"""Of one event in one span."""
LONGEST_RULE = 500
MOST_DATES = 1_000
"""That are left out or added."""
_YEARS = 150
"""So far from its first time a series is looked at: a rule that never comes true ends there."""
_LATEST = 240_000_000_000
"""The year 9575: what begins later takes place once."""
_CYCLE = 400
_UNITS = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_STEADY = ("DAILY", "WEEKLY")
_NUMBERS = re.compile(r"[+-]?\d{1,3}(,[+-]?\d{1,3}){0,365}")
_DAYS = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)(,([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)){0,60}")
_PARTS = {
    "INTERVAL": re.compile(r"[1-9]\d{0,3}"),
    "COUNT": re.compile(r"[1-9]\d{0,3}"),
    "UNTIL": re.compile(r"\d{8}(T\d{6}Z?)?"),
    "WKST": re.compile(r"MO|TU|WE|TH|FR|SA|SU"),
    "BYDAY": _DAYS,
    "BYMONTHDAY": _NUMBERS,
    "BYYEARDAY": _NUMBERS,
    "BYWEEKNO": _NUMBERS,
    "BYMONTH": _NUMBERS,
    "BYSETPOS": _NUMBERS,
}

_COMMON = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTH"})
_ALLOWED = {
    "DAILY": _COMMON,
    "WEEKLY": _COMMON,
    "MONTHLY": _COMMON | {"BYMONTHDAY", "BYSETPOS"},
    "YEARLY": _COMMON | {"BYMONTHDAY", "BYSETPOS", "BYYEARDAY", "BYWEEKNO"},
}


def clean_rule(text: str) -> str:
    """The rule as it is stored: known parts, once each, in one order. "" for one that is none or comes too often."""
    found: dict[str, str] = {}
    if len(text) > LONGEST_RULE:
        return ""
    for part in text.upper().replace(" ", "").split(";"):
        name, equals, value = part.partition("=")
        if not part:
            continue
        if (
            name in found
            or not equals
            or (name != "FREQ" and (name not in _PARTS or not _PARTS[name].fullmatch(value)))
        ):
            return ""
        found[name] = value
    if found.get("FREQ") not in _UNITS or ("UNTIL" in found and "COUNT" in found):
        return ""
    if not set(found) <= _ALLOWED[found["FREQ"]] or (found["FREQ"] in _STEADY and _is_odd(found)):
        return ""
    rule = ";".join(f"{name}={found[name]}" for name in ("FREQ", *_PARTS) if name in found)
    return rule if _is_rule(rule) else ""


def spell_rule(rule: str, *, all_day: bool, zone: tzinfo) -> str:
    """As RFC 5545 wants it in a file: UNTIL is a day for whole days, else a moment in UTC."""
    until = _until(rule, zone)
    if until is None:
        return rule
    try:
        moment = until.replace(tzinfo=zone).astimezone(UTC)
    except OverflowError:
        return rule
    return re.sub(r"UNTIL=[^;]*", f"UNTIL={until:%Y%m%d}" if all_day else f"UNTIL={moment:%Y%m%dT%H%M%SZ}", rule)


def _is_odd(found: dict[str, str]) -> bool:
    """Every n-th day or week, and then only some of them: that may never come true, and nobody means it."""
    picks = "BYDAY" in found and found["FREQ"] == "DAILY"
    return found.get("INTERVAL", "1") != "1" and (picks or "BYMONTH" in found)


def times_in(row: EventRow, series: Series, first: int, last: int) -> list[EventRow]:
    """Its times that touch the span (epoch seconds), by start; those that were changed have rows of their own and are not
    among them."""
    zone = zone_of(row.zone)
    lasts = max(0, row.ends_at - row.starts_at)
    gone = {_day(at, zone) for at in (*series.left_out, *(one.at for one in series.changed))}
    found = []
    for start in _starts(row, series, zone, first - lasts - 86_400, last):
        if start > last:
            break
        end = _end(row, start, zone)
        if end >= first and _day(start, zone) not in gone:
            found.append(_at(row, start, end))
            if len(found) >= MOST_TIMES:
                break
    return found


def next_times(row: EventRow, series: Series, after: int, count: int = 1) -> list[EventRow]:
    """The first times that begin at that moment or later."""
    zone = zone_of(row.zone)
    gone = {_day(at, zone) for at in (*series.left_out, *(one.at for one in series.changed))}
    found = []
    for start in _starts(row, series, zone, after, None):
        if _day(start, zone) not in gone:
            found.append(_at(row, start, _end(row, start, zone)))
            if len(found) >= count:
                break
    return found


def zone_of(name: str) -> tzinfo:
    try:
        return ZoneInfo(name) if name and len(name) <= 100 else UTC
    except (KeyError, ValueError, OSError):
        return UTC


def _starts(row: EventRow, series: Series, zone: tzinfo, first: int, last: int | None) -> Iterator[int]:
    """Starts from `first` on, ascending. The rule is asked for no time after `last`, so that one that never comes true again
    ends there."""
    if row.starts_at > _LATEST:
        yield row.starts_at
        return
    begins = _wall(row.starts_at, zone)
    if row.all_day:
        begins = datetime.combine(begins.date(), time())  # midnight may not exist on the first day, and does on others
    end = begins.replace(year=begins.year + _YEARS, day=min(begins.day, 28))
    if last is not None:
        end = min(end, _wall(last, zone) + timedelta(days=2))
    more = sorted(at for at in series.also_at if at >= first)
    yielded = -1
    for wall in _walls(series.rule, begins, zone, end):
        start = _seconds(wall, zone)
        while more and more[0] <= start:
            at = more.pop(0)
            if at > yielded:
                yielded = at
                yield at
        if start >= first and start > yielded:
            yielded = start
            yield start
    for at in more:
        if at > yielded:
            yielded = at
            yield at


def _walls(rule: str, begins: datetime, zone: tzinfo, end: datetime) -> Iterator[datetime]:
    """Hours of the event's zone, ascending. The first time always counts, whether the rule says so or not (RFC 5545, section
    3.8.5.3)."""
    from dateutil.rrule import rrulestr  # here, because few events repeat

    yield begins
    if not rule:
        return
    until = _until(rule, zone)
    stop = end if until is None else min(end, until)
    # COUNT is counted here: a rule that never comes true must end somewhere, and a rule cannot have both ends.
    # The library gives up on such a rule only at the year 9999. Weekdays and leap years come again every 400 years, so the rule
    # is asked as near to that year as the span allows.
    away = (9_999 - _YEARS - 1 - begins.year) // _CYCLE * _CYCLE
    counted = re.search(r";COUNT=(\d+)", rule)
    bounded = re.sub(r";(UNTIL|COUNT)=[^;]*", "", rule)
    found = rrulestr(f"{bounded};UNTIL={_later(stop, away):%Y%m%dT%H%M%S}", dtstart=_later(begins, away))
    for wall in itertools.islice(found, int(counted[1]) if counted else None):
        if _later(wall, -away) > begins:
            yield _later(wall, -away)


def _later(wall: datetime, years: int) -> datetime:
    return wall.replace(year=wall.year + years)


def _until(rule: str, zone: tzinfo) -> datetime | None:
    """The last moment as hours of the event's zone; a day means all of it."""
    match = re.search(r"UNTIL=(\d{8})(?:T(\d{6})(Z?))?", rule)
    if match is None:
        return None
    try:
        day = datetime.strptime(match[1], "%Y%m%d")  # noqa: DTZ007 - hours of the event's zone
        if match[2] is None:
            return day + timedelta(hours=23, minutes=59, seconds=59)
        moment = datetime.strptime(match[1] + match[2], "%Y%m%d%H%M%S")  # noqa: DTZ007
        return moment.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None) if match[3] else moment
    except (ValueError, OverflowError):
        return None


def _is_rule(rule: str) -> bool:
    try:
        list(itertools.islice(_walls(rule, datetime(2000, 1, 1), UTC, datetime(2000, 3, 1)), 3))  # noqa: DTZ001
    except (ValueError, KeyError, TypeError, OverflowError):
        return False
    return "UNTIL" not in rule or _until(rule, UTC) is not None


def _at(row: EventRow, start: int, end: int) -> EventRow:
    return EventRow(
        row.event_key, row.title, start, end, row.all_day, row.zone, row.place, row.remind_minutes, row.mails, True
    )


def _end(row: EventRow, start: int, zone: tzinfo) -> int:
    """A whole day lasts until midnight, however many hours it has."""
    if not row.all_day:
        return start + max(0, row.ends_at - row.starts_at)
    days = (_wall(row.ends_at, zone).date() - _wall(row.starts_at, zone).date()).days
    after = _wall(start, zone).date() + timedelta(days=max(1, days))
    return _seconds(datetime.combine(after, time()), zone)


def _wall(seconds: int, zone: tzinfo) -> datetime:
    return moment_at(min(seconds, 253_370_000_000), zone).replace(tzinfo=None)


def _seconds(wall: datetime, zone: tzinfo) -> int:
    return int(wall.replace(tzinfo=zone).timestamp())


def _day(seconds: int, zone: tzinfo) -> date:
    return _wall(seconds, zone).date()
