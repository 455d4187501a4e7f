"""Removes expired local copies in small transactions and gives the disk space back. Local rows only, never a server command.

What leaves is read beside the writer, and selected once more in the transaction that deletes it, so nothing can become held in
between; the log of sweeps is written in it too, so it never says more or less than what went. Preview and run use the same
selection. Runs in any worker thread; the writer does the deleting, at most `SLICE` mails at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.core.api.rows import SweepDecision
from desktop.core.plan.catalogue import Plan
from desktop.core.plan.retention import gone_before
from desktop.core.store import expiry, messages
from desktop.core.store.store import Store
from desktop.core.store.writer import UnitOfWork

SLICE = 100


@dataclass(frozen=True, slots=True)
class SweepResult:
    removed: int
    bytes: int


def preview(store: Store, plan: Plan, now: int) -> list[expiry.Expiring]:
    """Exactly what `run` would remove at that moment (epoch seconds)."""
    before = gone_before(plan, now)
    if before is None:
        return []
    return store.read(lambda connection: expiry.load_expired(connection, received_before=before))


def judge(store: Store, plan: Plan, now: int) -> list[SweepDecision]:
    """What a sweep at that moment does with every mail, and why."""
    before = gone_before(plan, now)
    return [
        SweepDecision(
            location_key=one.location_key,
            message_id=one.message_id,
            mailbox=one.mailbox_name,
            internaldate=one.internaldate,
            size=one.size,
            removed=before is not None and one.is_past and one.held_by is None,
            reason="plan_keeps_everything" if before is None else _reason(one),
            account=one.address,
        )
        for one in store.read(lambda connection: expiry.load_judged(connection, received_before=before or 0))
    ]


def _reason(one: expiry.Judged) -> str:
    return (one.held_by or "expired") if one.is_past else "within_period"


def run(store: Store, plan: Plan, now: int) -> SweepResult:
    """Remove everything expired at `now` (epoch seconds) and log the sweep."""
    before = gone_before(plan, now)
    if before is None:
        return SweepResult(0, 0)
    keys = store.read(lambda connection: expiry.load_leaving_keys(connection, received_before=before))
    removed = size = 0
    log_key: int | None = None
    for start in range(0, len(keys), SLICE):
        some, is_last = keys[start : start + SLICE], start + SLICE >= len(keys)
        gone = store.writer.run(
            "sweep", lambda uow, some=some, key=log_key, last=is_last: _sweep_slice(uow, plan, before, some, key, last)
        )
        log_key, removed, size = gone[0], removed + gone[1], size + gone[2]
    while store.writer.run("sweep orphans", lambda uow: messages.purge_orphans(uow, limit=SLICE)) == SLICE:
        pass
    if removed:
        store.writer.give_space_back()
    return SweepResult(removed, size)


def _sweep_slice(
    uow: UnitOfWork, plan: Plan, before: int, keys: Sequence[int], log_key: int | None, is_last: bool
) -> tuple[int | None, int, int]:
    """Those of the keys that leave now as they did when they were read; (key of the log's row, how many went, their bytes).
    The screen is told of the log once, at the end: it reads everything about the plan anew then."""
    expired = expiry.load_expired(uow.connection, received_before=before, only=keys)
    expiry.evict(uow, expired)
    messages.purge_orphans(uow, limit=SLICE)
    size = sum(entry.size for entry in expired)
    if expired:
        log_key = expiry.log_sweep(uow, log_key, plan.plan_id, plan.storage_days, len(expired), size)
    uow.plan = is_last and log_key is not None
    return log_key, len(expired), size
