"""What a list shows: which mails, filtered and sorted how. Values only."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum

from desktop.core.api.linking import LinkKind
from desktop.core.mail.mailbox import SpecialUse
from desktop.values import dataclass

MOST_FOUND = 20_000
"""Mails that a search shows: the newest ones, where there are more."""


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
    linked_to: LinkKind | None = None
    """Only mail with a link of that kind that is not gone."""

    def __bool__(self) -> bool:
        return self.unread or self.flagged or self.with_attachment or self.linked or self.linked_to is not None


@dataclass(frozen=True, slots=True)
class ListView:
    """Exactly one scope: `mailbox_key`; or `special_use` of every account (the unified inbox); or `leaving_within` so many
    days, whatever the folder (what leaves soonest first when ascending); or sent mail that is `awaiting` an answer. A `search` text narrows
    the scope, or everything when neither is given. Two mailboxes holding one message give two rows except in a search
    without scope, where a message appears once."""

    mailbox_key: int | None = None
    special_use: SpecialUse | None = None
    leaving_within: int | None = None
    search: str = ""
    filter: Filter = field(default_factory=Filter)
    sort: SortField = SortField.DATE
    descending: bool = True
    awaiting: bool = False

    @property
    def is_plain(self) -> bool:
        """Does it list a mailbox, or those of that use of all accounts, as they came?"""
        if self.mailbox_key is not None:
            return self == ListView(mailbox_key=self.mailbox_key)
        return self.special_use is not None and self == ListView(special_use=self.special_use)
