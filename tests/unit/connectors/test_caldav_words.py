"""What CalDAV servers say and what is said to them: multistatus, object states, calendars, texts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from desktop.core.api.desk import ChangedTime, Series
from desktop.core.api.errors import ServerRefusal
from desktop.core.api.linking import LinkKind, Person
from desktop.core.connectors.caldav.discovery import CalendarPlace, Calendars
from desktop.core.connectors.caldav.exceptions import change_time, restore_time
from desktop.core.connectors.caldav.items import build_object, name_mails, presence_of, unname_mails
from desktop.core.connectors.caldav.multistatus import (
    CALDAV,
    DAV,
    NotDav,
    build_query_by_uid,
    has_precondition,
    parse_multistatus,
)
from desktop.core.connectors.protocol import MailSnapshot, Presence, SnapshotAttachment, Wish
from desktop.core.mime.read_calendar import read_calendar
from tests.integration.connectors.world import make_mail

KEY = "6f1c1f0e-8b1e-4c55-a9d1-0f6b8a1f2c3d"
NOON = 1_793_182_800
HEAD = '<D:multistatus xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">'
BOTH = frozenset({"VTODO", "VEVENT"})


def make_wish(**changes: object) -> Wish:
    fields: dict[str, object] = {"kind": LinkKind.TASK, "key": KEY, "title": "T", "text": "X", "mails": ()}
    return Wish(**(fields | changes))


def read(wish: Wish, **options: str) -> Calendar:
    return Calendar.from_ical(build_object(wish, now=NOON, organizer=options.get("organizer", "")).decode())


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html/>",
        b"{}",
        b"<multistatus>",
        b'<!DOCTYPE a [<!ENTITY b "c">]><multistatus xmlns="DAV:">&b;</multistatus>',
        b'<?xml version="1.0" encoding="nonsense"?><multistatus xmlns="DAV:"/>',
        f"{HEAD}{'<D:a>' * 40}".encode(),
        f"{HEAD}{'<D:a/>' * 50_000}</D:multistatus>".encode(),
        f"{HEAD}<D:response><D:href>{'x' * 10_000}</D:href></D:response></D:multistatus>".encode(),
    ],
)
def test_what_is_no_multistatus_is_not_taken_for_one(body: bytes):
    with pytest.raises(NotDav):
        parse_multistatus(body)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(body: bytes):
    for raw in (body, HEAD.encode() + body + b"</D:multistatus>"):
        try:
            parse_multistatus(raw)
        except NotDav:
            continue


def test_only_found_properties_of_present_resources_count():
    body = f"""{HEAD}
    <D:response><D:href> /a/ </D:href>
      <D:propstat><D:prop><D:displayname>One</D:displayname></D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat>
      <D:propstat><D:prop><C:x/></D:prop><D:status>HTTP/1.1 404 Not Found</D:status></D:propstat></D:response>
    <D:response><D:href>/gone/</D:href><D:status>HTTP/1.1 404 Not Found</D:status></D:response>
    <D:response><D:href>/odd/</D:href><D:status>nonsense</D:status></D:response></D:multistatus>"""
    (one,) = parse_multistatus(body.encode())
    assert (one.href, one.text(DAV, "displayname")) == ("/a/", "One")
    assert f"{CALDAV} x" not in one.properties


def test_a_precondition_is_read_from_an_error():
    body = f'<D:error xmlns:D="DAV:" xmlns:C="{CALDAV}"><C:no-uid-conflict><D:href>/x</D:href></C:no-uid-conflict></D:error>'
    assert has_precondition(body.encode(), CALDAV, "no-uid-conflict")
    assert not has_precondition(body.encode(), CALDAV, "max-resource-size")
    assert not has_precondition(b"sorry", CALDAV, "no-uid-conflict")


def test_a_uid_cannot_end_its_element():
    assert b"<x>" not in build_query_by_uid("VTODO", "</C:text-match><x>&")


def state(*lines: str, component: str = "VTODO") -> bytes:
    return "\r\n".join(
        ["BEGIN:VCALENDAR", f"BEGIN:{component}", *lines, f"END:{component}", "END:VCALENDAR", ""]
    ).encode()


@pytest.mark.parametrize(
    ("body", "kind", "expected"),
    [
        (state("STATUS:NEEDS-ACTION"), LinkKind.TASK, Presence.PRESENT),
        (state(), LinkKind.TASK, Presence.PRESENT),
        (state("STATUS:COMPLETED"), LinkKind.TASK, Presence.DONE),
        (state("status;X=y:completed"), LinkKind.TASK, Presence.DONE),
        (state("STA", " TUS:COMPLETED"), LinkKind.TASK, Presence.DONE),
        (state("COMPLETED:20261128T080000Z"), LinkKind.TASK, Presence.DONE),
        (state("STATUS:CANCELLED"), LinkKind.TASK, Presence.DONE),
        (state("DESCRIPTION:STATUS:COMPLETED\\nSTATUS:COMPLETED"), LinkKind.TASK, Presence.PRESENT),
        (state("BEGIN:VALARM", "STATUS:COMPLETED", "END:VALARM"), LinkKind.TASK, Presence.PRESENT),
        (state("STATUS:CONFIRMED", component="VEVENT"), LinkKind.EVENT, Presence.PRESENT),
        (state("STATUS:CANCELLED", component="VEVENT"), LinkKind.EVENT, Presence.DONE),
        (state("STATUS:COMPLETED", component="VEVENT"), LinkKind.TASK, Presence.UNKNOWN),
        (b"<html>STATUS:COMPLETED", LinkKind.TASK, Presence.UNKNOWN),
        (b"", LinkKind.TASK, Presence.UNKNOWN),
        (b"END:VTODO\r\n\xff\xfe", LinkKind.TASK, Presence.UNKNOWN),
    ],
)
def test_an_object_says_whether_it_is_done(body: bytes, kind: LinkKind, expected: Presence):
    assert presence_of(body, kind) == expected


@given(st.text(), st.text(), st.text(), st.text())
def test_no_text_can_become_a_property_of_its_own(title: str, text: str, place: str, name: str):
    mail = MailSnapshot(
        title, text, Person(name, place), (), (), None, NOON, text, None, True, "", "",
        (SnapshotAttachment(name, text, b"x"),),
    )  # fmt: skip
    person = Person(name, f"{name[:5]}@example.org")
    calendar = read(make_wish(title=title, text=text, place=place, mails=(mail,), people=(person,), due_at=NOON))
    (todo,) = calendar.walk("VTODO")
    allowed = [
        "UID",
        "DTSTAMP",
        "CREATED",
        "SUMMARY",
        "STATUS",
        "DUE",
        "LOCATION",
        "URL",
        "ATTACH",
        "DESCRIPTION",
        "ATTENDEE",
    ]
    assert not set(todo) - set(allowed)
    assert todo["UID"] == KEY
    assert [one.name for one in calendar.subcomponents] == ["VTODO"]
    assert presence_of(calendar.to_ical(), LinkKind.TASK) == Presence.PRESENT


def test_an_event_needs_a_beginning_and_gets_an_end():
    with pytest.raises(ServerRefusal):
        read(make_wish(kind=LinkKind.EVENT))
    for ends_at in (None, NOON, NOON - 5):
        (event,) = read(make_wish(kind=LinkKind.EVENT, starts_at=NOON, ends_at=ends_at)).walk("VEVENT")
        assert (event["DTEND"].dt - event["DTSTART"].dt).total_seconds() == 3600


@pytest.mark.parametrize(
    ("name", "organizer"), [("", ""), ("ana@example.org", "mailto:ana@example.org"), ("a\r\nX: y@z", "")]
)
def test_the_organizer_is_our_address_there(name: str, organizer: str):
    wish = make_wish(people=(Person("Zoë", "zoe@example.org"), Person("nobody", "")))
    (todo,) = read(wish, organizer=name).walk("VTODO")
    assert str(todo.get("ORGANIZER", "")) == organizer
    assert str(todo["ATTENDEE"]) == "mailto:zoe@example.org"


def test_the_calendar_that_takes_one_kind_alone_is_preferred():
    both, tasks = CalendarPlace("/a/both/", "Both", BOTH), CalendarPlace("/a/t%C3%A9/", "Tasks", frozenset({"VTODO"}))
    calendars = Calendars((both, tasks), "")
    assert calendars.choose(LinkKind.TASK, "") == tasks
    assert calendars.choose(LinkKind.EVENT, "") == both
    assert calendars.choose(LinkKind.TASK, "both") == both
    assert calendars.choose(LinkKind.TASK, "té") == tasks
    assert calendars.choose(LinkKind.EVENT, "tasks") is None
    assert calendars.holds("/a/té/")


def test_an_event_that_repeats_is_written_with_its_rule_and_its_exceptions():
    moved = ChangedTime(
        NOON + 14 * 86_400, "Otra", NOON + 15 * 86_400, NOON + 15 * 86_400 + 3600, False, "Europe/Madrid", ""
    )
    series = Series("FREQ=WEEKLY;COUNT=5", (NOON + 7 * 86_400,), (), (moved,))
    wish = make_wish(kind=LinkKind.EVENT, starts_at=NOON, ends_at=NOON + 3600, zone="Europe/Madrid", series=series)
    whole, changed = read(wish).walk("VEVENT")
    assert whole["RRULE"].to_ical() == b"FREQ=WEEKLY;COUNT=5"
    assert whole["UID"] == changed["UID"] == wish.key
    assert int(whole["EXDATE"].dts[0].dt.timestamp()) == NOON + 7 * 86_400
    assert int(changed["RECURRENCE-ID"].dt.timestamp()) == moved.at
    assert "ORGANIZER" not in whole


def test_what_was_named_is_taken_out_to_the_letter():
    mails = (make_mail(subject="x" * 200 + "; ü, y"), make_mail(message_id="b@example.org"))
    wish = make_wish(mails=mails)
    for eol in (b"\r\n", b"\n"):
        body = build_object(wish, now=NOON, organizer="").replace(b"\r\n", eol)
        first = name_mails(body, replace(wish, key="0" * 8))
        assert first is not None
        both = name_mails(first, replace(wish, key="1" * 8))
        assert both is not None
        assert unname_mails(both, "1" * 8) == first
        assert unname_mails(first, "0" * 8) == body
        assert unname_mails(body, "0" * 8) is None


SERIES = Series("FREQ=WEEKLY;COUNT=4")
WEEK = 7 * 86_400
OTHERS = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:theirs\r\nDTSTART;TZID=Europe/Madrid:20261026T110000\r\n"
    b"RRULE:FREQ=WEEKLY\r\nX-THEIRS:1\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:theirs\r\n"
    b'RECURRENCE-ID;TZID="Europe/Madrid":20261102T110000\r\nSUMMARY:Theirs\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n'
)


def series_of(body: bytes):
    (event,) = read_calendar(body, "Europe/Madrid")
    return event.series


def test_one_time_of_a_series_is_made_otherwise_and_back():
    wish = make_wish(kind=LinkKind.EVENT, starts_at=NOON, ends_at=NOON + 3600, zone="Europe/Madrid", series=SERIES)
    body = build_object(wish, now=NOON, organizer="")
    at = NOON + WEEK
    other = make_wish(
        kind=LinkKind.EVENT,
        key="1" * 8,
        title="Later",
        starts_at=at + 7200,
        ends_at=at + 9000,
        zone="Europe/Madrid",
        place="Sala; 2",
        instead_of=at,
    )
    changed = change_time(body, other, now=NOON)
    assert changed is not None
    (one,) = series_of(changed).changed
    assert (one.at, one.title, one.starts_at, one.ends_at, one.place) == (at, "Later", at + 7200, at + 9000, "Sala; 2")
    assert change_time(changed, other, now=NOON) is None, "once"
    newer = replace(other, key="2" * 8, starts_at=at + 3600, ends_at=at + 7200)
    again = change_time(changed, newer, now=NOON)
    assert again is not None
    assert [one.starts_at for one in series_of(again).changed] == [at + 3600]
    assert restore_time(again, "2" * 8) == body
    assert restore_time(changed, "1" * 8) == body
    assert restore_time(body, "1" * 8) == body


@pytest.mark.parametrize("all_day", [False, True])
def test_one_time_of_a_series_is_left_out_and_back(all_day: bool):
    start = NOON - NOON % 86_400 - 3600 if all_day else NOON
    lasts = 86_400 if all_day else 3600
    wish = make_wish(
        kind=LinkKind.EVENT,
        starts_at=start,
        ends_at=start + lasts,
        all_day=all_day,
        zone="Europe/Madrid",
        series=SERIES,
    )
    body = build_object(wish, now=NOON, organizer="")
    gone = make_wish(kind=LinkKind.EVENT, key="1" * 8, all_day=all_day, zone="Europe/Madrid", instead_of=start + WEEK)
    left = change_time(body, gone, now=NOON)
    assert left is not None
    assert series_of(left).left_out == (start + WEEK,)
    assert restore_time(left, "1" * 8) == body


def test_what_another_program_has_changed_gives_way_for_its_day_alone():
    at = NOON - NOON % 86_400 + 10 * 3600
    assert change_time(OTHERS.replace(b"RRULE:FREQ=WEEKLY\r\n", b""), make_wish(instead_of=at), now=NOON) is None
    wish = make_wish(
        kind=LinkKind.EVENT,
        zone="Europe/Madrid",
        instead_of=1_793_613_600,
        starts_at=1_793_613_600,
        ends_at=1_793_617_200,
    )
    changed = change_time(OTHERS, wish, now=NOON)
    assert changed is not None
    assert b"SUMMARY:Theirs" not in changed
    assert b"X-THEIRS:1" in changed
    later = change_time(OTHERS, replace(wish, instead_of=1_793_613_600 + WEEK, starts_at=None), now=NOON)
    assert later is not None
    assert b"SUMMARY:Theirs" in later
    assert change_time(b"", wish, now=NOON) is None
