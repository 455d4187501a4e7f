"""Signing in to a portal as a local application: the browser's code for tokens, and a new pair before the old one ends.

The client secret and the refresh token go to the authorization server alone, the access token to the portal alone. A new
refresh token replaces the old one, so it is in the keyring before the access token that came with it is used. The
connector's thread; `cancel` from any.
"""

from __future__ import annotations

import json
import re
import secrets
import urllib.parse
from collections.abc import Mapping
from dataclasses import field

from desktop.core.api.errors import AuthenticationError, Code, ConnectionFailure, SetupError
from desktop.core.connectors.bitrix24.answers import part, text_of
from desktop.core.connectors.bitrix24.refusals import read_error
from desktop.core.connectors.http import Http
from desktop.core.connectors.protocol import Means, Unanswered
from desktop.values import dataclass

REFRESH_TOKEN = "refresh_token"
"""Its name among the backend's secrets."""
CODE = "code"
_MARGIN = 60
_TOKEN = re.compile(r"[\x21-\x7e]{8,4096}")
_SIGN_IN_AGAIN = frozenset({"invalid_grant", "invalid_client", "invalid_request", "wrong_client"})


@dataclass(frozen=True, slots=True)
class Application:
    """A local application that the person has registered in the portal. `port` is that of its redirect address on this
    computer; 0 when it has none and Bitrix24 shows the code on the page."""

    portal: Http
    authority: Http
    origin: str
    client_id: str
    client_secret: str = field(repr=False)
    port: int = 0


class SignedIn:
    def __init__(self, application: Application, refresh: str, code: str, means: Means) -> None:
        self._application = application
        self._refresh = refresh
        self._code = code
        self._means = means
        self._access = ""
        self._ends = (0.0, 0)
        for secret in (application.client_secret, refresh, code):
            self._hide(secret)

    def path(self, method: str, *, third: bool) -> str:
        return f"rest/{'api/' if third else ''}{method}"

    def sign(self, parameters: Mapping[str, object]) -> dict[str, object]:
        if not self._access or not self._is_fresh():
            self.renew()
        return {**parameters, "auth": self._access}

    def renew(self) -> bool:
        """Raises AuthenticationError when the person must sign in again, ConnectionFailure when it can be tried later."""
        self._access = ""
        if self._code:
            self._use_code()
        if not self._access:
            if self._refresh:
                form = {"grant_type": "refresh_token", "refresh_token": self._refresh}
            else:
                form = {"grant_type": "authorization_code", "code": self._ask_browser()}
            self._take(self._request(form))
        return True

    def cancel(self) -> None:
        self._application.authority.cancel()

    def close(self) -> None:
        self._application.authority.close()

    def _is_fresh(self) -> bool:
        """By both clocks: the monotonic one may stand still while the computer sleeps, the wall clock may be set back."""
        clock = self._means.clock
        return clock.monotonic() < self._ends[0] and clock.now() < self._ends[1]

    def _use_code(self) -> None:
        """A code that was pasted is good once, for 30 seconds: a dead one is forgotten when there are tokens already."""
        try:
            self._take(self._request({"grant_type": "authorization_code", "code": self._code}))
        except AuthenticationError:
            if not self._refresh:
                raise
        self._code = ""
        self._means.keep_secret(CODE, "")

    def _ask_browser(self) -> str:
        application = self._application
        if self._means.hear is None or not application.port:
            raise self._sign_in_again("no code")
        state = secrets.token_urlsafe(24)
        query = urllib.parse.urlencode({"client_id": application.client_id, "state": state})
        answer = self._means.hear(f"{application.origin}oauth/authorize/?{query}", application.port, state)
        codes = urllib.parse.parse_qs(answer).get("code", [])
        if len(codes) != 1 or not _TOKEN.fullmatch(codes[0]):
            raise self._sign_in_again("no code")
        self._hide(codes[0])
        return codes[0]

    def _request(self, form: Mapping[str, str]) -> dict[str, object]:
        application = self._application
        identity = {"client_id": application.client_id, "client_secret": application.client_secret}
        try:
            answer = application.authority.send("GET", "oauth/token/", query={**form, **identity})
        except Unanswered as error:
            # Nothing has been asked of the portal yet, so whoever waits for it need not look for anything there.
            raise ConnectionFailure(error.code, **error.parameters) from None
        try:
            value: object = json.loads(answer.body)
        except (ValueError, RecursionError):
            value = None
        said = read_error(value)
        if said is not None and said.code.upper() == "PAYMENT_REQUIRED":
            raise SetupError(Code.PAID_PLAN_NEEDED, host=application.portal.host)
        if said is not None and (said.code.casefold() in _SIGN_IN_AGAIN or 400 <= answer.status < 429):
            raise self._sign_in_again(f"{said.code} {said.text}")
        if answer.status != 200 or not isinstance(value, dict):
            raise ConnectionFailure(Code.SERVER_CONFUSED, host=application.authority.host, said=f"HTTP {answer.status}")
        return value

    def _take(self, tokens: Mapping[str, object]) -> None:
        access, refresh = text_of(tokens, "access_token"), text_of(tokens, REFRESH_TOKEN)
        if not _TOKEN.fullmatch(access) or not _TOKEN.fullmatch(refresh):
            raise ConnectionFailure(Code.SERVER_CONFUSED, host=self._application.authority.host, said="no tokens")
        self._hide(access)
        self._hide(refresh)
        self._check_portal(text_of(tokens, "client_endpoint"))
        self._means.keep_secret(REFRESH_TOKEN, refresh)
        self._refresh = refresh
        lasts = part(tokens, "expires_in")
        seconds = lasts if isinstance(lasts, int) and not isinstance(lasts, bool) and 0 < lasts <= 86_400 else 3600
        margin = max(0, seconds - _MARGIN)
        self._ends = (self._means.clock.monotonic() + margin, self._means.clock.now() + margin)
        self._access = access

    def _check_portal(self, endpoint: str) -> None:
        """The tokens are for another portal than the one that is set up: nothing is sent there, the person decides."""
        try:
            said = urllib.parse.urlsplit(endpoint)
            own = urllib.parse.urlsplit(self._application.origin)
            same = (said.scheme, said.hostname, said.port) == (own.scheme, own.hostname, own.port)
        except ValueError:
            same = False
        if endpoint and not same:
            other = self._application.portal.words(endpoint)[:200]
            raise SetupError(Code.REDIRECTED, host=self._application.portal.host, other=other)

    def _sign_in_again(self, said: str) -> AuthenticationError:
        authority, portal = self._application.authority, self._application.portal
        return AuthenticationError(
            Code.SIGN_IN_AGAIN, host=portal.host, user=self._application.client_id, said=authority.words(said)
        )

    def _hide(self, secret: str) -> None:
        self._application.portal.hide(secret)
        self._application.authority.hide(secret)
