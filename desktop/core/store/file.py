"""The profile's file as it lies on the disk: its name, its version, the library that opens it, and a connection that only reads.

Invariant: nothing here needs SQLAlchemy, for the first rows of a start are read before it is imported (`first_rows`). Any thread.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from types import ModuleType
from typing import Any

from desktop.core.api.errors import Code, ProfileError

FILE_NAME = "bandeja.db"
SCHEMA_VERSION = 6
"""`PRAGMA user_version` of today's schema: the number of the last step of `migrations`."""
NEEDED = (3, 51, 3)
READER_CACHE_KIB = 1_000
"""Of each reading connection. The system keeps the file's pages too: with 8 MB nothing was quicker, and four readers held 20 MB more."""


def load_driver() -> ModuleType:
    """The DB-API module to use. Raises ProfileError(SQLITE_UNFIT) when no library is fit."""
    try:
        from sqlcipher3 import dbapi2 as cipher
    except ImportError:
        cipher = None
    for driver in (cipher, sqlite3):
        if driver is not None and driver.sqlite_version_info >= NEEDED:
            return driver
    raise ProfileError(Code.SQLITE_UNFIT, version=sqlite3.sqlite_version, needed=".".join(map(str, NEEDED)))


def told(connection: Any, *pragmas: str, when_new: tuple[str, ...] = ()) -> Any:
    """A connection that was just opened, told how to be. Closed where it cannot be: what stays open cannot be moved aside on Windows,
    and a damaged file is to be. `when_new` is for a file without a page, before all else: said to one that is there, some of it is a
    commit that changes nothing."""
    try:
        if when_new and connection.execute("PRAGMA page_count").fetchone() == (0,):
            pragmas = when_new + pragmas
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()
        raise
    return connection


def connect_to_read(driver: ModuleType, path: Path) -> Any:
    """A connection that cannot write; each statement sees the last commit."""
    uri = f"{path.absolute().as_uri()}?mode=ro"
    connection = driver.connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=10.0)
    return told(
        connection, "query_only=ON", "mmap_size=0", "trusted_schema=OFF", f"cache_size=-{READER_CACHE_KIB}"
    )  # fmt: skip


def marker_of(path: Path) -> Path:
    """The file beside it that asks for a full check at the next start."""
    return path.with_name("check-at-next-start")
