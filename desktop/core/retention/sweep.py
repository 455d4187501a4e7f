"""Removes expired local copies in small transactions and gives the disk space back. Local rows only, never a server command.

What leaves is read beside the writer, and selected once more in the transaction that deletes it, so nothing can become held in
between; the log of sweeps is written in it too, so it never says more or less than what went. Preview and run use the same
selection. Runs in any worker thread; the writer does the deleting, in slices (`Pace`) that go on, a few mails at a time, until they have
their share or somebody waits behind them; what they wrote is folded into the file between them, lest one of them has to do it for
all. A wish that comes meanwhile is carried out between two slices.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from desktop.core.api.rows import SweepDecision
from desktop.core.plan.catalogue import Plan
from desktop.core.plan.retention import gone_before
from desktop.core.retention.pace import Pace, weight
from desktop.core.store import expiry, orphans
from desktop.core.store.store import Store
from desktop.core.store.writer import UnitOfWork
from desktop.values import dataclass

MOST_MAILS = 500
"""In one slice, however fast the disk is."""
FEW = 64
"""Weight of the mails that go between two looks at who waits: some milliseconds."""
MOST_ORPHANS = 40
FOLD_LOAD = 300
"""After mails of this weight the log is folded into the file: a few megabytes of pages, so that it is done soon."""


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


def run(store: Store, plan: Plan, now: int, *, steady: Callable[[], float] = lambda: 0.0) -> SweepResult:
    """Remove everything expired at `now` (epoch seconds) and log the sweep. `steady` are seconds that never go back."""
    before = gone_before(plan, now)
    if before is None:
        return SweepResult(0, 0)
    keys = store.read(lambda connection: expiry.load_leaving_keys(connection, received_before=before))
    pace = Pace()
    removed = size = start = unfolded = 0
    log_key: int | None = None
    while start < len(keys):
        some, is_last = keys[start : start + MOST_MAILS], start + MOST_MAILS >= len(keys)

        def job(uow: UnitOfWork, some: Sequence[int], key: int | None, is_last: bool) -> tuple[float, _Slice]:
            return steady(), _sweep_slice(uow, plan, before, some, key, pace.budget, is_last=is_last)

        begun, done = store.writer.run("sweep", partial(job, some=some, key=log_key, is_last=is_last))
        pace.note(done.load, steady() - begun)
        log_key, removed, size, start = done.log_key, removed + done.removed, size + done.bytes, start + done.taken
        unfolded += done.load
        if unfolded >= FOLD_LOAD:
            store.writer.fold_log()
            unfolded = 0
    while store.writer.run("sweep orphans", lambda uow: orphans.purge_orphans(uow, limit=MOST_ORPHANS)) == MOST_ORPHANS:
        store.writer.fold_log()
    if removed:
        store.writer.give_space_back()
    return SweepResult(removed, size)


@dataclass(frozen=True, slots=True)
class _Slice:
    """`taken` of the keys have had their turn."""

    log_key: int | None
    taken: int
    load: int
    removed: int
    bytes: int


def _sweep_slice(
    uow: UnitOfWork, plan: Plan, before: int, keys: Sequence[int], log_key: int | None, budget: int, *, is_last: bool
) -> _Slice:
    """Those of the first keys, as many as the budget allows and nobody waits for, that leave now as they did when they were read.
    The screen is told of the log once, at the end: it reads everything about the plan anew then."""
    going: list[expiry.Expiring] = []
    taken = load = 0
    while taken < len(keys):
        some, passed = _take_few(uow, before, keys[taken : taken + FEW], max(1, min(FEW, budget - load)))
        going += some
        taken += passed
        load += sum(weight(one.size) for one in some)
        if load >= budget or uow.is_awaited():
            break
    size = sum(one.size for one in going)
    if going:
        log_key = expiry.log_sweep(uow, log_key, plan.plan_id, plan.storage_days, len(going), size)
    uow.plan = is_last and taken == len(keys) and log_key is not None
    return _Slice(log_key, taken, load, len(going), size)


def _take_few(uow: UnitOfWork, before: int, keys: Sequence[int], most: int) -> tuple[list[expiry.Expiring], int]:
    """Those of the first keys, up to that weight, that leave, and how many had their turn; a bigger mail goes alone."""
    expired = {one.location_key: one for one in expiry.load_expired(uow.connection, received_before=before, only=keys)}
    going: list[expiry.Expiring] = []
    taken = load = 0
    for key in keys:
        one = expired.get(key)
        if one is not None:
            load += weight(one.size)
            if going and load > most:
                break
            going.append(one)
        taken += 1
    expiry.evict(uow, going)
    return going, taken
