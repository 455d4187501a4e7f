"""The plan through time on disk: every change decided, and the order in which they came into force.

Functions with `uow` write on the writer. What a change means is decided by `core.plan.schedule`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlalchemy import Connection, delete, func, insert, select, update

from desktop.core.store import accounts
from desktop.core.store.database import inserted_key
from desktop.core.store.schema import plan_change
from desktop.core.store.writer import UnitOfWork
from desktop.values import dataclass

_BEFORE_CHANGES = "plan"
"""Where a profile of the first schema kept the chosen plan."""


@dataclass(frozen=True, slots=True)
class StoredChange:
    change_key: int
    plan_id: str
    at: int
    decided_at: int
    reason: str
    keep: tuple[int, ...] | None
    carried_out: int | None


def is_begun(connection: Connection) -> bool:
    return connection.scalar(select(plan_change.c.change_key).limit(1)) is not None


def begin(uow: UnitOfWork, default_plan_id: str) -> None:
    """The first change of a workspace: the plan that an older file had chosen, else the default."""
    if is_begun(uow.connection):
        return
    plan_id = accounts.load_setting(uow.connection, _BEFORE_CHANGES, default_plan_id)
    key = add_change(uow, plan_id, at=uow.now, decided_at=uow.now, reason="first", keep=None)
    set_carried_out(uow, key)


def add_change(
    uow: UnitOfWork, plan_id: str, *, at: int, decided_at: int, reason: str, keep: Iterable[int] | None
) -> int:
    result = uow.connection.execute(
        insert(plan_change).values(
            plan_id=plan_id, at=at, decided_at=decided_at, reason=reason,
            keep=None if keep is None else json.dumps(sorted(keep)),
        )
    )  # fmt: skip
    uow.plan = True
    return inserted_key(result)


def drop_changes(uow: UnitOfWork, keys: Iterable[int]) -> None:
    uow.connection.execute(delete(plan_change).where(plan_change.c.change_key.in_(list(keys))))
    uow.plan = True


def set_carried_out(uow: UnitOfWork, change_key: int) -> None:
    """It is in force from now on."""
    newest = uow.connection.scalar(select(func.coalesce(func.max(plan_change.c.carried_out), 0))) or 0
    uow.connection.execute(
        update(plan_change).where(plan_change.c.change_key == change_key).values(carried_out=newest + 1)
    )
    uow.plan = True


def load_changes(connection: Connection) -> list[StoredChange]:
    """In the order of their decisions."""
    return [
        StoredChange(*row[:5], keep=None if row[5] is None else tuple(json.loads(row[5])), carried_out=row[6])
        for row in connection.execute(_CHANGES)
    ]


_CHANGES = select(
    plan_change.c.change_key, plan_change.c.plan_id, plan_change.c.at, plan_change.c.decided_at,
    plan_change.c.reason, plan_change.c.keep, plan_change.c.carried_out,
).order_by(plan_change.c.change_key)  # fmt: skip
