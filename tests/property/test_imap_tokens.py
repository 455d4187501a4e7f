"""Whatever bytes a server sends, the readers of the imap room answer with values or ProtocolError, and quickly."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop.core.api.errors import ProtocolError, ServerRefusal
from desktop.core.imap.copying import CopyUids
from desktop.core.imap.dates import parse_internaldate
from desktop.core.imap.fetch import (
    cut_header,
    parse_body_reply,
    parse_fetch,
    parse_flags_reply,
    parse_header_reply,
)
from desktop.core.imap.listing import _listed, _Listing
from desktop.core.imap.names import decode_mailbox, encode_mailbox, quote
from desktop.core.imap.searching import UidCollector, VanishedCollector, parse_message_id
from desktop.core.imap.selecting import SelectAnswer
from desktop.core.imap.tokens import parse_code, parse_values
from desktop.core.mime.headers import parse_envelope

PIECES = st.sampled_from(
    [b"(", b")", b" ", b'"', b"\\", b"{3}", b"[", b"]", b"UID", b"FLAGS", b"BODY[", b"BODY[]", b"BODY[HEADER]", b"MODSEQ",
     b"1", b"4294967296", b"NIL", b"\\Seen", b"INTERNALDATE", b'"17-Jul-1996 02:44:25 -0700"', b"RFC822.SIZE", b"EMAILID",
     b"* ", b"FETCH ", b"LIST ", b"STATUS ", b"SEARCH ", b"ESEARCH ", b"ALL ", b"VANISHED ", b"(EARLIER) ", b"1:5", b",",
     b"OK ", b"EXISTS", b"UIDVALIDITY", b"COPYUID", b"/", b"&", b"-", b"\xff", b"\0"]
)  # fmt: skip
TEXTS = st.one_of(st.binary(max_size=200), st.lists(PIECES, max_size=40).map(b"".join))
PARTS = st.lists(TEXTS, min_size=1, max_size=5).map(lambda texts: texts if len(texts) % 2 else texts[:-1] or [b""])
VERBS = st.sampled_from(
    [b"", b"* 1 FETCH (", b"* LIST ", b"* STATUS ", b"* SEARCH ", b"* ESEARCH ", b"* VANISHED ", b"* OK ["]
)


def every_reader(parts: list[bytes | None]) -> None:
    for read in (
        parse_values,
        parse_fetch,
        parse_flags_reply,
        parse_header_reply,
        parse_body_reply,
        UidCollector().note,
        VanishedCollector([1, 2, 3]).note,
        SelectAnswer().note,
        CopyUids([1, 2, 3]).note,
    ):
        try:
            read(parts)
        except ProtocolError:
            continue


@given(VERBS, PARTS)
@example(b"* 1 FETCH (", [b"UID 1 FLAGS (\xb2)"])
@example(b"* SEARCH ", ["²".encode()])
@example(b"* OK [", ["COPYUID ² 1 1] x".encode()])
def test_any_bytes(verb: bytes, parts: list[bytes | None]):
    every_reader([verb + (parts[0] or b""), *parts[1:]])


@given(st.lists(st.tuples(st.sampled_from([b"* LIST ", b"* STATUS "]), TEXTS), max_size=5))
def test_any_listing(lines: list[tuple[bytes, bytes]]):
    listing = _Listing()
    for verb, text in lines:
        try:
            listing.note([verb + text])
        except ProtocolError:
            continue
    _listed(listing)


@given(TEXTS)
def test_any_value(data: bytes):
    parse_internaldate(data)
    parse_code(data)
    decode_mailbox(data)
    assert len(cut_header(data)) <= len(data)


VALUES = st.recursive(
    st.one_of(st.none(), st.binary(max_size=20).filter(lambda b: b"\0" not in b and b"\r" not in b and b"\n" not in b)),
    lambda inner: st.lists(inner, max_size=4),
    max_leaves=20,
)


def written(value: object) -> bytes:
    if value is None:
        return b"NIL"
    if isinstance(value, bytes):
        return b'"' + value.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'
    assert isinstance(value, list)
    return b"(" + b" ".join(map(written, value)) + b")"


@given(st.lists(VALUES, max_size=5))
def test_what_is_written_is_read(values: list):
    assert parse_values([b" ".join(map(written, values))]) == values


@given(st.text(max_size=40))
def test_quoting_never_lets_a_line_end_through(text: str):
    for build in (quote, encode_mailbox):
        try:
            wire = build(text)
        except ServerRefusal:
            continue
        assert not {*b"\r\n\0"} & {*wire}


@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).filter(lambda t: not {*"\r\n\0"} & {*t})
)
def test_mailbox_names_come_back(name: str):
    (raw,) = parse_values([encode_mailbox(name)])
    assert decode_mailbox(raw) == name


IDS = st.one_of(
    st.binary(max_size=60),
    st.lists(st.sampled_from([b"<", b">", b"a@b", b" ", b"\t", b"\r\n ", b"\n\t", b"\xc3\xb1", b"\x07", b"x" * 999, b","]), max_size=8).map(b"".join),
)  # fmt: skip


@given(IDS.filter(lambda v: b"\0" not in v))
def test_a_message_id_is_read_as_the_mime_room_reads_it(value: bytes):
    """What is compared before something destructive was cached from there."""
    lines = value.replace(b"\r\n", b"\n").replace(b"\r", b"").split(b"\n")
    folded = b"\r\n ".join(lines)
    header = b"Message-ID:" + folded + b"\r\n"
    assert parse_message_id(header) == parse_envelope(header).message_id


@pytest.mark.parametrize("piece", [b"[", b"(", b'"', b"\\", b"BODY[ ", b"{1} ", b"a ", b'"a" ', b" ", b"() "])
def test_a_quarter_megabyte_of_anything_takes_seconds_at_most(piece: bytes):
    data = b"* 1 FETCH (" + piece * (250_000 // len(piece))
    start = time.process_time()
    every_reader([data])
    assert time.process_time() - start < 5


ITEMS = st.fixed_dictionaries(
    {b"UID": st.integers(0, 2**33), b"FLAGS": st.sampled_from([b"()", rb"(\Seen \Answered x)", b"NIL", b'("a")'])},
    optional={
        b"INTERNALDATE": st.sampled_from([b'"17-Jul-1996 02:44:25 -0700"', b'" 1-Feb-2020 00:00:00 +0000"', b'"x"', b"NIL"]),
        b"RFC822.SIZE": st.integers(0, 2**64), b"MODSEQ": st.integers(0, 10**18).map(lambda number: b"(%d)" % number),
        b"EMAILID": st.sampled_from([b"(M1-a_b)", b"NIL"]), b"X-GM-MSGID": st.integers(0, 2**64),
    },
)  # fmt: skip


@given(ITEMS, st.randoms(use_true_random=False), st.binary(max_size=20), st.sampled_from([b"BODY[HEADER]", b"BODY[]"]))
def test_the_usual_answers_are_read_as_any_other(items: dict[bytes, object], chance, literal: bytes, section: bytes):
    """What the short way of reading says is what the tokenizer says, which alone takes items in lower case."""
    pairs = [b"%s %s" % (name, value if isinstance(value, bytes) else b"%d" % value) for name, value in items.items()]
    chance.shuffle(pairs)
    text = b"* 7 FETCH (%s {%d}" % (b" ".join([*pairs, section]), len(literal))
    for read in (parse_header_reply, parse_body_reply):
        said = []
        for begin in (text, text.replace(section, section.lower())):
            try:
                said.append(read([begin, literal, b")"]))
            except ProtocolError:
                said.append(ProtocolError)
        assert said[0] == said[1]
