"""Commands and answers on one authenticated IMAP connection: tags, literals, tagged results, limits on everything.

After login everything that carries mail data goes through here and past imaplib, which keeps all it hears. An answer that
does not fit raises ProtocolError; BYE and silence raise ConnectionFailure; NO and BAD raise ServerRefusal, after which the
connection is still in step. Belongs to the thread that owns the connection.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from desktop.core.api.errors import Code, ConnectionFailure, ServerRefusal
from desktop.core.imap.names import Literal
from desktop.core.imap.stream import LINE_LIMIT, Stream
from desktop.core.imap.tokens import confused, parse_code
from desktop.core.network import plain_words
from desktop.values import dataclass

Parts = list[bytes | None]
"""One response: text, literal, text, literal, text. A literal over the limit was dropped and is None."""

LITERAL_LIMIT = 1024 * 1024
HARD_LITERAL_LIMIT = 512 * 1024 * 1024
"""No mail is that large: such a literal is not even read and dropped, the connection is."""
FLOOD_LIMIT = 100_000
"""Untagged responses to one command that does not stream."""
_MAX_LITERALS = 64
_LITERAL = re.compile(rb"\{(\d+)\+?\}\Z")
_STATUS_LINE = re.compile(rb"\* (?:OK|NO|BAD|BYE|PREAUTH)(?: |\Z)", re.IGNORECASE)
_BYE = re.compile(rb"\* BYE(?: |\Z)", re.IGNORECASE)
_TEMPORARY_CODES = {b"UNAVAILABLE", b"INUSE", b"LIMIT", b"SERVERBUG", b"EXPUNGEISSUED"}


@dataclass(frozen=True, slots=True)
class Tagged:
    """The last word of the server on a command. `code` and `argument` are its response code, empty without one."""

    condition: bytes
    code: bytes
    argument: bytes
    text: str


class Dialogue:
    def __init__(self, stream: Stream, *, literal_plus: bool = False, literal_minus: bool = False) -> None:
        self.stream = stream
        self._literal_plus = literal_plus
        self._literal_minus = literal_minus
        self._count = 0

    def run(
        self, *command: bytes, handle: Callable[[Parts], None] | None = None, line_limit: int = LINE_LIMIT
    ) -> Tagged:
        """Send one command and read up to its tagged answer; `handle` gets every untagged response. Raises on NO, BAD."""
        return self.finish(self.start(*command), handle=handle, line_limit=line_limit)

    def finish(
        self, tag: bytes, *, handle: Callable[[Parts], None] | None = None, line_limit: int = LINE_LIMIT
    ) -> Tagged:
        for _ in range(FLOOD_LIMIT):
            parts = self.read(line_limit=line_limit)
            tagged = self.tagged(parts, tag)
            if tagged is not None:
                return self.check(tagged)
            if handle is not None:
                handle(parts)
        raise confused(f"more than {FLOOD_LIMIT} answers to one command")

    def start(self, *command: bytes) -> bytes:
        """Send one command without waiting for its result; its tag. Literals wait for the server's go-ahead."""
        self._count += 1
        tag = b"B%d" % self._count
        out = bytearray(tag)
        for piece in command:
            out += b" "
            if not isinstance(piece, Literal):
                out += piece
                continue
            at_once = self._literal_plus or (self._literal_minus and len(piece) <= 4096)
            out += b"{%d+}\r\n" % len(piece) if at_once else b"{%d}\r\n" % len(piece)
            self.stream.send(bytes(out))
            out.clear()
            if not at_once:
                self.await_continuation(tag)
            self.stream.send(piece)
        self.stream.send(bytes(out) + b"\r\n")
        return tag

    def await_continuation(self, tag: bytes, handle: Callable[[Parts], None] | None = None) -> None:
        """Read up to "+". Raises ServerRefusal when the command was refused instead."""
        for _ in range(FLOOD_LIMIT):
            parts = self.read()
            if (parts[0] or b"").startswith(b"+"):
                return
            tagged = self.tagged(parts, tag)
            if tagged is not None:
                self.check(tagged)
                raise confused("an answer where a go-ahead was due")
            if handle is not None:
                handle(parts)
        raise confused(f"more than {FLOOD_LIMIT} answers to one command")

    def read(
        self, *, literal_limit: int = LITERAL_LIMIT, drop_over: int | None = None, line_limit: int = LINE_LIMIT
    ) -> Parts:
        """One response. A literal over `drop_over` is skipped and None; one over `literal_limit` raises ProtocolError."""
        line = self.stream.readline(line_limit)
        text = self._text(line)
        if not text.endswith(b"}") or _STATUS_LINE.match(text) or not text.startswith(b"* "):
            return [text]
        parts: Parts = [text]
        length = len(text)
        while text.endswith(b"}") and (match := _LITERAL.match(text, text.rfind(b"{"))):
            if len(parts) > 2 * _MAX_LITERALS:
                raise confused("a response with too many literals")
            size = int(match[1]) if len(match[1]) <= 12 else HARD_LITERAL_LIMIT + 1
            if size > literal_limit:
                raise confused(f"a literal of {match[1][:20].decode()} bytes")
            if drop_over is not None and size > drop_over:
                self.stream.skip(size)
                parts.append(None)
            else:
                parts.append(self.stream.read(size))
            text = self._text(self.stream.readline(line_limit))
            length += len(text)
            if length > line_limit:
                raise confused(f"a response over {line_limit} bytes")
            parts.append(text)
        return parts

    def _text(self, line: bytes) -> bytes:
        if not line.endswith(b"\r\n") or b"\0" in line:
            raise confused("a line that is none")
        return line[:-2]

    def tagged(self, parts: Parts, tag: bytes) -> Tagged | None:
        """The result when this response is the one for `tag`, None for untagged data. Raises on BYE and anything else."""
        text = parts[0] or b""
        if text.startswith(b"* "):
            if _BYE.match(text):
                raise ConnectionFailure(Code.CONNECTION_LOST, host=self.stream.host, said=plain_words(text[6:]))
            return None
        if not text.startswith(tag + b" "):
            raise confused("an answer to a question that was not asked")
        condition, _, rest = text[len(tag) + 1 :].partition(b" ")
        condition = condition.upper()
        if condition not in (b"OK", b"NO", b"BAD"):
            raise confused("an answer that is neither OK, NO nor BAD")
        code, argument = parse_code(rest)
        return Tagged(condition, code, argument, plain_words(rest))

    def check(self, tagged: Tagged) -> Tagged:
        if tagged.condition == b"OK":
            return tagged
        permanent = tagged.code not in _TEMPORARY_CODES
        raise ServerRefusal(Code.SERVER_REFUSED, permanent=permanent, host=self.stream.host, said=tagged.text)
