"""Address lists from raw header bytes (RFC 5322, section 3.4, with its obsolete forms), tolerant and not to be fooled.

The invariant: what stands in angle brackets is the address, whatever the name in front looks like, and encoded words are
decoded only after the list has been cut, so that an encoded comma, @ or newline can never make an address. One pass over
tokens, no recursion, at most `MAX_ADDRESSES` results, never raises. Pure; any thread.
"""

from __future__ import annotations

import re
from functools import lru_cache

from desktop.core.mail.address import Address
from desktop.core.mime.charsets import decode_unlabelled
from desktop.core.mime.header_text import clean_line, decode_header

MAX_ADDRESSES = 2_000
_MAX_BYTES = 1 << 18
_MAX_ELEMENT = 8_192
_MAX_ADDR_SPEC = 1_000

# The one shape that nearly all mail has; everything else takes the long way.
_SHAPE = (
    rb"(?:\"([^\"\\<>]*+)\"[ \t]*+|([^\"\\<>(),:;@]*+))<([^\s<>\"\\(),:;@]++@[^\s<>\"\\(),:;@]++)>"
    rb"|([^\s<>\"\\(),:;@]++@[^\s<>\"\\(),:;@]++)"
)
_COMMON = re.compile(_SHAPE)
_COMMON_ELEMENT = re.compile(rb"\s*+(?:" + _SHAPE + rb")\s*+(?:,|\Z)")
_TOKEN = re.compile(
    rb"(?P<word>=\?[^?\s]{0,60}\?[bBqQ]\?[^?]*+\?=)"
    rb"|(?P<quoted>\"(?:[^\"\\]|\\.){0,4096}+\")"
    rb"|(?P<angle><(?:[^<>\"]|\"(?:[^\"\\]|\\.){0,1024}+\"){0,4096}+>)"
    rb"|(?P<comment>\()"
    rb"|(?P<mark>[,;:<])"
    rb"|(?P<text>[^\s\"<(,;:=]+|=)"
    rb"|(?P<space>\s+)"
    rb"|(?P<stray>.)",
    re.S,
)
_COMMENT = re.compile(rb"\([^()]*\)")
_SEPARATOR = re.compile(rb"[,;<]")
_BRACKET = re.compile(rb"[()\\]")
_ESCAPE = re.compile(rb"\\(.)", re.S)
_MAX_STRAYS = 50
"""Quotes and brackets that are never closed, after which the rest of the field is not read: each costs a long look ahead."""


def parse_addresses(value: bytes) -> tuple[Address, ...]:
    """The addresses of a From, To, Cc, … value in order, groups flattened. An unreadable element keeps its text as name."""
    if len(value) < 400:
        return _parse_cached(value)
    return _parse(value[:_MAX_BYTES])


@lru_cache(maxsize=8192)
def _parse_cached(value: bytes) -> tuple[Address, ...]:
    return _parse(value)


def _parse(value: bytes) -> tuple[Address, ...]:
    common = _COMMON.fullmatch(value.strip())
    if common is not None and value.isascii():
        quoted, name, specific, bare = common.groups()
        name = decode_header(quoted if quoted is not None else name or b"")
        return (Address(name, (specific or bare).decode("ascii")),)
    return _read_common(value) or _Reader(value).read()


def _read_common(value: bytes) -> tuple[Address, ...]:
    """What `_Reader` finds in a list of nothing but that shape, in a fifth of the time; empty where something else is in it."""
    found: list[Address] = []
    position, end = 0, len(value)
    if not value.isascii():
        return ()
    while position < end:
        element = _COMMON_ELEMENT.match(value, position)
        if element is None or element.end() - position > _MAX_ADDR_SPEC or len(found) == MAX_ADDRESSES:
            return ()
        position = element.end()
        quoted, name, specific, bare = element.groups()
        address = (specific or bare).decode("ascii")
        if not address.isprintable():
            return ()
        found.append(Address(decode_header(quoted if quoted is not None else name or b""), address))
    return tuple(found)


class _Reader:
    """Cuts the list into elements: words so far, comments so far, the angle-bracket content if one has been seen."""

    def __init__(self, value: bytes) -> None:
        self.value = value
        self.found: list[Address] = []
        self.clear()

    def clear(self) -> None:
        self.words: list[bytes] = []  # quoted strings still quoted, white space kept as one space
        self.comment = b""
        self.angle: bytes | None = None

    def read(self) -> tuple[Address, ...]:
        value, position, strays = self.value, 0, 0
        last_semicolon = value.rfind(b";")
        while position < len(value) and len(self.found) < MAX_ADDRESSES and strays <= _MAX_STRAYS:
            token = _TOKEN.match(value, position)
            if token is None:
                break
            kind, text = token.lastgroup, token[0]
            position = token.end()
            if kind == "angle":
                if self.angle is not None:
                    self.finish()
                self.angle = text[1:-1]
            elif kind == "comment":
                self.comment, position = _read_comment(value, position)
            elif kind == "space":
                self.words.append(b" ")
            elif text in (b",", b";"):
                self.finish()
            elif text == b":" and self.angle is None and last_semicolon >= position and not _has_at(self.words):
                self.clear()  # the name of a group: "team: a@x.org, b@x.org;"
            elif text == b"<":  # never closed: the rest of the element is meant
                end = _next_separator(value, position)
                self.angle = value[position:end]
                position = end
                strays += 1
            else:
                self.words.append(text)
                strays += kind == "stray"
        if len(self.found) < MAX_ADDRESSES:
            self.finish()
        return tuple(self.found)

    def finish(self) -> None:
        """One element is complete: make its address, if there is anything in it."""
        text = b"".join(self.words).strip()[:_MAX_ELEMENT]
        if self.angle is not None:
            specific = _clean_specific(self.angle[:_MAX_ELEMENT])
            self.add(_name(text) or decode_header(self.comment), specific)
        elif b"@" in text:
            name, specific = _cut_bare(text)
            self.add(_name(name) or decode_header(self.comment), specific)
        elif text:
            self.add(_name(text), "")
        self.clear()

    def add(self, name: str, specific: str) -> None:
        if name or specific:
            self.found.append(Address(name, specific))


def _has_at(words: list[bytes]) -> bool:
    return any(b"@" in word and word[:1] != b'"' for word in words)


def _cut_bare(text: bytes) -> tuple[bytes, str]:
    """(name, address) of an element without angle brackets: "joe@x.org", "Joe joe@x.org", "joe @ x . org"."""
    before, _, after = text.rpartition(b"@")
    before, after = before.rstrip(), after.strip()
    if b" ." in after or b". " in after:
        after = re.sub(rb" ?[.] ?", b".", after)
    domain, _, name_after = after.partition(b" ")
    if before.endswith(b'"') and (opening := before.rfind(b'"', 0, -1)) >= 0:
        local, name = before[opening:], before[:opening]
    else:
        name, _, local = before.rpartition(b" ")
    if b'"' in domain or not domain or not local:
        return text, ""
    return b" ".join((name, name_after)).strip(), _clean_specific(local + b"@" + domain)


def _read_comment(value: bytes, position: int) -> tuple[bytes, int]:
    """The text of a comment (nested ones included) whose "(" stands before `position`, and where it ends."""
    start, depth = position, 1
    while depth:
        mark = _BRACKET.search(value, position)
        if mark is None:
            return value[start : start + _MAX_ELEMENT], len(value)
        position = mark.end()
        if mark[0] == b"\\":
            position += 1
        else:
            depth += 1 if mark[0] == b"(" else -1
    return value[start : min(position - 1, start + _MAX_ELEMENT)], position


def _next_separator(value: bytes, position: int) -> int:
    match = _SEPARATOR.search(value, position)
    return match.start() if match else len(value)


def _name(text: bytes) -> str:
    """A display name: quotes taken off every quoted string, then encoded words decoded."""
    if b'"' in text:
        pieces = []
        for token in _TOKEN.finditer(text):
            piece = token[0]
            pieces.append(_ESCAPE.sub(rb"\1", piece[1:-1]) if token.lastgroup == "quoted" else piece)
        text = b"".join(pieces)
    return decode_header(text)


def _clean_specific(text: bytes) -> str:
    """`local@domain` out of angle brackets: route (RFC 5322, section 4.4) and white space off, encoded words left as they are."""
    text = text.strip()
    if text.startswith(b"@") and b":" in text:
        text = text.rpartition(b":")[2]
    if b'"' not in text:
        if b"(" in text:
            text = _COMMENT.sub(b"", text)
        text = b"".join(text.split())
    return clean_line(decode_unlabelled(text))[:_MAX_ADDR_SPEC]
