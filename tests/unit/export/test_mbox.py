"""Mailboxes in one file: what is written is what is read, byte for byte."""

from __future__ import annotations

import io
import mailbox
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop.core.export import mbox

RECEIVED = 1_795_000_000
LINES = st.lists(
    st.sampled_from([b"From ", b">From x", b">>From", b"From: a", b"", b"text", b"\r", b">", b"From", b"\xff\x00"]),
    max_size=8,
)
MAILS = st.one_of(
    st.binary(max_size=200),
    st.builds(lambda lines, end: end.join(lines) + end, LINES, st.sampled_from([b"\n", b"\r\n", b""])),
)


def read(data: bytes) -> list[bytes]:
    return [raw for _, raw in mbox.parse_records(io.BytesIO(data))]


@given(st.lists(MAILS, max_size=5))
@example([b"From a\nFrom b", b"", b"\n", b">From \r\n\r\n"])
def test_every_mail_comes_back(mails: list[bytes]):
    assert read(b"".join(mbox.build_record(raw, "a@b", RECEIVED) for raw in mails)) == mails


@given(st.lists(MAILS, min_size=1, max_size=4))
def test_a_cut_file_keeps_what_stands_before_the_last_record(mails: list[bytes]):
    """This is how an interrupted export finds out what it has."""
    records = [mbox.build_record(raw, "a@b", RECEIVED) for raw in mails]
    whole = b"".join(records)
    for cut in range(len(whole) - len(records[-1]) + 5, len(whole)):
        found = list(mbox.parse_records(io.BytesIO(whole[:cut])))
        assert [raw for _, raw in found[:-1]] == mails[:-1]
        ends = [0, *(end for end, _ in found)]
        assert whole[: ends[-2]] == b"".join(records[:-1])


def test_the_separator():
    assert mbox.build_record(b"x", "ana@example.org", 0) == b"From ana@example.org Thu Jan  1 00:00:00 1970\nx\n"


@pytest.mark.parametrize("sender", ["", "a b@c", "a\nFrom x", "ñ@example.org", "\x1b[0m"])
def test_a_foreign_sender_cannot_break_the_separator(sender: str):
    assert mbox.build_record(b"x", sender, 0).startswith(b"From MAILER-DAEMON Thu")


def test_other_programs_read_it(tmp_path: Path):
    """The standard library does not unquote, so only its cut into mails is compared."""
    mails = [b"Subject: one\n\nFrom here\n", b"Subject: two\n\nlast\n"]
    path = tmp_path / "box.mbox"
    path.write_bytes(b"".join(mbox.build_record(raw, "a@b", RECEIVED) for raw in mails))
    box = mailbox.mbox(path)
    try:
        assert [message["subject"] for message in box] == ["one", "two"]
    finally:
        box.close()
