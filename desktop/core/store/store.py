"""The store as a whole: opens a profile's file, owns the writer, hands out read-only connections.

One process owns a profile: a lock file is held while the store is open. A damaged file is set aside, what exists nowhere
else is carried over into a new one, and `salvaged` says what was saved.
"""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError

from desktop.core.api.changes import ChangeSet
from desktop.core.api.errors import Code, ProfileError
from desktop.core.api.stopping import Stop, Stopped
from desktop.core.clock import Clock
from desktop.core.store import (
    known_tables,
    mailboxes,
    members,
    operations,
    outbox,
    provisional,
    salvage,
    wish_tries,
    wishes,
)
from desktop.core.store.database import (
    is_damage,
    is_interruption,
    open_readers,
    open_writer,
    profile_error,
    stoppable,
)
from desktop.core.store.file import FILE_NAME
from desktop.core.store.lock import ProfileLock
from desktop.core.store.migrations import migrate, refuse_newer
from desktop.core.store.server_time import ServerTime
from desktop.core.store.writer import UnitOfWork, Writer
from desktop.placing import sync_folder

T = TypeVar("T")
_UNDO_LASTS = 7 * 86_400
_log = logging.getLogger(__name__)


class Store:
    """`directory` is the profile, `lock` its lock where that is held already. Raises ProfileError when it cannot be used."""

    def __init__(
        self,
        directory: Path,
        clock: Clock,
        publish: Callable[[ChangeSet], None] = lambda changes: None,
        lock: ProfileLock | None = None,
    ) -> None:
        self.directory = directory
        self.now = clock.now
        self.server_time = ServerTime(clock.now, clock.monotonic)
        self.path = directory / FILE_NAME
        self.salvaged: str | None = None
        try:
            directory.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._lock = lock or ProfileLock(directory)
        except OSError as error:
            raise profile_error(error, directory) or ProfileError(Code.READ_ONLY, path=directory) from error
        try:
            self._open(clock, publish)
        except BaseException:
            self._lock.release()
            raise

    def _open(self, clock: Clock, publish: Callable[[ChangeSet], None]) -> None:
        try:
            salvage.check_unfinished(self.path)
            refuse_newer(self.path)
            engine = open_writer(self.path)
            migrate(engine, self.path)
            salvage.check_marked(engine, self.path)
            known_tables.keep(engine, self.path)
        except (DatabaseError, OSError, UnicodeDecodeError) as error:
            cause = getattr(error, "orig", None) or error
            if not is_damage(cause):
                raise profile_error(cause, self.directory) or error from error
            with contextlib.suppress(UnboundLocalError, DatabaseError):
                engine.dispose()
            engine = self._rebuild(clock)
        try:
            self._begin(engine, clock, publish)
        except ProfileError as error:
            if error.code is not Code.DAMAGE_FOUND or self.salvaged is not None:
                raise
            self._begin(self._rebuild(clock), clock, publish)
        salvage.unmark(self.path)

    def _rebuild(self, clock: Clock) -> Engine:
        try:
            self.salvaged = salvage.rebuild(self.path, clock)
        except PermissionError:
            self._lock.let_go()
            self.salvaged = salvage.rebuild(self.path, clock)
        engine = open_writer(self.path)
        migrate(engine, self.path)
        known_tables.keep(engine, self.path)
        return engine

    def _begin(self, engine: Engine, clock: Clock, publish: Callable[[ChangeSet], None]) -> None:
        self.writer = Writer(engine, self.path, clock, publish)
        self.writer.before_commit = mailboxes.recount
        self.writer.on_damage = lambda: salvage.mark(self.path, met=True)
        self._readers = open_readers(self.path)
        try:
            self.writer.run("settle after start", _settle, durable=True)
            self._keep_names()
        except BaseException:
            self.writer.close()
            self._readers.dispose()
            raise

    def _keep_names(self) -> None:
        """SQLite has the disk keep the name of its log once, and does not look at the answer: without that name a power cut takes all
        that was committed. A file system that cannot keep a folder (EINVAL) is believed to do it by itself."""
        try:
            sync_folder(self.directory)
        except OSError as error:
            if told := profile_error(error, self.directory):
                raise told from error

    @contextlib.contextmanager
    def reading(self, stop: Stop | None = None) -> Iterator[Connection]:
        """A read-only connection for a few statements. Damage that is met asks for a new file at the next start; values that
        cannot be, for a check: SQLite does not know what a bit in a text was. Raises Stopped soon
        after `stop` is set."""
        try:
            with self._readers.connect() as connection, stoppable(connection, stop):
                yield connection
        except DatabaseError as error:
            if stop is not None and stop.is_set() and is_interruption(error):
                raise Stopped from error
            if error.orig is not None and is_damage(error.orig):
                salvage.mark(self.path, met=True)
                raise ProfileError(Code.DAMAGE_FOUND, path=self.directory) from error
            if told := profile_error(error, self.directory):
                raise told from error
            raise
        except (ValueError, TypeError, LookupError):
            salvage.mark(self.path)
            raise

    def read(self, function: Callable[[Connection], T], stop: Stop | None = None) -> T:
        with self.reading(stop) as connection:
            return function(connection)

    def is_sound(self) -> bool:
        """Let SQLite read the whole file; one that is not sound is checked, and rebuilt, at the next start."""
        try:
            salvage.check(self._readers)
        except DatabaseError:
            salvage.mark(self.path)
            return False
        return True

    def disk_bytes(self) -> int:
        """What the profile's file takes, write-ahead log included."""
        names = (self.path, self.path.with_name(self.path.name + "-wal"))
        return sum(os.path.getsize(name) for name in names if name.exists())

    def close(self) -> None:
        self.writer.close()
        self._readers.dispose()
        self._lock.release()


def _settle(uow: UnitOfWork) -> None:
    operations.requeue_claimed(uow)
    provisional.look_first(uow)
    wish_tries.requeue_claimed(uow)
    wish_tries.look_first(uow)
    wishes.prune_made(uow, finished_before=uow.now - _UNDO_LASTS)
    outbox.settle_interrupted(uow)
    outbox.look_first(uow)
    if not members.is_whole(uow.connection):
        members.adopt(uow)
