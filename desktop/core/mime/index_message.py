"""The lean reading of a message made while synchronising: envelope and thread key of its header, then snippet, words to find it
by and file names of its body. The header comes first and is read once.

Reads only as much of each body as the index keeps. It shares the cutter and the choice of parts with `parse_message`, so the
two cannot disagree about what a message says. Never raises for any bytes. Pure; any thread.
"""

from __future__ import annotations

from dataclasses import replace

from desktop.core.mail.structure import IndexedBody, IndexedHeader, IndexedMessage
from desktop.core.mime.body_text import read_html, read_plain
from desktop.core.mime.calendar_mark import find_mark
from desktop.core.mime.file_names import safe_file_name
from desktop.core.mime.headers import (
    MESSAGE_FIELDS,
    PART_FIELDS,
    Fields,
    build_envelope,
    read_fields,
    skip_leading_lines,
)
from desktop.core.mime.html_text import html_to_text
from desktop.core.mime.sections import Section, Structure, normalise_line_ends, read_structure
from desktop.core.mime.selection import Selection, select_sections
from desktop.core.mime.sender_proof import is_from
from desktop.core.mime.snippet import make_snippet
from desktop.core.mime.threading_keys import thread_key
from desktop.core.mime.transfer import decode_transfer

MAX_TEXT = 65_536
"""Bytes of UTF-8 kept as `body_text`."""

_MAX_HTML = 300_000
_MAX_NAMES = 100


def index_headers(header: bytes) -> IndexedHeader:
    """What can be said from the header block alone, before the body has been fetched; `has_attachment` is a guess."""
    start = skip_leading_lines(header)
    return _read_header(read_fields(header[start:], MESSAGE_FIELDS))


def _read_header(fields: Fields) -> IndexedHeader:
    envelope = build_envelope(fields)
    kind = fields.get(b"content-type", [b""])[0].strip().lower()
    return IndexedHeader(envelope, thread_key(envelope), kind.startswith(b"multipart/mixed"))


def index_body(raw: bytes) -> IndexedBody:
    """What a whole message says beyond its envelope."""
    raw = normalise_line_ends(raw)
    return _read_body(raw, read_structure(raw, PART_FIELDS))


def index_mail(header: bytes, raw: bytes) -> tuple[IndexedHeader, IndexedBody]:
    """Both readings of a whole message at once, the same as of one after the other; `header` is its header block."""
    raw = normalise_line_ends(raw)
    structure = read_structure(raw)
    body = _read_body(raw, structure)
    if not header or not raw.startswith(header) or not 0 <= structure.root.start - len(header) <= 2:
        return index_headers(header), body  # where text begins is another question to a header alone
    return _read_header(structure.fields), body


def index_message(raw: bytes) -> IndexedMessage:
    """All of a whole message."""
    raw = normalise_line_ends(raw)
    structure = read_structure(raw)
    body = _read_body(raw, structure)
    envelope = build_envelope(structure.fields)
    return IndexedMessage(
        body.snippet, body.body_text, body.attachment_names, body.has_attachment, body.mark,
        envelope=envelope, thread_key=thread_key(envelope),
    )  # fmt: skip


def _read_body(raw: bytes, structure: Structure) -> IndexedBody:
    selection = select_sections(structure.root)
    text = _read_text(raw, selection)
    files = [section for section in selection.attachments if section.path not in selection.inline]
    names = tuple(
        safe_file_name(section.file_name, section.content_type) for section in files[:_MAX_NAMES] if section.file_name
    )
    mark = find_mark(raw, selection.attachments)
    if mark is not None:
        mark = replace(mark, proven=is_from(raw, mark.organiser))
    return IndexedBody(make_snippet(text), text, names, bool(files), mark)


def _read_text(raw: bytes, selection: Selection) -> str:
    pieces: list[str] = []
    room = MAX_TEXT
    for block in selection.blocks:
        text = "\n\n".join(read_plain(section, _take(raw, section, room)) for section in block.plain)
        if block.html and (not text or text.isspace()):
            text = "\n\n".join(
                html_to_text(read_html(section, _take(raw, section, _MAX_HTML))) for section in block.html
            )
        pieces.append(text)
        room -= len(text)
        if room <= 0:
            break
    return _cut("\n\n".join(pieces).strip())


def _take(raw: bytes, section: Section, limit: int) -> bytes:
    """At least the first `limit` decoded bytes of a part, without decoding much more."""
    limit = limit * 3 // 2 if section.encoding else limit
    return decode_transfer(raw[section.start : min(section.end, section.start + limit)], section.encoding)


def _cut(text: str) -> str:
    if len(text) * 4 <= MAX_TEXT:
        return text
    return text[:MAX_TEXT].encode("utf-8", "ignore")[:MAX_TEXT].decode("utf-8", "ignore")
