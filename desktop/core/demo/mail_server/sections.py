"""BODY[section]<partial> of RFC 3501: reads the specification and cuts the bytes out of a mail. Pure; any thread."""

from __future__ import annotations

import re
from collections.abc import Iterable

from desktop.core.demo.mail_server.content import Content
from desktop.core.demo.mail_server.structure import Part
from desktop.core.demo.mail_server.wire import Arguments, BadSyntax, format_string
from desktop.values import dataclass

_SECTION = re.compile(rb"(\d+(?:\.\d+)*)?(\.?)(HEADER\.FIELDS\.NOT|HEADER\.FIELDS|HEADER|TEXT|MIME)?", re.IGNORECASE)
_PARTIAL = re.compile(rb"<(\d{1,19})\.(\d{1,19})>")
_RAW_FIELD = re.compile(rb"([^\s:]+)[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*(?:\n|\Z)")
_NAME = re.compile(rb"[!-9;-Z\\^-~]+\Z")
MAX_FIELDS = 200
MAX_PATH = 200


@dataclass(frozen=True, slots=True)
class Section:
    """`path` are part numbers; `word` is empty, HEADER, HEADER.FIELDS, HEADER.FIELDS.NOT, TEXT or MIME."""

    path: tuple[int, ...]
    word: str
    names: frozenset[bytes]
    label: bytes
    """How the answer names it: `BODY[1.TEXT]<0>`."""
    offset: int | None = None
    length: int = 0

    def cut(self, content: Content) -> bytes | None:
        """The bytes; None where the mail has no such part."""
        data = self._whole(content)
        return data if data is None or self.offset is None else data[self.offset : self.offset + self.length]

    def _whole(self, content: Content) -> bytes | None:
        raw = content.raw
        if not self.path:
            if not self.word:
                return raw
            header_end = content.header_end
            return raw[header_end:] if self.word == "TEXT" else self._header(raw[:header_end])
        part = find_part(content.structure, self.path)
        if part is None:
            return None
        if not self.word:
            return raw[part.body_start : part.end]
        if self.word == "MIME":
            return raw[part.start : part.body_start]
        if not part.is_message or not part.children:
            return None
        message = part.children[0]
        if self.word == "TEXT":
            return raw[message.body_start : message.end]
        return self._header(raw[message.start : message.body_start])

    def _header(self, header: bytes) -> bytes:
        if self.word == "HEADER":
            return header
        return pick_fields(header, self.names, inverse=self.word == "HEADER.FIELDS.NOT")


def find_part(root: Part, path: Iterable[int]) -> Part | None:
    """The part with these numbers; a message that is no multipart has itself as part 1."""
    part: Part | None = None
    for number in path:
        if part is not None and part.is_multipart:
            container = part
        elif part is None:
            container = root
        elif part.is_message and part.children:
            container = part.children[0]
        else:
            return None
        if container.is_multipart:
            if not 1 <= number <= len(container.children):
                return None
            part = container.children[number - 1]
        elif number == 1:
            part = container
        else:
            return None
    return part


def pick_fields(header: bytes, names: frozenset[bytes], *, inverse: bool = False) -> bytes:
    """The fields with these names (lower case), or all others, as they stand, and a blank line."""
    found = []
    position = 0
    while position < len(header):
        match = _RAW_FIELD.match(header, position)
        if match is None:
            position = header.find(b"\n", position) + 1 or len(header)
            continue
        if (match[1].lower() in names) != inverse:
            found.append(match.group())
        position = match.end()
    if found and not found[-1].endswith(b"\n"):
        found.append(b"\r\n")
    return b"".join(found) + b"\r\n"


def parse_section(arguments: Arguments) -> Section:
    """`[...]<...>`, the cursor standing on the bracket."""
    arguments.expect(b"[")
    match = _SECTION.match(arguments.data, arguments.position)
    assert match is not None
    numbers, dot, word = match.groups()
    arguments.position = match.end()
    if numbers and len(numbers) > MAX_PATH:
        raise BadSyntax("Section too deep")
    path = tuple(int(number) for number in numbers.split(b".")) if numbers else ()
    name = (word or b"").decode("ascii").upper()
    if bool(dot) != bool(numbers and word) or 0 in path or (name == "MIME" and not path):
        raise BadSyntax("Unknown section")
    label = (numbers or b"") + dot + name.encode("ascii")
    names: list[bytes] = []
    if name.startswith("HEADER.FIELDS"):
        names = _parse_names(arguments)
        label += b" (" + b" ".join(each if _NAME.match(each) else format_string(each) for each in names) + b")"
    arguments.expect(b"]")
    label = b"BODY[" + label + b"]"
    offset, length = None, 0
    if arguments.peek() == b"<":
        partial = _PARTIAL.match(arguments.data, arguments.position)
        if partial is None or not int(partial[2]):
            raise BadSyntax("Expected <offset.length>")
        arguments.position = partial.end()
        offset, length = int(partial[1]), int(partial[2])
        label += b"<%d>" % offset
    return Section(path, name, frozenset(each.lower() for each in names), label, offset, length)


def _parse_names(arguments: Arguments) -> list[bytes]:
    arguments.space()
    arguments.expect(b"(")
    names: list[bytes] = []
    while not names or not arguments.accept(b")"):
        if names:
            arguments.space()
        names.append(arguments.astring())
        if len(names) > MAX_FIELDS:
            raise BadSyntax("Too many header fields")
    return names
