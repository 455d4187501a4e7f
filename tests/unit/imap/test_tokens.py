"""Responses become values; anything else becomes ProtocolError."""

from __future__ import annotations

import pytest

from desktop.core.api.errors import ProtocolError
from desktop.core.imap.tokens import MAX_DEPTH, parse_code, parse_number, parse_uid, parse_values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (b"", []),
        (b"   ", []),
        (b"a b", [b"a", b"b"]),
        (b"NIL nil", [None, None]),
        (b'"NIL"', [b"NIL"]),
        (b'"" "a b" "a\\"b\\\\c"', [b"", b"a b", b'a"b\\c']),
        (b"() (a (b ()) c)", [[], [b"a", [b"b", []], b"c"]]),
        (b"(\\Seen $Junk x]y)", [[b"\\Seen", b"$Junk", b"x]y"]]),
        (b"(BODY[] NIL)", [[b"BODY[]", None]]),
        (b'(body[HEADER.FIELDS (FROM "TO")]<0> x)', [[b'body[HEADER.FIELDS (FROM "TO")]<0>', b"x"]]),
        (b"(BODY[1.2.MIME] x)", [[b"BODY[1.2.MIME]", b"x"]]),
        (b"(BODY x)", [[b"BODY", b"x"]]),
        (b"[Gmail]/All", [b"[Gmail]/All"]),
        (b"\xc3\xb1 x", [b"\xc3\xb1", b"x"]),
        (b"{5} x", [b"{5}", b"x"]),
    ],
)
def test_values(text: bytes, values: list):
    assert parse_values([text]) == values


def test_literals_stand_where_they_were_announced():
    assert parse_values([b"(UID 1 BODY[] {3}", b"a)b", b" X {2}", b"yz", b")"]) == [
        [b"UID", b"1", b"BODY[]", b"a)b", b"X", b"yz"]
    ]
    assert parse_values([b"(BODY[] {3}", None, b")"]) == [[b"BODY[]", None]]
    assert parse_values(
        [
            b"* X (a)",
        ],
        4,
    ) == [[b"a"]]


@pytest.mark.parametrize("text", [b"(", b")", b'"a', b'"a\\', b'"\n"', b"({5}", b"a)", b"(" * (MAX_DEPTH + 1), b"{3}"])
def test_what_is_no_response(text: bytes):
    with pytest.raises(ProtocolError):
        parse_values([text])


def test_depth_is_counted():
    assert parse_values([b"(" * MAX_DEPTH + b")" * MAX_DEPTH])
    with pytest.raises(ProtocolError):
        parse_values([b"(" * (MAX_DEPTH + 1) + b")" * (MAX_DEPTH + 1)])


def test_numbers():
    assert parse_number(b"0") == 0
    assert parse_uid(b"4294967295") == 4294967295
    for value in (b"", b"-1", b"+1", b"1.0", b"4294967296", b"\xb2", b"9" * 30, None, [b"1"]):
        with pytest.raises(ProtocolError):
            parse_number(value)
    with pytest.raises(ProtocolError):
        parse_uid(b"0")


def test_response_codes():
    assert parse_code(b"[COPYUID 1 2:3 4:5] done") == (b"COPYUID", b"1 2:3 4:5")
    assert parse_code(b"[read-only] done") == (b"READ-ONLY", b"")
    assert parse_code(b"done [ALERT]") == (b"", b"")
    assert parse_code(b"[UNFINISHED") == (b"", b"")
