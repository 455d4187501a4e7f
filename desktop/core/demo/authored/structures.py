"""The bodies that are more than a text: invitations, delivery reports, digests, signed mail, a bill of quantities.

Invariant: each keeps the structure its standard asks for (RFC 6047 and 5545; RFC 3464; RFC 2046 section 5.1.5; RFC 3156).
Pure apart from reading package resources. Any thread.
"""

from __future__ import annotations

import base64
import tomllib

from desktop.core.demo.authored.assembly import Part, encoded_words, mail_bytes, mailbox_address, multipart, text_part
from desktop.core.demo.authored.cast import Person, demo_files
from desktop.core.demo.authored.letters import build_body, own_text
from desktop.core.demo.authored.moments import fill_dates, madrid_offset, parse_moment, wire_date
from desktop.core.demo.authored.script import Entry
from desktop.core.demo.authored.world import OWN_DOMAIN, World, digest_of
from desktop.moments import moment_at

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
END:VTIMEZONE"""


def build_content(world: World, entry: Entry, parent_raw: bytes = b"") -> Part:
    """The content of any authored mail; a delivery report quotes `parent_raw`, the mail that bounced."""
    match entry.get("structure"):
        case "report":
            return _report(world, entry, parent_raw)
        case "digest":
            return _digest(world, entry)
        case "signed":
            return _signed(world, entry)
        case "quantities":
            return text_part(f"{own_text(world, entry)}\n\n{_quantities()}")
        case _ if entry.get("event"):
            calendar = _invitation(world, entry)
            method = entry.get("event").split()[0]
            shown = text_part(calendar, "calendar", extra=f"; method={method}")
            file = Part(
                (
                    'Content-Type: application/ics; name="invite.ics"',
                    "Content-Transfer-Encoding: base64",
                    'Content-Disposition: attachment; filename="invite.ics"',
                ),
                base64.encodebytes(calendar.replace("\n", "\r\n").encode()),
            )
            return build_body(world, entry, (file,), (shown,))
        case _:
            return build_body(world, entry)


def _invitation(world: World, entry: Entry) -> str:
    method, sequence = entry.get("event").split()
    start = parse_moment(entry.get("event-at"), world.now)
    end = start + round(float(entry.get("event-hours", "1")) * 3600)
    organiser = world.sender(entry)
    lines = [
        "BEGIN:VCALENDAR",
        "PRODID:-//Beltran Quiles//Demo//ES",
        "VERSION:2.0",
        f"METHOD:{method}",
        *_ZONE.splitlines(),
        "BEGIN:VEVENT",
        f"UID:{entry.get('event-uid')}@{organiser.domain}",
        f"SEQUENCE:{sequence}",
        f"DTSTAMP:{moment_at(world.moment(entry)):%Y%m%dT%H%M%SZ}",
        f"DTSTART;TZID=Europe/Madrid:{_wall(start)}",
        f"DTEND;TZID=Europe/Madrid:{_wall(end)}",
        *([f"RRULE:{entry.get('event-rule')}"] if entry.get("event-rule") else []),
        f"SUMMARY:{_ical_text(entry.get('event-title'))}",
        f"LOCATION:{_ical_text(entry.get('event-place'))}",
        f"STATUS:{'CANCELLED' if method == 'CANCEL' else 'CONFIRMED'}",
        f'ORGANIZER;CN="{organiser.name}":mailto:{organiser.address}',
        *(_attendee(person) for field in ("to", "cc") for person in world.recipients(entry, field)),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "\n".join(_ical_fold(line) for line in lines) + "\n"


def _wall(seconds: int) -> str:
    """Spanish wall time as iCalendar writes it (RFC 5545 section 3.3.5, form 3)."""
    return f"{moment_at(seconds + madrid_offset(seconds)):%Y%m%dT%H%M%S}"


def _attendee(person: Person) -> str:
    return f'ATTENDEE;CN="{person.name}";ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:{person.address}'


def _ical_text(text: str) -> str:
    return text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")


def _ical_fold(line: str) -> str:
    """RFC 5545 section 3.1: at most 75 octets a line; cut between characters."""
    out, size = "", 0
    for char in line:
        width = len(char.encode())
        if size + width > 74:
            out, size = out + "\n ", 1
        out, size = out + char, size + width
    return out


def _report(world: World, entry: Entry, parent_raw: bytes) -> Part:
    parent = world.parent(entry)
    code, _, words = entry.get("status").partition(" ")
    final = world.recipients(parent, "to")[0].address if parent else ""
    status = (
        f"Reporting-MTA: dns; mx.{OWN_DOMAIN}\nArrival-Date: {wire_date(world.moment(entry), 3600)}\n\n"
        f"Final-Recipient: rfc822; {final}\nAction: failed\nStatus: {code}\n"
        f"Remote-MTA: dns; mx.{final.rpartition('@')[2]}\nDiagnostic-Code: smtp; {words}\n"
    )
    headers = parent_raw.replace(b"\r\n", b"\n").partition(b"\n\n")[0] + b"\n"
    parts = [
        text_part(own_text(world, entry)),
        Part(("Content-Type: message/delivery-status", "Content-Transfer-Encoding: 7bit"), status.encode()),
        Part(("Content-Type: text/rfc822-headers", "Content-Transfer-Encoding: 7bit"), headers),
    ]
    return multipart("report", parts, entry.name, ";\n report-type=delivery-status")


def _digest(world: World, entry: Entry) -> Part:
    """A list's digest: the body's `~~~ Name <address> | subject` lines each begin one of the mails in it."""
    head, *pieces = fill_dates(entry.body, world.moment(entry), world.now).split("~~~ ")
    mails = []
    for number, piece in enumerate(pieces, 1):
        title, _, text = piece.partition("\n")
        writer, _, subject = title.partition(" | ")
        person = world.cast.person(writer)
        seconds = world.moment(entry) - 5000 * (len(pieces) - number + 1)
        headers = [
            f"Date: {wire_date(seconds, 3600)}",
            f"From: {mailbox_address(person.name, person.address)}",
            f"Subject: {encoded_words(subject)}",
            f"Message-ID: <{digest_of(f'{entry.name}/{number}')[:20]}@{person.domain}>",
        ]
        mails.append(Part((), mail_bytes(headers, text_part(text.strip())).replace(b"\r\n", b"\n")))
    return multipart("mixed", [text_part(head.strip()), multipart("digest", mails, entry.name)], entry.name)


def _signed(world: World, entry: Entry) -> Part:
    armour = (demo_files() / "signatures" / f"{entry.name}.asc").read_bytes()
    signature = Part(
        (
            'Content-Type: application/pgp-signature; name="signature.asc"',
            "Content-Description: OpenPGP digital signature",
        ),
        armour,
    )
    text = signed_text(entry)
    kind = ';\n protocol="application/pgp-signature"; micalg=pgp-sha512'
    return multipart("signed", [text, signature], entry.name, kind)


def signed_text(entry: Entry) -> Part:
    """The part a signature covers; it holds no dates, as its signature was made once."""
    return text_part(entry.body)


def _quantities() -> str:
    """The bill of quantities: every item of every room, measured from the room's length, width and height in metres."""
    data = tomllib.loads((demo_files() / "documents" / "mediciones.toml").read_text("utf-8"))
    lines: list[str] = []
    total = 0.0
    for chapter, room in enumerate(data["rooms"], 1):
        long, wide, high = room["size"]
        lines += [f"{chapter:02d}  {room['name'].upper()}  ({long:.2f} x {wide:.2f} x {high:.2f} m)", ""]
        for number, item in enumerate((item for item in data["items"] if item["for"] in room["kinds"]), 1):
            amount = {"floor": long * wide, "wall": 2 * (long + wide) * high, "edge": 2 * (long + wide), "piece": 1}[
                item["by"]
            ]
            cost = amount * item["price"]
            total += cost
            lines += [
                f"{chapter:02d}.{number:02d}  {item['text']}",
                f"       {amount:9.2f} {item['unit']:<3} x {item['price']:8.2f} = {cost:10.2f} EUR",
                "",
            ]
    return "\n".join([*lines, f"TOTAL EJECUCIÓN MATERIAL: {total:.2f} EUR"])
