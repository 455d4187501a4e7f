"""The mails that are in the demo for a reason: each must still be what its role in the catalogue says."""

from __future__ import annotations

import base64
import email
import hashlib
import io
import re
import struct
import zipfile
import zlib
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses
from xml.etree import ElementTree

import pytest

from desktop.core.demo.authored import DemoMail, build_mails, load_catalogue

NOW = 1_795_514_400


@pytest.fixture(scope="module")
def mails() -> dict[str, DemoMail]:
    return {mail.message_id: mail for mail in build_mails(NOW)}


@pytest.fixture(scope="module")
def messages(mails: dict[str, DemoMail]) -> dict[str, Message]:
    return {name: email.message_from_bytes(mail.raw) for name, mail in mails.items()}


def role(messages: dict[str, Message], name: str) -> Message:
    return messages[load_catalogue().one(name)]


def subject(message: Message) -> str:
    return str(make_header(decode_header(message["Subject"])))


def part(message: Message, kind: str) -> Message:
    return next(part for part in message.walk() if part.get_content_type() == kind)


def payload(message: Message) -> bytes:
    data = message.get_payload(decode=True)
    assert isinstance(data, bytes)
    return data


def text(message: Message, kind: str = "text/plain") -> str:
    found = part(message, kind)
    return payload(found).decode(found.get_content_charset("us-ascii"))


def attachments(messages: dict[str, Message]) -> list[tuple[str, str, bytes]]:
    return [
        (item.get_filename() or "", item.get_content_type(), payload(item))
        for message in messages.values()
        for item in message.walk()
        if item.get_content_disposition() == "attachment"
    ]


def test_invitation_update_and_cancellation(messages: dict[str, Message]) -> None:
    first, update, cancel = (role(messages, name) for name in ("invitation", "invitation-update", "invitation-cancel"))
    for message, method, sequence in ((first, "REQUEST", 0), (update, "REQUEST", 1), (cancel, "CANCEL", 1)):
        calendar = part(message, "text/calendar")
        assert calendar.get_param("method") == method
        body = re.sub(r"\r?\n ", "", payload(calendar).decode())
        assert f"SEQUENCE:{sequence}" in body
        assert "mailto:ana@beltranquiles.example" in body
        assert max(len(line.encode()) for line in payload(calendar).decode().splitlines()) <= 75
        assert payload(part(message, "application/ics")).decode().replace("\r\n", "\n") == payload(
            calendar
        ).decode().replace("\r\n", "\n")
    uid, start = (
        re.compile(r"^UID:(\S+)", re.MULTILINE),
        re.compile(r"^DTSTART;TZID=Europe/Madrid:(\d{8}T\d{6})", re.MULTILINE),
    )
    old, new = text(first, "text/calendar"), text(update, "text/calendar")
    assert uid.search(old)[1] == uid.search(new)[1]
    assert start.search(old)[1] < start.search(new)[1]
    assert "STATUS:CANCELLED" in text(cancel, "text/calendar")
    # The day in words and the day in the calendar are the same: 1 December 2026, a Tuesday.
    assert "Tuesday 1 December" in text(update)
    assert start.search(new)[1] == "20261201T123000"
    assert "RRULE:FREQ=WEEKLY" in text(role(messages, "invitation-recurring"), "text/calendar")


def test_phishing_shows_one_address_and_leads_to_another(messages: dict[str, Message]) -> None:
    message = role(messages, "phishing")
    html = text(message, "text/html")
    shown = re.search(r'href="(https://[^"]+)">(https://[^<]+)</a>', html)
    assert shown is not None
    assert shown[2].startswith("https://www.bancoribera.example/")
    assert ".example.net/" in shown[1]
    assert "dmarc=fail" in message["Authentication-Results"]
    assert "<script" in html
    assert "<form" in html
    genuine = role(messages, "bank-genuine")
    assert genuine["From"].partition("<")[0] == message["From"].partition("<")[0]
    assert genuine["From"] != message["From"]
    assert "dmarc=pass" in genuine["Authentication-Results"]
    assert "be1tranquiles" in role(messages, "phishing-lookalike")["From"]


def test_newsletters_have_pictures_pixels_and_a_way_out(messages: dict[str, Message]) -> None:
    found = [message for message in messages.values() if message["List-Unsubscribe"]]
    assert len(found) >= 12
    tracker = role(messages, "newsletter-tracker")
    html = text(tracker, "text/html")
    assert len(re.findall(r'<img src="https://img\.slowrenovator\.example/', html)) == 2
    assert re.search(r'<img src="https://t\.slowrenovator\.example/open/[0-9a-f]{16}\.gif" width="1" height="1"', html)
    assert 'role="presentation"' in html
    assert tracker["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_the_long_thread_has_nine_mails_of_four_people(messages: dict[str, Message]) -> None:
    thread = [messages[name] for name in load_catalogue().roles["long-thread"]]
    assert len(thread) == 9
    assert len({message["From"] for message in thread}) == 4
    assert len(thread[-1]["References"].split()) == 8
    assert ">> " in text(thread[3])


def test_delivery_reports_name_the_mail_that_bounced(messages: dict[str, Message], mails: dict[str, DemoMail]) -> None:
    names = load_catalogue().roles["bounce"]
    assert {mails[name].account.partition("@")[0] for name in names} == {"ana", "soporte"}
    for name in names:
        message = messages[name]
        assert message.get_content_type() == "multipart/report"
        status = part(message, "message/delivery-status").get_payload()
        assert isinstance(status, list)
        assert status[1]["Action"] == "failed"
        original = email.message_from_bytes(payload(part(message, "text/rfc822-headers")))
        assert original["Message-ID"] in messages
        assert status[1]["Final-Recipient"].split("; ")[1] in original["To"]


@pytest.mark.parametrize(
    ("charset", "start", "end"),
    [("gb18030", "\u4e00", "\u9fff"), ("iso-2022-jp", "\u3040", "\u30ff"), ("euc-kr", "\uac00", "\ud7a3")],
)
def test_old_charsets_of_east_asia(messages: dict[str, Message], charset: str, start: str, end: str) -> None:
    found = [message for message in messages.values() if message.get_content_charset() == charset]
    assert len(found) == 1
    assert sum(start <= char <= end for char in text(found[0])) > 30
    assert sum(start <= char <= end for char in subject(found[0])) > 2
    assert charset.lower() in found[0]["Subject"].lower()


def test_right_to_left_mail(messages: dict[str, Message]) -> None:
    arabic, hebrew = (messages[name] for name in sorted(load_catalogue().roles["rtl"], key=lambda name: "noa" in name))
    assert sum("\u0600" <= char <= "\u06ff" for char in text(arabic)) > 100
    assert sum("\u0590" <= char <= "\u05ff" for char in text(hebrew)) > 100


def test_odd_headers(messages: dict[str, Message]) -> None:
    assert role(messages, "empty-subject")["Subject"] is None
    assert role(messages, "no-date")["Date"] is None
    assert len(subject(role(messages, "long-subject"))) >= 300
    assert "🦕" in subject(role(messages, "emoji"))
    assert role(messages, "no-name")["From"] == "4417@ajuntament-marina.example"
    assert len(getaddresses([role(messages, "long-cc")["Cc"]])) == 60
    assert role(messages, "out-of-office")["Auto-Submitted"] == "auto-replied"


def test_flowed_text_unfolds_to_its_paragraphs(messages: dict[str, Message]) -> None:
    message = role(messages, "flowed")
    assert message.get_param("format") == "flowed"
    wire = text(message).replace("\r\n", "\n")
    assert max(map(len, wire.split("\n"))) <= 72
    assert "The Small Practice Forum meets in Bristol next April, and this year we have banned success." not in wire
    assert (
        "The Small Practice Forum meets in Bristol next April, and this year we have banned success."
        in wire.replace(" \n", " ")
    )


def test_the_signature_fits_the_signed_text(mails: dict[str, DemoMail]) -> None:
    """RFC 9580 section 5.2.4: the two bytes of the hash kept in the packet are those of this very text."""
    raw = mails[load_catalogue().one("pgp")].raw
    boundary = re.search(rb'boundary="([^"]+)"', raw)[1]
    _, signed, armour, _ = re.split(rb"(?:^|\r\n)--" + re.escape(boundary) + rb"(?:--)?\r\n", raw)
    lines = armour.split(b"\r\n\r\n")[2].split(b"-----END")[0].split()
    packet = base64.b64decode(b"".join(lines[:-1]))
    body = packet[2:]
    assert body[0] == 4
    end = 6 + struct.unpack(">H", body[4:6])[0]
    unhashed = struct.unpack(">H", body[end : end + 2])[0]
    kept = body[end + 2 + unhashed : end + 4 + unhashed]
    digest = hashlib.sha512(signed + body[:end] + b"\x04\xff" + struct.pack(">I", end)).digest()
    assert digest[:2] == kept


def test_very_long_mail_and_digest(messages: dict[str, Message], mails: dict[str, DemoMail]) -> None:
    assert len(mails[load_catalogue().one("very-long")].raw) > 40_000
    digest = part(role(messages, "digest"), "multipart/digest").get_payload()
    assert isinstance(digest, list)
    assert [item.get_content_type() for item in digest] == ["message/rfc822"] * 3
    assert len({item.get_payload(0)["Message-ID"] for item in digest}) == 3


def test_inline_pictures_are_found_by_their_content_id(messages: dict[str, Message]) -> None:
    for name in ("inline", "emoji"):
        message = role(messages, name)
        wanted = re.findall(r'src="cid:([^"]+)"', text(message, "text/html"))
        given = [item["Content-ID"].strip("<>") for item in message.walk() if item["Content-ID"]]
        assert wanted == given
        assert wanted


def test_attachments_are_what_their_names_say(messages: dict[str, Message]) -> None:
    kinds = set()
    for name, _, data in attachments(messages):
        ending = name.rpartition(".")[2]
        kinds.add(ending)
        match ending:
            case "pdf":
                check_pdf(data)
            case "png":
                check_png(data)
            case "jpg":
                assert data[:3] == b"\xff\xd8\xff"
                assert data[-2:] == b"\xff\xd9"
            case "docx" | "xlsx" | "odt" | "zip":
                with zipfile.ZipFile(io.BytesIO(data)) as archive:
                    assert archive.testzip() is None
                    assert {info.date_time for info in archive.infolist()} == {(2000, 1, 1, 0, 0, 0)}
                    for member in archive.namelist():
                        if member.endswith((".xml", ".rels")):
                            ElementTree.fromstring(archive.read(member))
                    if ending == "odt":
                        assert archive.infolist()[0].filename == "mimetype"
                        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED
    assert kinds >= {"pdf", "png", "jpg", "docx", "xlsx", "odt", "zip", "csv", "ics"}


def check_pdf(data: bytes) -> None:
    """The cross-reference table points at the objects, and the page's stream unpacks."""
    assert data.startswith(b"%PDF-1.4")
    start = int(re.search(rb"startxref\n(\d+)\n%%EOF", data)[1])
    assert data[start : start + 4] == b"xref"
    offsets = [int(row[:10]) for row in data[start:].split(b"\n")[3:] if row.endswith(b"n ")]
    for number, offset in enumerate(offsets, 1):
        assert data[offset:].startswith(b"%d 0 obj" % number)
    stream = re.search(rb"/Length (\d+) .*?stream\n", data, re.DOTALL)
    page = zlib.decompress(data[stream.end() : stream.end() + int(stream[1])])
    assert page.count(b"BT") >= 2


def check_png(data: bytes) -> None:
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    length = struct.unpack(">I", data[8:12])[0]
    assert zlib.crc32(data[12 : 16 + length]) == struct.unpack(">I", data[16 + length : 20 + length])[0]


def test_a_file_name_longer_than_a_line(messages: dict[str, Message]) -> None:
    names = [item.get_filename() for item in role(messages, "long-filename").walk() if item.get_filename()]
    assert len(names) == 1
    assert len(names[0]) > 150
    assert names[0].endswith("final_really_final.pdf")
