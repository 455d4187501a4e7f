"""Takes a new account in: a place in the plan, both servers' yes, the secret kept, the account with its owner. A worker thread.

Whether there is a place is asked before a server is and once more in the transaction that takes it, so that two who come at once
are not both let in where there is room for one; the secret of who is turned away is dropped.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

from desktop.core.accounts.credentials import Reason
from desktop.core.api.account_settings import AccountSettings
from desktop.core.api.errors import Code, SetupError
from desktop.core.api.status import Notice
from desktop.core.logins import Logins, WayIn
from desktop.core.store import accounts, members
from desktop.core.store.store import Connection, Store
from desktop.core.store.writer import UnitOfWork
from desktop.core.workspace.standing import Standing


class Admission:
    def __init__(self, store: Store, standing: Standing, logins: Logins, notify: Callable[[Notice], None]) -> None:
        self._store, self._standing, self._logins, self._notify = store, standing, logins, notify

    def add(self, settings: AccountSettings, secret: WayIn, member_key: int | None) -> int:
        """The new account's key; for the current member when none is named. Raises PlanError, SetupError, and what the logins
        raise."""

        def check(connection: Connection) -> int:
            owner = members.load_current(connection) if member_key is None else member_key
            if accounts.find_by_address(connection, settings.address) is not None:
                raise SetupError(Code.BAD_INPUT, what=f"The account {settings.address}", why="it is already here")
            self._standing.check_room(connection, owner)
            return owner

        def add(uow: UnitOfWork) -> int:
            owner = check(uow.connection)
            account_key = accounts.add_account(uow, settings, secret_id)
            members.set_owner(uow, account_key, owner)
            return account_key

        self._store.read(check)
        self._logins.try_both(settings, secret)
        secret_id = secrets.token_hex(12)
        keeping = self._logins.keep(settings, secret_id, secret)
        try:
            key = self._store.writer.run("add account", add, durable=True)
        except BaseException:
            self._logins.drop(secret_id)
            raise
        warning = keeping.error(settings.imap.user)
        if warning is not None and keeping.reason is not Reason.CHOSEN:
            self._notify(Notice("keyring", key, warning))
        return key
