"""The submission server: what it takes, whom it lets in, and how it goes wrong."""

from __future__ import annotations

import base64
import contextlib
import smtplib
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core.demo.mail_server.faults import Ending, When
from desktop.core.demo.mail_server.smtp import SubmissionServer, Submitted
from tests.fakes.certificates import Certificates

MAIL = b"From: ana@example.org\r\nSubject: x\r\n\r\n.a dot first\r\n..\r\nse\xc3\xb1or\r\n"


@pytest.fixture
def heard() -> list[tuple[str, tuple[str, ...], bytes]]:
    return []


@pytest.fixture
def server(heard: list[tuple[str, tuple[str, ...], bytes]]) -> Iterator[SubmissionServer]:
    with SubmissionServer(
        {"ana": "pw"}, lambda *mail: heard.append(mail), tokens={"ana": "tok"}, size_limit=10_000
    ) as running:
        yield running


@contextlib.contextmanager
def client(server: SubmissionServer, *, login: bool = True) -> Iterator[smtplib.SMTP]:
    connection = smtplib.SMTP("127.0.0.1", server.port, timeout=5)
    try:
        connection.ehlo()
        if login:
            connection.login("ana", "pw")
        yield connection
    finally:
        connection.close()


def send(connection: smtplib.SMTP, *recipients: str, **options: list[str]) -> dict[str, tuple[int, bytes]]:
    return connection.sendmail("ana@example.org", list(recipients) or ["bea@example.net"], MAIL, **options)


def test_a_mail_is_taken_byte_for_byte(server: SubmissionServer, heard: list[tuple[str, tuple[str, ...], bytes]]):
    with client(server) as connection:
        assert send(connection, "bea@example.net", "carl@example.com") == {}
    assert server.accepted == [Submitted("ana@example.org", ("bea@example.net", "carl@example.com"), MAIL, "ana")]
    assert heard == [("ana@example.org", ("bea@example.net", "carl@example.com"), MAIL)]


def test_what_is_offered(server: SubmissionServer):
    with client(server) as connection:
        assert connection.esmtp_features["size"] == "10000"
        assert {"smtputf8", "8bitmime"} <= set(connection.esmtp_features)
        assert set(connection.esmtp_features["auth"].split()) == {"LOGIN", "PLAIN", "XOAUTH2"}


@pytest.mark.parametrize("method", ["auth_plain", "auth_login"])
def test_ways_in(server: SubmissionServer, method: str):
    with client(server, login=False) as connection:
        connection.user, connection.password = "ana", "pw"
        code, _ = connection.auth(method.removeprefix("auth_").upper(), getattr(connection, method))
        assert code == 235
        assert send(connection) == {}


@pytest.mark.parametrize(("token", "code"), [("tok", 235), ("old", 535)])
def test_xoauth2(server: SubmissionServer, token: str, code: int):
    response = base64.b64encode(f"user=ana\x01auth=Bearer {token}\x01\x01".encode()).decode()
    with client(server, login=False) as connection:
        assert connection.docmd("AUTH", f"XOAUTH2 {response}")[0] == code


def test_a_wrong_password(server: SubmissionServer):
    with client(server, login=False) as connection, pytest.raises(smtplib.SMTPAuthenticationError):
        connection.login("ana", "wrong")


def test_nobody_sends_without_login(server: SubmissionServer):
    with client(server, login=False) as connection:
        assert connection.mail("ana@example.org")[0] == 530
    assert server.accepted == []


def test_addresses_beyond_ascii(server: SubmissionServer):
    with client(server) as connection:
        assert send(connection, "ñandú@example.net", mail_options=["SMTPUTF8"]) == {}
    assert server.accepted[0].recipients == ("ñandú@example.net",)


def test_a_mail_that_is_too_large(server: SubmissionServer):
    with client(server) as connection:
        assert connection.mail("ana@example.org", ["SIZE=20000"])[0] == 552
        connection.rset()
        connection.mail("ana@example.org")
        connection.rcpt("bea@example.net")
        assert connection.data(MAIL + b"x\r\n" * 4000)[0] == 552
    assert server.accepted == []


def test_refusing_one_recipient(server: SubmissionServer):
    server.faults.refuse("RCPT", "550 5.1.1 No such user", containing="carl@")
    with client(server) as connection:
        assert send(connection, "bea@example.net", "carl@example.com") == {
            "carl@example.com": (550, b"5.1.1 No such user")
        }
    assert server.accepted[0].recipients == ("bea@example.net",)


@pytest.mark.parametrize(
    ("command", "reply", "error"),
    [
        ("MAIL", "451 4.7.1 Greylisted", smtplib.SMTPSenderRefused),
        ("RCPT", "550 5.1.1 Unknown", smtplib.SMTPRecipientsRefused),
        ("DATA", "554 5.5.1 No", smtplib.SMTPDataError),
        (".", "552 5.3.4 Too big after all", smtplib.SMTPDataError),
        (".", "421 4.3.2 Shutting down", smtplib.SMTPDataError),
    ],
)
def test_refusals(server: SubmissionServer, command: str, reply: str, error: type[Exception]):
    server.faults.refuse(command, reply)
    with client(server) as connection, pytest.raises(error):
        send(connection)
    assert server.accepted == []
    with client(server) as connection:
        assert send(connection) == {}


def test_refusing_everybody_at_the_door(server: SubmissionServer):
    server.faults.refuse("GREETING", "554 5.3.2 Not now")
    with pytest.raises(smtplib.SMTPConnectError), client(server):
        pass
    with client(server):
        pass


@pytest.mark.parametrize("ending", [Ending.RESET, Ending.CLOSE])
@pytest.mark.parametrize(("when", "taken"), [(When.BEFORE, 0), (When.AFTER, 1)])
def test_losing_the_answer_to_a_mail(server: SubmissionServer, ending: Ending, when: When, taken: int):
    server.faults.drop(".", when=when, ending=ending)
    with client(server) as connection, pytest.raises(smtplib.SMTPServerDisconnected):
        send(connection)
    assert len(server.accepted) == taken


def test_silence_after_a_mail(server: SubmissionServer):
    server.faults.drop(".", when=When.AFTER, ending=Ending.SILENCE)
    with client(server) as connection:
        connection.sock.settimeout(0.3)
        with pytest.raises((smtplib.SMTPServerDisconnected, TimeoutError)):
            send(connection)
    assert len(server.accepted) == 1


def test_an_answer_cut_in_the_middle(server: SubmissionServer):
    with client(server) as connection:
        connection.mail("ana@example.org")
        connection.rcpt("bea@example.net")
        server.faults.cut_after_bytes(len("354 End data with <CR><LF>.<CR><LF>\r\n25"), Ending.CLOSE)
        assert connection.data(MAIL)[0] == 25  # smtplib takes half a line for a reply
    assert len(server.accepted) == 1


def test_a_stall_that_is_released(server: SubmissionServer):
    server.faults.stall("RCPT", seconds=0.01)
    with client(server) as connection:
        assert send(connection) == {}


@pytest.mark.parametrize("command", ["EHLO", "AUTH", "MAIL", "RCPT", "DATA"])
def test_losing_the_connection_at_a_command(server: SubmissionServer, command: str):
    server.faults.drop(command)
    with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError)), client(server) as connection:
        send(connection)
    assert server.accepted == []


def test_the_record_holds_no_secrets(server: SubmissionServer):
    with client(server) as connection:
        send(connection)
    assert [heard.name for heard in server.faults.commands()][:5] == ["GREETING", "EHLO", "AUTH", "MAIL", "RCPT"]
    assert "pw" not in str(server.faults.commands())
    assert base64.b64encode(b"\0ana\0pw").decode() not in str(server.faults.commands())


@pytest.mark.parametrize("starttls", [True, False])
def test_tls(tmp_path: Path, starttls: bool):
    certificates = Certificates(tmp_path)
    context = ssl.create_default_context(cafile=str(certificates.ca_file))
    with SubmissionServer(
        {"ana": "pw"}, ssl_context=certificates.good(), starttls=starttls, require_tls=True
    ) as server:
        if starttls:
            connection = smtplib.SMTP("localhost", server.port, timeout=5)
            connection.ehlo()
            assert "auth" not in connection.esmtp_features
            assert connection.docmd("AUTH", "PLAIN AGFuYQBwdw==")[0] == 530
            connection.starttls(context=context)
        else:
            connection = smtplib.SMTP_SSL("localhost", server.port, timeout=5, context=context)
        connection.login("ana", "pw")
        assert send(connection) == {}
        connection.quit()
        assert len(server.accepted) == 1


def test_stopping_hangs_up(server: SubmissionServer):
    with client(server) as connection:
        server.stop()
        with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError)):
            connection.noop()
