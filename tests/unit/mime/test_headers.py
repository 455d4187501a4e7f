"""Header blocks, envelopes and dates."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from desktop.core.mime.dates import parse_date
from desktop.core.mime.headers import MAX_REFERENCES, find_body, parse_envelope, parse_ids, read_fields


def test_an_envelope_is_read():
    envelope = parse_envelope(
        b"From: Ana <ana@example.org>\r\nTo: b@x.org,\r\n c@y.org\r\nCc: d@z.org\r\nSender: s@x.org\r\nReply-To: r@x.org\r\n"
        b"Subject: Hola\r\n mundo\r\nMessage-ID: <1@x.org>\r\nIn-Reply-To: <0@x.org>\r\nReferences: <a@x>\r\n <b@x>\r\n"
        b"Date: Tue, 24 Nov 2026 10:00:00 +0100\r\nList-Id: The list <list.example.org>\r\n\r\n"
    )
    assert envelope.subject == "Hola mundo"
    assert [str(address) for address in envelope.from_] == ["Ana <ana@example.org>"]
    assert [address.addr_spec for address in envelope.to] == ["b@x.org", "c@y.org"]
    assert envelope.message_id == "1@x.org"
    assert envelope.in_reply_to == ("0@x.org",)
    assert envelope.references == ("a@x", "b@x")
    assert envelope.date == datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    assert envelope.list_id == "list.example.org"


def test_a_repeated_from_is_shown_whole_and_the_first_subject_counts():
    envelope = parse_envelope(b"From: a@good.test\nFrom: b@evil.test\nSubject: one\nSubject: two\n\n")
    assert [address.addr_spec for address in envelope.from_] == ["a@good.test", "b@evil.test"]
    assert envelope.subject == "one"


@pytest.mark.parametrize(
    "header",
    [
        b"Subject : spaced\n\n",
        b"SUBJECT:spaced\n\n",
        b"subject:\n spaced\n\n",
        b"From someone Mon Jan  1 00:00:00 2026\nSubject: spaced\n\n",
        b"\r\n\r\nSubject: spaced\r\n\r\n",
        b"\xef\xbb\xbfSubject: spaced\r\n\r\n",
        b"a line that is no field\nSubject: spaced\n\n",
        b"Subject: spaced",
    ],
)
def test_odd_headers_are_read(header: bytes):
    assert parse_envelope(header).subject == "spaced"


@pytest.mark.parametrize(
    ("raw", "header_end", "body"),
    [
        (b"A: b\n\nbody", 5, 6),
        (b"A: b\r\n\r\nbody", 6, 8),
        (b"A: b\r\n\nbody", 6, 7),
        (b"A: b\n\r\nbody", 5, 7),
        (b"\nbody", 0, 1),
        (b"\r\nbody", 0, 2),
        (b"A: b\n", 5, 5),
        (b"", 0, 0),
        (b"A: b\n\nx\r\n\r\ny", 5, 6),
        (b"A: b\r\nC: d\n\nx\r\n\r\ny", 11, 12),
    ],
)
def test_the_body_is_found(raw: bytes, header_end: int, body: int):
    assert find_body(raw) == (header_end, body)


def test_a_header_without_end_is_cut():
    raw = b"X: y\n" * 400_000
    header_end, body = find_body(raw)
    assert header_end == body <= 1 << 20
    assert read_fields(raw[:header_end]) == {}


@pytest.mark.parametrize(
    ("value", "ids"),
    [
        (b"<a@b> <c@d>", ("a@b", "c@d")),
        (b"<a@b><a@b>", ("a@b",)),
        (b"a@b", ("a@b",)),
        (b"<a\r\n @b>", ("a@b",)),
        (b"<a\0\x1b@b>", ("a@b",)),
        (b'Message of "today" <a@b>', ("a@b",)),
        (b"", ()),
        (b"<>", ()),
    ],
)
def test_message_ids(value: bytes, ids: tuple[str, ...]):
    assert parse_ids(value) == ids


def test_of_very_many_references_the_ends_are_kept():
    ids = parse_ids(b"".join(b"<%d@x>" % number for number in range(5_000)))
    assert len(ids) == MAX_REFERENCES
    assert (ids[0], ids[-1]) == ("0@x", "4999@x")


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        (b"Tue, 24 Nov 2026 10:11:12 +0000", (2026, 11, 24, 10, 11, 12)),
        (b"24 Nov 2026 10:11 -0130", (2026, 11, 24, 11, 41, 0)),
        (b"Tuesday, 24 November 2026 10:11:12 GMT", (2026, 11, 24, 10, 11, 12)),
        (b"Tue, 24 Nov 26 10:11:12 EST", (2026, 11, 24, 15, 11, 12)),
        (b"Tue Nov 24 10:11:12 2026", (2026, 11, 24, 10, 11, 12)),
        (b"2026-11-24T10:11:12Z", (2026, 11, 24, 10, 11, 12)),
        (b"2026-11-24 10:11:12+02:00", (2026, 11, 24, 8, 11, 12)),
        (b"Tue, 24 Nov 2026 10:11:60 +0000", (2026, 11, 24, 10, 11, 59)),  # a leap second
        (b"Tue, 24 Nov 2026 10:11:12 +0000 (CET)", (2026, 11, 24, 10, 11, 12)),
    ],
)
def test_dates(value: bytes, moment: tuple[int, ...]):
    assert parse_date(value) == datetime(*moment, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        b"",
        b"yesterday",
        b"Tue, 32 Nov 2026 10:11:12 +0000",
        b"Tue, 24 Foo 2026 10:11:12 +0000",
        b"24 Nov 99999 10:11:12 +0000",
        b"01 Jan 0001 00:00:00 +0100",
        b"31 Dec 9999 23:59:59 -0100",
        b"Tue, 24 Nov 2026 25:61:12 +0000",
        b"\xff\xfe\0",
        b"1" * 10_000,
        b"0000-00-00T00:00",
    ],
)
def test_what_is_no_date_is_none(value: bytes):
    assert parse_date(value) is None
