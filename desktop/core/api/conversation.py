"""The conversation that an opened mail is part of: what was said before and after it, whichever folder has it. Values only."""

from __future__ import annotations

from enum import StrEnum

from desktop.core.api.rows import MessageRow
from desktop.core.mail.mailbox import SpecialUse
from desktop.values import dataclass


class EntryKind(StrEnum):
    MAIL = "mail"
    DRAFT = "draft"
    """Being written here; has not been sent."""
    WAITING = "waiting"
    """In the outbox."""


@dataclass(frozen=True, slots=True)
class ConversationEntry:
    """One thing that was said. A mail that lies in several folders, or came to several accounts, is one entry."""

    kind: EntryKind
    key: int
    """A location key, a draft key or an outbox key."""
    account_key: int
    author_name: str
    author_address: str
    own: bool
    """Written from one of the accounts that are seen here."""
    recipient: str
    """Name or address of the first it goes to."""
    moment: int
    words: str
    """How it begins."""
    mailbox_name: str
    """Decoded last part of the folder's name; "" where it is in none."""
    special_use: SpecialUse
    row: MessageRow | None
    """Of a mail, as lists have it: read or not, when it leaves, what holds it."""

    @property
    def seen(self) -> bool:
        return self.row is None or self.row.seen


@dataclass(frozen=True, slots=True)
class Conversation:
    """Oldest first, the opened mail among them at `opened`. `more`: it is longer than is looked at."""

    entries: tuple[ConversationEntry, ...]
    opened: int
    more: bool = False

    @property
    def mails(self) -> tuple[ConversationEntry, ...]:
        """Without what has not been sent."""
        return tuple(entry for entry in self.entries if entry.kind is EntryKind.MAIL)
