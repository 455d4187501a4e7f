"""What to ask a server about one mailbox, decided from what SELECT said and what is cached. Pure; RFC 4549 with distrust.

A server that contradicts itself (UIDNEXT or HIGHESTMODSEQ shrank, same MODSEQ but another count) gets the full comparison,
and every server gets it once a day: what it left out of an answer about changes it is never asked about again.
"""

from __future__ import annotations

from enum import StrEnum

from desktop.core.imap.gateway import MailboxStatus, Selected
from desktop.core.store.mailboxes import MailboxState
from desktop.values import dataclass

MANY_ARRIVALS = 500
"""More new UIDs than this are fetched like a first backfill, newest first."""
COMPARE_EVERY = 86_400
"""Seconds between full comparisons of a mailbox's flags."""


class FlagsQuestion(StrEnum):
    NOTHING = "nothing"
    CHANGED = "changed"
    """FETCH ... (CHANGEDSINCE modseq), RFC 7162."""
    ALL = "all"


@dataclass(frozen=True, slots=True)
class ResyncPlan:
    first: bool = False
    """Never seen before: take the frontiers from the server, backfill does the rest."""
    renumbered: bool = False
    """UIDVALIDITY changed: UIDs here mean nothing any more; mails are found again by their identity."""
    arrivals: bool = False
    many_arrivals: bool = False
    flags: FlagsQuestion = FlagsQuestion.NOTHING
    expected_exists: int | None = None
    """With this many mails (arrivals not counted) nothing vanished; None: compare in any case."""

    @property
    def nothing(self) -> bool:
        return not (self.first or self.renumbered or self.arrivals or self.flags is not FlagsQuestion.NOTHING)


def plan_resync(cached: MailboxState, selected: Selected, *, condstore: bool, now: int) -> ResyncPlan:
    """`selected.uidnext` must be known (the caller asks by SEARCH where the server hid it); `now` in epoch seconds."""
    uidnext = selected.uidnext or 1
    if cached.uidvalidity is None:
        return ResyncPlan(first=True)
    if cached.uidvalidity != selected.uidvalidity:
        return ResyncPlan(renumbered=True)
    arrivals = uidnext > cached.seen_below
    many = uidnext - cached.seen_below > MANY_ARRIVALS
    distrusted = ResyncPlan(arrivals=arrivals, many_arrivals=many, flags=FlagsQuestion.ALL)
    if uidnext < cached.seen_below or not condstore or is_comparison_due(cached, now):
        return distrusted
    before, latest = cached.highestmodseq, selected.highestmodseq
    if before is None or latest is None or latest < before:
        return distrusted
    if latest == before:
        if arrivals or selected.exists != cached.exists_count:
            return distrusted
        return ResyncPlan()
    return ResyncPlan(
        arrivals=arrivals, many_arrivals=many, flags=FlagsQuestion.CHANGED, expected_exists=cached.exists_count
    )


def is_comparison_due(cached: MailboxState, now: int) -> bool:
    """A clock that went back makes it due too: nobody knows how long ago the last one was."""
    return cached.flags_compared_at is None or not 0 <= now - cached.flags_compared_at < COMPARE_EVERY


def looks_unchanged(cached: MailboxState, status: MailboxStatus | None, *, condstore: bool, now: int) -> bool:
    """May STATUS alone be taken as proof that nothing happened? Only with CONDSTORE, and only when all four agree."""
    return (
        condstore
        and not is_comparison_due(cached, now)
        and status is not None
        and cached.highestmodseq is not None
        and (status.uidvalidity, status.uidnext, status.messages, status.highestmodseq)
        == (cached.uidvalidity, cached.seen_below, cached.exists_count, cached.highestmodseq)
    )


def is_mass_removal(vanished: int, known: int) -> bool:
    """So many at once that a person must say it is right: more than 20 mails and more than a fifth of the mailbox."""
    return vanished > max(20, known // 5)
