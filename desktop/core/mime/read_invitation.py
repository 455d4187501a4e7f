"""What the calendar part of a mail asks for, as one meeting: whose it is, who is asked, when, and in which version.

The part is foreign: its size, depth and number of parts are bounded as in `read_calendar`, the guests that are read are too, and
every text is made visible. Pure; worker threads: it loads the library that reads calendars.
"""

from __future__ import annotations

from dataclasses import field
from typing import Any

from desktop.core.api.desk import EventDetail, Guest
from desktop.core.api.errors import BandejaError
from desktop.core.api.invitations import Method
from desktop.core.mail.structure import CalendarMark, ParsedMessage
from desktop.core.mail.visible_text import visible_text
from desktop.core.mime.calendar_mark import address_of, choose_part, read_mark
from desktop.core.mime.parse_calendar import parse_calendars
from desktop.core.mime.parse_message import load_attachment
from desktop.core.mime.read_calendar import moment_of, read_event, text_of
from desktop.values import dataclass

MOST_GUESTS = 100
_MOST_READ = 2_000
_LONGEST_NOTE = 2_000
_METHODS = {"REQUEST": Method.REQUEST, "CANCEL": Method.CANCEL, "REPLY": Method.REPLY}
_STATES = frozenset({"accepted", "tentative", "declined", "needs-action", "delegated"})


@dataclass(frozen=True, slots=True)
class ReadInvitation:
    """`addresses` are those of all guests, also of those that `guests` leaves out."""

    method: Method
    mark: CalendarMark
    event: EventDetail
    organiser: Guest
    guests: tuple[Guest, ...]
    addresses: tuple[str, ...]
    note: str
    at: int | None
    """Of one time of a series: when it would begin otherwise (RECURRENCE-ID), in epoch seconds."""
    part: Any = field(repr=False)
    """The event as the library read it, and …"""
    calendar: Any = field(repr=False)
    """… the calendar around it: an answer copies from them."""


def find_calendar(parsed: ParsedMessage, raw: bytes) -> bytes | None:
    """The bytes of the part that is the mail's invitation."""
    place = choose_part([(one.content_type, one.filename, one.size) for one in parsed.attachments])
    if place is None:
        return None
    try:
        return load_attachment(raw, parsed.attachments[place].path)
    except KeyError:
        return None


def read_invitation(data: bytes, local_zone: str) -> ReadInvitation | None:
    """None for what cannot be read as a meeting: no calendar, no UID, no time."""
    mark = read_mark(data)
    if mark is None:
        return None
    try:
        calendars = parse_calendars(data)
    except BandejaError:
        return None
    for calendar in calendars:
        for part in calendar.walk("VEVENT"):
            if ("RECURRENCE-ID" in part) != bool(mark.recurrence):
                continue
            others = [one for one in calendar.walk("VEVENT") if "RECURRENCE-ID" in one and not mark.recurrence]
            event = read_event(part, mark.method, local_zone, others)
            at = moment_of(part, "RECURRENCE-ID", local_zone) if mark.recurrence else None
            return None if event is None else _build(mark, part, calendar, event, at)
    return None


def _build(
    mark: CalendarMark, part: Any, calendar: Any, event: EventDetail, at: int | None
) -> ReadInvitation:  # fmt: skip
    organiser = _guest(_first(part.get("ORGANIZER")), organiser=True)
    found = part.get("ATTENDEE", [])
    listed = [_guest(one) for one in (found if isinstance(found, list) else [found])[:_MOST_READ]]
    guests = tuple(
        Guest(one.name, one.address, one.state, bool(one.address) and _same(one.address, organiser.address))
        for one in listed
        if one.address or one.name
    )
    return ReadInvitation(
        method=_METHODS.get(mark.method, Method.OTHER),
        mark=mark,
        event=event,
        organiser=organiser,
        guests=guests[:MOST_GUESTS],
        addresses=tuple(one.address for one in guests if one.address),
        note=text_of(part, "COMMENT").strip()[:_LONGEST_NOTE],
        at=at,
        part=part,
        calendar=calendar,
    )


def _guest(value: Any, *, organiser: bool = False) -> Guest:
    if value is None:
        return Guest("", "", "", organiser)
    parameters = getattr(value, "params", {})
    state = str(parameters.get("PARTSTAT", "")).lower()
    return Guest(
        visible_text(str(parameters.get("CN", "")))[:200].strip(),
        address_of(str(value)) or address_of(str(parameters.get("EMAIL", ""))),
        state if state in _STATES else "",
        organiser,
    )


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value


def _same(first: str, second: str) -> bool:
    return first.lower() == second.lower()
