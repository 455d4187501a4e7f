"""Mailboxes in one file, in the mboxrd form, without losing a byte: writing, and reading back what was written.

A record is `From SENDER DATE\\n`, the mail with one more `>` before every line that begins with `>`s and `From `, and one
`\\n`. Line ends of the mail stay as they are, CRLF included, so that what is read is what was stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from desktop.core.clock import utc

_QUOTABLE = re.compile(rb"^(>*From )", re.MULTILINE)
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_SEPARATOR = b"From "
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def build_record(raw: bytes, sender: str, received: int) -> bytes:
    """`sender` is foreign text; `received` epoch seconds, written as asctime in UTC, whatever the locale."""
    return b"From %s %s\n%s\n" % (_envelope_sender(sender), _asctime(received), _QUOTABLE.sub(rb">\1", raw))


def parse_records(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """(offset behind the record, mail) of each record, in a file that begins with one."""
    lines: list[bytes] | None = None
    for line in file:
        if line.startswith(_SEPARATOR):
            if lines is not None:
                yield file.tell() - len(line), _mail(lines)
            lines = []
        elif lines is not None:
            lines.append(line)
    if lines is not None:
        yield file.tell(), _mail(lines)


def _mail(lines: list[bytes]) -> bytes:
    return _QUOTED.sub(rb"\1", b"".join(lines).removesuffix(b"\n"))


def _envelope_sender(address: str) -> bytes:
    visible = address.isascii() and address.isprintable() and " " not in address and address
    return address[:254].encode("ascii") if visible else b"MAILER-DAEMON"


def _asctime(seconds: int) -> bytes:
    when = utc(seconds)
    day, month = _DAYS[when.weekday()], _MONTHS[when.month - 1]
    return f"{day} {month} {when.day:2d} {when:%H:%M:%S} {when.year}".encode("ascii")
