"""ENVELOPE of RFC 3501: the addresses of a header taken apart, everything else as it stands.

Works on raw header bytes, keeps encoded words and 8-bit bytes untouched, and takes anything. Pure; any thread.
"""

from __future__ import annotations

import re

from desktop.core.demo.mail_server.structure import parse_fields
from desktop.core.demo.mail_server.wire import format_nstring

MAX_ADDRESSES = 10_000
MAX_FIELD = 1024 * 1024

_BLANK = re.compile(rb"[ \t\r\n]+")
_ATOM = re.compile(rb"[^\x00-\x20()<>@,;:\\\".\[\]\x7f]+")
_QUOTED = re.compile(rb'"((?:[^"\\]|\\.)*)"?', re.DOTALL)
_DOMAIN_LITERAL = re.compile(rb"\[[^\]]*\]?")
_ESCAPE = re.compile(rb"\\(.)", re.DOTALL)

Address = tuple[bytes | None, bytes | None, bytes | None]
"""(display name, mailbox, host). Host None opens a group named by mailbox; mailbox None closes it."""


def format_envelope(header: bytes) -> bytes:
    """The parenthesised ENVELOPE of a message header, or of that of an embedded message."""
    first: dict[bytes, bytes] = {}
    for name, value in parse_fields(header):
        first.setdefault(name, value)
    senders = _format_addresses(first.get(b"from"))
    reply = [_format_addresses(first[name]) if first.get(name) else senders for name in (b"sender", b"reply-to")]
    return b"(%s)" % b" ".join(
        [
            format_nstring(first.get(b"date")),
            format_nstring(first.get(b"subject")),
            senders,
            *(value if value != b"NIL" else senders for value in reply),
            *(_format_addresses(first.get(name)) for name in (b"to", b"cc", b"bcc")),
            format_nstring(first.get(b"in-reply-to")),
            format_nstring(first.get(b"message-id")),
        ]
    )


def _format_addresses(value: bytes | None) -> bytes:
    addresses = parse_addresses(value) if value else []
    if not addresses:
        return b"NIL"
    return b"(%s)" % b"".join(
        b"(%s NIL %s %s)" % (format_nstring(name), format_nstring(mailbox), format_nstring(host))
        for name, mailbox, host in addresses
    )


def parse_addresses(value: bytes) -> list[Address]:
    """The addresses of a From, To, ... field (RFC 5322, section 3.4), groups with their two marks."""
    return _Addresses(value[:MAX_FIELD]).read()


class _Addresses:
    """Collects words until a special character tells what they were."""

    def __init__(self, value: bytes) -> None:
        self._value = value
        self._found: list[Address] = []
        self._words: list[bytearray] = []  # words of a display name, a group name or a local part
        self._comment = b""
        self._glued = False  # the last word was followed by "." and continues
        self._quoted = False
        self._in_group = False
        self._unnamed = False  # the last address has no name yet, and no comma has followed it

    def read(self) -> list[Address]:
        position = 0
        while position < len(self._value) and len(self._found) < MAX_ADDRESSES:
            position = self._step(position)
        self._flush()
        if self._in_group:
            self._found.append((None, None, None))
        return self._found

    def _step(self, position: int) -> int:
        value = self._value
        byte = value[position : position + 1]
        if (blank := _BLANK.match(value, position)) is not None:
            return blank.end()
        if byte == b"(":
            self._comment, position = _read_comment(value, position)
            if self._unnamed and not self._words:
                self._name_last()
            return position
        if byte == b'"':
            quoted = _QUOTED.match(value, position)
            assert quoted is not None
            self._word(_ESCAPE.sub(rb"\1", quoted[1]))
            self._quoted = True
            return quoted.end()
        if byte == b"<":
            return self._angle(position + 1)
        if byte == b"@" and self._words:
            host, position = _read_host(value, position + 1)
            self._add(self._comment or None, b"".join(self._words), host)
            return position
        if byte == b":" and self._words and not self._in_group:
            self._found.append((None, b" ".join(self._words), None))
            self._reset()
            self._in_group = True
        elif byte == b";" and self._in_group:
            self._flush()
            self._found.append((None, None, None))
            self._in_group = False
        elif byte == b",":
            self._flush()
            self._unnamed = False
        elif byte == b".":
            self._dot()
        elif (atom := _ATOM.match(value, position)) is not None:
            self._word(atom.group())
            return atom.end()
        return position + 1

    def _word(self, word: bytes) -> None:
        if self._glued and self._words:
            self._words[-1] += word
        else:
            self._words.append(bytearray(word))
        self._glued = False

    def _dot(self) -> None:
        if self._words:
            self._words[-1] += b"."
        else:
            self._words.append(bytearray(b"."))
        self._glued = True

    def _angle(self, position: int) -> int:
        """`<mailbox@host>`, perhaps with an old source route, which is dropped."""
        value = self._value
        name = b" ".join(self._words) or None
        if value[position : position + 1] == b"@":
            colon, close = value.find(b":", position), value.find(b">", position)
            if 0 <= colon < (close if close >= 0 else len(value)):
                position = colon + 1
        local: list[bytes] = []
        host: bytes | None = None
        while position < len(value) and value[position : position + 1] != b">":
            if value[position : position + 1] == b"@" and host is None:
                host, position = _read_host(value, position + 1)
            elif (quoted := _QUOTED.match(value, position)) is not None:
                local.append(_ESCAPE.sub(rb"\1", quoted[1]))
                position = quoted.end()
            elif value[position : position + 1] == b"," and host is not None:
                break
            else:
                local.append(value[position : position + 1].strip())
                position += 1
        self._add(name or self._comment or None, b"".join(local), host or b"")
        return position + 1

    def _add(self, name: bytes | None, mailbox: bytes, host: bytes) -> None:
        self._found.append((name, mailbox, host))
        self._reset()
        self._unnamed = name is None

    def _name_last(self) -> None:
        """Before display names existed, the name stood in a comment behind the address."""
        _, mailbox, host = self._found[-1]
        self._found[-1] = (self._comment or None, mailbox, host)
        self._reset()

    def _flush(self) -> None:
        """Words that ended without a host: a lone atom is a local part, all else is a name."""
        if len(self._words) == 1 and not self._quoted:
            self._add(self._comment or None, bytes(self._words[0]), b"")
        elif self._words:
            self._add(b" ".join(self._words), b"", b"")
        self._reset()

    def _reset(self) -> None:
        self._words = []
        self._comment = b""
        self._glued = self._quoted = False
        self._unnamed = False


def _read_host(value: bytes, position: int) -> tuple[bytes, int]:
    pieces = []
    while position < len(value):
        if (blank := _BLANK.match(value, position)) is not None:
            position = blank.end()
        elif (literal := _DOMAIN_LITERAL.match(value, position)) is not None:
            pieces.append(literal.group())
            position = literal.end()
        elif (atom := _ATOM.match(value, position)) is not None:
            if pieces and pieces[-1] != b".":
                break
            pieces.append(atom.group())
            position = atom.end()
        elif value[position : position + 1] == b".":
            pieces.append(b".")
            position += 1
        else:
            break
    return b"".join(pieces), position


def _read_comment(value: bytes, position: int) -> tuple[bytes, int]:
    """The text of the comment that opens here, and the offset behind it."""
    text = bytearray()
    depth = 0
    while position < len(value):
        byte = value[position : position + 1]
        position += 1
        if byte == b"\\":
            byte = value[position : position + 1]
            position += 1
        elif byte == b"(":
            depth += 1
            if depth == 1:
                continue
        elif byte == b")":
            depth -= 1
            if depth == 0:
                break
        text += byte
    return bytes(text).strip(), position
