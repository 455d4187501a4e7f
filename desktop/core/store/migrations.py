"""Numbered steps from any older file to today's schema, each in one transaction; a newer file is refused unchanged.

`PRAGMA user_version` holds the number of the last step done. A copy of the file is kept before a step touches an older one.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Engine, func, inspect, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.schema import CreateColumn

from desktop.core.api.errors import Code, ProfileError
from desktop.core.store import search
from desktop.core.store.schema import link, metadata


def _first(connection: Connection) -> None:
    metadata.create_all(connection)
    search.create_index(connection)


def _workspace_and_links(connection: Connection) -> None:
    """Members, shares, plan changes; connectors' queue, copies and the desk. The links of the first step were never used."""
    if connection.scalar(select(func.count()).select_from(link)) == 0:
        link.drop(connection)
    add_what_is_missing(connection)


_NO_PROGRAM = 1_000
"""A version that none will ever have: the head of the file is damaged."""
STEPS: tuple[Callable[[Connection], None], ...] = (_first, _workspace_and_links)


def add_what_is_missing(connection: Connection) -> None:
    """Tables, columns and indexes of today's schema that the file lacks. A column that is added must be nullable or have a
    server default."""
    metadata.create_all(connection)
    present = inspect(connection)
    for table in metadata.sorted_tables:
        known = {column["name"] for column in present.get_columns(table.name)}
        for column in table.columns:
            if column.name not in known:
                spelled = CreateColumn(column).compile(dialect=connection.dialect)
                connection.exec_driver_sql(f'ALTER TABLE "{table.name}" ADD COLUMN {spelled}')
        for index in table.indexes:
            index.create(connection, checkfirst=True)


def schema_version(connection: Connection) -> int:
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def migrate(engine: Engine, path: Path) -> None:
    """Bring the file to `len(STEPS)`. Raises ProfileError(PROFILE_TOO_NEW) for a file of a newer program."""
    with engine.connect() as connection:
        version = schema_version(connection)
        connection.rollback()
    if not 0 <= version < _NO_PROGRAM:
        raise DatabaseError("user_version", None, Exception(f"malformed: version {version}"))
    if version > len(STEPS):
        raise ProfileError(Code.PROFILE_TOO_NEW, path=path)
    if 0 < version < len(STEPS):
        _keep_copy(engine, path.with_suffix(f".before-{version + 1}"))
    for number in range(version, len(STEPS)):
        with engine.begin() as connection:
            STEPS[number](connection)
            connection.exec_driver_sql(f"PRAGMA user_version={number + 1}")


def _keep_copy(engine: Engine, target: Path) -> None:
    target.unlink(missing_ok=True)
    driver_connection = engine.raw_connection()
    try:
        driver_connection.cursor().execute("VACUUM INTO ?", (str(target),))
    finally:
        driver_connection.close()
