"""Which of the mails that a server shows are new to the user, as far as the header says it. Pure.

New is what came after the last look, unseen. The store says the rest (`store.news_of_mail`): whether the mailbox is watched, the
mail was here before, or is the user's own.
"""

from __future__ import annotations

from collections.abc import Callable

from desktop.core.imap.gateway import FetchedHeader
from desktop.core.mail.flags import Flag
from desktop.core.store.mailboxes import MailboxState
from desktop.values import dataclass

Tell = Callable[[list[int]], None]
SLACK_SECONDS = 86_400
"""By how much a server's clock, or ours, may be wrong before new mail is taken for old mail that somebody has put there."""
_NOT_NEWS = Flag.SEEN | Flag.DELETED | Flag.DRAFT | Flag.JUNK


@dataclass(frozen=True, slots=True)
class News:
    """`from_uid`: UIDs below were there at the last look. `since`: what was received before (epoch seconds) has been put there
    by somebody who moves old mail about. `tell` hears location keys, in the thread that fetches."""

    from_uid: int
    since: int
    tell: Tell

    def may_be(self, header: FetchedHeader) -> bool:
        return header.uid >= self.from_uid and header.internaldate >= self.since and not header.flags.flags & _NOT_NEWS


def news_since(cached: MailboxState, now: int) -> int:
    """From the last time that the mailbox was looked at; a clock that was ahead then does not hide what comes now."""
    looked = cached.synced_at or cached.flags_compared_at or now
    return min(looked, now) - SLACK_SECONDS
