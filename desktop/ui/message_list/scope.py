"""What a list is of: the place that was chosen, the question to the core that follows, and which changes matter to it. Pure."""

from __future__ import annotations

from typing import Protocol

from desktop.core.api.changes import ChangeSet
from desktop.core.api.queries import Filter, ListView, SortField
from desktop.core.mail.mailbox import SpecialUse
from desktop.values import dataclass


class Sifting(Protocol):
    """What stands above the list."""

    sort: SortField
    descending: bool

    def filter(self) -> Filter: ...


@dataclass(frozen=True, slots=True)
class Scope:
    """What was chosen in the folder pane: a mailbox, or one use in all accounts. `label` is its name on screen."""

    mailbox_key: int | None
    special_use: SpecialUse | None
    label: str
    leaving_within: int | None = None
    """What leaves this computer within so many days, whatever the folder."""
    awaiting: bool = False
    """Sent mail that waits for an answer, whatever the folder."""

    def make_query(self, search: str, everywhere: bool, sifting: Sifting) -> ListView:
        """`everywhere`: what is searched for may lie in any folder."""
        narrow = not (search and everywhere)
        return ListView(
            mailbox_key=self.mailbox_key if narrow else None,
            special_use=self.special_use if narrow else None,
            leaving_within=self.leaving_within if narrow else None,
            awaiting=self.awaiting and narrow,
            search=search,
            filter=sifting.filter(),
            sort=sifting.sort,
            descending=sifting.descending != (self.leaving_within is not None and sifting.sort is SortField.DATE),
        )


def concerns(query: ListView, change: ChangeSet) -> bool:
    """Whether that list may have other mails now, or the same in another order."""
    scope, wanted = query.mailbox_key, query.filter
    moved = bool(change.mailboxes) if scope is None else scope in change.mailboxes
    moved = moved or (query.leaving_within is not None and (change.plan or bool(change.messages)))
    moved = moved or (query.awaiting and change.desk)
    sifted = bool(change.locations) and bool(wanted)
    # A link, or a body that has come, in which there are words.
    filled = bool(change.messages) and (wanted.linked or wanted.linked_to is not None or bool(query.search))
    return change.everything or moved or sifted or filled
