"""What the authored mailbox hands to the demo's mail server: accounts, mailboxes and finished mails.

Invariant: values only, no file and no clock is touched here. Any thread.
"""

from __future__ import annotations

from desktop.core.mail.mailbox import SpecialUse
from desktop.values import dataclass


@dataclass(frozen=True, slots=True)
class DemoMailbox:
    """One mailbox of a demo account; the name is in Unicode with `/` between levels (RFC 3501 section 5.1)."""

    name: str
    special_use: SpecialUse = SpecialUse.NONE


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account of the demo's people; `mailboxes` is in the order in which a server should create them."""

    address: str
    name: str
    mailboxes: tuple[DemoMailbox, ...]
    signature: str = ""


@dataclass(frozen=True, slots=True)
class DemoMail:
    """One finished mail: where it lies, its RFC 5322 bytes with CRLF, when it was received, its IMAP flags.

    `internaldate` is in seconds since 1970 UTC. `flags` are wire names (`\\Seen`, `$Forwarded`, …).
    """

    account: str
    mailbox: str
    raw: bytes
    internaldate: int
    flags: tuple[str, ...]
    message_id: str


class ScriptError(ValueError):
    """An authored file says something the builder does not understand; the text names file and line."""
