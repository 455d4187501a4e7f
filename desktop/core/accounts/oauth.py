"""Signing in with the browser, pure part: the client a person has registered, the request, and the checks of the answer.

RFC 6749 authorization code with PKCE S256 (RFC 7636), for native apps on a loopback address (RFC 8252), with the
issuer check of RFC 9207. A code or token is never in a log; tokens are never in a URL. Pure; any thread.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import urllib.parse
from typing import TypeGuard

from desktop.core.accounts.secret import Secret
from desktop.core.api.discovery import SignIn
from desktop.core.api.errors import AuthenticationError, Code, SetupError
from desktop.values import dataclass

_MAX_FIELD = 8192
_MAX_LIFETIME = 24 * 3600


@dataclass(frozen=True, slots=True)
class OAuthClient:
    """The person's own registration with a provider. `sign_in.issuer` empty: whom to expect is not known.

    `secret` is what some providers hand to desktop programs too; it proves nothing there, so PKCE is always used.
    Raises SetupError for an endpoint that is not https.
    """

    client_id: str
    sign_in: SignIn
    secret: Secret | None = None
    issuer_required: bool = False
    """The provider says that it always names its issuer in the answer (RFC 9207 §3)."""

    def __post_init__(self) -> None:
        for url in (self.sign_in.authorize_url, self.sign_in.token_url):
            parts = urllib.parse.urlsplit(url)
            if parts.scheme != "https" or not parts.hostname or parts.username is not None or parts.fragment:
                raise SetupError(Code.BAD_INPUT, what="The sign-in address", why="it must start with https://")
        if not self.client_id or not self.client_id.isprintable() or len(self.client_id) > 512:
            raise SetupError(Code.BAD_INPUT, what="The client id", why="it is empty or holds unprintable characters")

    @property
    def host(self) -> str:
        """Whom errors name."""
        return urllib.parse.urlsplit(self.sign_in.token_url).hostname or ""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to sign in: `state` ties the answer to it, `verifier` the code."""

    state: str
    verifier: Secret
    redirect_uri: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """`lifetime` in seconds from the moment of the answer, by no clock but the receiver's own."""

    access: Secret
    refresh: Secret | None
    lifetime: int


def start_attempt(redirect_uri: str) -> Attempt:
    """256 random bits each for state and verifier (RFC 7636 §4.1)."""
    return Attempt(secrets.token_urlsafe(32), Secret(secrets.token_urlsafe(32)), redirect_uri)


def build_authorize_url(client: OAuthClient, attempt: Attempt, address: str) -> str:
    """What the browser opens; it holds the verifier's hash only."""
    digest = hashlib.sha256(attempt.verifier.reveal().encode("ascii")).digest()
    query = {
        "response_type": "code",
        "client_id": client.client_id,
        "redirect_uri": attempt.redirect_uri,
        "scope": client.sign_in.scope,
        "state": attempt.state,
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii"),
        "code_challenge_method": "S256",
        "login_hint": address,
    }
    url = client.sign_in.authorize_url
    return f"{url}{'&' if '?' in url else '?'}{urllib.parse.urlencode(query)}"


class WrongAnswer(Exception):
    """A request to the loopback address that is not this attempt's answer; it is refused and the wait goes on."""


def parse_answer(query: str, client: OAuthClient, attempt: Attempt) -> Secret:
    """The code from the redirect's query.

    Raises WrongAnswer for what did not come from this attempt's provider, AuthenticationError when the provider, or
    the person there, said no.
    """
    try:
        pairs = urllib.parse.parse_qsl(query, keep_blank_values=True, max_num_fields=32, errors="strict")
    except ValueError as error:
        raise WrongAnswer("malformed") from error
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise WrongAnswer("a field is there twice")
    if not hmac.compare_digest(fields.get("state", "").encode(), attempt.state.encode()):
        raise WrongAnswer("another state")
    if "access_token" in fields or "id_token" in fields:
        raise WrongAnswer("a token in the address")
    issuer, expected = fields.get("iss"), client.sign_in.issuer
    if (issuer is None and client.issuer_required) or (issuer is not None and expected and issuer != expected):
        raise WrongAnswer("another issuer")
    if "error" in fields:
        raise refused(client, fields["error"], fields.get("error_description", ""))
    if not fields.get("code"):
        raise WrongAnswer("no code")
    return Secret(fields["code"])


def parse_tokens(client: OAuthClient, status: int, body: bytes) -> Tokens:
    """The token endpoint's answer (RFC 6749 §5). Raises AuthenticationError with the provider's error code."""
    try:
        values = json.loads(body)
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, dict):
        raise refused(client, f"answer {status} that is not JSON", "")
    if status != 200:
        raise refused(client, str(values.get("error", status)), str(values.get("error_description", "")))
    access, refresh = values.get("access_token"), values.get("refresh_token")
    if not _is_token(access) or not (refresh is None or _is_token(refresh)):
        raise refused(client, "an answer without a usable token", "")
    if str(values.get("token_type", "")).lower() != "bearer":
        raise refused(client, "a token that is not a bearer token", "")
    lifetime = values.get("expires_in", 3600)
    if isinstance(lifetime, str) and lifetime.isdigit():
        lifetime = int(lifetime[:9])
    if not isinstance(lifetime, int) or lifetime < 0:
        lifetime = 0
    return Tokens(Secret(access), Secret(refresh) if _is_token(refresh) else None, min(lifetime, _MAX_LIFETIME))


def refused(client: OAuthClient, error: str, description: str) -> AuthenticationError:
    """The provider's words, cut and without control characters; they never hold what was sent."""
    said = " ".join(f"{error[:80]} {description[:300]}".split())
    return AuthenticationError(Code.SERVER_REFUSED, host=client.host, said="".join(filter(str.isprintable, said)))


def _is_token(value: object) -> TypeGuard[str]:
    """RFC 6749 appendix A.12: visible ASCII. Anything else could write protocol lines of its own."""
    return isinstance(value, str) and 0 < len(value) <= _MAX_FIELD and all("!" <= c <= "~" for c in value)
