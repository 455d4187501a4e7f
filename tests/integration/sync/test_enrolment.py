"""Accounts beyond their first password, on the running engine: the browser's sign-in, changed servers, pauses (J5, A7).

Servers and provider are real, on loopback; the browser agrees at once, unless a test lets it do something else.
"""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from dataclasses import replace
from pathlib import Path

import pytest
import trustme

from desktop.core.accounts.credentials import MemoryCredentials, Purpose
from desktop.core.accounts.network import HttpsClient
from desktop.core.api.account_settings import AccountSettings, Auth, BrowserVisit, SignIn
from desktop.core.api.commands import DraftContent, RemoveAccount, Send
from desktop.core.api.errors import AuthenticationError, BandejaError, Code, ConnectionFailure, SetupError
from desktop.core.api.rows import AccountState
from desktop.core.engine import Engine
from desktop.core.profile import load_catalogue, real_connections
from tests.fakes.cache import mail
from tests.integration.accounts.fake_authority import Browser, FakeAuthority
from tests.integration.sync.test_threads import PATIENCE, Running

SECRET_OF_CLIENT = "a secret of a desktop program"


class Provider(Running):
    """Mail servers that take the access tokens of one provider, and passwords for the others."""

    def __init__(self, profile: Path) -> None:
        ca = trustme.CA()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        ca.issue_cert("localhost").configure_cert(context)
        self.authority = FakeAuthority(context, issued=self._issued)
        trusting = ssl.create_default_context()
        ca.configure_trust(trusting)
        self.https = HttpsClient(trusting, lambda address: True)
        self.browser = Browser()
        self.credentials = MemoryCredentials()
        super().__init__(profile)

    def open(self) -> None:
        connections = replace(real_connections(self.clock), post=self.https.post)
        self.engine = Engine(
            self.profile, connections=connections, credentials=self.credentials, catalogue=load_catalogue(),
            clock=self.clock,
        )  # fmt: skip
        self.engine.subscribe(changed=self._tell, status=self._tell, notice=self._tell)

    def by_browser(self, name: str = "ana") -> AccountSettings:
        url = self.authority.url
        sign_in = SignIn("https://login.example", f"{url}/authorize", f"{url}/token", "mail offline", "bandeja-of-ana")
        return replace(self.settings(name), sign_in=sign_in)

    def visit(self, act: Callable[[str], object] | None = None) -> BrowserVisit:
        return BrowserVisit(act or self.agree)

    def agree(self, url: str) -> None:
        redirect, fields = self.authority.agree(url)
        self.browser.send(redirect, fields)

    def sign_in(self, name: str = "ana") -> int:
        added = self.engine.enrolment.add_by_browser(self.by_browser(name), SECRET_OF_CLIENT, self.visit())
        return added.result(PATIENCE)

    def expire(self) -> None:
        """No token is good any more; the next one that is given out will be."""
        self.people["ana"].token = "none"
        self.submission.tokens["ana"] = "none"

    def close(self) -> None:
        super().close()
        self.browser.close()
        self.authority.close()

    def _issued(self, token: str) -> None:
        self.people["ana"].token = token
        self.submission.tokens["ana"] = token


@pytest.fixture
def provider(tmp_path: Path) -> Iterator[Provider]:
    made = Provider(tmp_path / "profile")
    yield made
    made.close()


def test_signing_in_fetches_and_sends_without_a_password_anywhere(provider: Provider):
    provider.people["ana"].deliver("INBOX", mail(1))
    key = provider.sign_in()
    provider.until(lambda: provider.state(key) is AccountState.UP_TO_DATE)
    provider.engine.submit(Send(None, DraftContent(key, to="eva@example.org", subject="Hola", text="x"), 0)).result()
    provider.until(lambda: provider.submission.accepted)
    assert len(provider.listed("INBOX", key)) == 1
    secret_id = provider.engine.logins.secret_id_of(key)
    assert provider.credentials.load(Purpose.IMAP, secret_id) is None
    refresh = provider.credentials.load(Purpose.REFRESH_TOKEN, secret_id)
    assert refresh is not None
    stored = b"".join(path.read_bytes() for path in provider.profile.rglob("*") if path.is_file())
    for secret in (refresh.reveal(), SECRET_OF_CLIENT, provider.people["ana"].token or ""):
        assert secret.encode() not in stored
    assert provider.engine.logins.settings_of(key).auth is Auth.XOAUTH2
    assert provider.authority.posted[0]["client_secret"] == SECRET_OF_CLIENT


def test_a_refused_token_is_renewed_before_anybody_is_bothered(provider: Provider):
    key = provider.sign_in()
    provider.until(lambda: provider.state(key) is AccountState.UP_TO_DATE)
    provider.expire()
    provider.engine.submit(Send(None, DraftContent(key, to="eva@example.org", subject="Hola", text="x"), 0)).result()
    provider.until(lambda: not provider.engine.outbox())
    assert provider.authority.posted[-1]["grant_type"] == "refresh_token"
    provider.expire()
    provider.engine.close()
    provider.open()
    provider.until(lambda: provider.state(key) is AccountState.UP_TO_DATE)


def test_a_revoked_sign_in_stops_that_account_alone_until_the_person_signs_in_again(provider: Provider):
    key = provider.sign_in()
    other = provider.add("eva")
    for one in (key, other):
        provider.until(lambda one=one: provider.state(one) is AccountState.UP_TO_DATE)
    provider.authority.revoke()
    provider.expire()
    provider.engine.close()
    provider.open()
    provider.until(lambda: provider.state(key) is AccountState.NEEDS_PASSWORD)
    status = provider.engine.statuses()[key]
    assert status.error is not None
    assert status.error.code is Code.SIGN_IN_AGAIN
    provider.until(lambda: provider.state(other) is AccountState.UP_TO_DATE)
    asked = len(provider.authority.posted)
    provider.engine.sync_now(key)
    provider.until(lambda: provider.state(key) is AccountState.NEEDS_PASSWORD)
    assert len(provider.authority.posted) == asked, "a dead refresh token is not shown again"
    provider.engine.enrolment.sign_in_again(key, provider.visit()).result(PATIENCE)
    provider.until(lambda: provider.state(key) is AccountState.UP_TO_DATE)
    assert provider.authority.posted[-1].get("client_secret") == SECRET_OF_CLIENT


def test_signing_in_as_somebody_else_keeps_what_was(provider: Provider):
    key = provider.sign_in()
    secret_id = provider.engine.logins.secret_id_of(key)
    before = provider.credentials.load(Purpose.REFRESH_TOKEN, secret_id)

    def as_eva(url: str) -> None:
        provider.agree(url)
        provider.authority.issued = lambda token: None  # this token is not for ana's mailbox

    with pytest.raises(AuthenticationError) as refused:
        provider.engine.enrolment.sign_in_again(key, provider.visit(as_eva)).result(PATIENCE)
    assert refused.value.code is Code.SIGN_IN_AGAIN
    assert provider.credentials.load(Purpose.REFRESH_TOKEN, secret_id) == before


def test_a_refused_or_abandoned_visit_stores_nothing(provider: Provider):
    def deny(url: str) -> None:
        redirect, fields = provider.authority.agree(url)
        provider.browser.send(redirect, {"error": "access_denied", "state": fields["state"], "iss": fields["iss"]})

    with pytest.raises(AuthenticationError):
        provider.engine.enrolment.add_by_browser(provider.by_browser(), "", provider.visit(deny)).result(PATIENCE)
    visit = BrowserVisit(lambda url: visit.cancelled.set())
    with pytest.raises(CancelledError):
        provider.engine.enrolment.add_by_browser(provider.by_browser(), "", visit).result(PATIENCE)
    no_client = replace(provider.by_browser(), sign_in=None)
    with pytest.raises(SetupError):
        provider.engine.enrolment.add_by_browser(no_client, "", provider.visit()).result(PATIENCE)
    assert provider.engine.accounts() == []
    assert provider.credentials._secrets == {}


def test_closing_does_not_wait_for_the_browser(provider: Provider):
    opened = threading.Event()
    waiting = provider.engine.enrolment.add_by_browser(
        provider.by_browser(), "", BrowserVisit(lambda url: opened.set())
    )
    assert opened.wait(PATIENCE)
    provider.engine.close()
    assert waiting.cancelled()
    provider.open()


def test_removing_forgets_every_secret(provider: Provider):
    key = provider.sign_in()
    provider.engine.submit(RemoveAccount(key)).result()
    provider.engine.close()
    assert provider.credentials._secrets == {}
    provider.open()


# other servers, other password


def test_other_settings_are_tried_before_they_are_stored(provider: Provider):
    key = provider.add()
    provider.until(lambda: provider.state(key) is AccountState.UP_TO_DATE)
    stored = provider.engine.enrolment.settings(key)
    wrong = replace(stored, imap=replace(stored.imap, port=1))
    with pytest.raises(ConnectionFailure):
        provider.engine.enrolment.change(key, wrong).result(PATIENCE)
    with pytest.raises(AuthenticationError):
        provider.engine.enrolment.change(key, stored, "wrong").result(PATIENCE)
    with pytest.raises(BandejaError) as refused:
        provider.engine.enrolment.change(key, replace(stored, address="other@example.org")).result(PATIENCE)
    assert refused.value.code is Code.ADDRESS_STAYS
    assert provider.engine.enrolment.settings(key) == stored
    provider.people["ana"].password = "new"
    provider.submission.passwords["ana"] = "new"
    named = replace(stored, display_name="Ana B.")
    provider.engine.enrolment.change(key, named, "new").result(PATIENCE)
    assert provider.engine.enrolment.settings(key) == named
    assert provider.engine.accounts()[0].display_name == "Ana B."
    provider.engine.close()
    provider.open()
    provider.until(lambda: provider.state(key) is AccountState.UP_TO_DATE)


def test_from_a_password_to_the_browser_and_back(provider: Provider):
    key = provider.add()
    wanted = provider.by_browser()
    provider.engine.enrolment.sign_in_again(key, provider.visit(), wanted).result(PATIENCE)
    provider.until(lambda: provider.state(key) is AccountState.UP_TO_DATE)
    assert provider.engine.enrolment.settings(key).auth is Auth.XOAUTH2
    provider.engine.enrolment.change(key, provider.engine.enrolment.settings(key)).result(PATIENCE)
    provider.engine.enrolment.change(key, provider.engine.enrolment.settings(key), "secret").result(PATIENCE)
    assert provider.engine.enrolment.settings(key).auth is Auth.PASSWORD
    provider.until(lambda: provider.state(key) is AccountState.UP_TO_DATE)


# pauses


def test_a_paused_account_rests_over_a_restart_and_goes_on(provider: Provider):
    key, other = provider.add(), provider.add("eva")
    for one in (key, other):
        provider.until(lambda one=one: provider.state(one) is AccountState.UP_TO_DATE)
    provider.engine.enrolment.set_paused(key, True).result(PATIENCE)
    assert provider.state(key) is AccountState.PAUSED
    assert provider.engine.enrolment.is_paused(key)
    provider.engine.sync_now()
    provider.engine.close()
    provider.open()
    provider.until(lambda: provider.state(other) is AccountState.UP_TO_DATE)
    assert provider.state(key) is AccountState.PAUSED
    assert not provider.engine.enrolment.is_paused(other)
    provider.engine.enrolment.set_paused(key, False).result(PATIENCE)
    provider.until(lambda: provider.state(key) is AccountState.UP_TO_DATE)
