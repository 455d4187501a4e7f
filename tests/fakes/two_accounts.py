"""Two accounts of one profile on the embedded server, between which mail goes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core.api.account_settings import AccountSettings, Security, ServerSettings
from desktop.core.api.queries import ListView
from desktop.core.store import links
from tests.fakes.cache import mail
from tests.fakes.world import World, number_of


class Two(World):
    """Ana's account with mails 1 to 3 in INBOX, and Eva's on the same server, with a mail of her own."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory)
        self.eva = self.mailstore.add_account("eva", "secret")
        self.eva.create("Kept")
        server = ServerSettings("127.0.0.1", self.port, Security.PLAIN, "eva")
        smtp = ServerSettings("127.0.0.1", 9, Security.PLAIN, "eva")
        eva = AccountSettings("eva@example.org", "Eva", server, smtp)
        self.eva_key = self.engine.add_account(eva, "secret").result(30)
        self.deliver(1, 2, 3, flags=["\\Flagged", "$Label1"])
        self.eva.deliver("Kept", mail(9), self.clock.now() - 60)
        self.sync()

    def sync(self) -> None:
        self.calls.clear()
        for key in (self.account_key, self.eva_key) if hasattr(self, "eva_key") else (self.account_key,):
            self.engine.worker_for(key).run_until_done()

    def box(self, account_key: int, name: str) -> int:
        rows = self.engine.mailboxes()
        return next(row.mailbox_key for row in rows if row.account_key == account_key and row.name == name)

    def kept(self) -> int:
        return self.box(self.eva_key, "Kept")

    def at(self, mailbox_key: int, number: int) -> int:
        for key in self.engine.list_keys(ListView(mailbox_key=mailbox_key)):
            detail = self.engine.message(key)
            if detail is not None and number_of(detail.envelope_only.envelope.message_id) == number:
                return key
        raise AssertionError(number)

    def inbox(self, number: int) -> int:
        return self.at(self.box(self.account_key, "INBOX"), number)

    def seen(self, account_key: int, name: str) -> list[int]:
        keys = self.engine.list_keys(ListView(mailbox_key=self.box(account_key, name)))
        details = [self.engine.message(key) for key in keys]
        return sorted(number_of(one.envelope_only.envelope.message_id) for one in details if one is not None)

    def theirs(self, name: str = "Kept") -> list[tuple[int, frozenset[str], int]]:
        """(number, flags, internaldate) of Eva's mails on the server."""
        return sorted(
            (number_in(one.raw), frozenset(one.flags) - {"\\Recent"}, one.internaldate)
            for one in self.eva.snapshot()[name].messages
        )

    def mine(self, name: str) -> list[int]:
        return sorted(number_in(one.raw) for one in self.server.snapshot()[name].messages)


def number_in(raw: bytes) -> int:
    return number_of(raw.split(b"Message-ID: <", 1)[1].split(b">", 1)[0].decode())


def link(two: Two, mailbox_key: int, number: int, kind: str, title: str) -> None:
    row = next(iter(two.engine.rows([two.at(mailbox_key, number)]).values()))
    two.engine.store.writer.run(
        "link", lambda uow: links.add_link(uow, row.message_key, kind, "local", title, title, "open")
    )


def linked(two: Two, mailbox_key: int, number: int) -> list[str]:
    row = next(iter(two.engine.rows([two.at(mailbox_key, number)]).values()))
    return [badge.title for badge in row.links]


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Two]:
    made = Two(tmp_path / "profile")
    yield made
    made.close()
    assert not made.imap.failures
