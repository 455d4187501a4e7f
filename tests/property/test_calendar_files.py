"""Any event that the desk can hold comes back from its calendar file as it was; any bytes are read or refused."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core.api.desk import EventDetail, EventRow
from desktop.core.api.errors import BandejaError
from desktop.core.api.invitations import Answer
from desktop.core.mime.calendar_mark import read_mark
from desktop.core.mime.read_calendar import read_calendar
from desktop.core.mime.read_invitation import read_invitation
from desktop.core.mime.write_calendar import write_calendar
from desktop.core.mime.write_reply import write_reply
from desktop.core.store.desk_objects import clean_text, one_line

ZONES = ("Europe/Madrid", "UTC", "America/St_Johns", "Asia/Kathmandu", "Pacific/Apia", "Africa/Casablanca")
MOMENTS = st.integers(1, 4_000_000_000)
WORDS = st.text(max_size=60).map(one_line)
PIECES = st.sampled_from(
    [
        b"BEGIN:VCALENDAR\r\n", b"END:VCALENDAR\r\n", b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n", b"BEGIN:VALARM\r\n",
        b"END:VALARM\r\n", b"DTSTART:20261128T090000Z\r\n", b"DTSTART;VALUE=DATE:20261128\r\n", b"DTEND:2026\r\n",
        b"DURATION:P1W\r\n", b"TRIGGER:-PT1H\r\n", b"RRULE:FREQ=DAILY\r\n", b" folded\r\n", b"SUMMARY:\xff\xfe\r\n",
        b"METHOD:REQUEST\r\n", b"DTSTART;TZID=\"a;b\":20261128T090000\r\n", b":\r\n", b";;==::\r\n", b"\0\r\n",
    ]
)  # fmt: skip


@given(MOMENTS, st.integers(0, 400 * 86_400), st.sampled_from(ZONES), WORDS, WORDS, st.text(max_size=200).map(clean_text),
       st.none() | st.integers(0, 20_000))  # fmt: skip
@settings(deadline=None, max_examples=60)
def test_an_event_comes_back(
    starts_at: int, lasts: int, zone: str, title: str, place: str, text: str, minutes: int | None
):
    row = EventRow(3, title, starts_at, starts_at + lasts, False, zone, place, minutes, 0)
    data = write_calendar(EventDetail(row, text, ()), uid="u", changed_at=5, local_zone="UTC")
    (back,) = read_calendar(data, "Asia/Tokyo")
    assert back.row == EventRow(0, title, starts_at, starts_at + lasts, False, zone, place, minutes, 0)
    assert back.text == text
    assert back.notes == ()


@given(st.dates(datetime(1971, 1, 1).date(), datetime(2099, 1, 1).date()), st.integers(1, 40), st.sampled_from(ZONES))  # noqa: DTZ001
@settings(deadline=None, max_examples=60)
def test_whole_days_come_back(first, days: int, zone: str):
    begins = datetime(first.year, first.month, first.day, tzinfo=ZoneInfo(zone))
    ends = datetime.fromordinal(first.toordinal() + days).replace(tzinfo=ZoneInfo(zone))
    row = EventRow(3, "Día", int(begins.timestamp()), int(ends.timestamp()), True, zone, "", None, 0)
    data = write_calendar(EventDetail(row, "", ()), uid="u", changed_at=5, local_zone="UTC")
    (back,) = read_calendar(data, zone)
    assert (back.row.starts_at, back.row.ends_at, back.row.all_day) == (row.starts_at, row.ends_at, True)


@given(st.lists(PIECES | st.binary(max_size=30), max_size=40).map(b"".join))
@settings(deadline=None, max_examples=150)
def test_any_bytes_are_read_or_refused(data: bytes):
    try:
        events = read_calendar(data, "Europe/Madrid")
    except BandejaError:
        return
    assert events
    assert all(event.row.ends_at >= event.row.starts_at >= 0 for event in events)


ASKED = st.sampled_from(
    [
        b"UID:m-1@x", b"UID:\xff", b"UID", b"SEQUENCE:3", b"SEQUENCE:-1", b"SEQUENCE:x", b"DTSTAMP:20261128T090000Z",
        b"DTSTAMP:20269999T999999Z", b"ORGANIZER:mailto:dan@x.example", b"ORGANIZER;CN=\"a:b\":MAILTO:dan@x.example",
        b"ORGANIZER:urn:x", b"ATTENDEE;CN=Ana:mailto:ana@example.org", b"ATTENDEE;PARTSTAT=\xff:mailto:bob@example.com",
        b"ATTENDEE:", b"DTSTART:20261128T090000Z", b"DTSTART;TZID=Mars/X:20261128T090000", b"DTSTART;VALUE=DATE:20261128",
        b"DTEND:20261128T100000Z", b"RECURRENCE-ID:20261128T090000Z", b"RECURRENCE-ID;TZID=Mars/X:20261128T090000",
        b"SUMMARY:\\n\\;x", b"BEGIN:VALARM", b"END:VALARM", b"COMMENT:hi", b" folded", b"RRULE:FREQ=SECONDLY",
    ]
)  # fmt: skip


@given(st.lists(ASKED | st.binary(max_size=30), max_size=24))
@settings(deadline=None, max_examples=120)
def test_an_invitation_is_read_and_answered_or_not_and_nothing_raises(lines: list[bytes]):
    body = [b"BEGIN:VCALENDAR", b"METHOD:REQUEST", b"BEGIN:VEVENT", *lines, b"END:VEVENT", b"END:VCALENDAR", b""]
    data = b"\r\n".join(body)
    mark, found = read_mark(data), read_invitation(data, "Europe/Madrid")
    if found is None:
        return
    assert found.mark == mark
    if found.organiser.address and found.addresses:
        raw = write_reply(found, found.addresses[0], Answer.TENTATIVE, note="", now=1_795_000_000)
        plain = raw.replace(b"\r\n ", b"")
        assert (plain.count(b"\r\nATTENDEE"), plain.count(b"\r\nEND:VEVENT")) == (1, 1)
        again = read_mark(raw)
        assert again is not None
        assert again.method == "REPLY"
        assert (again.uid, again.sequence, again.organiser) == (mark.uid, mark.sequence, mark.organiser)
