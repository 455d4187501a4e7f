"""Rows of the offline queue: what the user wants and the server has not done yet.

States: waiting -> claimed -> done | failed. A claimed row found at start goes back to waiting: whether the server did it is
asked, not guessed. Done rows stay for a week, so that undo still knows how things were.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import field
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from desktop.core.api.rows import OperationRow, OperationState
from desktop.core.mail.mailbox import SpecialUse
from desktop.core.store.schema import location, mailbox, message, operation, undo_group
from desktop.core.store.writer import UnitOfWork
from desktop.values import dataclass

UNFINISHED = ("waiting", "claimed")
MAILBOX_KINDS = ("create_mailbox", "rename_mailbox", "delete_mailbox")
_NEVER_LONGER = 7_200
"""Seconds from now; a later `not_before` is from before the clock went back and is not waited for."""


@dataclass(frozen=True, slots=True)
class StoredOperation:
    operation_key: int
    account_key: int
    group_key: int
    kind: str
    state: str
    location_key: int | None
    mailbox_key: int | None
    target_mailbox_key: int | None
    result_location_key: int | None
    payload: dict[str, Any]
    not_before: int
    attempts: int
    target_uidvalidity: int | None = None
    """Of the target before the first try; negative, or 0, as it was noted at a start (`provisional.look_first`)."""
    target_uidnext: int | None = None
    """Likewise: mails below were there before. None: nothing has left."""

    @property
    def is_noted_at_start(self) -> bool:
        """Nothing has left, as far as this profile knows. What is found may be another's: no copy of that is taken away again."""
        return self.target_uidvalidity is not None and self.target_uidvalidity <= 0


@dataclass(frozen=True, slots=True)
class NewOperation:
    account_key: int
    kind: str
    location_key: int | None = None
    mailbox_key: int | None = None
    target_mailbox_key: int | None = None
    result_location_key: int | None = None
    payload: dict[str, Any] = field(default_factory=dict)
    target_uidvalidity: int | None = None
    target_uidnext: int | None = None


def add_operations(uow: UnitOfWork, group_key: int, news: Sequence[NewOperation], *, not_before: int) -> None:
    if not news:
        return
    uow.connection.execute(
        insert(operation),
        [
            {
                "account_key": new.account_key,
                "group_key": group_key,
                "kind": new.kind,
                "state": "waiting",
                "location_key": new.location_key,
                "mailbox_key": new.mailbox_key,
                "target_mailbox_key": new.target_mailbox_key,
                "result_location_key": new.result_location_key,
                "payload": json.dumps(new.payload, sort_keys=True),
                "target_uidvalidity": new.target_uidvalidity,
                "target_uidnext": new.target_uidnext,
                "created_at": uow.now,
                "not_before": not_before,
            }
            for new in news
        ],
    )
    uow.operations = True


def set_states(uow: UnitOfWork, keys: Iterable[int], state: str, *, said: str | None = None) -> None:
    """done and failed get their time; failed keeps the server's words."""
    values: dict[str, Any] = {"state": state}
    if state in ("done", "failed"):
        values["finished_at"] = uow.now
    if said is not None:
        values["said"] = said[:1000]
    uow.connection.execute(update(operation).where(operation.c.operation_key.in_(list(keys))).values(**values))
    uow.operations = True


def postpone(uow: UnitOfWork, keys: Iterable[int], *, not_before: int, said: str, tried: bool = True) -> None:
    """Back to waiting after a temporary failure; not `tried`: surely nothing of it has left."""
    uow.connection.execute(
        update(operation)
        .where(operation.c.operation_key.in_(list(keys)))
        .values(state="waiting", not_before=not_before, attempts=operation.c.attempts + int(tried), said=said[:1000])
    )
    uow.operations = True


def hasten(uow: UnitOfWork, account_key: int) -> None:
    """The user wants the server to follow now: nothing waits for its undo time or its next try any longer."""
    uow.connection.execute(
        update(operation)
        .where(
            operation.c.account_key == account_key,
            operation.c.state == "waiting",
            operation.c.not_before > uow.now,
        )
        .values(not_before=uow.now)
    )
    uow.operations = True


def requeue_claimed(uow: UnitOfWork, account_key: int | None = None) -> None:
    """What was under way when the program died, or when its outcome could not be written, is waiting again, marked as
    tried. Of one account, when a new connection begins; of all, at start."""
    statement = update(operation).where(operation.c.state == "claimed")
    if account_key is not None:
        statement = statement.where(operation.c.account_key == account_key)
    uow.connection.execute(statement.values(state="waiting", attempts=operation.c.attempts + 1))
    uow.operations = True


def has_claimed(connection: Connection, account_key: int) -> bool:
    return _exists(connection, operation.c.account_key == account_key, operation.c.state == "claimed")


def has_failed_in(connection: Connection, mailbox_key: int) -> bool:
    """Are there mails in that mailbox that should have left it and could not?"""
    return _exists(
        connection, operation.c.mailbox_key == mailbox_key, operation.c.state == "failed", operation.c.kind == "move"
    )


def drop_operations(uow: UnitOfWork, keys: Iterable[int]) -> None:
    uow.connection.execute(delete(operation).where(operation.c.operation_key.in_(list(keys))))
    uow.operations = True


def prune_done(uow: UnitOfWork, *, finished_before: int) -> None:
    uow.connection.execute(
        delete(operation).where(operation.c.state == "done", operation.c.finished_at < finished_before)
    )
    used = select(operation.c.group_key)
    uow.connection.execute(
        delete(undo_group).where(undo_group.c.created_at < finished_before, undo_group.c.group_key.not_in(used))
    )


def load_due(connection: Connection, account_key: int, now: int, limit: int = 1000) -> list[StoredOperation]:
    """Waiting operations of the account that may run now, oldest first; none that must follow another one."""
    rows = connection.execute(
        select(operation)
        .where(_due_at(now) <= now, *_may_run(connection, account_key))
        .order_by(operation.c.operation_key)
        .limit(limit)
    )
    return [_stored(row) for row in rows]


def load_next_due(connection: Connection, account_key: int, now: int) -> int | None:
    """When the next waiting operation may run. Asked before every step of a worker, so the usual answer is found quickly."""
    if connection.scalar(_ANY_WAITING, {"account": account_key}) is None:
        return None
    return connection.scalar(select(func.min(_due_at(now))).where(*_may_run(connection, account_key)))


_ANY_WAITING = (
    select(operation.c.operation_key)
    .where(operation.c.account_key == bindparam("account"), operation.c.state == "waiting")
    .limit(1)
)


def _due_at(now: int) -> ColumnElement[int]:
    return case((operation.c.not_before > now + _NEVER_LONGER, now), else_=operation.c.not_before)


def _may_run(connection: Connection, account_key: int) -> list[ColumnElement[bool]]:
    """Waiting, and no unfinished older operation has to go first: one on the same mail, the one that makes its row real, the
    making of a mailbox it needs; a mailbox's own ones go one after the other, its deletion after all that touches it. So
    what is put off holds up nothing else, and nothing overtakes what it stands on."""
    mine, older = operation.c, operation.alias("older")
    before = and_(older.c.operation_key < mine.operation_key, older.c.state.in_(UNFINISHED))
    conditions = [
        mine.account_key == account_key,
        mine.state == "waiting",
        ~exists().where(older.c.location_key == mine.location_key, before),
        ~exists().where(older.c.result_location_key == mine.location_key, before),
    ]
    on_mailboxes = connection.execute(
        select(mine.operation_key, mine.kind, mine.mailbox_key)
        .where(mine.account_key == account_key, mine.state.in_(UNFINISHED), mine.kind.in_(MAILBOX_KINDS))
        .order_by(mine.operation_key)
    ).all()
    for number, (key, kind, mailbox_key) in enumerate(on_mailboxes):
        touches = or_(mine.mailbox_key == mailbox_key, mine.target_mailbox_key == mailbox_key)
        if kind == "create_mailbox":
            conditions.append(~and_(mine.operation_key > key, touches))
        blocked = number > 0 or (
            kind == "delete_mailbox"
            and _exists(connection, mine.operation_key < key, mine.state.in_(UNFINISHED), touches)
        )
        if blocked:
            conditions.append(mine.operation_key != key)
    return conditions


def load_waiting_renames(connection: Connection, account_key: int) -> list[tuple[int, str]]:
    """(mailbox key, new name) of renames that are not known to be done."""
    rows = connection.execute(
        select(operation)
        .where(
            operation.c.account_key == account_key,
            operation.c.kind == "rename_mailbox",
            operation.c.state.in_(UNFINISHED),
        )
        .order_by(operation.c.operation_key)
    )
    return [(one.mailbox_key, one.payload["new_name"]) for one in map(_stored, rows) if one.mailbox_key is not None]


def held_sources(connection: Connection, account_key: int) -> set[int]:
    """Rows whose moves, copies and deletions may have been done without an answer, or before an older copy of the profile was
    put back: those find out what became of the mail."""
    rows = connection.scalars(
        select(operation.c.location_key).where(
            operation.c.account_key == account_key,
            operation.c.state.in_(UNFINISHED),
            or_(operation.c.state == "claimed", operation.c.attempts > 0, operation.c.target_uidnext.is_not(None)),
            operation.c.kind.in_(("move", "copy", "expunge")),
        )
    )
    return {key for key in rows if key is not None}


def load_unfinished_for(connection: Connection, location_keys: Iterable[int]) -> dict[int, list[StoredOperation]]:
    """location key -> its unfinished operations, oldest first."""
    found: dict[int, list[StoredOperation]] = {}
    keys = list(location_keys)
    for start in range(0, len(keys), 500):
        rows = connection.execute(
            select(operation)
            .where(operation.c.location_key.in_(keys[start : start + 500]), operation.c.state.in_(UNFINISHED))
            .order_by(operation.c.operation_key)
        )
        for row in rows:
            found.setdefault(row.location_key, []).append(_stored(row))
    return found


def load_group(connection: Connection, group_key: int) -> list[StoredOperation]:
    rows = connection.execute(
        select(operation).where(operation.c.group_key == group_key).order_by(operation.c.operation_key)
    )
    return [_stored(row) for row in rows]


def load_imports_into(connection: Connection, account_key: int) -> list[StoredOperation]:
    """Mails that are still on their way into that account."""
    wanted = and_(
        operation.c.account_key == account_key, operation.c.kind == "import", operation.c.state.in_(UNFINISHED)
    )
    rows = connection.execute(select(operation).where(wanted).order_by(operation.c.operation_key))
    return [_stored(row) for row in rows]


def load_operation(connection: Connection, operation_key: int) -> StoredOperation | None:
    row = connection.execute(select(operation).where(operation.c.operation_key == operation_key)).one_or_none()
    return None if row is None else _stored(row)


def load_awaited(connection: Connection) -> set[int]:
    """Rows that unfinished operations are to make real: nothing else may drop them. A mail written here that could not be put
    on the server is among them, for it is nowhere else."""
    moved = select(operation.c.result_location_key).where(operation.c.state.in_(UNFINISHED))
    written = select(operation.c.location_key).where(
        operation.c.kind == "append", operation.c.state.in_((*UNFINISHED, "failed"))
    )
    return {key for key in (*connection.scalars(moved), *connection.scalars(written)) if key is not None}


def load_rows(connection: Connection) -> list[OperationRow]:
    """For people: one row for each wish, kind and state, oldest first."""
    target, place = mailbox.alias("target"), mailbox.alias("place")
    rows = connection.execute(
        select(
            func.min(operation.c.operation_key), operation.c.account_key, operation.c.kind, operation.c.state,
            func.min(message.c.subject), func.count(), func.min(target.c.name), func.min(operation.c.created_at),
            func.min(operation.c.not_before), func.max(operation.c.attempts), func.max(operation.c.said),
            func.min(place.c.special_use),
        )
        .outerjoin(location, location.c.location_key == operation.c.location_key)
        .outerjoin(message, message.c.message_key == location.c.message_key)
        .outerjoin(target, target.c.mailbox_key == operation.c.target_mailbox_key)
        .outerjoin(place, place.c.mailbox_key == operation.c.mailbox_key)
        .where(operation.c.state != "done")
        .group_by(operation.c.group_key, operation.c.account_key, operation.c.kind, operation.c.state)
        .order_by(func.min(operation.c.operation_key))
    )  # fmt: skip
    return [
        OperationRow(
            operation_key=row[0], account_key=row[1], kind=row[2], state=OperationState(row[3]), subject=row[4] or "",
            count=row[5], target=row[6] or "", created_at=row[7], not_before=row[8], attempts=row[9], said=row[10] or "",
            special_use=SpecialUse(row[11] or SpecialUse.NONE),
        )
        for row in rows
    ]  # fmt: skip


def load_alike(connection: Connection, operation_key: int) -> list[StoredOperation]:
    """All operations of the same wish, kind and state: what one row of `load_rows` stands for."""
    one = load_operation(connection, operation_key)
    if one is None:
        return []
    same = and_(operation.c.group_key == one.group_key, operation.c.kind == one.kind, operation.c.state == one.state)
    return [
        _stored(row) for row in connection.execute(select(operation).where(same).order_by(operation.c.operation_key))
    ]


def _exists(connection: Connection, *conditions: ColumnElement[bool]) -> bool:
    return connection.scalar(select(operation.c.operation_key).where(*conditions).limit(1)) is not None


def _stored(row: Row[Any]) -> StoredOperation:
    return StoredOperation(
        operation_key=row.operation_key,
        account_key=row.account_key,
        group_key=row.group_key,
        kind=row.kind,
        state=row.state,
        location_key=row.location_key,
        mailbox_key=row.mailbox_key,
        target_mailbox_key=row.target_mailbox_key,
        result_location_key=row.result_location_key,
        payload=json.loads(row.payload),
        not_before=row.not_before,
        attempts=row.attempts,
        target_uidvalidity=row.target_uidvalidity,
        target_uidnext=row.target_uidnext,
    )
