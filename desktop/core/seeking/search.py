"""One search that is running: which accounts are left, how far each is, what has been found. Any thread.

Invariant: it is over once, by its last account or by being cancelled; what comes later counts for nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import field

from desktop.core.api.errors import BandejaError
from desktop.core.api.rows import AccountRow
from desktop.core.api.server_search import MOST_OF_ALL, AccountProgress, Failure, SearchProgress, SearchResult, Unasked
from desktop.core.store.mailboxes import MailboxState
from desktop.values import dataclass


@dataclass(slots=True)
class FoundOnServer:
    """`mails`: (internaldate, key)."""

    mails: list[tuple[int, int]] = field(default_factory=list)
    refused: list[tuple[str, BandejaError]] = field(default_factory=list)
    """Folders that the server would not search."""
    more: bool = False
    seen: set[tuple[bytes, int]] = field(default_factory=set)
    """Each mail once, in however many folders it lies."""


class Search:
    """Implements `core.api.server_search.RunningSearch`."""

    def __init__(self) -> None:
        self._done: Future[SearchResult] = Future()
        self._lock = threading.RLock()  # who hears that it is over may ask at once how far it came
        self._waiting: list[AccountRow] = []
        self._running: dict[int, AccountProgress] = {}
        self._found: dict[int, tuple[tuple[int, int], ...]] = {}
        self._failures: list[Failure] = []
        self._unasked: frozenset[Unasked] = frozenset()
        self._asked = self._more = False

    @property
    def done(self) -> Future[SearchResult]:
        return self._done

    @property
    def is_over(self) -> bool:
        return self._done.done()

    def progress(self) -> SearchProgress:
        with self._lock:
            return SearchProgress(tuple(self._running.values()), self._newest()[0])

    def cancel(self) -> None:
        with self._lock:
            if not self.is_over:
                self._done.set_result(self._result(stopped=True))

    # for who searches

    def expect(self, accounts: Sequence[AccountRow]) -> None:
        with self._lock:
            self._waiting = list(accounts)
            self._running = {row.account_key: AccountProgress(row.account_key, row.address) for row in accounts}

    def take(self) -> AccountRow | None:
        """The next account that nobody searches yet."""
        with self._lock:
            return self._waiting.pop(0) if self._waiting and not self.is_over else None

    def tell(self, account: AccountRow, state: MailboxState, done: int, total: int, found: FoundOnServer) -> None:
        with self._lock:
            self._running[account.account_key] = AccountProgress(
                account.account_key, account.address, state.name, state.special_use, done, total
            )
            self._found[account.account_key] = tuple(found.mails)

    def note(self, unasked: frozenset[Unasked], *, asks: bool) -> None:
        """What this account's server cannot be asked; does it get anything to do?"""
        with self._lock:
            self._unasked |= unasked
            self._asked = self._asked or asks

    def give(self, account: AccountRow, found: FoundOnServer, error: BandejaError | None) -> None:
        """An account is done."""
        key, address = account.account_key, account.address
        with self._lock:
            if self.is_over:
                return
            self._running.pop(key, None)
            self._found[key] = tuple(found.mails)
            self._more = self._more or found.more
            self._failures += [Failure(key, address, refusal, mailbox) for mailbox, refusal in found.refused]
            if error is not None:
                self._failures.append(Failure(key, address, error))
            if not self._running:
                self._done.set_result(self._result(stopped=False))

    def finish(self, unasked: frozenset[Unasked] = frozenset(), failure: BandejaError | None = None) -> None:
        """Before any account was searched."""
        with self._lock:
            if not self.is_over:
                failures = () if failure is None else (Failure(0, "", failure),)
                self._done.set_result(SearchResult((), failures, unasked, impossible=bool(unasked)))

    def _newest(self) -> tuple[tuple[int, ...], bool]:
        """Each once, and whether there are more than are shown."""
        order = sorted({mail for mails in self._found.values() for mail in mails}, reverse=True)
        return tuple(key for _, key in order[:MOST_OF_ALL]), len(order) > MOST_OF_ALL

    def _result(self, *, stopped: bool) -> SearchResult:
        keys, cut = self._newest()
        impossible = not stopped and not self._asked and bool(self._unasked)
        return SearchResult(keys, tuple(self._failures), self._unasked, impossible, self._more or cut, stopped)
