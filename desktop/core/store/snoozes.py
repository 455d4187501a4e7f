"""Mail that was put off: where it waits, where it goes back to, and when. Functions with a Recorder or a unit of work write."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from sqlalchemy import Connection, and_, delete, func, select

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


@dataclass(frozen=True, slots=True)
class Marked:
    """A mail in a mailbox for what is put off, as the server has it. `until`: what is known of it here; None: nothing."""

    message_key: int
    keywords: tuple[str, ...]
    until: int | None


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


def load_marked(connection: Connection, mailbox_key: int, limit: int) -> list[Marked]:
    """Mails with a keyword about putting off that no wish of ours waits upon."""
    rows = connection.execute(
        select(location.c.message_key, location.c.keywords, snooze.c.until)
        .outerjoin(
            snooze,
            and_(snooze.c.message_key == location.c.message_key, snooze.c.mailbox_key == location.c.mailbox_key),
        )
        .where(
            location.c.mailbox_key == mailbox_key, location.c.hidden == 0, location.c.pending == 0,
            location.c.on_server == 1, func.lower(location.c.keywords).like("%$later-%"),
        )
        .order_by(location.c.location_key)
    )  # fmt: skip
    found = (Marked(key, tuple(keywords.split()), until) for key, keywords, until in rows)
    return list(islice(found, limit))


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
