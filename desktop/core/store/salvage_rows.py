"""What can still be read of a table in a damaged file: along it from both ends, then each number that was not met by itself.

One bad page costs only what is on it, and broken text only the letters that broke. Runs where the store is opened.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Connection, Table

from desktop.core.store.file import load_driver

_MOST_ASKED = 20_000
"""Numbers that are looked up one by one in a table; beyond what was met, so many more."""
_BEYOND = 1_000

Values = dict[str, Any]


def read_rows(connection: Connection, table: Table, only: Collection[int] | None = None) -> Iterator[Values]:
    """Each row once, as it lies in the file: column name -> value, without the columns that the file does not have yet; `only`
    those of these primary keys. Raises nothing."""
    # Asked for a column that is not there, SQLite takes its quoted name for a text.
    there = {row[1] for row in _until_it_breaks(connection, f'PRAGMA table_info("{table.name}")')}
    names = [column.name for column in table.columns if not there or column.name in there]
    columns = ", ".join(f'"{name}"' for name in names)
    has_numbers = bool(table.dialect_options["sqlite"]["with_rowid"])
    order = "rowid" if has_numbers else f'"{next(iter(table.primary_key.columns)).name}"'
    seen: set[Any] = set()
    rows: set[int] = set()  # by their hash: where pages are mixed up, two rows may have one number
    for direction in ("ASC", "DESC") if only is None else ():
        statement = f'SELECT {order}, {columns} FROM "{table.name}" NOT INDEXED ORDER BY {order} {direction}'
        for number, *values in _until_it_breaks(connection, statement):
            seen.add(number)
            if (digest := hash((number, *values))) not in rows:
                rows.add(digest)
                yield dict(zip(names, values, strict=True))
    if has_numbers:
        statement = f'SELECT rowid, {columns} FROM "{table.name}" NOT INDEXED WHERE rowid = ?'
        asked = sorted(one for one in only if isinstance(one, int)) if only is not None else _not_met(seen)
        for number in asked:
            for met, *values in _until_it_breaks(connection, statement, number):
                if met == number:
                    yield dict(zip(names, values, strict=True))


def _not_met(seen: set[int]) -> Iterator[int]:
    """Keys count from 1, but for those that grow with the time."""
    low, high = min(seen, default=1), max(seen, default=0)
    first = low - _BEYOND if low > _MOST_ASKED else 1
    for number in range(first, min(high + _BEYOND, first + _MOST_ASKED)):
        if number not in seen:
            yield number


def _until_it_breaks(connection: Connection, statement: str, *parameters: Any) -> Iterator[tuple[Any, ...]]:
    driver = _driver(connection)
    try:
        yield from driver.execute(statement, parameters)
    except (load_driver().Error, ValueError, OverflowError, MemoryError):
        return


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection
