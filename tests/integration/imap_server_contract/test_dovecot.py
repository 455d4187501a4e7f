"""The Dovecot that the tests start: formats, mailboxes, bulk loading, and that nothing of it stays behind."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.fakes.dovecot import SPANISH_MAILBOXES, Dovecot, dovecot
from tests.integration.imap_server_contract.conftest import quoted
from tests.integration.imap_server_contract.dialogue import Dialogue
from tests.integration.imap_server_contract.mails import RAW_8BIT, numbered

pytestmark = pytest.mark.dovecot


def log_in(server: Dovecot, user: str) -> Dialogue:
    dialogue = Dialogue(server.host, server.port)
    dialogue.ok(f"LOGIN {user} {quoted(server.password)}")
    return dialogue


@pytest.mark.parametrize("mailbox_format", ["maildir", "mdbox"])
def test_other_formats_and_localised_mailboxes(dovecot_server: Dovecot, mailbox_format: str):
    with dovecot(mailbox_format=mailbox_format, special_use=SPANISH_MAILBOXES) as server:
        dialogue = log_in(server, server.new_user())
        lines = b"\n".join(dialogue.ok('LIST (SPECIAL-USE) "" "*"').starting(b"LIST"))
        assert b"Papelera" in lines
        assert b"\\Trash" in lines
        assert dialogue.append("INBOX", RAW_8BIT).status == "OK"
        dialogue.close()
    assert not server.folder.exists()
    with pytest.raises(OSError):
        Dialogue(server.host, server.port)


def test_bulk_loading(dovecot_server: Dovecot):
    user = dovecot_server.new_user()
    mails = [(numbered(number), 1_700_000_000 + number, ("\\Seen",) if number % 2 else ()) for number in range(1, 1001)]
    assert dovecot_server.load(user, "Año/Uno", mails) == 1000
    assert dovecot_server.load(user, "Año/Uno", [(RAW_8BIT, 1_700_000_000, ("$Late",))]) == 1
    dialogue = log_in(dovecot_server, user)
    dialogue.ok('SELECT "A&APE-o/Uno"')
    assert len(dialogue.ok("UID SEARCH SEEN").search()) == 500
    found = dialogue.ok("UID FETCH 1000:1001 (BODY.PEEK[] FLAGS INTERNALDATE)").by_uid()
    assert found[1000]["BODY[]"] == mails[999][0]
    assert found[1000]["INTERNALDATE"] == b"14-Nov-2023 22:30:00 +0000"
    assert found[1001]["BODY[]"] == RAW_8BIT
    dialogue.close()


def test_accounts_are_apart(dovecot_server: Dovecot):
    one, two = dovecot_server.new_user(), dovecot_server.new_user()
    dovecot_server.load(one, "INBOX", [(RAW_8BIT, 0, ())])
    dialogue = log_in(dovecot_server, two)
    assert dialogue.ok("SELECT INBOX").numbers(b"EXISTS") == [0]
    dialogue.close()


_KILLED_RUN = """
import signal
from tests.fakes.dovecot import dovecot
with dovecot() as server:
    print(server.port, server.folder, flush=True)
    signal.pause()
"""


@pytest.mark.skipif(
    not shutil.which("setpriv"), reason="setpriv is not installed: a killed test run leaves its Dovecot behind"
)
def test_a_killed_test_run_takes_its_server_along():
    run = subprocess.Popen([sys.executable, "-c", _KILLED_RUN], stdout=subprocess.PIPE, cwd=Path(__file__).parents[3])
    assert run.stdout is not None
    port, folder = run.stdout.readline().decode().split()
    assert answers(int(port))
    run.kill()
    run.wait()
    run.stdout.close()
    patience = threading.Event()
    for _ in range(100):
        if not answers(int(port)):
            break
        patience.wait(0.05)
    assert not answers(int(port))
    shutil.rmtree(folder, ignore_errors=True)


def answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), 5.0) as probe:
            return probe.recv(4) == b"* OK"
    except ConnectionError:
        return False


def test_a_server_that_cannot_start_says_why():
    with pytest.raises(RuntimeError, match="did not start"), dovecot(extra_config="nonsense = yes"):
        pass
