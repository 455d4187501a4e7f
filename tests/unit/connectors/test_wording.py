"""Texts and files of mails for other programs: nothing that acts, nothing without end."""

from __future__ import annotations

import email
import email.policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.api.linking import LinkKind, Person
from desktop.core.connectors.letter import build_eml
from desktop.core.connectors.protocol import MailSnapshot, SnapshotAttachment, Wish
from desktop.core.connectors.wording import name_of, one_line, plain_lines, title_of, type_of

ANA = Person("Ana", "ana@example.org")


def make_mail(**changes: object) -> MailSnapshot:
    fields = {"message_id": "a@b", "subject": "S", "sender": ANA, "to": (), "cc": (), "date": 0, "received": 0}
    rest = {"text": "T", "html": None, "incoming": True, "account": "us@example.net", "mailbox": "INBOX"}
    return MailSnapshot(**(fields | rest | changes))


@given(st.text(max_size=600))
def test_a_line_is_one_line(text: str):
    line = one_line(text)
    assert len(line) <= 250
    assert line == " ".join(line.split())
    line.encode()


@given(st.text(max_size=300))
def test_lines_keep_their_ends_and_nothing_else_that_acts(text: str):
    lines = plain_lines(text, 200)
    assert len(lines) <= 200
    assert not {c for c in lines if c < " "} - {"\n", "\t"}
    lines.encode()


def test_emoji_stay_whole_and_directions_go():
    assert one_line("a\u202eb 👩‍👧 ñ\u0301") == "a b 👩‍👧 ñ\u0301"


def test_a_title_is_never_empty():
    wish = Wish(LinkKind.TASK, "k", " \0", "", (make_mail(subject="\u202e"),))
    assert title_of(wish) == "Ana"
    assert title_of(Wish(LinkKind.TASK, "k", "", "", ())) == "Mail"


@pytest.mark.parametrize(
    ("filename", "name"),
    [("", "attachment"), ("..", "attachment"), ("../../x", "_.._x"), ("a\r\nb.pdf", "a b.pdf"), ("ñ .txt", "ñ .txt")],
)
def test_a_file_name_is_one(filename: str, name: str):
    assert name_of(SnapshotAttachment(filename, "", b"")) == name


@pytest.mark.parametrize(
    ("given_type", "kind"),
    [
        ("text/plain; charset=x", "text/plain"),
        ("Image/SVG+xml", "image/svg+xml"),
        ("", "application/octet-stream"),
        ("a/b\r\nX: y", "application/octet-stream"),
        ("no type", "application/octet-stream"),
        ("ñ/x", "application/octet-stream"),
    ],
)
def test_a_media_type_is_one(given_type: str, kind: str):
    assert type_of(SnapshotAttachment("x", given_type, b"")) == kind


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_no_text_of_a_mail_begins_a_header(subject: str, name: str, text: str):
    mail = make_mail(
        subject=subject, sender=Person(name, f"{text}@example.org"), message_id=name, text=text, html=subject or "x",
        attachments=(SnapshotAttachment(name, text, b"\0\xff"),),
    )  # fmt: skip
    letter = email.message_from_bytes(build_eml(mail), policy=email.policy.compat32)
    assert set(letter.keys()) <= {"Content-Type", "MIME-Version", "From", "Subject", "Date", "Message-ID"}
    kinds = [part.get_content_type() for part in letter.walk()]
    assert kinds[:4] == ["multipart/mixed", "multipart/alternative", "text/plain", "text/html"]
    assert [part.get_payload(decode=True) for part in letter.walk()][-1] == b"\0\xff"
