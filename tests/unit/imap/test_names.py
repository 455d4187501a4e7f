"""Arguments of IMAP commands: quoted, encoded, or refused."""

from __future__ import annotations

import pytest

from desktop.core.api.errors import Code, ServerRefusal
from desktop.core.imap.names import (
    MAX_SET_BYTES,
    Literal,
    build_flags,
    decode_mailbox,
    encode_mailbox,
    quote,
    split_uids,
)


@pytest.mark.parametrize(
    ("name", "wire"),
    [
        ("INBOX", b'"INBOX"'),
        ("a b", b'"a b"'),
        ("Tom & Jerry", b'"Tom &- Jerry"'),
        ("Niño", b'"Ni&APE-o"'),
        ("下書き", b'"&Tgtm+DBN-"'),
        ("😀", b'"&2D3eAA-"'),
        ('q"\\', b'"q\\"\\\\"'),
    ],
)
def test_mailbox_names_both_ways(name: str, wire: bytes):
    assert encode_mailbox(name) == wire
    assert decode_mailbox(wire[1:-1].replace(b'\\"', b'"').replace(b"\\\\", b"\\")) == name


@pytest.mark.parametrize("raw", [b"Ni\xc3\xb1o", "Niño".encode()])
def test_a_name_in_utf_8_is_read(raw: bytes):
    assert decode_mailbox(raw) == "Niño"


@pytest.mark.parametrize("raw", [b"&", b"a&b", b"&!!!-", b"&2D0-", b"\xff\xfe", b"&-&"])
def test_a_broken_name_stays_readable(raw: bytes):
    assert isinstance(decode_mailbox(raw), str)


@pytest.mark.parametrize("name", ["", "a\r\nb", "a\0", "\ud800", "x" * 2000])
def test_a_name_that_cannot_be(name: str):
    with pytest.raises(ServerRefusal) as caught:
        encode_mailbox(name)
    assert caught.value.code is Code.BAD_INPUT


def test_quote():
    assert quote("plain") == b'"plain"'
    assert isinstance(quote("ñ"), Literal)
    assert not isinstance(quote("n"), Literal)


def test_flags():
    assert build_flags(["\\Seen", "$Forwarded", "work"]) == b"(\\Seen $Forwarded work)"
    assert build_flags([]) == b"()"


def test_uid_sets_are_short_enough_for_a_command_line():
    sparse = list(range(1, 4_000_000_000, 200_003))
    seen = []
    for text, batch in split_uids(sparse, most=5_000):
        assert len(text) <= MAX_SET_BYTES
        assert len(batch) <= 5_000
        seen += batch
    assert seen == sparse
    assert list(split_uids([3, 1, 2, 2, 9], most=10)) == [(b"1:3,9", [1, 2, 3, 9])]
    assert list(split_uids(range(1, 100_001), most=100_000)) == [(b"1:100000", list(range(1, 100_001)))]
    assert list(split_uids([], most=10)) == []


@pytest.mark.parametrize("uid", [0, -1, 2**32])
def test_uids_that_cannot_be(uid: int):
    with pytest.raises(ServerRefusal):
        list(split_uids([1, uid], most=10))
