"""Signing in and staying signed in: the code becomes tokens, a refresh token becomes access tokens.

The refresh token lives in the credentials only and a new one is stored before anything else happens with it; access
tokens live in memory only. One refresh at a time per account; a refresh token that the provider has refused is not
shown to it again, so that nothing asks until the person signs in. Blocks: worker threads only.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Mapping
from typing import Protocol

from desktop.core.accounts.credentials import Credentials, Keeping, Purpose
from desktop.core.accounts.lookup import Unanswered
from desktop.core.accounts.oauth import (
    OAuthClient,
    Tokens,
    build_authorize_url,
    parse_answer,
    parse_tokens,
    refused,
    start_attempt,
)
from desktop.core.accounts.oauth_loopback import LoopbackListener
from desktop.core.accounts.secret import Secret
from desktop.core.api.discovery import Outcome
from desktop.core.api.errors import AuthenticationError, CertificateError, Code, ConnectionFailure
from desktop.core.clock import Clock

SIGN_IN_SECONDS = 300.0
_REQUEST_SECONDS = 20.0
_MARGIN = 60
"""A token is renewed this many seconds before its end."""
_GONE = ("invalid_grant", "interaction_required", "consent_required", "login_required")


class Post(Protocol):
    def __call__(self, url: str, form: Mapping[str, str], *, timeout: float) -> tuple[int, bytes]:
        """Status and body. Raises Unanswered."""
        ...


def sign_in(
    client: OAuthClient,
    address: str,
    *,
    post: Post,
    open_browser: Callable[[str], object],
    clock: Clock,
    seconds: float = SIGN_IN_SECONDS,
    cancelled: threading.Event | None = None,
) -> Tokens | None:
    """Send the person to the provider and wait for the answer; None when `cancelled` was set meanwhile.

    Raises AuthenticationError when the provider or the person there says no, ConnectionFailure or CertificateError.
    """
    with LoopbackListener(clock) as listener:
        attempt = start_attempt(listener.redirect_uri)
        open_browser(build_authorize_url(client, attempt, address))
        take = functools.partial(parse_answer, client=client, attempt=attempt)
        code = listener.wait(take, seconds, cancelled or threading.Event())
    if code is None:
        return None
    form = {
        "grant_type": "authorization_code",
        "code": code.reveal(),
        "redirect_uri": attempt.redirect_uri,
        "code_verifier": attempt.verifier.reveal(),
    }
    tokens = _request_tokens(client, form, post)
    if tokens.refresh is None:
        raise refused(client, "no refresh token", "the scope may lack offline access")
    return tokens


class SignedIn:
    """The sign-in of one account, shared by all its connections."""

    def __init__(self, client: OAuthClient, account: str, credentials: Credentials, post: Post, clock: Clock) -> None:
        self._client = client
        self._account = account
        self._credentials = credentials
        self._post = post
        self._clock = clock
        self._lock = threading.Lock()
        self._access: Secret | None = None
        self._dead: Secret | None = None
        self._ends: tuple[float, int] = (0.0, 0)

    def keep(self, tokens: Tokens) -> Keeping:
        """Store what `sign_in` brought; says where."""
        with self._lock:
            return self._keep(tokens)

    def access_token(self, *, refused_one: Secret | None = None) -> Secret:
        """A token that is good now. Give `refused_one` when the server refused it: a new one is fetched then.

        Raises AuthenticationError when the person must sign in again, ConnectionFailure when it can be tried later.
        """
        with self._lock:
            if self._access is not None and self._access != refused_one and self._is_fresh():
                return self._access
            refresh = self._credentials.load(Purpose.REFRESH_TOKEN, self._account)
            if refresh is None or refresh == self._dead:
                raise refused(self._client, "not signed in", "sign in again with the browser")
            self._access = None
            form = {"grant_type": "refresh_token", "refresh_token": refresh.reveal()}
            try:
                tokens = _request_tokens(self._client, form, self._post)
            except AuthenticationError as error:
                if error.parameters["said"].startswith(_GONE):
                    self._dead = refresh
                raise
            self._keep(tokens)
            return tokens.access

    def _keep(self, tokens: Tokens) -> Keeping:
        if tokens.refresh is not None:
            self._credentials.set(Purpose.REFRESH_TOKEN, self._account, tokens.refresh)
        self._access = tokens.access
        lasts = max(0, tokens.lifetime - _MARGIN)
        self._ends = (self._clock.monotonic() + lasts, self._clock.now() + lasts)
        return self._credentials.state

    def _is_fresh(self) -> bool:
        """By both clocks: the monotonic one may stand still while the computer sleeps, the wall clock may be set back."""
        return self._clock.monotonic() < self._ends[0] and self._clock.now() < self._ends[1]


def _request_tokens(client: OAuthClient, form: Mapping[str, str], post: Post) -> Tokens:
    identity = {"client_id": client.client_id}
    if client.secret is not None:
        identity["client_secret"] = client.secret.reveal()
    try:
        status, body = post(client.sign_in.token_url, {**form, **identity}, timeout=_REQUEST_SECONDS)
    except Unanswered as unanswered:
        if unanswered.outcome is Outcome.REFUSED:
            raise CertificateError(Code.TLS_FAILED, host=client.host, said=unanswered.detail) from unanswered
        raise ConnectionFailure(Code.CONNECTION_LOST, host=client.host) from unanswered
    if status >= 500 or status == 429:
        raise ConnectionFailure(Code.CONNECTION_LOST, host=client.host)
    return parse_tokens(client, status, body)
