"""The threads of all accounts, a worker and a doorbell each: started, asked, stopped, and never two workers for one account.

May be called from any thread; nothing here waits but `join`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from desktop.core.clock import Clock
from desktop.core.mail.mailbox import SpecialUse
from desktop.core.store import accounts, mailboxes
from desktop.core.store.store import Store

if TYPE_CHECKING:
    from desktop.core.imap.gateway import ImapGateway
    from desktop.core.sync.idle_watcher import IdleWatcher
    from desktop.core.sync.worker import AccountWorker


class AccountThreads:
    """`make_worker` gives a worker that has not been started, `connect` a logged-in connection, both by account key; an
    account that the user has paused does not start."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        make_worker: Callable[[int], AccountWorker],
        connect: Callable[[int], ImapGateway],
    ) -> None:
        self._store, self._clock, self._make_worker, self._connect = store, clock, make_worker, connect
        self._lock = threading.Lock()
        self._closed = False
        self._running: dict[int, tuple[AccountWorker, IdleWatcher]] = {}
        self._leaving: list[tuple[AccountWorker, IdleWatcher]] = []

    def start(self, account_key: int) -> bool:
        """False when they run already, or are not to."""
        from desktop.core.sync import worker as _  # noqa: F401 -- now, and not under the lock, which the screen waits for
        from desktop.core.sync.idle_watcher import IdleWatcher

        if self._store.read(lambda connection: accounts.is_paused(connection, account_key)):
            return False
        with self._lock:
            if self._closed or account_key in self._running:
                return False
            before = [worker for worker, _ in self._leaving if worker.account_key == account_key]
            worker = self._make_worker(account_key)
            watcher = IdleWatcher(
                partial(self._connect, account_key), "INBOX", partial(self._ring_inbox, account_key), self._clock,
                str(account_key),
            )  # fmt: skip
            self._running[account_key] = worker, watcher
            worker.start(after=before)
            watcher.start()
            return True

    def stop(self, account_key: int) -> None:
        """Their present step is finished first; they are waited for in `join`."""
        with self._lock:
            pair = self._running.pop(account_key, None)
            if pair is None:
                return
            self._leaving = [one for one in self._leaving if one[0].is_alive() or one[1].is_alive()]
            self._leaving.append(pair)
        for thread in pair:
            thread.stop()

    def keys(self) -> list[int]:
        """Accounts whose threads run."""
        with self._lock:
            return list(self._running)

    def worker(self, account_key: int | None) -> AccountWorker | None:
        with self._lock:
            pair = self._running.get(account_key or 0)
        return None if pair is None else pair[0]

    def wake(self) -> None:
        """There may be something to do for each."""
        for worker in self._workers():
            worker.wake()

    def poll(self, account_key: int | None = None) -> None:
        """Look at every mailbox now; of one account, or of all."""
        for worker in self._workers():
            if account_key in (None, worker.account_key):
                worker.poll()

    def show(self, mailbox_key: int | None) -> None:
        """That mailbox is looked at."""
        for worker in self._workers():
            worker.show(mailbox_key)

    def close(self) -> None:
        """Ask all to end; none starts any more."""
        with self._lock:
            self._closed = True
        for account_key in self.keys():
            self.stop(account_key)

    def join(self, seconds: float) -> None:
        """After `close`; waits that long for each at most."""
        for pair in self._leaving:
            for thread in pair:
                thread.join(seconds)

    def _workers(self) -> list[AccountWorker]:
        with self._lock:
            return [worker for worker, _ in self._running.values()]

    def _ring_inbox(self, account_key: int) -> None:
        inbox = self._store.read(lambda connection: mailboxes.find_special(connection, account_key, SpecialUse.INBOX))
        worker = self.worker(account_key)
        if inbox is not None and worker is not None:
            worker.ring(inbox)
