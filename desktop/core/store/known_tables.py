"""A copy of SQLite's table of tables beside the database: names, statements and first pages, and nothing of any row.

Without it one bad page would cost the whole file: every table is whole, and nobody knows where it begins. The copy is never ahead
of the file: it is written after the file's own is on the disk. Runs where the store is opened.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import struct
from dataclasses import astuple
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

from desktop.core.store import search
from desktop.core.store.database import PAGE_BYTES
from desktop.core.store.file import load_driver, told
from desktop.core.store.schema import metadata
from desktop.placing import put_in_place
from desktop.values import dataclass

_log = logging.getLogger(__name__)
_MAGIC = b"SQLite format 3\0"
_MOST_BYTES = 4 << 20
_ALL = "SELECT type, name, tbl_name, rootpage, sql FROM sqlite_master ORDER BY rowid"
_NEEDED = frozenset(metadata.tables)


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of sqlite_master. `sql` is None for an index that a constraint makes."""

    type: str
    name: str
    table: str
    page: int
    sql: str | None


def keep(engine: Engine, path: Path) -> None:
    """Write the copy anew where it is not what the file says. Raises DatabaseError("malformed") where a column or the words of
    the index are gone: SQLite has no way to know."""
    with engine.connect() as connection:
        entries = tuple(Entry(*row) for row in connection.exec_driver_sql(_ALL))
        connection.rollback()
    if entries == load(path):
        return
    if not all(isinstance(one.sql, str | None) and isinstance(one.name, str) for one in entries):
        raise DatabaseError("", None, Exception("malformed: a table without words"))
    if lost := _lost(engine, entries):
        raise DatabaseError("", None, Exception(f"malformed: there is no {lost}"))
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        busy = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if not busy:
        _write(path, entries)


def load(path: Path) -> tuple[Entry, ...]:
    """Empty where there is no copy that is whole."""
    try:
        with _place(path).open("rb") as file:
            seal, _, content = file.read(_MOST_BYTES).partition(b"\n")
        return tuple(Entry(*row) for row in json.loads(content)) if seal == _seal(content) else ()
    except (OSError, ValueError, TypeError):
        return ()


def is_emptied(path: Path) -> bool:
    """A file of no bytes, that had tables. SQLite would begin a new one there, and throw away the log of the old."""
    return path.exists() and not path.stat().st_size and bool(load(path))


def give_back(damaged: Path, known: tuple[Entry, ...]) -> None:
    """Where the file's own table of tables cannot be read, or not all of it, put this one into its place; the page that was
    there is kept beside the file. Raises nothing: what cannot be given back is missing as before."""
    wanted = [one for one in known if one.table in _NEEDED and one.page > 0]
    _fold(damaged)
    # Under other letters, or as pages of another size, whatever is read is not what is there.
    own = _read(damaged) if _has_sound_head(damaged) else None
    if not wanted or (own is not None and set(wanted) <= set(own)):
        return
    places = {(one.name, one.page) for one in known}
    if own and 2 * sum((one.name, one.page) in places for one in own) < len(own):
        return  # the copy is of another file
    try:
        _plant(damaged, known)  # so that a log that has no such page can be folded in
        _fold(damaged)
        _plant(damaged, known)
        with contextlib.closing(_open(damaged)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(
                "INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql) VALUES (?, ?, ?, ?, ?)",
                [astuple(one) for one in wanted],
            )
            connection.execute("COMMIT")
    except (OSError, ValueError, load_driver().Error) as error:
        _log.warning("the damaged file's table of tables could not be given back: %s", error)


def _lost(engine: Engine, entries: tuple[Entry, ...]) -> str | None:
    if not any(one.sql and one.sql.split() == search.INDEX.split() for one in entries):
        return "index of words"
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            rows = connection.exec_driver_sql(f'PRAGMA table_info("{table.name}")').all()
            there = {row[1] for row in rows}
            for column in table.columns:
                if column.name not in there:
                    return str(column)
        connection.rollback()
    return None


def _open(path: Path) -> Any:
    connection = load_driver().connect(str(path), isolation_level=None, timeout=10.0)
    return told(connection, "writable_schema=ON", "trusted_schema=OFF")


def _fold(path: Path) -> None:
    """Fold the log in, without a statement that needs a table: it would fail before."""
    with contextlib.suppress(load_driver().Error), contextlib.closing(_open(path)) as connection:
        connection.execute("PRAGMA user_version").fetchall()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _read(path: Path) -> list[Entry] | None:
    """What the file itself says; None where that cannot be read."""
    try:
        with contextlib.closing(_open(path)) as connection:
            return [Entry(*row) for row in connection.execute(_ALL)]
    except (load_driver().Error, ValueError, OverflowError, MemoryError):
        return None


def _has_sound_head(path: Path) -> bool:
    """Do the bytes say how the pages are to be read as this program has written them?"""
    with path.open("rb") as file:
        head = file.read(100)
    return head[:24] in (_head(1)[:24], _head(2)[:24]) and head[44:48] == _head(1)[44:48] and head[56:60] == b"\0\0\0\1"


def _plant(path: Path, known: tuple[Entry, ...]) -> None:
    """An empty table of tables in the first page. The pages that it will grow into come behind all that are, or were, there:
    something in the file may still point at one that was cut off."""
    beside = os.open(path.with_name(path.name + ".first-page"), os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
    with os.fdopen(beside, "ab") as kept, path.open("r+b") as file:
        first = file.read(PAGE_BYTES)
        kept.write(first)
        count = struct.unpack(">I", first[28:32])[0] if first.startswith(_MAGIC) else 0
        size = file.seek(0, os.SEEK_END)
        most = max(-(-size // PAGE_BYTES), *(one.page for one in known))
        file.truncate(PAGE_BYTES * (count if most < count < 2 * most else most))
        file.seek(0)
        file.write((_head(2) + struct.pack(">BHHHB", 13, 0, 0, PAGE_BYTES, 0)).ljust(PAGE_BYTES, b"\0"))


def _head(mode: int) -> bytes:
    """Of a file whose length is to be asked for (the two counters differ), and where no page is free; `mode` 2 is with a log."""
    head = _MAGIC + struct.pack(">HBBBBBB", PAGE_BYTES, mode, mode, 0, 64, 32, 32)
    numbers = (
        2,
        0,
        0,
        0,
        1,
        4,
        0,
        0,
        1,
        0,
        0,
        0,
    )  # from 24: counter, pages, free (2), cookie, format 4, …, UTF-8 at 56
    return (head + struct.pack(">12I", *numbers)).ljust(92, b"\0") + struct.pack(">II", 1, 3_051_003)


def _write(path: Path, entries: tuple[Entry, ...]) -> None:
    content = json.dumps([astuple(one) for one in entries]).encode()
    beside = _place(path).with_suffix(".new")
    with os.fdopen(os.open(beside, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as file:
        file.write(_seal(content) + b"\n" + content)
        file.flush()
        os.fsync(file.fileno())
    put_in_place(beside, _place(path))


def _seal(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()


def _place(path: Path) -> Path:
    return path.with_name("tables-of-the-database")
