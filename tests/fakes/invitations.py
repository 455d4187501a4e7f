"""Mails that invite, change, cancel and answer, as other programs write them (RFC 6047): put together by hand, not by ours."""

from __future__ import annotations

from datetime import UTC, datetime

ORGANISER = "daniel@nomada.example"
ME = "ana@example.org"
START = 1_795_168_800
"""20 November 2026, 10:00 UTC."""
UID = "handover-1@nomada.example"
_ZONE = """BEGIN:VTIMEZONE
TZID:Europe/Madrid
BEGIN:DAYLIGHT
DTSTART:19810329T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
"""


def calendar(
    method: str = "REQUEST",
    *,
    uid: str = UID,
    sequence: int | None = 0,
    start: int = START,
    hours: float = 1,
    organiser: str = ORGANISER,
    guests: tuple[str, ...] = (ME, "bob@example.com"),
    states: dict[str, str] | None = None,
    title: str = "Handover walk",
    place: str = "Carrer de Sueca 41\\, Valencia",
    stamp: int = START - 90_000,
    extra: str = "",
) -> bytes:
    """An iCalendar object with one meeting. `extra` are whole lines of the event."""
    attendees = "".join(
        f'ATTENDEE;CN="{guest.partition("@")[0].title()}";ROLE=REQ-PARTICIPANT;'
        f"PARTSTAT={(states or {}).get(guest, 'NEEDS-ACTION')};RSVP=TRUE:mailto:{guest}\n"
        for guest in guests
    )
    text = (
        f"BEGIN:VCALENDAR\nPRODID:-//Other//Calendar//EN\nVERSION:2.0\nMETHOD:{method}\n{_ZONE}BEGIN:VEVENT\nUID:{uid}\n"
        + ("" if sequence is None else f"SEQUENCE:{sequence}\n")
        + f"DTSTAMP:{_utc(stamp)}\nDTSTART:{_utc(start)}\nDTEND:{_utc(start + round(hours * 3600))}\n"
        f"SUMMARY:{title}\nLOCATION:{place}\n"
        + (f'ORGANIZER;CN="Daniel Okafor":mailto:{organiser}\n' if organiser else "")
        + f"{attendees}{extra}END:VEVENT\nEND:VCALENDAR\n"
    )
    return text.replace("\n", "\r\n").encode()


def letter(
    number: int, body: bytes, *, sender: str = ORGANISER, method: str = "REQUEST", to: str = ME, found: str = ""
) -> bytes:
    """A mail with a text and the calendar as its other form. `found` are Authentication-Results of who received it."""
    head = (f"Authentication-Results: {found}\r\n" if found else "") + (
        f"Message-ID: <i{number}@nomada.example>\r\nDate: Mon, 16 Nov 2026 10:{number % 60:02d}:00 +0100\r\n"
        f"From: Daniel Okafor <{sender}>\r\nTo: {to}\r\nSubject: Invitation {number}\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/alternative; boundary="x"\r\n\r\n'
    )
    return (
        head.encode()
        + b"--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nPlease come.\r\n"
        + f"--x\r\nContent-Type: text/calendar; charset=utf-8; method={method}\r\n\r\n".encode()
        + body
        + b"\r\n--x--\r\n"
    )


def _utc(seconds: int) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y%m%dT%H%M%SZ}"
