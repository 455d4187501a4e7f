"""From hands to the core: slow reads go to a few worker threads, wishes to the session, and both answer on the event loop.

Invariant: an answer is delivered only if nothing newer was asked in the same slot and its receiver still lives. Methods
belong to the GUI thread; what is passed as `work` runs on a worker and touches no widget.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, QThreadPool, Signal

from desktop.core.api.commands import Command, Receipt
from desktop.core.api.session import MailSession

_Answer = TypeVar("_Answer")
WORKERS = 2
LONG_WORKERS = 2
"""For what may take minutes (an export, a preview of all mail), so that lists and mails never wait behind it."""


class Dispatch(QObject):
    stored = Signal(object, object)
    """(Receipt, Command or None): a wish the user should hear of was stored, or undone (None)."""
    failed = Signal(object)
    """Exception that nobody else took: becomes an error bar."""
    _answered = Signal(object)

    def __init__(self, session: MailSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(WORKERS)
        self._pool.setExpiryTimeout(-1)  # a reading connection belongs to its thread, so threads are kept
        self._long = QThreadPool(self)
        self._long.setMaxThreadCount(LONG_WORKERS)
        self._long.setExpiryTimeout(-1)
        self._newest: dict[str, int] = {}
        self._count = 0
        self._undoable: list[int] = []
        self._open = True
        self._gate = threading.Lock()
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def session(self) -> MailSession:
        return self._session

    def read(
        self,
        slot: str,
        work: Callable[[], _Answer],
        then: Callable[[_Answer], object],
        failed: Callable[[Exception], object] | None = None,
        *,
        long: bool = False,
    ) -> None:
        """Run `work` on a worker and hand its result to `then`. A newer read in the same slot makes this one stale: it is
        not started any more, or its answer is dropped. An empty slot never goes stale.
        `long` work has workers of its own."""
        if not self._open:
            return
        self._count += 1
        token = self._count
        if slot:
            self._newest[slot] = token

        def run() -> None:
            if not self._is_wanted(slot, token):
                return
            try:
                result: Any = work()
            except Exception as error:  # noqa: BLE001 -- whatever a read raises is told, not swallowed
                self._post(slot, token, failed or self.failed.emit, error)
            else:
                self._post(slot, token, then, result)

        (self._long if long else self._pool).start(run)

    @property
    def is_ready(self) -> bool:
        """May this thread ask for more than the first screen? See `MailSession.ready`."""
        ready = self._session.ready()
        return ready.done() and not ready.cancelled()

    def soon(self, work: Callable[[], object]) -> None:
        """Do it here as soon as everything may be asked without waiting, in the order of the asking: at once, but for the first
        moments of a start. For what a hand opens that has to ask first."""
        if self.is_ready:
            work()
        else:
            self.follow(self._session.ready(), lambda _: work())

    def cancel(self, slot: str) -> None:
        """Nobody wants the answers of this slot any more."""
        self._count += 1
        self._newest[slot] = self._count

    def submit(
        self,
        command: Command,
        *,
        then: Callable[[Receipt], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
        quietly: bool = False,
    ) -> None:
        """Pass a wish on. `quietly` is for what the user did not ask for in words (a mail was read because it was open):
        no bar, and undo passes over it."""

        def stored(receipt: Receipt) -> None:
            if not quietly and receipt.undo_key is not None:
                self._undoable.append(receipt.undo_key)
            if then is not None:
                then(receipt)  # first: it closes what the wish was made in, and that covers what has changed
            if not quietly:
                self.stored.emit(receipt, command)

        self.follow(self._session.submit(command), stored, failed)

    def undo(self, undo_key: int | None = None) -> None:
        """Undo that wish, or the last one of this window that is not undone. What is told of it has the same key."""
        if undo_key is None:
            if not self._undoable:
                self.stored.emit(Receipt("nothing", 0), None)
                return
            undo_key = self._undoable[-1]
        if undo_key in self._undoable:
            self._undoable.remove(undo_key)
        key = undo_key
        self.follow(self._session.undo(key), lambda done: self.stored.emit(replace(done, undo_key=key), None))

    def follow(
        self,
        future: Future[_Answer],
        then: Callable[[_Answer], object],
        failed: Callable[[Exception], object] | None = None,
    ) -> None:
        """Hand a future's outcome to the event loop."""

        def done(finished: Future[_Answer]) -> None:
            if finished.cancelled():
                return
            error = finished.exception()
            if error is not None:
                self._post("", 0, failed or self.failed.emit, error)
            else:
                self._post("", 0, then, finished.result())

        future.add_done_callback(done)

    def close(self) -> None:
        """Drop what waits and let what runs end; no answer is delivered after this."""
        with self._gate:
            self._open = False
        for pool in (self._pool, self._long):
            pool.clear()
            pool.waitForDone(2000)

    def _is_wanted(self, slot: str, token: int) -> bool:
        return self._open and (not slot or self._newest.get(slot) == token)

    def _post(self, slot: str, token: int, receiver: Callable[[Any], object], value: object) -> None:
        # Any thread. Under the lock, so that nobody speaks through an object that is being taken down.
        with self._gate:
            if self._open:
                self._answered.emit((slot, token, receiver, value))

    def _deliver(self, answer: tuple[str, int, Callable[[Any], object], object]) -> None:
        slot, token, receiver, value = answer
        if not self._is_wanted(slot, token):
            return
        owner = getattr(receiver, "__self__", None)
        if isinstance(owner, QObject) and not shiboken6.isValid(owner):
            return
        receiver(value)
