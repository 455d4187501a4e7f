"""The one thread that writes: jobs in order, one transaction and one ChangeSet each.

A job is `(name, function(uow))`; its result comes back in a Future after the commit. Jobs never touch the network and never
parse; one that holds the file longer than `SLOW_SECONDS` is logged by name. `durable` jobs commit with synchronous=FULL:
in power-cut trials NORMAL lost acknowledged commits, so whatever exists nowhere else says durable.
"""

from __future__ import annotations

import contextlib
import logging
import math
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

from desktop.core.api.changes import ChangeSet
from desktop.core.clock import Clock
from desktop.core.store.database import (
    WRITER_PATIENCE_MS,
    check_place,
    fold_log,
    is_damage,
    is_disk_error,
    profile_error,
    write_log_again,
)  # fmt: skip
from desktop.core.store.search import forget_words
from desktop.values import dataclass

T = TypeVar("T")
SLOW_SECONDS = 0.05
_GIVEN_PAGES = 250
"""In one slice of giving space back: two megabytes."""
_PIECES_A_FOLD = 4
"""Slices of giving back, after which the log is folded into the file: two to five megabytes of it."""
_PATIENCE_MS, _TRIES = 20, 100
"""How long emptying the log waits for readers, and how often."""
_log = logging.getLogger(__name__)


class UnitOfWork:
    """One transaction: its connection, the wall time it began, and what it changed so far."""

    def __init__(self, connection: Connection, now: int, is_awaited: Callable[[], bool] = lambda: False) -> None:
        self.connection = connection
        self.now = now
        self.is_awaited = is_awaited
        """Does somebody wait for the end of it? A job that may end early asks."""
        self.accounts: set[int] = set()
        self.mailboxes: set[int] = set()
        self.grown: dict[int, tuple[int, int]] = {}
        """By how many rows more, or fewer, are shown in mailboxes to which nothing else happened, and unread (see `grow`). Of one
        that is among `mailboxes` too it does not count."""
        self.locations: set[int] = set()
        self.messages: set[int] = set()
        self.words_dropped = False
        """The index has words of mails that are gone: they go with the next `Writer.give_space_back`."""
        self.operations = self.outbox = self.drafts = self.plan = self.links = self.desk = self.everything = False

    def grow(self, mailbox_key: int, shown: int, unread: int) -> None:
        """That many rows came to the mailbox, or (below zero) left it."""
        before = self.grown.get(mailbox_key, (0, 0))
        self.grown[mailbox_key] = before[0] + shown, before[1] + unread

    def changes(self) -> ChangeSet:
        mailboxes = frozenset(self.mailboxes.union(self.grown))
        return ChangeSet(
            frozenset(self.accounts), mailboxes, frozenset(self.locations), frozenset(self.messages),
            self.operations, self.outbox, self.drafts, self.plan, self.links, self.desk, self.everything,
        )  # fmt: skip


@dataclass(slots=True)
class _Job:
    name: str
    function: Callable[[Any], Any]
    durable: bool
    future: Future[Any]
    outside: bool = False


class Writer:
    """`publish` is called on the writer thread with each non-empty ChangeSet, after the commit."""

    def __init__(self, engine: Engine, path: Path, clock: Clock, publish: Callable[[ChangeSet], None]) -> None:
        self._engine, self._path, self._clock, self._publish = engine, path, clock, publish
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._closed = False
        self._gate, self._folding = threading.Lock(), threading.Lock()
        self.has_words_to_forget = False
        self._in_doubt = False
        """The disk has refused something since all of the write-ahead log was known to be kept."""
        self.on_damage: Callable[[], None] = lambda: None
        self.before_commit: Callable[[UnitOfWork], None] = lambda uow: None
        self._thread.start()

    def submit(self, name: str, function: Callable[[UnitOfWork], T], *, durable: bool = False) -> Future[T]:
        """Queue a job; never blocks. After `close` the Future fails at once."""
        return self._put(_Job(name, function, durable, Future()))

    def run(self, name: str, function: Callable[[UnitOfWork], T], *, durable: bool = False) -> T:
        """Queue a job and wait for its commit. Not for the writer thread itself, nor for the event loop."""
        return self.submit(name, function, durable=durable).result()

    def give_space_back(self) -> None:
        """Rewrite the index without the words of what was deleted, return free pages to the disk, and empty the write-ahead log,
        so that it is gone from everywhere: in the background, a few pages at a time."""
        self.has_words_to_forget = False
        for piece in count():
            if not self.submit_outside("forget words", partial(forget_words, begin=piece == 0)).result():
                break
            if piece % _PIECES_A_FOLD == 0:
                self.fold_log()
        left = math.inf
        for piece in count():
            free = self.submit_outside("shrink", _shrink).result()
            if not 0 < free < left:  # others may free more than is given back
                break
            left = free
            if piece % _PIECES_A_FOLD == 0:
                self.fold_log()
        self.fold_log()
        if not any(self.submit_outside("empty log", _empty_log).result() for _ in range(_TRIES)):
            self.has_words_to_forget = True

    def fold_log(self) -> None:
        """Fold what was written so far into the file, and wait for it, so that no later commit has to do it for all of it. On a
        connection and the thread of who asks: what is wished meanwhile does not wait for the disk."""
        with self._folding:
            if self._closed:
                raise RuntimeError("the store is closed")
            try:
                fold_log(self._path)
            except Exception as error:
                self._note_fault(error)
                raise profile_error(error, self._path) or error from error

    def submit_outside(self, name: str, function: Callable[[Any], T]) -> Future[T]:
        """A job on the driver's connection outside any transaction, for pragmas."""
        return self._put(_Job(name, function, False, Future(), outside=True))

    def close(self) -> None:
        """Finish what is queued, fold the write-ahead log into the file, stop."""
        with self._gate:
            if not self._closed:
                self._closed = True
                self._jobs.put(None)
        with self._folding:
            pass  # what is under way ends; nothing of the file is touched after this
        self._thread.join()

    def _put(self, job: _Job) -> Future[Any]:
        with self._gate:  # nothing may be queued behind the end: its Future would never be answered
            if self._closed:
                job.future.set_exception(RuntimeError("the store is closed"))
            else:
                self._jobs.put(job)
        return job.future

    def _is_awaited(self) -> bool:
        return not self._jobs.empty()

    def _run(self) -> None:
        with self._engine.connect() as connection:
            while (job := self._jobs.get()) is not None:
                if job.future.set_running_or_notify_cancel():
                    self._do(connection, job)
            try:
                _driver(connection).execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            except Exception as error:  # noqa: BLE001 - a full disk: the log stays beside the file and is read at the next start
                _log.warning("the write-ahead log was not folded in: %s", error)
        self._engine.dispose()

    def _do(self, connection: Connection, job: _Job) -> None:
        started = self._clock.monotonic()
        try:
            if connection.in_transaction():
                connection.rollback()
            if job.outside:
                job.future.set_result(job.function(_driver(connection)))
                return
            if job.durable:
                check_place(self._path)
            if job.durable and self._in_doubt:
                write_log_again(self._path)
                self._in_doubt = False
            _driver(connection).execute(f"PRAGMA synchronous={'FULL' if job.durable else 'NORMAL'}")
            with connection.begin():
                uow = UnitOfWork(connection, self._clock.now(), self._is_awaited)
                result = job.function(uow)
                self.before_commit(uow)
        except BaseException as error:  # noqa: BLE001 - whatever a job raises belongs to who asked for it
            with contextlib.suppress(Exception):  # for want of memory too: the next job rolls back before it begins
                connection.rollback()
            self._note_fault(error)
            job.future.set_exception(profile_error(error, self._path) or error)
            return
        self.has_words_to_forget = self.has_words_to_forget or uow.words_dropped
        held = self._clock.monotonic() - started
        if held > SLOW_SECONDS:
            _log.info("write %s held the file for %.0f ms", job.name, held * 1000)
        if changes := uow.changes():
            self._tell(changes)
        job.future.set_result(result)

    def _note_fault(self, error: BaseException) -> None:
        self._in_doubt = self._in_doubt or is_disk_error(error)
        if is_damage(error):
            self.on_damage()

    def _tell(self, changes: ChangeSet) -> None:
        """What is committed stays so, whatever a listener does about it."""
        try:
            self._publish(changes)
        except Exception:  # noqa: BLE001 - a listener's fault must not end the only thread that writes
            _log.exception("a listener failed")


def _driver(connection: Connection) -> Any:
    """The driver's own connection, for pragmas that must run outside a transaction."""
    return connection.connection.driver_connection


def _shrink(driver: Any) -> int:
    """One slice of giving pages back; how many are left to give."""
    driver.executescript(f"PRAGMA incremental_vacuum({_GIVEN_PAGES})")
    return int(driver.execute("PRAGMA freelist_count").fetchone()[0])


def _empty_log(driver: Any) -> bool:
    """False where a reader still needs it: who wishes something does not wait for that one long."""
    driver.execute(f"PRAGMA busy_timeout={_PATIENCE_MS}")
    try:
        return not driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    finally:
        driver.execute(f"PRAGMA busy_timeout={WRITER_PATIENCE_MS}")
