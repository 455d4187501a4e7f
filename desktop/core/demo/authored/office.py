"""Smallest valid office files of a sheet: .docx and .xlsx (ISO/IEC 29500), .odt (ISO/IEC 26300), and plain archives.

Invariant: entries carry one fixed date, so that the same sheet gives the same bytes. Pure. Any thread.
"""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

from desktop.core.demo.authored.sheet import Sheet

_DATE = (2000, 1, 1, 0, 0, 0)
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_CALC = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"


def build_archive(members: dict[str, bytes], stored: frozenset[str] = frozenset()) -> bytes:
    """A zip of the members in their order; names in `stored` are kept uncompressed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, _DATE)
            # The same bytes on every system: ZipInfo would record the one it runs on.
            info.create_system = 3
            info.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return buffer.getvalue()


def build_docx(sheet: Sheet) -> bytes:
    paragraphs = "".join(_word_paragraph(text) for text in (sheet.title, *sheet.paragraphs))
    rows = "".join(
        "<w:tr>" + "".join(f"<w:tc><w:tcPr/>{_word_paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>"
        for row in sheet.rows
    )
    grid = "<w:gridCol/>" * max((len(row) for row in sheet.rows), default=0)
    table = f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl><w:p/>" if rows else ""
    document = f'{_XML}<w:document xmlns:w="{_WORD}"><w:body>{paragraphs}{table}</w:body></w:document>'
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return _package("word/document.xml", kind, {"word/document.xml": document})


def _word_paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def build_xlsx(sheet: Sheet) -> bytes:
    rows = ((sheet.title,), *((text,) for text in sheet.paragraphs), *sheet.rows)
    data = "".join("<row>" + "".join(_calc_cell(cell) for cell in row) + "</row>" for row in rows)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    workbook = f'{_XML}<workbook xmlns="{_CALC}" xmlns:r="{_OFFICE}"><sheets><sheet name="Hoja1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    links = f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="sheet1.xml"/></Relationships>'
    return _package(
        "xl/workbook.xml",
        kind + "sheet.main+xml",
        {
            "xl/workbook.xml": workbook,
            "xl/_rels/workbook.xml.rels": links,
            "xl/sheet1.xml": f'{_XML}<worksheet xmlns="{_CALC}"><sheetData>{data}</sheetData></worksheet>',
        },
        f'<Override PartName="/xl/sheet1.xml" ContentType="{kind}worksheet+xml"/>',
    )


def _calc_cell(text: str) -> str:
    """A number where the Spanish writing of one is seen (1.234,50 €), else text."""
    number = text.removesuffix("€").strip().replace(".", "").replace(",", ".")
    if number.replace(".", "", 1).isdecimal():
        return f"<c><v>{number}</v></c>"
    return f'<c t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def _package(main: str, kind: str, members: dict[str, str], more: str = "") -> bytes:
    types = (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/{main}" ContentType="{kind}"/>{more}</Types>'
    )
    links = f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="{main}"/></Relationships>'
    files = {"[Content_Types].xml": types, "_rels/.rels": links} | members
    return build_archive({name: text.encode() for name, text in files.items()})


def build_odt(sheet: Sheet) -> bytes:
    kind = "application/vnd.oasis.opendocument.text"
    lines = (sheet.title, *sheet.paragraphs, *("\u2003".join(row) for row in sheet.rows))
    body = "".join(f"<text:p>{escape(line)}</text:p>" for line in lines)
    content = (
        f'{_XML}<office:document-content xmlns:office="{_ODF}:office:1.0" xmlns:text="{_ODF}:text:1.0" office:version="1.3">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    manifest = (
        f'{_XML}<manifest:manifest xmlns:manifest="{_ODF}:manifest:1.0" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    # ODF 1.3 part 2, section 3.3: the media type is the first entry and is not compressed.
    members = {"mimetype": kind.encode(), "content.xml": content.encode(), "META-INF/manifest.xml": manifest.encode()}
    return build_archive(members, frozenset({"mimetype"}))
