"""The full reading of a message for the reader, and the bytes of its parts.

Never raises for any bytes: what cannot be understood is shown as text with a sentence in `defects`. Bounded in depth, parts,
and size of text; bytes of attachments are only measured until `load_attachment` is asked. Pure; any thread but the UI's.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from desktop.core.mail.structure import Attachment, ParsedMessage
from desktop.core.mime.body_text import read_html, read_plain
from desktop.core.mime.file_names import safe_file_name, unique_file_names
from desktop.core.mime.headers import build_envelope, parse_envelope
from desktop.core.mime.html_text import html_to_text
from desktop.core.mime.sections import Section, normalise_line_ends, read_structure
from desktop.core.mime.selection import Selection, select_sections
from desktop.core.mime.text_html import text_to_html
from desktop.core.mime.transfer import decode_transfer, measure_decoded

MAX_TEXT = 2_000_000
"""Bytes of one decoded text part that are read."""
MAX_HTML = 12_000_000
MAX_ATTACHMENTS = 500
INSIDE = "/"
"""In a path: what follows is a path in the mail that is that part."""
MAX_INSIDE = 5

_CID = re.compile(r"cid:([^\"'\s>)]{1,998})", re.I)
_PGP = re.compile(r"^-----BEGIN PGP MESSAGE-----\s*$", re.M)


def parse_message(raw: bytes) -> ParsedMessage:
    """The message as the reader shows it."""
    raw = normalise_line_ends(bytes(raw))
    structure = read_structure(raw)
    selection = select_sections(structure.root)
    reading = _Reading(raw, selection)
    text, html = reading.read()
    defects = [*structure.defects, *selection.notes, *reading.defects]
    if structure.too_complex:
        defects.append("The message has too many or too deeply nested parts; only the first ones are shown.")
    if _PGP.search(text[:20_000]):
        defects.append("This message is encrypted with OpenPGP; its text cannot be shown here.")
    attachments = _list_attachments(raw, selection, html or "")
    return ParsedMessage(
        envelope=build_envelope(structure.fields),
        text=text,
        html=html,
        attachments=attachments,
        defects=tuple(dict.fromkeys(defects)),
        too_complex=structure.too_complex or reading.was_cut,
    )


def load_attachment(raw: bytes, path: str) -> bytes:
    """The decoded bytes of the part with this section number, or of one in a mail that is a part (`INSIDE`). Raises KeyError
    when the message has no such part."""
    steps = path.split(INSIDE)
    if len(steps) > MAX_INSIDE:
        raise KeyError(path)
    for step in steps:
        raw = normalise_line_ends(bytes(raw))
        section = next((one for one in read_structure(raw).leaves() if one.path == step), None)
        if section is None:
            raise KeyError(path)
        raw = decode_transfer(raw[section.start : section.end], section.encoding)
    return raw


def load_cid(raw: bytes, content_id: str) -> tuple[str, bytes] | None:
    """(content type, decoded bytes) of the part an HTML body names as "cid:…", or None."""
    raw = normalise_line_ends(bytes(raw))
    wanted = content_id.strip("<>")
    for section in read_structure(raw).leaves():
        if section.content_id == wanted and wanted:
            return section.content_type, decode_transfer(raw[section.start : section.end], section.encoding)
    return None


class _Reading:
    """Joins the chosen blocks into one text and, when any block has HTML, one HTML document."""

    def __init__(self, raw: bytes, selection: Selection) -> None:
        self.raw = raw
        self.selection = selection
        self.defects: list[str] = []
        self.was_cut = False

    def read(self) -> tuple[str, str | None]:
        texts: list[str] = []
        documents: list[str] = []
        for block in self.selection.blocks:
            plain = "\n\n".join(self._section(section, MAX_TEXT) for section in block.plain)
            html = "\n".join(self._section(section, MAX_HTML) for section in block.html)
            if html and not plain.strip():
                plain = html_to_text(html)
            texts.append(plain)
            if self.selection.has_html:
                documents.append(html or text_to_html(plain))
        text = "\n\n".join(texts).strip("\n")
        return text, "\n<hr>\n".join(documents) if documents else None

    def _section(self, section: Section, limit: int) -> str:
        end = section.end
        room = limit * 3 // 2 if section.encoding else limit
        if end - section.start > room:
            end = section.start + room
            self.was_cut = True
            self.defects.append("A text of this message is very long; only its beginning is shown.")
        data = decode_transfer(self.raw[section.start : end], section.encoding)
        return read_html(section, data) if section.content_type == "text/html" else read_plain(section, data)


def _list_attachments(raw: bytes, selection: Selection, html: str) -> tuple[Attachment, ...]:
    sections = selection.attachments[:MAX_ATTACHMENTS]
    referenced = {_unquote(match).casefold() for match in _CID.findall(html)} if "cid:" in html.lower() else set()
    names = unique_file_names(
        safe_file_name(_foreign_name(raw, section), section.content_type, _own_name(section)) for section in sections
    )
    return tuple(
        Attachment(
            path=section.path,
            filename=name,
            content_type=section.content_type,
            size=measure_decoded(raw, section.start, section.end, section.encoding),
            content_id=section.content_id,
            inline=bool(section.content_id) and section.content_id.casefold() in referenced,
        )
        for section, name in zip(sections, names, strict=True)
    )


def _foreign_name(raw: bytes, section: Section) -> str:
    if section.file_name or section.content_type != "message/rfc822":
        return section.file_name
    subject = parse_envelope(raw[section.start : min(section.end, section.start + 65_536)]).subject
    return f"{subject[:80].replace('/', '_')}.eml" if subject else ""


def _own_name(section: Section) -> str:
    """Of a part that has none. An invitation seldom has one, and is asked for by what it is."""
    return "invitation" if section.content_type == "text/calendar" else f"attachment-{section.path}"


def _unquote(content_id: str) -> str:
    return unquote(content_id) if "%" in content_id else content_id
