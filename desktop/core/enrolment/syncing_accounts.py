"""Which accounts sync: those that the plan in force lets and nobody has paused, whoever looks at them.

Invariant: none syncs before `begin`. Any thread; nothing here waits for a server.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from desktop.core.api.errors import PlanError
from desktop.core.api.rows import AccountState
from desktop.core.api.status import AccountStatus
from desktop.core.clock import Clock
from desktop.core.store import accounts
from desktop.core.store.store import Connection, Store
from desktop.core.sync.account_threads import AccountThreads
from desktop.core.workspace.standing import Standing


class SyncingAccounts:
    """`tell` hears of the accounts that do not sync, and why; `followed` is called when the threads are as the plan has them."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        standing: Standing,
        threads: AccountThreads,
        *,
        tell: Callable[[AccountStatus], None],
        followed: Callable[[], object],
    ) -> None:
        self._store, self._clock, self._standing, self._threads = store, clock, standing, threads
        self._tell, self._followed = tell, followed
        self._begun = False
        self._lock = threading.Lock()

    def begin(self) -> None:
        self._begun = True
        self.follow()

    def follow(self) -> None:
        """The plan in force, the accounts or their pauses may be others now."""
        if not self._begun:
            return
        with self._lock:
            for row in self._store.read(accounts.load_accounts):
                syncs, refusal = self._judge(row.account_key)
                if syncs:
                    self._threads.start(row.account_key)
                    continue
                self._threads.stop(row.account_key)
                self._tell(AccountStatus(row.account_key, AccountState.PAUSED, self._clock.now(), error=refusal))
        self._followed()

    def restart(self, account_key: int) -> None:
        """Its settings, its secret or its pause have changed."""
        self._threads.stop(account_key)
        self.follow()

    def _judge(self, account_key: int) -> tuple[bool, PlanError | None]:
        """Whether it syncs, and why the plan does not let it."""

        def judge(connection: Connection) -> tuple[bool, PlanError | None]:
            refusal = self._standing.refusal(connection, account_key)
            return refusal is None and not accounts.is_paused(connection, account_key), refusal

        return self._store.read(judge)
