"""Finds the MIME parts of a mail: where each header and body lies, with their types (RFC 2045, RFC 2046).

Works on raw bytes and takes anything: what cannot be understood is text. Depth and number of parts are bounded; what lies
beyond stays inside the part where the bound was met. Pure; any thread.
"""

from __future__ import annotations

import re
from dataclasses import field

from desktop.values import dataclass

MAX_DEPTH = 64
MAX_PARTS = 5_000
MAX_VALUE = 64 * 1024

_FIELD = re.compile(rb"([^\s:]+)[ \t]*:([^\n]*(?:\n[ \t][^\n]*)*)(?:\n|\Z)")
_BLANK_LINE = re.compile(rb"^\r?\n", re.MULTILINE)
_FOLD = re.compile(rb"\r?\n(?=[ \t])")
_TOKEN = re.compile(rb"[^\x00-\x20()<>@,;:\\\"/\[\]?=\x7f]+")
_LOOSE_VALUE = re.compile(rb"[^\x00-\x20;()\"]+")
_QUOTED = re.compile(rb'"((?:[^"\\]|\\.)*)"?', re.DOTALL)

Fields = list[tuple[bytes, bytes]]
Parameters = list[tuple[bytes, bytes]]


@dataclass(slots=True)
class Part:
    """One part of a mail; offsets are into its raw bytes, `start` to `body_start` is the header with its blank line."""

    start: int
    body_start: int
    end: int
    fields: Fields
    type: bytes
    subtype: bytes
    parameters: Parameters
    children: list[Part] = field(default_factory=list)
    """The parts of a multipart; the one message of a message/rfc822."""

    @property
    def is_multipart(self) -> bool:
        return self.type.lower() == b"multipart"

    @property
    def is_message(self) -> bool:
        return self.type.lower() == b"message" and self.subtype.lower() == b"rfc822"

    def value(self, name: bytes) -> bytes | None:
        """The first field of this name (lower case)."""
        return next((value for known, value in self.fields if known == name), None)


def header_end(raw: bytes, start: int, end: int) -> int:
    """The offset behind the blank line that ends the header, or `end` where there is none."""
    blank = _BLANK_LINE.search(raw, start, end)
    return end if blank is None else blank.end()


def parse_fields(header: bytes) -> Fields:
    """(name in lower case, unfolded value without white space around it) of each field; other lines are passed over."""
    found = []
    position = 0
    while position < len(header):
        match = _FIELD.match(header, position)
        if match is None:
            position = header.find(b"\n", position) + 1 or len(header)
            continue
        found.append((match[1].lower(), _FOLD.sub(b"", match[2]).strip()))
        position = match.end()
    return found


def parse_structure(raw: bytes) -> Part:
    return _Reader(raw).read(0, len(raw), 0, b"plain")


class _Reader:
    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._parts = 0

    def read(self, start: int, end: int, depth: int, default: bytes) -> Part:
        """`default` is the subtype of parts that name no type: plain text, or rfc822 inside a digest."""
        self._parts += 1
        body_start = header_end(self._raw, start, end)
        fields = parse_fields(self._raw[start:body_start])
        given = next((value for name, value in fields if name == b"content-type"), None)
        kind, subtype, parameters = parse_content_type(given) if given is not None else (None, b"", [])
        if kind is None:
            kind, subtype = (b"message", default) if default == b"rfc822" else (b"text", default)
        part = Part(start, body_start, end, fields, kind, subtype, parameters)
        if depth < MAX_DEPTH:
            if part.is_multipart:
                self._read_children(part, depth)
            elif part.is_message:
                part.children.append(self.read(body_start, end, depth + 1, b"plain"))
        return part

    def _read_children(self, part: Part, depth: int) -> None:
        boundary = next((value for name, value in part.parameters if name.lower() == b"boundary"), None)
        if not boundary:
            return
        default = b"rfc822" if part.subtype.lower() == b"digest" else b"plain"
        delimiter = re.compile(rb"^--%s(--)?[ \t]*\r?$" % re.escape(boundary), re.MULTILINE)
        opened: int | None = None
        for match in delimiter.finditer(self._raw, part.body_start, part.end):
            if opened is not None:
                part.children.append(self._child(opened, match.start(), depth, default))
            opened = None
            if match[1] or self._parts >= MAX_PARTS:
                break
            opened = min(match.end() + 1, part.end)
        if opened is not None:
            part.children.append(self._child(opened, part.end, depth, default, closed=False))

    def _child(self, start: int, end: int, depth: int, default: bytes, *, closed: bool = True) -> Part:
        if closed:  # the line end before a delimiter belongs to the delimiter
            end -= 2 if self._raw[end - 2 : end] == b"\r\n" else 1
        return self.read(start, max(start, end), depth + 1, default)


def parse_content_type(value: bytes) -> tuple[bytes | None, bytes, Parameters]:
    """Type, subtype, parameters as they were written; the type is None when there is no `type/subtype`."""
    position = skip_blank(value, 0)
    kind = _TOKEN.match(value, position)
    if kind is None:
        return None, b"", []
    position = skip_blank(value, kind.end())
    if value[position : position + 1] != b"/":
        return None, b"", []
    subtype = _TOKEN.match(value, skip_blank(value, position + 1))
    if subtype is None:
        return None, b"", []
    return kind.group(), subtype.group(), parse_parameters(value, subtype.end())


def parse_parameters(value: bytes, position: int) -> Parameters:
    """`; name=value` pairs from a position on; pieces that are none are passed over."""
    found: Parameters = []
    value = value[:MAX_VALUE]
    while (position := value.find(b";", position)) >= 0:
        position = skip_blank(value, position + 1)
        name = _TOKEN.match(value, position)
        if name is None:
            continue
        equals = skip_blank(value, name.end())
        if value[equals : equals + 1] != b"=":
            continue
        position = skip_blank(value, equals + 1)
        if (quoted := _QUOTED.match(value, position)) is not None:
            found.append((name.group(), re.sub(rb"\\(.)", rb"\1", quoted[1], flags=re.DOTALL)))
            position = quoted.end()
        elif (loose := _LOOSE_VALUE.match(value, position)) is not None:
            found.append((name.group(), loose.group()))
            position = loose.end()
    return found


def skip_blank(value: bytes, position: int) -> int:
    """The offset behind white space and comments; comments nest, and one that never ends reaches to the end."""
    depth = 0
    while position < len(value):
        byte = value[position : position + 1]
        if byte == b"(":
            depth += 1
        elif byte == b")" and depth:
            depth -= 1
        elif byte == b"\\" and depth:
            position += 1
        elif not depth and not byte.isspace():
            break
        position += 1
    return position
