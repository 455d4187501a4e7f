"""Ways in which a profile's file comes to harm, chosen by a seed; and what of it can still be read, row by row, afterwards."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Table

from desktop.core.store.database import PAGE_BYTES
from desktop.core.store.file import load_driver
from desktop.core.store.schema import AUTHORITATIVE
from desktop.core.store.store import FILE_NAME

PAGE = PAGE_BYTES
FRAME = PAGE + 24
Row = tuple[str, tuple[Any, ...]]
"""A row by its table and its primary key."""


def damage(profile: Path, chance: random.Random) -> str:
    """Harm one of the files; what was done."""
    log = profile / (FILE_NAME + "-wal")
    if log.exists() and log.stat().st_size and chance.random() < 0.3:
        path, size, head = log, FRAME, 32
    else:
        path, size, head = profile / FILE_NAME, PAGE, 0
    name, harm = chance.choice(list(WAYS.items()))
    content = bytearray(path.read_bytes())
    harm(content, chance, size, head)
    path.write_bytes(content)
    return f"{name} of {path.suffix}"


def _flip(content: bytearray, chance: random.Random, size: int, head: int) -> None:
    for _ in range(chance.choice((1, 8, 64))):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)


def _page(content: bytearray, chance: random.Random, size: int, head: int) -> slice:
    start = head + size * chance.randrange(max(1, (len(content) - head) // size))
    return slice(start, start + size)


def _zero(content: bytearray, chance: random.Random, size: int, head: int) -> None:
    for _ in range(chance.choice((1, 1, 5))):
        place = _page(content, chance, size, head)
        content[place] = bytes(len(content[place]))


def _noise(content: bytearray, chance: random.Random, size: int, head: int) -> None:
    for _ in range(chance.choice((1, 1, 5))):
        place = _page(content, chance, size, head)
        content[place] = chance.randbytes(len(content[place]))


def _cut(content: bytearray, chance: random.Random, size: int, head: int) -> None:
    del content[chance.randrange(len(content)) :]


def _swap(content: bytearray, chance: random.Random, size: int, head: int) -> None:
    one, other = _page(content, chance, size, head), _page(content, chance, size, head)
    content[one], content[other] = content[other], content[one]


def _repeat(content: bytearray, chance: random.Random, size: int, head: int) -> None:
    """A page is at a second place too, where another belongs."""
    content[_page(content, chance, size, head)] = content[_page(content, chance, size, head)]


def _begin(content: bytearray, chance: random.Random, size: int, head: int) -> None:
    """The head of the file, or the first frame of the log."""
    place = chance.randrange(min(len(content), 100))
    content[place : place + 16] = chance.randbytes(16)


WAYS: dict[str, Callable[[bytearray, random.Random, int, int], None]] = {
    "flipped bits": _flip, "a zeroed page": _zero, "a page of noise": _noise, "truncation": _cut, "swapped pages": _swap,
    "a repeated page": _repeat, "a damaged head": _begin,
}  # fmt: skip


def all_rows(path: Path) -> dict[Row, tuple[Any, ...]]:
    """Of every table that exists nowhere else."""
    connection = load_driver().connect(str(path))
    try:
        found = {}
        for table in AUTHORITATIVE:
            for row in connection.execute(f"SELECT {_columns(table)} FROM {table.name}"):
                found[table.name, _key(table, row)] = row
        return found
    finally:
        connection.close()


def readable(path: Path, rows: dict[Row, tuple[Any, ...]]) -> set[Row]:
    """Which of these rows a patient reader can still get at, unchanged, asking for one after the other; without those that hang
    on a row that is gone."""
    driver = load_driver()
    connection = driver.connect(str(path))
    found: set[Row] = set()
    tables = {table.name: table for table in AUTHORITATIVE}
    try:
        for (name, key), row in rows.items():
            table = tables[name]
            where = " AND ".join(f"{column.name} = ?" for column in table.primary_key.columns)
            try:
                if connection.execute(f"SELECT {_columns(table)} FROM {name} WHERE {where}", key).fetchone() == row:
                    found.add((name, key))
            except (driver.Error, UnicodeDecodeError):
                continue
    finally:
        connection.close()
    for table in AUTHORITATIVE:  # parents before children
        found = {one for one in found if one[0] != table.name or _has_parents(table, rows[one], found)}
    return found


def _has_parents(table: Table, row: tuple[Any, ...], found: set[Row]) -> bool:
    values = dict(zip((column.name for column in table.columns), row, strict=True))
    names = {one.name for one in AUTHORITATIVE}
    return all(
        values[key.parent.name] is None or (key.column.table.name, (values[key.parent.name],)) in found
        for key in table.foreign_keys
        if key.column.table.name in names
    )


def _columns(table: Table) -> str:
    return ", ".join(column.name for column in table.columns)


def _key(table: Table, row: tuple[Any, ...]) -> tuple[Any, ...]:
    names = [column.name for column in table.columns]
    return tuple(row[names.index(column.name)] for column in table.primary_key.columns)
