"""Accounts whose way in is the browser: their tokens, shared by all connections, and what a refusal means for them.

Invariant: refresh token and client secret live in the credentials alone, access tokens in memory; an access token that a server
refuses is renewed once before anybody is bothered; a sign-in that the provider has ended leaves as SIGN_IN_AGAIN. Blocks on
network and keyring: worker threads only.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from desktop.core.accounts.credentials import Credentials, Keeping, Purpose
from desktop.core.accounts.oauth import OAuthClient, Tokens
from desktop.core.accounts.oauth_tokens import Post, SignedIn, sign_in
from desktop.core.accounts.secret import Secret
from desktop.core.api.account_settings import AccountSettings, Auth, BrowserVisit, SignIn
from desktop.core.api.errors import AuthenticationError, Code, SetupError
from desktop.core.clock import Clock
from desktop.values import dataclass

_Answer = TypeVar("_Answer")


class Cancelled(Exception):
    """The person turned away while the browser was open."""


@dataclass(frozen=True, slots=True)
class FreshTokens:
    """What a visit to the browser has brought, before any of it is kept. Logs in like a secret."""

    tokens: Tokens
    client_secret: Secret | None

    def reveal(self) -> str:
        return self.tokens.access.reveal()


class BrowserLogins:
    def __init__(self, credentials: Credentials, post: Post, clock: Clock) -> None:
        self._credentials, self._post, self._clock = credentials, post, clock
        self._lock = threading.Lock()
        self._signed_in: dict[tuple[str, SignIn], SignedIn] = {}

    def visit(self, settings: AccountSettings, client_secret: Secret | None, visit: BrowserVisit) -> FreshTokens:
        """Send the person to the provider. Raises Cancelled, AuthenticationError, ConnectionFailure, SetupError."""
        client = _client(settings, client_secret)
        tokens = sign_in(
            client, settings.address, post=self._post, open_browser=visit.open, clock=self._clock,
            cancelled=visit.cancelled,
        )  # fmt: skip
        if tokens is None:
            raise Cancelled
        return FreshTokens(tokens, client_secret)

    def keep(self, settings: AccountSettings, secret_id: str, fresh: FreshTokens) -> Keeping:
        """Into the keyring, once the servers have accepted them."""
        if fresh.client_secret is not None:
            self._credentials.set(Purpose.CLIENT_SECRET, secret_id, fresh.client_secret)
        self.forget(secret_id)
        return self._tokens(settings, secret_id).keep(fresh.tokens)

    def forget(self, secret_id: str) -> None:
        """Of an account that is signed in anew, or is gone."""
        with self._lock:
            self._signed_in = {name: one for name, one in self._signed_in.items() if name[0] != secret_id}

    def client_secret(self, secret_id: str) -> Secret | None:
        return self._credentials.load(Purpose.CLIENT_SECRET, secret_id)

    def is_signed_in(self, secret_id: str) -> bool:
        return self._credentials.load(Purpose.REFRESH_TOKEN, secret_id) is not None

    def access_token(self, settings: AccountSettings, secret_id: str) -> Secret:
        """Raises AuthenticationError(SIGN_IN_AGAIN), ConnectionFailure."""
        return self._asked(settings, lambda: self._tokens(settings, secret_id).access_token())

    def log_in(self, settings: AccountSettings, secret_id: str, use: Callable[[str], _Answer]) -> _Answer:
        """`use(access token)`, and once more with a new one when the server refused the first. Raises what `use` raises."""

        def ask() -> _Answer:
            tokens = self._tokens(settings, secret_id)
            token = tokens.access_token()
            try:
                return use(token.reveal())
            except AuthenticationError:
                return use(tokens.access_token(refused_one=token).reveal())

        return self._asked(settings, ask)

    def _tokens(self, settings: AccountSettings, secret_id: str) -> SignedIn:
        assert settings.sign_in is not None
        with self._lock:
            name = secret_id, settings.sign_in
            if name not in self._signed_in:
                client = _client(settings, self.client_secret(secret_id))
                self._signed_in[name] = SignedIn(client, secret_id, self._credentials, self._post, self._clock)
            return self._signed_in[name]

    def _asked(self, settings: AccountSettings, ask: Callable[[], _Answer]) -> _Answer:
        try:
            return ask()
        except AuthenticationError as error:
            raise sign_in_again(error, settings) from error


def is_by_browser(settings: AccountSettings) -> bool:
    return settings.auth is Auth.XOAUTH2 and settings.sign_in is not None


def sign_in_again(error: AuthenticationError, settings: AccountSettings) -> AuthenticationError:
    """What a refusal means where there is no password that could be typed."""
    said = {"said": error.parameters["said"]} if "said" in error.parameters else {}
    host = error.parameters.get("host", settings.imap.host)
    return AuthenticationError(Code.SIGN_IN_AGAIN, host=host, user=settings.imap.user, **said)


def _client(settings: AccountSettings, secret: Secret | None) -> OAuthClient:
    if settings.sign_in is None:
        raise SetupError(Code.SIGN_IN_UNKNOWN, user=settings.address)
    return OAuthClient(settings.sign_in.client_id, settings.sign_in, secret)
