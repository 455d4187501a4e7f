"""What a list shows: which mails, filtered and sorted how. Values only."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from desktop.core.mail.mailbox import SpecialUse


class SortField(StrEnum):
    DATE = "date"
    SENDER = "sender"
    SUBJECT = "subject"
    SIZE = "size"


@dataclass(frozen=True, slots=True)
class Filter:
    unread: bool = False
    flagged: bool = False
    with_attachment: bool = False
    linked: bool = False

    def __bool__(self) -> bool:
        return self.unread or self.flagged or self.with_attachment or self.linked


@dataclass(frozen=True, slots=True)
class ListView:
    """Exactly one scope: `mailbox_key`; or `special_use` of every account (the unified inbox). A `search` text narrows
    the scope, or everything when neither is given. Two mailboxes holding one message give two rows except in a search
    without scope, where a message appears once."""

    mailbox_key: int | None = None
    special_use: SpecialUse | None = None
    search: str = ""
    filter: Filter = field(default_factory=Filter)
    sort: SortField = SortField.DATE
    descending: bool = True
