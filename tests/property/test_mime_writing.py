"""What is composed is what is read back, by this program and by the standard library, whatever was typed."""

from __future__ import annotations

import email
import email.policy
from datetime import UTC, datetime

from hypothesis import assume, given
from hypothesis import strategies as st

from desktop.core.mail.address import Address
from desktop.core.mail.outgoing import OutgoingAttachment, OutgoingMessage
from desktop.core.mime.compose import compose, redact_for_wire
from desktop.core.mime.file_names import safe_file_name
from desktop.core.mime.header_text import clean_line
from desktop.core.mime.parse_message import load_attachment, parse_message

NOW = datetime(2026, 11, 24, tzinfo=UTC)
LINES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=200)
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"]), max_size=80)
ADDRESSES = st.builds(
    Address,
    WORDS,
    st.builds(
        "{}@{}.org".format,
        st.from_regex(r"[a-z0-9_+-]{1,9}(?:\.[A-Z0-9]{1,9})?", fullmatch=True),
        st.text("abcxyz019", min_size=1, max_size=20),
    ),
)
FILES = st.builds(
    OutgoingAttachment,
    WORDS,
    st.sampled_from(["application/pdf", "text/plain", "image/png", "rubbish"]),
    st.binary(max_size=300),
)
MESSAGES = st.builds(
    OutgoingMessage,
    from_=ADDRESSES,
    to=st.lists(ADDRESSES, max_size=4).map(tuple),
    cc=st.lists(ADDRESSES, max_size=2).map(tuple),
    bcc=st.lists(st.builds(Address, WORDS, st.just("secret@hidden.org")), max_size=2).map(tuple),
    subject=WORDS,
    text=LINES,
    html=st.none() | LINES,
    message_id=st.just("1@x.org"),
    date=st.just(NOW),
    attachments=st.lists(FILES, max_size=3).map(tuple),
    references=st.lists(st.integers(0, 99).map("{}@x.org".format), max_size=20, unique=True).map(tuple),
)


@given(MESSAGES)
def test_a_composed_mail_is_read_back(message: OutgoingMessage):
    raw = compose(message)
    lines = raw.split(b"\r\n")
    assert raw.isascii()
    assert max(map(len, lines)) <= 998
    assert b"\n" not in b"".join(lines)
    assert b"\r" not in b"".join(lines)
    assert b"hidden.org" not in raw
    parsed = parse_message(raw)
    envelope = parsed.envelope
    assert envelope.subject == clean_line(message.subject)
    assert [address.addr_spec for address in envelope.from_] == [message.from_.addr_spec]
    assert [address.addr_spec for address in envelope.to] == [address.addr_spec for address in message.to]
    assert [address.display_name for address in envelope.to] == [
        clean_line(address.display_name) for address in message.to
    ]
    assert [address.addr_spec for address in envelope.cc] == [address.addr_spec for address in message.cc]
    assert envelope.references == message.references
    assert envelope.date == NOW
    assert [load_attachment(raw, file.path) for file in parsed.attachments] == [
        file.data for file in message.attachments
    ]
    assert redact_for_wire(raw) == raw


@given(MESSAGES)
def test_the_standard_library_reads_the_same(message: OutgoingMessage):
    standard = email.message_from_bytes(compose(message), policy=email.policy.default)
    assert [address.addr_spec for address in standard["From"].addresses] == [message.from_.addr_spec]
    if message.to:
        assert [address.addr_spec for address in standard["To"].addresses] == [
            address.addr_spec for address in message.to
        ]
    names = [part.get_filename() for part in standard.iter_attachments()]
    if message.attachments:
        assert [clean_line(name or "") for name in names] == [
            clean_line(safe_file_name(file.filename, _kept_type(file))) for file in message.attachments
        ]


@given(LINES)
def test_text_comes_back(text: str):
    message = OutgoingMessage(Address("", "a@x.org"), "s", text, "1@x.org", NOW, to=(Address("", "b@x.org"),))
    part = email.message_from_bytes(compose(message), policy=email.policy.compat32)
    back = part.get_payload(decode=True).decode("utf-8").replace("\r\n", "\n")
    assert back.removesuffix("\n") == text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")


@given(st.text(max_size=30), st.sampled_from(["subject", "name", "local", "domain", "id", "file"]))
def test_no_text_can_add_a_line(text: str, field: str):
    assume(any(character in text for character in "\r\n\0") or not text.isprintable())
    message = OutgoingMessage(
        from_=Address(
            text if field == "name" else "",
            f"{text if field == 'local' else 'a'}@{text if field == 'domain' else 'x.org'}",
        ),
        subject=text if field == "subject" else "s",
        text="t",
        message_id=text if field == "id" else "1@x.org",
        date=NOW,
        to=(Address("", "b@x.org"),),
        attachments=(OutgoingAttachment(text if field == "file" else "f", "text/plain", b"x"),),
    )
    try:
        raw = compose(message)
    except ValueError:
        return
    header = raw.partition(b"\r\n\r\n")[0].split(b"\r\n")
    names = [line.partition(b":")[0] for line in header if line[:1] != b" "]
    assert names == [b"Date", b"From", b"To", b"Subject", b"Message-ID", b"MIME-Version", b"Content-Type"]


def _kept_type(file: OutgoingAttachment) -> str:
    return file.content_type if "/" in file.content_type else "application/octet-stream"
