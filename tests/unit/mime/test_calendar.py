"""Calendar files in and out: zones, whole days, repetitions, invitations, and files that mean harm."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from desktop.core.api.desk import EventDetail, EventRow
from desktop.core.api.errors import BandejaError, Code
from desktop.core.mime.read_calendar import MAX_BYTES, MAX_EVENTS, read_calendar
from desktop.core.mime.write_calendar import write_calendar

MADRID = "Europe/Madrid"


def file(*lines: str, method: str = "", event: bool = True) -> bytes:
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x"] + ([f"METHOD:{method}"] if method else [])
    body = ["BEGIN:VEVENT", *lines, "END:VEVENT"] if event else list(lines)
    return "\r\n".join([*head, *body, "END:VCALENDAR", ""]).encode()


def read_one(*lines: str, method: str = "") -> EventDetail:
    (event,) = read_calendar(file(*lines, method=method), MADRID)
    return event


def at(*parts: int, zone: str = MADRID) -> int:
    return int(datetime(*parts, tzinfo=ZoneInfo(zone)).timestamp())


def test_an_event_with_a_zone():
    event = read_one(
        "UID:1", "DTSTART;TZID=America/New_York:20261128T100000", "DTEND;TZID=America/New_York:20261128T113000",
        "SUMMARY:Oferta\\, parte 2", "LOCATION:Sala 3\\; planta 2", "DESCRIPTION:Uno\\nDos",
    )  # fmt: skip
    row = event.row
    assert (row.starts_at, row.ends_at) == (
        at(2026, 11, 28, 10, zone="America/New_York"), at(2026, 11, 28, 11, 30, zone="America/New_York"),
    )  # fmt: skip
    assert (row.title, row.place, event.text) == ("Oferta, parte 2", "Sala 3; planta 2", "Uno\nDos")
    assert (row.zone, row.all_day, row.remind_minutes, event.notes) == ("America/New_York", False, None, ())


def test_utc_and_a_duration():
    row = read_one("DTSTART:20261128T090000Z", "DURATION:PT45M").row
    assert (row.starts_at, row.ends_at) == (at(2026, 11, 28, 10), at(2026, 11, 28, 10, 45))
    assert row.zone == "UTC"


def test_whole_days_are_days_where_the_user_is():
    row = read_one("DTSTART;VALUE=DATE:20261128", "DTEND;VALUE=DATE:20261130").row
    assert (row.starts_at, row.ends_at) == (at(2026, 11, 28), at(2026, 11, 30))
    assert row.all_day
    alone = read_one("DTSTART;VALUE=DATE:20261025").row
    assert alone.ends_at - alone.starts_at == 25 * 3600, "the day on which the clocks go back"


@pytest.mark.parametrize(("start", "note"), [("DTSTART:20261128T100000", "floating"), ("DTSTART;TZID=Mars/Olympus:20261128T100000", "zone_unknown")])  # fmt: skip
def test_a_time_without_a_known_zone_is_the_users(start: str, note: str):
    event = read_one(start)
    assert event.row.starts_at == at(2026, 11, 28, 10)
    assert (event.row.zone, event.notes) == (MADRID, (note,))


def test_a_zone_that_the_file_explains_itself():
    zone = [
        "BEGIN:VTIMEZONE", "TZID:Eigene", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0500",
        "TZOFFSETTO:+0500", "END:STANDARD", "END:VTIMEZONE",
        "BEGIN:VEVENT", "DTSTART;TZID=Eigene:20261128T100000", "END:VEVENT",
    ]  # fmt: skip
    (event,) = read_calendar(file(*zone, event=False), MADRID)
    assert event.row.starts_at == at(2026, 11, 28, 5, zone="UTC")
    assert event.row.zone == MADRID


def test_what_repeats_is_its_first_time_with_a_note():
    events = read_calendar(
        file(
            "BEGIN:VEVENT", "UID:a", "DTSTART:20261128T090000Z", "RRULE:FREQ=SECONDLY", "END:VEVENT",
            "BEGIN:VEVENT", "UID:a", "RECURRENCE-ID:20261129T090000Z", "DTSTART:20261129T100000Z", "END:VEVENT",
            event=False,
        ),
        MADRID,
    )  # fmt: skip
    assert [event.notes for event in events] == [("repeats",)]


def test_invitations_and_cancellations_say_so():
    assert read_one("DTSTART:20261128T090000Z", method="REQUEST").notes == ("invitation",)
    assert read_one("DTSTART:20261128T090000Z", method="CANCEL").notes == ("cancelled",)
    assert read_one("DTSTART:20261128T090000Z", "STATUS:CANCELLED").notes == ("cancelled",)


def test_the_earliest_relative_alarm_reminds():
    alarms = [
        part
        for trigger in ("TRIGGER:-PT15M", "TRIGGER:-P1D", "TRIGGER;RELATED=END:-P9D", "TRIGGER;VALUE=DATE-TIME:20261101T000000Z")
        for part in ("BEGIN:VALARM", "ACTION:DISPLAY", trigger, "END:VALARM")
    ]  # fmt: skip
    assert read_one("DTSTART:20261128T090000Z", *alarms).row.remind_minutes == 1440


def test_a_broken_alarm_does_not_cost_the_event():
    event = read_one("DTSTART:20261128T090000Z", "BEGIN:VALARM", "TRIGGER:nonsense", "END:VALARM", "SUMMARY:Oferta")
    assert (event.row.title, event.row.remind_minutes) == ("Oferta", None)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"\xff\xfe\x00",
        b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\n" * 50 + b"END:VCALENDAR\r\n" * 50,
        b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 30_000 + b"END:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\n" + b"X" * (MAX_BYTES + 1),
        file("SUMMARY:no time"),
        file("DTSTART:garbage"),
        file("DTSTART:20261128T090000Z", event=False),
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20261128T090000Z\r\n",
        b"BEGIN:VEVENT\r\nEND:VCALENDAR\r\n",
        file("DTSTART:00010101T000000Z"),
        file("DTSTART;VALUE=DATE:00010101", "DURATION:-P9999W"),
    ],
    ids=range(14),
)
def test_what_is_no_calendar_is_refused_in_a_sentence(data: bytes):
    with pytest.raises(BandejaError) as refused:
        read_calendar(data, MADRID)
    assert refused.value.code == Code.BAD_INPUT


@pytest.mark.parametrize(
    "lines",
    [
        ("DTSTART:20261128T090000Z", "DTSTART:20261129T090000Z"),
        ("DTSTART:20261128T090000Z", "DTEND:20261127T090000Z"),
        ("DTSTART:20261128T090000Z", "DTEND:junk", "SUMMARY:a", "SUMMARY:b"),
        ("DTSTART;VALUE=DATE:20261128", "DURATION:P99999999D"),
        ("DTSTART:20261128T090000Z", "DURATION:-PT5H"),
        ("DTSTART:20261128T090000Z", "SUMMARY:" + "\u202egnp.exe\x07" * 900),
        ("DTSTART;VALUE=DATE:99991231",),
        ("DTSTART;TZID=../../etc/passwd:20261128T090000",),
    ],
)
def test_odd_events_are_read_and_bounded(lines: tuple[str, ...]):
    try:
        event = read_one(*lines)
    except BandejaError:
        return
    assert event.row.ends_at >= event.row.starts_at >= 0
    assert len(event.row.title) <= 500
    assert "\u202e" not in event.row.title


def test_no_more_events_than_a_screen_can_take():
    many = b"BEGIN:VEVENT\r\nDTSTART:20261128T090000Z\r\nEND:VEVENT\r\n" * (MAX_EVENTS + 10)
    assert len(read_calendar(b"BEGIN:VCALENDAR\r\n" + many + b"END:VCALENDAR\r\n", MADRID)) == MAX_EVENTS


def test_a_written_file_names_itself_its_zone_and_its_alarm():
    row = EventRow(7, "Reunión, planta; 2", at(2026, 11, 28, 10), at(2026, 11, 28, 11), False, MADRID, "Sala", 15, 0)
    data = write_calendar(EventDetail(row, "uno\ndos", ()), uid="k-1", changed_at=1_795_000_000, local_zone="UTC")
    text = data.decode()
    assert "UID:k-1" in text
    assert "DTSTART;TZID=Europe/Madrid:20261128T100000" in text
    assert "BEGIN:VTIMEZONE" in text
    assert "TRIGGER:-PT15M" in text
    assert "SUMMARY:Reunión\\, planta\\; 2" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
