"""One time of a series that is stored on the server, made otherwise or left out, and all of that taken away again (RFC 5545,
section 3.8.4.4).

The rest of the object stays to the letter, as in `items.name_mails`: another program may have written it. What is ours is marked
with the key of the wish. Of two exceptions of one time the newer one stays. Pure.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo

from icalendar import Event, Parameters, vText
from icalendar.parser import Contentline

from desktop.core.connectors.protocol import Wish
from desktop.core.connectors.wording import one_line, title_of
from desktop.moments import moment_at

MARK = "X-BANDEJA-WISH"
_EVENT = re.compile(rb"^BEGIN:VEVENT\r?\n.*?^END:VEVENT[ \t]*\r?\n", re.M | re.S | re.I)
_LINE = re.compile(rb"[^\n]*(?:\n[ \t][^\n]*)*\n?")
"""With those it goes on in."""
_FOLD = re.compile(rb"\r?\n[ \t]")
_AT = re.compile(rb"^RECURRENCE-ID([^:\r\n]*):(\d{8})(?:T(\d{6})(Z?))?", re.M | re.I)
_ZONE = re.compile(rb"TZID=\"?([^\";:]+)", re.I)
_UID = re.compile(rb"^UID[^:\r\n]*:([^\r\n]+)", re.M | re.I)
_END = re.compile(rb"^END:VCALENDAR", re.M | re.I)


def change_time(body: bytes, wish: Wish, *, now: int) -> bytes | None:
    """The series with the time `wish.instead_of` as the wish says, or left out where it says no time. None when it is so
    already, or the object is no series."""
    at = wish.instead_of
    events = _EVENT.findall(body)
    first = next((one for one in events if not _AT.search(_unfolded(one))), None)
    uid = None if first is None else _UID.search(_unfolded(first))
    if at is None or first is None or uid is None or _is_marked(body, wish.key):
        return None
    if not re.search(rb"^R(?:RULE|DATE)[;:]", _unfolded(first), re.M | re.I):
        return None
    for one in events:
        found = _AT.search(_unfolded(one))
        if found is not None and _day_of(found, wish.zone) == _day(at, wish.zone):
            body = body.replace(one, b"", 1)
    eol = b"\r\n" if b"\r\n" in body else b"\n"
    if wish.starts_at is None:
        end = body.index(first) + first.upper().rindex(b"END:VEVENT")
        line = Contentline.from_parts("EXDATE", _parameters(wish), _spelled(at, wish)).to_ical()
        return body[:end] + line.replace(b"\r\n", eol) + eol + body[end:]
    part = _part(wish, at, uid[1].decode("utf-8", "replace").strip(), now).to_ical().replace(b"\r\n", eol)
    close = _END.search(body)
    return None if close is None else body[: close.start()] + part + body[close.start() :]


def restore_time(body: bytes, key: str) -> bytes:
    """The series without what `change_time` has put into it for that wish."""
    for one in _EVENT.findall(body):
        if not _is_marked(one, key):
            continue
        if _AT.search(_unfolded(one)):
            body = body.replace(one, b"", 1)
            continue
        kept = [line for line in _LINE.findall(one) if line[:6].upper() != b"EXDATE" or not _is_marked(line, key)]
        body = body.replace(one, b"".join(kept), 1)
    return body


def _is_marked(part: bytes, key: str) -> bool:
    """As a property, or as a parameter: servers put properties in another order."""
    return re.search(rb"%s[:=]\"?%s\b" % (MARK.encode(), re.escape(key.encode())), _unfolded(part), re.I) is not None


def _part(wish: Wish, at: int, uid: str, now: int) -> Event:
    part = Event()
    part.add("uid", uid)
    part.add("dtstamp", moment_at(now))
    starts, ends = wish.starts_at or 0, wish.ends_at or (wish.starts_at or 0) + 3600
    if wish.all_day:
        part.add("recurrence-id", _day(at, wish.zone))
        part.add("dtstart", _day(starts, wish.zone))
        part.add("dtend", _day(ends, wish.zone))
    else:  # in UTC, for which the object needs no time zone that it has not
        part.add("recurrence-id", moment_at(at))
        part.add("dtstart", moment_at(starts))
        part.add("dtend", moment_at(max(starts, ends)))
    part.add("summary", title_of(wish))
    if place := one_line(wish.place):
        part.add("location", place)
    part.add(MARK, wish.key)
    return part


def _parameters(wish: Wish) -> Parameters:
    return Parameters({MARK: wish.key, "VALUE": "DATE" if wish.all_day else "DATE-TIME"})


def _spelled(at: int, wish: Wish) -> vText:
    if wish.all_day:
        return vText(f"{_day(at, wish.zone):%Y%m%d}")
    return vText(f"{moment_at(at):%Y%m%dT%H%M%SZ}")


def _day_of(found: re.Match[bytes], zone: str) -> date | None:
    """The day of a RECURRENCE-ID in the wish's zone: times of a series are known by their day."""
    try:
        day = datetime.strptime(found[2].decode(), "%Y%m%d")  # noqa: DTZ007 - its zone follows
        if found[3] is None:
            return day.date()
        there = datetime.strptime((found[2] + found[3]).decode(), "%Y%m%d%H%M%S")  # noqa: DTZ007
        named = _ZONE.search(found[1])
        own = UTC if found[4] else _zone(named[1].decode("utf-8", "replace") if named else zone)
        return there.replace(tzinfo=own).astimezone(_zone(zone)).date()
    except (ValueError, OverflowError):
        return None


def _day(at: int, zone: str) -> date:
    return moment_at(at, _zone(zone)).date()


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return UTC


def _unfolded(data: bytes) -> bytes:
    return _FOLD.sub(b"", data)
