"""The plan through time on disk: every change decided, and the moment of the newest one carried out, which never goes back.

Functions with `uow` write on the writer. What a change means is decided by `core.plan.schedule`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from desktop.core.store import accounts
from desktop.core.store.schema import plan_change
from desktop.core.store.writer import UnitOfWork

_MOMENT = "plan_moment"
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


def is_begun(connection: Connection) -> bool:
    return connection.scalar(select(plan_change.c.change_key).limit(1)) is not None


def begin(uow: UnitOfWork, default_plan_id: str) -> None:
    """The first change of a workspace: the plan that an older file had chosen, else the default."""
    if is_begun(uow.connection):
        return
    plan_id = accounts.load_setting(uow.connection, _BEFORE_CHANGES, default_plan_id)
    add_change(uow, plan_id, at=uow.now, decided_at=uow.now, reason="first", keep=None)
    set_moment(uow, uow.now)


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
    return int(result.inserted_primary_key[0])


def drop_changes(uow: UnitOfWork, keys: Iterable[int]) -> None:
    uow.connection.execute(delete(plan_change).where(plan_change.c.change_key.in_(list(keys))))
    uow.plan = True


def set_moment(uow: UnitOfWork, moment: int) -> None:
    """Changes up to `moment` are carried out; an earlier moment than before is not taken."""
    accounts.set_setting(uow, _MOMENT, max(moment, load_moment(uow.connection)))
    uow.plan = True


def load_moment(connection: Connection) -> int:
    return int(accounts.load_setting(connection, _MOMENT, 0))


def load_changes(connection: Connection) -> list[StoredChange]:
    """In the order of their moments."""
    rows = connection.execute(
        select(
            plan_change.c.change_key, plan_change.c.plan_id, plan_change.c.at, plan_change.c.decided_at,
            plan_change.c.reason, plan_change.c.keep,
        ).order_by(plan_change.c.at, plan_change.c.change_key)
    )  # fmt: skip
    return [
        StoredChange(row[0], row[1], row[2], row[3], row[4], None if row[5] is None else tuple(json.loads(row[5])))
        for row in rows
    ]
