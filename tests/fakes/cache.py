"""A real store in a temporary folder with one account, and short ways to put mail into it: for tests of what stands on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core.api.account_settings import AccountSettings, Security, ServerSettings
from desktop.core.api.changes import ChangeSet
from desktop.core.clock import ManualClock
from desktop.core.mail.flags import FlagSet
from desktop.core.mail.mailbox import SpecialUse
from desktop.core.mime.headers import find_body
from desktop.core.mime.index_message import index_message
from desktop.core.store import accounts, folder_rows, locations, mailboxes, messages
from desktop.core.store.mailboxes import Listed
from desktop.core.store.store import Store
from desktop.core.store.writer import UnitOfWork

NOW = 1_795_000_000
NAMES = {
    "INBOX": SpecialUse.INBOX, "Drafts": SpecialUse.DRAFTS, "Sent": SpecialUse.SENT, "Archive": SpecialUse.ARCHIVE,
    "Junk": SpecialUse.JUNK, "Trash": SpecialUse.TRASH, "Work": SpecialUse.NONE,
}  # fmt: skip


def settings(address: str = "ana@example.org") -> AccountSettings:
    server = ServerSettings("localhost", 1143, Security.PLAIN, "ana")
    return AccountSettings(address, "Ana Beltrán", server, ServerSettings("localhost", 1025, Security.PLAIN, "ana"))


def mail(number: int, *, subject: str | None = None, body: str = "Buenos días.", extra: str = "") -> bytes:
    """A small mail with its own Message-ID."""
    text = (
        f"Message-ID: <m{number}@example.org>\r\nDate: Mon, 16 Nov 2026 10:{number % 60:02d}:00 +0100\r\n"
        f"From: Bob {number} <bob{number}@example.com>\r\nTo: ana@example.org\r\n"
        f"Subject: {subject or f'Mail {number}'}\r\n{extra}Content-Type: text/plain; charset=utf-8\r\n\r\n{body}\r\n"
    )
    return text.encode()


class Cache:
    """A store with one account and the usual mailboxes."""

    def __init__(self, directory: Path, now: int = NOW) -> None:
        self.clock = ManualClock(now)
        self.changes: list[ChangeSet] = []
        self.directory = directory
        self.open()
        self.account_key = self.store.writer.run("a", lambda uow: accounts.add_account(uow, settings(), "secret"))
        listed = [Listed(name, "/", use, True) for name, use in NAMES.items()]
        self.keys = self.store.writer.run("m", lambda uow: mailboxes.merge_listed(uow, self.account_key, listed))
        for key in self.keys.values():
            self.store.writer.run("s", lambda uow, k=key: mailboxes.set_state(uow, k, uidvalidity=1))

    def open(self) -> None:
        self.store = Store(self.directory, self.clock, self.changes.append)

    def reopen(self) -> None:
        self.store.close()
        self.open()

    def put(
        self, mailbox: str, raw: bytes, uid: int, *, received: int = NOW - 100, flags: FlagSet | None = None
    ) -> int:
        """As if the server had that mail; returns the location key."""
        header_end, _ = find_body(raw)
        read = index_message(raw)

        def job(uow: UnitOfWork) -> int:
            new = messages.NewMessage(
                messages.header_digest(raw[:header_end]), len(raw), received, read.envelope, read.thread_key, False
            )
            key = messages.find_or_add(uow, self.account_key, [new])[0]
            messages.add_bodies(uow, [(key, raw, read)])
            place = locations.NewLocation(uid, key, received, flags or FlagSet(), read.has_attachment)
            added = locations.add_locations(uow, self.keys[mailbox], [place])
            return (added.settled + added.new)[0]

        return self.store.writer.run("put", job)

    def scalar(self, sql: str) -> int:
        return self.store.read(lambda connection: connection.exec_driver_sql(sql).scalar_one())

    def total(self, mailbox: str) -> tuple[int, int]:
        """(mails, unread) as the folder pane shows them."""
        rows = {row.name: row for row in self.store.read(folder_rows.load_rows)}
        return rows[mailbox].total, rows[mailbox].unread


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    made = Cache(tmp_path / "profile")
    yield made
    made.store.close()
