"""A wish as an object of a calendar (RFC 5545), and what such an object says of its state. Pure.

Times are written in the user's zone with its VTIMEZONE; in UTC where the zone is unknown or its clocks show the time twice,
for then only the first of the two can be named. Attachments travel inside while they are small together; the others are named,
with the mail they are in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar import Calendar, Event, Parameters, Todo, vBinary, vCalAddress, vText, vUri
from icalendar.parser import Contentline

from desktop.core.api.errors import Code, ServerRefusal
from desktop.core.api.linking import LinkKind, Person
from desktop.core.connectors.caldav.exceptions import MARK
from desktop.core.connectors.protocol import Presence, SnapshotAttachment, Wish
from desktop.core.connectors.wording import links_of, name_of, one_line, plain_lines, title_of, type_of
from desktop.core.mime.write_series import add_series, changed_parts
from desktop.moments import moment_at

COMPONENTS = {LinkKind.TASK: "VTODO", LinkKind.EVENT: "VEVENT"}
INLINE_BYTES = 256 * 1024
"""Of all attachments of an object together. Servers refuse large objects (Radicale at 10 MB), and read them slowly."""
TEXT_LENGTH = 100_000
_ADDRESS = re.compile(r"[^\s@<>\"',;:\\]+@[^\s@<>\"',;:\\]+")
_CLOSED = ("COMPLETED", "CANCELLED")
_HOUR = 3600
_UNFOLDED = re.compile(rb"[^\n]*(?:\n[ \t][^\n]*)*\n?")
"""A line with those it goes on in."""
_FOLD = re.compile(rb"\r?\n[ \t]")
_MOST_NAMED = 100


def build_object(wish: Wish, *, now: int, organizer: str) -> bytes:
    """The iCalendar text for a PUT. `organizer` is our own address there, "" when the server tells none."""
    calendar = Calendar()
    calendar.add("prodid", "-//Bandeja//Bandeja//EN")
    calendar.add("version", "2.0")
    item = Todo() if wish.kind == LinkKind.TASK else Event()
    item.add("uid", wish.key)
    item.add("dtstamp", moment_at(now))
    item.add("created", moment_at(now))
    item.add("summary", title_of(wish))
    _add_times(item, wish)
    if place := one_line(wish.place):
        item.add("location", place)
    url = next((mail.mid_url for mail in wish.mails if mail.mid_url), "")
    if url:
        item.add("url", url)
    left_out = list(_add_attachments(item, wish))
    item.add("description", _description(wish, left_out))
    _add_people(item, wish.people, organizer)
    calendar.add_component(item)
    if wish.series and wish.kind == LinkKind.EVENT:
        zone = _zone(wish.zone) or UTC
        add_series(item, wish.series, all_day=wish.all_day, zone=zone)
        stamp = moment_at(now)
        for one in changed_parts(wish.series, uid=wish.key, stamp=stamp, all_day=wish.all_day, zone=zone):
            calendar.add_component(one)
    at = moment_at(wish.due_at or wish.starts_at or now).date()
    calendar.add_missing_timezones(at - timedelta(days=400), at + timedelta(days=4_000 if wish.series else 400))
    return bytes(calendar.to_ical())


def name_mails(body: bytes, wish: Wish) -> bytes | None:
    """The object with the wish's mails named in it, a comment each and their mid: links; None when it names them already.
    Everything else of it stays as it is to the letter: it may have been written by another program."""
    mark = f"{MARK}={wish.key}"
    if mark.encode() in body.replace(b"\r\n", b"\n").replace(b"\n ", b"").replace(b"\n\t", b""):
        return None
    lines: list[bytes] = []
    for mail in wish.mails[:_MOST_NAMED]:
        who = one_line(mail.sender.name or mail.sender.address, 100)
        about = " · ".join(part for part in (one_line(mail.subject, 200), who) if part) or "Mail"
        marked = Parameters({MARK: wish.key})
        lines.append(Contentline.from_parts("COMMENT", marked, vText(about)).to_ical())
        if mail.mid_url:
            lines.append(Contentline.from_parts("ATTACH", marked, vUri(mail.mid_url)).to_ical())
    eol = b"\r\n" if b"\r\n" in body else b"\n"
    added = b"".join(line.replace(b"\r\n", eol) + eol for line in lines)
    end = re.search(rb"^END:%s[ \t]*\r?$" % COMPONENTS[wish.kind].encode(), body, re.MULTILINE | re.IGNORECASE)
    if end is None:
        raise ServerRefusal(Code.SERVER_REFUSED, host="", said="no calendar object")
    return body[: end.start()] + added + body[end.start() :]


def unname_mails(body: bytes, key: str) -> bytes | None:
    """The object without what `name_mails` has put into it for that wish; None when there is nothing of it."""
    mark = re.compile(rb"(?:COMMENT|ATTACH);%s=\"?%s\"?[;:]" % (MARK.encode(), re.escape(key.encode())), re.IGNORECASE)
    kept = [line for line in _UNFOLDED.findall(body) if not mark.match(_FOLD.sub(b"", line))]
    left = b"".join(kept)
    return left if left != body else None


def presence_of(body: bytes, kind: LinkKind) -> Presence:
    """What an object says of itself. UNKNOWN when it is none of this kind: a page of a portal in between, for example."""
    text = body.decode("utf-8", "replace").replace("\r\n", "\n").replace("\n ", "").replace("\n\t", "")
    wanted = ["VCALENDAR", COMPONENTS[kind]]
    inside: list[str] = []
    found = done = False
    for line in text.split("\n"):
        name, _, value = line.partition(":")
        name, value = name.partition(";")[0].strip().upper(), value.strip().upper()
        if name == "BEGIN":
            inside.append(value)
            found = found or inside == wanted
        elif name == "END" and inside:
            inside.pop()
        elif inside == wanted:
            closed = name == "STATUS" and value in _CLOSED
            done = done or closed or (name == "COMPLETED" and kind == LinkKind.TASK)
    if not found:
        return Presence.UNKNOWN
    return Presence.DONE if done else Presence.PRESENT


def _add_times(item: Todo | Event, wish: Wish) -> None:
    if isinstance(item, Todo):
        item.add("status", "NEEDS-ACTION")
        if wish.due_at is not None:
            item.add("due", _day(wish.due_at, wish.zone) if wish.all_day else _moment(wish.due_at, wish.zone))
        return
    if wish.starts_at is None:
        raise ServerRefusal(Code.BAD_INPUT, what="The event", why="it has no beginning")
    ends_at = wish.ends_at if wish.ends_at is not None and wish.ends_at > wish.starts_at else None
    if wish.all_day:
        first = _day(wish.starts_at, wish.zone)
        end = _day(ends_at - 1, wish.zone) + timedelta(days=1) if ends_at else first + timedelta(days=1)
        item.add("dtstart", first)
        item.add("dtend", end)
    else:
        item.add("dtstart", _moment(wish.starts_at, wish.zone))
        item.add("dtend", _moment(ends_at or wish.starts_at + _HOUR, wish.zone))


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name and name != "UTC" else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _moment(at: int, zone_name: str) -> datetime:
    zone = _zone(zone_name)
    there = moment_at(at, zone or UTC)
    return there if zone and not there.fold else moment_at(at)


def _day(at: int, zone_name: str) -> date:
    return moment_at(at, _zone(zone_name) or UTC).date()


def _add_attachments(item: Todo | Event, wish: Wish) -> Iterator[SnapshotAttachment]:
    """Add those that fit; give the others."""
    left = INLINE_BYTES
    for mail in wish.mails:
        for attachment in mail.attachments:
            about = {"FMTTYPE": type_of(attachment), "FILENAME": name_of(attachment).replace('"', "'")}
            if len(attachment.content) <= left:
                left -= len(attachment.content)
                content = vBinary(attachment.content)
                content.params.update(about | {"ENCODING": "BASE64", "VALUE": "BINARY"})
                item.add("attach", content)
                continue
            if mail.mid_url:
                reference = vUri(mail.mid_url)
                reference.params.update(about)
                item.add("attach", reference)
            yield attachment


def _description(wish: Wish, left_out: list[SnapshotAttachment]) -> str:
    names = "".join(f"[{name_of(one)}, {max(1, len(one.content) // 1024)} KB]\n" for one in left_out)
    text = plain_lines(wish.text, TEXT_LENGTH).strip("\n")
    return "\n\n".join(part for part in (text, (names + links_of(wish)).strip("\n")) if part)


def _add_people(item: Todo | Event, people: tuple[Person, ...], organizer: str) -> None:
    guests = [person for person in people if _ADDRESS.fullmatch(person.address)]
    if not guests:
        return
    if _ADDRESS.fullmatch(organizer):
        item.add("organizer", vCalAddress(f"mailto:{organizer}"))
    for person in guests:
        guest = vCalAddress(f"mailto:{person.address}")
        if name := one_line(person.name, 100).replace('"', "'"):
            guest.params["CN"] = vText(name)
        guest.params["ROLE"] = vText("REQ-PARTICIPANT")
        guest.params["PARTSTAT"] = vText("NEEDS-ACTION")
        guest.params["RSVP"] = vText("TRUE")
        guest.params["SCHEDULE-AGENT"] = vText("NONE")  # RFC 6638: no server shall write to them by itself
        item.add("attendee", guest)
