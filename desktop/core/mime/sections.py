"""The parts of a message and where they lie in its bytes: a tree of `Section` numbered as IMAP does (RFC 3501, section 6.4.5).

Own cutter in place of the standard library's, because it must be bounded by construction and is on the path of every
synchronised mail: it looks for boundaries with `bytes.find`, keeps offsets rather than copies, goes at most `MAX_DEPTH` deep
and `MAX_SECTIONS` wide, and has no way to raise. Agreement with `email.parser` is tested on the corpus. Pure; any thread.
"""

from __future__ import annotations

import re
from dataclasses import field
from functools import lru_cache

from desktop.core.mime.headers import (
    MESSAGE_FIELDS,
    PART_FIELDS,
    STRAY,
    Fields,
    find_body,
    find_unseparated_body,
    read_fields,
    skip_leading_lines,
)
from desktop.core.mime.parameters import parse_parameters
from desktop.values import dataclass

MAX_DEPTH = 32
MAX_SECTIONS = 1_000

_GUESS = re.compile(rb"(?:^|\n)--([^\s-][^\r\n]{0,69}?)[ \t]*\r?\n(?=[A-Za-z-]+:|\r?\n)")
_SIMPLE_TYPE = re.compile(
    rb"\s*([a-zA-Z]+/[a-zA-Z0-9.+-]+)\s*(?:;\s*charset\s*=\s*\"?([A-Za-z0-9_:.-]+)\"?\s*(?:;\s*format=flowed\s*)?)?;?\s*"
)
_NO_PARAMETERS: dict[str, str] = {}
_OFTEN = 60
"""Bytes of a Content-Type that stands in many mails; longer ones name a boundary or a file."""
_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+")


@dataclass(slots=True, eq=False)
class Section:
    """One part. `start:end` are offsets of its undecoded body; multiparts have `children`, everything else is a leaf.

    `disposition` is "inline", "attachment" or whatever the sender wrote, empty when absent; `file_name` is raw foreign text.
    """

    path: str
    content_type: str
    parameters: dict[str, str]
    disposition: str
    file_name: str
    encoding: str
    content_id: str
    start: int
    end: int
    children: list[Section] = field(default_factory=list)

    @property
    def is_multipart(self) -> bool:
        return self.content_type.startswith("multipart/")


@dataclass(slots=True)
class Structure:
    """A message cut up: its header's fields, the root section, what was wrong with it, and whether bounds were hit."""

    fields: Fields
    root: Section
    defects: list[str]
    too_complex: bool

    def leaves(self) -> list[Section]:
        """All sections that are not multiparts, in document order."""
        found: list[Section] = []
        stack = [self.root]
        while stack:
            section = stack.pop()
            if section.is_multipart:
                stack.extend(reversed(section.children))
            else:
                found.append(section)
        return found


def read_structure(raw: bytes, wanted: frozenset[bytes] = MESSAGE_FIELDS) -> Structure:
    """The structure of a message and the `wanted` fields of its header, PART_FIELDS at least. `raw` must have "\\n" or "\\r\\n" line ends (see `normalise_line_ends`)."""
    start = skip_leading_lines(raw)
    header_end, body = find_body(raw, start)
    fields, body = _read_header(raw, start, header_end, body, wanted)
    root = _section("1", fields, body, len(raw), "text/plain")
    structure = Structure(fields, root, [], False)
    if root.is_multipart:
        root.path = ""
        _cut_all(raw, structure)
    return structure


def _read_header(raw: bytes, start: int, end: int, body: int, wanted: frozenset[bytes]) -> tuple[Fields, int]:
    """The fields of raw[start:end], and where the body starts: `body`, or earlier where the header runs over into text."""
    if end <= start:
        return {}, body
    header = raw[start:end]
    fields = read_fields(header, wanted)
    if STRAY in fields:
        text_start = find_unseparated_body(header)
        if text_start < len(header):
            return read_fields(header[:text_start], wanted), start + text_start
    return fields, body


def normalise_line_ends(raw: bytes) -> bytes:
    """`raw` itself, or where lines end in bare CR (some very old mail) a copy of equal length in which they end in LF."""
    if b"\n" not in raw[:65_536] and b"\r" in raw[:65_536]:
        return raw.replace(b"\r", b"\n")
    return raw


def _cut_all(raw: bytes, structure: Structure) -> None:
    """Cut multiparts level by level until none is left or a bound is hit."""
    count = 1
    todo: list[tuple[Section, int]] = [(structure.root, 1)]
    while todo:
        parent, depth = todo.pop()
        default_type = "message/rfc822" if parent.content_type == "multipart/digest" else "text/plain"
        ranges, complete = _cut(raw, parent, structure.defects, MAX_SECTIONS - count)
        structure.too_complex |= not complete
        count += len(ranges)
        prefix = f"{parent.path}." if parent.path else ""
        for number, (start, end) in enumerate(ranges, 1):
            header_end, body = find_body(raw, start, end)
            fields, body = _read_header(raw, start, header_end, body, PART_FIELDS)
            child = _section(f"{prefix}{number}", fields, min(body, end), end, default_type)
            parent.children.append(child)
            if child.is_multipart:
                if depth < MAX_DEPTH:
                    todo.append((child, depth + 1))
                else:
                    structure.too_complex = True
                    child.content_type = "application/octet-stream"


def _cut(raw: bytes, parent: Section, defects: list[str], limit: int) -> tuple[list[tuple[int, int]], bool]:
    """Byte ranges of the parts of a multipart (header included), and whether all of them are there."""
    boundary = parent.parameters.get("boundary", "").rstrip().encode("latin-1", "ignore")
    ranges = _find_parts(raw, parent.start, parent.end, boundary, limit) if boundary else []
    if not ranges:
        guess = _GUESS.search(raw, max(0, parent.start - 1), min(parent.end, parent.start + 65_536))
        if guess is not None:
            defects.append("The stated boundary between parts does not occur; another one was guessed.")
            ranges = _find_parts(raw, parent.start, parent.end, guess[1], limit)
    if not ranges:
        defects.append("A message of several parts has no boundary between them; it is shown as one text.")
        parent.content_type, parent.parameters = "text/plain", {}
        parent.path = parent.path or "1"
        return [], True
    return ranges[:limit], len(ranges) <= limit


def _find_parts(raw: bytes, start: int, end: int, boundary: bytes, limit: int) -> list[tuple[int, int]]:
    """At most `limit` + 1 ranges between delimiter lines; an unterminated last part reaches to `end`."""
    delimiter = b"--" + boundary
    ranges: list[tuple[int, int]] = []
    opened = -1
    position = start
    while len(ranges) <= limit:
        found = raw.find(delimiter, position, end)
        if found < 0:
            if opened >= 0:
                ranges.append((opened, end))
            break
        position = found + len(delimiter)
        if found > start and raw[found - 1] != 10:
            continue
        line_end = raw.find(b"\n", position, end)
        line_end = end if line_end < 0 else line_end
        rest = raw[position:line_end].strip()
        if rest and rest != b"--" and (not rest.startswith(b"--") or rest.strip(b"-")):
            continue  # a longer boundary that begins like this one
        if opened >= 0:
            close = found - 1
            if close > opened and raw[close - 1] == 13:
                close -= 1
            ranges.append((opened, max(close, opened)))
        if rest:
            break
        opened = position = min(line_end + 1, end)
    return ranges


def _section(path: str, fields: Fields, start: int, end: int, default_type: str) -> Section:
    content_type, parameters, disposition, file_name = default_type, _NO_PARAMETERS, "", ""
    if values := fields.get(b"content-type"):
        value = values[0]
        content_type, parameters = _read_often(value) if len(value) < _OFTEN else _read_type(value)
        content_type = content_type or default_type
        file_name = parameters.get("name", "")
    if values := fields.get(b"content-disposition"):
        disposition, more = parse_parameters(values[0])
        file_name = more.get("filename") or more.get("name") or file_name
    encoding = b""
    if values := fields.get(b"content-transfer-encoding"):
        encoding = values[0].partition(b";")[0].strip().lower()
    content_id = ""
    if values := fields.get(b"content-id"):
        content_id = values[0].strip().strip(b"<>").decode("utf-8", "replace")[:998]
    return Section(
        path,
        content_type,
        parameters,
        disposition,
        file_name,
        encoding.decode("ascii", "ignore"),
        content_id,
        start,
        end,
    )


def _read_type(value: bytes) -> tuple[str, dict[str, str]]:
    """A Content-Type's type, empty where it is none, and its parameters, which nobody may change."""
    simple = _SIMPLE_TYPE.fullmatch(value) if len(value) < 200 else None
    if simple is None:
        content_type, parameters = parse_parameters(value)
        if not _TYPE.fullmatch(content_type):
            content_type = "text/html" if "html" in content_type else ""
        return content_type, parameters
    parameters = {"charset": simple[2].decode("ascii")} if simple[2] else {}
    if simple[2] and b"format=flowed" in value:
        parameters["format"] = "flowed"
    return simple[1].decode("ascii").lower(), parameters


_read_often = lru_cache(maxsize=512)(_read_type)
