"""What the set-up screen hears about a failure: the right server, and the way out that fits it."""

from __future__ import annotations

import pytest

from desktop.core.accounts.discoverer import Discoverer
from desktop.core.api.account_settings import AccountSettings, Security, ServerSettings
from desktop.core.api.discovery import PasswordKind, Suggestion
from desktop.core.api.errors import AuthenticationError, Code, ConnectionFailure
from desktop.core.clock import SystemClock

ADDRESS = "ana@example.org"


@pytest.fixture
def discoverer():
    made = Discoverer(SystemClock())
    yield made
    made.close()


def settings(smtp_host: str = "smtp.example.org", smtp_user: str = ADDRESS) -> AccountSettings:
    imap = ServerSettings("imap.example.org", 993, Security.TLS, ADDRESS)
    return AccountSettings(ADDRESS, "", imap, ServerSettings(smtp_host, 465, Security.TLS, smtp_user))


def test_the_host_tells_the_server(discoverer):
    error = AuthenticationError(Code.WRONG_PASSWORD, host="smtp.example.org", user=ADDRESS, said="no")
    assert discoverer.explain(error, settings()).server == settings().smtp


def test_with_one_host_the_port_tells_it(discoverer):
    both = settings("imap.example.org")
    error = ConnectionFailure(Code.TIMEOUT, host="imap.example.org", port=465, seconds=5)
    checked = discoverer.explain(error, both)
    assert checked.server == both.smtp
    assert checked.suggestion is Suggestion.OTHER_SERVER
    assert (checked.instead.port, checked.instead.security) == (587, Security.STARTTLS)


def test_with_one_host_the_user_tells_it(discoverer):
    both = settings("imap.example.org", "ana")
    error = AuthenticationError(Code.WRONG_PASSWORD, host="imap.example.org", user="ana", said="no")
    assert discoverer.explain(error, both).server == both.smtp


def test_where_nothing_tells_it_is_the_one_asked_first(discoverer):
    both = settings("imap.example.org")
    error = AuthenticationError(Code.WRONG_PASSWORD, host="imap.example.org", user=ADDRESS, said="no")
    assert discoverer.explain(error, both).server == both.imap


def test_advice_is_there_at_once_for_known_providers_only(discoverer):
    assert discoverer.advise("ana@gmail.com").kind is PasswordKind.APP
    assert discoverer.advise("ana@unknown.example") is None
    assert discoverer.advise("ana@gmail.") is None
    assert discoverer.advise("ana") is None
