"""When the file is damaged: set it aside and carry over, row by row, what exists nowhere else.

The cache is not carried over (the server has it); what the queue and links point at is, so that they keep their meaning.
Never deletes the damaged file: it is renamed beside the new one.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, Engine, Table, func, insert, select, update
from sqlalchemy.exc import DatabaseError

from desktop.core.clock import Clock
from desktop.core.store import salvage_desk
from desktop.core.store.database import open_writer
from desktop.core.store.migrations import migrate
from desktop.core.store.schema import AUTHORITATIVE, body, link, location, mailbox, message, operation

_log = logging.getLogger(__name__)
_SPOKEN = {
    "account": "account", "draft": "draft", "outbox": "unsent mail", "operation": "waiting change", "link": "link",
    "wish": "wish", "task": "task", "contact": "contact", "activity": "saved mail", "chat": "chat", "event": "event",
}  # fmt: skip
"""What people call the rows of a table."""


def mark(path: Path) -> None:
    """Ask for a full check at the next start."""
    _marker(path).touch()


def unmark(path: Path) -> None:
    _marker(path).unlink(missing_ok=True)


def is_marked(path: Path) -> bool:
    return _marker(path).exists()


def check(engine: Engine) -> None:
    """Raises DatabaseError("malformed") when SQLite finds the file broken."""
    with engine.connect() as connection:
        answer = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
        connection.rollback()
    if answer != "ok":
        raise DatabaseError("quick_check", None, Exception(f"malformed: {answer}"))


def rebuild(path: Path, clock: Clock) -> str:
    """Rename the damaged file away, make a new one, copy what can be read. Returns what was saved, for people."""
    aside = path.with_name(f"{path.name}.damaged-{clock.now()}")
    for suffix in ("", "-wal", "-shm"):
        source = path.with_name(path.name + suffix)
        if source.exists():
            source.rename(aside.with_name(aside.name + suffix))
    target = open_writer(path)
    migrate(target, path)
    saved: dict[str, int] = {}
    try:
        source_engine = open_writer(aside)
        with source_engine.connect() as old, target.begin() as new:
            # Parents may be unreadable; what refers to them is worth keeping all the same.
            new.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            for table in AUTHORITATIVE[:2]:
                saved[table.name] = _copy(old, new, table)
            _copy_referenced(old, new)
            for table in AUTHORITATIVE[2:]:
                saved[table.name] = _copy(old, new, table)
            _free_links(new)
            salvage_desk.heal(new)
            _drop_orphans(new)
        source_engine.dispose()
    except DatabaseError:
        _log.warning("the damaged file could not be opened; nothing was carried over")
    target.dispose()
    return ", ".join(f"{saved[name]} x {word}" for name, word in _SPOKEN.items() if saved.get(name)) or "nothing"


def _copy_referenced(old: Connection, new: Connection) -> None:
    """Mailboxes, and the mails that operations and links need."""
    _copy(old, new, mailbox, reset={"highestmodseq": None, "seen_below": 1, "backfill_floor": 1, "uidvalidity": None})
    try:
        places = set(old.scalars(select(operation.c.location_key))) | set(
            old.scalars(select(operation.c.result_location_key))
        )
        mails = {key for key in old.scalars(select(link.c.message_key)) if key is not None}
        mails |= set(old.scalars(select(location.c.message_key).where(location.c.location_key.in_(list(places)))))
    except DatabaseError:
        return
    _copy(old, new, message, only=(message.c.message_key, mails))
    _copy(old, new, body, only=(body.c.message_key, mails))
    # UIDVALIDITY was not carried over, so UIDs would prove nothing: the mails are found again by their identity.
    _copy(old, new, location, only=(location.c.message_key, mails), reset={"uid": None})


def _free_links(new: Connection) -> None:
    """A link whose mail could not be read is kept without it, as long as there is something to be done for it."""
    lost = link.c.message_key.not_in(select(message.c.message_key))
    new.execute(update(link).where(lost).values(message_key=None))


def _drop_orphans(new: Connection) -> None:
    """A row whose parent could not be read would keep everything else from being stored."""
    for _ in range(10):
        orphans = {(row[0], row[1]) for row in new.exec_driver_sql("PRAGMA foreign_key_check")}
        if not orphans:
            return
        for name, row_id in orphans:
            new.exec_driver_sql(f'DELETE FROM "{name}" WHERE rowid = ?', (row_id,))
        _log.warning("%d rows whose parents could not be read were left behind", len(orphans))


def _copy(
    old: Connection,
    new: Connection,
    table: Table,
    *,
    only: tuple[ColumnElement[int], Collection[int]] | None = None,
    reset: Mapping[str, object] | None = None,
) -> int:
    """Row by row from both ends, so that one bad page costs only what is on it."""
    key = next(iter(table.primary_key.columns))
    seen: set[object] = set()
    for direction in (key.asc(), key.desc()):
        try:
            for row in old.execute(select(table).order_by(direction)).mappings():
                identity = tuple(row[column] for column in table.primary_key.columns)
                if identity in seen:
                    break
                if only is not None and row[only[0]] not in only[1]:
                    continue
                seen.add(identity)
                try:
                    with new.begin_nested():
                        new.execute(insert(table).values({**row, **(reset or {})}))
                except DatabaseError:
                    _log.warning("a row of %s could not be carried over", table.name)
        except DatabaseError:
            continue
        break
    return int(new.scalar(select(func.count()).select_from(table)) or 0)


def _marker(path: Path) -> Path:
    return path.with_name("check-at-next-start")
