"""How the engine gets into the servers of an account: its settings, its secret, and a session of either kind.

A secret lent for this run comes before what the keyring holds. Any thread but the screen's: the keyring may ask a person.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from desktop.core.accounts.credentials import Credentials, Keeping, Purpose
from desktop.core.accounts.probe import check_settings
from desktop.core.accounts.secret import Secret
from desktop.core.api.account_settings import AccountSettings
from desktop.core.api.discovery import CheckReport
from desktop.core.api.errors import Code, SetupError
from desktop.core.imap.gateway import ImapGateway
from desktop.core.pictures.fetching import Fetch, picture_fetch
from desktop.core.smtp.gateway import SubmissionGateway
from desktop.core.store import accounts
from desktop.core.store.store import Store


@dataclass(frozen=True, slots=True)
class Connections:
    """How to reach servers; the composition root gives the real ones, tests may give others."""

    imap: Callable[[AccountSettings, str], ImapGateway]
    smtp: Callable[[AccountSettings, str], SubmissionGateway]
    check_smtp: Callable[[AccountSettings, str], None]
    """Logs in to the submission server and leaves; raises BandejaError."""
    picture: Fetch = field(default_factory=picture_fetch)
    """Fetches a mail's picture from the open Internet."""


class Logins:
    def __init__(self, store: Store, connections: Connections, credentials: Credentials) -> None:
        self._store, self._connections, self._credentials = store, connections, credentials
        self._lent: dict[int, Secret] = {}

    # settings and secrets

    def settings_of(self, account_key: int) -> AccountSettings:
        """Raises SetupError(NOT_FOUND)."""
        return self._load(account_key)[0]

    def keep(self, secret_id: str, secret: Secret) -> Keeping:
        """Into the keyring; where it is kept now."""
        return self._credentials.set(Purpose.IMAP, secret_id, secret)

    def drop(self, secret_id: str) -> None:
        self._credentials.drop(secret_id)

    def lend(self, account_key: int, password: str) -> None:
        """For this run only, before what the keyring holds."""
        self._lent[account_key] = Secret(password)

    def has_password(self, account_key: int) -> bool:
        secret_id = self._load(account_key)[1]
        return account_key in self._lent or self._credentials.load(Purpose.IMAP, secret_id) is not None

    def set_password(self, account_key: int, secret: Secret) -> None:
        """Stored when the IMAP server takes it; raises what the login raises."""
        settings, secret_id = self._load(account_key)
        self._connections.imap(settings, secret.reveal()).close()
        self.keep(secret_id, secret)
        self._lent.pop(account_key, None)

    def keeping(self) -> Keeping:
        """Where passwords are kept now."""
        return self._credentials.state

    # sessions

    def try_both(self, settings: AccountSettings, secret: Secret) -> None:
        """Log in to both servers and leave; raises what fails first."""
        self._connections.imap(settings, secret.reveal()).close()
        self._connections.check_smtp(settings, secret.reveal())

    def check(self, account_key: int) -> CheckReport:
        """The same for a stored account, told step by step. Raises SetupError(NO_PASSWORD)."""
        settings, secret_id = self._load(account_key)
        return check_settings(
            settings, Secret(self._secret(account_key, settings, secret_id)),
            connect_imap=lambda account, secret: self._connections.imap(account, secret.reveal()).close(),
            connect_smtp=lambda account, secret: self._connections.check_smtp(account, secret.reveal()),
        )  # fmt: skip

    def connect_imap(self, account_key: int) -> ImapGateway:
        settings, secret_id = self._load(account_key)
        gateway = self._connections.imap(settings, self._secret(account_key, settings, secret_id))
        files_sent = gateway.capabilities.saves_sent
        if files_sent != self.files_sent(account_key):
            name = _files_sent_name(account_key)
            self._store.writer.run("files sent", lambda uow: accounts.set_setting(uow, name, files_sent), durable=True)
        return gateway

    def connect_smtp(self, account_key: int) -> SubmissionGateway:
        settings, secret_id = self._load(account_key)
        return self._connections.smtp(settings, self._secret(account_key, settings, secret_id))

    def files_sent(self, account_key: int) -> bool:
        """Does the provider put sent mail into Sent by itself? As it said when it was last reached."""
        name = _files_sent_name(account_key)
        return bool(self._store.read(lambda connection: accounts.load_setting(connection, name, False)))

    def _load(self, account_key: int) -> tuple[AccountSettings, str]:
        with self._store.reading() as connection:
            settings = accounts.load_settings(connection, account_key)
            secret_id = accounts.load_secret_id(connection, account_key)
        if settings is None or secret_id is None:
            raise SetupError(Code.NOT_FOUND, what="account", name=account_key)
        return settings, secret_id

    def _secret(self, account_key: int, settings: AccountSettings, secret_id: str) -> str:
        secret = self._lent.get(account_key) or self._credentials.load(Purpose.IMAP, secret_id)
        if secret is None:
            raise SetupError(Code.NO_PASSWORD, user=settings.imap.user)
        return secret.reveal()


def _files_sent_name(account_key: int) -> str:
    return f"files_sent.{account_key}"
