"""FETCH in bulk: several commands in flight, replies handed on one by one, values read from them.

imapclient reads a response character by character in Python and holds the whole answer; here a reply is one line, its
literal and a tokenizer pass, and only one is in memory (10,000 mails of 13 KB from Dovecot on loopback: 26,000 bodies,
18,000 headers and 260,000 flags a second, at a sixth of a CPU second for all the bodies). Belongs to the thread that owns
the connection; the parsing functions are pure.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Protocol, TypeVar

from desktop.core.api.errors import BandejaError, Code, ConnectionFailure, ServerRefusal
from desktop.core.imap.dates import parse_internaldate
from desktop.core.imap.dialogue import LITERAL_LIMIT, Dialogue, Parts
from desktop.core.imap.gateway import Capabilities, FetchedBody, FetchedFlags, FetchedHeader, FetchedMail
from desktop.core.imap.tokens import MAX_MODSEQ, Value, confused, parse_number, parse_uid, parse_values
from desktop.core.mail.flags import FlagSet, parse_flags

IN_FLIGHT = 2
MAX_HEADER = 256 * 1024
_DRAIN_BYTES = 16 * 1024 * 1024
_SPARE_REPLIES = 20_000
_MAX_FLAGS = 500

_FETCH = re.compile(rb"\* \d{1,10} FETCH (?=\()", re.IGNORECASE)
_FLAGS_LINE = re.compile(
    rb"\* \d{1,10} FETCH \("
    rb"(?:UID (\d{1,10}) FLAGS \(([^()\"{]*)\)|FLAGS \(([^()\"{]*)\) UID (\d{1,10}))"
    rb"(?: MODSEQ \((\d{1,18})\))?\)"
)
_MAIL = re.compile(
    rb"\* \d{1,10} FETCH \("
    rb"(?:(?:UID (?P<uid>\d{1,10})|FLAGS \((?P<flags>[^()\"{]*)\)|INTERNALDATE \"(?P<date>[^\"\\\r\n]{0,40})\""
    rb"|RFC822\.SIZE (?P<size>\d{1,19})|MODSEQ \((?P<modseq>\d{1,18})\)"
    rb"|EMAILID \((?P<object>[A-Za-z0-9_-]{1,255})\)|X-GM-MSGID (?P<gmail>\d{1,20})) )+"
    rb"BODY\[(?P<header>HEADER)?\](?:<0>)? \{\d+\}"
)
"""The usual answer with a header or a body at its end; each of the others costs three times as much to read."""
_ABOUT_MAIL = ("uid", "flags", "date", "size", "modseq", "object", "gmail")
_UID_FIRST_MODSEQ = re.compile(rb"\* \d{1,10} FETCH \(UID (\d{1,10}) MODSEQ \((\d{1,18})\) FLAGS \(([^()\"{]*)\)\)")


class _AboutUid(Protocol):
    @property
    def uid(self) -> int: ...


_Reply = TypeVar("_Reply", bound=_AboutUid)


class Replies:
    """The untagged responses to a row of commands, of which two are in flight so that the server never waits for us.

    Ends with ServerRefusal when a command was refused, after the replies of all that were sent. More replies than
    `most` and some spare raise ProtocolError: nobody asked for them.
    """

    def __init__(
        self,
        dialogue: Dialogue,
        commands: Iterable[tuple[bytes, ...]],
        *,
        most: int,
        literal_limit: int = LITERAL_LIMIT,
        drop_over: int | None = None,
    ) -> None:
        self.is_finished = False
        self._dialogue = dialogue
        self._commands = iter(commands)
        self._left = 2 * most + _SPARE_REPLIES
        self._literal_limit = literal_limit
        self._drop_over = drop_over
        self._waiting: deque[bytes] = deque()
        self._refusal: ServerRefusal | None = None
        self._was_drained = False

    def __iter__(self) -> Iterator[Parts]:
        return self

    def __next__(self) -> Parts:
        if self._was_drained:
            raise RuntimeError("this fetch was given up when another command was sent")
        return self._next()

    def _next(self) -> Parts:
        dialogue = self._dialogue
        while not self.is_finished:
            while len(self._waiting) < IN_FLIGHT and (command := next(self._commands, None)) is not None:
                self._waiting.append(dialogue.start(*command))
            if not self._waiting:
                self.is_finished = True
                if self._refusal is not None:
                    raise self._refusal
                break
            parts = dialogue.read(literal_limit=self._literal_limit, drop_over=self._drop_over)
            tagged = dialogue.tagged(parts, self._waiting[0])
            if tagged is None:
                self._left -= 1
                if self._left < 0:
                    raise confused("far more answers than were asked for")
                return parts
            self._waiting.popleft()
            try:
                dialogue.check(tagged)
            except ServerRefusal as refusal:
                self._refusal = self._refusal or refusal
                self._commands = iter(())
        raise StopIteration

    def drain(self) -> None:
        """Give up: read away what was asked for and has not come. Raises ConnectionFailure when that is too much."""
        self._was_drained = True
        self._commands = iter(())
        self._drop_over = 0
        start = self._dialogue.stream.bytes_received
        try:
            while True:
                self._next()
                if self._dialogue.stream.bytes_received - start > _DRAIN_BYTES:
                    raise ConnectionFailure(Code.CONNECTION_LOST, said="a download was given up")
        except (StopIteration, ServerRefusal):
            return
        except BandejaError:
            self.is_finished = True
            raise


def about(
    uids: Collection[int], parse: Callable[[Parts], _Reply | None], *, once: bool
) -> Callable[[Parts], _Reply | None]:
    """A reader that lets through what is about these UIDs; `once` keeps a repeated answer back."""
    wanted = set(uids)

    def read(parts: Parts) -> _Reply | None:
        reply = parse(parts)
        if reply is None or reply.uid not in wanted:
            return None
        if once:
            wanted.discard(reply.uid)
        return reply

    return read


def header_items(capabilities: Capabilities) -> bytes:
    """What to ask for each header: the whole block, because its digest is the mail's identity. HEADER.FIELDS would be a fifth
    of the bytes, but Dovecot needs 2.3 times as long for them while it has not cached them (measured on 10,000 mails)."""
    return b"(" + _items_about(capabilities) + b" BODY.PEEK[HEADER])"


def mail_items(capabilities: Capabilities, most: int) -> bytes:
    """The same with the first `most` bytes of each mail in place of its header: of nearly all mails that is everything."""
    return b"(" + _items_about(capabilities) + b" BODY.PEEK[]<0.%d>)" % most


def _items_about(capabilities: Capabilities) -> bytes:
    items = b"UID FLAGS INTERNALDATE RFC822.SIZE"
    if capabilities.condstore:
        items += b" MODSEQ"
    if capabilities.object_id:
        items += b" EMAILID"
    elif capabilities.gmail:
        items += b" X-GM-MSGID"
    return items


def parse_fetch(parts: Parts) -> dict[bytes, Value] | None:
    """Data items by name in upper case; None when the response is no FETCH (EXISTS, EXPUNGE, …). Raises ProtocolError."""
    match = _FETCH.match(parts[0] or b"")
    if match is None:
        return None
    values = parse_values(parts, match.end())
    if len(values) != 1 or not isinstance(values[0], list) or len(values[0]) % 2:
        raise confused("a FETCH response that is none")
    items = values[0]
    names = items[::2]
    if not all(isinstance(name, bytes) for name in names):
        raise confused("a FETCH response that is none")
    return {name.upper(): value for name, value in zip(names, items[1::2], strict=True) if isinstance(name, bytes)}


def parse_flags_reply(parts: Parts) -> FetchedFlags | None:
    """Flags of one UID; None when the response is about something else or lacks either."""
    text = parts[0] or b""
    if match := _FLAGS_LINE.fullmatch(text):
        uid, flags, modseq = match[1] or match[4], match[2] if match[2] is not None else match[3], match[5]
        return FetchedFlags(parse_uid(uid), _flag_set(flags), int(modseq) if modseq else None)
    if match := _UID_FIRST_MODSEQ.fullmatch(text):
        return FetchedFlags(parse_uid(match[1]), _flag_set(match[3]), int(match[2]))
    items = parse_fetch(parts)
    if items is None or b"UID" not in items or b"FLAGS" not in items:
        return None
    return FetchedFlags(parse_uid(items[b"UID"]), read_flags(items[b"FLAGS"]), _modseq(items))


def parse_header_reply(parts: Parts) -> FetchedHeader | None:
    """Header and metadata of one UID; None when the response is about something else or is not whole."""
    if (usual := _usual(parts)) is not None and usual["header"] and (found := _usual_header(usual, parts[1] or b"")):
        return found
    items = parse_fetch(parts)
    header = None if items is None else section(items, b"BODY[HEADER")
    return None if items is None or header is None else _header(items, cut_header(header))


def parse_mail_reply(parts: Parts) -> FetchedMail | None:
    """The same with the beginning of the mail in place of its header. It counts as the whole mail when it is as long as the server
    says the mail is: some cut off earlier than they were asked to, and then nothing else would tell."""
    raw = parts[1] or b"" if len(parts) > 1 else b""
    usual = _usual(parts)
    header = None if usual is None or usual["header"] else _usual_header(usual, raw, is_mail=True)
    if header is None:
        items = parse_fetch(parts)
        begin = None if items is None else section(items, b"BODY[]")
        if items is None or begin is None or (found := _header(items, cut_header(begin, is_mail=True))) is None:
            return None
        raw, header = begin, found
    if len(raw) == header.size:
        return FetchedMail(header, raw)
    return FetchedMail(header, None) if len(header.header) < len(raw) else None


def _usual_header(usual: re.Match[bytes], block: bytes, *, is_mail: bool = False) -> FetchedHeader | None:
    """None when it does not say which mail it is, or nothing of its flags."""
    uid, flags, date, size, modseq, identity, gmail = usual.group(*_ABOUT_MAIL)
    if not uid or flags is None:
        return None
    return FetchedHeader(
        parse_uid(uid),
        _flag_set(flags),
        parse_internaldate(date),
        parse_number(size or b"0", MAX_MODSEQ),
        cut_header(block, is_mail=is_mail),
        email_id.decode("ascii") if (email_id := identity or gmail) else None,
        int(modseq) if modseq else None,
    )


def _header(items: dict[bytes, Value], header: bytes) -> FetchedHeader | None:
    if b"UID" not in items or b"FLAGS" not in items:
        return None
    return FetchedHeader(
        uid=parse_uid(items[b"UID"]),
        flags=read_flags(items[b"FLAGS"]),
        internaldate=parse_internaldate(items.get(b"INTERNALDATE")),
        size=parse_number(items.get(b"RFC822.SIZE", b"0"), MAX_MODSEQ),
        header=header,
        email_id=_email_id(items),
        modseq=_modseq(items),
    )


def parse_body_reply(parts: Parts) -> FetchedBody | None:
    """One whole message; None when the response is about something else, or its literal was too large and dropped."""
    if (usual := _usual(parts)) is not None and not usual["header"] and usual["uid"]:
        return FetchedBody(parse_uid(usual["uid"]), parts[1] or b"")
    items = parse_fetch(parts)
    if items is None or b"UID" not in items:
        return None
    raw = section(items, b"BODY[]")
    uid = parse_uid(items[b"UID"])
    return None if raw is None else FetchedBody(uid, raw)


def _usual(parts: Parts) -> re.Match[bytes] | None:
    """The match where a response has one literal, at its end, and it came."""
    if len(parts) != 3 or parts[1] is None or parts[2] != b")":
        return None
    return _MAIL.fullmatch(parts[0] or b"")


def section(items: dict[bytes, Value], prefix: bytes) -> bytes | None:
    """The bytes of the body section whose name begins so; a server may write the rest of the name in its own way."""
    for name, value in items.items():
        if name.startswith(prefix):
            return value if isinstance(value, bytes) else None
    return None


def cut_header(block: bytes, *, is_mail: bool = False) -> bytes:
    """A header block without the blank line after it, at most 256 KiB, ending with a whole line. Of a whole mail it is what the
    server gives as BODY[HEADER]: the mail's identity is made of it."""
    if is_mail and block.startswith((b"\r\n", b"\n")):
        return b""
    block = block[: MAX_HEADER + 1]
    for blank in (b"\r\n\r\n", b"\n\n"):
        end = block.find(blank)
        if end >= 0:
            block = block[: end + len(blank) // 2]
    if block in (b"\r\n", b"\n"):
        return b""
    if len(block) > MAX_HEADER:
        block = block[: block.rfind(b"\n", 0, MAX_HEADER) + 1] or block[:MAX_HEADER]
    return block


def read_flags(value: Value) -> FlagSet:
    if not isinstance(value, list) or len(value) > _MAX_FLAGS:
        raise confused("flags that are none")
    return parse_flags([name.decode("utf-8", "replace") for name in value if isinstance(name, bytes)])


@lru_cache(maxsize=4096)
def _flag_set(text: bytes) -> FlagSet:
    """Most mails of a mailbox share a handful of flag lists, so each is read once."""
    names: Sequence[bytes] = text.split()
    return read_flags(list(names))


def _modseq(items: dict[bytes, Value]) -> int | None:
    value = items.get(b"MODSEQ")
    if isinstance(value, list) and len(value) == 1:
        return parse_number(value[0], MAX_MODSEQ)
    return None


def _email_id(items: dict[bytes, Value]) -> str | None:
    value = items.get(b"EMAILID")
    if isinstance(value, list):
        value = value[0] if value else None
    if value is None:
        value = items.get(b"X-GM-MSGID")
    return value.decode("ascii", "replace")[:255] if isinstance(value, bytes) and value else None
