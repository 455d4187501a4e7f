"""The words of IMAP: reads the arguments of a command and writes strings, flags and dates (RFC 3501, section 9).

A command is one `bytes` with its literals left in place (`{5}\\r\\nhello`), exactly as it came over the wire.
Everything malformed raises BadSyntax and nothing else. Pure; any thread.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone

from desktop.core.clock import utc
from desktop.core.demo.mail_server.names import canonical_name, decode_name, encode_name

SYSTEM_FLAGS = ("\\Answered", "\\Flagged", "\\Deleted", "\\Seen", "\\Draft")
_SYSTEM_FLAG_BY_LOWER = {flag.lower(): flag for flag in SYSTEM_FLAGS}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MAX_NUMBER = 2**63 - 1
MAX_FLAG = 128

_ATOM = re.compile(rb'[^\x00-\x20(){%*"\\\]\x7f-\xff]+')
_ASTRING = re.compile(rb'[^\x00-\x20(){%*"\\\x7f-\xff]+')
_PATTERN = re.compile(rb'[^\x00-\x20(){"\\\x7f-\xff]+')
_QUOTED = re.compile(rb'"((?:[^"\\\r\n\x00]|\\["\\])*)"')
_LITERAL = re.compile(rb"\{(\d{1,19})\+?\}\r\n")
_NUMBER = re.compile(rb"\d{1,20}")
_SET = re.compile(rb"(?:\d{1,10}|\*)(?::(?:\d{1,10}|\*))?(?:,(?:\d{1,10}|\*)(?::(?:\d{1,10}|\*))?)*")
_FLAG = re.compile(rb'\\?[^\x00-\x20(){%*"\\\]\x7f-\xff]+')
_DATE = re.compile(r"(\d{1,2})-([A-Za-z]{3})-(\d{4})\Z")
_DATE_TIME = re.compile(r"([ \d]\d)-([A-Za-z]{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)\Z")
_PLAIN = re.compile(rb"[\x20-\x7e]*\Z")

SequenceSet = tuple[tuple[int, int], ...]
"""Ranges as they were written; 0 stands for `*`."""


class BadSyntax(Exception):
    """The command cannot be understood: tagged BAD with this text."""


class Refused(Exception):
    """The command was understood and is refused: tagged NO with this text."""


class Arguments:
    """A cursor over one command; each method consumes what it names or raises BadSyntax."""

    __slots__ = ("data", "position")

    def __init__(self, data: bytes, position: int = 0) -> None:
        self.data = data
        self.position = position

    def peek(self) -> bytes:
        return self.data[self.position : self.position + 1]

    def at_end(self) -> bool:
        return self.position >= len(self.data)

    def end(self) -> None:
        if not self.at_end():
            raise BadSyntax("Unexpected extra arguments")

    def accept(self, token: bytes) -> bool:
        if self.data.startswith(token, self.position):
            self.position += len(token)
            return True
        return False

    def expect(self, token: bytes) -> None:
        if not self.accept(token):
            raise BadSyntax(f"Expected {token.decode('ascii')!r}")

    def space(self) -> None:
        self.expect(b" ")

    def _take(self, pattern: re.Pattern[bytes], what: str) -> bytes:
        match = pattern.match(self.data, self.position)
        if match is None:
            raise BadSyntax(f"Expected {what}")
        self.position = match.end()
        return match.group()

    def atom(self) -> str:
        return self._take(_ATOM, "an atom").decode("ascii")

    def keyword(self) -> str:
        """An atom in upper case."""
        return self.atom().upper()

    def number(self) -> int:
        value = int(self._take(_NUMBER, "a number"))
        if value > MAX_NUMBER:
            raise BadSyntax("Number too large")
        return value

    def string(self) -> bytes:
        """A quoted string or a literal."""
        if (quoted := _QUOTED.match(self.data, self.position)) is not None:
            self.position = quoted.end()
            return re.sub(rb"\\(.)", rb"\1", quoted[1]) if b"\\" in quoted[1] else quoted[1]
        if (literal := _LITERAL.match(self.data, self.position)) is not None:
            end = literal.end() + int(literal[1])
            if end > len(self.data):
                raise BadSyntax("Literal cut short")
            self.position = end
            return self.data[literal.end() : end]
        raise BadSyntax("Expected a string")

    def astring(self) -> bytes:
        return self.string() if self.peek() in (b'"', b"{") else self._take(_ASTRING, "an astring")

    def mailbox(self) -> str:
        return self._name(self.astring())

    def list_pattern(self) -> str:
        return self._name(self.string() if self.peek() in (b'"', b"{") else self._take(_PATTERN, "a pattern"))

    def _name(self, wire: bytes) -> str:
        try:
            return canonical_name(decode_name(wire))
        except ValueError as error:
            raise BadSyntax("Mailbox name is not modified UTF-7") from error

    def sequence_set(self) -> SequenceSet:
        """Numbers from 1 to 2^32 - 1, `*` as 0."""
        ranges = []
        for piece in self._take(_SET, "a sequence set").split(b","):
            first, colon, last = piece.partition(b":")
            low = 0 if first == b"*" else _nonzero(first)
            high = low if not colon else 0 if last == b"*" else _nonzero(last)
            ranges.append((low, high))
        return tuple(ranges)

    def atoms_in_parentheses(self) -> list[str]:
        """`(A B C)` in upper case; the list may be empty."""
        self.expect(b"(")
        words: list[str] = []
        while not self.accept(b")"):
            if words:
                self.space()
            words.append(self._take(_FLAG, "a word").decode("ascii").upper())
        return words

    def flags(self) -> frozenset[str]:
        """`(\\Seen $Forwarded)` or, as STORE allows, the same without parentheses. \\Recent is not for clients."""
        found: list[str] = []
        bracketed = self.accept(b"(")
        while not (bracketed and self.accept(b")")):
            if found:
                self.space()
            found.append(canonical_flag(self._take(_FLAG, "a flag").decode("ascii")))
            if not bracketed and self.at_end():
                break
        return frozenset(found)

    def date(self) -> int:
        """A date of SEARCH as days since 1970."""
        text = self.astring().decode("latin-1")
        match = _DATE.match(text)
        if match is None:
            raise BadSyntax("Expected a date")
        try:
            moment = datetime(int(match[3]), _month(match[2]), int(match[1]), tzinfo=UTC)
        except ValueError as error:
            raise BadSyntax("No such date") from error
        return (moment - datetime(1970, 1, 1, tzinfo=UTC)).days

    def date_time(self) -> int:
        """The date of APPEND as seconds since 1970 UTC."""
        match = _DATE_TIME.match(self.string().decode("latin-1"))
        if match is None:
            raise BadSyntax("Expected a date and time")
        day, month, year, hour, minute, second, sign, zone_hours, zone_minutes = match.groups()
        offset = timedelta(hours=int(zone_hours), minutes=int(zone_minutes)) * (1 if sign == "+" else -1)
        try:
            moment = datetime(
                *(int(year), _month(month), int(day), int(hour), int(minute), min(int(second), 59)),
                tzinfo=timezone(offset),
            )
        except ValueError as error:
            raise BadSyntax("No such date") from error
        return int(moment.timestamp())


def _nonzero(digits: bytes) -> int:
    value = int(digits)
    if not 1 <= value <= 0xFFFFFFFF:
        raise BadSyntax("Number out of range")
    return value


def _month(name: str) -> int:
    if name.title() not in MONTHS:
        raise BadSyntax("No such month")
    return MONTHS.index(name.title()) + 1


def canonical_flag(name: str) -> str:
    """System flags in their usual case, keywords as they are; other backslash flags are refused."""
    if name.startswith("\\"):
        known = _SYSTEM_FLAG_BY_LOWER.get(name.lower())
        if known is None:
            raise BadSyntax(f"Unknown system flag {name}")
        return known
    if len(name) > MAX_FLAG:
        raise BadSyntax("Keyword too long")
    return name


def format_string(value: bytes) -> bytes:
    """A quoted string where that can hold the bytes, else a literal; NUL, which neither can hold, becomes a space."""
    if len(value) <= 1000 and _PLAIN.match(value):
        return b'"' + value.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'
    return b"{%d}\r\n%s" % (len(value), value.replace(b"\0", b" "))


def format_nstring(value: bytes | None) -> bytes:
    return b"NIL" if value is None else format_string(value)


def format_name(name: str) -> bytes:
    return format_string(encode_name(name))


def format_flags(flags: Iterable[str]) -> bytes:
    return ("(" + " ".join(sorted(flags)) + ")").encode("ascii")


def format_internaldate(seconds: int) -> bytes:
    moment = utc(seconds)
    return f'"{moment.day:2d}-{MONTHS[moment.month - 1]}-{moment.year:04d} {moment:%H:%M:%S} +0000"'.encode("ascii")
