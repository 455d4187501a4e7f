"""How an event repeats, written into its calendar object: rule, times left out, times added, and each changed time as an event of
its own under the same UID (RFC 5545, sections 3.8.4.4 and 3.8.5). Pure; any thread."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from desktop.core.api.desk import Series
from desktop.core.mime.recurrence import spell_rule, zone_of
from desktop.moments import moment_at


def add_series(part: Any, series: Series, *, all_day: bool, zone: tzinfo) -> None:
    from icalendar import vRecur  # here, because few need it and it takes a while

    if series.rule:
        part.add("rrule", vRecur.from_ical(spell_rule(series.rule, all_day=all_day, zone=zone)))
    for name, moments in (("exdate", series.left_out), ("rdate", series.also_at)):
        if moments:
            parameters = {"VALUE": "DATE"} if all_day else None
            part.add(name, [moment_there(at, all_day, zone) for at in moments], parameters)


def changed_parts(series: Series, *, uid: str, stamp: datetime, all_day: bool, zone: tzinfo) -> list[Any]:
    """The events of its changed times; `all_day` and `zone` are those of the series."""
    from icalendar import Event

    parts = []
    for one in series.changed:
        part = Event()
        part.add("uid", uid)
        part.add("dtstamp", stamp)
        part.add("recurrence-id", moment_there(one.at, all_day, zone))
        part.add("summary", one.title)
        its_zone = zone_of(one.zone)
        first, end = (
            moment_there(one.starts_at, one.all_day, its_zone),
            moment_there(one.ends_at, one.all_day, its_zone),
        )
        part.add("dtstart", first)
        part.add("dtend", max(end, first + timedelta(days=1)) if one.all_day else end)
        if one.place:
            part.add("location", one.place)
        if one.text:
            part.add("description", one.text)
        parts.append(part)
    return parts


def moment_there(seconds: int, all_day: bool, zone: tzinfo) -> date:
    there = moment_at(seconds, zone)
    if all_day:
        return there.date()
    return moment_at(seconds) if there.fold else there
