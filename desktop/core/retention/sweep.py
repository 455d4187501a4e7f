"""Removes expired local copies in small transactions and gives the disk space back. Local rows only, never a server command.

Selection and deletion are one transaction per slice, so nothing can become held in between, and the log of sweeps is written
in it too, so it never says more or less than what went. Preview and run use the same selection. Runs in any worker thread;
the writer does the deleting, at most `SLICE` mails at a time.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop.core.api.rows import SweepDecision
from desktop.core.plan.catalogue import Plan
from desktop.core.plan.retention import gone_before
from desktop.core.store import expiry, messages
from desktop.core.store.store import Store
from desktop.core.store.writer import UnitOfWork

SLICE = 200


@dataclass(frozen=True, slots=True)
class SweepResult:
    removed: int
    bytes: int


def preview(store: Store, plan: Plan, now: int) -> list[expiry.Expiring]:
    """Exactly what `run` would remove at that moment (epoch seconds)."""
    before = gone_before(plan, now)
    if before is None:
        return []
    return store.read(lambda connection: expiry.load_expired(connection, received_before=before, limit=None))


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
    removed = size = 0
    log_key: int | None = None
    while before is not None:
        gone = store.writer.run("sweep", lambda uow, key=log_key: _sweep_slice(uow, plan, before, key))
        log_key, removed, size = gone[0], removed + gone[1], size + gone[2]
        if gone[1] < SLICE:
            break
    if removed:
        store.writer.give_space_back()
    return SweepResult(removed, size)


def _sweep_slice(uow: UnitOfWork, plan: Plan, before: int, log_key: int | None) -> tuple[int | None, int, int]:
    """(key of the log's row, how many went, their bytes)"""
    expired = expiry.load_expired(uow.connection, received_before=before, limit=SLICE)
    expiry.evict(uow, expired)
    while messages.purge_orphans(uow, limit=SLICE):
        pass
    size = sum(entry.size for entry in expired)
    if expired:
        log_key = expiry.log_sweep(uow, log_key, plan.plan_id, plan.storage_days, len(expired), size)
    return log_key, len(expired), size
