"""D13: whatever was composed, the wire has CRLF only, stuffed dots, short lines, and addresses that are one line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.smtp.wire import UnsendableError, envelope_address, has_8bit_header, normalise, stuff_dots


@pytest.mark.parametrize(
    ("raw", "wire"),
    [
        (b"", b"\r\n"),
        (b"a", b"a\r\n"),
        (b"a\nb\rc\r\nd", b"a\r\nb\r\nc\r\nd\r\n"),
        (b".\r\n", b"..\r\n"),
        (b"a\r\n.\r\nb\r\n", b"a\r\n..\r\nb\r\n"),
        (b"a\r.\rb", b"a\r\n..\r\nb\r\n"),
        (b"a\n.\nMAIL FROM:<x>\n", b"a\r\n..\r\nMAIL FROM:<x>\r\n"),
        (b"a\r\n..b\r\n.c", b"a\r\n...b\r\n..c\r\n"),
        (b"a\r\r\n.\r\n", b"a\r\n\r\n..\r\n"),
        (b"a\n\r.\n\r", b"a\r\n\r\n..\r\n\r\n"),
    ],
)
def test_line_ends_and_dots(raw: bytes, wire: bytes):
    assert stuff_dots(normalise(raw)) == wire


def read_back(wire: bytes) -> list[bytes]:
    """The lines a server sees before the final dot."""
    lines = (wire + b".\r\n").split(b"\r\n")
    seen = lines[: lines.index(b".")]
    return [line[1:] if line.startswith(b".") else line for line in seen]


@given(
    st.lists(st.sampled_from([b"\r", b"\n", b"\r\n", b".", b"a", b"RCPT TO:<x>", b"\xff"]), max_size=40).map(b"".join)
)
def test_no_mail_ends_early(raw: bytes):
    text = normalise(raw)
    wire = stuff_dots(text)
    assert b"\r" not in wire.replace(b"\r\n", b"")
    assert b"\n" not in wire.replace(b"\r\n", b"")
    assert b"\r\n.\r\n" not in b"\r\n" + wire
    assert b"\r\n".join(read_back(wire)) + b"\r\n" == text


@pytest.mark.parametrize("raw", [b"a\0b", b"x" * 999, b"a\n" + b"x" * 999 + b"\nb", b"a\r\n" + b"x" * 5000])
def test_what_cannot_be_sent(raw: bytes):
    with pytest.raises(UnsendableError):
        normalise(raw)


def test_a_line_of_998_bytes_is_allowed():
    assert normalise(b"x" * 998) == b"x" * 998 + b"\r\n"


def test_8_bit_headers():
    assert has_8bit_header(b"Subject: \xc3\xb1\r\n\r\nbody\r\n")
    assert has_8bit_header(b"Subject: \xc3\xb1\r\n")
    assert not has_8bit_header(b"Subject: n\r\n\r\nb\xc3\xb1\r\n")
    assert not has_8bit_header(b"\r\n\xc3\xb1\r\n")


@pytest.mark.parametrize(
    ("address", "wire"),
    [
        ("ana@example.org", "ana@example.org"),
        ("Ana.Beltran+x@EXAMPLE.org", "Ana.Beltran+x@example.org"),
        ("ana@münchen.example", "ana@xn--mnchen-3ya.example"),
        ("josé@example.org", "josé@example.org"),
        ('"a b"@example.org', '"a b"@example.org'),
        ('"a\\"b"@example.org', '"a\\"b"@example.org'),
        ("a@[192.0.2.1]", "a@[192.0.2.1]"),
        ("a@[IPv6:2001:db8::1]", "a@[IPv6:2001:db8::1]"),
        ("ana@localhost", "ana@localhost"),
        ("", ""),
    ],
)
def test_addresses(address: str, wire: str):
    assert envelope_address(address) == wire


@pytest.mark.parametrize(
    "address",
    [
        "v@x.org>\r\nRCPT TO:<w@x.org",
        "v@x.org\r\n",
        "v@x.org\n",
        "v\0@x.org",
        "v@x.org\0",
        "a b@x.org",
        "<v@x.org>",
        "v@x.org> SIZE=1",
        "v@",
        "@x.org",
        "v",
        "v@x..org",
        "v@x.org\u2028DATA",
        '"a\r\nb"@x.org',
        '"a@x.org',
        "a,b@x.org",
        "a\x85b@x.org",
        "\ud800@x.org",
        "x" * 65 + "@x.org",
        "a@[1.2.3.4]>",
        "a@[IPv6:::1]\r\nDATA",
        "a@b@c d",
    ],
)
def test_addresses_that_could_be_commands(address: str):
    with pytest.raises(UnsendableError):
        envelope_address(address)


@given(st.text(max_size=30))
def test_no_address_has_a_line_end_or_bracket(text: str):
    for address in (text, text + "@example.org", "ana@" + text):
        try:
            wire = envelope_address(address)
        except UnsendableError:
            continue
        assert not {*"\r\n\0<> "} & {*wire} or wire.startswith('"')
        assert "\r" not in wire
        assert "\n" not in wire
