"""The envelope of a message (RFC 3501, section 7.4.2, plus References): its header, decoded, as values. A NamedTuple, because one
is made of every synchronised mail: a frozen dataclass of so many fields takes five times as long to make."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from desktop.core.mail.address import Address


class Envelope(NamedTuple):
    """`date` is the Date header as aware UTC or None when missing or unreadable; ids are without angle brackets."""

    subject: str = ""
    from_: tuple[Address, ...] = ()
    sender: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    bcc: tuple[Address, ...] = ()
    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    date: datetime | None = None
    list_id: str = ""
