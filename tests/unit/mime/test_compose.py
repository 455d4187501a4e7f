"""Composed mail: what the wire sees, and that nobody can put a line of his own into it."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from desktop.core.mail.address import Address
from desktop.core.mail.outgoing import OutgoingAttachment, OutgoingMessage
from desktop.core.mime.compose import compose, redact_for_wire
from desktop.core.mime.parse_message import load_attachment, parse_message

MAIL = OutgoingMessage(
    from_=Address("Ana", "ana@example.org"),
    to=(Address("", "b@x.org"),),
    subject="Hola",
    text="words\n",
    message_id="1@x.org",
    date=datetime(2026, 11, 24, 10, 0, tzinfo=UTC),
)
FILE = OutgoingAttachment("a.pdf", "application/pdf", b"%PDF" * 100)


def check_wire(raw: bytes) -> None:
    """What holds for everything that is sent."""
    assert raw.isascii()
    assert b"\0" not in raw
    assert raw.endswith(b"\r\n")
    without = raw.replace(b"\r\n", b"")
    assert b"\r" not in without
    assert b"\n" not in without
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    header = raw.partition(b"\r\n\r\n")[0]
    for line in header.split(b"\r\n"):
        assert re.match(rb"[A-Za-z-]+: |[ \t]", line), line
        assert len(line) <= 78 or b" " not in line.strip()


def test_a_plain_mail():
    assert compose(MAIL) == (
        b"Date: Tue, 24 Nov 2026 10:00:00 +0000\r\nFrom: Ana <ana@example.org>\r\nTo: b@x.org\r\nSubject: Hola\r\n"
        b"Message-ID: <1@x.org>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
        b"Content-Transfer-Encoding: 7bit\r\n\r\nwords\r\n"
    )


def test_equal_mail_is_equal_bytes():
    mail = replace(MAIL, html="<p>x</p>", attachments=(FILE,))
    assert compose(mail) == compose(mail)


@pytest.mark.parametrize(
    "subject",
    [
        "",
        "a",
        "ñ",
        "factura " * 60,
        "ñandú " * 60,
        "日本語" * 50,
        "😀" * 40,
        "=?utf-8?q?x?=",
        "x" * 300,
        " leading",
        "two  blanks",
        "a:b",
        "(c)",
        "tab\there",
    ],
)
def test_subjects_come_back(subject: str):
    raw = compose(replace(MAIL, subject=subject))
    check_wire(raw)
    expected = " ".join(subject.replace("\t", " ").split())
    assert parse_message(raw).envelope.subject == expected
    assert " ".join(email.message_from_bytes(raw, policy=email.policy.default)["Subject"].split()) == expected


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Ana",
        "Ruiz, Ana",
        'A "b" c',
        "José",
        "a@b.org",
        "a\\b",
        "(Ana)",
        "Ana <x>",
        "名前" * 30,
        "x" * 600,
        "=?utf-8?q?x?=",
        "A. B.",
        "a;b:c",
    ],
)
def test_names_come_back_and_do_not_move_the_address(name: str):
    raw = compose(replace(MAIL, to=(Address(name, "b@x.org"), Address("", "c@x.org"))))
    check_wire(raw)
    to = parse_message(raw).envelope.to
    assert [address.addr_spec for address in to] == ["b@x.org", "c@x.org"]
    assert to[0].display_name == name
    standard = email.message_from_bytes(raw, policy=email.policy.default)["To"].addresses
    assert [address.addr_spec for address in standard] == ["b@x.org", "c@x.org"]


def test_many_recipients():
    mail = replace(MAIL, to=tuple(Address(f"Núm {n}", f"u{n}@example.org") for n in range(500)))
    raw = compose(mail)
    check_wire(raw)
    assert len(parse_message(raw).envelope.to) == 500


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a\n",
        "ñ\n",
        "From me\n",
        ".\n",
        "..\n.x\n",
        "\n.\n\n",
        "x" * 5_000,
        "ñ" * 5_000,
        "日本語" * 500,
        "trailing  \n",
        "tab\t\n",
        "a\rb\r\nc\n",
        "=3D\n",
        "a" * 997 + "\n",
        "a" * 998 + "\n",
        "a" * 999 + "\n",
        "\x0c form feed\n",
        "--=_x\n",
        "ñ From\nFrom ñ\n",
        "From " * 40 + "ñ",
    ],
)
def test_texts_come_back(text: str):
    raw = compose(replace(MAIL, text=text))
    check_wire(raw)
    assert b"\r\nFrom " not in raw
    back = email.message_from_bytes(raw, policy=email.policy.compat32).get_payload(decode=True).decode()
    expected = text.replace("\r\n", "\n").replace("\r", "\n")
    assert back.replace("\r\n", "\n").removesuffix("\n") == expected.removesuffix("\n")


def test_html_images_and_files():
    mail = replace(
        MAIL,
        text="plain ñ",
        html='<p>ñ</p><img src="cid:i@x">',
        attachments=(FILE, OutgoingAttachment("i.png", "image/png", b"png", content_id="i@x")),
    )
    raw = compose(mail)
    check_wire(raw)
    parsed = parse_message(raw)
    assert parsed.text == "plain ñ"
    assert parsed.html == '<p>ñ</p><img src="cid:i@x">\n' or parsed.html == '<p>ñ</p><img src="cid:i@x">'
    assert [(file.filename, file.inline) for file in parsed.attachments] == [("i.png", True), ("a.pdf", False)]
    assert load_attachment(raw, parsed.attachments[1].path) == FILE.data
    types = [piece.get_content_type() for piece in email.message_from_bytes(raw).walk()]
    assert types == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "application/pdf",
    ]


@pytest.mark.parametrize(
    "name",
    ["a.pdf", "año.pdf", "名前" * 20 + ".txt", 'q"uote.txt', "a b;c.txt", "x" * 200 + ".pdf", "100%.txt", "'.txt"],
)
def test_file_names_come_back(name: str):
    raw = compose(replace(MAIL, attachments=(replace(FILE, filename=name),)))
    check_wire(raw)
    expected = name.replace('"', "_")
    assert [file.filename for file in parse_message(raw).attachments] == [expected]
    standard = [piece.get_filename() for piece in email.message_from_bytes(raw, policy=email.policy.default).walk()]
    assert expected in standard


@pytest.mark.parametrize("data", [b"", b"\0", bytes(range(256)) * 50, b"\r\n.\r\n", b"x" * 100_000])
def test_files_come_back_byte_for_byte(data: bytes):
    raw = compose(replace(MAIL, attachments=(replace(FILE, data=data),)))
    check_wire(raw)
    assert load_attachment(raw, "2") == data


def test_an_attached_message_is_never_encoded():
    inner = b"Subject: inner\r\n\r\nwords\r\n"
    raw = compose(replace(MAIL, attachments=(OutgoingAttachment("m.eml", "message/rfc822", inner),)))
    check_wire(raw)
    assert inner in raw
    eight_bit = OutgoingAttachment("m.eml", "message/rfc822", "Subject: ñ\n\nx".encode())
    raw = compose(replace(MAIL, attachments=(eight_bit,)))
    check_wire(raw)
    (file,) = parse_message(raw).attachments
    assert (file.filename, file.content_type) == ("m.eml", "application/octet-stream")
    assert load_attachment(raw, file.path) == eight_bit.data


def test_bcc_is_only_in_ones_own_copy():
    mail = replace(MAIL, bcc=(Address("Secret", "secret@x.org"),))
    assert b"ecret" not in compose(mail)
    assert b"Bcc: Secret <secret@x.org>\r\n" in compose(mail, include_bcc=True)
    assert [address.addr_spec for address in mail.recipients] == ["b@x.org", "secret@x.org"]


def test_a_mail_to_bcc_alone_names_nobody():
    raw = compose(replace(MAIL, to=(), bcc=(Address("", "secret@x.org"),)))
    assert b"secret" not in raw
    assert b"To: undisclosed-recipients:;\r\n" in raw
    assert parse_message(raw).envelope.to == ()


def test_ids_are_folded():
    references = tuple(f"{number:040d}@example.org" for number in range(50))
    raw = compose(replace(MAIL, references=references, in_reply_to=references[-1:]))
    check_wire(raw)
    assert parse_message(raw).envelope.references == references


@pytest.mark.parametrize("local", ["a.", ".a", "a..b"])
def test_an_address_with_odd_dots_is_quoted(local: str):
    raw = compose(replace(MAIL, to=(Address("", f"{local}@x.org"),)))
    assert [address.addr_spec for address in parse_message(raw).envelope.to] == [f'"{local}"@x.org']


def test_an_international_domain_is_written_in_ascii():
    raw = compose(replace(MAIL, to=(Address("", "b@exämple.org"),)))
    assert b"To: b@xn--exmple-cua.org\r\n" in raw


PAYLOADS = [
    "x\r\nBcc: evil@x.test",
    "x\nBcc: evil@x.test",
    "x\rBcc: evil@x.test",
    "x\r\n\r\nbody",
    "x\0y",
    "x\r\n Bcc: evil@x.test",
    "\r\nBcc: evil@x.test",
    "x\r\n.\r\nMAIL FROM:<evil@x.test>",
    "x\x0bBcc: evil@x.test",
    "x\x85Bcc: evil@x.test",
    "x\u2028Bcc: evil@x.test",
    "x\ud800y",
]
FIELDS = {
    "subject": lambda payload: replace(MAIL, subject=payload),
    "from name": lambda payload: replace(MAIL, from_=Address(payload, "a@x.org")),
    "from address": lambda payload: replace(MAIL, from_=Address("", f"{payload}@x.org")),
    "from domain": lambda payload: replace(MAIL, from_=Address("", f"a@{payload}.org")),
    "to name": lambda payload: replace(MAIL, to=(Address(payload, "a@x.org"),)),
    "to address": lambda payload: replace(MAIL, to=(Address("", f"{payload}@x.org"),)),
    "quoted to address": lambda payload: replace(MAIL, to=(Address("", f'"{payload}"@x.org'),)),
    "cc name": lambda payload: replace(MAIL, cc=(Address(payload, "a@x.org"),)),
    "cc address": lambda payload: replace(MAIL, cc=(Address("", f"a@x.org{payload}"),)),
    "reply-to name": lambda payload: replace(MAIL, reply_to=(Address(payload, "a@x.org"),)),
    "reply-to address": lambda payload: replace(MAIL, reply_to=(Address("", f"a@x.org>{payload}"),)),
    "message id": lambda payload: replace(MAIL, message_id=f"{payload}@x.org"),
    "in-reply-to": lambda payload: replace(MAIL, in_reply_to=(payload,)),
    "references": lambda payload: replace(MAIL, references=("1@x", payload)),
    "text": lambda payload: replace(MAIL, text=payload),
    "html": lambda payload: replace(MAIL, html=payload),
    "file name": lambda payload: replace(MAIL, attachments=(replace(FILE, filename=payload),)),
    "file type": lambda payload: replace(MAIL, attachments=(replace(FILE, content_type=payload),)),
    "file subtype": lambda payload: replace(MAIL, attachments=(replace(FILE, content_type=f"text/{payload}"),)),
    "content id": lambda payload: replace(MAIL, html="x", attachments=(replace(FILE, content_id=payload),)),
    "file bytes": lambda payload: replace(MAIL, attachments=(replace(FILE, data=payload.encode("utf-8", "replace")),)),
    "attached message": lambda payload: replace(
        MAIL, attachments=(OutgoingAttachment("m.eml", "message/rfc822", payload.encode("utf-8", "replace")),)
    ),
}


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("field", FIELDS)
def test_nothing_can_be_put_into_the_header(field: str, payload: str):
    try:
        raw = compose(FIELDS[field](payload))
    except ValueError:
        return
    check_wire(raw)
    header = raw.partition(b"\r\n\r\n")[0]
    names = [line.partition(b":")[0] for line in header.split(b"\r\n") if line[:1] not in (b" ", b"\t")]
    assert names.count(b"From") == names.count(b"Subject") == names.count(b"Content-Type") == 1
    assert b"Bcc" not in names
    assert parse_message(raw).envelope.bcc == ()


def test_a_bare_dot_of_the_text_is_left_to_the_sender():
    assert b"\r\n.\r\n" in compose(replace(MAIL, text="a\n.\nb\n"))  # stuffed by whoever speaks SMTP


@pytest.mark.parametrize(
    "specific",
    [
        "",
        "a",
        "@x.org",
        "a@",
        "a@x..org",
        "a@-",
        "a b@x.org",
        "a@x.org,b@y.org",
        "ñ@x.org",
        "a@x.org>",
        "<a@x.org>",
        "a@" + "x" * 300,
    ],
)
def test_what_is_no_address_is_refused(specific: str):
    with pytest.raises(ValueError):
        compose(replace(MAIL, to=(Address("", specific),)))


@pytest.mark.parametrize(
    ("raw", "sent"),
    [
        (b"Subject: x\n\nbody", b"Subject: x\r\n\r\nbody\r\n"),
        (b"Subject: x\r\n\r\nbody\r\n", b"Subject: x\r\n\r\nbody\r\n"),
        (b"Subject: x\r\n\r\na\rb\nc", b"Subject: x\r\n\r\na\r\nb\r\nc\r\n"),
        (b"Bcc: a@b.org\nSubject: x\n\n", b"Subject: x\r\n\r\n"),
        (
            b"Subject: x\nBCC : a@b.org,\n c@d.org\nTo: e@f.org\n\nBcc: stays",
            b"Subject: x\r\nTo: e@f.org\r\n\r\nBcc: stays\r\n",
        ),
        (b"Resent-Bcc: a@b.org\nSubject: x\n\n", b"Subject: x\r\n\r\n"),
        (b"From me Mon Jan 1\nSubject: x\n\n", b"Subject: x\r\n\r\n"),
        (b"Subject: x\nTo: a@b.org\n", b"Subject: x\r\nTo: a@b.org\r\n\r\n"),
    ],
)
def test_a_foreign_mail_is_made_fit_for_the_wire(raw: bytes, sent: bytes):
    assert redact_for_wire(raw) == sent
    assert redact_for_wire(sent) == sent


@pytest.mark.parametrize(
    "raw", [b"", b"\n\nbody", b"Subject: \0\n\n", b"Subject: x\n\n" + b"y" * 999, b"Bcc: a@b.org\n\nx"]
)
def test_a_foreign_mail_that_cannot_be_sent_is_refused(raw: bytes):
    with pytest.raises(ValueError):
        redact_for_wire(raw)
