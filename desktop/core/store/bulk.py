"""One statement for many rows: SQLAlchemy writes the SQL once, the driver takes the rows as they are. Any thread.

For what is stored with every synchronised mail and read for every screen. SQLAlchemy's own way looks up every value of every row
by name and asks for its conversion, which was a tenth of the CPU of a full sync; numbers, text and bytes need none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Insert, Select, Table, Update, insert

_EXPANDING = re.compile(r"__\[POSTCOMPILE_\w+\]")

Value = int | str | bytes | None
"""What a driver takes without conversion (a bool is an int)."""


def insert_rows(
    connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[tuple[Value, ...]]
) -> None:
    """Rows with values for `columns`, which must be named in the order of the table; the others take their default."""
    execute_rows(connection, _insert(table), tuple(columns), rows)


def execute_rows(
    connection: Connection, statement: Insert | Update, names: tuple[str, ...], rows: Iterable[tuple[Value, ...]]
) -> None:
    """Run `statement` for every row; a row has one value for each of its parameters, `names` in the order of the SQL."""
    several = list(rows)
    if several:
        connection.exec_driver_sql(_sql(statement, names, connection.dialect), several)


def select_among(
    connection: Connection, statement: Select[Any], before: tuple[Value, ...], several: Sequence[Value]
) -> Sequence[Any]:
    """Run a SELECT that ends in `column IN several`, an expanding parameter; `before` are those in front of it. SQLAlchemy gives
    every one of them a name and writes the SQL anew each time."""
    return connection.exec_driver_sql(_among(statement, len(several), connection.dialect), (*before, *several)).all()


@lru_cache(maxsize=512)
def _among(statement: Select[Any], count: int, dialect: Dialect) -> str:
    sql, found = _EXPANDING.subn(", ".join("?" * count) if count else "NULL", str(statement.compile(dialect=dialect)))
    if found != 1:
        raise ValueError("one expanding parameter is wanted")
    return sql


@lru_cache(maxsize=64)
def _insert(table: Table) -> Insert:
    return insert(table)


@lru_cache(maxsize=64)
def _sql(statement: Insert | Update, names: tuple[str, ...], dialect: Dialect) -> str:
    compiled = statement.compile(dialect=dialect, column_keys=list(names) if isinstance(statement, Insert) else None)
    if tuple(compiled.positiontup or ()) != names:
        raise ValueError(f"the parameters stand in the order {compiled.positiontup}")
    return str(compiled)
