"""SEARCH of RFC 3501 with MODSEQ of RFC 7162: reads the keys into one test per mail.

Nesting and number of keys are bounded. Tests only read; the caller holds the store's lock while testing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from datetime import timedelta
from email.utils import parsedate_to_datetime

from desktop.core.demo.mail_server.mailbox import Message
from desktop.core.demo.mail_server.search_text import body_text, decode_header, decode_text, message_text
from desktop.core.demo.mail_server.structure import parse_fields
from desktop.core.demo.mail_server.view import MailboxView
from desktop.core.demo.mail_server.wire import Arguments, BadSyntax, Refused
from desktop.values import dataclass

Test = Callable[[int, Message], bool]
"""(sequence number, mail)."""

MAX_DEPTH = 50
MAX_KEYS = 5_000
MAX_DATE = 200
DAY = 86_400
CHARSETS = ("US-ASCII", "UTF-8")
_FLAG_KEYS = {
    "ANSWERED": "\\Answered",
    "DELETED": "\\Deleted",
    "DRAFT": "\\Draft",
    "FLAGGED": "\\Flagged",
    "SEEN": "\\Seen",
}
_HEADER_KEYS = ("BCC", "CC", "FROM", "SUBJECT", "TO")


@dataclass
class SearchPlan:
    test: Test
    uses_modseq: bool


@dataclass
class _Reader:
    arguments: Arguments
    view: MailboxView
    offers: Callable[[str], bool]
    charset: str = "US-ASCII"
    uses_modseq: bool = False
    keys: int = field(default=0)

    def read_all(self, depth: int, end: bytes) -> Test:
        """Keys up to `end`, which is not consumed; all of them must hold."""
        tests = [self.read(depth)]
        while self.arguments.peek() != end:
            self.arguments.space()
            tests.append(self.read(depth))
        if len(tests) == 1:
            return tests[0]
        return lambda number, message: all(test(number, message) for test in tests)

    def read(self, depth: int) -> Test:
        self.keys += 1
        if depth > MAX_DEPTH or self.keys > MAX_KEYS:
            raise BadSyntax("Search too complex")
        arguments = self.arguments
        if arguments.accept(b"("):
            inner = self.read_all(depth + 1, b")")
            arguments.expect(b")")
            return inner
        if arguments.peek() in b"0123456789*":
            return self._in_set(by_uid=False)
        word = arguments.keyword()
        if word == "NOT":
            arguments.space()
            inner = self.read(depth + 1)
            return lambda number, message: not inner(number, message)
        if word == "OR":
            arguments.space()
            left = self.read(depth + 1)
            arguments.space()
            right = self.read(depth + 1)
            return lambda number, message: left(number, message) or right(number, message)
        return self._flag(word) or self._date_or_size(word) or self._text(word) or self._identity(word)

    def _in_set(self, *, by_uid: bool) -> Test:
        found = {number for number, _ in self.view.resolve(self.arguments.sequence_set(), by_uid=by_uid)}
        return lambda number, message: number in found

    def _flag(self, word: str) -> Test | None:
        if word == "ALL":
            return lambda number, message: True
        if word in _FLAG_KEYS:
            flag = _FLAG_KEYS[word]
            return lambda number, message: flag in message.flags
        if word.removeprefix("UN") in _FLAG_KEYS:
            flag = _FLAG_KEYS[word.removeprefix("UN")]
            return lambda number, message: flag not in message.flags
        if word in ("KEYWORD", "UNKEYWORD"):
            self.arguments.space()
            keyword = self.arguments.atom().lower()
            wanted = word == "KEYWORD"
            return lambda number, message: any(flag.lower() == keyword for flag in message.flags) is wanted
        if word in ("RECENT", "OLD", "NEW"):
            view = self.view
            if word == "NEW":
                return lambda number, message: view.is_recent(message) and "\\Seen" not in message.flags
            return lambda number, message: view.is_recent(message) is (word == "RECENT")
        return None

    def _date_or_size(self, word: str) -> Test | None:
        kind = word.removeprefix("SENT")
        if kind in ("SINCE", "BEFORE", "ON"):
            self.arguments.space()
            wanted = self.arguments.date()
            day_of = _sent_day if word.startswith("SENT") else _internal_day
            if kind == "SINCE":
                return lambda number, message: (day := day_of(message)) is not None and day >= wanted
            if kind == "BEFORE":
                return lambda number, message: (day := day_of(message)) is not None and day < wanted
            return lambda number, message: day_of(message) == wanted
        if word in ("LARGER", "SMALLER"):
            self.arguments.space()
            size = self.arguments.number()
            if word == "LARGER":
                return lambda number, message: len(message.content.raw) > size
            return lambda number, message: len(message.content.raw) < size
        return None

    def _text(self, word: str) -> Test | None:
        if word in _HEADER_KEYS:
            name = word.lower().encode("ascii")
        elif word == "HEADER":
            self.arguments.space()
            name = self.arguments.astring().lower()
        elif word in ("BODY", "TEXT"):
            self.arguments.space()
            needle = self._needle()
            read = body_text if word == "BODY" else message_text
            return lambda number, message: needle in read(message.content)
        else:
            return None
        self.arguments.space()
        needle = self._needle()
        return lambda number, message: any(
            known == name and needle in decode_header(value)
            for known, value in parse_fields(message.content.raw[: message.content.header_end])
        )

    def _needle(self) -> str:
        return decode_text(self.arguments.astring(), self.charset).casefold()

    def _identity(self, word: str) -> Test:
        if word == "UID":
            self.arguments.space()
            return self._in_set(by_uid=True)
        if word == "MODSEQ" and self.offers("CONDSTORE"):
            self.arguments.space()
            if self.arguments.peek() == b'"':  # an entry name and its type, which make no difference to flags here
                self.arguments.string()
                self.arguments.space()
                self.arguments.atom()
                self.arguments.space()
            least = self.arguments.number()
            self.uses_modseq = True
            return lambda number, message: message.modseq >= least
        if word == "EMAILID" and self.offers("OBJECTID"):
            self.arguments.space()
            wanted = self.arguments.astring().decode("latin-1")
            return lambda number, message: message.content.email_id == wanted
        raise BadSyntax(f"Unknown search key {word}")


def _internal_day(message: Message) -> int | None:
    return message.internaldate // DAY


def _sent_day(message: Message) -> int | None:
    """The day in the Date field as its writer saw it, zone disregarded (RFC 3501, section 6.4.4)."""
    value = message.content.structure.value(b"date")
    if value is None:
        return None
    try:
        moment = parsedate_to_datetime(value[:MAX_DATE].decode("latin-1"))
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    return (moment.replace(tzinfo=None) - _EPOCH) // timedelta(days=1)


_EPOCH = parsedate_to_datetime("Thu, 01 Jan 1970 00:00:00 -0000")


def parse_search(arguments: Arguments, view: MailboxView, offers: Callable[[str], bool]) -> SearchPlan:
    """All that follows SEARCH. An unknown charset is Refused with BADCHARSET."""
    reader = _Reader(arguments, view, offers)
    if arguments.data[arguments.position : arguments.position + 8].upper() == b"CHARSET ":
        arguments.position += 8
        reader.charset = arguments.astring().decode("latin-1").upper()
        if reader.charset not in CHARSETS:
            raise Refused(f"[BADCHARSET ({' '.join(CHARSETS)})] Unknown charset")
        arguments.space()
    return SearchPlan(reader.read_all(0, b""), reader.uses_modseq)
