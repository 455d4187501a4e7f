"""Mail that was put off: where it waits, where it goes back to, and when. Functions with a Recorder or a unit of work write."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete, func, select

from desktop.core.store.schema import location, snooze
from desktop.core.store.undo_rows import Recorder
from desktop.core.store.writer import UnitOfWork
from desktop.values import dataclass


@dataclass(frozen=True, slots=True)
class Waiting:
    """`location_key` is its row where it waits; None: it is not there any more. `is_here`: this computer has a copy somewhere."""

    snooze_key: int
    account_key: int
    message_key: int
    back_to: int
    location_key: int | None
    is_here: bool


def add(rows: Recorder, *, account_key: int, message_key: int, mailbox_key: int, back_to: int, until: int) -> None:
    rows.insert(
        snooze, account_key=account_key, message_key=message_key, mailbox_key=mailbox_key, back_to=back_to, until=until
    )


def move_on(rows: Recorder, message_key: int, mailbox_key: int, until: int) -> bool:
    """Another moment for a mail that waits already; False when nobody knows of it."""
    known = _of(rows.uow.connection, message_key, mailbox_key)
    rows.update(snooze, snooze.c.snooze_key.in_(known), until=until)
    return bool(known)


def forget(rows: Recorder, snooze_keys: Iterable[int]) -> None:
    rows.delete(snooze, snooze.c.snooze_key.in_(list(snooze_keys)))


def drop(uow: UnitOfWork, snooze_keys: Iterable[int]) -> None:
    uow.connection.execute(delete(snooze).where(snooze.c.snooze_key.in_(list(snooze_keys))))


def load_next(connection: Connection) -> int | None:
    """When the next comes back (epoch seconds)."""
    return connection.scalar(select(func.min(snooze.c.until)))


def load_due(connection: Connection, now: int, limit: int = 500) -> list[Waiting]:
    """Those whose moment has come, the first of them first."""
    due = select(*_KEYS).where(snooze.c.until <= now).order_by(snooze.c.until, snooze.c.snooze_key).limit(limit)
    return [_waiting(connection, *row) for row in connection.execute(due)]


def load_waiting(connection: Connection, message_key: int, mailbox_key: int) -> list[Waiting]:
    found = select(*_KEYS).where(snooze.c.snooze_key.in_(_of(connection, message_key, mailbox_key)))
    return [_waiting(connection, *row) for row in connection.execute(found)]


def load_until(connection: Connection, message_keys: Iterable[int]) -> dict[int, int]:
    """When these mails come back, by message key: those that wait."""
    rows = connection.execute(
        select(snooze.c.message_key, snooze.c.until).where(snooze.c.message_key.in_(list(message_keys)))
    )
    return {message_key: until for message_key, until in rows}


_KEYS = (snooze.c.snooze_key, snooze.c.account_key, snooze.c.message_key, snooze.c.mailbox_key, snooze.c.back_to)


def _of(connection: Connection, message_key: int, mailbox_key: int) -> list[int]:
    found = select(snooze.c.snooze_key).where(snooze.c.message_key == message_key, snooze.c.mailbox_key == mailbox_key)
    return list(connection.scalars(found))


def _waiting(
    connection: Connection, snooze_key: int, account_key: int, message_key: int, mailbox_key: int, back_to: int
) -> Waiting:
    rows = connection.execute(
        select(location.c.location_key, location.c.mailbox_key, location.c.hidden, location.c.on_server)
        .where(location.c.message_key == message_key)
        .order_by(location.c.location_key)
    ).all()
    there = [row.location_key for row in rows if row.mailbox_key == mailbox_key and row.on_server and not row.hidden]
    return Waiting(snooze_key, account_key, message_key, back_to, there[0] if there else None, bool(rows))
