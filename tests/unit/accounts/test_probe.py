"""A failed login says what to do; a wrong password is not tried twice."""

from __future__ import annotations

import pytest

from desktop.core.accounts.probe import check_settings, explain
from desktop.core.accounts.secret import Secret
from desktop.core.api.account_settings import AccountSettings, Auth, parse_server
from desktop.core.api.discovery import CheckReport, PasswordKind, Suggestion
from desktop.core.api.errors import (
    AuthenticationError,
    BandejaError,
    CertificateError,
    Code,
    ConnectionFailure,
    SecurityError,
)

SECRET = Secret("hunter2-ñ")


def _settings(
    imap: str, user: str = "ana@bodega.es", *, address: str = "ana@bodega.es", auth: Auth = Auth.PASSWORD
) -> AccountSettings:
    return AccountSettings(
        address, "", parse_server(imap, user), parse_server("smtp.bodega.es:465/tls", user), None, auth
    )


BODEGA = _settings("imap.bodega.es:993/tls")


class Servers:
    """Logs in, or fails as told."""

    def __init__(self, imap: BandejaError | None = None, smtp: BandejaError | None = None) -> None:
        self._errors = {"imap": imap, "smtp": smtp}
        self.tried: list[str] = []

    def _log_in(self, side: str, secret: Secret) -> None:
        self.tried.append(side)
        assert secret == SECRET
        if (error := self._errors[side]) is not None:
            raise error

    def check(self, settings: AccountSettings) -> CheckReport:
        return check_settings(
            settings,
            SECRET,
            connect_imap=lambda _, secret: self._log_in("imap", secret),
            connect_smtp=lambda _, secret: self._log_in("smtp", secret),
        )


def _wrong(user: str = "ana@bodega.es") -> AuthenticationError:
    return AuthenticationError(Code.WRONG_PASSWORD, host="imap.bodega.es", user=user, said="[AUTHENTICATIONFAILED]")


def test_success_tries_each_server_once() -> None:
    servers = Servers()
    report = servers.check(BODEGA)
    assert (report.imap.error, report.smtp and report.smtp.error) == (None, None)
    assert servers.tried == ["imap", "smtp"]


def test_refused_password_is_not_tried_on_the_other_server() -> None:
    servers = Servers(imap=_wrong())
    report = servers.check(BODEGA)
    assert servers.tried == ["imap"]
    assert report.smtp is None
    assert report.imap.error is not None


def test_other_failures_leave_the_other_server_its_turn() -> None:
    servers = Servers(imap=ConnectionFailure(Code.UNKNOWN_HOST, host="imap.bodega.es"))
    report = servers.check(BODEGA)
    assert servers.tried == ["imap", "smtp"]
    assert (report.imap.suggestion, report.smtp and report.smtp.error) == (Suggestion.CHECK_NAME, None)


def test_smtp_failure_is_told_beside_imap_success() -> None:
    report = Servers(smtp=_wrong()).check(BODEGA)
    assert report.imap.error is None
    assert report.smtp is not None
    assert report.smtp.error is not None


@pytest.mark.parametrize(
    ("settings", "suggestion", "code"),
    [
        (_settings("imap.gmail.com:993/tls"), Suggestion.APP_PASSWORD, Code.APP_PASSWORD_NEEDED),
        (_settings("imap.mail.me.com:993/tls"), Suggestion.APP_PASSWORD, Code.APP_PASSWORD_NEEDED),
        (_settings("outlook.office365.com:993/tls"), Suggestion.BROWSER, Code.WRONG_PASSWORD),
        (_settings("imap.gmx.net:993/tls"), Suggestion.SWITCH_ON_IMAP, Code.WRONG_PASSWORD),
        (_settings("ssl0.ovh.net:993/tls"), None, Code.WRONG_PASSWORD),
        (BODEGA, Suggestion.LOCAL_PART, Code.WRONG_PASSWORD),
        (_settings("imap.bodega.es:993/tls", "ana"), Suggestion.WHOLE_ADDRESS, Code.WRONG_PASSWORD),
        (_settings("imap.bodega.es:993/tls", "BODEGA\\ana"), None, Code.WRONG_PASSWORD),
        (_settings("10.0.0.1:993/tls", address="ana@yahoo.es"), Suggestion.APP_PASSWORD, Code.APP_PASSWORD_NEEDED),
        (_settings("imap.gmail.com:993/tls", auth=Auth.XOAUTH2), Suggestion.BROWSER, Code.WRONG_PASSWORD),
    ],
)
def test_refused_password(settings: AccountSettings, suggestion: Suggestion | None, code: Code) -> None:
    failed = Servers(imap=_wrong()).check(settings).imap
    assert failed.error is not None
    assert (failed.suggestion, failed.error.code) == (suggestion, code)
    assert "AUTHENTICATIONFAILED" in failed.error.sentence(), "the server's own words stay"


def test_app_password_comes_with_the_way_to_it() -> None:
    failed = Servers(imap=_wrong()).check(_settings("imap.gmail.com:993/tls")).imap
    assert failed.advice is not None
    assert failed.advice.kind is PasswordKind.APP
    assert failed.advice.url.startswith("https://support.google.com/")


def test_server_that_names_the_app_password_itself_is_believed() -> None:
    error = AuthenticationError(Code.APP_PASSWORD_NEEDED, host="h", user="ana", said="Application-specific password")
    assert explain(error, BODEGA, BODEGA.imap).suggestion is Suggestion.APP_PASSWORD


@pytest.mark.parametrize(
    ("server", "code", "instead"),
    [
        ("imap.bodega.es:143/tls", Code.TLS_FAILED, "imap.bodega.es:143/starttls"),
        ("imap.bodega.es:993/tls", Code.TIMEOUT, "imap.bodega.es:143/starttls"),
        ("imap.bodega.es:993/starttls", Code.SERVER_CONFUSED, "imap.bodega.es:993/tls"),
        ("imap.bodega.es:143/starttls", Code.STARTTLS_MISSING, "imap.bodega.es:993/tls"),
        ("imap.bodega.es:9993/tls", Code.CONNECTION_REFUSED, "imap.bodega.es:993/tls"),
        ("127.0.0.1:1143/plain", Code.CONNECTION_REFUSED, None),
    ],
)
def test_usual_port_is_suggested(server: str, code: Code, instead: str | None) -> None:
    settings = _settings(server)
    failed = explain(ConnectionFailure(code, host="imap.bodega.es", port=1, seconds=1), settings, settings.imap)
    assert (None if failed.instead is None else str(failed.instead)) == instead
    assert failed.suggestion is (Suggestion.TRY_LATER if instead is None else Suggestion.OTHER_SERVER)


def test_submission_has_its_own_usual_ports() -> None:
    failed = explain(ConnectionFailure(Code.TIMEOUT, host="smtp.bodega.es"), BODEGA, BODEGA.smtp)
    assert str(failed.instead) == "smtp.bodega.es:587/starttls"


@pytest.mark.parametrize(
    ("error", "suggestion"),
    [
        (CertificateError(Code.CERTIFICATE_UNTRUSTED, host="h"), Suggestion.ADD_AUTHORITY),
        (CertificateError(Code.CERTIFICATE_WRONG_NAME, host="h"), Suggestion.CHECK_NAME),
        (CertificateError(Code.CERTIFICATE_EXPIRED, host="h"), None),
        (ConnectionFailure(Code.CONNECTION_LOST, host="h"), Suggestion.TRY_LATER),
        (SecurityError(Code.PLAIN_REFUSED, host="h"), None),
    ],
)
def test_other_failures(error: BandejaError, suggestion: Suggestion | None) -> None:
    failed = explain(error, BODEGA, BODEGA.imap)
    assert (failed.suggestion, failed.error) == (suggestion, error)


def test_nothing_is_suggested_that_would_weaken_security() -> None:
    for code in Code:
        for server in ("imap.bodega.es:993/tls", "imap.bodega.es:143/starttls"):
            settings = _settings(server)
            instead = explain(ConnectionFailure(code), settings, settings.imap).instead
            assert instead is None or instead.security != "plain"


def test_report_never_shows_the_password() -> None:
    assert SECRET.reveal() not in repr(Servers(imap=_wrong()).check(BODEGA))
