"""Signing in to a portal as a local application: codes, tokens that replace one another, and whom a secret is shown to."""

from __future__ import annotations

import logging
import urllib.parse
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from unittest.mock import patch

import pytest

from desktop.core.api.errors import AuthenticationError, BandejaError, Code, ConnectionFailure, SetupError
from desktop.core.api.linking import LinkKind
from desktop.core.connectors.bitrix24 import BACKEND
from desktop.core.connectors.protocol import Connector, Means, Presence, Unanswered
from tests.fakes.bitrix_portal import Authority, BitrixPortal
from tests.fakes.bitrix_portal.authority import CLIENT, CLIENT_SECRET
from tests.fakes.certificates import Certificates
from tests.fakes.hasty_clock import HastyClock
from tests.fakes.https_server import Asked, HttpsServer, Reply, Trouble
from tests.integration.connectors.bitrix_world import context_of
from tests.integration.connectors.contract import try_to
from tests.integration.connectors.world import make_wish


class Died(Exception):
    """The program, in the middle of keeping a secret."""


@dataclass
class Scene:
    portal: BitrixPortal
    authority: Authority
    there: HttpsServer
    judge: HttpsServer
    """The authorization server's HTTPS."""
    ca_file: str
    clock: HastyClock
    kept: dict[str, str] = field(default_factory=dict)
    """The keyring."""
    visited: list[str] = field(default_factory=list)
    dies: bool = False

    def open(self, **values: str) -> Connector:
        settings = {
            "portal": self.there.url,
            "oauth_host": self.judge.url,
            "client_id": CLIENT,
            "ca_file": self.ca_file,
            "mode": "direct",
            **values,
        }
        means = Means(self.clock, keep_secret=self.keep, hear=self.hear)
        return BACKEND.open(settings, {"client_secret": CLIENT_SECRET, **self.kept}, means)

    def keep(self, name: str, secret: str) -> None:
        if self.dies:
            raise Died
        self.kept[name] = secret

    def hear(self, address: str, port: int, state: str) -> str:
        self.visited.append(address)
        return urllib.parse.urlencode({"code": self.authority.agree(), "state": state, "domain": "portal"})

    def secrets(self) -> set[str]:
        return {CLIENT_SECRET, *self.authority.refreshes, *(key for key in self.portal.keys if "acce55" in key)}


@pytest.fixture
def scene(certificates: Certificates) -> Iterator[Scene]:
    clock = HastyClock()
    portal = BitrixPortal(clock)
    authority = Authority(portal)
    with (
        patch("desktop.core.connectors.bitrix24.opening.verified_context", context_of),
        HttpsServer(portal, certificates.good()) as there,
        HttpsServer(authority, certificates.good()) as judge,
    ):
        portal.url = there.url
        yield Scene(portal, authority, there, judge, str(certificates.ca_file), clock)
    assert portal.complaints == []
    assert authority.used == [], "a refresh token that was dead already"


def _signed_in(scene: Scene) -> Connector:
    scene.kept["code"] = scene.authority.agree()
    connector = scene.open()
    connector.probe()
    return connector


def test_a_pasted_code_is_used_once_and_forgotten(scene: Scene):
    with closing(_signed_in(scene)) as connector:
        assert connector.probe().kinds == frozenset(LinkKind)
        connector.create(make_wish(LinkKind.TASK))
    assert scene.kept["code"] == ""
    assert scene.kept["refresh_token"] in scene.authority.refreshes
    with closing(scene.open()) as after_a_restart:
        after_a_restart.probe()
    assert len(scene.portal.tasks) == 1


def test_a_code_that_is_too_old(scene: Scene):
    scene.kept["code"] = scene.authority.agree()
    scene.clock._skipped += 31
    with closing(scene.open()) as connector:
        error = try_to(connector.probe)
    assert isinstance(error, AuthenticationError)
    assert error.code is Code.SIGN_IN_AGAIN


def test_a_dead_code_does_not_end_a_sign_in_that_is_there(scene: Scene):
    with closing(_signed_in(scene)):
        pass
    scene.kept["code"] = "c0de00000000stale"
    with closing(scene.open()) as connector:
        connector.probe()
    assert scene.kept["code"] == ""


def test_the_browser_is_asked_when_there_is_a_redirect_address(scene: Scene):
    with closing(scene.open(port="8765")) as connector:
        connector.probe()
    (address,) = scene.visited
    assert address.startswith(f"{scene.there.url}oauth/authorize/?client_id={CLIENT}&state=")
    assert CLIENT_SECRET not in address
    with closing(scene.open(port="8765")) as connector:
        connector.probe()
    assert len(scene.visited) == 1


def test_nobody_is_there_to_sign_in(scene: Scene):
    with closing(scene.open()) as connector:
        error = try_to(connector.probe)
    assert isinstance(error, AuthenticationError)
    assert scene.judge.asked == scene.there.asked == []


def test_access_is_renewed_and_each_new_token_kept_before_it_is_used(scene: Scene):
    with closing(_signed_in(scene)) as connector:
        seen = {scene.kept["refresh_token"]}
        for number in range(5):
            scene.clock._skipped += 3600
            connector.create(make_wish(LinkKind.TASK, title=f"Tarea {number}"))
            seen.add(scene.kept["refresh_token"])
        assert len(seen) == 6
    assert len(scene.portal.tasks) == 5


def test_a_token_the_portal_calls_expired_is_renewed_once(scene: Scene):
    with closing(_signed_in(scene)) as connector:
        for key in scene.portal.keys.values():
            key.ends = scene.clock.now() - 1
        connector.create(make_wish(LinkKind.TASK))
        assert len(scene.portal.tasks) == 1
        expired = Reply(401, b'{"error": "expired_token", "error_description": "expired"}')
        scene.there.trouble = lambda asked: expired
        before = len(scene.judge.asked)
        assert isinstance(try_to(connector.create, make_wish(LinkKind.TASK)), AuthenticationError)
        assert len(scene.judge.asked) == before + 1


def test_a_program_that_dies_before_the_token_is_kept_has_used_none(scene: Scene):
    with closing(_signed_in(scene)) as connector:
        scene.clock._skipped += 3600
        scene.dies = True
        asked = len(scene.there.asked)
        with pytest.raises(Died):
            connector.create(make_wish(LinkKind.TASK))
        assert len(scene.there.asked) == asked, "nothing was asked with a token that nobody keeps"


def test_a_lost_answer_of_the_authority_is_no_lost_task(scene: Scene):
    """Nothing was asked of the portal, so there is nothing to look for."""
    with closing(_signed_in(scene)) as connector:
        scene.clock._skipped += 3600
        scene.judge.trouble = lambda asked: Trouble.DROP_BEFORE
        wish = make_wish(LinkKind.TASK)
        error = try_to(connector.create, wish)
        assert isinstance(error, ConnectionFailure)
        assert not isinstance(error, Unanswered)
        assert connector.presence(LinkKind.TASK, "1") is Presence.UNKNOWN
        scene.judge.trouble = lambda asked: None
        connector.create(wish)
    assert len(scene.portal.tasks) == 1


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (Reply(400, b'{"error": "invalid_grant", "error_description": "x"}'), AuthenticationError),
        (Reply(400, b'{"error": "invalid_client"}'), AuthenticationError),
        (Reply(403, b'{"error": "PAYMENT_REQUIRED", "error_description": "Payment required"}'), SetupError),
        (Reply(500, b"oops"), ConnectionFailure),
        (Reply(429, b"", {"Retry-After": "5"}), ConnectionFailure),
        (Reply(200, b"<html>"), ConnectionFailure),
        (Reply(200, b"[]"), ConnectionFailure),
        (Reply(200, b"[" * 100_000), ConnectionFailure),
        (Reply(200, b'{"access_token": 5, "refresh_token": []}'), ConnectionFailure),
        (Reply(200, b'{"access_token": "acce55 with blanks", "refresh_token": "refre5h0000"}'), ConnectionFailure),
        (Trouble.REDIRECT, SetupError),
        (Trouble.BOMB, ConnectionFailure),
    ],
    ids=lambda one: str(getattr(one, "body", one))[:40],
)
def test_whatever_the_authority_says(scene: Scene, answer: Reply | Trouble, kind: type[BandejaError]):
    with closing(_signed_in(scene)) as connector:
        refresh = scene.kept["refresh_token"]
        scene.clock._skipped += 3600
        scene.judge.trouble = lambda asked: answer
        error = try_to(connector.create, make_wish(LinkKind.TASK))
        assert isinstance(error, kind)
        assert not [one for one in scene.secrets() if one in f"{error.sentence()} {error.parameters}"]
        assert scene.kept["refresh_token"] == refresh


def test_tokens_for_another_portal_are_not_used(scene: Scene, certificates: Certificates):
    with HttpsServer(lambda asked: Reply(), certificates.good()) as stranger:
        scene.authority.endpoint = f"{stranger.url}rest/"
        scene.kept["code"] = scene.authority.agree()
        with closing(scene.open()) as connector:
            error = try_to(connector.probe)
        assert isinstance(error, SetupError)
        assert error.code is Code.REDIRECTED
        assert stranger.connections == 0
    assert scene.there.asked == []
    assert "refresh_token" not in scene.kept


def test_each_secret_goes_to_the_one_it_is_for_and_into_no_log(scene: Scene, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    with closing(_signed_in(scene)) as connector:
        for _ in range(3):
            scene.clock._skipped += 3600
            connector.create(make_wish(LinkKind.CHAT))
        told = repr(connector)
    to_the_portal = _everything(scene.there.asked)
    to_the_authority = _everything(scene.judge.asked)
    access = {key for key in scene.portal.keys if "acce55" in key}
    assert access
    assert all(key in to_the_portal for key in access)
    assert not [key for key in access if key in to_the_authority]
    assert not [secret for secret in (CLIENT_SECRET, *scene.authority.refreshes) if secret in to_the_portal]
    assert not [secret for secret in scene.secrets() if secret in caplog.text + told]
    assert not [one for one in scene.there.asked if one.query], "tokens go in the body"


@pytest.mark.parametrize(
    "values",
    [{"portal": ""}, {"portal": "portal.example.org"}, {"client_id": ""}, {"port": "80"}, {"port": "x"}, {"port": "²"},
     {"mode": "other"}, {"oauth_host": "oauth"}, {"portal": "https://u:p@example.org/"}],
)  # fmt: skip
def test_settings_that_cannot_be_used(scene: Scene, values: dict[str, str]):
    with pytest.raises(SetupError) as caught:
        scene.open(**values)
    assert CLIENT_SECRET not in caught.value.sentence()


def _everything(asked: list[Asked]) -> str:
    return "\n".join(f"{one.path} {one.query} {one.headers} {one.body.decode()}" for one in asked)
