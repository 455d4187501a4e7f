"""What submission promises, kept over real servers: one suite, run against Postfix and against the embedded server.

Both are told to refuse the same: recipients whose names say so, a subject, a sender who is somebody else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

import pytest

from desktop.core.api.account_settings import Security
from desktop.core.api.errors import AuthenticationError, CertificateError
from desktop.core.clock import SystemClock
from desktop.core.demo.mail_server.faults import Faults
from desktop.core.demo.mail_server.smtp import SubmissionServer
from desktop.core.smtp.client import SmtpClient
from desktop.core.smtp.gateway import Accepted, Refused, Submission
from tests.fakes.certificates import Certificates
from tests.fakes.dovecot import PASSWORD
from tests.fakes.postfix import SIZE_LIMIT
from tests.fakes.scripted_server import account_on
from tests.fakes.servers import real_postfix

_NAMES = count(1)
LETTER = (
    b"From: ana@example.org\r\nTo: bob@example.net\r\nDate: Sat, 28 Nov 2026 10:00:00 +0000\r\n"
    b"Message-ID: <1@example.org>\r\nSubject: hello\r\n\r\n"
    b"se\xc3\xb1or\r\n.\r\n..two\r\n.one\r\n" + b"y" * 998 + b"\r\n"
)


@dataclass(frozen=True)
class Place:
    """`delivered` is what came for an address, each mail beginning with its From line as it was given."""

    port_for: Callable[[Security], int]
    ca_file: object
    delivered: Callable[[str], list[bytes]]

    def submit(
        self,
        *recipients: str,
        raw: bytes = LETTER,
        sender: str = "ana@example.org",
        security: Security = Security.PLAIN,
        password: str = PASSWORD,
        before_data_end: Callable[[], None] = lambda: None,
        trusted: bool = True,
    ) -> Submission:
        port, ca_file = self.port_for(security), self.ca_file if trusted else None
        account = account_on(1, smtp_port=port, security=security, host="localhost", ca_file=ca_file)
        return SmtpClient(account, password, clock=SystemClock()).submit(
            sender, recipients, raw, before_data_end=before_data_end
        )


@pytest.fixture(params=[pytest.param("postfix", marks=pytest.mark.servers), "embedded"])
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    if request.param == "postfix":
        server = real_postfix()
        ports = {Security.PLAIN: server.port, Security.STARTTLS: server.port, Security.TLS: server.tls_port}

        def delivered(recipient: str) -> list[bytes]:
            """Without the lines that Postfix puts before it."""
            return [raw[raw.index(b"From: ") :] for raw in server.delivered(recipient)]

        yield Place(ports.__getitem__, server.ca_file, delivered)
        return
    certificates = Certificates(request.getfixturevalue("tmp_path"))
    servers: dict[Security, SubmissionServer] = {}

    def port_for(security: Security) -> int:
        if security not in servers:
            context = None if security is Security.PLAIN else certificates.good()
            one = SubmissionServer(
                {"ana": PASSWORD},
                size_limit=SIZE_LIMIT,
                ssl_context=context,
                starttls=security is Security.STARTTLS,
            )
            refuse_as_postfix(one.faults)
            one.start()
            servers[security] = one
        return servers[security].port

    def taken(recipient: str) -> list[bytes]:
        return [one.raw for server in servers.values() for one in server.accepted if recipient in one.recipients]

    yield Place(port_for, certificates.ca_file, taken)
    for server in servers.values():
        server.stop()


def refuse_as_postfix(faults: Faults) -> None:
    for name, reply in (
        ("later", "451 4.3.0 come back later"),
        ("full", "452 4.2.2 the mailbox is full"),
        ("never", "550 5.1.1 nobody of that name"),
    ):
        faults.refuse("RCPT", reply, containing=f"<{name}", times=None)
    faults.refuse("MAIL", "553 5.7.1 not owned by user ana", containing="<stranger", times=None)


def somebody() -> str:
    """An address that no other test writes to."""
    return f"bob{next(_NAMES)}@example.net"


@pytest.mark.parametrize("security", list(Security))
def test_a_mail_arrives_byte_for_byte(place: Place, security: Security):
    """Dots at the start of lines, bytes beyond ASCII, a line as long as may be."""
    bob = somebody()
    committed = []
    result = place.submit(bob, security=security, before_data_end=lambda: committed.append(1))
    assert isinstance(result, Accepted)
    assert result.reply.startswith("250")
    assert (result.refused, committed) == ((), [1])
    assert place.delivered(bob) == [LETTER]


@pytest.mark.parametrize("security", list(Security))
def test_a_wrong_password(place: Place, security: Security):
    with pytest.raises(AuthenticationError) as caught:
        place.submit(somebody(), security=security, password="not this one")
    assert caught.value.parameters["said"].startswith("535")


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_an_unknown_authority(place: Place, security: Security):
    with pytest.raises(CertificateError):
        place.submit(somebody(), security=security, trusted=False)


@pytest.mark.parametrize(("name", "code"), [("later", 451), ("full", 452), ("never", 550)])
def test_one_recipient_of_three_is_refused(place: Place, name: str, code: int):
    bob, cora, other = somebody(), somebody(), f"{name}@example.net"
    result = place.submit(bob, other, cora)
    assert isinstance(result, Accepted)
    assert [(address, refused) for address, refused, _ in result.refused] == [(other, code)]
    assert place.delivered(bob) == place.delivered(cora) == [LETTER]


@pytest.mark.parametrize(
    ("names", "code", "permanent"),
    [
        (["later"], 451, False),
        (["never"], 550, True),
        (["never", "full"], 452, False),
        (["never", "never2"], 550, True),
    ],
)
def test_every_recipient_is_refused(place: Place, names: list[str], code: int, permanent: bool):
    committed = []
    result = place.submit(*(f"{name}@example.net" for name in names), before_data_end=lambda: committed.append(1))
    assert isinstance(result, Refused)
    assert (result.code, result.permanent, committed) == (code, permanent, [])


def test_somebody_elses_address(place: Place):
    result = place.submit(somebody(), sender="stranger@example.org")
    assert isinstance(result, Refused)
    assert (result.code, result.permanent) == (553, True)


def test_a_mail_too_large_for_the_server(place: Place):
    committed = []
    result = place.submit(
        somebody(), raw=LETTER + b"z" * 70 + b"\r\n" * (SIZE_LIMIT // 2), before_data_end=lambda: committed.append(1)
    )
    assert isinstance(result, Refused)
    assert (result.permanent, committed) == (True, [])
    assert place.submit(somebody(), raw=LETTER + b"z\r\n" * (SIZE_LIMIT // 6)).__class__ is Accepted


def test_many_recipients(place: Place):
    recipients = [somebody() for _ in range(100)]
    assert isinstance(place.submit(*recipients), Accepted)
    assert place.delivered(recipients[0]) == place.delivered(recipients[-1]) == [LETTER]


@pytest.mark.servers
def test_a_refusal_after_the_dot():
    """Postfix reads the headers when it has the whole mail."""
    server, bob, committed = real_postfix(), somebody(), []
    account = account_on(1, smtp_port=server.port, host="localhost")
    result = SmtpClient(account, server.password, clock=SystemClock()).submit(
        "ana@example.org", [bob], b"Subject: refuse me\r\n\r\nhello\r\n", before_data_end=lambda: committed.append(1)
    )
    assert isinstance(result, Refused)
    assert (result.code, result.permanent, committed) == (550, True, [1])
    assert "we do not want this" in result.reply
