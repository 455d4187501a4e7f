"""Rows that wait for a UID, and which UID each of them may take. What was in a mailbox before an operation's first try is never
taken for what it brings. What waits from before a start may have been done since, for the profile may be an older copy that was put
back: what came after that copy last saw the target may be what it brought. Functions with `uow` write on the writer; the others read.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, func, select, update

from desktop.core.store.operations import UNFINISHED
from desktop.core.store.schema import location, mailbox, operation
from desktop.core.store.writer import UnitOfWork

ANY_NUMBERS = 0
"""In place of the UIDVALIDITY of a target that had not been seen: whatever lies there came after that. No server's (RFC 3501).
What is noted at a start, when nothing has left as far as this profile knows, is stored negative."""
Waiting = dict[int, list[tuple[int, int]]]
"""message key -> (row, the least UID that it may take)."""


def load_waiting(connection: Connection, mailbox_key: int) -> Waiting:
    """Not the row of an operation of which nothing has left yet, nor of one whose numbers the server has changed before its
    end was known: what the server shows may have been there before. The operation looks for itself then."""
    rows = connection.execute(_WAITING, {"mailbox": mailbox_key})
    waiting: Waiting = {}
    for row in rows:
        least = 0
        if row.target_uidnext is not None and row.target_uidvalidity in (
            ANY_NUMBERS,
            row.uidvalidity,
            -(row.uidvalidity or 0),
        ):
            least = row.target_uidnext
        elif row.state in UNFINISHED:
            continue
        waiting.setdefault(row.message_key, []).append((row.location_key, least))
    return waiting


_WAITING = (
    select(
        location.c.message_key, location.c.location_key, mailbox.c.uidvalidity, operation.c.state,
        operation.c.target_uidvalidity, operation.c.target_uidnext,
    )
    .join(mailbox, mailbox.c.mailbox_key == location.c.mailbox_key)
    .outerjoin(operation, operation.c.result_location_key == location.c.location_key)
    .where(location.c.mailbox_key == bindparam("mailbox"), location.c.uid.is_(None))
    .order_by(location.c.location_key)
)  # fmt: skip


def take_waiting(waiting: list[tuple[int, int]], uid: int) -> int | None:
    """The first row that may have that UID; it waits no more."""
    for key, least in waiting:
        if uid >= least:
            waiting.remove((key, least))
            return key
    return None


def note_target(uow: UnitOfWork, keys: Iterable[int], uidvalidity: int, uidnext: int) -> None:
    """What the target of these operations said before anything of them left."""
    uow.connection.execute(
        update(operation)
        .where(operation.c.operation_key.in_(list(keys)))
        .values(target_uidvalidity=uidvalidity, target_uidnext=uidnext)
    )


def look_first(uow: UnitOfWork) -> None:
    """What waits, or is parked, from before this start is looked for before its first try."""
    is_target = mailbox.c.mailbox_key == operation.c.target_mailbox_key
    uidvalidity = select(func.coalesce(-mailbox.c.uidvalidity, ANY_NUMBERS)).where(is_target).scalar_subquery()
    seen_below = select(mailbox.c.seen_below).where(is_target).scalar_subquery()
    uow.connection.execute(
        update(operation)
        .where(
            operation.c.state.in_(("waiting", "failed")),
            operation.c.kind.in_(("copy", "move", "import")),
            operation.c.target_uidnext.is_(None),
            operation.c.target_mailbox_key.in_(select(mailbox.c.mailbox_key)),
        )
        .values(target_uidvalidity=uidvalidity, target_uidnext=seen_below)
    )


def set_result(uow: UnitOfWork, operation_key: int, result_location_key: int | None) -> None:
    """Which row in the target is the operation's; None: nobody knows which."""
    uow.connection.execute(
        update(operation)
        .where(operation.c.operation_key == operation_key)
        .values(result_location_key=result_location_key)
    )
