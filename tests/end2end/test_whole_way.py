"""The whole way on a real server and real mail: 10,000 mails of the corpus in ten folders of Dovecot over TLS, into the cache
byte-equal, listed, searchable; then offline: read, flag, move, delete, undo, reply; then online: the server as the user left it.
"""

from __future__ import annotations

import dataclasses
import hashlib
import imaplib
import ssl
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core.accounts.credentials import MemoryCredentials
from desktop.core.api.account_settings import AccountSettings, Security, ServerSettings
from desktop.core.api.commands import Archive, Delete, MoveTo, Send, SetFlagged, SetSeen
from desktop.core.api.queries import ListView
from desktop.core.clock import ShiftedClock
from desktop.core.demo.mail_server.smtp import SubmissionServer
from desktop.core.engine import Engine
from desktop.core.mail.mailbox import SpecialUse
from desktop.core.profile import load_catalogue, real_connections
from tests.fakes.corpus import sample
from tests.fakes.dovecot import PASSWORD, Dovecot
from tests.fakes.servers import dovecot_server

__all__ = ["dovecot_server"]
pytestmark = [pytest.mark.dovecot, pytest.mark.corpus]
COUNT = 10_000
FOLDERS = ("INBOX", "Archive", "Sent", "Junk", "Work", "Work/2025", "Listas", "Facturación", "Clients & Co", "日本")
DAY = 86_400
OLD = 200
"""Mails that are older than the plan's import age and must not come."""


@dataclasses.dataclass
class WholeWay:
    engine: Engine
    server: Dovecot
    user: str
    loaded: dict[str, Counter[str]]
    clock: ShiftedClock
    account_key: int = 0
    submission: SubmissionServer | None = None

    def sync(self) -> None:
        self.engine.worker_for(self.account_key).run_until_done()

    def keys(self, name: str, search: str = "") -> list[int]:
        row = next(row for row in self.engine.mailboxes() if row.name == name)
        return list(self.engine.list_keys(ListView(mailbox_key=row.mailbox_key, search=search)))

    def box(self, name: str) -> int:
        return next(row.mailbox_key for row in self.engine.mailboxes() if row.name == name)


@pytest.fixture(scope="module")
def way(dovecot_server: Dovecot, corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WholeWay]:
    user = dovecot_server.new_user()
    clock = ShiftedClock()
    now = clock.now()
    loaded: dict[str, Counter[str]] = {}
    mails = [crlf(raw) for _, raw in sample(corpus, COUNT)][:COUNT]
    for number, folder in enumerate(FOLDERS):
        part = mails[number :: len(FOLDERS)]
        dovecot_server.load(user, folder, [(raw, now - n * 60 - 3600, ()) for n, raw in enumerate(part)])
        loaded[folder] = Counter(map(digest, part))
    too_old = [(crlf(raw), now - 95 * DAY, ()) for _, raw in sample(corpus, OLD)]
    dovecot_server.load(user, "INBOX", too_old)
    submission = SubmissionServer({user: PASSWORD})
    smtp = ServerSettings("127.0.0.1", submission.start(), Security.PLAIN, user)
    imap = ServerSettings("127.0.0.1", dovecot_server.tls_port, Security.TLS, user)
    engine = Engine(
        tmp_path_factory.mktemp("way") / "profile",
        connections=real_connections(clock),
        credentials=MemoryCredentials(),
        catalogue=load_catalogue(),
        clock=clock,
        threads=False,
    )
    from desktop.core.api.workspace_commands import SetPlan

    engine.submit(SetPlan("professional")).result(30)
    way = WholeWay(engine, dovecot_server, user, loaded, clock, submission=submission)
    settings = AccountSettings(f"{user}@example.org", "Ana", imap, smtp, ca_file=str(dovecot_server.ca_file))
    way.account_key = engine.add_account(settings, PASSWORD).result(60)
    way.sync()
    yield way
    engine.close()
    submission.stop()


def crlf(raw: bytes) -> bytes:
    """As IMAP wants it: every line ends in CRLF and nothing is NUL."""
    text = raw.replace(b"\0", b"").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    text = text.partition(b"\n")[2] if text.startswith(b"From ") else text
    return text.replace(b"\n", b"\r\n")


def digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def test_every_mail_inside_the_window_is_here_byte_equal(way: WholeWay) -> None:
    for folder in FOLDERS:
        here = Counter(digest(way.engine.raw(key) or b"") for key in way.keys(folder))
        assert here == way.loaded[folder], folder


def test_every_row_can_be_shown(way: WholeWay) -> None:
    for folder in FOLDERS:
        keys = way.keys(folder)
        rows = way.engine.rows(keys)
        assert len(rows) == len(keys) == sum(way.loaded[folder].values())


def test_mails_are_found_by_words_of_their_text(way: WholeWay) -> None:
    missing = []
    for key in way.keys("Work")[::20]:
        detail = way.engine.message(key)
        assert detail is not None
        assert detail.parsed is not None
        words = [
            word for word in detail.parsed.text.split() if word.isascii() and word.isalpha() and 5 < len(word) < 15
        ]
        if words and key not in way.keys("Work", f'"{words[0]}"'):
            missing.append((key, words[0]))
    assert not missing


def test_a_second_sync_downloads_nothing(way: WholeWay) -> None:
    changes = []
    end = way.engine.subscribe(changed=changes.append)
    way.sync()
    end()
    assert not [change for change in changes if change.locations or change.messages]


def test_offline_work_reaches_the_server_as_the_user_left_it(way: WholeWay) -> None:
    engine = way.engine
    inbox = [key for key in way.keys("INBOX")[:40] if message_id(way, key)]
    read, starred, moved, archived, deleted, undone, answered = inbox[:7]
    ids = {key: message_id(way, key) for key in inbox[:7]}
    # Offline: nothing here speaks to a server.
    engine.submit(SetSeen((read,), True)).result(10)
    engine.submit(SetFlagged((starred,), True)).result(10)
    engine.submit(MoveTo((moved,), way.box("Work"))).result(10)
    engine.submit(Archive((archived,))).result(10)
    engine.submit(Delete((deleted,))).result(10)
    engine.submit(Delete((undone,))).result(10)
    assert engine.undo().result(10).done == "undone"
    draft = dataclasses.replace(engine.reply(answered, to_all=False), to="bob@example.com")
    sent = engine.submit(Send(None, draft, undo_seconds=0)).result(10)
    assert sent.done == "sent"
    shown = set(way.keys("INBOX"))
    assert {moved, archived, deleted}.isdisjoint(shown)
    assert {read, starred, undone, answered} <= shown
    # Online again.
    way.clock.shift += 60
    assert engine.send_due() == 1
    way.sync()
    assert not engine.operations()
    server = Watched(way)
    assert "\\Seen" in server.flags("INBOX", ids[read])
    assert "\\Flagged" in server.flags("INBOX", ids[starred])
    assert "\\Answered" in server.flags("INBOX", ids[answered])
    assert server.flags("INBOX", ids[undone]) is not None
    for key, folder in ((moved, "Work"), (archived, "Archive"), (deleted, "Trash")):
        assert server.flags("INBOX", ids[key]) is None
        assert server.flags(folder, ids[key]) is not None
    assert way.submission is not None
    assert [mail.recipients for mail in way.submission.accepted] == [("bob@example.com",)]
    assert server.count("Sent") == sum(way.loaded["Sent"].values()) + 1
    assert engine.rows([way.keys("Sent")[0]])
    special = next(row for row in engine.mailboxes() if row.name == "Sent")
    assert special.special_use is SpecialUse.SENT
    server.close()


def message_id(way: WholeWay, key: int) -> str:
    detail = way.engine.message(key)
    assert detail is not None
    return detail.envelope_only.envelope.message_id


class Watched:
    """The server seen by another client: the standard library's."""

    def __init__(self, way: WholeWay) -> None:
        context = ssl.create_default_context(cafile=str(way.server.ca_file))
        self._imap = imaplib.IMAP4_SSL("127.0.0.1", way.server.tls_port, ssl_context=context)
        self._imap.login(way.user, PASSWORD)

    def flags(self, folder: str, wanted: str) -> str | None:
        self._imap.select(f'"{folder}"', readonly=True)
        _, found = self._imap.uid("SEARCH", "HEADER", "Message-ID", f'"{wanted}"')
        uids = found[0].split()
        if not uids:
            return None
        _, answer = self._imap.uid("FETCH", uids[-1].decode(), "(FLAGS)")
        return answer[0].decode()

    def count(self, folder: str) -> int:
        return int(self._imap.select(f'"{folder}"', readonly=True)[1][0])

    def close(self) -> None:
        self._imap.logout()
