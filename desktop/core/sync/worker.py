"""One account's thread: owns one IMAP connection and takes the top of its agenda, one small step at a time.

Never writes SQL itself (the writer does) and never raises: every failure becomes a status with a sentence, and the connection
is tried again with growing pauses. Other threads only leave requests (`wake` for operations or another try at once, `ring`, `show`, `open`, `stop`).
"""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable, Sequence

from desktop.core.api.errors import (
    BandejaError,
    Code,
    ConnectionFailure,
    ProfileError,
    ProtocolError,
    SetupError,
    as_told,
)
from desktop.core.api.rows import AccountState
from desktop.core.api.status import AccountStatus, Notice
from desktop.core.clock import Clock
from desktop.core.imap.gateway import ImapGateway
from desktop.core.operations.retry import retry_delay
from desktop.core.rounds import OwnThread
from desktop.core.store.store import Store
from desktop.core.sync.account_session import AccountSession
from desktop.core.sync.backfill import Suspects

POLL_SECONDS = 300
SETUP_RETRY_SECONDS = 900
_SLEPT_SECONDS = 30
_ASK_THE_PERSON = (Code.WRONG_PASSWORD, Code.NO_PASSWORD, Code.APP_PASSWORD_NEEDED, Code.SIGN_IN_AGAIN)
_log = logging.getLogger(__name__)


class AccountWorker(OwnThread):
    """`connect` opens a logged-in connection; `not_before` says from which moment mail is wanted (epoch seconds)."""

    def __init__(
        self,
        store: Store,
        account_key: int,
        connect: Callable[[], ImapGateway],
        clock: Clock,
        *,
        not_before: Callable[[], int],
        report: Callable[[AccountStatus], None],
        notify: Callable[[Notice], None],
    ) -> None:
        super().__init__(f"account-{account_key}")
        self.account_key = account_key
        self._store, self._connect, self._clock = store, connect, clock
        self._not_before, self._report_to, self._notify = not_before, report, notify
        self._lock = threading.Lock()
        self._rung: set[int] = set()
        self._opened: list[int] = []
        self._shown: int | None = None
        self._poll_now = False
        self._last_success: int | None = None
        self._failures = 0
        self._after: Sequence[AccountWorker] = ()
        self._suspects = Suspects()

    def start(self, after: Sequence[AccountWorker] = ()) -> None:
        """Once the workers of `after`, which were told to stop, have ended: an account has one connection at work."""
        self._after = after
        super().start()

    def ring(self, mailbox_key: int) -> None:
        """Something happened in that mailbox on the server."""
        with self._lock:
            self._rung.add(mailbox_key)
        self._wake.set()

    def poll(self) -> None:
        """Look at every mailbox now."""
        with self._lock:
            self._poll_now = True
        self._wake.set()

    def show(self, mailbox_key: int | None) -> None:
        with self._lock:
            self._shown = mailbox_key
        self._wake.set()

    def open(self, location_key: int) -> None:
        """Fetch the body of a mail that the user has opened."""
        with self._lock:
            self._opened.append(location_key)
        self._wake.set()

    def run_until_done(self) -> AccountSession:
        """One full pass in the calling thread, for the command line: connect, do everything, close. Raises BandejaError."""
        gateway = self._connect()
        try:
            session = self._session(gateway)
            while session.step():
                pass
            return session
        finally:
            gateway.close()

    def _session(self, gateway: ImapGateway) -> AccountSession:
        return AccountSession(
            self._store, self.account_key, gateway, self._clock,
            reconnect=self._connect, not_before=self._not_before, report=self._syncing, notify=self._notify,
            suspects=self._suspects,
        )  # fmt: skip

    def _run(self) -> None:
        for before in self._after:
            before.join()
        while not self._stopping:
            try:
                self._report(AccountState.CONNECTING)
                gateway = self._connect()
                try:
                    self._serve(gateway)
                finally:
                    gateway.close()
            except SetupError as error:
                state = AccountState.NEEDS_PASSWORD if error.code in _ASK_THE_PERSON else AccountState.ERROR
                self._pause(state, error, SETUP_RETRY_SECONDS)
            except (ConnectionFailure, ProtocolError) as error:
                self._pause(AccountState.OFFLINE, error, self._delay())
            except BandejaError as error:
                self._pause(AccountState.ERROR, error, 60 if isinstance(error, ProfileError) else self._delay())
            except Exception as error:  # noqa: BLE001 - the thread must outlive any fault of ours
                if self._stopping:
                    return  # the account or the store went away under the last step
                _log.exception("account %s stumbled", self.account_key)
                self._pause(AccountState.ERROR, as_told(error), self._delay())

    def _delay(self) -> int:
        """Grows until a connection has brought the account up to date, however often one can be opened."""
        self._failures += 1
        return retry_delay(self._failures - 1, random.random())

    def _serve(self, gateway: ImapGateway) -> None:
        """Work until told to stop; waiting longer than asked means the computer slept, so the connection is thrown away. Nothing
        says that the network is away: a new one is tried at once."""
        session = self._session(gateway)
        next_poll = self._clock.monotonic() + POLL_SECONDS
        while not self._stopping:
            self._wake.clear()
            with self._lock:
                session.request(rung=self._rung, opened=self._opened, shown=self._shown)
                self._rung, self._opened = set(), []
                if self._poll_now or self._clock.monotonic() >= next_poll:
                    self._poll_now = False
                    next_poll = self._clock.monotonic() + POLL_SECONDS
                    session.request_poll()
            if session.step():
                continue
            self._last_success = self._clock.now()
            self._failures = 0
            self._report(AccountState.UP_TO_DATE)
            due = session.next_operation_due()
            seconds = next_poll - self._clock.monotonic()
            if due is not None:
                seconds = min(seconds, max(0.2, due - self._clock.now()))
            wall, steady = self._clock.now(), self._clock.monotonic()
            self._clock.wait(self._wake, max(0.0, seconds))
            if (self._clock.now() - wall) - (self._clock.monotonic() - steady) > _SLEPT_SECONDS:
                return

    def _pause(self, state: AccountState, error: BandejaError, seconds: int) -> None:
        if self._stopping:
            return
        _log.info("account %s: %s; again in %d s", self.account_key, error, seconds)
        self._report(state, error=error, next_try=self._clock.now() + seconds)
        self._wake.clear()
        self._clock.wait(self._wake, seconds)

    def _syncing(self, mailbox: str, done: int, total: int) -> None:
        self._report(AccountState.SYNCING, mailbox=mailbox, done=done, total=total)

    def _report(
        self,
        state: AccountState,
        *,
        error: BandejaError | None = None,
        next_try: int | None = None,
        mailbox: str = "",
        done: int = 0,
        total: int = 0,
    ) -> None:
        if self._stopping:
            return  # whoever stopped it has said what the account is now
        self._report_to(
            AccountStatus(
                self.account_key, state, self._clock.now(), mailbox, done, total, next_try, error, self._last_success
            )
        )
