"""J1 and J2 for IMAP: no name, password or mail crosses the wire in the clear or to the wrong server."""

from __future__ import annotations

import base64
import ssl
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.core.api.account_settings import Auth, Security
from desktop.core.api.errors import (
    AuthenticationError,
    BandejaError,
    CertificateError,
    Code,
    ConnectionFailure,
    ProtocolError,
    SecurityError,
    ServerRefusal,
    SetupError,
)
from desktop.core.clock import SystemClock
from desktop.core.imap.connect import connect_imap
from tests.fakes.certificates import Certificates
from tests.fakes.scripted_server import Peer, ScriptedServer, account_on
from tests.integration.imap_client.conftest import PASSWORD, PATIENT_SECONDS, QUICK_SECONDS, assert_is_closed, log_in

CAPS = b"* CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN\r\nTAG OK done\r\n"
SECRETS = [PASSWORD.encode(), base64.b64encode(f"\0ana\0{PASSWORD}".encode()), b"ana"]


def play_logged_in(peer: Peer, capability: bytes = b"IMAP4rev1") -> None:
    """The rest of a good session after TLS: capabilities, login, capabilities."""
    caps = b"* CAPABILITY " + capability + b"\r\nTAG OK done\r\n"
    assert peer.command(caps) == b"CAPABILITY"
    assert peer.command(b"TAG OK hello\r\n").startswith(b"LOGIN ")
    assert peer.command(caps) == b"CAPABILITY"


def assert_no_secret_in(data: bytes) -> None:
    assert not [secret for secret in SECRETS if secret in data]


# ---- STARTTLS


def test_starttls_logs_in_inside_tls_and_forgets_what_was_said_before(certificates: Certificates):
    """Before TLS the server offers AUTH=PLAIN only, inside it LOGIN only: what counts is what was said inside."""

    def script(peer: Peer) -> None:
        peer.send(b"* OK [CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN LOGINDISABLED] ready\r\n")
        peer.command(CAPS)
        assert peer.command(b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n* 9 EXISTS\r\nTAG OK go\r\n") == b"STARTTLS"
        peer.start_tls(certificates.good())
        tag, _, command = peer.line().partition(b" ")
        assert command == b"CAPABILITY"
        peer.send(b"* CAPABILITY IMAP4rev1\r\n" + tag + b" OK done\r\n")
        rest = []
        while (line := peer.line()) and b"LOGOUT" not in line:
            tag, _, command = line.partition(b" ")
            rest.append(command.split()[0])
            peer.send(b"* CAPABILITY IMAP4rev1 IDLE\r\n" + tag + b" OK done\r\n")

    with ScriptedServer(script) as server:
        account = account_on(server.port, security=Security.STARTTLS, host="localhost", ca_file=certificates.ca_file)
        client = log_in(account)
        assert client.capabilities.idle
        client.close()
        (peer,) = server.peers
        assert_no_secret_in(peer.clear)
        assert b'LOGIN "ana" "Tr0ub4dor&3 \\"quoted\\""' in peer.secured


def after_greeting(*answers: bytes) -> Callable[[Peer], None]:
    def script(peer: Peer) -> None:
        peer.send(b"* OK ready\r\n")
        for answer in answers:
            peer.command(answer)
        peer.wait_for_hangup()

    return script


def just(greeting: bytes) -> Callable[[Peer], None]:
    def script(peer: Peer) -> None:
        peer.send(greeting)
        for _ in range(5):
            if not peer.command(CAPS):
                return

    return script


STRIPPED: list[tuple[str, Callable[[Peer], None], type[BandejaError]]] = [
    ("not_offered", after_greeting(b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\nTAG OK done\r\n"), SecurityError),
    (
        "only_beside_the_answer",
        after_greeting(b"* CAPABILITY IMAP4rev1\r\nTAG OK [CAPABILITY STARTTLS]\r\n"),
        ProtocolError,
    ),
    ("refused_no", after_greeting(CAPS, b"TAG NO not today\r\n"), SecurityError),
    ("refused_bad", after_greeting(CAPS, b"TAG BAD what?\r\n"), SecurityError),
    ("refused_with_referral", after_greeting(CAPS, b"TAG NO [REFERRAL imap://evil.invalid/] go\r\n"), SecurityError),
    ("refused_with_alert", after_greeting(CAPS, b"* OK [ALERT] type it here\r\nTAG NO x\r\n"), SecurityError),
    ("ok_then_plaintext", after_greeting(CAPS, b"TAG OK go\r\n* OK hello\r\nTAG OK done\r\n"), SecurityError),
    ("ok_then_login_ok", after_greeting(CAPS, b"TAG OK go\r\nTAG OK logged in\r\n"), SecurityError),
    ("ok_then_capability", after_greeting(CAPS, b"TAG OK go\r\n* CAPABILITY IMAP4rev1\r\n"), SecurityError),
    ("ok_then_one_byte", after_greeting(CAPS, b"TAG OK go\r\n*"), SecurityError),
    ("ok_then_silence", after_greeting(CAPS, b"TAG OK go\r\n"), ConnectionFailure),
    ("ok_twice", after_greeting(CAPS, b"TAG OK go\r\nTAG OK go\r\n"), SecurityError),
    ("ok_of_another", after_greeting(CAPS, b"Z1 OK go\r\n"), ProtocolError),
    ("bye", after_greeting(CAPS, b"* BYE no\r\n"), ConnectionFailure),
    ("preauth", just(b"* PREAUTH welcome\r\n"), SecurityError),
    ("preauth_with_capability", just(b"* PREAUTH [CAPABILITY IMAP4rev1 STARTTLS] welcome\r\n"), SecurityError),
    ("preauth_within_starttls", after_greeting(CAPS, b"* PREAUTH hi\r\nTAG NO x\r\n"), SecurityError),
    ("greeting_bye", just(b"* BYE too many\r\n"), ConnectionFailure),
    ("greeting_without_star", just(b"OK ready\r\n"), ProtocolError),
    ("greeting_no", just(b"* NO never\r\n"), ProtocolError),
    ("greeting_bad", just(b"* BAD never\r\n"), ProtocolError),
    ("greeting_untagged_data", just(b"* 3 EXISTS\r\n"), ProtocolError),
    ("greeting_tagged", just(b"A1 OK\r\n"), ProtocolError),
    ("greeting_bare_line_feed", just(b"* OK ready\n"), ProtocolError),
    ("greeting_100_kb", just(b"* OK " + b"x" * 100_000 + b"\r\n"), ProtocolError),
    ("greeting_smtp", just(b"220 mail.example.org ESMTP\r\n"), ProtocolError),
    ("greeting_http", just(b"HTTP/1.1 200 OK\r\n"), ProtocolError),
    ("greeting_tls_alert", just(b"\x15\x03\x03\x00\x02\x02\x46"), ConnectionFailure),
    ("no_imap4rev1", after_greeting(b"* CAPABILITY POP3\r\nTAG OK done\r\n"), ProtocolError),
    ("capability_refused", after_greeting(b"TAG NO x\r\n"), ProtocolError),
    ("capability_literal", after_greeting(b"* CAPABILITY {99999999}\r\n"), ProtocolError),
    ("capability_flood", after_greeting(b"* OK x\r\n" * 100_000), ProtocolError),
    ("mailbox_data_before_tls", after_greeting(b"* LIST () NIL INBOX\r\n" * 2000 + CAPS), ProtocolError),
    ("silence", lambda p: p.stall(), ConnectionFailure),
    ("hang_up", lambda p: None, ConnectionFailure),
]


@pytest.mark.parametrize(("script", "error"), [c[1:] for c in STRIPPED], ids=[c[0] for c in STRIPPED])
def test_without_starttls_nothing_is_told(
    certificates: Certificates, script: Callable[[Peer], None], error: type[BandejaError]
):
    with ScriptedServer(script) as server:
        account = account_on(server.port, security=Security.STARTTLS, host="localhost", ca_file=certificates.ca_file)
        limit = QUICK_SECONDS if error is ConnectionFailure else PATIENT_SECONDS
        with pytest.raises(error):
            connect_imap(account, PASSWORD, clock=SystemClock(), read_seconds=limit, connect_seconds=limit)
        assert_no_secret_in(b"".join(bytes(peer.clear) for peer in server.peers))


def test_bytes_that_came_late_in_the_clear_break_the_handshake(certificates: Certificates):
    def script(peer: Peer) -> None:
        peer.send(b"* OK ready\r\n")
        peer.command(CAPS)
        peer.command(b"TAG OK go\r\n")
        peer.read(1)  # the client's hello has begun
        peer.send(b"* OK [ALERT] injected\r\n")
        peer.wait_for_hangup()

    with ScriptedServer(script) as server:
        with pytest.raises(SecurityError):
            log_in(account_on(server.port, security=Security.STARTTLS, host="localhost", ca_file=certificates.ca_file))
        assert_no_secret_in(server.peers[0].clear)


def test_tls_that_turns_into_preauth_is_refused(certificates: Certificates):
    with ScriptedServer(just(b"* PREAUTH welcome\r\n"), context=certificates.good()) as server:
        with pytest.raises(ProtocolError):
            log_in(account_on(server.port, security=Security.TLS, host="localhost", ca_file=certificates.ca_file))
        assert_no_secret_in(server.peers[0].secured)


# ---- certificates


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
@pytest.mark.parametrize("wrong", Certificates.KINDS)
def test_a_bad_certificate_is_told_nothing(certificates: Certificates, wrong: str, security: Security):
    context = certificates.bad()[wrong]()

    def script(peer: Peer) -> None:
        if security is Security.STARTTLS:
            peer.send(b"* OK ready\r\n")
            peer.command(CAPS)
            peer.command(b"TAG OK go\r\n")
            peer.start_tls(context)
        peer.send(b"* OK ready\r\n")
        peer.wait_for_hangup()

    with ScriptedServer(script, context=context if security is Security.TLS else None) as server:
        with pytest.raises(SetupError) as caught:
            log_in(account_on(server.port, security=security, host="localhost", ca_file=certificates.ca_file))
        expected = Certificates.KINDS[wrong]
        assert caught.value.code is expected
        assert isinstance(caught.value, SecurityError if expected is Code.TLS_FAILED else CertificateError)
        for peer in server.peers:
            assert_no_secret_in(bytes(peer.secured))
            assert b"LOGIN" not in peer.secured + peer.clear


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_a_good_certificate_is_accepted(certificates: Certificates, host: str):
    with ScriptedServer(lambda p: p.imap_login(), context=certificates.good()) as server:
        client = log_in(account_on(server.port, security=Security.TLS, host=host, ca_file=certificates.ca_file))
        client.close()


def test_without_the_ca_file_the_test_authority_is_unknown(certificates: Certificates):
    with ScriptedServer(lambda p: p.imap_login(), context=certificates.good()) as server:
        with pytest.raises(CertificateError) as caught:
            log_in(account_on(server.port, security=Security.TLS, host="localhost"))
        assert caught.value.code is Code.CERTIFICATE_UNTRUSTED


@pytest.mark.parametrize("content", [None, b"", b"not a certificate"])
def test_a_ca_file_that_cannot_be_read_is_said(tmp_path: Path, content: bytes | None):
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CertificateError) as caught:
        log_in(account_on(1, security=Security.TLS, host="localhost", ca_file=path))
    assert caught.value.code is Code.BAD_INPUT


def test_a_plain_server_on_the_tls_port_is_a_tls_failure(certificates: Certificates):
    with ScriptedServer(just(b"* OK ready\r\n")) as server:
        with pytest.raises(SecurityError) as caught:
            log_in(account_on(server.port, security=Security.TLS, host="localhost", ca_file=certificates.ca_file))
        assert caught.value.code is Code.TLS_FAILED


def test_a_handshake_that_drips_has_one_deadline(certificates: Certificates):
    with ScriptedServer(lambda p: p.drip(b"\x16\x03\x03\x40\x00" + b"\x02" * 200, 0.05)) as server:
        account = account_on(server.port, security=Security.TLS, host="localhost", ca_file=certificates.ca_file)
        start = time.monotonic()
        with pytest.raises(ConnectionFailure) as caught:
            connect_imap(account, PASSWORD, clock=SystemClock(), connect_seconds=0.5)
        assert caught.value.code is Code.TIMEOUT
        assert time.monotonic() - start < 3


# ---- login


def test_plain_is_for_this_computer_only(monkeypatch: pytest.MonkeyPatch):
    """A loopback name that leads elsewhere: the settings trusted the name, the login looks at the peer."""
    monkeypatch.setattr("desktop.core.imap.session.is_loopback_peer", lambda _sock: False)
    with ScriptedServer(after_greeting(b"* CAPABILITY IMAP4rev1\r\nTAG OK done\r\n")) as server:
        with pytest.raises(SecurityError) as caught:
            log_in(account_on(server.port))
        assert caught.value.code is Code.PLAIN_REFUSED
        assert_no_secret_in(server.peers[0].clear)


LOGINS: list[tuple[str, bytes, bytes, type[BandejaError], Code]] = [
    ("wrong", b"", b"TAG NO [AUTHENTICATIONFAILED] no\r\n", AuthenticationError, Code.WRONG_PASSWORD),
    ("wrong_without_code", b"", b"TAG NO Invalid credentials\r\n", AuthenticationError, Code.WRONG_PASSWORD),
    (
        "app_password",
        b"",
        b"TAG NO [ALERT] Application-specific password required\r\n",
        AuthenticationError,
        Code.APP_PASSWORD_NEEDED,
    ),
    ("unavailable", b"", b"TAG NO [UNAVAILABLE] later\r\n", ConnectionFailure, Code.SERVER_REFUSED),
    ("limit", b"", b"TAG NO [LIMIT] too many\r\n", ConnectionFailure, Code.SERVER_REFUSED),
    ("bad", b"", b"TAG BAD syntax\r\n", ServerRefusal, Code.SERVER_REFUSED),
    ("bye", b"", b"* BYE overloaded\r\n", ConnectionFailure, Code.SERVER_REFUSED),
    ("hang_up", b"", b"", ConnectionFailure, Code.CONNECTION_LOST),
    ("nonsense", b"", b"nonsense\r\n", ProtocolError, Code.SERVER_CONFUSED),
    ("questions_without_end", b" AUTH=PLAIN", b"+ \r\n" * 50, ProtocolError, Code.SERVER_CONFUSED),
    ("question_no_base64", b" AUTH=PLAIN", b"+ a\r\n", ProtocolError, Code.SERVER_CONFUSED),
    ("flood", b"", b"* OK x\r\n" * 50_000, ProtocolError, Code.SERVER_CONFUSED),
]


@pytest.mark.parametrize(("capability", "answer", "error", "code"), [c[1:] for c in LOGINS], ids=[c[0] for c in LOGINS])
def test_a_failed_login_says_what_failed(capability: bytes, answer: bytes, error: type[BandejaError], code: Code):
    def script(peer: Peer) -> None:
        peer.send(b"* OK ready\r\n")
        peer.command(b"* CAPABILITY IMAP4rev1" + capability + b"\r\nTAG OK done\r\n")
        peer.command(answer)
        if answer:
            peer.wait_for_hangup()

    with ScriptedServer(script) as server:
        with pytest.raises(error) as caught:
            log_in(account_on(server.port))
        assert caught.value.code is code
        assert PASSWORD not in str(caught.value)
        assert len(server.peers) == 1
    chain: BaseException | None = caught.value
    while chain is not None:
        assert PASSWORD not in repr(chain)
        chain = chain.__cause__


@pytest.mark.parametrize("auth", [Auth.PASSWORD, Auth.XOAUTH2])
def test_a_server_that_repeats_the_secret_does_not_get_it_into_the_error(auth: Auth):
    def script(peer: Peer) -> None:
        peer.send(b"* OK ready\r\n")
        peer.command(b"* CAPABILITY IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2\r\nTAG OK done\r\n")
        tag, _, _ = peer.line().partition(b" ")
        peer.send(b"+ \r\n")
        told = peer.line()
        assert PASSWORD.encode() in base64.b64decode(told)
        peer.send(tag + b" NO you said " + told + b" that is " + PASSWORD.encode() + b"\r\n")
        peer.wait_for_hangup()

    with ScriptedServer(script) as server:
        with pytest.raises(AuthenticationError) as caught:
            log_in(account_on(server.port, auth=auth))
    said = caught.value.parameters["said"]
    assert said.count("•••") == 2
    assert PASSWORD not in said


def test_oauth_sends_the_token_once_and_reads_the_reason():
    seen = []

    def script(peer: Peer) -> None:
        peer.send(b"* OK ready\r\n")
        peer.command(b"* CAPABILITY IMAP4rev1 AUTH=XOAUTH2\r\nTAG OK done\r\n")
        tag, _, command = peer.line().partition(b" ")
        peer.send(b"+ \r\n")
        seen.extend([command, base64.b64decode(peer.line())])
        peer.send(b"+ " + base64.b64encode(b'{"status":"401"}') + b"\r\n")
        seen.append(peer.line())
        peer.send(tag + b" NO [AUTHENTICATIONFAILED] expired\r\n")
        peer.wait_for_hangup()

    with ScriptedServer(script) as server:
        with pytest.raises(AuthenticationError):
            log_in(account_on(server.port, auth=Auth.XOAUTH2))
    assert seen == [b"AUTHENTICATE XOAUTH2", f"user=ana\1auth=Bearer {PASSWORD}\1\1".encode(), b""]


def test_logindisabled_without_another_way_is_said():
    caps = b"* CAPABILITY IMAP4rev1 LOGINDISABLED\r\nTAG OK done\r\n"
    with ScriptedServer(after_greeting(caps, caps)) as server:
        with pytest.raises(AuthenticationError) as caught:
            log_in(account_on(server.port))
        assert caught.value.code is Code.SERVER_REFUSED
        assert_no_secret_in(server.peers[0].clear)


@pytest.mark.parametrize("secret", ["a\r\nX1 DELETE INBOX", "a\nb", "nul\0"])
def test_a_password_cannot_hold_a_command(secret: str):
    with ScriptedServer(just(b"* OK ready\r\n")) as server:
        with pytest.raises(SetupError):
            connect_imap(account_on(server.port), secret, clock=SystemClock(), read_seconds=1)


def test_nothing_of_a_login_is_logged(caplog: pytest.LogCaptureFixture, connected):
    with caplog.at_level(0), connected(lambda p: p.command(b"TAG OK done\r\n")) as client:
        client.noop()
    assert PASSWORD not in caplog.text
    assert "LOGIN" not in caplog.text


@pytest.mark.parametrize(
    ("port", "host", "code"), [(1, "localhost", Code.CONNECTION_REFUSED), (993, "mail.invalid", Code.UNKNOWN_HOST)]
)
def test_a_server_that_is_not_there(port: int, host: str, code: Code):
    with pytest.raises(ConnectionFailure) as caught:
        log_in(account_on(port, security=Security.TLS, host=host))
    assert caught.value.code is code


# ---- COMPRESS


def compressing(play: Callable[[Peer, Callable[[bytes], bytes]], None]) -> Callable[[Peer], None]:
    def script(peer: Peer) -> None:
        assert peer.command(b"TAG OK go\r\n") == b"COMPRESS DEFLATE"
        deflater = zlib.compressobj(9, wbits=-15)
        play(peer, lambda data: deflater.compress(data) + deflater.flush(zlib.Z_SYNC_FLUSH))

    return script


def test_compression_works_both_ways(connected):
    inflater = zlib.decompressobj(-15)
    body = bytes(range(256)) * 4000

    def play(peer: Peer, deflate: Callable[[bytes], bytes]) -> None:
        command = b""
        while not command.endswith(b"\r\n"):
            command += inflater.decompress(peer.read(1))
        tag = command.split()[0]
        peer.send(deflate(b"* 1 FETCH (UID 1 BODY[] {%d}\r\n" % len(body) + body + b")\r\n" + tag + b" OK done\r\n"))
        peer.wait_for_hangup()

    with connected(compressing(play), capability=b"IMAP4rev1 COMPRESS=DEFLATE", is_near=False) as client:
        (fetched,) = client.fetch_bodies([1], max_size=10_000_000)
        assert fetched.raw == body
        assert client.bytes_received < len(body) // 10


def bomb(peer: Peer, deflate: Callable[[bytes], bytes]) -> None:
    peer.send(deflate(b"* 1 FETCH (UID 1 BODY[] {400000000}\r\n"))
    peer.flood(deflate(b"\0" * 1_000_000) * 40, 10)


BOMBS: list[tuple[str, Callable[[Peer, Callable[[bytes], bytes]], None]]] = [
    ("bomb", bomb),
    ("noise", lambda p, _: p.send(b"\xff" * 100)),
    ("end_of_stream", lambda p, _: p.send(zlib.compress(b"* OK\r\n", wbits=-15))),
    ("plaintext", lambda p, _: p.send(b"* OK hello\r\n")),
    ("line_that_swells", lambda p, deflate: p.send(deflate(b"A" * 50_000_000))),
]


@pytest.mark.usefixtures("within_bounds")
@pytest.mark.parametrize("play", [b[1] for b in BOMBS], ids=[b[0] for b in BOMBS])
def test_broken_and_swelling_compression_is_given_up(connected, play):
    def then_wait(peer: Peer, deflate: Callable[[bytes], bytes]) -> None:
        play(peer, deflate)
        peer.wait_for_hangup()

    with connected(compressing(then_wait), capability=b"IMAP4rev1 COMPRESS=DEFLATE", is_near=False) as client:
        with pytest.raises(ProtocolError):
            list(client.fetch_bodies([1], max_size=100))
        assert_is_closed(client)


def test_tls_context_is_strict(certificates: Certificates):
    from desktop.core.network import verified_context

    context = verified_context(str(certificates.ca_file))
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert not context.hostname_checks_common_name
    assert context.minimum_version is ssl.TLSVersion.TLSv1_2
