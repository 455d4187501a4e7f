"""Header blocks: where they end, their fields, and the envelope made of them (RFC 5322, sections 2.2 and 3.6).

Cut by hand on raw bytes because it is on the path of every synchronised mail. A header longer than `MAX_HEADER` is read up
to there. Never raises. Pure; any thread.
"""

from __future__ import annotations

import re
from datetime import datetime

from desktop.core.mail.address import Address
from desktop.core.mail.envelope import Envelope
from desktop.core.mime.addresses import MAX_ADDRESSES, parse_addresses
from desktop.core.mime.dates import parse_date
from desktop.core.mime.header_text import decode_header

MAX_HEADER = 1 << 20
MAX_SUBJECT = 2_000
MAX_REFERENCES = 200
_MAX_ID = 998

Fields = dict[bytes, list[bytes]]

STRAY = b""
"""A name no field has: stands for lines of a header that are no fields."""

ENVELOPE_FIELDS = frozenset(
    b"subject from sender reply-to to cc bcc message-id in-reply-to references date list-id".split()
)
PART_FIELDS = frozenset(
    b"content-type content-disposition content-transfer-encoding content-id content-location content-description".split()
)
MESSAGE_FIELDS = ENVELOPE_FIELDS | PART_FIELDS

_FIELD_LINE = re.compile(rb"[!-9;-~]+[ \t]*:")
_FIRST_FIELD = re.compile(rb"[\r\n \t]*[\r\n](?=(?:[A-Za-z][A-Za-z0-9-]*:|From |>From ))")
_ID = re.compile(rb"<([^<>]{1,2000})>")


def find_body(raw: bytes, start: int = 0, end: int | None = None) -> tuple[int, int]:
    """(end of the header block, start of the body) of the message or part in raw[start:end].

    Where no blank line separates them, the body starts at the first line that cannot be a field, provided none follows.
    """
    end = len(raw) if end is None else end
    first = raw[start : start + 2]
    if first[:1] == b"\n":
        return start, start + 1
    if first == b"\r\n":
        return start, start + 2
    limit = min(end, start + MAX_HEADER)
    line_end = raw.find(b"\n", start, limit)
    if line_end > start and raw[line_end - 1] == 13:  # look for the likely one first, then for the other in front of it
        crlf = raw.find(b"\n\r\n", start, limit)
        lf = raw.find(b"\n\n", start, crlf + 1 if crlf >= 0 else limit)
    else:
        lf = raw.find(b"\n\n", start, limit)
        crlf = raw.find(b"\n\r\n", start, lf + 2 if lf >= 0 else limit)
    if lf >= 0 and (crlf < 0 or lf < crlf):
        return lf + 1, lf + 2
    if crlf >= 0:
        return crlf + 1, crlf + 3
    if limit < end:
        cut = raw.rfind(b"\n", start, limit) + 1 or limit
        return cut, cut
    return end, end


def skip_leading_lines(raw: bytes) -> int:
    """Where the header starts: after a byte order mark or blank lines that some stores leave in front of a message."""
    if raw.startswith(b"\xef\xbb\xbf"):
        return 3
    if raw[:1] in (b"\r", b"\n") and (match := _FIRST_FIELD.match(raw[:4096])):
        return match.end()
    return 0


def find_unseparated_body(header: bytes) -> int:
    """Offset in `header` at which text starts that no blank line separates from it; len(header) when there is none.

    That is the first line that cannot be a field, if it follows a line of blanks or no field of interest comes after it.
    """
    position, found = 0, len(header)
    previous = b"x"
    for line in header.split(b"\n"):
        is_field = _FIELD_LINE.match(line) is not None
        if is_field:
            if found < len(header) and line.partition(b":")[0].strip().lower() in MESSAGE_FIELDS:
                found = len(header)
        elif line[:1] not in (b" ", b"\t", b"\r", b"") and not line.startswith((b"From ", b">From ")):
            if previous and not previous.strip():
                return position
            if found == len(header):
                found = position
        previous = line
        position += len(line) + 1
    return found


def read_fields(header: bytes, wanted: frozenset[bytes] = MESSAGE_FIELDS) -> Fields:
    """The wanted fields: lower-case name to unfolded raw values in order of appearance.

    Lines that are no field are skipped; `STRAY` is among the names when there were any.
    """
    fields: Fields = {}
    text = header[:MAX_HEADER]
    if b"\r" in text:
        text = text.replace(b"\r\n", b"\n")
    for line in text.replace(b"\n ", b" ").replace(b"\n\t", b" ").split(b"\n"):
        name, colon, value = line.partition(b":")
        if colon:
            name = name.lower()
            if name not in wanted:
                name = name.rstrip()
                if name not in wanted:
                    continue
            if name in fields:
                fields[name].append(value)
            else:
                fields[name] = [value]
        elif line and line != b"\r":
            fields[STRAY] = []
    return fields


def parse_envelope(header: bytes) -> Envelope:
    """The envelope of a raw header block (with or without the blank line that ends it)."""
    start = skip_leading_lines(header)
    return build_envelope(read_fields(header[start:], ENVELOPE_FIELDS))


def build_envelope(fields: Fields) -> Envelope:
    """The envelope of fields read by `read_fields`. Repeated address fields are shown whole, of others the first counts."""
    ids = fields.get(b"message-id")
    return Envelope(
        subject=_text(fields, b"subject"),
        from_=_addresses(fields, b"from"),
        sender=_addresses(fields, b"sender"),
        reply_to=_addresses(fields, b"reply-to"),
        to=_addresses(fields, b"to"),
        cc=_addresses(fields, b"cc"),
        bcc=_addresses(fields, b"bcc"),
        message_id=next(iter(parse_ids(ids[0])), "") if ids else "",
        in_reply_to=_ids(fields, b"in-reply-to"),
        references=_ids(fields, b"references"),
        date=_date(fields),
        list_id=_list_id(fields),
    )


def parse_ids(value: bytes) -> tuple[str, ...]:
    """Message ids without angle brackets (RFC 5322, section 3.6.4), each once, at most `MAX_REFERENCES`: first ones and last ones."""
    found = _ID.findall(value) if b"<" in value else value.split()
    ids = tuple(dict.fromkeys(identifier for raw in found if (identifier := _clean_id(raw))))
    if len(ids) > MAX_REFERENCES:
        ids = ids[: MAX_REFERENCES // 2] + ids[-MAX_REFERENCES // 2 :]
    return ids


def _clean_id(raw: bytes) -> str:
    text = b"".join(raw.split()).decode("utf-8", "replace")[:_MAX_ID]
    return text if text.isprintable() else "".join(character for character in text if character.isprintable())


def _text(fields: Fields, name: bytes) -> str:
    values = fields.get(name)
    return decode_header(values[0])[:MAX_SUBJECT] if values else ""


def _addresses(fields: Fields, name: bytes) -> tuple[Address, ...]:
    values = fields.get(name)
    if not values:
        return ()
    if len(values) == 1:
        return parse_addresses(values[0])
    return tuple(address for value in values[:100] for address in parse_addresses(value))[:MAX_ADDRESSES]


def _ids(fields: Fields, name: bytes) -> tuple[str, ...]:
    values = fields.get(name)
    if not values:
        return ()
    return parse_ids(values[0] if len(values) == 1 else b" ".join(values[:100]))


def _date(fields: Fields) -> datetime | None:
    values = fields.get(b"date")
    return parse_date(values[0]) if values else None


def _list_id(fields: Fields) -> str:
    values = fields.get(b"list-id")
    if not values:
        return ""
    _, bracket, rest = values[0].rpartition(b"<")
    return decode_header(rest.partition(b">")[0] if bracket else values[0])[:255]
