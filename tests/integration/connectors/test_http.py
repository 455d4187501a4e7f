"""The transport of connectors against a server that does what no server should: bounded, one sentence, no secret told."""

from __future__ import annotations

import logging
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from desktop.core.api.errors import (
    BandejaError,
    CertificateError,
    Code,
    ConnectionFailure,
    SecurityError,
    SetupError,
)
from desktop.core.clock import ManualClock, SystemClock
from desktop.core.connectors.http import Answer, Bounds, Http
from desktop.core.connectors.pace import Pace
from desktop.core.connectors.protocol import Unanswered
from desktop.core.network import verified_context
from tests.fakes.certificates import Certificates
from tests.fakes.https_server import Asked, HttpsServer, Reply, Trouble, packed

SECRET = "s3cr3t-of-the-hook"
QUICK = Bounds(connect_seconds=20, read_seconds=30, total_seconds=0.8, body_bytes=1 << 20)
"""For what would never end by itself, on a connection that was opened with patience."""
PATIENT = Bounds(connect_seconds=20, read_seconds=30, total_seconds=60, body_bytes=1 << 20)
"""For what ends by itself, however busy the machine."""


@pytest.fixture
def server(certificates: Certificates) -> Iterator[HttpsServer]:
    with HttpsServer(lambda asked: Reply(body=b'{"ok": true}'), certificates.good()) as server:
        yield server


@pytest.fixture
def ask(server: HttpsServer, certificates: Certificates) -> Iterator[Http]:
    client = _client(server, certificates)
    yield client
    client.close()


def _client(server: HttpsServer, certificates: Certificates, **more: object) -> Http:
    context = verified_context(str(certificates.ca_file))
    address = f"{server.url}rest/7/{SECRET}/"
    given: dict[str, object] = {"clock": SystemClock(), "bounds": PATIENT, "secrets": (SECRET,), **more}
    return Http(address, context=context, **given)


def test_asks_over_one_connection_that_is_kept(server: HttpsServer, ask: Http) -> None:
    for _ in range(3):
        assert ask.send("POST", "user.current", content=b"{}").json() == {"ok": True}
    assert server.connections == 1
    assert server.asked[0].path == f"/rest/7/{SECRET}/user.current"
    assert server.asked[0].headers["user-agent"] == "Bandeja"


FAILURES: dict[Trouble, Code] = {
    Trouble.DROP_BEFORE: Code.CONNECTION_LOST,
    Trouble.DROP_AFTER: Code.CONNECTION_LOST,
    Trouble.CUT: Code.CONNECTION_LOST,
    Trouble.STALL: Code.TIMEOUT,
    Trouble.DRIP: Code.TIMEOUT,
    Trouble.HEAD_DRIP: Code.TIMEOUT,
    Trouble.HUGE: Code.TOO_LARGE,
    Trouble.ENDLESS: Code.TOO_LARGE,
    Trouble.BOMB: Code.TOO_LARGE,
    Trouble.NOT_HTTP: Code.SERVER_CONFUSED,
}


@pytest.mark.parametrize("trouble", FAILURES)
def test_what_left_and_was_not_answered_is_unanswered(
    server: HttpsServer, certificates: Certificates, trouble: Trouble
) -> None:
    bounds = QUICK if FAILURES[trouble] is Code.TIMEOUT else PATIENT
    with closing(_client(server, certificates, bounds=bounds)) as ask:
        ask.send("POST", "user.current", seconds=PATIENT.total_seconds)
        server.trouble = lambda asked: trouble
        with pytest.raises(Unanswered) as caught:
            ask.send("POST", "tasks.task.add", content=b"{}")
        assert caught.value.code is FAILURES[trouble]
        server.trouble = lambda asked: None
        answer = ask.send("POST", "tasks.task.add", seconds=PATIENT.total_seconds)
        assert answer.status == 200, "the next request works"


def test_a_silence_has_a_limit_of_its_own(server: HttpsServer, certificates: Certificates) -> None:
    server.trouble = lambda asked: Trouble.STALL
    with closing(_client(server, certificates, bounds=replace(PATIENT, read_seconds=0.4))) as ask:
        with pytest.raises(ConnectionFailure) as caught:  # Unanswered, or while it connects on a busy machine
            ask.send("POST", "tasks.task.add", content=b"{}")
        assert caught.value.code is Code.TIMEOUT


def test_a_redirect_is_refused_and_nothing_goes_there(
    server: HttpsServer, ask: Http, certificates: Certificates
) -> None:
    with HttpsServer(lambda asked: Reply(), certificates.good()) as stranger:
        server.elsewhere = f"{stranger.url}rest/7/{SECRET}/"
        server.trouble = lambda asked: Trouble.REDIRECT
        with pytest.raises(SetupError) as caught:
            ask.send("POST", "user.current")
        assert caught.value.code is Code.REDIRECTED
        assert stranger.asked == []
    assert stranger.connections == 0


def test_a_redirect_names_both_hosts(server: HttpsServer, ask: Http) -> None:
    server.trouble = lambda asked: Trouble.REDIRECT
    with pytest.raises(SetupError) as caught:
        ask.send("POST", "user.current")
    sentence = caught.value.sentence()
    assert "localhost" in sentence
    assert "elsewhere.example.com" in sentence


@pytest.mark.parametrize("elsewhere", ["/inside/", "inside", "{own}inside/"])
def test_a_redirect_inside_the_origin_is_an_answer_when_asked_for(
    server: HttpsServer, ask: Http, elsewhere: str
) -> None:
    server.elsewhere = elsewhere.format(own=server.url)
    server.trouble = lambda asked: Trouble.REDIRECT
    answer = ask.send("GET", "user.current", inner_redirect=True)
    assert 300 <= answer.status < 400
    assert answer.headers["location"] == server.elsewhere
    with pytest.raises(SetupError):
        ask.send("GET", "user.current")


@pytest.mark.parametrize(
    "elsewhere",
    ["https://other.invalid/", "//other.invalid/x", "http://localhost/", "https://localhost:1/", "https://["],
)
def test_a_redirect_out_of_the_origin_is_none(server: HttpsServer, ask: Http, elsewhere: str) -> None:
    server.elsewhere = elsewhere
    server.trouble = lambda asked: Trouble.REDIRECT
    with pytest.raises(SetupError):
        ask.send("GET", "user.current", inner_redirect=True)
    assert not ask.is_origin(elsewhere)


@pytest.mark.parametrize("trouble", [*Trouble])
def test_no_secret_is_told(server: HttpsServer, ask: Http, trouble: Trouble, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    server.elsewhere = f"https://localhost:1/rest/9/{SECRET}/"
    server.trouble = lambda asked: trouble
    told = ""
    try:
        ask.send("POST", "user.current", query={"auth": SECRET}, seconds=0.8)
    except BandejaError as error:
        told = f"{error} {error!r} {error.parameters}"
    assert SECRET not in told
    assert "/rest/7/•••/user.current" in caplog.text
    assert SECRET not in caplog.text + repr(ask)


def test_a_secret_that_comes_back_is_not_told(ask: Http) -> None:
    assert ask.words(f"bad token {SECRET} at https://h/rest/api/12/abcdef/x\r\n") == (
        "bad token ••• at https://h/rest/api/12/•••/x"
    )
    ask.hide("later/token")
    assert ask.words("later/token later%2Ftoken") == "••• •••"


def test_cookies_are_not_kept(server: HttpsServer, ask: Http) -> None:
    server.trouble = lambda asked: Trouble.COOKIE
    ask.send("GET", "a")
    ask.send("GET", "b")
    assert "cookie" not in server.asked[1].headers


def test_a_proxy_of_the_environment_is_not_asked(
    server: HttpsServer, certificates: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    client = _client(server, certificates)
    assert client.send("GET", "a").status == 200
    client.close()


@pytest.mark.parametrize("kind", ["expired", "wrong_name", "unknown_authority", "self_signed"])
def test_a_bad_certificate_gets_nothing(certificates: Certificates, kind: str) -> None:
    with HttpsServer(lambda asked: Reply(), certificates.bad()[kind]()) as server:
        client = _client(server, certificates)
        with pytest.raises(CertificateError):
            client.send("GET", "a")
        assert server.asked == []
        client.close()


def test_nobody_there_is_no_lost_answer(certificates: Certificates) -> None:
    with HttpsServer(lambda asked: Reply(), certificates.good()) as server:
        client = _client(server, certificates)
    with pytest.raises(ConnectionFailure) as caught:
        client.send("POST", "tasks.task.add")
    assert type(caught.value) is ConnectionFailure
    client.close()


def test_plain_http_is_for_this_computer_alone(certificates: Certificates, monkeypatch: pytest.MonkeyPatch) -> None:
    with HttpsServer(lambda asked: Reply(), None) as server:
        client = _client(server, certificates)
        assert client.send("GET", "a").status == 200
        client.close()
        client = _client(server, certificates)
        monkeypatch.setattr("desktop.core.connectors.http_wire.is_loopback_peer", lambda sock: False)
        with pytest.raises(SecurityError) as caught:
            client.send("GET", "b")
        assert caught.value.code is Code.PLAIN_REFUSED
        assert len(server.asked) == 1
        client.close()


@pytest.mark.parametrize(
    "address", ["", "portal.example.org", "ftp://x.org/", "https://user:pw@x.org/", "https://x.org/?a=1", "https:///x"]
)
def test_an_address_that_cannot_be_used(address: str) -> None:
    with pytest.raises(SetupError):
        Http(address, context=ssl.create_default_context(), clock=ManualClock(0))


@pytest.mark.parametrize("path", ["https://elsewhere.example.com/x", "//elsewhere.example.com/x", "http://localhost/x"])
def test_a_path_cannot_leave_the_origin(server: HttpsServer, ask: Http, path: str) -> None:
    with pytest.raises(SecurityError):
        ask.send("GET", path)
    assert server.asked == []


def test_packed_answers(server: HttpsServer, ask: Http) -> None:
    server.answer = lambda asked: Reply(body=packed(b"[1, 2]"), headers={"Content-Encoding": "gzip"})
    assert ask.send("GET", "a").json() == [1, 2]


@pytest.mark.parametrize(
    ("body", "headers"),
    [(b"no gzip", {"Content-Encoding": "gzip"}), (packed(b"[1]")[:-9], {"Content-Encoding": "gzip"}), (b"x", {"Content-Encoding": "br"})],
)  # fmt: skip
def test_broken_packing(server: HttpsServer, ask: Http, body: bytes, headers: dict[str, str]) -> None:
    server.answer = lambda asked: Reply(body=body, headers=headers)
    with pytest.raises(Unanswered) as caught:
        ask.send("GET", "a")
    assert caught.value.code is Code.SERVER_CONFUSED


@pytest.mark.parametrize("body", [b"", b"<html>", b"[" * 100_000, b"NaN", b'{"a": ' + b"1" * 5000 + b"}", b"\xff\xfe"])
def test_what_is_no_json(body: bytes) -> None:
    with pytest.raises(ValueError):
        Answer(200, {}, body).json()


def test_cancel_ends_a_request_at_once(server: HttpsServer, certificates: Certificates) -> None:
    client = _client(server, certificates, bounds=Bounds(read_seconds=30, total_seconds=30))
    arrived = threading.Event()

    def stall(asked: Asked) -> Trouble:
        arrived.set()
        return Trouble.STALL

    server.trouble = stall
    threading.Thread(target=lambda: arrived.wait(10) and client.cancel(), daemon=True).start()
    clock = SystemClock()
    started = clock.monotonic()
    with pytest.raises(Unanswered):
        client.send("POST", "tasks.task.add")
    with pytest.raises(ConnectionFailure):
        client.send("POST", "tasks.task.add")
    assert clock.monotonic() - started < 5
    assert len(server.asked) == 1
    client.close()


def test_a_server_that_hung_up_between_two_requests(server: HttpsServer, certificates: Certificates) -> None:
    """An idle connection that the server has closed is not used, so nothing is lost."""
    reply: Callable[[Asked], Reply] = lambda asked: Reply(headers={"Connection": "close"})  # noqa: E731
    server.answer = reply
    client = _client(server, certificates)
    for _ in range(3):
        assert client.send("POST", "a").status == 200
    client.close()


def test_pace_waits_for_a_place_and_keeps_a_pause() -> None:
    clock, never = ManualClock(0), threading.Event()
    pace = Pace(clock, burst=3, rate=2.0)
    assert [pace.take(never, 60) for _ in range(5)] == [0.0] * 5
    assert clock.monotonic() == pytest.approx(1.0)
    pace.hold(100)
    assert pace.take(never, 60) == pytest.approx(100)
    clock.advance(99)
    assert pace.take(never, 60) == 0.0
    assert clock.monotonic() == pytest.approx(101.0)
    pace.hold(float(10**12))
    assert pace.take(never, 10**9) == 0.0
    assert clock.monotonic() <= 101.0 + 3601


def test_a_pause_longer_than_the_time_is_told(server: HttpsServer, certificates: Certificates) -> None:
    clock = ManualClock(0)
    client = _client(server, certificates, clock=clock, pace=Pace(clock, burst=5, rate=1.0))
    client.pause(300)
    with pytest.raises(ConnectionFailure) as caught:
        client.send("POST", "tasks.task.add")
    assert caught.value.code is Code.SERVER_BUSY
    assert not isinstance(caught.value, Unanswered)
    assert server.asked == []
    client.close()
