"""The plan through time: which one is in force, what waits, what a decision adds and calls off. Pure; readings 13 and 16.

A change is in force once it was *carried out*, and what was carried out last stays in force whatever the clock says: one set back
brings no older plan back. A decision for a moment replaces everything that waits for that moment or later; a plan that lasts only
so long (a trial) always has its own end in the schedule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from desktop.core.api.workspace import ChangeReason
from desktop.core.plan.catalogue import Plan
from desktop.core.plan.retention import DAY
from desktop.values import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """`at` is when it takes, or took, effect (epoch seconds); `keep` are the mailboxes that shall stay then, None leaves the
    choice. `carried_out` counts upwards in the order in which changes came into force; None while one waits."""

    change_key: int
    plan_id: str
    at: int
    decided_at: int
    reason: ChangeReason
    keep: tuple[int, ...] | None = None
    carried_out: int | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of the schedule: the keys that are called off, and new changes (their keys are 0)."""

    dropped: tuple[int, ...]
    added: tuple[Change, ...]


def in_force(changes: Iterable[Change]) -> Change | None:
    """The one that was carried out last."""
    done = [change for change in changes if change.carried_out is not None]
    return max(done, key=lambda change: change.carried_out or 0, default=None)


def waiting(changes: Iterable[Change]) -> list[Change]:
    """In the order of their moments; of two for one moment the later decision comes last."""
    return sorted(
        (change for change in changes if change.carried_out is None), key=lambda change: (change.at, change.change_key)
    )


def newest_first(changes: Sequence[Change]) -> list[Change]:
    """For people: what waits, the last of it first, then what was carried out, backwards."""
    done = [change for change in changes if change.carried_out is not None]
    return waiting(changes)[::-1] + sorted(done, key=lambda change: -(change.carried_out or 0))


def next_at(changes: Iterable[Change]) -> int | None:
    """When the plan changes next."""
    return next((change.at for change in waiting(changes)), None)


def due(changes: Iterable[Change], now: int) -> list[Change]:
    """Changes that wait and whose time has come at `now`, in order."""
    return [change for change in waiting(changes) if change.at <= now]


def begun_at(changes: Iterable[Change], plan_id: str) -> int | None:
    """When that plan was in force for the first time; None when it never was."""
    done = [change for change in changes if change.carried_out is not None and change.plan_id == plan_id]
    return min(done, key=lambda change: change.carried_out or 0).at if done else None


def decide(changes: Sequence[Change], new: Change, find: Callable[[str], Plan], free_id: str) -> Decision:
    """`new` is decided: it comes first among what is added, and after it the end of a trial that begins with it."""
    dropped = tuple(change.change_key for change in waiting(changes) if change.at >= new.at)
    left = [change for change in changes if change.change_key not in dropped]
    last = replace(new, change_key=max((change.change_key for change in changes), default=0) + 1)
    return Decision(dropped, (new, *missing_ends([*left, last], find, free_id)))


def call_off(changes: Sequence[Change], change_key: int, find: Callable[[str], Plan], free_id: str) -> Decision:
    """A waiting change is called off; the end of a trial that it had replaced comes back, at once when it is over already."""
    dropped = tuple(change.change_key for change in waiting(changes) if change.change_key == change_key)
    left = [change for change in changes if change.change_key not in dropped]
    return Decision(dropped, missing_ends(left, find, free_id))


def missing_ends(changes: Sequence[Change], find: Callable[[str], Plan], free_id: str) -> tuple[Change, ...]:
    """The end of a plan that lasts only so long, where nothing follows it before its time is over."""
    present = in_force(changes)
    ahead = [*([] if present is None else [present]), *waiting(changes)]
    ends: list[Change] = []
    for change, follower in zip(ahead, [*ahead[1:], None], strict=False):
        lasts = find(change.plan_id).lasts_days
        if lasts is None:
            continue
        end = change.at + lasts * DAY
        if follower is None or follower.at > end:
            ends.append(Change(0, free_id, end, change.decided_at, ChangeReason.TRIAL_ENDED))
    return tuple(ends)
