"""Arguments of IMAP commands: quoted, encoded, or refused."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
from desktop.core.mail.mailbox import plain_name


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
    assert plain_name(decode_mailbox(raw)) == "Niño"


TWINS = [
    b"Ni&APE-o", "Niño".encode(), unicodedata.normalize("NFD", "Niño").encode(), b"Nin&AwM-o", b"Ni\xf1o", b"a", b"&AGE-", b"A", b"&AEE-",
    b"&", b"a&b", b"&!!!-", b"&2D0-", b"\xff\xfe", b"&-&", b"&-", b"&A08-a", b"\xcd\x8fa", b"&GAs-a", b"\xe1\xa0\x8ba", b"a&AGE-&AGE-",
]  # fmt: skip


def sent(name: str) -> bytes:
    quoted = encode_mailbox(name)
    return bytes(quoted) if isinstance(quoted, Literal) else quoted[1:-1]


@pytest.mark.parametrize("raw", TWINS)
def test_every_name_goes_back_as_it_came(raw: bytes):
    name = decode_mailbox(raw)
    assert sent(name) == raw
    assert sent(f"{name}/b") == raw + b"/b", "a mailbox below it"
    name.encode("utf-8")


def test_no_two_names_become_one():
    assert len({decode_mailbox(raw) for raw in TWINS}) == len(TWINS)


@given(
    st.lists(
        st.sampled_from([bytes([byte]) for byte in b"&-Aa,/OkE+\xc3\xa9\xcd\x8f\xe1\xa0\x8bGz0"]),
        min_size=1,
        max_size=12,
    )
)
def test_any_bytes_go_back_as_they_came(pieces: list[bytes]):
    raw = b"".join(pieces)
    assert sent(decode_mailbox(raw)) == raw


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
