"""What goes into IMAP commands: mailbox names, quoted strings, flags and UID sets that cannot carry a second command.

Every argument that is not a constant passes through here. CR, LF and NUL are refused: in a quoted string they would end the
command (RFC 9051, section 4.3). Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

from imapclient import imap_utf7

from desktop.core.api.errors import Code, ServerRefusal
from desktop.core.mail.mailbox import IN_BYTES, IN_UTF_8
from desktop.core.mail.uid_set import format_uid_set

MAX_SET_BYTES = 7_000
"""RFC 7162, section 4: command lines up to 8192 octets are safe; the rest of the command needs some."""
_MAX_NAME_BYTES = 1_000
_UNSAFE = re.compile(rb"[\0\r\n]")
_FLAG = re.compile(r'\\?[^\x00-\x20\x7f-\U0010ffff(){%*"\\\]]{1,100}')


class Literal(bytes):
    """Bytes that travel as a literal: the only form that may hold anything."""


def quote(text: str | bytes, *, what: str = "The text") -> bytes:
    """An IMAP quoted string, or a literal where 8-bit bytes need one. Raises ServerRefusal(BAD_INPUT) on CR, LF, NUL."""
    raw = text.encode("utf-8", "surrogateescape") if isinstance(text, str) else text
    if _UNSAFE.search(raw):
        raise ServerRefusal(Code.BAD_INPUT, what=what, why="it holds a line end or a NUL character")
    if not raw.isascii():
        return Literal(raw)
    return b'"' + raw.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'


def encode_mailbox(name: str) -> bytes:
    """The name in modified UTF-7 (RFC 3501, section 5.1.3), or as the server spelled it, quoted. Raises ServerRefusal(BAD_INPUT)."""
    if any(c in "\0\r\n" for c in name):
        # Modified UTF-7 would hide them from `quote`, and no server has such a mailbox.
        raise ServerRefusal(Code.BAD_INPUT, what="The folder name", why="it holds a line end or a NUL character")
    if not name:
        raise ServerRefusal(Code.BAD_INPUT, what="The folder name", why="it is empty")
    try:
        raw = _encode(name)
    except UnicodeEncodeError:
        raise ServerRefusal(Code.BAD_INPUT, what="The folder name", why="it holds half a character") from None
    if len(raw) > _MAX_NAME_BYTES:
        raise ServerRefusal(Code.BAD_INPUT, what="The folder name", why="it is too long")
    return quote(raw, what="The folder name")


def decode_mailbox(raw: bytes) -> str:
    """The name as text, from which `encode_mailbox` makes these bytes again: whatever a server calls two mailboxes stays two, and each
    is reached by its own name."""
    with suppress(ValueError):
        name = str(imap_utf7.decode(raw))
        if not name.startswith((IN_UTF_8, IN_BYTES)) and _encode(name) == raw:
            return name
    try:
        return IN_UTF_8 + raw.decode("utf-8")
    except ValueError:
        return IN_BYTES + raw.decode("latin-1")


def _encode(name: str) -> bytes:
    """Raises UnicodeEncodeError."""
    if name.startswith(IN_UTF_8):
        return name[1:].encode("utf-8")
    if name.startswith(IN_BYTES):
        return name[1:].encode("latin-1")
    return bytes(imap_utf7.encode(name))


def build_flags(flags: Iterable[str]) -> bytes:
    """A parenthesised flag list for STORE and APPEND. Raises ServerRefusal(BAD_INPUT) for what is no flag."""
    names = list(flags)
    for name in names:
        if not _FLAG.fullmatch(name):
            raise ServerRefusal(Code.BAD_INPUT, what=f"The keyword '{name[:60]!a}'", why="IMAP has no such keywords")
    return b"(" + " ".join(names).encode("ascii") + b")"


def split_uids(uids: Sequence[int], *, most: int) -> Iterator[tuple[bytes, list[int]]]:
    """UID sets of at most `most` UIDs and 7,000 bytes each, ascending, with the UIDs they name."""
    ordered = sorted(set(uids))
    if ordered and (ordered[0] < 1 or ordered[-1] > 0xFFFF_FFFF):
        raise ServerRefusal(Code.BAD_INPUT, what="The UID", why="it is outside 1 to 4294967295")
    start = 0
    while start < len(ordered):
        batch = ordered[start : start + most]
        text = format_uid_set(batch)
        while len(text) > MAX_SET_BYTES:
            batch = batch[: len(batch) * MAX_SET_BYTES // (len(text) + 1)]
            text = format_uid_set(batch)
        start += len(batch)
        yield text.encode("ascii"), batch
