"""What stands behind `session.enrolment`: the browser's sign-in, changed settings, and the user's pauses.

Invariant: settings and secrets are stored only after both servers have accepted them, the secret first, so that a crash between
the two leaves an account that asks again. Visits to the browser have threads of their own; a close ends them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import TypeVar

from desktop.core.accounts.browser_logins import Cancelled, is_by_browser
from desktop.core.accounts.secret import Secret
from desktop.core.api.account_settings import AccountSettings, Auth, BrowserVisit
from desktop.core.api.errors import Code, SetupError
from desktop.core.logins import Logins, WayIn
from desktop.core.store import accounts, outbox
from desktop.core.store.store import Store
from desktop.core.store.writer import UnitOfWork

_VISITS = 4
_Answer = TypeVar("_Answer")


class EnrolmentService:
    """Implements `core.api.enrolment.Enrolment`. `add` stores a new account, `restart` begins the account's work anew, `stop`
    ends it."""

    def __init__(
        self,
        store: Store,
        logins: Logins,
        *,
        add: Callable[[AccountSettings, WayIn], int],
        restart: Callable[[int], None],
        stop: Callable[[int], None],
    ) -> None:
        self._store, self._logins = store, logins
        self._add, self._restart, self._stop = add, restart, stop
        self._changes = ThreadPoolExecutor(1, thread_name_prefix="account-change")
        self._browsers = ThreadPoolExecutor(_VISITS, thread_name_prefix="sign-in")
        self._open: dict[int, BrowserVisit] = {}
        self._lock = threading.Lock()

    def settings(self, account_key: int) -> AccountSettings:
        return self._logins.settings_of(account_key)

    def add_by_browser(self, settings: AccountSettings, client_secret: str, visit: BrowserVisit) -> Future[int]:
        settings = replace(settings, auth=Auth.XOAUTH2)
        secret = Secret(client_secret) if client_secret else None

        def add() -> int:
            return self._add(settings, self._logins.browser.visit(settings, secret, visit))

        return self._visit(visit, add)

    def sign_in_again(
        self, account_key: int, visit: BrowserVisit, settings: AccountSettings | None = None, client_secret: str = ""
    ) -> Future[None]:
        def again() -> None:
            stored, secret_id = self._logins.settings_of(account_key), self._logins.secret_id_of(account_key)
            wanted = self._checked(account_key, replace(settings or stored, auth=Auth.XOAUTH2))
            secret = Secret(client_secret) if client_secret else self._logins.browser.client_secret(secret_id)
            fresh = self._logins.browser.visit(wanted, secret, visit)
            self._logins.try_both(wanted, fresh)
            self._keep(account_key, wanted, fresh)

        return self._visit(visit, again)

    def change(self, account_key: int, settings: AccountSettings, password: str = "") -> Future[None]:
        def change() -> None:
            wanted = self._checked(account_key, settings)
            if password:
                wanted = replace(wanted, auth=Auth.PASSWORD)
            way = Secret(password) if password else self._logins.way_in(account_key)
            self._logins.try_both(wanted, way)
            self._keep(account_key, wanted, way if password else None)

        return self._changes.submit(change)

    def is_paused(self, account_key: int) -> bool:
        return self._store.read(lambda connection: accounts.is_paused(connection, account_key))

    def set_paused(self, account_key: int, paused: bool) -> Future[None]:
        def write(uow: UnitOfWork) -> None:
            accounts.set_paused(uow, account_key, paused)
            if not paused:
                outbox.hasten(uow, account_key)

        def set_paused() -> None:
            self._store.writer.run("pause", write, durable=True)
            (self._stop if paused else self._restart)(account_key)

        return self._changes.submit(set_paused)

    def close(self) -> None:
        with self._lock:
            for visit in self._open.values():
                visit.cancelled.set()
        for pool in (self._changes, self._browsers):
            pool.shutdown(wait=True, cancel_futures=True)

    def _checked(self, account_key: int, settings: AccountSettings) -> AccountSettings:
        """The address names the account and its mail here; another one is another account."""
        stored = self._logins.settings_of(account_key)
        if settings.address != stored.address:
            raise SetupError(Code.ADDRESS_STAYS, address=stored.address)
        return settings

    def _keep(self, account_key: int, settings: AccountSettings, way: WayIn | None) -> None:
        if way is not None:
            self._logins.keep(settings, self._logins.secret_id_of(account_key), way)
            self._logins.take_back(account_key)
        elif is_by_browser(settings):
            self._logins.browser.forget(self._logins.secret_id_of(account_key))

        def keep(uow: UnitOfWork) -> None:
            accounts.set_settings(uow, account_key, settings)
            outbox.hasten(uow, account_key)

        self._store.writer.run("change account", keep, durable=True)
        self._restart(account_key)

    def _visit(self, visit: BrowserVisit, work: Callable[[], _Answer]) -> Future[_Answer]:
        """`work` on a thread of its own; a visit that was turned away from is a cancelled Future."""
        outcome: Future[_Answer] = Future()
        with self._lock:
            self._open[id(visit)] = visit

        def run() -> None:
            try:
                answer = work()
            except Cancelled:
                outcome.cancel()
                outcome.set_running_or_notify_cancel()
            except BaseException as error:  # noqa: BLE001 - whatever it is belongs to who asked
                if outcome.set_running_or_notify_cancel():
                    outcome.set_exception(error)
            else:
                if outcome.set_running_or_notify_cancel():
                    outcome.set_result(answer)
            finally:
                with self._lock:
                    self._open.pop(id(visit), None)

        try:
            self._browsers.submit(run)
        except RuntimeError:  # closing
            outcome.cancel()
        return outcome
