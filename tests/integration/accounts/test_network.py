"""The real adapters against real sockets on loopback: certificates, redirects, bounds, greetings and DNS answers."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator

import dns.exception
import dns.rdata
import dns.resolver
import pytest
import trustme

from desktop.core.accounts.lookup import MxRecord, SrvRecord, Unanswered, is_public
from desktop.core.accounts.network import DnsResolver, GreetingProbe, HttpsClient
from desktop.core.api.account_settings import parse_server
from desktop.core.api.discovery import Outcome

Answer = Callable[[socket.socket], None]


def _reply(text: bytes) -> Answer:
    def answer(connection: socket.socket) -> None:
        received = b""
        while b"\r\n\r\n" not in received and (more := connection.recv(4096)):
            received += more
        connection.sendall(text)

    return answer


def _ok(body: bytes) -> Answer:
    return _reply(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)


class LoopbackServer:
    """Answers each connection by `answer` in its turn, over TLS unless `context` is None."""

    def __init__(self, answer: Answer, context: ssl.SSLContext | None) -> None:
        self.answer = answer
        self.accepted = 0
        self._context = context
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                plain, _ = self._listener.accept()
            except OSError:
                return
            self.accepted += 1
            plain.settimeout(5)
            try:
                connection = self._context.wrap_socket(plain, server_side=True) if self._context else plain
                with connection:
                    self.answer(connection)
            except OSError:
                plain.close()

    def close(self) -> None:
        with contextlib.suppress(OSError):  # Windows shuts down no listener; there closing it ends the wait
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def _server_context(authority: trustme.CA, name: str = "localhost") -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


@pytest.fixture
def trusting(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


@pytest.fixture
def start(authority: trustme.CA) -> Iterator[Callable[..., LoopbackServer]]:
    servers: list[LoopbackServer] = []

    def start(answer: Answer, *, tls: bool = True, name: str = "localhost") -> LoopbackServer:
        servers.append(LoopbackServer(answer, _server_context(authority, name) if tls else None))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


def _anywhere(address: str) -> bool:
    return True


def _refusal(client: HttpsClient, url: str, timeout: float = 5) -> Unanswered:
    with pytest.raises(Unanswered) as caught:
        client.fetch(url, timeout=timeout)
    return caught.value


def test_page_is_fetched(start: Callable[..., LoopbackServer], trusting: ssl.SSLContext) -> None:
    server = start(_ok(b"<clientConfig/>"))
    client = HttpsClient(trusting, _anywhere)
    assert client.fetch(f"https://localhost:{server.port}/x?y=1#z", timeout=5) == b"<clientConfig/>"


def test_form_is_posted_in_the_body(start: Callable[..., LoopbackServer], trusting: ssl.SSLContext) -> None:
    seen: list[bytes] = []

    def answer(connection: socket.socket) -> None:
        while not seen or b"code=c%26d" not in b"".join(seen):
            seen.append(connection.recv(4096))
        connection.sendall(b"HTTP/1.1 400 Bad\r\nContent-Length: 2\r\n\r\n{}")

    server = start(answer)
    posted = HttpsClient(trusting, _anywhere).post(f"https://localhost:{server.port}/t", {"code": "c&d"}, timeout=5)
    assert posted == (400, b"{}")
    assert b"".join(seen).startswith(b"POST /t HTTP/1.1\r\n")


def test_name_that_leads_inside_is_refused_before_connecting(
    start: Callable[..., LoopbackServer], trusting: ssl.SSLContext
) -> None:
    server = start(_ok(b""))
    refused = _refusal(HttpsClient(trusting, is_public), f"https://localhost:{server.port}/")
    assert refused.outcome is Outcome.REFUSED
    assert server.accepted == 0


@pytest.mark.parametrize("name", ["elsewhere.example", "127.0.0.1"])
def test_certificate_for_another_name_is_refused(
    start: Callable[..., LoopbackServer], trusting: ssl.SSLContext, name: str
) -> None:
    server = start(_ok(b""), name=name)
    refused = _refusal(HttpsClient(trusting, _anywhere), f"https://localhost:{server.port}/")
    assert (refused.outcome, "certificate" in refused.detail) == (Outcome.REFUSED, True)


def test_unknown_authority_is_refused(start: Callable[..., LoopbackServer]) -> None:
    server = start(_ok(b""))
    assert _refusal(HttpsClient(None, _anywhere), f"https://localhost:{server.port}/").outcome is Outcome.REFUSED


def test_unencrypted_answer_is_refused(start: Callable[..., LoopbackServer], trusting: ssl.SSLContext) -> None:
    server = start(lambda connection: connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n<clientConfig/>"), tls=False)
    assert _refusal(HttpsClient(trusting, _anywhere), f"https://localhost:{server.port}/").outcome is Outcome.FAILED


@pytest.mark.parametrize(
    "location",
    [
        "http://localhost/x",
        "ftp://localhost/x",
        "file:///etc/passwd",
        "//user:pw@localhost/",
        "https://[::1",
    ],
)
def test_redirect_away_from_https_is_refused(
    start: Callable[..., LoopbackServer], trusting: ssl.SSLContext, location: str
) -> None:
    server = start(_reply(f"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode()))
    refused = _refusal(HttpsClient(trusting, _anywhere), f"https://localhost:{server.port}/")
    assert refused.outcome is Outcome.REFUSED
    assert server.accepted == 1


def test_redirect_inside_is_refused(start: Callable[..., LoopbackServer], trusting: ssl.SSLContext) -> None:
    """The first name is let through, the name it redirects to is not."""
    inner = start(_ok(b"secret of the router"), name="127.0.0.1")
    outer = start(
        _reply(b"HTTP/1.1 301 x\r\nLocation: https://127.0.0.1:%d/\r\nContent-Length: 0\r\n\r\n" % inner.port)
    )

    def only_the_first_name(address: str) -> bool:
        return outer.accepted == 0

    refused = _refusal(HttpsClient(trusting, only_the_first_name), f"https://localhost:{outer.port}/")
    assert refused.outcome is Outcome.REFUSED
    assert inner.accepted == 0


def test_redirects_are_followed_three_times(start: Callable[..., LoopbackServer], trusting: ssl.SSLContext) -> None:
    again = _reply(b"HTTP/1.1 307 x\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n")
    server = start(again)
    assert "three times" in _refusal(HttpsClient(trusting, _anywhere), f"https://localhost:{server.port}/").detail
    assert server.accepted == 4


@pytest.mark.parametrize(
    ("status", "outcome"), [(404, "not_found"), (410, "not_found"), (401, "failed"), (500, "failed")]
)
def test_status_is_told(
    start: Callable[..., LoopbackServer], trusting: ssl.SSLContext, status: int, outcome: str
) -> None:
    server = start(_reply(b"HTTP/1.1 %d x\r\nContent-Length: 0\r\n\r\n" % status))
    assert _refusal(HttpsClient(trusting, _anywhere), f"https://localhost:{server.port}/").outcome == outcome


def test_large_page_is_refused(start: Callable[..., LoopbackServer], trusting: ssl.SSLContext) -> None:
    def flood(connection: socket.socket) -> None:
        connection.recv(4096)
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(100):
            connection.sendall(b" " * 100_000)

    refused = _refusal(HttpsClient(trusting, _anywhere), f"https://localhost:{start(flood).port}/")
    assert "256 KB" in refused.detail


@pytest.mark.parametrize("start_of_answer", [b"", b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_dripping_server_ends_with_the_time(
    start: Callable[..., LoopbackServer], trusting: ssl.SSLContext, start_of_answer: bytes
) -> None:
    ended = threading.Event()

    def drip(connection: socket.socket) -> None:
        connection.sendall(start_of_answer)
        for _ in range(100):
            if ended.wait(0.05):
                return
            connection.sendall(b"x")

    server = start(drip)
    before = time.monotonic()
    refused = _refusal(HttpsClient(trusting, _anywhere), f"https://localhost:{server.port}/", timeout=0.5)
    ended.set()
    assert refused.outcome is Outcome.TIMED_OUT
    assert time.monotonic() - before < 3


def test_nobody_there(trusting: ssl.SSLContext) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    client = HttpsClient(trusting, _anywhere)
    assert _refusal(client, f"https://localhost:{port}/").outcome is Outcome.NOT_FOUND
    assert _refusal(client, "https://nobody.invalid/").outcome is Outcome.NOT_FOUND
    assert _refusal(client, "https://a..b/").outcome is Outcome.REFUSED


# --- greetings -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("protocol", "greeting", "fits"),
    [
        ("imap", b"* OK ready\r\n", True),
        ("smtp", b"220-mx\r\n220 mx ESMTP\r\n", True),
        ("imap", b"220 mx ESMTP\r\n", False),
        ("smtp", b"* OK ready\r\n", False),
        ("smtp", b"554 go away\r\n", False),
        ("imap", b"x" * 5000, False),
        ("imap", b"", False),
    ],
)
def test_greeting_is_read(
    start: Callable[..., LoopbackServer], trusting: ssl.SSLContext, protocol: str, greeting: bytes, fits: bool
) -> None:
    server = parse_server(f"localhost:{start(lambda connection: connection.sendall(greeting)).port}/tls", "ana")
    probe = GreetingProbe(trusting, _anywhere)
    if fits:
        probe(server, protocol, timeout=5)
    else:
        with pytest.raises(Unanswered):
            probe(server, protocol, timeout=5)


def test_probe_upgrades_and_says_nothing_else(
    start: Callable[..., LoopbackServer], trusting: ssl.SSLContext, authority: trustme.CA
) -> None:
    heard: list[bytes] = []

    def submission(connection: socket.socket) -> None:
        connection.sendall(b"220 mx ESMTP\r\n")
        heard.append(connection.recv(4096))
        connection.sendall(b"250-mx\r\n250-STARTTLS\r\n250 SIZE\r\n")
        heard.append(connection.recv(4096))
        connection.sendall(b"220 go ahead\r\n")
        with _server_context(authority).wrap_socket(connection, server_side=True) as secure:
            heard.append(secure.recv(4096))

    server = parse_server(f"localhost:{start(submission, tls=False).port}/starttls", "ana")
    GreetingProbe(trusting, _anywhere)(server, "smtp", timeout=5)
    assert heard[:2] == [b"EHLO [127.0.0.1]\r\n", b"STARTTLS\r\n"]
    assert heard[2:] in ([], [b""])


def test_probe_needs_the_upgrade_and_the_right_certificate(
    start: Callable[..., LoopbackServer], trusting: ssl.SSLContext
) -> None:
    def no_upgrade(connection: socket.socket) -> None:
        connection.sendall(b"220 mx\r\n")
        connection.recv(4096)
        connection.sendall(b"250 mx\r\n")
        connection.recv(4096)
        connection.sendall(b"502 no\r\n")

    server = parse_server(f"localhost:{start(no_upgrade, tls=False).port}/starttls", "ana")
    with pytest.raises(Unanswered):
        GreetingProbe(trusting, _anywhere)(server, "smtp", timeout=5)
    wrong = start(lambda connection: connection.sendall(b"* OK\r\n"), name="other.example")
    with pytest.raises(Unanswered, match="certificate"):
        GreetingProbe(trusting, _anywhere)(parse_server(f"localhost:{wrong.port}/tls", "a"), "imap", timeout=5)


# --- DNS -----------------------------------------------------------------------------------------------------------


class _Answering:
    """Stands where dnspython would ask; real record objects, made from their text."""

    def __init__(self, answer: list[str] | Exception) -> None:
        self._answer = answer

    def __call__(self) -> _Answering:
        return self

    def resolve(self, name: str, kind: str, *, lifetime: float) -> list[object]:
        assert name.endswith(".")
        if isinstance(self._answer, Exception):
            raise self._answer
        return [dns.rdata.from_text("IN", kind, text) for text in self._answer]


def test_records_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dns.resolver, "Resolver", _Answering(["0 1 993 IMAP.Bodega.es.", "0 0 0 ."]))
    assert DnsResolver().srv("_imaps._tcp.bodega.es", timeout=1) == [
        SrvRecord(0, 1, 993, "imap.bodega.es"),
        SrvRecord(0, 0, 0, ""),
    ]
    monkeypatch.setattr(dns.resolver, "Resolver", _Answering(["10 MX.Bodega.es.", "0 ."]))
    assert DnsResolver().mx("bodega.es", timeout=1) == [MxRecord(10, "mx.bodega.es")]


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (dns.resolver.NXDOMAIN(), None),
        (dns.resolver.LifetimeTimeout(timeout=1, errors=[]), Outcome.TIMED_OUT),
        (dns.resolver.NoNameservers(), Outcome.FAILED),
        (dns.exception.DNSException(), Outcome.FAILED),
        (OSError(), Outcome.FAILED),
    ],
)
def test_dns_failures_are_told(monkeypatch: pytest.MonkeyPatch, error: Exception, outcome: Outcome | None) -> None:
    monkeypatch.setattr(dns.resolver, "Resolver", _Answering(error))
    if outcome is None:
        assert DnsResolver().mx("bodega.es", timeout=1) == []
        return
    with pytest.raises(Unanswered) as caught:
        DnsResolver().mx("bodega.es", timeout=1)
    assert caught.value.outcome is outcome


def test_addresses_come_from_the_system() -> None:
    assert "127.0.0.1" in DnsResolver().addresses("localhost")
    assert DnsResolver().addresses("nobody.invalid") == []
