"""A mail as its writer means it, before it has become bytes. Values only; `core.mime.compose` makes the bytes."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from desktop.core.mail.address import Address
from desktop.values import dataclass


@dataclass(frozen=True, slots=True)
class OutgoingAttachment:
    """`data` is the decoded content. With a `content_id` (no brackets) it is an image of the HTML text."""

    filename: str
    content_type: str
    data: bytes
    content_id: str = ""


def picture_id(data: bytes) -> str:
    """The Content-ID of a picture in a text, which says what it is: the same picture is never sent twice."""
    return f"{sha256(data).hexdigest()[:32]}@bandeja"


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """`date` is aware; `message_id`, `in_reply_to` and `references` are without angle brackets. `html` None sends text alone."""

    from_: Address
    subject: str
    text: str
    message_id: str
    date: datetime
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    bcc: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    html: str | None = None
    attachments: tuple[OutgoingAttachment, ...] = ()
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    calendar: bytes = b""
    """An iTIP object beside the text (RFC 6047), …"""
    method: str = ""
    """… and its METHOD."""

    @property
    def recipients(self) -> tuple[Address, ...]:
        """To, Cc and Bcc, each address once (RFC 5321: these go into RCPT TO)."""
        once: dict[str, Address] = {}
        for address in (*self.to, *self.cc, *self.bcc):
            once.setdefault(address.addr_spec, address)
        return tuple(once.values())


@dataclass(frozen=True, slots=True)
class Answer:
    """What a composer window starts with after Reply, Reply all or Forward."""

    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    subject: str
    text: str
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    attachments: tuple[OutgoingAttachment, ...] = ()
    quoted_html: str = ""
    """The quote at the end of `text` as HTML; its pictures are among the attachments, with a Content-ID."""
