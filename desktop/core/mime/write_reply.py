"""The answer to an invitation as an iTIP REPLY (RFC 5546, section 3.2.3): only who answers, and what the request is known by.

UID, SEQUENCE, RECURRENCE-ID and ORGANIZER are those of the request, so that the organiser's calendar finds the meeting; no other
guest is named. What the request said of times is repeated with the time zones it brought. Pure; worker threads.
"""

from __future__ import annotations

from typing import Any

from desktop.core.api.invitations import Answer
from desktop.core.mime.calendar_mark import address_of
from desktop.core.mime.read_invitation import ReadInvitation
from desktop.core.mime.write_calendar import PRODID
from desktop.moments import moment_at

_KEPT = ("RECURRENCE-ID", "DTSTART", "DTEND")
_ORGANISER = ("CN", "SENT-BY")
_GUEST = ("CN", "CUTYPE", "ROLE")
_LONGEST = 500
_MOST_ZONES = 3


def write_reply(read: ReadInvitation, me: str, answer: Answer, *, note: str, now: int) -> bytes:
    """`me` is the address as the organiser wrote it; `now` epoch seconds. Raises ValueError when it is not among the guests."""
    from icalendar import Calendar, Event, vCalAddress, vText  # here, because few mails need it and it takes a while

    mine = next((one for one in _list(read.part.get("ATTENDEE")) if address_of(str(one)).lower() == me.lower()), None)
    organiser = next(iter(_list(read.part.get("ORGANIZER"))), None)
    if mine is None or organiser is None:
        raise ValueError("the invitation does not name who answers, or to whom")
    event = Event()
    event.add("uid", read.mark.uid)
    event.add("dtstamp", moment_at(now))
    if "SEQUENCE" in read.part:
        event.add("sequence", read.mark.sequence)
    for name in _KEPT:
        value = next(iter(_list(read.part.get(name))), None)
        if getattr(value, "dt", None) is not None:
            event[name] = value
    to = vCalAddress(f"mailto:{read.organiser.address}")
    _copy(organiser, to, _ORGANISER, vText)
    event.add("organizer", to)
    who = vCalAddress(f"mailto:{me}")
    _copy(mine, who, _GUEST, vText)
    who.params["PARTSTAT"] = vText(answer.value.upper())
    event.add("attendee", who)
    if read.event.row.title:
        event.add("summary", read.event.row.title)
    if note:
        event.add("comment", note)
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("method", "REPLY")
    for zone in _zones(read.calendar, event):
        calendar.add_component(zone)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _copy(source: Any, target: Any, names: tuple[str, ...], make: Any) -> None:
    for name in names:
        text = str(source.params.get(name, "")).replace('"', "'")[:_LONGEST]
        if text and text.isprintable():
            target.params[name] = make(text)


def _zones(calendar: Any, event: Any) -> list[Any]:
    """Those of the request that the answer's times are in."""
    named = {str(event[name].params.get("TZID", "")) for name in _KEPT if name in event} - {""}
    return [zone for zone in calendar.walk("VTIMEZONE") if str(zone.get("TZID", "")) in named][:_MOST_ZONES]


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
