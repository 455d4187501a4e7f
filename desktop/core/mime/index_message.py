"""The lean reading of a message made while synchronising: envelope, snippet, words to find it by, file names, thread key.

Reads only as much of each body as the index keeps. It shares the cutter and the choice of parts with `parse_message`, so the
two cannot disagree about what a message says. Never raises for any bytes. Pure; any thread.
"""

from __future__ import annotations

from desktop.core.mail.structure import IndexedMessage
from desktop.core.mime.body_text import read_html, read_plain
from desktop.core.mime.calendar_mark import find_mark
from desktop.core.mime.file_names import safe_file_name
from desktop.core.mime.headers import MESSAGE_FIELDS, build_envelope, read_fields, skip_leading_lines
from desktop.core.mime.html_text import html_to_text
from desktop.core.mime.sections import Section, normalise_line_ends, read_structure
from desktop.core.mime.selection import Selection, select_sections
from desktop.core.mime.snippet import make_snippet
from desktop.core.mime.threading_keys import thread_key
from desktop.core.mime.transfer import decode_transfer

MAX_TEXT = 65_536
"""Bytes of UTF-8 kept as `body_text`."""

_MAX_HTML = 300_000
_MAX_NAMES = 100


def index_headers(header: bytes) -> IndexedMessage:
    """What can be said from the header block alone, before the body has been fetched; `has_attachment` is a guess."""
    start = skip_leading_lines(header)
    fields = read_fields(header[start:], MESSAGE_FIELDS)
    envelope = build_envelope(fields)
    kind = fields.get(b"content-type", [b""])[0].strip().lower()
    return IndexedMessage(envelope, "", "", (), kind.startswith(b"multipart/mixed"), thread_key(envelope))


def index_message(raw: bytes) -> IndexedMessage:
    """The index entry of a whole message."""
    raw = normalise_line_ends(raw)
    structure = read_structure(raw)
    envelope = build_envelope(structure.fields)
    selection = select_sections(structure.root)
    text = _read_text(raw, selection)
    files = [section for section in selection.attachments if section.path not in selection.inline]
    names = tuple(
        safe_file_name(section.file_name, section.content_type) for section in files[:_MAX_NAMES] if section.file_name
    )
    mark = find_mark(raw, selection.attachments)
    return IndexedMessage(envelope, make_snippet(text), text, names, bool(files), thread_key(envelope), mark)


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
