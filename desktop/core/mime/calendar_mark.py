"""Which meeting a mail is about, read from its calendar part with a few searches: for every mail that is synchronised.

Of a calendar with several events it is the one that is no exception of another. Bounded in bytes and lines; never raises and
never loads the library that reads calendars whole (`read_calendar`). Pure; any thread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from desktop.core.mail.structure import CalendarMark
from desktop.core.mime.sections import Section
from desktop.core.mime.transfer import decode_transfer

MAX_BYTES = 1 << 20
"""Of a part that is read as an invitation."""
_TYPES = ("text/calendar", "application/ics", "application/calendar+ics")
_MOST_EVENTS = 200
_LONGEST_UID = 500
_MOST_SEQUENCE = 2**31 - 1
_FOLD = re.compile(rb"\r?\n[ \t]")
_LINE = re.compile(rb"^(BEGIN|END|METHOD|UID|SEQUENCE|DTSTAMP|RECURRENCE-ID|ORGANIZER)([;:][^\r\n]*)", re.M | re.I)
_STAMP = re.compile(r"(\d{8})T(\d{6})Z?")
_ADDRESS = re.compile(r"[^\s@<>\"',;:\\]+@[^\s@<>\"',;:\\]+")
_ESCAPED = re.compile(r"\\([\\;,nN])")


def is_calendar(content_type: str, filename: str) -> bool:
    return content_type in _TYPES or filename.lower().endswith(".ics")


def choose_part(kinds: Sequence[tuple[str, str, int]]) -> int | None:
    """Which of the parts (content type, file name, bytes) is the invitation: the alternative to the text before a file."""
    for wanted in ("text/calendar", ""):
        for place, (content_type, filename, size) in enumerate(kinds):
            if size <= MAX_BYTES and is_calendar(content_type, filename) and (not wanted or content_type == wanted):
                return place
    return None


def find_mark(raw: bytes, sections: Sequence[Section]) -> CalendarMark | None:
    """Of a mail with these attachments."""
    place = choose_part([(one.content_type, one.file_name, (one.end - one.start) * 3 // 4) for one in sections])
    if place is None:
        return None
    section = sections[place]
    return read_mark(decode_transfer(raw[section.start : section.end], section.encoding))


def read_mark(data: bytes) -> CalendarMark | None:
    """None for what names no meeting: a calendar without a UID."""
    method, marks = "", list[CalendarMark]()
    fields: dict[str, str] | None = None
    depth = 0
    for name, value in _lines(data[:MAX_BYTES]):
        if name == "BEGIN":
            if fields is not None:
                depth += 1  # an alarm inside
            elif value.strip().upper() == "VEVENT":
                fields, depth = {}, 0
        elif name == "END" and fields is not None:
            if depth:
                depth -= 1
                continue
            mark = _mark(fields)
            marks += [mark] if mark is not None else []
            fields = None
            if len(marks) >= _MOST_EVENTS:
                break
        elif fields is not None and not depth:
            fields.setdefault(name, value)
        elif name == "METHOD":
            method = method or value.strip().upper()[:20]
    chosen = next((one for one in marks if not one.recurrence), marks[0] if marks else None)
    if chosen is None:
        return None
    return replace(chosen, method=method)


def address_of(text: str) -> str:
    """The mail address in a value like "mailto:ana@example.org", "" for any other."""
    place = text.lower().rfind("mailto:")
    found = text[place + 7 if place >= 0 else 0 :].strip()
    return found if len(found) <= 320 and _ADDRESS.fullmatch(found) else ""


def _lines(data: bytes) -> Iterator[tuple[str, str]]:
    for match in _LINE.finditer(_FOLD.sub(b"", data)):
        name = match[1].decode("ascii").upper()
        rest = match[2][:2000].decode("utf-8", "replace")
        yield name, rest[1:] if name == "ORGANIZER" else _after_parameters(rest)


def _after_parameters(rest: str) -> str:
    """What stands behind the first colon that is in no quotes."""
    quoted = False
    for place, character in enumerate(rest):
        if character == '"':
            quoted = not quoted
        elif character == ":" and not quoted:
            return rest[place + 1 :]
    return ""


def _mark(fields: dict[str, str]) -> CalendarMark | None:
    uid = _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], fields.get("UID", "")).strip()
    if not uid or len(uid) > _LONGEST_UID:
        return None
    sequence = fields.get("SEQUENCE", "").strip()
    number = (
        min(int(sequence), _MOST_SEQUENCE) if sequence.isascii() and sequence.isdecimal() and len(sequence) < 20 else 0
    )
    recurrence = fields.get("RECURRENCE-ID", "").strip()[:40]
    return CalendarMark(
        "", uid, recurrence, number, _stamp(fields.get("DTSTAMP", "")), address_of(fields.get("ORGANIZER", "")).lower()
    )


def _stamp(text: str) -> int:
    match = _STAMP.fullmatch(text.strip())
    if match is None:
        return 0
    try:
        return max(0, int(datetime.strptime(match[1] + match[2], "%Y%m%d%H%M%S").replace(tzinfo=UTC).timestamp()))
    except ValueError:
        return 0
