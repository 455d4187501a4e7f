"""Which small step an account's worker takes next. Pure: the situation in, one step out.

User operation > opened mail > the mailbox on the screen > INBOX > the others; within a mailbox resync, headers, bodies; across
the others all headers before bodies, and large mails last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from enum import StrEnum

from desktop.values import dataclass


class StepKind(StrEnum):
    OPERATIONS = "operations"
    OPEN = "open"
    RESYNC = "resync"
    HEADERS = "headers"
    BODIES = "bodies"
    LARGE = "large"
    POLL = "poll"


@dataclass(frozen=True, slots=True)
class Step:
    kind: StepKind
    mailbox_key: int = 0


@dataclass(slots=True)
class Situation:
    """What is left to do. `order` lists the account's mailboxes, INBOX first; `blocking` must be resynced before the queue
    can go on."""

    order: Sequence[int] = ()
    shown: int | None = None
    operations_due: bool = False
    opened: bool = False
    poll_due: bool = False
    blocking: set[int] = field(default_factory=set)
    resync: set[int] = field(default_factory=set)
    headers: set[int] = field(default_factory=set)
    bodies: set[int] = field(default_factory=set)
    large: set[int] = field(default_factory=set)


def next_step(situation: Situation) -> Step | None:
    """None when everything is done and waiting is right."""
    if situation.blocking:
        return Step(StepKind.RESYNC, min(situation.blocking))
    if situation.operations_due:
        return Step(StepKind.OPERATIONS)
    if situation.opened:
        return Step(StepKind.OPEN)
    if situation.poll_due:
        return Step(StepKind.POLL)
    first = [key for key in (situation.shown, *situation.order[:1]) if key is not None]
    for key in first:
        for kind, left in _waves(situation):
            if key in left and kind is not StepKind.LARGE:
                return Step(kind, key)
    for kind, left in _waves(situation):
        found = next((key for key in (*first, *situation.order) if key in left), None) if left else None
        if found is not None:
            return Step(kind, found)
    return None


def _waves(situation: Situation) -> tuple[tuple[StepKind, set[int]], ...]:
    return (
        (StepKind.RESYNC, situation.resync),
        (StepKind.HEADERS, situation.headers),
        (StepKind.BODIES, situation.bodies),
        (StepKind.LARGE, situation.large),
    )
