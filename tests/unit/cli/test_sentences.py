"""What people read: the bar of a sync, its last line, moments, findings of the doctor."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from desktop.cli import doctor, plan, sync
from desktop.cli.exits import Trouble
from desktop.cli.progress import progress_line
from desktop.cli.session import tell
from desktop.core.api.account_settings import Security, ServerSettings
from desktop.core.api.discovery import Checked
from desktop.core.api.errors import AuthenticationError, CertificateError, Code, ConnectionFailure
from desktop.core.api.rows import AccountState
from desktop.core.api.status import AccountStatus, Notice

MADRID = ZoneInfo("Europe/Madrid")
SERVER = ServerSettings("mail.example.org", 993, Security.TLS, "ana")


def test_headers_count_down_and_bodies_fill_the_bar():
    headers = AccountStatus(1, AccountState.SYNCING, 0, "INBOX", 0, 8_900)
    bodies = AccountStatus(1, AccountState.SYNCING, 0, "INBOX", 500, 1_000)
    assert progress_line("ana@example.org", headers) == "ana@example.org  INBOX: 8,900 headers to come"
    assert progress_line("a", bodies) == "a  [##########..........] 500 of 1,000 mails, INBOX"


def test_the_last_line_says_what_happened():
    result = sync.Result(
        "a@b", headers=1, bodies=2, bytes=3_000, changes_left=1, changes_refused=2, unsent=1, seconds=1.25
    )
    assert sync.sync_sentence(result) == (
        "a@b: 1 new mail, 2 bodies (3.0 kB), 1 change left, 2 changes refused, 1 in the outbox, 1.2 s"
    )


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("2026-12-24", 1_798_066_800),
        ("2026-12-24T18:00", 1_798_131_600),
        ("2026-12-24T18:00Z", 1_798_135_200),
        ("2026-12-24T18:00:00+01:00", 1_798_131_600),
    ],
)
def test_a_moment_is_of_the_computers_zone_unless_it_says_so(text: str, seconds: int):
    assert plan.parse_moment(text, MADRID) == seconds


@pytest.mark.parametrize("text", ["", "tomorrow", "2026-13-01", "0001-01-01T00:00+14:00", "24.12.2026"])
def test_no_moment(text: str):
    with pytest.raises(Trouble):
        plan.parse_moment(text, MADRID)


@pytest.mark.parametrize(
    ("error", "stage"),
    [
        (ConnectionFailure(Code.UNKNOWN_HOST, host="mail.example.org"), "name"),
        (ConnectionFailure(Code.TIMEOUT, host="mail.example.org", seconds=15), "connection"),
        (CertificateError(Code.CERTIFICATE_EXPIRED, host="mail.example.org"), "TLS"),
        (AuthenticationError(Code.WRONG_PASSWORD, host="mail.example.org", user="ana", said="no"), "login"),
    ],
)
def test_the_doctor_says_where_a_login_stops(error, stage: str):
    finding = doctor.server_finding("imap", "ana@example.org", Checked(SERVER, error))
    assert finding.state is doctor.State.PROBLEM
    assert f"IMAP mail.example.org:993/tls: the {stage} fails. {error.sentence()}" in finding.sentence


def test_the_doctor_knows_its_pythons():
    states = [doctor.python_finding(version).state for version in ((3, 10), (3, 11), (3, 14), (3, 15))]
    assert states == ["problem", "ok", "ok", "problem"]


def test_notices_become_warnings(capsys: pytest.CaptureFixture[str]):
    tell(Notice("operation_failed", 1, parameters=(("kind", "move"), ("said", "over quota\x07"), ("count", "3"))))
    tell(Notice("new_mail", 1, parameters=(("count", "3"),)))
    assert capsys.readouterr().err == (
        "bandeja: The server refused a change (move, 3): over quota\\x07 See 'bandeja operations'.\n"
    )
