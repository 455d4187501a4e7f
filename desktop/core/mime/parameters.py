"""Structured field values: `type; name=value; name*0*=...` (RFC 2045 section 5.1, RFC 2183, RFC 2231).

Tolerant of what mail holds: missing quotes, spaces in bare values, encoded words where RFC 2231 belongs, raw 8-bit, comments,
doubled semicolons. The first of equal names wins. Linear, bounded, never raises. Pure; any thread.
"""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from desktop.core.mime.charsets import decode_text
from desktop.core.mime.header_text import clean_line, decode_header

_MAX_BYTES = 32_768
_MAX_PARAMETERS = 500

_PARAMETER = re.compile(rb"(?<![^\s;\"])([^\s=;\"]++)[ \t]*+=[ \t]*+(?:\"((?:[^\"\\]|\\.)*+)\"[^;]*|([^;]*))", re.S)
_COMMENT = re.compile(rb"\([^()]*\)")
_ESCAPE = re.compile(rb"\\([\"\\])")
_CONTINUED = re.compile(r"([^*]+)(?:\*(\d{1,4}))?(\*?)")


def parse_parameters(value: bytes) -> tuple[str, dict[str, str]]:
    """("text/plain", {"charset": "utf-8"}) from a Content-Type or Content-Disposition value; the head in lower case.

    A boundary is not decoded: its characters are bytes, to be compared with those of the body.
    """
    head, semicolon, rest = value[:_MAX_BYTES].partition(b";")
    if b"=" in head:  # "Content-Disposition: filename=x" or a semicolon left out
        first, _, more = head.strip().partition(b" ")
        head, rest, semicolon = (b"", value[:_MAX_BYTES], b";") if b"=" in first else (first, more + b";" + rest, b";")
    if b"(" in head:
        head = _COMMENT.sub(b"", head)
    kind = b"".join(head.split()).decode("ascii", "ignore").lower()
    if not semicolon:
        return kind, {}
    return kind, _parse_list(rest)


def _parse_list(rest: bytes) -> dict[str, str]:
    plain: dict[str, str] = {}
    pieces: dict[str, list[tuple[int, bool, bytes]]] = {}
    for count, match in enumerate(_PARAMETER.finditer(rest)):
        if count >= _MAX_PARAMETERS:
            break
        name = match[1].decode("ascii", "ignore").lower()
        quoted, bare = match[2], match[3]
        if quoted is not None:
            raw = _ESCAPE.sub(rb"\1", quoted) if b"\\" in quoted else quoted
        else:
            raw = bare.strip().strip(b'"')
            if b"(" in raw and b"name" not in match[1].lower():
                raw = _COMMENT.sub(b"", raw).strip()
        if "*" not in name:
            if name not in plain:
                plain[name] = raw.decode("latin-1") if name == "boundary" else decode_header(raw)
        elif numbered := _CONTINUED.fullmatch(name):
            pieces.setdefault(numbered[1], []).append((int(numbered[2] or 0), bool(numbered[3]), raw))
    for name, parts in pieces.items():
        plain[name] = _join(parts)  # RFC 2231 wins over a plain twin given for old readers (RFC 6266, section 4.3)
    return plain


def _join(parts: list[tuple[int, bool, bytes]]) -> str:
    parts.sort(key=lambda part: part[0])
    charset = ""
    data = bytearray()
    for position, (_, extended, raw) in enumerate(parts):
        if extended and position == 0 and raw.count(b"'") >= 2:
            label, _, raw = raw.split(b"'", 2)
            charset = label.decode("ascii", "ignore")
        data += unquote_to_bytes(raw) if extended else raw
    if not any(extended for _, extended, _ in parts):
        return decode_header(bytes(data))
    return clean_line(decode_text(bytes(data), charset))
