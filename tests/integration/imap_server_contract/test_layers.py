"""TLS, STARTTLS and COMPRESS, against both servers."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.fakes.certificates import Certificates
from tests.fakes.servers import embedded
from tests.integration.imap_server_contract.conftest import Site, quoted
from tests.integration.imap_server_contract.dialogue import Dialogue
from tests.integration.imap_server_contract.mails import numbered


@dataclass(frozen=True)
class SecureSite:
    host: str
    port: int
    tls_port: int
    ca_file: Path
    login: str


@pytest.fixture(params=["embedded", pytest.param("dovecot", marks=pytest.mark.dovecot)])
def secure(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SecureSite]:
    if request.param == "dovecot":
        judge = request.getfixturevalue("dovecot_server")
        login = f"LOGIN {judge.new_user()} {quoted(judge.password)}"
        yield SecureSite(judge.host, judge.port, judge.tls_port, judge.ca_file, login)
        return
    certificates = Certificates(tmp_path)
    with (
        embedded(ssl_context=certificates.good()) as tls,
        embedded(ssl_context=certificates.good(), starttls=True) as clear,
    ):
        login = f"LOGIN {tls.user} {quoted(tls.password)}"
        yield SecureSite(tls.host, clear.port, tls.port, certificates.ca_file, login)


def use(dialogue: Dialogue, login: str) -> None:
    """A mail of some size goes there and comes back."""
    dialogue.ok(login)
    raw = numbered(1) + b"0123456789abcde\r\n" * 20_000
    assert dialogue.append("Sent", raw).status == "OK"
    dialogue.ok("SELECT Sent")
    assert dialogue.ok("FETCH 1 BODY.PEEK[]").fetches()[0]["BODY[]"] == raw
    dialogue.ok("LOGOUT")
    dialogue.close()


def test_tls(secure: SecureSite):
    use(Dialogue(secure.host, secure.tls_port, ca_file=secure.ca_file), secure.login)


def test_starttls(secure: SecureSite):
    dialogue = Dialogue(secure.host, secure.port)
    assert b"STARTTLS" in dialogue.greeting
    dialogue.ok("STARTTLS")
    dialogue.start_tls(secure.ca_file)
    assert b"STARTTLS" not in dialogue.ok("CAPABILITY").starting(b"CAPABILITY")[0]
    use(dialogue, secure.login)


def test_starttls_forgets_what_was_sent_ahead(secure: SecureSite):
    """A command slipped in behind STARTTLS, before TLS, must not be carried out inside it."""
    dialogue = Dialogue(secure.host, secure.port)
    dialogue.send(b"s STARTTLS\r\ninjected NOOP\r\n")
    assert dialogue.read_line().startswith(b"s OK")
    try:
        dialogue.start_tls(secure.ca_file)
    except (ssl.SSLError, ConnectionError):
        return  # taking it for a broken handshake is as safe
    assert dialogue.ok("NOOP").lines == []
    dialogue.close()


def test_starttls_inside_tls(secure: SecureSite):
    dialogue = Dialogue(secure.host, secure.tls_port, ca_file=secure.ca_file)
    assert dialogue.ask("STARTTLS").status == "BAD"
    dialogue.close()


def test_compress(site: Site):
    dialogue = site.log_in()
    dialogue.ok("COMPRESS DEFLATE")
    dialogue.start_deflate()
    raw = numbered(1) + b"0123456789abcde\r\n" * 50_000
    assert dialogue.append("INBOX", raw).status == "OK"
    dialogue.ok("SELECT INBOX")
    assert dialogue.ok("FETCH 1 BODY.PEEK[]").fetches()[0]["BODY[]"] == raw


def test_compress_with_commands_sent_ahead(site: Site):
    """What follows the command at once is compressed already only after the OK: the client has to wait, and then may."""
    dialogue = site.log_in("INBOX")
    dialogue.ok("COMPRESS DEFLATE")
    dialogue.start_deflate()
    tags = [dialogue.start("NOOP") for _ in range(20)]
    assert {dialogue.finish(tag).status for tag in tags} == {"OK"}


def test_compress_twice(site: Site):
    dialogue = site.log_in()
    dialogue.ok("COMPRESS DEFLATE")
    dialogue.start_deflate()
    assert dialogue.ask("COMPRESS DEFLATE").status in ("NO", "BAD")


def test_compress_with_an_unknown_method(site: Site):
    assert site.log_in().ask("COMPRESS NONSENSE").status in ("NO", "BAD")
