"""Accounts beyond their first password: signing in with the browser, other servers, a pause.

Nothing is stored before both servers have accepted it. Everything that asks a server answers by Future, and fails with a
BandejaError.
"""

from __future__ import annotations

from concurrent.futures import Future
from typing import Protocol

from desktop.core.api.account_settings import AccountSettings, BrowserVisit


class Enrolment(Protocol):
    def settings(self, account_key: int) -> AccountSettings:
        """Quick. Raises SetupError(NOT_FOUND)."""
        ...

    def add_by_browser(self, settings: AccountSettings, client_secret: str, visit: BrowserVisit) -> Future[int]:
        """Like `add_account`, for `settings` with `sign_in`; waits for the person, some minutes at most. `client_secret` is
        empty where the provider gave none. Cancelled when the visit is."""
        ...

    def sign_in_again(
        self, account_key: int, visit: BrowserVisit, settings: AccountSettings | None = None, client_secret: str = ""
    ) -> Future[None]:
        """With other `settings` (another client id, the browser instead of a password) they are stored with it. An empty
        `client_secret` keeps the one that is stored. Cancelled when the visit is."""
        ...

    def change(self, account_key: int, settings: AccountSettings, password: str = "") -> Future[None]:
        """Other names, servers, users, CA file; the address stays. An empty password is the stored one; with one, the account
        logs in by password from then on."""
        ...

    def is_paused(self, account_key: int) -> bool:
        """By the user; what a plan does is not asked here. Quick."""
        ...

    def set_paused(self, account_key: int, paused: bool) -> Future[None]:
        """Neither fetch nor send after the present step, and go on later from there. Outlives the program. Mail that is to be
        sent waits in the outbox (`OutboxRow.paused`)."""
        ...
