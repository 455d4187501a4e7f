"""The contract for backends that are reached over HTTP: a world behind the faulty proxy, and answers nobody can use."""

from __future__ import annotations

import gzip
from abc import abstractmethod
from contextlib import closing

import pytest

from desktop.core.api.errors import BandejaError, ConnectionFailure
from desktop.core.api.linking import LinkKind
from desktop.core.connectors.protocol import Connector, Made, Presence, Unanswered
from tests.fakes.faulty_proxy import Answer, FaultyProxy
from tests.integration.connectors.asking import ask, check_sentence, settle, try_to
from tests.integration.connectors.contract import RemoteContract
from tests.integration.connectors.world import Fault, RemoteWorld, make_wish

HTML = {"Content-Type": "text/html"}
JSON = {"Content-Type": "application/json"}
USELESS: dict[str, Answer] = {
    "portal page": (200, HTML, b"<html><body>Log in to the hotel's network</body></html>"),
    "empty 200": (200, {}, b""),
    "empty json": (200, JSON, b"{}"),
    "json list": (200, JSON, b"[1, 2"),
    "deep json": (200, JSON, b"[" * 200_000),
    "null": (200, JSON, b"null"),
    "broken multistatus": (207, {"Content-Type": "application/xml"}, b"<multistatus xmlns='DAV:'><response>"),
    "entities": (207, {}, b'<!DOCTYPE x [<!ENTITY a "aaaa">]><multistatus xmlns="DAV:">&a;</multistatus>'),
    "500": (500, HTML, b"<h1>It broke</h1>"),
    "502": (502, {}, b"bad gateway"),
    "503 for ten years": (503, {"Retry-After": "315360000"}, b""),
    "503 until a date": (503, {"Retry-After": "Fri, 31 Dec 2035 23:59:59 GMT"}, b""),
    "429 negative": (429, {"Retry-After": "-5"}, b""),
    "429 nonsense": (429, {"Retry-After": "\xb2"}, b'{"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": "x"}'),
    "408": (408, {}, b""),
    "elsewhere": (302, {"Location": "https://other.invalid/login"}, b""),
    "elsewhere here": (301, {"Location": "/somewhere"}, b""),
    "unpacks without end": (200, {"Content-Encoding": "gzip"}, gzip.compress(b" " * (64 << 20))),
    "broken gzip": (200, {"Content-Encoding": "gzip"}, b"\x1f\x8b\x08 nothing"),
}


class HttpWorld(RemoteWorld):
    proxy: FaultyProxy

    @abstractmethod
    def open_impatient(self) -> Connector:
        """A connector that waits for a fraction of a second only."""

    @abstractmethod
    def secrets(self) -> tuple[str, ...]:
        """What may be told to nobody, in each form in which it leaves."""

    def fail(self, number: int, fault: Fault) -> None:
        self.proxy.fail(number, serve_first=fault == Fault.AFTER)

    def failed(self) -> bool:
        return self.proxy.failed()

    def go_away(self) -> None:
        self.proxy.go_away()

    def come_back(self) -> None:
        self.proxy.come_back()


class HttpContract(RemoteContract):
    @pytest.mark.parametrize("name", USELESS)
    def test_an_answer_of_no_use_is_an_error_and_proves_nothing(self, world: HttpWorld, kind: LinkKind, name: str):
        with closing(world.open()) as connector:
            made = connector.create(make_wish(kind, world))
            wish = make_wish(kind, world)
            world.proxy.answers = lambda _method, _path: USELESS[name]
            assert connector.presence(kind, made.remote_id) == Presence.UNKNOWN
            assert isinstance(try_to(connector.create, wish), BandejaError)
            assert isinstance(try_to(connector.delete, kind, made.remote_id), BandejaError)
            try:
                assert not isinstance(ask(connector, wish), Made | None)
            except BandejaError as error:
                check_sentence(error)
        with closing(world.open()) as late_starter:
            assert late_starter.presence(kind, made.remote_id) == Presence.UNKNOWN
            assert isinstance(try_to(late_starter.probe), BandejaError)
            assert isinstance(try_to(late_starter.create, wish), BandejaError)
        world.proxy.answers = lambda _method, _path: None
        assert world.count(kind) == 1

    @pytest.mark.parametrize("status", [500, 502, 504])
    def test_done_but_told_otherwise(self, world: HttpWorld, kind: LinkKind, status: int):
        """A gateway gives up on a server that goes on: each request in turn is served and answered with a 5xx."""
        for number in range(1, 20):
            wish = make_wish(kind, world, title=f"Intento {number}")
            before = world.count(kind)
            world.proxy.answer_instead(number, (status, HTML, b"<h1>gateway</h1>"))
            with closing(world.open()) as connector:
                error = try_to(connector.create, wish)
            came = world.failed()
            if error is not None and world.count(kind) > before:
                assert isinstance(error, Unanswered), error
            settle(world, wish, error)
            if world.count(kind) == before:  # a chat or a CRM record that is joined and not made twice
                break
            assert world.count(kind) == before + 1
            if not came:
                break

    def test_a_server_that_never_answers_is_left(self, world: HttpWorld, kind: LinkKind):
        with closing(world.open_impatient()) as connector:
            world.proxy.silent = True
            error = try_to(connector.create, make_wish(kind, target_id=""))
            assert isinstance(error, ConnectionFailure)
            assert connector.presence(kind, "x") in (Presence.UNKNOWN, Presence.GONE)
        world.proxy.silent = False
        assert world.count(kind) == 0

    def test_secrets_are_in_no_error_and_no_name(self, world: HttpWorld, kind: LinkKind):
        """A server that sends back what it got."""
        secrets = world.secrets()
        assert secrets
        said = " ".join(secrets).encode()
        with closing(world.open()) as connector:
            for status in (400, 401, 403, 409, 500):
                world.proxy.answers = lambda _m, _p, status=status: (status, {"Content-Type": "text/plain"}, said)
                for do, arguments in ((connector.probe, ()), (connector.create, (make_wish(kind, target_id=""),))):
                    error = try_to(do, *arguments)
                    assert error is not None
                    told = f"{error.sentence()} {error!r} {error.parameters} {connector!r}"
                    assert not [secret for secret in secrets if secret in told]
        world.proxy.answers = lambda _method, _path: None
