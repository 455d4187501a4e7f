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


IN_UTF_8, IN_BYTES = "\u034f", "\u180b"
"""Before a name that is no modified UTF-7 as we would write it: what follows goes over the wire in UTF-8, or one byte a character.
Neither is seen, and a mailbox below that one, or one renamed with it, begins with the same. No name in UTF-7 does."""

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


def plain_name(name: str) -> str:
    """The name as it is read."""
    return name.removeprefix(IN_UTF_8).removeprefix(IN_BYTES)


def rank(use: SpecialUse) -> int:
    """Its place in a folder pane; ordinary mailboxes come last."""
    return SYSTEM_ORDER.index(use) if use in SYSTEM_ORDER else len(SYSTEM_ORDER)


def is_watched(use: SpecialUse, chosen: bool | None) -> bool:
    """Is the user told of new mail in it? `chosen` None: nobody has said so."""
    return use in WATCHABLE and (use is SpecialUse.INBOX if chosen is None else bool(chosen))
