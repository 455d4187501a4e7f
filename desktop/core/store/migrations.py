"""Numbered steps from any older file to today's schema, each in one transaction; a new file gets today's schema in one, and a
newer one is refused unchanged.

`PRAGMA user_version` holds the number of the last step done. A copy of the file is kept before a step touches an older one.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import ClauseElement, Connection, Engine, create_mock_engine, func, inspect, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.schema import CreateColumn

from desktop.core.api.errors import Code, ProfileError
from desktop.core.store import search
from desktop.core.store.file import connect_to_read, load_driver
from desktop.core.store.schema import link, metadata


def _create(connection: Connection) -> None:
    """All of today's schema, in a file that has nothing yet."""
    for statement in _creation(connection.dialect.name):
        connection.exec_driver_sql(statement)
    search.create_index(connection)


@functools.cache
def _creation(dialect: str) -> tuple[str, ...]:
    """The statements that make today's tables and indexes, spelled once for the whole run: spelling takes longer than running."""
    spelled: list[str] = []

    def spell(statement: ClauseElement, *_: object, **__: object) -> None:
        spelled.append(str(statement.compile(dialect=engine.dialect)))

    engine = create_mock_engine(f"{dialect}://", spell)
    metadata.create_all(engine, checkfirst=False)
    return tuple(spelled)


def _workspace_and_links(connection: Connection) -> None:
    """Members, shares, plan changes; connectors' queue, copies and the desk. The links of the first step were never used."""
    if connection.scalar(select(func.count()).select_from(link)) == 0:
        link.drop(connection)
    add_what_is_missing(connection)


def _later_columns(connection: Connection) -> None:
    """What came before the first release: signatures, moments of their own, mail that is put off. Of an index with other columns the
    words are not here to be sorted anew, so such a file is built again like a damaged one, with all that exists nowhere else."""
    add_what_is_missing(connection)
    if not search.has_todays_columns(connection):
        raise DatabaseError("message_index", None, Exception("malformed: an index of another make"))


def _reminders(connection: Connection) -> None:
    """Mail that waits for an answer."""
    add_what_is_missing(connection)


def _formatted_signatures(connection: Connection) -> None:
    """Signatures with links and pictures."""
    add_what_is_missing(connection)


def _templates(connection: Connection) -> None:
    """What is written again and again."""
    add_what_is_missing(connection)


_NO_PROGRAM = 1_000
"""A version that none will ever have: the head of the file is damaged."""
STEPS: tuple[Callable[[Connection], None], ...] = (
    _create,
    _workspace_and_links,
    _later_columns,
    _reminders,
    _formatted_signatures,
    _templates,
)
"""The first is for new files, which need no other."""


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


def refuse_newer(path: Path) -> None:
    """Raises ProfileError(PROFILE_TOO_NEW) for a file of a newer program, of which no byte is changed: a connection that may write
    folds in its log, and turns it to another kind of log if it has one. What cannot be read here is for those who come after."""
    driver = load_driver()
    with contextlib.suppress(driver.Error), contextlib.closing(connect_to_read(driver, path)) as connection:
        ((version,),) = connection.execute("PRAGMA user_version").fetchall()
        if len(STEPS) < version < _NO_PROGRAM:
            raise ProfileError(Code.PROFILE_TOO_NEW, path=path)


def migrate(engine: Engine, path: Path) -> None:
    """Bring the file, which `refuse_newer` has let pass, to `len(STEPS)`."""
    with engine.connect() as connection:
        version = schema_version(connection)
        connection.rollback()
    if not 0 <= version <= len(STEPS):
        raise DatabaseError("user_version", None, Exception(f"malformed: version {version}"))
    if 0 < version < len(STEPS):
        _keep_copy(engine, path.with_suffix(f".before-{version + 1}"))
    for number in range(version, len(STEPS)) if version else [0]:
        with engine.begin() as connection:
            STEPS[number](connection)
            connection.exec_driver_sql(f"PRAGMA user_version={number + 1 if version else len(STEPS)}")


def _keep_copy(engine: Engine, target: Path) -> None:
    target.unlink(missing_ok=True)
    driver_connection = engine.raw_connection()
    try:
        driver_connection.cursor().execute("VACUUM INTO ?", (str(target),))
    finally:
        driver_connection.close()
