"""What is seen of an attachment: its kind by its bytes, its bounds by what they claim, its text in the charset it is in."""

from __future__ import annotations

import base64
import struct
import zlib

import pytest

from desktop.core.api.previews import FileKind, Unfit
from desktop.core.mail.structure import Attachment
from desktop.core.mime import look_at_file
from desktop.core.mime.look_at_file import look_at, read_file
from desktop.core.mime.parse_message import load_attachment

PDF = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n%%EOF\n"
ICS = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1@a.example\r\nDTSTAMP:20261124T100000Z\r\n"
    b"DTSTART:20261201T090000Z\r\nDTEND:20261201T100000Z\r\nSUMMARY:Visita de obra\r\nLOCATION:Nave 3\r\n"
    b"ORGANIZER;CN=Ana:mailto:ana@a.example\r\nATTENDEE;CN=Luis;PARTSTAT=ACCEPTED:mailto:luis@a.example\r\n"
    b"END:VEVENT\r\nEND:VCALENDAR\r\n"
)


def make_png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 10)) + chunk(b"IEND", b"")


def look(content: bytes, name: str, content_type: str = "application/octet-stream", charset: str = ""):
    return read_file(content, Attachment("2", name, content_type, len(content)), charset, "Europe/Madrid")


@pytest.mark.parametrize(
    ("content", "name", "content_type", "kind"),
    [
        (make_png(3, 4), "foto.png", "image/png", FileKind.PICTURE),
        (make_png(3, 4), "informe.pdf", "application/pdf", FileKind.PICTURE),
        (PDF, "plano.pdf", "application/pdf", FileKind.PDF),
        (PDF, "plano.exe", "image/png", FileKind.PDF),
        (b"a,b\n1,2\n", "datos.csv", "application/octet-stream", FileKind.TEXT),
        (b"hola", "sin-extension", "text/plain", FileKind.TEXT),
        (b"{}", "a", "application/json", FileKind.TEXT),
        (b"<p>x", "pagina.html", "text/html", FileKind.PAGE),
        (b"From: a@b.example\n\nx", "carta.eml", "application/octet-stream", FileKind.MAIL),
        (ICS, "cita.ics", "application/octet-stream", FileKind.CALENDAR),
        (b"BEGIN:VCARD\nFN:Ana\nEND:VCARD\n", "ana.vcf", "text/plain", FileKind.CONTACTS),
        (b"PK\3\4", "presupuesto.docx", "application/zip", FileKind.OFFICE),
        (b"PK\3\4", "hoja", "application/vnd.oasis.opendocument.spreadsheet", FileKind.OFFICE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "logo.svg", "image/svg+xml", FileKind.OTHER),
        (b"MZ", "juego.exe", "text/plain", FileKind.OTHER),
        (b"x", "nada", "application/octet-stream", FileKind.OTHER),
    ],
)
def test_the_kind(content: bytes, name: str, content_type: str, kind: FileKind):
    seen = look(content, name, content_type)
    assert (seen.kind, seen.unfit) == (kind, None)


@pytest.mark.parametrize(
    ("content", "name", "unfit"),
    [
        (b"", "foto.png", Unfit.EMPTY),
        (b"", "informe.docx", Unfit.EMPTY),
        (b"<html><script>alert(1)</script>", "foto.png", Unfit.NOT_WHAT_IT_SAYS),
        (b"MZ\x90\0", "foto.jpg", Unfit.NOT_WHAT_IT_SAYS),
        (b"MZ\x90\0", "informe.pdf", Unfit.NOT_WHAT_IT_SAYS),
        (b"MZ\x90\0", "notas.txt", Unfit.NOT_WHAT_IT_SAYS),
        (make_png(60_001, 1), "larga.png", Unfit.TOO_MANY_PIXELS),
        (make_png(50_000, 50_000), "bomba.png", Unfit.TOO_MANY_PIXELS),
        (b"BM" + bytes(12) + struct.pack("<Iii", 40, 0x7FFFFFFF, -0x7FFFFFFF) + bytes(20), "b.bmp", Unfit.TOO_MANY_PIXELS),
        (b"nothing like a calendar", "cita.ics", Unfit.UNREADABLE),
        (b"BEGIN:VEVENT\r\n" * 30_000, "cita.ics", Unfit.UNREADABLE),
        (b"nobody", "ana.vcf", Unfit.UNREADABLE),
        (b"no header at all\n", "carta.eml", Unfit.NOT_WHAT_IT_SAYS),
    ],
)  # fmt: skip
def test_what_is_not_shown(content: bytes, name: str, unfit: Unfit):
    seen = look(content, name)
    assert (seen.unfit, seen.content, seen.text) == (unfit, b"", "")


def test_a_file_is_too_large(monkeypatch):
    monkeypatch.setattr(look_at_file, "MAX_BYTES", 10)
    assert look(PDF, "a.pdf").unfit is Unfit.TOO_LARGE


def test_text_is_read_in_the_charset_it_is_in():
    for content, charset in (
        ("caña y ñu".encode(), ""), ("caña y ñu".encode("cp1252"), ""), ("caña y ñu".encode("cp1252"), "iso-8859-1"),
        ("caña y ñu".encode("utf-16"), ""), ("caña y ñu".encode("utf-16-le"), "utf-16le"),
    ):  # fmt: skip
        assert look(content, "a.txt", charset=charset).text == "caña y ñu"


def test_a_long_text_is_cut_and_its_long_lines_are_broken():
    seen = look(b"x" * (look_at_file.MAX_TEXT + 5), "a.log")
    assert seen.shortened
    assert max(map(len, seen.text.split("\n"))) == look_at_file.MAX_LINE
    assert not look(b"x" * look_at_file.MAX_TEXT, "a.log").shortened


def test_a_page_comes_sanitised():
    seen = look(b"<p onclick=x()>Hola<script>alert(1)</script><img src='http://a.example/x.png'>", "a.html")
    assert seen.html is not None
    assert "script" not in seen.html
    assert "onclick" not in seen.html
    assert seen.mail is not None
    assert seen.mail.text.strip() == "Hola"


def test_a_calendar_says_when_where_and_who():
    [event] = look(ICS, "cita.ics").events
    assert (event.row.title, event.row.place) == ("Visita de obra", "Nave 3")
    assert [(one.name, one.organiser, one.state) for one in event.guests] == [
        ("Ana", True, ""), ("Luis", False, "accepted"),
    ]  # fmt: skip


INNER = (
    b"From: Ana <ana@a.example>\r\nSubject: =?utf-8?q?Presupuesto_ca=C3=B1a?=\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: multipart/related; boundary=j\r\n\r\n--j\r\nContent-Type: text/html\r\n\r\n"
    b"<p>Hola</p><img src=cid:foto@a><script>x</script>\r\n"
    b"--j\r\nContent-Type: image/png\r\nContent-ID: <foto@a>\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    + base64.b64encode(make_png(2, 2))
    + b"\r\n--j\r\nContent-Type: text/csv; charset=iso-8859-1\r\nContent-Disposition: attachment; filename=a.csv\r\n\r\nca\xf1a\r\n--j--\r\n"
)
OUTER = (
    b"From: b@b.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=k\r\n\r\n--k\r\n\r\nver adjunto\r\n"
    b"--k\r\nContent-Type: message/rfc822\r\n\r\n" + INNER + b"\r\n--k--\r\n"
)


def test_a_mail_in_a_mail_is_read_like_any_other():
    seen = look_at(OUTER, "2", "Europe/Madrid")
    assert seen is not None
    assert seen.kind is FileKind.MAIL
    assert seen.mail is not None
    assert seen.mail.envelope.subject == "Presupuesto caña"
    assert seen.html is not None
    assert "script" not in seen.html
    assert seen.pictures == {"foto@a": ("image/png", make_png(2, 2))}
    [listed] = [one for one in seen.mail.attachments if not one.inline]
    assert (listed.path, listed.filename) == ("2/3", "a.csv")


def test_a_file_of_a_mail_in_a_mail_is_found_by_its_path():
    assert load_attachment(OUTER, "2/3") == b"ca\xf1a"
    seen = look_at(OUTER, "2/3", "Europe/Madrid")
    assert seen is not None
    assert seen.text == "caña"
    assert look_at(OUTER, "2/9", "Europe/Madrid") is None
    assert look_at(OUTER, "7/1", "Europe/Madrid") is None


def test_mails_in_mails_end_somewhere():
    raw = b"From: a@b.example\r\n\r\nx"
    for mark in range(8):
        head = f"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=k{mark}\r\n\r\n--k{mark}\r\n"
        raw = head.encode() + b"Content-Type: message/rfc822\r\n\r\n" + raw
    assert look_at(raw, "/".join("1" * 4), "UTC") is not None
    assert look_at(raw, "/".join("1" * 7), "UTC") is None


def test_every_cut_of_a_file_is_read_without_a_fault():
    for content, name in ((ICS, "a.ics"), (INNER, "a.eml"), (make_png(4, 4), "a.png"), (PDF, "a.pdf")):
        for end in range(0, len(content), 7):
            look(content[:end], name)
