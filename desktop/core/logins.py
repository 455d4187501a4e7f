"""How the engine gets into the servers of an account: its settings, its secret, and a session of either kind.

A secret lent for this run comes before what the keyring holds. Any thread but the screen's: the keyring may ask a person.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, TypeVar

from desktop.core.accounts.browser_logins import BrowserLogins, FreshTokens, is_by_browser, sign_in_again
from desktop.core.accounts.credentials import Credentials, Keeping, Purpose
from desktop.core.accounts.oauth_tokens import Post
from desktop.core.accounts.secret import Secret
from desktop.core.api.account_settings import AccountSettings
from desktop.core.api.discovery import CheckReport
from desktop.core.api.errors import AuthenticationError, Code, SetupError
from desktop.core.clock import Clock
from desktop.core.newsletters.posting import Post as OneClick
from desktop.core.newsletters.posting import one_click_post
from desktop.core.pictures.fetching import Fetch, picture_fetch
from desktop.core.store import accounts
from desktop.core.store.store import Store
from desktop.values import dataclass

if TYPE_CHECKING:
    from desktop.core.imap.gateway import ImapGateway
    from desktop.core.smtp.gateway import Submission, SubmissionGateway

_Answer = TypeVar("_Answer")


def post_form(url: str, form: Mapping[str, str], *, timeout: float) -> tuple[int, bytes]:
    """To the open Internet, and to no address inside this network."""
    from desktop.core.accounts.network import HttpsClient

    return HttpsClient().post(url, form, timeout=timeout)


@dataclass(frozen=True, slots=True)
class Connections:
    """How to reach servers; the composition root gives the real ones, tests may give others."""

    imap: Callable[[AccountSettings, str], ImapGateway]
    smtp: Callable[[AccountSettings, str], SubmissionGateway]
    check_smtp: Callable[[AccountSettings, str], None]
    """Logs in to the submission server and leaves; raises BandejaError."""
    picture: Fetch = field(default_factory=picture_fetch)
    """Fetches a mail's picture from the open Internet."""
    unsubscribe: OneClick = field(default_factory=one_click_post)
    """Posts the one click that leaves a newsletter."""
    services: Callable[[str, str], tuple[str, ...]] = lambda service, domain: ()
    """Where a domain's DNS says that a service is; see `connectors.protocol.Means`."""
    post: Post = post_form
    """Asks a provider's token endpoint."""


WayIn = Secret | FreshTokens


class Logins:
    """A way in is a password, or what a visit to the browser has brought."""

    def __init__(self, store: Store, connections: Connections, credentials: Credentials, clock: Clock) -> None:
        self._store, self._connections, self._credentials = store, connections, credentials
        self.browser = BrowserLogins(credentials, connections.post, clock)
        self._lent: dict[int, Secret] = {}

    # settings and secrets

    def settings_of(self, account_key: int) -> AccountSettings:
        """Raises SetupError(NOT_FOUND)."""
        return self._load(account_key)[0]

    def keep(self, settings: AccountSettings, secret_id: str, way: WayIn) -> Keeping:
        """Into the keyring; where it is kept now."""
        if isinstance(way, FreshTokens):
            return self.browser.keep(settings, secret_id, way)
        return self._credentials.set(Purpose.IMAP, secret_id, way)

    def drop(self, secret_id: str) -> None:
        self.browser.forget(secret_id)
        self._credentials.drop(secret_id)

    def secret_id_of(self, account_key: int) -> str:
        """The name of the account's secrets in the keyring. Raises SetupError(NOT_FOUND)."""
        return self._load(account_key)[1]

    def lend(self, account_key: int, password: str) -> None:
        """For this run only, before what the keyring holds."""
        self._lent[account_key] = Secret(password)

    def take_back(self, account_key: int) -> None:
        """What was lent counts no more: something better is stored."""
        self._lent.pop(account_key, None)

    def has_password(self, account_key: int) -> bool:
        settings, secret_id = self._load(account_key)
        if is_by_browser(settings):
            return self.browser.is_signed_in(secret_id)
        return account_key in self._lent or self._credentials.load(Purpose.IMAP, secret_id) is not None

    def set_password(self, account_key: int, secret: Secret) -> None:
        """Stored when the IMAP server takes it; raises what the login raises."""
        settings, secret_id = self._load(account_key)
        self._connections.imap(settings, secret.reveal()).close()
        self.keep(settings, secret_id, secret)
        self.take_back(account_key)

    def way_in(self, account_key: int) -> Secret:
        """What logs the account in now. Raises SetupError(NO_PASSWORD), AuthenticationError(SIGN_IN_AGAIN)."""
        settings, secret_id = self._load(account_key)
        return Secret(self._secret(account_key, settings, secret_id))

    def keeping(self) -> Keeping:
        """Where passwords are kept now."""
        return self._credentials.state

    # sessions

    def try_both(self, settings: AccountSettings, way: WayIn) -> None:
        """Log in to both servers and leave; raises what fails first."""
        try:
            self._connections.imap(settings, way.reveal()).close()
            self._connections.check_smtp(settings, way.reveal())
        except AuthenticationError as error:
            if is_by_browser(settings):
                raise sign_in_again(error, settings) from error
            raise

    def check(self, account_key: int) -> CheckReport:
        """The same for a stored account, told step by step. Raises SetupError(NO_PASSWORD)."""
        from desktop.core.accounts.probe import check_settings

        settings, secret_id = self._load(account_key)
        return check_settings(
            settings, Secret(self._secret(account_key, settings, secret_id)),
            connect_imap=lambda account, secret: self._connections.imap(account, secret.reveal()).close(),
            connect_smtp=lambda account, secret: self._connections.check_smtp(account, secret.reveal()),
        )  # fmt: skip

    def connect_imap(self, account_key: int) -> ImapGateway:
        gateway = self.log_in(account_key, self._connections.imap)
        files_sent = gateway.capabilities.saves_sent
        if files_sent != self.files_sent(account_key):
            name = _files_sent_name(account_key)
            self._store.writer.run("files sent", lambda uow: accounts.set_setting(uow, name, files_sent), durable=True)
        return gateway

    def connect_smtp(self, account_key: int) -> SubmissionGateway:
        settings, secret_id = self._load(account_key)
        if is_by_browser(settings):
            return _RenewingSubmission(self, account_key, self._connections.smtp)
        return self._connections.smtp(settings, self._secret(account_key, settings, secret_id))

    def log_in(self, account_key: int, use: Callable[[AccountSettings, str], _Answer]) -> _Answer:
        """`use(settings, secret)`; with an access token that was refused, once more with a new one. Raises what `use` raises."""
        settings, secret_id = self._load(account_key)
        if is_by_browser(settings):
            return self.browser.log_in(settings, secret_id, lambda token: use(settings, token))
        return use(settings, self._secret(account_key, settings, secret_id))

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
        if is_by_browser(settings):
            return self.browser.access_token(settings, secret_id).reveal()
        secret = self._lent.get(account_key) or self._credentials.load(Purpose.IMAP, secret_id)
        if secret is None:
            raise SetupError(Code.NO_PASSWORD, user=settings.imap.user)
        return secret.reveal()


class _RenewingSubmission:
    """Asks for the token with each mail. A refused login comes before anything of the mail has left, so that trying again
    with a new token sends it once."""

    def __init__(
        self, logins: Logins, account_key: int, smtp: Callable[[AccountSettings, str], SubmissionGateway]
    ) -> None:
        self._logins, self._account_key, self._smtp = logins, account_key, smtp

    def submit(
        self, envelope_from: str, recipients: Sequence[str], raw: bytes, *, before_data_end: Callable[[], None]
    ) -> Submission:
        return self._logins.log_in(
            self._account_key,
            lambda settings, token: self._smtp(settings, token).submit(
                envelope_from, recipients, raw, before_data_end=before_data_end
            ),
        )


def _files_sent_name(account_key: int) -> str:
    return f"files_sent.{account_key}"
