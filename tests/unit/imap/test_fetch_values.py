"""What a FETCH reply says, for the fast forms and the odd ones alike."""

from __future__ import annotations

import pytest

from desktop.core.imap.dates import parse_internaldate
from desktop.core.imap.fetch import (
    MAX_HEADER,
    cut_header,
    parse_fetch,
    parse_flags_reply,
    parse_header_reply,
    parse_mail_reply,
)
from desktop.core.imap.gateway import FetchedFlags
from desktop.core.mail.flags import Flag, FlagSet

SEEN_WORK = FlagSet(Flag.SEEN, frozenset({"work"}))


@pytest.mark.parametrize(
    ("line", "reply"),
    [
        (b"* 1 FETCH (UID 5 FLAGS (\\Seen work))", FetchedFlags(5, SEEN_WORK)),
        (b"* 1 FETCH (UID 5 FLAGS (\\Seen work) MODSEQ (9))", FetchedFlags(5, SEEN_WORK, 9)),
        (b"* 1 FETCH (UID 5 MODSEQ (9) FLAGS (work \\Seen \\Recent))", FetchedFlags(5, SEEN_WORK, 9)),
        (b"* 1 FETCH (FLAGS (\\Seen work) UID 5)", FetchedFlags(5, SEEN_WORK)),
        (b"* 1 fetch (flags (\\seen work) uid 5 modseq (9))", FetchedFlags(5, SEEN_WORK, 9)),
        (b"* 1 FETCH (MODSEQ (9) UID 5 FLAGS ())", FetchedFlags(5, FlagSet(), 9)),
        (b'* 1 FETCH (UID 5 FLAGS ("\\\\Seen" work))', FetchedFlags(5, SEEN_WORK)),
        (b"* 1 FETCH (FLAGS (\\Seen))", None),
        (b"* 1 FETCH (UID 5)", None),
        (b"* 1 EXISTS", None),
        (b"* OK [ALERT] FETCH (UID 5 FLAGS ())", None),
    ],
)
def test_flags(line: bytes, reply: FetchedFlags | None):
    assert parse_flags_reply([line]) == reply


def test_a_header_reply_in_any_order_with_ids():
    parts = [
        b'* 1 FETCH (BODY[HEADER.FIELDS ("SUBJECT" FROM)] {12}',
        b"Subject: a\r\n",
        b' EMAILID (M1) RFC822.SIZE 99 INTERNALDATE " 7-Feb-2026 10:00:00 +0130" FLAGS () MODSEQ (3) UID 8)',
    ]
    header = parse_header_reply(parts)
    assert header is not None
    assert (header.uid, header.size, header.email_id, header.modseq) == (8, 99, "M1", 3)
    assert header.internaldate == 1770453000
    assert header.header == b"Subject: a\r\n"


def test_gmail_has_its_own_id():
    header = parse_header_reply([b"* 1 FETCH (UID 8 FLAGS () X-GM-MSGID 127 BODY[HEADER] {2}", b"\r\n", b")"])
    assert header is not None
    assert (header.email_id, header.header) == ("127", b"")


def test_names_are_in_upper_case():
    assert parse_fetch([b"* 1 Fetch (uid 5 Body[Text] x)"]) == {b"UID": b"5", b"BODY[TEXT]": b"x"}


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        (b"01-Jan-1970 00:00:00 +0000", 0),
        (b" 1-Jan-1970 00:00:01 +0000", 1),
        (b"1-Jan-1970 00:00:01 +0000", 1),
        (b"01-Jan-1970 00:00:00 -0800", 28800),
        (b"01-jAN-1970 01:00:00 +0100", 0),
        (b"31-Dec-1969 23:59:59 +0000", -1),
        (b"29-Feb-2024 12:00:00 +0000", 1709208000),
        (b"29-Feb-2023 12:00:00 +0000", 0),
        (b"31-Dec-9999 23:59:59 +0000", 253402300799),
        (b"01-Jan-0001 00:00:00 +0000", -62135596800),
        (b"01-Jan-0000 00:00:00 +0000", 0),
        (b"31-Dec-1998 23:59:60 +0000", 915148800),
        (b"31-Dec-1998 24:00:00 +0000", 0),
        (b"24-Nov-2026 10:00:00", 1795514400),
        (b"24-Nov-26 10:00:00 +0000", 0),
        (b"", 0),
    ],
)
def test_internaldate(text: bytes, seconds: int):
    assert parse_internaldate(text) == seconds


@pytest.mark.parametrize(
    ("block", "header"),
    [
        (b"A: b\r\n\r\n", b"A: b\r\n"),
        (b"A: b\n\n", b"A: b\n"),
        (b"A: b\r\n", b"A: b\r\n"),
        (b"A: b", b"A: b"),
        (b"\r\n", b""),
        (b"", b""),
        (b"A: b\r\n\r\nbody\r\n\r\n", b"A: b\r\n"),
    ],
)
def test_a_header_ends_at_its_blank_line(block: bytes, header: bytes):
    assert cut_header(block) == header


def test_a_huge_header_ends_with_a_whole_line():
    cut = cut_header(b"X-Pad: 0123456789\r\n" * 100_000)
    assert MAX_HEADER - 20 < len(cut) <= MAX_HEADER
    assert cut.endswith(b"9\r\n")
    assert len(cut_header(b"x" * 1_000_000)) == MAX_HEADER


MAIL = b"Subject: a\r\n\r\nHola.\r\n"


def begin_of(mail: bytes, size: int, *, name: bytes = b"BODY[]<0>") -> list[bytes]:
    """A reply with these bytes as the beginning of a mail that the server says has so many."""
    return [b"* 1 FETCH (UID 8 FLAGS (\\Seen) RFC822.SIZE %d %s {%d}" % (size, name, len(mail)), mail, b")"]


@pytest.mark.parametrize("name", [b"BODY[]<0>", b"BODY[]", b"body[]<0>"])
def test_a_whole_mail_in_one_reply(name: bytes):
    found = parse_mail_reply(begin_of(MAIL, len(MAIL), name=name))
    assert found is not None
    assert (found.uid, found.raw, found.header.header) == (8, MAIL, b"Subject: a\r\n")
    assert found.header.size == len(MAIL)


@pytest.mark.parametrize("size", [0, len(MAIL) - 1, len(MAIL) + 1])
def test_a_mail_of_another_size_than_stated_is_only_its_header(size: int):
    found = parse_mail_reply(begin_of(MAIL, size))
    assert found is not None
    assert (found.raw, found.header.header) == (None, b"Subject: a\r\n")


def test_a_beginning_in_which_the_header_does_not_end_says_nothing():
    assert parse_mail_reply(begin_of(b"Subject: a\r\nTo", 99)) is None
    dropped = [b"* 1 FETCH (UID 8 FLAGS () RFC822.SIZE 99 BODY[]<0> {50}", None, b")"]
    assert parse_mail_reply(dropped) is None


@pytest.mark.parametrize(
    ("mail", "header"),
    [
        (MAIL, b"Subject: a\r\n"),
        (b"\r\nHola.\r\n\r\n", b""),
        (b"\nHola.\n\n", b""),
        (b"Subject: a\n\nx\r\n\r\n", b"Subject: a\n"),
        (b"Subject: a\r\n", b"Subject: a\r\n"),
        (b"", b""),
    ],
)
def test_the_header_of_a_whole_mail_is_what_the_server_calls_its_header(mail: bytes, header: bytes):
    assert cut_header(mail, is_mail=True) == header
