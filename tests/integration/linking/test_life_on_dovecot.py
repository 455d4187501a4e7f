"""The life of links on a real server: renumbered, moved, deleted, wiped, with the backend's objects going and its key revoked.

"No linked copy lost" is counted: whatever happened, each mail linked to a task, a chat or an event can still be read here with
its links, and each mail saved to the CRM is whole there.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from imapclient import IMAPClient

from desktop.core.accounts.credentials import MemoryCredentials
from desktop.core.api.account_settings import AccountSettings, Security, ServerSettings
from desktop.core.api.commands import AcceptRemovals, Delete
from desktop.core.api.errors import AuthenticationError, Code, PlanError
from desktop.core.api.link_commands import BindConnector, LinkMail
from desktop.core.api.linking import LinkKind, LinkState
from desktop.core.api.queries import ListView
from desktop.core.api.rows import MessageRow
from desktop.core.clock import ShiftedClock
from desktop.core.engine import Engine
from desktop.core.logins import Connections
from desktop.core.profile import load_catalogue, real_connections
from tests.fakes.cache import mail
from tests.fakes.dovecot import PASSWORD, Dovecot
from tests.fakes.servers import dovecot_server
from tests.fakes.shop import HOST, Shop

__all__ = ["dovecot_server"]
pytestmark = pytest.mark.dovecot
LINKED = 8
MAILS = 12
KINDS = tuple(LinkKind)


class Life:
    """Mails 1 to 8 of Work are linked, two to each kind; the others are not."""

    def __init__(self, server: Dovecot, directory: Path) -> None:
        self.server, self.shop = server, Shop()
        self.user = server.new_user()
        self.clock = ShiftedClock()
        self.load("Work")
        server.load(self.user, "Other", [])
        real = real_connections(self.clock)
        connections: Connections = dataclasses.replace(real, check_smtp=lambda settings, secret: None)
        self.engine = Engine(
            directory, connections=connections, credentials=MemoryCredentials(), catalogue=load_catalogue(),
            clock=self.clock, threads=False, more_backends=[self.shop.backend()],
        )  # fmt: skip
        imap = ServerSettings("127.0.0.1", server.port, Security.PLAIN, self.user)
        smtp = ServerSettings("127.0.0.1", 9, Security.PLAIN, self.user)
        settings = AccountSettings(f"{self.user}@example.org", "Ana", imap, smtp)
        self.account_key = self.engine.add_account(settings, PASSWORD).result(30)
        self.sync()
        for kind in KINDS:
            self.engine.submit(BindConnector(kind, "shop")).result(30)
        for number in range(1, LINKED + 1):
            self.engine.submit(LinkMail(KINDS[number % 4], (self.row(number).location_key,))).result(30)
        self.engine.linking.run_due()
        assert len(self.shop.objects) == LINKED

    def load(self, mailbox: str) -> None:
        now = self.clock.now()
        self.server.load(self.user, mailbox, [(mail(n), now - 3600 - n, ()) for n in range(1, MAILS + 1)])

    def sync(self, times: int = 2) -> None:
        for _ in range(times):
            self.engine.worker_for(self.account_key).run_until_done()

    def elsewhere(self) -> IMAPClient:
        """Another client of the same mailbox."""
        client = IMAPClient("127.0.0.1", port=self.server.port, ssl=False)
        client.login(self.user, PASSWORD)
        return client

    def rows(self) -> dict[str, MessageRow]:
        """Message-ID -> the row of every mail that is shown anywhere."""
        keys = list(self.engine.list_keys(ListView()))
        ids = self.engine.message_ids(keys)
        return {ids[key]: row for key, row in self.engine.rows(keys).items()}

    def row(self, number: int) -> MessageRow:
        return self.rows()[f"m{number}@example.org"]

    def assert_none_lost(self) -> None:
        rows = self.rows()
        saved = {wish.mails[0].message_id: wish.mails[0].raw for wish in self.shop.objects.values()}
        for number in range(1, LINKED + 1):
            name, kind = f"m{number}@example.org", KINDS[number % 4]
            if kind is LinkKind.CRM:
                assert saved[name] == mail(number)
            else:
                assert self.engine.raw(rows[name].location_key) == mail(number), name
                links = self.engine.linking.links((rows[name].message_key,))[rows[name].message_key]
                assert [link.kind for link in links] == [kind], name


@pytest.fixture
def life(dovecot_server: Dovecot, tmp_path: Path) -> Iterator[Life]:
    made = Life(dovecot_server, tmp_path / "profile")
    yield made
    made.engine.close()


def renumber(life: Life) -> None:
    with life.elsewhere() as client:
        client.delete_folder("Work")
    life.load("Work")
    life.sync()


def move_elsewhere(life: Life) -> None:
    with life.elsewhere() as client:
        client.select_folder("Work")
        client.move(client.search(), "Other")
    life.sync()


def delete_there(life: Life) -> None:
    with life.elsewhere() as client:
        client.select_folder("Work")
        client.delete_messages(client.search())
        client.expunge()
    accept(life)


def wipe(life: Life) -> None:
    with life.elsewhere() as client:
        for folder in ("Work", "Other"):
            client.delete_folder(folder)
    accept(life)


def accept(life: Life) -> None:
    life.sync()
    for row in life.engine.mailboxes():
        if row.held_removals:
            life.engine.submit(AcceptRemovals(row.mailbox_key)).result(30)
    life.sync()


@pytest.mark.parametrize("happening", [renumber, move_elsewhere, delete_there, wipe])
def test_no_linked_copy_is_lost(life: Life, happening: Callable[[Life], None]):
    happening(life)
    life.assert_none_lost()
    happened = life.rows()
    if happening in (delete_there, wipe):
        assert {row.on_server for row in happened.values()} == {False}
        assert sorted(happened) == sorted(
            f"m{n}@example.org" for n in range(1, LINKED + 1) if n % 4 != KINDS.index("crm")
        )
    else:
        assert len(happened) == MAILS
        assert {row.on_server for row in happened.values()} == {True}


def test_wiped_and_filled_again_the_mails_are_known_again(life: Life):
    wipe(life)
    life.load("Work")
    life.sync()
    life.assert_none_lost()
    assert len(life.rows()) >= MAILS


def test_a_task_deleted_there_lets_the_mail_be_deleted_here_and_on_the_server(life: Life):
    number = next(n for n in range(1, LINKED + 1) if KINDS[n % 4] is LinkKind.TASK)
    key = life.row(number).location_key
    with pytest.raises(PlanError):
        life.engine.submit(Delete((key,), permanent=True)).result(30)
    life.shop.objects = {one: wish for one, wish in life.shop.objects.items() if wish.kind is not LinkKind.TASK}
    life.clock.shift += 2
    for _ in range(LINKED + 1):
        life.engine.linking.check_now()
        life.engine.linking.run_due()
    row = life.row(number)
    assert row.links[0].state == LinkState.GONE
    assert row.held_by is None
    life.engine.submit(Delete((key,), permanent=True)).result(30)
    life.engine.hasten(life.account_key)
    life.sync()
    with life.elsewhere() as client:
        client.select_folder("Work")
        assert len(client.search()) == MAILS - 1


def test_a_revoked_key_keeps_every_hold(life: Life):
    before = {name: row.links for name, row in life.rows().items()}
    refused = AuthenticationError(Code.ACCESS_REFUSED, host=HOST, said="expired")
    life.shop.script = [refused] * 100
    life.clock.shift += 2
    for _ in range(LINKED + 1):
        life.engine.linking.check_now()
        life.engine.linking.run_due()
    assert {name: row.links for name, row in life.rows().items()} == before
    life.assert_none_lost()
