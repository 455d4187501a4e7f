"""Opening the SQLite file safely: a fit library, safe pragmas, private file modes, one writing connection, many readers.

`sqlcipher3` is used as DB-API driver for the SQLite it carries: the system's often has the WAL-reset bug (fixed in 3.51.3)
and lacks FTS5 secure-delete. The stdlib's driver is taken where it is new enough and sqlcipher3 has no wheel.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, CursorResult, Engine, create_engine, event
from sqlalchemy.pool import QueuePool, StaticPool

from desktop.core.api.errors import Code, ProfileError, is_no_memory
from desktop.core.api.stopping import Stop
from desktop.core.store.file import connect_to_read, load_driver, told

PAGE_BYTES = 8_192
"""Most of the file is mails of many pages each: half as many pages are half as many calls of the system to write them twice."""
LOG_BYTES = 16 << 20
"""Of the write-ahead log, after which a commit folds it into the file."""
WRITER_CACHE_KIB = 32_000
WRITER_PATIENCE_MS = 10_000
"""How long it waits for a lock that somebody else holds, such as a program that copies the file."""
_ROOM_FOR_SHARED_MEMORY = 64 << 10
_PIECE = 64 << 10
_STEPS_BETWEEN = 50_000
"""Of SQLite's machine, some milliseconds: after so many it asks whether to go on."""
_SIGNS_OF_DAMAGE = (
    "malformed", "not a database", "disk image", "file is encrypted", "unsupported file format", "could not decode",
    "fts5", "vtable constructor failed",
)  # fmt: skip


def inserted_key(result: CursorResult[Any]) -> int:
    """The key of the row that an INSERT has just made."""
    key = result.inserted_primary_key
    assert key is not None, "the statement was no INSERT of one row"
    return int(key[0])


def open_writer(path: Path) -> Engine:
    """The one read-write engine. Creates the file with mode 0600 in a folder of mode 0700."""
    driver = load_driver()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))

    def connect() -> Any:
        connection = driver.connect(
            str(path), isolation_level=None, check_same_thread=False, timeout=WRITER_PATIENCE_MS / 1000
        )
        return told(
            connection,
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
            "fullfsync=ON",  # macOS: else the drive may keep what was to be durable in its own memory; no-ops elsewhere
            "checkpoint_fullfsync=ON",
            "secure_delete=ON",
            "mmap_size=0",
            "trusted_schema=OFF",
            f"cache_size=-{WRITER_CACHE_KIB}",
            f"wal_autocheckpoint={LOG_BYTES // PAGE_BYTES}",
            when_new=(f"page_size={PAGE_BYTES}", "auto_vacuum=INCREMENTAL"),
        )  # fmt: skip

    # A StaticPool keeps one connection for good, made in whatever thread asks first and used by the writer alone.
    # Parameters are people's mail: an error must not carry them into a log.
    engine = create_engine("sqlite://", module=driver, creator=connect, poolclass=StaticPool, hide_parameters=True)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def fold_log(path: Path) -> None:
    """Copy what the write-ahead log holds into the file, as far as readers let it; the writer may write on meanwhile. Any thread."""
    there = f"{path.absolute().as_uri()}?mode=rw"  # where the profile has been moved away, no new file takes its place
    with contextlib.closing(load_driver().connect(there, uri=True, isolation_level=None)) as connection:
        connection.execute("PRAGMA mmap_size=0")
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()


def open_damaged(path: Path) -> Engine:
    """One connection to a file that is to be read as far as it can be; it changes nothing of it but for folding in the log."""
    driver = load_driver()

    def connect() -> Any:
        connection = driver.connect(str(path), isolation_level=None, check_same_thread=False, timeout=10.0)
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        # Without the first one broken table's description hides all the others.
        return told(connection, "writable_schema=ON", "mmap_size=0", "trusted_schema=OFF")

    return create_engine("sqlite://", module=driver, creator=connect, poolclass=StaticPool, hide_parameters=True)


def open_readers(path: Path) -> Engine:
    """Read-only connections, a few at most; each statement sees the last commit."""
    driver = load_driver()
    return create_engine(
        "sqlite://", module=driver, creator=lambda: connect_to_read(driver, path), poolclass=QueuePool, pool_size=4,
        max_overflow=8, hide_parameters=True,
    )  # fmt: skip


@contextlib.contextmanager
def stoppable(connection: Connection, stop: Stop | None) -> Iterator[None]:
    """Statements on that connection end with an interruption once `stop` is set: at once, in the middle of whatever the full-text index
    does by itself too; one that begins a moment later when it has gone a few steps."""
    if stop is None:
        yield
        return
    driver: Any = connection.connection.driver_connection
    driver.set_progress_handler(stop.is_set, _STEPS_BETWEEN)
    try:
        with stop.calling(driver.interrupt):
            yield
    finally:
        driver.set_progress_handler(None, 0)


def is_interruption(error: BaseException) -> bool:
    return "interrupted" in _words(error)


def write_log_again(path: Path) -> None:
    """For the writer, after the disk has refused something: the system may have dropped what a failed fsync was to keep, though
    it still reads it to us, and says nothing of it at the next fsync. Commits behind such a gap in the log would be lost with it,
    so its bytes are written once more, in their place. Raises OSError."""
    log = path.with_name(path.name + "-wal")
    if not log.exists():
        return
    with log.open("r+b", buffering=0) as file:
        at = 0
        while chunk := file.read(_PIECE):
            file.seek(at)
            file.write(chunk)
            at += len(chunk)
            file.seek(at)
        os.fsync(file.fileno())


def check_place(path: Path) -> None:
    """Raises ProfileError where the file has gone from under us: the system lets one write on into what has no name, and keeps nothing
    of it."""
    try:
        os.stat(path)
    except FileNotFoundError as error:
        raise ProfileError(Code.READ_ONLY, path=path.parent) from error


def is_damage(error: BaseException) -> bool:
    """Does this error of the driver (or SQLAlchemy's wrapping of it) mean that the file itself is broken?"""
    words = _words(error)
    return isinstance(error, UnicodeDecodeError) or any(sign in words for sign in _SIGNS_OF_DAMAGE)


def is_disk_error(error: BaseException) -> bool:
    """Could the disk not read, write or keep something?"""
    return "disk i/o error" in _words(error) or (isinstance(error, OSError) and error.errno == errno.EIO)


def profile_error(error: BaseException, path: Path) -> ProfileError | None:
    """The sentence for a full or failing disk, a read-only folder or a damaged file; None for anything else."""
    words = _words(error)
    if is_no_memory(error):
        return ProfileError(Code.NO_MEMORY)
    if "disk is full" in words or "no space left" in words or ("disk i/o error" in words and _is_full(path)):
        return ProfileError(Code.DISK_FULL, path=path)
    if is_disk_error(error):
        return ProfileError(Code.DISK_FAILED, path=path)
    if "readonly" in words or "read-only" in words or "unable to open" in words or isinstance(error, PermissionError):
        return ProfileError(Code.READ_ONLY, path=path)
    if is_damage(error):
        return ProfileError(Code.DAMAGE_FOUND, path=path)
    return None


def _words(error: BaseException) -> str:
    """What the driver said; SQLAlchemy adds the statement to it, whose words say nothing about the disk."""
    return str(getattr(error, "orig", None) or error).lower()


def _is_full(path: Path) -> bool:
    """SQLite cannot grow its shared memory on a full disk and calls that an I/O error."""
    try:
        return shutil.disk_usage(path if path.is_dir() else path.parent).free < _ROOM_FOR_SHARED_MEMORY
    except OSError:
        return False
