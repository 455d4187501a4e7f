"""IMAP responses as values: a bounded tokenizer for RFC 9051 response syntax, lenient where servers are.

Any bytes give values or ProtocolError, never another exception; depth and size are capped and time is linear. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeAlias

from desktop.core.api.errors import Code, ProtocolError

Value: TypeAlias = bytes | list["Value"] | None
"""An atom, string or number as bytes; NIL, or a literal that was too large, as None; a list."""

MAX_DEPTH = 32
MAX_VALUES = 500_000
MAX_UID = 0xFFFF_FFFF
MAX_MODSEQ = 0x7FFF_FFFF_FFFF_FFFF
"""RFC 7162, section 3: 63 bits."""

_TOKEN = re.compile(
    rb" *(?:(\()|(\))"
    rb'|"([^"\\\r\n]*(?:\\.[^"\\\r\n]*)*)"'
    rb"|~?\{(\d{1,20})\+?\}\Z"
    rb'|((?i:BODY|BINARY)(?i:\.SIZE)?\[[^\]\r\n]{0,300}\](?:<\d{1,10}>)?|[^\s()"]+))'
)
_ESCAPE = re.compile(rb"\\(.)")
_CODE = re.compile(rb"\[([A-Za-z0-9-]{1,40})(?: ([^\]\r\n]*))?\]")
_OPEN, _CLOSE, _QUOTED, _LITERAL = 1, 2, 3, 4


def parse_values(parts: Sequence[bytes | None], start: int = 0) -> list[Value]:
    """The values of one response from byte `start` of its first part on.

    `parts` are texts with the literals that followed them in between, as `Dialogue.read` gives them.
    """
    top: list[Value] = []
    stack: list[list[Value]] = []
    current = top
    count = 0
    for index in range(0, len(parts), 2):
        text = parts[index] or b""
        position, end = (start if index == 0 else 0), len(text.rstrip(b" "))
        while position < end:
            match = _TOKEN.match(text, position)
            if match is None:
                raise confused("broken syntax in a response")
            position = match.end()
            kind = match.lastindex
            count += 1
            if count > MAX_VALUES:
                raise confused("a response with too many values")
            if kind == _OPEN:
                if len(stack) >= MAX_DEPTH:
                    raise confused("parentheses too deep")
                stack.append(current)
                inner: list[Value] = []
                current.append(inner)
                current = inner
            elif kind == _CLOSE:
                if not stack:
                    raise confused("a parenthesis too many")
                current = stack.pop()
            elif kind == _QUOTED:
                quoted = match[_QUOTED]
                current.append(_ESCAPE.sub(rb"\1", quoted) if b"\\" in quoted else quoted)
            elif kind == _LITERAL:
                if index + 1 >= len(parts):
                    raise confused("a literal that is not there")
                current.append(parts[index + 1])
            else:
                atom = match[5]
                current.append(None if atom.upper() == b"NIL" else atom)
    if stack:
        raise confused("an open parenthesis")
    return top


def parse_number(value: Value, maximum: int = MAX_UID) -> int:
    """A number from 0 to `maximum`. Raises ProtocolError for anything else."""
    if not isinstance(value, bytes) or not value.isdigit() or len(value) > 20 or (number := int(value)) > maximum:
        raise confused("a number that cannot be")
    return number


def parse_uid(value: Value) -> int:
    """A UID: 1 to 2^32 - 1 (RFC 9051, section 2.3.1.1)."""
    uid = parse_number(value)
    if uid == 0:
        raise confused("UID 0")
    return uid


def parse_code(text: bytes) -> tuple[bytes, bytes]:
    """Name in upper case and argument of a response code such as [COPYUID 1 2 3]; empty when there is none."""
    match = _CODE.match(text)
    return (match[1].upper(), match[2] or b"") if match else (b"", b"")


def confused(said: str) -> ProtocolError:
    """The error for an answer that cannot be trusted; whoever knows the host adds it."""
    return ProtocolError(Code.SERVER_CONFUSED, said=said)
