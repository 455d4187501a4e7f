"""Accounts being signed in, changed and paused, for a session in memory; `refusals` are raised by the next attempts, in order."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace
from typing import Any

from desktop.core.api.account_settings import AccountSettings, Auth, BrowserVisit, Security, ServerSettings
from desktop.core.api.rows import AccountState
from desktop.core.api.status import AccountStatus


class FakeEnrolment:
    def __init__(self, session) -> None:
        self._session = session
        self.refusals: list[Exception] = []
        self.changed: list[tuple[int, AccountSettings, str]] = []
        self.visits: list[tuple[AccountSettings | None, str, BrowserVisit]] = []
        self.waiting: list[Future[Any]] = []
        """Visits whose person is still at the browser."""
        self.paused: set[int] = set()
        self._settings: dict[int, AccountSettings] = {}

    def settings(self, account_key: int) -> AccountSettings:
        row = next(row for row in self._session.account_rows if row.account_key == account_key)
        imap = ServerSettings(row.imap_host, 993, Security.TLS, row.address)
        smtp = ServerSettings(row.imap_host.replace("imap", "smtp"), 465, Security.TLS, row.address)
        known = AccountSettings(row.address, row.display_name, imap, smtp)
        return self._settings.setdefault(account_key, known)

    def put(self, account_key: int, settings: AccountSettings) -> None:
        self._settings[account_key] = settings

    def add_by_browser(self, settings: AccountSettings, client_secret: str, visit: BrowserVisit) -> Future[int]:
        return self._visit(settings, client_secret, visit)

    def sign_in_again(
        self, account_key: int, visit: BrowserVisit, settings: AccountSettings | None = None, client_secret: str = ""
    ) -> Future[None]:
        if settings is not None:
            self._settings[account_key] = replace(settings, auth=Auth.XOAUTH2)
        return self._visit(settings, client_secret, visit)

    def come_back(self, answer: object = None) -> None:
        """The person has signed in, or the provider said no."""
        future = self.waiting.pop(0)
        if isinstance(answer, Exception):
            future.set_exception(answer)
        else:
            future.set_result(answer)

    def change(self, account_key: int, settings: AccountSettings, password: str = "") -> Future[None]:
        done: Future[None] = Future()
        self.changed.append((account_key, settings, password))
        if self.refusals:
            done.set_exception(self.refusals.pop(0))
        else:
            self._settings[account_key] = settings
            done.set_result(None)
        return done

    def is_paused(self, account_key: int) -> bool:
        return account_key in self.paused

    def set_paused(self, account_key: int, paused: bool) -> Future[None]:
        (self.paused.add if paused else self.paused.discard)(account_key)
        rows = self._session.outbox_rows
        rows |= {key: replace(row, paused=paused) for key, row in rows.items() if row.account_key == account_key}
        state = AccountState.PAUSED if paused else AccountState.CONNECTING
        self._session.tell_status(AccountStatus(account_key, state, self._session.now))
        done: Future[None] = Future()
        done.set_result(None)
        return done

    def _visit(self, settings: AccountSettings | None, secret: str, visit: BrowserVisit) -> Future[Any]:
        self.visits.append((settings, secret, visit))
        visit.open("https://login.example/authorize?state=x")
        future: Future[Any] = Future()
        self.waiting.append(future)
        return future
