"""What changed in the cache after a commit, as keys: screens read those rows again and decide for themselves.

A ChangeSet names keys, not data and not what happened, so change sets may be merged, late, or repeated without harm.
"""

from __future__ import annotations

from dataclasses import field

from desktop.values import dataclass


@dataclass(frozen=True, slots=True)
class ChangeSet:
    accounts: frozenset[int] = field(default_factory=frozenset)
    mailboxes: frozenset[int] = field(default_factory=frozenset)
    """Mailboxes whose counters, state or list of mails changed."""
    locations: frozenset[int] = field(default_factory=frozenset)
    """Rows of lists that came, went, or look different."""
    messages: frozenset[int] = field(default_factory=frozenset)
    """Messages whose content (body, links) is different now."""
    operations: bool = False
    outbox: bool = False
    drafts: bool = False
    plan: bool = False
    """The plan, its use, members or shares."""
    links: bool = False
    """The queue of links or the backends; a mail's own links are among `messages`."""
    desk: bool = False
    """Tasks, contacts, chats or events of the own desk."""
    everything: bool = False
    """Read all anew: a rebuilt cache, another plan, a moved clock."""

    def __bool__(self) -> bool:
        return bool(
            self.accounts
            or self.mailboxes
            or self.locations
            or self.messages
            or self.operations
            or self.outbox
            or self.drafts
            or self.plan
            or self.links
            or self.desk
            or self.everything
        )

    def merged(self, other: ChangeSet) -> ChangeSet:
        return ChangeSet(
            self.accounts | other.accounts,
            self.mailboxes | other.mailboxes,
            self.locations | other.locations,
            self.messages | other.messages,
            self.operations or other.operations,
            self.outbox or other.outbox,
            self.drafts or other.drafts,
            self.plan or other.plan,
            self.links or other.links,
            self.desk or other.desk,
            self.everything or other.everything,
        )
