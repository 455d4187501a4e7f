"""Which kind of file the bytes of an attachment are, as far as this program can show it.

Pictures and PDFs are known by their first bytes, whatever they are called; of all else the extension decides, which is what other
programs go by, and the Content-Type only where there is none that is known. Pure; any thread.
"""

from __future__ import annotations

from desktop.core.api.previews import FileKind
from desktop.core.mime.picture_facts import read_picture_facts

_PDF_WITHIN = 1_024
_EXTENSIONS = {
    FileKind.PICTURE: "png jpg jpeg jpe jfif gif webp bmp dib",
    FileKind.PDF: "pdf",
    FileKind.TEXT: """
        txt text log csv tsv md markdown rst diff patch ini cfg conf toml yaml yml json jsonl ndjson xml xsl xsd sql tex bib srt vtt asc sig
        py pyw js mjs ts jsx tsx c h cc cpp cxx hpp cs java kt go rs rb php pl pm lua r m swift scala sh bash zsh bat cmd ps1 psm1 vbs
        css scss less properties env gitignore dockerfile makefile gradle po pot rules sieve
    """,
    FileKind.PAGE: "htm html xhtml",
    FileKind.MAIL: "eml",
    FileKind.CALENDAR: "ics ical ifb",
    FileKind.CONTACTS: "vcf vcard",
    FileKind.OFFICE: """
        doc docx docm dot dotx xls xlsx xlsm xlsb xlt xltx ppt pptx pptm pps ppsx pot potx odt ott ods ots odp otp odg rtf pages numbers
        key wpd pub vsd vsdx mpp one
    """,
    FileKind.OTHER: "svg svgz tif tiff heic heif avif ico psd zip rar 7z gz tar exe msi dll jar apk dmg iso mp3 mp4 mov avi wav msg tnef dat",
}  # fmt: skip
_BY_EXTENSION = {extension: kind for kind, names in _EXTENSIONS.items() for extension in names.split()}
_BY_TYPE = {
    "application/pdf": FileKind.PDF,
    "application/x-pdf": FileKind.PDF,
    "message/rfc822": FileKind.MAIL,
    "message/global": FileKind.MAIL,
    "text/calendar": FileKind.CALENDAR,
    "application/ics": FileKind.CALENDAR,
    "text/vcard": FileKind.CONTACTS,
    "text/x-vcard": FileKind.CONTACTS,
    "text/directory": FileKind.CONTACTS,
    "text/html": FileKind.PAGE,
    "application/xhtml+xml": FileKind.PAGE,
    "application/json": FileKind.TEXT,
    "application/xml": FileKind.TEXT,
    "application/x-sh": FileKind.TEXT,
    "message/delivery-status": FileKind.TEXT,
    "text/rfc822-headers": FileKind.TEXT,
    "image/png": FileKind.PICTURE,
    "image/jpeg": FileKind.PICTURE,
    "image/jpg": FileKind.PICTURE,
    "image/pjpeg": FileKind.PICTURE,
    "image/gif": FileKind.PICTURE,
    "image/webp": FileKind.PICTURE,
    "image/bmp": FileKind.PICTURE,
    "application/msword": FileKind.OFFICE,
    "application/rtf": FileKind.OFFICE,
    "text/rtf": FileKind.OFFICE,
}
_OFFICE = ("application/vnd.ms-", "application/vnd.openxmlformats-", "application/vnd.oasis.opendocument")


def file_kind(content: bytes, filename: str, content_type: str) -> FileKind:
    if read_picture_facts(content) is not None:
        return FileKind.PICTURE
    if is_pdf(content):
        return FileKind.PDF
    name = filename.rstrip(". \t\u00a0").lower()
    known = _BY_EXTENSION.get(name.rpartition(".")[2].strip())
    if known is not None:
        return known
    kind = content_type.partition(";")[0].strip().lower()
    if kind in _BY_TYPE:
        return _BY_TYPE[kind]
    if kind.startswith(_OFFICE):
        return FileKind.OFFICE
    return FileKind.TEXT if kind.startswith("text/") else FileKind.OTHER


def is_pdf(content: bytes) -> bool:
    """As readers of PDF look for it (ISO 32000-1, annex H.3.4.1)."""
    return b"%PDF-" in content[:_PDF_WITHIN]
