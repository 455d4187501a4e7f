"""An event as the mail that asks its guests to it, or calls it off: an iTIP REQUEST or CANCEL (RFC 5546, sections 3.2.2 and 3.2.5).

Every part of a series names organiser, guests and sequence; reminders stay at home, and so do the addresses of linked mails.
Pure; worker threads.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from desktop.core.api.desk import EventDetail, Guest
from desktop.core.mime.write_calendar import build_calendar

_LONGEST_NAME = 200


def write_request(
    event: EventDetail,
    *,
    uid: str,
    sequence: int,
    organiser: Guest,
    guests: Sequence[Guest],
    note: str,
    now: int,
    local_zone: str,
) -> bytes:
    """All of the event, with its text as given. `guests` are without the organiser, each with what they have answered."""
    calendar = build_calendar(event, uid=uid, changed_at=now, local_zone=local_zone)
    for part in calendar.walk("VEVENT"):
        part.subcomponents = [one for one in part.subcomponents if one.name != "VALARM"]
        part.add("status", "CONFIRMED")
        _address(part, sequence, organiser, guests, note)
        part.add("attendee", _attendee(Guest(organiser.name, organiser.address, "accepted"), asks=False))
    return _written(calendar, "REQUEST")


def write_cancel(
    event: EventDetail,
    *,
    uid: str,
    sequence: int,
    organiser: Guest,
    guests: Sequence[Guest],
    note: str,
    now: int,
    local_zone: str,
) -> bytes:
    """That it does not take place for these guests; of a series no time of it."""
    calendar = build_calendar(event, uid=uid, changed_at=now, local_zone=local_zone)
    first, *others = calendar.walk("VEVENT")
    calendar.subcomponents = [one for one in calendar.subcomponents if one not in others]
    first.subcomponents = []
    first.pop("DESCRIPTION", None)
    first.add("status", "CANCELLED")
    _address(first, sequence, organiser, guests, note)
    return _written(calendar, "CANCEL")


def _address(part: Any, sequence: int, organiser: Guest, guests: Sequence[Guest], note: str) -> None:
    from icalendar import vCalAddress  # here, because few need it and it takes a while

    part.add("sequence", sequence)
    by = vCalAddress(f"mailto:{organiser.address}")
    _name(by, organiser)
    part.add("organizer", by)
    for one in guests:
        part.add("attendee", _attendee(one, asks=True))
    if note:
        part.add("comment", note)


def _attendee(guest: Guest, *, asks: bool) -> Any:
    from icalendar import vCalAddress, vText

    who = vCalAddress(f"mailto:{guest.address}")
    _name(who, guest)
    who.params["ROLE"] = vText("REQ-PARTICIPANT")
    who.params["PARTSTAT"] = vText((guest.state or "needs-action").upper())
    if asks:
        who.params["RSVP"] = vText("TRUE")
    return who


def _name(address: Any, guest: Guest) -> None:
    from icalendar import vText

    name = " ".join(guest.name.replace('"', "'").split())[:_LONGEST_NAME]
    if name and name.isprintable():
        address.params["CN"] = vText(name)


def _written(calendar: Any, method: str) -> bytes:
    calendar.add("method", method)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
