"""Calendar files in and out: zones, whole days, repetitions, invitations, and files that mean harm."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from desktop.core.api.desk import EventDetail, EventRow
from desktop.core.api.errors import BandejaError, Code
from desktop.core.mime.parse_calendar import MAX_BYTES
from desktop.core.mime.read_calendar import MAX_EVENTS, read_calendar
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


def test_broken_dates_of_a_series_are_none():
    broken = ("EXDATE:20261100Z", "RDATE:tomorrow", "EXDATE:20261205T090000Z")
    event = read_one("DTSTART:20261128T090000Z", "RRULE:FREQ=DAILY;COUNT=9", *broken)
    assert event.series is not None
    assert event.series.left_out == (at(2026, 12, 5, 10),)
    assert event.series.also_at == ()


def zone(rule: str, name: str = "Custom", offset: str = "+0100") -> tuple[str, ...]:
    """A calendar's own zone, which observes that rule."""
    return (
        "BEGIN:VTIMEZONE", f"TZID:{name}", "BEGIN:STANDARD", "DTSTART:16010101T030000", f"TZOFFSETFROM:{offset}", f"TZOFFSETTO:{offset}",
        rule, "END:STANDARD", "END:VTIMEZONE",
    )  # fmt: skip


def in_zone(*lines: str, name: str = "Custom", year: int = 2026) -> bytes:
    meeting = ("BEGIN:VEVENT", "UID:1", f"DTSTART;TZID={name}:{year}1128T100000", "END:VEVENT")
    return file(*lines, *meeting, event=False)


def test_a_zone_that_a_file_brings_is_believed():
    for rule in (
        "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8,9,10,11,12,13,14;BYDAY=SU",
        "RDATE:19800101T000000",
    ):
        (event,) = read_calendar(in_zone(*zone(rule, offset="-0500")), MADRID)
        assert event.row.starts_at == at(2026, 11, 28, 15, zone="UTC")


@pytest.mark.parametrize(
    "lines",
    [
        zone("RRULE:FREQ=SECONDLY"),
        zone("RRULE:FREQ=DAILY"),
        zone("EXRULE:FREQ=SECONDLY"),
        zone("RRULE;X=1:FREQ=SECONDLY"),
        zone("RRULE:FREQ=YEARLY;BYSECOND=1,2,3;BYMONTH=1"),
        zone("RRULE:FREQ=YEARLY;BYYEARDAY=1,2,3"),
        zone("RR\r\n ULE:FREQ=SECON\r\n\tDLY"),
        ("BEGIN;X=1:VT\u0131MEZONE", *zone("RRULE:FREQ=SECONDLY")[1:]),
        (*zone("RR\r\nBEGIN:VALARM\r\nEND:VALARM\r\n ULE:FREQ=SECONDLY"), "BEGIN:VALARM", "TRIGGER", "END:VALARM"),
        zone("RRULE:FREQ=YEARLY") * 200,
        zone("RDATE:" + ",".join(f"{1700 + n}0101T000000" for n in range(300))) * 10,
    ],
    ids=["seconds", "days", "exceptions", "parameters", "in a minute", "of a year", "folded", "other letters", "alarm", "many", "dates"],
)  # fmt: skip
def test_a_zone_that_changes_without_end_is_refused_at_once(lines: tuple[str, ...]):
    """The library would count each change since 1601 before it told the time of the meeting, and keep them all in memory."""
    with pytest.raises(BandejaError) as caught:
        read_calendar(in_zone(*lines), MADRID)
    assert caught.value.code is Code.BAD_INPUT


def test_a_zone_in_a_far_year_is_not_counted_to():
    rules = "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=SU"
    (event,) = read_calendar(in_zone(*zone(rules) * 20, year=9990), MADRID)
    assert event.row.starts_at == at(9990, 11, 28, 10)


@pytest.mark.parametrize("name", ["Custom", "W. Europe Standard Time"])
def test_the_zone_of_one_file_moves_no_meeting_of_another(name: str):
    """The library keeps zones by their name, for whatever is read next."""
    read_calendar(in_zone(*zone("RRULE:FREQ=YEARLY", name, "-1100"), name=name), MADRID)
    (event,) = read_calendar(in_zone(*zone("RRULE:FREQ=YEARLY", name, "+0100"), name=name), MADRID)
    assert event.row.starts_at == at(2026, 11, 28, 9, zone="UTC")
    (without,) = read_calendar(in_zone(name=name), MADRID)
    assert without.row.starts_at == at(2026, 11, 28, 10)


def test_files_that_are_read_at_once_keep_their_zones_apart():
    files = [in_zone(*zone("RRULE:FREQ=YEARLY", offset=f"+{hours:02}00")) for hours in range(12)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda data: read_calendar(data, MADRID)[0].row.starts_at, files * 5))
    assert (
        found
        == [
            at(2026, 11, 28, 10 - hours, zone="UTC") if hours <= 10 else at(2026, 11, 27, 23, zone="UTC")
            for hours in range(12)
        ]
        * 5
    )


@pytest.mark.parametrize("begin", ["BEGIN;X=1:VEVENT", "BEG\r\n IN:VEVENT"])
def test_depth_is_counted_as_the_library_reads(begin: str):
    with pytest.raises(BandejaError):
        read_calendar(file(*[begin] * 3_000, event=False), MADRID)


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
