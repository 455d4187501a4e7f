"""Trying settings out before anything is stored: one login to each server, and what to suggest when one fails.

Each server is tried once, so that a wrong password cannot lock an account; when the mail server refuses the password,
the submission server is not asked with it. Blocks for the network: worker threads only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from desktop.core.accounts.providers import Provider, find_by_domain, find_by_server
from desktop.core.accounts.secret import Secret
from desktop.core.api.account_settings import AccountSettings, Auth, Security, ServerSettings
from desktop.core.api.discovery import Checked, CheckReport, PasswordKind, Suggestion
from desktop.core.api.errors import AuthenticationError, BandejaError, Code
from desktop.values import dataclass

Connect = Callable[[AccountSettings, Secret], object]
"""Logs in to one of the account's servers and leaves again; raises a BandejaError."""


@dataclass(frozen=True, slots=True)
class _Usual:
    tls: int
    starttls: int


_IMAP, _SMTP = _Usual(993, 143), _Usual(465, 587)


def check_settings(
    settings: AccountSettings, secret: Secret, *, connect_imap: Connect, connect_smtp: Connect
) -> CheckReport:
    """First the mail server, then submission; other errors than a BandejaError are bugs and go through."""
    imap = _check(settings, secret, settings.imap, connect_imap, _IMAP)
    if isinstance(imap.error, AuthenticationError):
        return CheckReport(imap, None)
    return CheckReport(imap, _check(settings, secret, settings.smtp, connect_smtp, _SMTP))


def explain(error: BandejaError, settings: AccountSettings, server: ServerSettings) -> Checked:
    """What the error of a login to that server means for these settings; also for a login that fails later on."""
    return _explain(error, settings, server, _IMAP if server == settings.imap else _SMTP)


def _check(
    settings: AccountSettings, secret: Secret, server: ServerSettings, connect: Connect, usual: _Usual
) -> Checked:
    try:
        connect(settings, secret)
    except BandejaError as error:
        return _explain(error, settings, server, usual)
    return Checked(server)


def _explain(error: BandejaError, settings: AccountSettings, server: ServerSettings, usual: _Usual) -> Checked:
    if isinstance(error, AuthenticationError):
        return _explain_refusal(error, settings, server, usual)
    checked = Checked(server, error)
    match error.code:
        case Code.CONNECTION_REFUSED | Code.TIMEOUT | Code.TLS_FAILED | Code.STARTTLS_MISSING | Code.SERVER_CONFUSED:
            instead = _usual_server(server, usual)
            suggestion = Suggestion.TRY_LATER if instead is None else Suggestion.OTHER_SERVER
            return replace(checked, suggestion=suggestion, instead=instead)
        case Code.UNKNOWN_HOST | Code.CERTIFICATE_WRONG_NAME:
            return replace(checked, suggestion=Suggestion.CHECK_NAME)
        case Code.CERTIFICATE_UNTRUSTED:
            return replace(checked, suggestion=Suggestion.ADD_AUTHORITY)
        case Code.CONNECTION_LOST:
            return replace(checked, suggestion=Suggestion.TRY_LATER)
    return checked


def _explain_refusal(
    error: AuthenticationError, settings: AccountSettings, server: ServerSettings, usual: _Usual
) -> Checked:
    known = find_by_server(server) or find_by_domain(settings.address.rpartition("@")[2])
    suggestion = _after_refusal(settings, server, usual, known)
    if error.code is Code.APP_PASSWORD_NEEDED and suggestion is not Suggestion.BROWSER:
        suggestion = Suggestion.APP_PASSWORD
    if suggestion is Suggestion.APP_PASSWORD and error.code is Code.WRONG_PASSWORD:
        # The server only says "wrong", but this provider takes no ordinary password at all.
        error = AuthenticationError(Code.APP_PASSWORD_NEEDED, **error.parameters)
    return Checked(server, error, suggestion, known.advice if known else None)


def _after_refusal(
    settings: AccountSettings, server: ServerSettings, usual: _Usual, known: Provider | None
) -> Suggestion | None:
    if settings.auth is Auth.XOAUTH2:
        return Suggestion.BROWSER
    if known is not None:
        if known.advice.kind is PasswordKind.BROWSER:
            return Suggestion.BROWSER
        if known.advice.kind is PasswordKind.APP:
            return Suggestion.APP_PASSWORD
        if "imap_off" in known.quirks and usual is _IMAP:
            return Suggestion.SWITCH_ON_IMAP
        return None
    if server.user == settings.address:
        return Suggestion.LOCAL_PART
    return Suggestion.WHOLE_ADDRESS if server.user == settings.address.rpartition("@")[0] else None


def _usual_server(server: ServerSettings, usual: _Usual) -> ServerSettings | None:
    """The usual TLS port; where that was tried or the port is that of STARTTLS, STARTTLS; None when there is nothing
    else to try."""
    tls = replace(server, port=usual.tls, security=Security.TLS)
    starttls = replace(server, port=usual.starttls, security=Security.STARTTLS)
    if server.security is Security.PLAIN:
        return None
    if server.security is Security.TLS and server.port in (usual.tls, usual.starttls):
        return starttls
    return tls
