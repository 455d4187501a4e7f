"""When the file is damaged: set it aside and carry over, row by row, what exists nowhere else.

The cache is not carried over (the server has it); what the queue and links point at is, so that they keep their meaning.
Never deletes the damaged file: it is renamed beside the new one.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Collection, Mapping
from functools import partial
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, Engine, Table, func, insert, select, update
from sqlalchemy.exc import DatabaseError, SQLAlchemyError

from desktop.core.clock import Clock
from desktop.core.store import known_tables, salvage_accounts, salvage_desk, salvage_values
from desktop.core.store.database import open_damaged, open_writer
from desktop.core.store.file import load_driver, marker_of
from desktop.core.store.migrations import migrate
from desktop.core.store.salvage_rows import read_rows
from desktop.core.store.schema import AUTHORITATIVE, body, link, location, mailbox, message, operation, snooze
from desktop.placing import put_in_place

_log = logging.getLogger(__name__)
_SPOKEN = {
    "account": "account", "draft": "draft", "template": "template", "outbox": "unsent mail", "operation": "waiting change", "link": "link",
    "wish": "wish", "task": "task", "contact": "contact", "activity": "saved mail", "chat": "chat", "event": "event",
}  # fmt: skip
"""What people call the rows of a table."""
_MET = "damage was met"
_UNDER_WAY = "rebuilt from "


def mark(path: Path, *, met: bool = False) -> None:
    """Ask for a full check at the next start; where damage was `met` in use, for a new file without any check, which may not see
    it."""
    if met or not is_marked(path):
        _write_marker(path, _MET if met else "")


def unmark(path: Path) -> None:
    marker_of(path).unlink(missing_ok=True)


def is_marked(path: Path) -> bool:
    return marker_of(path).exists()


def check_unfinished(path: Path) -> None:
    """Raises DatabaseError("malformed") where the program died while it built the file anew, or where the file has been
    emptied."""
    if _set_aside(path) is not None or known_tables.is_emptied(path):
        raise DatabaseError("", None, Exception("malformed: there is nothing whole"))


def check_marked(engine: Engine, path: Path) -> None:
    """Raises DatabaseError("malformed") for a file that is marked and is not sound."""
    if not is_marked(path):
        return
    if marker_of(path).read_text("utf-8") == _MET:
        raise DatabaseError("", None, Exception("malformed: met in use"))
    check(engine, "integrity_check")
    with engine.connect() as connection:
        broken = salvage_values.find_broken(connection)
        connection.rollback()
    if broken is not None:
        raise DatabaseError("", None, Exception(f"malformed: {broken}"))


def check(engine: Engine, how: str = "quick_check") -> None:
    """Raises DatabaseError("malformed") when SQLite finds the file broken."""
    with engine.connect() as connection:
        answer = connection.exec_driver_sql(f"PRAGMA {how}(1)").scalar_one()
        connection.rollback()
    if answer != "ok":
        raise DatabaseError(how, None, Exception(f"malformed: {answer}"))


def rebuild(path: Path, clock: Clock) -> str:
    """Rename the damaged file away, make a new one, copy what can be read. Returns what was saved, for people."""
    aside = _put_aside(path, clock)
    known_tables.give_back(aside, known_tables.load(path))
    target = open_writer(path)
    migrate(target, path)
    saved: dict[str, int] = {}
    source_engine = open_damaged(aside)
    try:
        with source_engine.connect() as old, target.begin() as new:
            # Parents may be unreadable; what refers to them is worth keeping all the same.
            new.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            for table in AUTHORITATIVE[:2]:
                saved[table.name] = _copy(old, new, table)
            _copy_referenced(old, new)
            for table in AUTHORITATIVE[2:]:
                saved[table.name] = _copy(old, new, table)
            for heal in (
                salvage_values.heal,
                partial(salvage_accounts.heal, now=clock.now()),
                _free_links,
                salvage_desk.heal,
            ):
                _heal(new, heal)
            _drop_orphans(new)
    except (SQLAlchemyError, load_driver().Error, ValueError):
        _log.warning("the damaged file could not be opened; nothing was carried over")
    finally:
        source_engine.dispose()
        target.dispose()
    return ", ".join(f"{saved[name]} x {word}" for name, word in _SPOKEN.items() if saved.get(name)) or "nothing"


def _heal(new: Connection, heal: Callable[[Connection], None]) -> None:
    """One that stumbles over rows that cannot be must not take with it all that was carried over."""
    try:
        with new.begin_nested():
            heal(new)
    except (SQLAlchemyError, ValueError, TypeError):
        _log.exception("what was carried over could not be healed")


def _copy_referenced(old: Connection, new: Connection) -> None:
    """Mailboxes, and the mails that operations, links and what was put off need."""
    _copy(old, new, mailbox, reset={"highestmodseq": None, "seen_below": 1, "backfill_floor": 1, "uidvalidity": None})
    operations = list(read_rows(old, operation))
    places = {row[name] for row in operations for name in ("location_key", "result_location_key")} - {None}
    mails = {row["message_key"] for table in (link, snooze) for row in read_rows(old, table)} - {None}
    mails |= {row["message_key"] for row in read_rows(old, location, places)}
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
    """`only`: a column, and the values it may have; `reset` takes the place of what was there."""
    by_key = only[1] if only is not None and [only[0]] == list(table.primary_key.columns) else None
    for row in read_rows(old, table, by_key):
        if only is not None and row[str(only[0].key)] not in only[1]:
            continue
        try:
            with new.begin_nested():
                new.execute(insert(table).values({**row, **(reset or {})}))
        except (SQLAlchemyError, ValueError, TypeError, OverflowError):
            _log.warning("a row of %s could not be carried over", table.name)
    return int(new.scalar(select(func.count()).select_from(table)) or 0)


def _put_aside(path: Path, clock: Clock) -> Path:
    """Where the damaged file is now. The marker says so before anything moves, and the file itself moves last: after a death
    in the middle of it what was begun in its place goes, and it is carried over from the beginning."""
    aside = _set_aside(path) or path.with_name(f"{path.name}.damaged-{clock.now()}")
    _write_marker(path, _UNDER_WAY + aside.name)
    is_there = aside.exists()
    for suffix in ("-shm", "-wal", ""):
        source = path.with_name(path.name + suffix)
        if source.exists():
            source.unlink() if is_there else put_in_place(source, aside.with_name(aside.name + suffix))
    return aside


def _set_aside(path: Path) -> Path | None:
    words = marker_of(path).read_text("utf-8") if is_marked(path) else ""
    return path.with_name(Path(words.removeprefix(_UNDER_WAY)).name) if words.startswith(_UNDER_WAY) else None


def _write_marker(path: Path, words: str) -> None:
    with marker_of(path).open("w", encoding="utf-8") as file:
        file.write(words)
        file.flush()
        os.fsync(file.fileno())
