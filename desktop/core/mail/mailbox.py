"""What a mailbox (on screen: a folder) is for, after RFC 6154."""

from __future__ import annotations

from enum import StrEnum


class SpecialUse(StrEnum):
    """INBOX has no attribute in RFC 6154 but is a role all the same; NONE is an ordinary mailbox."""

    INBOX = "inbox"
    DRAFTS = "drafts"
    SENT = "sent"
    ARCHIVE = "archive"
    JUNK = "junk"
    TRASH = "trash"
    ALL = "all"
    FLAGGED = "flagged"
    LATER = "later"
    """Ours, not RFC 6154's: what was put off waits there."""
    IMPORTANT = "important"
    NONE = "none"


WATCHABLE = frozenset({SpecialUse.INBOX, SpecialUse.ARCHIVE, SpecialUse.NONE})
"""Where new mail of others can come to; what is in the other ones is the user's own, thrown away, or a view of the same mail."""
VIEWS = frozenset({SpecialUse.ALL, SpecialUse.FLAGGED, SpecialUse.IMPORTANT})
"""They show mail that is in another mailbox too (RFC 6154: virtual mailboxes)."""

SYSTEM_ORDER = (
    SpecialUse.INBOX,
    SpecialUse.FLAGGED,
    SpecialUse.LATER,
    SpecialUse.DRAFTS,
    SpecialUse.SENT,
    SpecialUse.ARCHIVE,
    SpecialUse.JUNK,
    SpecialUse.TRASH,
    SpecialUse.ALL,
    SpecialUse.IMPORTANT,
)
"""The order in which a folder pane shows them; ordinary mailboxes follow by name."""
