"""Readable text of a mail for SEARCH: encoded words and transfer encodings undone, case folded.

Tolerant: what cannot be decoded is compared as Latin-1. Pure; any thread.
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re

from desktop.core.demo.mail_server.content import Content
from desktop.core.demo.mail_server.structure import Part

_WORD = re.compile(rb"=\?([^?*\s]+)(?:\*[^?\s]*)?\?([bBqQ])\?([^?]*)\?=")
_BETWEEN_WORDS = re.compile(rb"(\?=)\s+(?==\?)")


def decode_text(data: bytes, charset: str) -> str:
    try:
        return data.decode(charset, "replace")
    except (LookupError, UnicodeError):
        return data.decode("latin-1")


def decode_header(value: bytes) -> str:
    """A header value as text, case folded."""
    joined = _BETWEEN_WORDS.sub(rb"\1", value)
    pieces = []
    position = 0
    for word in _WORD.finditer(joined):
        pieces.append(_decode_raw(joined[position : word.start()]))
        encoded = word[3].replace(b"_", b" ") if word[2] in b"qQ" else word[3]
        data = quopri.decodestring(encoded) if word[2] in b"qQ" else _decode_base64(encoded)
        pieces.append(decode_text(data, word[1].decode("latin-1")))
        position = word.end()
    pieces.append(_decode_raw(joined[position:]))
    return "".join(pieces).casefold()


def _decode_raw(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _decode_base64(data: bytes) -> bytes:
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    try:
        return base64.b64decode(letters[: len(letters) - (len(letters) % 4 == 1)] + b"=" * (-len(letters) % 4))
    except binascii.Error:
        return b""


def body_text(content: Content) -> str:
    """The text parts of the body, decoded, case folded."""
    return "\n".join(_part_text(content.raw, part) for part in _leaves(content.structure))


def message_text(content: Content) -> str:
    """Header and body."""
    return decode_header(content.raw[: content.header_end]) + body_text(content)


def _leaves(part: Part) -> list[Part]:
    if part.children:
        return [leaf for child in part.children for leaf in _leaves(child)]
    return [part] if part.type.lower() in (b"text", b"message") else []


def _part_text(raw: bytes, part: Part) -> str:
    data = raw[part.body_start : part.end]
    encoding = (part.value(b"content-transfer-encoding") or b"").strip().lower()
    if encoding == b"base64":
        data = _decode_base64(data)
    elif encoding == b"quoted-printable":
        data = quopri.decodestring(data)
    charset = next((value for name, value in part.parameters if name.lower() == b"charset"), b"utf-8")
    return decode_text(data, charset.decode("latin-1") or "utf-8").casefold()
