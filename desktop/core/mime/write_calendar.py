"""An event as a calendar file (.ics, RFC 5545) that any other calendar takes: with its zone's rules, its alarm, its identity.

Pure; any thread.
"""

from __future__ import annotations

from datetime import UTC, timedelta, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from desktop.core.api.desk import EventDetail
from desktop.core.mime.write_series import add_series, changed_parts, moment_there
from desktop.moments import moment_at

if TYPE_CHECKING:
    from icalendar import Calendar

PRODID = "-//Bandeja//Bandeja//EN"


def write_calendar(event: EventDetail, *, uid: str, changed_at: int, local_zone: str) -> bytes:
    """`uid` names the event in every file that is made of it; `changed_at` is epoch seconds."""
    calendar = build_calendar(event, uid=uid, changed_at=changed_at, local_zone=local_zone)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def build_calendar(event: EventDetail, *, uid: str, changed_at: int, local_zone: str) -> Calendar:
    """The same before it is written, without its time zones."""
    from icalendar import Alarm, Calendar, Event  # here, because few need it and it takes a while

    row = event.row
    zone = _zone(row.zone or local_zone)
    part = Event()
    part.add("uid", uid)
    part.add("dtstamp", moment_at(changed_at))
    part.add("last-modified", moment_at(changed_at))
    part.add("summary", row.title)
    if row.all_day:
        first = moment_at(row.starts_at, zone).date()
        end = moment_at(row.ends_at, zone).date()
        part.add("dtstart", first)
        part.add("dtend", max(end, first + timedelta(days=1)))
    else:
        part.add("dtstart", moment_there(row.starts_at, False, zone))
        part.add("dtend", moment_there(row.ends_at, False, zone))
    if row.place:
        part.add("location", row.place)
    if event.text:
        part.add("description", event.text)
    if row.remind_minutes is not None:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", row.title)
        alarm.add("trigger", timedelta(minutes=-row.remind_minutes))
        part.add_component(alarm)
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add_component(part)
    if event.series:
        add_series(part, event.series, all_day=row.all_day, zone=zone)
        stamp = moment_at(changed_at)
        for one in changed_parts(event.series, uid=uid, stamp=stamp, all_day=row.all_day, zone=zone):
            calendar.add_component(one)
    return calendar


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name) if name else UTC
    except (KeyError, ValueError, OSError):
        return UTC
