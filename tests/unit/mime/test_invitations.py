"""Invitations read and answered as RFC 5546 asks: what an answer keeps, what it leaves out, and files that mean harm."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from icalendar import Calendar

from desktop.core.api.invitations import Answer, Method
from desktop.core.mail.address import Address
from desktop.core.mail.outgoing import OutgoingMessage
from desktop.core.mail.structure import CalendarMark
from desktop.core.mime.calendar_mark import MAX_BYTES, read_mark
from desktop.core.mime.compose import compose
from desktop.core.mime.index_message import index_message
from desktop.core.mime.parse_message import load_attachment, parse_message
from desktop.core.mime.read_invitation import MOST_GUESTS, ReadInvitation, find_calendar, read_invitation
from desktop.core.mime.write_reply import write_reply
from tests.fakes.invitations import ME, ORGANISER, START, UID, calendar, letter

MADRID = "Europe/Madrid"
STAMP = START - 90_000


def read(data: bytes) -> ReadInvitation:
    found = read_invitation(data, MADRID)
    assert found is not None
    return found


def answered(data: bytes, me: str = ME, what: Answer = Answer.ACCEPTED, note: str = ""):
    found = Calendar.from_ical(write_reply(read(data), me, what, note=note, now=START))
    (event,) = found.walk("VEVENT")
    return found, event


def test_which_meeting_a_mail_is_about():
    mark = CalendarMark("REQUEST", UID, "", 3, STAMP, ORGANISER)
    assert read_mark(calendar(sequence=3)) == mark
    assert index_message(letter(1, calendar(sequence=3))).mark == replace(mark, proven=True)
    assert index_message(letter(1, calendar(sequence=3), sender="eve@evil.example")).mark == mark
    assert read_mark(calendar(sequence=None)).sequence == 0
    assert index_message(b"Subject: x\r\n\r\nno calendar\r\n").mark is None


def test_a_mark_knows_folded_lines_escapes_and_quoted_colons():
    body = (
        b"BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:a\\,b\n -c\nSEQUENCE:7\nDTSTAMP:20261120T100000Z\n"
        b'ORGANIZER;CN="Mail: mailto:no@x.example";SENT-BY="mailto:s@x.example":MAILTO:Dan@X.example\n'
        b"BEGIN:VALARM\nUID:alarm\nEND:VALARM\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    assert read_mark(body) == CalendarMark("REQUEST", "a,b-c", "", 7, START, "dan@x.example")


def test_the_series_counts_before_its_exceptions():
    whole = calendar()
    exception = whole.replace(b"UID:", b"RECURRENCE-ID:20261120T100000Z\r\nUID:")
    inner = exception[exception.index(b"BEGIN:VEVENT") : exception.index(b"END:VCALENDAR")]
    both = whole.replace(b"BEGIN:VEVENT", inner + b"BEGIN:VEVENT", 1)
    assert read_mark(both).recurrence == ""
    assert read_mark(exception).recurrence == "20261120T100000Z"
    assert "RECURRENCE-ID" not in read(both).part


@pytest.mark.parametrize(
    ("method", "expected"),
    [("REQUEST", Method.REQUEST), ("CANCEL", Method.CANCEL), ("REPLY", Method.REPLY), ("PUBLISH", Method.OTHER), ("COUNTER", Method.OTHER)],
)  # fmt: skip
def test_the_method_is_what_the_file_says(method, expected):
    assert read(calendar(method)).method is expected


def test_who_asks_and_who_is_asked():
    found = read(calendar(states={"bob@example.com": "TENTATIVE"}))
    assert (found.organiser.name, found.organiser.address) == ("Daniel Okafor", ORGANISER)
    assert [(one.name, one.address, one.state) for one in found.guests] == [
        ("Ana", ME, "needs-action"), ("Bob", "bob@example.com", "tentative"),
    ]  # fmt: skip


def test_an_answer_names_only_who_answers_and_what_it_is_known_by():
    """RFC 5546, 3.2.3: one ATTENDEE, the organiser's UID, SEQUENCE and ORGANIZER, a DTSTAMP of its own."""
    found, event = answered(calendar(sequence=4), note="Con pan")
    assert (found["METHOD"], found["VERSION"]) == ("REPLY", "2.0")
    assert (str(event["UID"]), int(event["SEQUENCE"]), str(event["ORGANIZER"])) == (UID, 4, f"mailto:{ORGANISER}")
    assert str(event["ATTENDEE"]) == f"mailto:{ME}"
    assert event["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert "RSVP" not in event["ATTENDEE"].params
    assert int(event["DTSTAMP"].dt.timestamp()) == START
    assert str(event["COMMENT"]) == "Con pan"
    assert "RECURRENCE-ID" not in event
    assert b"bob" not in bytes(found.to_ical())


@pytest.mark.parametrize(("what", "state"), [(Answer.TENTATIVE, "TENTATIVE"), (Answer.DECLINED, "DECLINED")])
def test_every_answer_has_its_partstat(what, state):
    assert answered(calendar(), what=what)[1]["ATTENDEE"].params["PARTSTAT"] == state


def test_an_answer_about_one_time_of_a_series_says_which_with_its_zone():
    body = calendar(extra="RECURRENCE-ID;TZID=Europe/Madrid:20261120T110000\n", sequence=None)
    found, event = answered(body)
    assert event["RECURRENCE-ID"].params["TZID"] == MADRID
    assert event["RECURRENCE-ID"].to_ical() == b"20261120T110000"
    assert [str(zone["TZID"]) for zone in found.walk("VTIMEZONE")] == [MADRID]
    assert "SEQUENCE" not in event


def test_who_is_not_asked_cannot_answer():
    with pytest.raises(ValueError, match="does not name"):
        write_reply(read(calendar()), "zoe@example.org", Answer.ACCEPTED, note="", now=START)
    with pytest.raises(ValueError, match="does not name"):
        write_reply(read(calendar(organiser="")), ME, Answer.ACCEPTED, note="", now=START)


def test_a_foreign_name_cannot_add_lines_to_an_answer():
    body = (
        calendar()
        .replace(b'CN="Ana"', b'CN="A\\nATTENDEE:mailto:evil@x"')
        .replace(b"SUMMARY:", b"SUMMARY:A\\nMETHOD:X ")
    )
    raw = write_reply(read(body), ME, Answer.ACCEPTED, note="B\r\nATTENDEE:mailto:evil@x.example", now=START)
    lines = raw.replace(b"\r\n ", b"").split(b"\r\n")
    assert sum(line.startswith(b"ATTENDEE") for line in lines) == 1
    assert sum(line.startswith(b"METHOD") for line in lines) == 1


def test_the_mail_carries_the_answer_beside_its_text():
    """RFC 6047: text/calendar with the method in its type, as the other form of a text for people."""
    body = write_reply(read(calendar()), ME, Answer.ACCEPTED, note="¡Voy!", now=START)
    message = OutgoingMessage(
        Address("Ana", ME), "Accepted: x", "Ana viene.", "a@b", datetime.fromtimestamp(START, UTC),
        to=(Address("", ORGANISER),), calendar=body, method="REPLY",
    )  # fmt: skip
    raw = compose(message)
    assert b"multipart/alternative" in raw
    assert b"text/calendar; charset=utf-8; method=REPLY" in raw
    parsed = parse_message(raw)
    assert parsed.text == "Ana viene."
    assert load_attachment(raw, parsed.attachments[0].path).split() == body.split()
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))


def test_what_means_harm_is_bounded():
    crowd = tuple(f"g{number}@x.example" for number in range(5_000))
    found = read(calendar(guests=crowd))
    assert len(found.guests) == MOST_GUESTS
    assert len(found.addresses) <= 2_000
    huge = letter(1, calendar(extra="DESCRIPTION:" + "x" * MAX_BYTES + "\n"))
    assert index_message(huge).mark is None
    assert find_calendar(parse_message(huge), huge) is None
    assert read_invitation(b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\nUID:x\n" * 5_000, MADRID) is None
    assert read_mark(b"BEGIN:VEVENT\n" * 100_000) is None
    assert read_mark(calendar(uid="x" * 600)) is None
    assert read_mark(calendar(extra="").replace(b"SEQUENCE:0", b"SEQUENCE:99999999999999999")).sequence == 2**31 - 1
