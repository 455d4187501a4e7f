"""The queues of all backends: a worker each, made when there is something for it to do.

Whoever stores a wish names its backend with `need` before; a start looks for what was left. Any thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from desktop.core.api.linking import OWN_DESK
from desktop.core.api.status import Notice
from desktop.core.clock import Clock
from desktop.core.connectors.protocol import Connector
from desktop.core.connectors.queue.worker import BackendWorker
from desktop.core.store import wish_rows, wishes
from desktop.core.store.store import Store

T = TypeVar("T")


class LinkQueue:
    """`open_connector(backend)` gives a connector with the stored settings, or raises BandejaError. Without `threads`
    nothing runs by itself: see `run_due`."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        open_connector: Callable[[str], Connector],
        notify: Callable[[Notice], None],
        threads: bool,
    ) -> None:
        self._store, self._clock, self._threads = store, clock, threads
        self._open_connector, self._notify = open_connector, notify
        self._workers: dict[str, BackendWorker] = {}
        self._lock = threading.Lock()
        self._stopping = False

    def start(self) -> None:
        """Go on with what was left."""
        for backend in self._store.read(wish_rows.load_backends_at_work):
            self.need(backend)

    def need(self, backend: str) -> BackendWorker:
        """The worker of that backend, running when threads are."""
        with self._lock:
            worker = self._workers.get(backend)
            if worker is None:
                worker = self._workers[backend] = BackendWorker(
                    self._store, self._clock, backend,
                    open_connector=lambda: self._open_connector(backend), notify=self._notify, polls=backend != OWN_DESK,
                )  # fmt: skip
                if self._threads and not self._stopping:
                    worker.start()
            return worker

    def hurry(self, backend: str) -> None:
        """A person waits for it: it rests no longer."""
        self.need(backend).rested()

    def wake(self) -> None:
        """Wishes changed."""
        for worker in self._all():
            worker.wake()

    def ask(self, backend: str, question: Callable[[Connector], T]) -> Future[T]:
        """Put a question to the backend's connector; with threads, never blocks."""
        worker = self.need(backend)
        future = worker.ask(question)
        if not self._threads:
            worker.step()
        return future

    def reopen(self, backend: str) -> None:
        """Its settings or secrets are new."""
        self.need(backend).reopen()

    def hasten(self, backend: str) -> None:
        """What waits for it is tried now."""
        self._store.writer.run("hasten wishes", lambda uow: wishes.hasten(uow, backend), durable=True)

    def hasten_all(self) -> None:
        """The user wants everything to be tried now, whatever rests. Never blocks."""
        self._store.writer.submit("hasten wishes", wishes.hasten, durable=True)
        for worker in self._all():
            worker.rested()

    def check_now(self) -> None:
        self.start()
        for worker in self._all():
            worker.check_now()

    def run_due(self) -> int:
        """Every step that is due, in the calling thread; how many. For the command line."""
        self.start()
        return sum(worker.run_until_idle() for worker in self._all())

    def stop(self) -> None:
        self._stopping = True
        for worker in self._all():
            worker.stop()

    def join(self, seconds: float) -> None:
        for worker in self._all():
            worker.join(seconds)
            if not self._threads:
                worker.close()

    def _all(self) -> list[BackendWorker]:
        with self._lock:
            return list(self._workers.values())
