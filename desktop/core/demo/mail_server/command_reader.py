"""Reads one command with its literals off a connection, within limits (RFC 3501, section 4.3; RFC 7888).

What comes back is the command as it came, literals in place, without its last line end. Belongs to the server's loop.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from desktop.core.demo.mail_server.connection import Connection
from desktop.values import dataclass

LITERAL_MINUS = 4096
MAX_LITERALS = 1_000
DISCARD_FACTOR = 4
"""A literal this many times too large is not even read to be thrown away."""

_LITERAL_END = re.compile(rb"\{(\d{1,19})(\+?)\}\Z")
_TAG = re.compile(rb'([^\x00-\x20(){%*"\\+\x7f-\xff]{1,100})(?: |\Z)')
_APPEND = re.compile(rb"\S+ APPEND ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes; `append` is for the literals of one APPEND together."""

    line: int
    literal: int
    append: int


BEFORE_LOGIN = Limits(line=8 * 1024, literal=4 * 1024, append=4 * 1024)
LINE = 256 * 1024
LITERAL = 64 * 1024


class CommandRefused(Exception):
    """The command was not read to its end; `reply` is the tagged answer."""

    def __init__(self, reply: bytes) -> None:
        self.reply = reply


class TooMuch(Exception):
    """A literal so large that the connection has to end."""


def tag_of(line: bytes) -> bytes:
    """The tag, or `*` where there is none to answer to."""
    match = _TAG.match(line)
    return match[1] if match is not None else b"*"


async def read_command(connection: Connection, limits: Limits, offers: Callable[[str], bool]) -> bytes:
    """Raises CommandRefused, TooMuch, LineTooLong, ConnectionGone."""
    line = await connection.read_line(limits.line)
    allowed = limits.append if _APPEND.match(line) else limits.literal
    pieces = [line]
    total = 0
    while (literal := _LITERAL_END.search(line)) is not None:
        size, eager = int(literal[1]), bool(literal[2])
        total += size
        reason = None
        if total > allowed or len(pieces) > 3 * MAX_LITERALS:
            reason = b"NO [TOOBIG] Literal too large"
        elif eager and not offers("LITERAL+") and (size > LITERAL_MINUS or not offers("LITERAL-")):
            reason = b"BAD Literal needs a continuation"
        if reason is not None:
            if eager:
                await _skip(connection, size, limits.line, DISCARD_FACTOR * allowed)
            raise CommandRefused(tag_of(pieces[0]) + b" " + reason)
        if not eager:
            connection.write(b"+ OK\r\n")
            await connection.drain()
        pieces += [b"\r\n", await connection.read_exactly(size)]
        line = await connection.read_line(limits.line)
        pieces.append(line)
    return b"".join(pieces) if len(pieces) > 1 else line


async def _skip(connection: Connection, size: int, line_limit: int, discard_limit: int) -> None:
    """Read past a literal that was sent without asking, and past what follows it up to the end of the command."""
    while True:
        discard_limit -= size
        if discard_limit < 0:
            raise TooMuch
        await connection.discard(size)
        literal = _LITERAL_END.search(await connection.read_line(line_limit))
        if literal is None or not literal[2]:
            return
        size = int(literal[1])
