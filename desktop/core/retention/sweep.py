"""Removes expired local copies in small transactions and gives the disk space back. Local rows only, never a server command.

Selection and deletion are one transaction per slice, so nothing can become held in between. Preview and run use the same
selection. Runs in any worker thread; the writer does the deleting, at most `SLICE` mails at a time.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from desktop.core.plan.retention import DAY
from desktop.core.store import expiry, messages
from desktop.core.store.store import Store
from desktop.core.store.writer import UnitOfWork

SLICE = 200


@dataclass(frozen=True, slots=True)
class SweepResult:
    removed: int
    bytes: int


def preview(connection: Connection, *, storage_days: int, now: int) -> list[expiry.Expiring]:
    """Exactly what `run` would remove at that moment."""
    return expiry.load_expired(connection, received_before=now - storage_days * DAY, limit=None)


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
