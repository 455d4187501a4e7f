"""Attachments by name: stored pictures, and files built from the authored sheets in `resources/demo/documents`.

The ending decides the format: one sheet can be sent as .pdf, .docx, .odt, .xlsx, .csv or .txt; a .zip lists its members.
Invariant: the same name on the same day gives the same bytes. Reads package resources only. Any thread.
"""

from __future__ import annotations

import tomllib
from functools import cache

from desktop.core.demo.authored.cast import demo_files
from desktop.core.demo.authored.moments import fill_dates
from desktop.core.demo.authored.office import build_archive, build_docx, build_odt, build_xlsx
from desktop.core.demo.authored.pdf import build_pdf
from desktop.core.demo.authored.sheet import Sheet

_OPENXML = "application/vnd.openxmlformats-officedocument."
_MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": f"{_OPENXML}wordprocessingml.document",
    "xlsx": f"{_OPENXML}spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "csv": "text/csv",
    "txt": "text/plain",
    "zip": "application/zip",
    "png": "image/png",
    "jpg": "image/jpeg",
}


def media_type(name: str) -> str:
    """The media type of a file by its ending."""
    return _MEDIA_TYPES[name.rpartition(".")[2].lower()]


def build_document(source: str, moment: int, now: int) -> bytes:
    """The file called `source`; dates in a sheet are counted from `moment`, the mail's own."""
    stem, _, ending = source.rpartition(".")
    if ending in {"png", "jpg"}:
        return _stored(source)
    data = tomllib.loads(fill_dates(_sheet_text(stem), moment, now))
    if ending == "zip":
        return build_archive({name: build_document(member, moment, now) for name, member in data["members"].items()})
    sheet = Sheet(
        data["title"],
        data.get("issuer", ""),
        tuple(data.get("paragraphs", ())),
        tuple(tuple(row) for row in data.get("rows", ())),
        tuple(tuple(wall) for wall in data.get("walls", ())),
        tuple((x, y, text) for x, y, text in data.get("labels", ())),
    )
    match ending:
        case "pdf":
            return build_pdf(sheet)
        case "docx":
            return build_docx(sheet)
        case "odt":
            return build_odt(sheet)
        case "xlsx":
            return build_xlsx(sheet)
        case "csv":
            return "".join(";".join(row) + "\r\n" for row in sheet.rows).encode()
        case _:
            return "\r\n".join((sheet.title, "", *sheet.paragraphs, "")).encode()


@cache
def _stored(name: str) -> bytes:
    return (demo_files() / "pictures" / name).read_bytes()


@cache
def _sheet_text(stem: str) -> str:
    return (demo_files() / "documents" / f"{stem}.toml").read_text("utf-8")
