"""One try at adding an account, which leaves nothing behind when its person turns away from it.

A login that is under way cannot be called back: if it succeeds after `abandon`, the account is removed again, on whatever
thread finished it. Methods belong to the GUI thread.
"""

from __future__ import annotations

from concurrent.futures import Future

from desktop.core.api.account_settings import AccountSettings
from desktop.core.api.commands import RemoveAccount
from desktop.core.api.session import MailSession


class LoginAttempt:
    """`future` gives the key of the new account; `settings` is what was tried."""

    def __init__(self, session: MailSession, settings: AccountSettings, password: str) -> None:
        self.settings = settings
        self._session = session
        self.future: Future[int] = session.add_account(settings, password)

    def abandon(self) -> None:
        """At most once, and only before the outcome was used."""
        if not self.future.cancel():
            self.future.add_done_callback(self._remove)

    def _remove(self, finished: Future[int]) -> None:
        if not finished.cancelled() and finished.exception() is None:
            self._session.submit(RemoveAccount(finished.result()))
