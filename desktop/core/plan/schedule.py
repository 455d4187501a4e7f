"""The plan through time: which one is in force, what waits, what a decision adds and calls off. Pure; readings 13 and 16.

A change is in force once it was *carried out*, and the moment of the newest one carried out never goes back: a clock set back
does not bring an older plan back. A decision for a moment replaces everything that waits for that moment or later; a plan that
lasts only so long (a trial) always has its own end in the schedule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from desktop.core.api.workspace import ChangeReason
from desktop.core.plan.catalogue import Plan
from desktop.core.plan.retention import DAY


@dataclass(frozen=True, slots=True)
class Change:
    """`at` is when it takes effect, epoch seconds; `keep` are the mailboxes that shall stay then, None leaves the choice."""

    change_key: int
    plan_id: str
    at: int
    decided_at: int
    reason: ChangeReason
    keep: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of the schedule: the keys that are called off, and new changes (their keys are 0)."""

    dropped: tuple[int, ...]
    added: tuple[Change, ...]


def in_order(changes: Iterable[Change]) -> list[Change]:
    return sorted(changes, key=lambda change: (change.at, change.change_key))


def in_force(changes: Iterable[Change], moment: int) -> Change | None:
    """The newest change of those that are not after `moment`."""
    return next((change for change in reversed(in_order(changes)) if change.at <= moment), None)


def waiting(changes: Iterable[Change], moment: int) -> list[Change]:
    return [change for change in in_order(changes) if change.at > moment]


def next_at(changes: Iterable[Change], moment: int) -> int | None:
    """When the plan changes next."""
    return next((change.at for change in waiting(changes, moment)), None)


def due(changes: Iterable[Change], moment: int, now: int) -> list[Change]:
    """Changes that wait and whose time has come at `now`, in order."""
    return [change for change in waiting(changes, moment) if change.at <= now]


def decide(changes: Sequence[Change], moment: int, new: Change, find: Callable[[str], Plan], free_id: str) -> Decision:
    """`new` is decided; `moment` is that of the change in force. A trial that begins with it gets its end too."""
    dropped = tuple(change.change_key for change in waiting(changes, moment) if change.at >= new.at)
    left = [change for change in changes if change.change_key not in dropped]
    last = replace(new, change_key=max((change.change_key for change in changes), default=0) + 1)
    return Decision(dropped, (new, *missing_ends([*left, last], find, free_id)))


def call_off(
    changes: Sequence[Change], moment: int, change_key: int, find: Callable[[str], Plan], free_id: str
) -> Decision:
    """A waiting change is called off; the end of a trial that it had replaced comes back, at once when it is over already."""
    dropped = tuple(change.change_key for change in waiting(changes, moment) if change.change_key == change_key)
    left = [change for change in changes if change.change_key not in dropped]
    return Decision(dropped, missing_ends(left, find, free_id))


def missing_ends(changes: Iterable[Change], find: Callable[[str], Plan], free_id: str) -> tuple[Change, ...]:
    """The end of a plan that lasts only so long, where nothing follows it before its time is over."""
    ordered = in_order(changes)
    ends: list[Change] = []
    for change, follower in zip(ordered, [*ordered[1:], None], strict=True):
        lasts = find(change.plan_id).lasts_days
        if lasts is None:
            continue
        end = change.at + lasts * DAY
        if follower is None or follower.at > end:
            ends.append(Change(0, free_id, end, change.decided_at, ChangeReason.TRIAL_ENDED))
    return tuple(ends)
