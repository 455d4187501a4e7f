"""The parts of a calendar file (RFC 5545), read by the library once nothing in it can make that library work without end.

What the file says of zones is the danger: their rules are followed from their first year to the moment that is asked for, so a rule
that holds each second fills the memory. And the library keeps zones by their name for whatever it reads next, so that the zone of one
mail would move the meetings of another. Pure; not for the event loop.
"""

from __future__ import annotations

import re
from contextvars import ContextVar
from typing import Any

from desktop.core.api.errors import BandejaError, Code

MAX_BYTES = 4 << 20
_MAX_PARTS = 20_000
_MAX_DEPTH = 8
_MAX_ZONE_PARTS = 400
_MAX_ZONE_RULES = 40
_MAX_ZONE_DATES = 2_000
_ALARM = re.compile(rb"^BEGIN:VALARM\r?\n.{0,4000}?^END:VALARM\r?\n", re.M | re.S | re.I)
_WATCHED = ("BEGIN", "END", "RRULE", "EXRULE", "RDATE", "EXDATE")
_ZONE_RULE = re.compile(
    r"FREQ=YEARLY(?=.*;BYMONTH=|(?:;(?:INTERVAL|UNTIL|COUNT)=\w+)*$)"
    r"(?:;(?:INTERVAL=1|WKST=[A-Z]{2}|BYMONTH=\d{1,2}|BYDAY=[+-]?[1-5]?(?:MO|TU|WE|TH|FR|SA|SU)"
    r"|BYMONTHDAY=[+-]?\d{1,2}(?:,[+-]?\d{1,2}){0,6}|COUNT=\d{1,3}|UNTIL=\d{8}(?:T\d{6}Z?)?)){0,8}"
)
"""When clocks are changed: some days of one month of each year."""
_zones: ContextVar[dict[str, Any]] = ContextVar("zones")
"""Of the file that is being read here."""


def parse_calendars(data: bytes) -> list[Any]:
    """A broken alarm must not cost the event: a file that cannot be read is tried once more without any. Raises
    BandejaError(BAD_INPUT)."""
    check_shape(data)
    try:
        return _parse(data)
    except Exception:  # noqa: BLE001 - the parser raises whatever a broken line makes it stumble over
        pass
    without = _ALARM.sub(b"", data)
    check_shape(without)
    try:
        return _parse(without)
    except Exception as error:
        raise unreadable("it is not a calendar") from error


def check_shape(data: bytes) -> None:
    """Raises BandejaError(BAD_INPUT) for what is too large, or would take too long. Lines are cut and read as by the library."""
    from icalendar.parser import Contentlines  # here, because few mails need it and it takes a while

    if len(data) > MAX_BYTES:
        raise unreadable("it is too large")
    open_parts: list[str] = []
    parts = zone_parts = zone_rules = zone_dates = 0
    for line in Contentlines.from_ical(data):
        if not line[:6].upper().startswith(_WATCHED):
            continue
        try:
            name, _, value = line.parts()
        except ValueError:
            continue  # no part and no property to the library either
        name, value = name.upper(), value.upper()
        in_zone = "VTIMEZONE" in open_parts
        if name == "BEGIN":
            open_parts.append(value)
            parts += 1
            zone_parts += in_zone or value == "VTIMEZONE"
        elif name == "END" and open_parts:
            open_parts.pop()
        elif in_zone and name in ("RRULE", "EXRULE"):
            zone_rules += 1
            if not _ZONE_RULE.fullmatch(value):
                raise unreadable("its zones change too often")
        elif in_zone and name in ("RDATE", "EXDATE"):
            zone_dates += value.count(",") + 1
        if len(open_parts) > _MAX_DEPTH or parts > _MAX_PARTS:
            raise unreadable("it has too many parts")
        if zone_parts > _MAX_ZONE_PARTS or zone_rules > _MAX_ZONE_RULES or zone_dates > _MAX_ZONE_DATES:
            raise unreadable("it has too many zones")
    if not parts:
        raise unreadable("it is not a calendar")


def unreadable(why: str) -> BandejaError:
    return BandejaError(Code.BAD_INPUT, what="This file", why=why)


def _parse(data: bytes) -> list[Any]:
    from icalendar import Calendar
    from icalendar.timezone import tzp

    # WORKAROUND(icalendar 7.3): zones of every file are kept in one dictionary, for all that is read later and by any thread.
    tzp._TZP__tz_cache = _ZonesOfOneFile()  # type: ignore[attr-defined]
    token = _zones.set({})
    try:
        return Calendar.from_ical(data, multiple=True)
    finally:
        _zones.reset(token)


class _ZonesOfOneFile:
    """In the place of that dictionary. Holds nothing itself, so it does not matter which thread has put it there."""

    def get(self, name: str) -> Any:
        return _zones.get({}).get(name)

    def __contains__(self, name: str) -> bool:
        return name in _zones.get({})

    def __setitem__(self, name: str, zone: Any) -> None:
        _zones.get({})[name] = zone
