"""J1 and J2 for SMTP: no password and no mail crosses the wire in the clear or to the wrong server."""

from __future__ import annotations

import base64
from collections.abc import Callable

import pytest

from desktop.core.api.account_settings import AccountSettings, Security
from desktop.core.api.errors import BandejaError, CertificateError, Code, ConnectionFailure, SecurityError, SetupError
from desktop.core.smtp.gateway import Accepted
from tests.fakes.certificates import Certificates
from tests.fakes.scripted_server import Peer, ScriptedServer, account_on
from tests.integration.smtp_client.conftest import MAIL, PASSWORD, PATIENT, QUICK, submit

SECRETS = [PASSWORD.encode(), base64.b64encode(f"\0ana\0{PASSWORD}".encode()), b"MAIL", b"example.net"]


def account_of(
    server: ScriptedServer, certificates: Certificates, security: Security = Security.STARTTLS
) -> AccountSettings:
    return account_on(1, smtp_port=server.port, security=security, host="localhost", ca_file=certificates.ca_file)


def assert_no_secret_in(data: bytes) -> None:
    assert not [secret for secret in SECRETS if secret in data]


def accept_mail(peer: Peer) -> None:
    assert peer.smtp_reply(b"235 ok\r\n").startswith(b"AUTH PLAIN ")
    peer.smtp_reply(b"250 ok\r\n")
    peer.smtp_reply(b"250 ok\r\n")
    peer.smtp_reply(b"354 go\r\n")
    peer.read_until(b"\r\n.\r\n")
    peer.send(b"250 ok\r\n")
    peer.smtp_reply(b"221 bye\r\n")


def test_tls_from_the_first_byte(certificates: Certificates):
    def script(peer: Peer) -> None:
        peer.smtp_hello(b"AUTH PLAIN")
        accept_mail(peer)

    with ScriptedServer(script, context=certificates.good()) as server:
        account = account_of(server, certificates, Security.TLS)
        assert submit(account) == Accepted("250 ok")
        assert MAIL[:20] in server.peers[0].secured


def test_starttls_forgets_what_was_said_before(certificates: Certificates):
    """In the clear the server offers LOGIN and a huge SIZE, inside TLS PLAIN: what counts is what was said inside."""

    def script(peer: Peer) -> None:
        peer.smtp_hello(b"STARTTLS", b"AUTH LOGIN", b"SIZE 1")
        assert peer.smtp_reply(b"220 go\r\n") == b"STARTTLS"
        peer.start_tls(certificates.good())
        peer.smtp_ehlo(b"AUTH PLAIN")
        accept_mail(peer)

    with ScriptedServer(script) as server:
        account = account_of(server, certificates)
        assert submit(account) == Accepted("250 ok")
        assert_no_secret_in(server.peers[0].clear)


def after_ehlo(answer: bytes, *features: bytes) -> Callable[[Peer], None]:
    def script(peer: Peer) -> None:
        peer.smtp_hello(*(features or (b"STARTTLS", b"AUTH PLAIN")))
        peer.smtp_reply(answer)
        peer.wait_for_hangup()

    return script


def just(*lines: bytes) -> Callable[[Peer], None]:
    def script(peer: Peer) -> None:
        for line in lines:
            peer.send(line)
            peer.line()
        peer.wait_for_hangup()

    return script


STRIPPED: list[tuple[str, Callable[[Peer], None], type[BandejaError]]] = [
    ("not_offered", after_ehlo(b"250 ok\r\n", b"AUTH PLAIN", b"SIZE"), SecurityError),
    ("masked", after_ehlo(b"250 ok\r\n", b"XXXXXXXA", b"AUTH PLAIN"), SecurityError),
    ("ehlo_refused", just(b"220 hi\r\n", b"502 what\r\n", b"250 hi\r\n"), SecurityError),
    ("refused_454", after_ehlo(b"454 not now\r\n"), SecurityError),
    ("refused_500", after_ehlo(b"500 what\r\n"), SecurityError),
    ("refused_554", after_ehlo(b"554 never\r\n"), SecurityError),
    ("answered_250", after_ehlo(b"250 ok\r\n"), SecurityError),
    ("ok_then_plaintext", after_ehlo(b"220 go\r\n250-here\r\n250 AUTH PLAIN\r\n"), SecurityError),
    ("ok_then_235", after_ehlo(b"220 go\r\n235 welcome\r\n"), SecurityError),
    ("ok_then_one_byte", after_ehlo(b"220 go\r\n2"), SecurityError),
    ("ok_twice", after_ehlo(b"220 go\r\n220 go\r\n"), SecurityError),
    ("ok_in_two_lines", after_ehlo(b"220-go\r\n220 now\r\n235 in\r\n"), SecurityError),
    ("ok_then_silence", after_ehlo(b"220 go\r\n"), ConnectionFailure),
    ("hang_up_at_starttls", lambda p: (p.smtp_hello(b"STARTTLS"), p.line()), ConnectionFailure),
    ("nonsense_at_starttls", after_ehlo(b"* OK go\r\n"), ConnectionFailure),
    ("greeting_421", just(b"421 busy\r\n"), ConnectionFailure),
    ("greeting_554", just(b"554 no\r\n"), ConnectionFailure),
    ("greeting_imap", just(b"* OK ready\r\n"), ConnectionFailure),
    ("greeting_bare_text", just(b"hello\r\n"), ConnectionFailure),
    ("greeting_flood", lambda p: p.flood(b"220-x\r\n" * 1000, 1000), ConnectionFailure),
    ("silence", lambda p: p.stall(), ConnectionFailure),
]


@pytest.mark.parametrize(("script", "error"), [c[1:] for c in STRIPPED], ids=[c[0] for c in STRIPPED])
def test_without_starttls_nothing_is_told(
    certificates: Certificates, script: Callable[[Peer], None], error: type[BandejaError]
):
    with ScriptedServer(script) as server:
        account = account_of(server, certificates)
        with pytest.raises(error):
            submit(account, timeouts=QUICK if error is ConnectionFailure else PATIENT)
        for peer in server.peers:
            assert_no_secret_in(bytes(peer.clear))


def test_a_second_hello_that_fails_inside_tls_sends_nothing(certificates: Certificates):
    def script(peer: Peer) -> None:
        peer.smtp_hello(b"STARTTLS", b"AUTH PLAIN")
        peer.smtp_reply(b"220 go\r\n")
        peer.start_tls(certificates.good())
        peer.close()

    with ScriptedServer(script) as server:
        account = account_of(server, certificates)
        with pytest.raises(ConnectionFailure):
            submit(account)
        assert_no_secret_in(bytes(server.peers[0].clear + server.peers[0].secured))


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
@pytest.mark.parametrize("wrong", Certificates.KINDS)
def test_a_bad_certificate_is_told_nothing(certificates: Certificates, wrong: str, security: Security):
    context = certificates.bad()[wrong]()

    def script(peer: Peer) -> None:
        if security is Security.STARTTLS:
            peer.smtp_hello(b"STARTTLS")
            peer.smtp_reply(b"220 go\r\n")
            peer.start_tls(context)
        peer.send(b"220 here\r\n")
        peer.wait_for_hangup()

    with ScriptedServer(script, context=context if security is Security.TLS else None) as server:
        account = account_of(server, certificates, security)
        with pytest.raises(SetupError) as caught:
            submit(account)
        expected = Certificates.KINDS[wrong]
        assert caught.value.code is expected
        assert isinstance(caught.value, SecurityError if expected is Code.TLS_FAILED else CertificateError)
        for peer in server.peers:
            assert_no_secret_in(bytes(peer.clear + peer.secured))


def test_plain_is_for_this_computer_only(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("desktop.core.network.is_loopback_peer", lambda _sock: False)
    with ScriptedServer(lambda p: (p.smtp_hello(b"AUTH PLAIN"), p.wait_for_hangup())) as server:
        with pytest.raises(SecurityError) as caught:
            submit(account_on(1, smtp_port=server.port))
        assert caught.value.code is Code.PLAIN_REFUSED
        assert_no_secret_in(server.peers[0].clear)


def test_nothing_of_a_submission_is_logged(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]):
    def script(peer: Peer) -> None:
        peer.smtp_hello(b"AUTH PLAIN")
        accept_mail(peer)

    with caplog.at_level(0), ScriptedServer(script) as server:
        assert submit(account_on(1, smtp_port=server.port)) == Accepted("250 ok")
    out, err = capfd.readouterr()
    assert PASSWORD not in caplog.text + out + err
    assert "MAIL FROM" not in caplog.text + out + err


@pytest.mark.parametrize(
    ("port", "host", "code"), [(1, "localhost", Code.CONNECTION_REFUSED), (465, "mail.invalid", Code.UNKNOWN_HOST)]
)
def test_a_server_that_is_not_there(port: int, host: str, code: Code):
    with pytest.raises(ConnectionFailure) as caught:
        submit(account_on(1, smtp_port=port, security=Security.TLS, host=host))
    assert caught.value.code is code
