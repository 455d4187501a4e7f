"""Removes expired local copies in small transactions and gives the disk space back. Local rows only, never a server command.

Selection and deletion are one transaction per slice, so nothing can become held in between. Preview and run use the same
selection. Runs in any worker thread; the writer does the deleting, at most `SLICE` mails at a time.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop.core.api.rows import SweepDecision
from desktop.core.plan.retention import DAY
from desktop.core.store import expiry, messages
from desktop.core.store.store import Store
from desktop.core.store.writer import UnitOfWork

SLICE = 200


@dataclass(frozen=True, slots=True)
class SweepResult:
    removed: int
    bytes: int


def preview(store: Store, *, storage_days: int, now: int) -> list[expiry.Expiring]:
    """Exactly what `run` would remove at that moment (epoch seconds)."""
    return store.read(
        lambda connection: expiry.load_expired(connection, received_before=now - storage_days * DAY, limit=None)
    )


def judge(store: Store, *, storage_days: int | None, now: int) -> list[SweepDecision]:
    """What a sweep at that moment does with every mail, and why; None keeps everything."""
    before = 0 if storage_days is None else now - storage_days * DAY
    return [
        SweepDecision(
            location_key=one.location_key,
            message_id=one.message_id,
            mailbox=one.mailbox_name,
            internaldate=one.internaldate,
            size=one.size,
            removed=storage_days is not None and one.is_past and one.held_by is None,
            reason=_reason(one, storage_days),
        )
        for one in store.read(lambda connection: expiry.load_judged(connection, received_before=before))
    ]


def _reason(one: expiry.Judged, storage_days: int | None) -> str:
    if storage_days is None:
        return "plan_keeps_everything"
    return (one.held_by or "expired") if one.is_past else "within_period"


def run(store: Store, *, plan_id: str, storage_days: int, now: int) -> SweepResult:
    """Remove everything expired at `now` (epoch seconds) and log the sweep."""
    removed = size = 0
    while True:
        slice_removed, slice_size = store.writer.run("sweep", lambda uow: _sweep_slice(uow, storage_days, now))
        removed, size = removed + slice_removed, size + slice_size
        if slice_removed < SLICE:
            break
    if removed:
        store.writer.run(
            "log sweep", lambda uow: expiry.log_sweep(uow, plan_id, storage_days, removed, size), durable=True
        )
        store.writer.give_space_back()
    return SweepResult(removed, size)


def _sweep_slice(uow: UnitOfWork, storage_days: int, now: int) -> tuple[int, int]:
    expired = expiry.load_expired(uow.connection, received_before=now - storage_days * DAY, limit=SLICE)
    expiry.evict(uow, expired)
    while messages.purge_orphans(uow, limit=SLICE):
        pass
    return len(expired), sum(entry.size for entry in expired)
