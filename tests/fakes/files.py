"""Files as people attach them, and as attackers do: authored here, byte by byte."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

from desktop.core.mail.structure import Attachment
from tests.fakes.letters import Letter, make_envelope


def make_png(
    width: int, height: int, colour: tuple[int, int, int] = (200, 30, 30), *, rows: int | None = None
) -> bytes:
    """One colour; with fewer `rows` than it says, a picture that was cut."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    body = (b"\0" + bytes(colour) * width) * (height if rows is None else rows)
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(body)) + chunk(b"IEND", b"")


def make_pdf(objects: Sequence[bytes]) -> bytes:
    """Objects numbered from 1; the first is the catalogue."""
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1) + table
    return out + end + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, len(out))


def pdf_stream(entries: bytes, body: bytes) -> bytes:
    return b"<< " + entries + b" /Length %d >>\nstream\n" % len(body) + body + b"\nendstream"


def hostile_pdf(web: str) -> bytes:
    """A red page that tries every way out that PDF knows, by itself and where it is clicked. `web` is a server that counts. Its
    script would make the blue field green."""
    at = web.encode()
    script = (
        b"this.getField\\('f'\\).fillColor=['RGB',0,1,0]; this.getField\\('f'\\).value='after'; app.alert\\('x'\\); "
        b"app.launchURL\\('" + at + b"/js-launch'\\); this.submitForm\\('" + at + b"/js-submit'\\); "
        b"this.getURL\\('" + at + b"/js-get'\\); this.print\\(\\);"
    )
    ways = b" ".join(
        b"<< /S /%s /F << /FS /URL /F (%s/%s) >> %s >>" % (kind, at, kind.lower(), more)
        for kind, more in ((b"SubmitForm", b"/Flags 4"), (b"GoToR", b"/D [0 /Fit]"), (b"ImportData", b""))
    )
    return make_pdf([
        b"<< /Type /Catalog /Pages 2 0 R /OpenAction 6 0 R /AcroForm << /Fields [7 0 R] /DR << /Font << /F1 5 0 R >> >>"
        b" /DA (/F1 12 Tf 0 g) >> /AA << /WC 8 0 R >> >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 300] /Contents 4 0 R /AA << /O 8 0 R >> /Annots [7 0 R 10 0 R 11 0 R]"
        b" /Resources << /Font << /F1 5 0 R >> /XObject << /I 9 0 R >> >> >>",
        pdf_stream(b"", b"0.784 0.118 0.118 rg 0 0 400 300 re f q 40 0 0 40 300 240 cm /I Do Q"),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /S /JavaScript /JS (" + script + b") /Next [<< /S /URI /URI (" + at + b"/open-uri) >>"
        b" << /S /Launch /F (/bin/true) >> " + ways + b"] >>",
        b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (f) /V (before) /Rect [20 200 120 280] /F 4 /DA (/F1 12 Tf 0 g)"
        b" /MK << /BG [0 0 1] >> /P 3 0 R >>",
        b"<< /S /URI /URI (" + at + b"/page-open) >>",
        pdf_stream(
            b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceRGB"
            b" /F << /FS /URL /F (" + at + b"/external-image) >>",
            b"abc",
        ),
        b"<< /Type /Annot /Subtype /Link /Rect [0 0 400 90] /A << /S /URI /URI (" + at + b"/clicked) >> >>",
        b"<< /Type /Annot /Subtype /Link /Rect [0 90 400 180] /A << /S /Launch /F (/bin/true) >> >>",
    ])  # fmt: skip


def red_pdf() -> bytes:
    return make_pdf([
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 300] /Contents 4 0 R >>",
        pdf_stream(b"", b"0.784 0.118 0.118 rg 0 0 400 300 re f"),
    ])  # fmt: skip


def letter_with(*files: tuple[str, str, bytes]) -> Letter:
    """A plain mail with these files: (name, Content-Type, bytes)."""
    attachments = tuple(
        Attachment(str(number), name, kind, len(content)) for number, (name, kind, content) in enumerate(files, 2)
    )
    contents = {str(number): content for number, (_name, _kind, content) in enumerate(files, 2)}
    return Letter(make_envelope("Archivos"), "Van adjuntos.\n", attachments=attachments, contents=contents)
