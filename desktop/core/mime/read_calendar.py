"""What a calendar file (.ics, RFC 5545) holds, as events: those attached to invitations, and files from elsewhere.

The file is foreign: its size, the depth and number of its parts and the length of its texts are bounded. A repeating event keeps
its rule as `recurrence` makes it safe; one that comes too often is read as its first time with a note. Raises BandejaError(BAD_INPUT) for what
is no calendar. Pure; not for the event loop.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from desktop.core.api.desk import ChangedTime, EventDetail, EventRow, Series
from desktop.core.mail.visible_text import visible_text
from desktop.core.mime.parse_calendar import parse_calendars, unreadable
from desktop.core.mime.recurrence import MOST_DATES, clean_rule

MAX_EVENTS = 1_000
MOST_CHANGED = 200
LATEST = 253_402_128_000
"""The end of the year 9999, less what zones may be apart."""
_LONGEST_TEXT = 100_000
_LONGEST_ZONE = 100
_LAST_YEAR_OF_OTHERS = 2200
"""Until which a zone is believed that the file brings itself."""


def read_calendar(data: bytes, local_zone: str) -> tuple[EventDetail, ...]:
    """The events in their order in the file, keys 0. Whole days and times without a zone are meant in `local_zone`."""
    calendars = parse_calendars(data)
    events: list[EventDetail] = []
    for calendar in calendars:
        method = str(calendar.get("METHOD", "")).upper()
        parts = calendar.walk("VEVENT")
        series = {str(part.get("UID", "")) for part in parts if "RRULE" in part or "RDATE" in part}
        changed: dict[str, list[Any]] = {}
        for part in parts:
            if "RECURRENCE-ID" in part and str(part.get("UID", "")) in series:
                changed.setdefault(str(part.get("UID", "")), []).append(part)
        for part in parts:
            uid = str(part.get("UID", ""))
            if "RECURRENCE-ID" in part and uid in series:
                continue  # a changed time of an event that is here
            event = read_event(part, method, local_zone, changed.get(uid, ()))
            if event is not None:
                events.append(event)
            if len(events) >= MAX_EVENTS:
                return tuple(events)
    if not events:
        raise unreadable("there is no event in it")
    return tuple(events)


def read_event(part: Any, method: str, local_zone: str, changed: Sequence[Any] = ()) -> EventDetail | None:
    """None for one that says no time. `changed` are the changed times of a series, as parts."""
    local = _zone(local_zone) or UTC
    begins = value_of(part, "DTSTART")
    if not isinstance(begins, date):
        return None
    notes: list[str] = []
    start = _moment(begins, local)
    if start is None:
        return None
    all_day = not isinstance(begins, datetime)
    zone = _zone_of(part, begins, local_zone, notes) if isinstance(begins, datetime) else local_zone
    end = _end(part, begins, start, local)
    series = read_series(part, local, local_zone, changed)
    if series is None and ("RRULE" in part or "RDATE" in part):
        notes.append("repeats")
    if method == "REQUEST":
        notes.append("invitation")
    if method == "CANCEL" or str(part.get("STATUS", "")).upper() == "CANCELLED":
        notes.append("cancelled")
    row = EventRow(
        event_key=0,
        title=visible_text(text_of(part, "SUMMARY"))[:500],
        starts_at=start,
        ends_at=max(start, end),
        all_day=all_day,
        zone=zone,
        place=visible_text(text_of(part, "LOCATION"))[:500],
        remind_minutes=_reminder(part),
        mails=0,
    )
    return EventDetail(row, text_of(part, "DESCRIPTION"), (), notes=tuple(notes), series=series)


def read_series(part: Any, local: tzinfo, local_zone: str, changed: Sequence[Any] = ()) -> Series | None:
    """None for an event that takes place once, or whose rule cannot be kept."""
    rules = part.get("RRULE")
    rule = ""
    if rules is not None:
        try:
            rule = "" if isinstance(rules, list) else clean_rule(rules.to_ical().decode("ascii", "replace"))
        except (ValueError, AttributeError, TypeError):
            rule = ""
        if not rule:
            return None
    series = Series(rule, _moments(part, "EXDATE", local), _moments(part, "RDATE", local))
    if not series:
        return None
    times = [_read_changed(one, local, local_zone) for one in changed[:MOST_CHANGED]]
    return replace(series, changed=tuple(one for one in times if one is not None))


def _read_changed(part: Any, local: tzinfo, local_zone: str) -> ChangedTime | None:
    at, event = value_of(part, "RECURRENCE-ID"), read_event(part, "", local_zone)
    moment = _moment(at, local) if isinstance(at, date) else None
    if event is None or moment is None:
        return None
    row = event.row
    return ChangedTime(
        moment, row.title, row.starts_at, row.ends_at, row.all_day, row.zone, row.place, event.text
    )  # fmt: skip


def moment_of(part: Any, name: str, local_zone: str) -> int | None:
    """Epoch seconds of a property that is a day or a moment."""
    value = value_of(part, name)
    return _moment(value, _zone(local_zone) or UTC) if isinstance(value, date) else None


def _moments(part: Any, name: str, local: tzinfo) -> tuple[int, ...]:
    """The moments of EXDATE or RDATE, ascending; spans are read as none."""
    found = part.get(name, [])
    values = [one.dt for listed in (found if isinstance(found, list) else [found]) for one in _said(listed, "dts", ())]
    moments = {_moment(value, local) for value in values[:MOST_DATES] if isinstance(value, date)}
    return tuple(sorted(moment for moment in moments if moment is not None))


def _end(part: Any, begins: date, start: int, local: tzinfo) -> int:
    ends = value_of(part, "DTEND")
    if isinstance(ends, date):
        if isinstance(ends, datetime) and ends.tzinfo is None and isinstance(begins, datetime):
            ends = ends.replace(tzinfo=begins.tzinfo)
        return _moment(ends, local) or start
    lasts = value_of(part, "DURATION")
    if not isinstance(lasts, timedelta):
        lasts = timedelta(0) if isinstance(begins, datetime) else timedelta(days=1)
    try:
        if isinstance(begins, datetime):
            return start + max(0, int(lasts.total_seconds()))
        return _moment(begins + lasts, local) or start
    except OverflowError:
        return start


def _moment(value: date, local: tzinfo) -> int | None:
    """Epoch seconds; a whole day begins at midnight where the user is. None outside of 1970 to 9999."""
    if not isinstance(value, datetime):
        value = datetime.combine(value, time(), local)
    elif value.tzinfo is None or (value.year > _LAST_YEAR_OF_OTHERS and not isinstance(value.tzinfo, ZoneInfo)):
        value = value.replace(tzinfo=local)  # of others, each change of the clock until then would be counted
    try:
        seconds = int(value.timestamp())
    except (OverflowError, ValueError, OSError):
        return None
    return seconds if 0 <= seconds <= LATEST else None


def _zone_of(part: Any, begins: datetime, local_zone: str, notes: list[str]) -> str:
    """An IANA name: of the event's own zone, else the user's."""
    named = str(part["DTSTART"].params.get("TZID", "")) if hasattr(part["DTSTART"], "params") else ""
    if begins.tzinfo is None:
        notes.append("zone_unknown" if named else "floating")
        return local_zone
    key = getattr(begins.tzinfo, "key", "") or named
    if _zone(key) is not None:
        return key
    return local_zone if named else "UTC"


def _reminder(part: Any) -> int | None:
    """Minutes before the start of the earliest alarm that is relative to it."""
    minutes = []
    for alarm in list(part.subcomponents)[:20]:
        trigger = value_of(alarm, "TRIGGER") if alarm.name == "VALARM" else None
        if (
            isinstance(trigger, timedelta)
            and trigger <= timedelta(0)
            and "END" not in str(getattr(alarm.get("TRIGGER"), "params", {}).get("RELATED", ""))
        ):
            minutes.append(int(-trigger.total_seconds()) // 60)
    return min(max(minutes), 525_600) if minutes else None


def value_of(part: Any, name: str) -> Any:
    """The Python value of a property; None where it is missing, broken or said twice."""
    found = part.get(name)
    if isinstance(found, list):
        found = found[0] if found else None
    return _said(found, "dt", None)


def _said(found: Any, name: str, missing: Any) -> Any:
    """Of a property that may be broken: then the library raises, for whatever is asked of it."""
    from icalendar.error import BrokenCalendarProperty

    try:
        return getattr(found, name, missing)
    except BrokenCalendarProperty:
        return missing


def text_of(part: Any, name: str) -> str:
    found = part.get(name, "")
    if isinstance(found, list):
        found = found[0] if found else ""
    return str(found)[:_LONGEST_TEXT]


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name and len(name) <= _LONGEST_ZONE else None
    except (KeyError, ValueError, OSError):
        return None
