"""A small PDF writer (ISO 32000-1) for the demo's attachments: one A4 page of text, a table and thin lines.

Invariant: the cross-reference table is exact, text is WinAnsi in the standard font Helvetica, and the same sheet gives the same
bytes. Pure. Any thread.
"""

from __future__ import annotations

import zlib

from desktop.core.demo.authored.sheet import Sheet

_LEFT, _RIGHT, _TOP = 56, 539, 780
_LINE_WIDTH = 92


def build_pdf(sheet: Sheet) -> bytes:
    """The sheet as a PDF file of one page; what does not fit under the page's edge is left out."""
    return _file(zlib.compress(_page(sheet).encode("cp1252", "replace")))


def _page(sheet: Sheet) -> str:
    ops: list[str] = ["0.2 w"]
    y: float = _TOP

    def say(x: float, text: str, size: int = 10, bold: bool = False) -> None:
        escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        ops.append(f"BT /{'B' if bold else 'F'} {size} Tf {x:.0f} {y:.0f} Td ({escaped}) Tj ET")

    say(_LEFT, sheet.issuer, 9)
    y -= 34
    say(_LEFT, sheet.title, 17, bold=True)
    y -= 10
    ops.append(f"{_LEFT} {y} m {_RIGHT} {y} l S")
    y -= 20
    for paragraph in sheet.paragraphs:
        for line in wrap(paragraph, _LINE_WIDTH):
            say(_LEFT, line)
            y -= 14
        y -= 6
    if sheet.rows:
        step = (_RIGHT - _LEFT) / (len(sheet.rows[0]) + 1)
        for number, row in enumerate(sheet.rows):
            for column, cell in enumerate(row):
                say(_LEFT if column == 0 else _LEFT + step * (column + 1), cell, 9, bold=number == 0)
            ops.append(f"{_LEFT} {y - 5} m {_RIGHT} {y - 5} l S")
            y -= 18
    if sheet.walls:
        # Walls are given in metres; 30 points a metre puts a flat of 15 m across the page (scale about 1:95).
        base = y - 20 - 30 * max(max(wall[1], wall[3]) for wall in sheet.walls)
        ops.append("3 w 0.15 G")
        ops += [
            f"{_LEFT + 30 * x1:.1f} {base + 30 * y1:.1f} m {_LEFT + 30 * x2:.1f} {base + 30 * y2:.1f} l S"
            for x1, y1, x2, y2 in sheet.walls
        ]
        for x, height, label in sheet.labels:
            y = base + 30 * height
            say(_LEFT + 30 * x, label, 9)
    return "\n".join(ops)


def wrap(text: str, width: int) -> list[str]:
    """Words in lines of at most `width` characters; a longer word has a line of its own."""
    lines, line = [], ""
    for word in text.split(" "):
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line]


def _file(stream: bytes) -> bytes:
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /{} /Encoding /WinAnsiEncoding >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 6 0 R "
        b"/Resources << /Font << /F 4 0 R /B 5 0 R >> >> >>",
        font.format("Helvetica").encode(),
        font.format("Helvetica-Bold").encode(),
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    out, starts = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(objects, 1):
        starts.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    out += b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        table,
        len(objects) + 1,
        len(out),
    )
    return bytes(out)
