"""A workspace on the embedded server with several members and mailboxes, and a clock that is moved by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core.api.account_settings import AccountSettings, Security, ServerSettings
from desktop.core.api.commands import DraftContent, Send
from desktop.core.api.rows import OutboxState
from desktop.core.demo.mail_server.mailstore import Account
from desktop.core.plan.retention import DAY
from tests.fakes.cache import mail
from tests.fakes.world import World


class Workspace(World):
    """Ana's mailbox is connected first; `connect` adds more, an hour of the clock apart."""

    def __init__(self, directory: Path, plan: str = "professional") -> None:
        self.servers: dict[int, Account] = {}
        super().__init__(directory, plan=plan, sends=True)
        self.servers[self.account_key] = self.server

    def connect(self, name: str, member_key: int | None = None) -> int:
        server = self.mailstore.add_account(name, "secret")
        self.submission.passwords[name] = "secret"
        self.clock.advance(3600)
        ana = self.engine.logins.settings_of(self.account_key)
        settings = AccountSettings(
            f"{name}@example.org",
            name.title(),
            ServerSettings("127.0.0.1", self.port, Security.PLAIN, name),
            ServerSettings("127.0.0.1", ana.smtp.port, Security.PLAIN, name),
        )
        key = self.engine.add_account(settings, "secret", member_key=member_key).result(30)
        self.servers[key] = server
        return key

    def arrive(self, *ages: int, account: int | None = None, first: int = 1) -> None:
        """Mails into an account's INBOX, received so many days (and a minute) ago."""
        server = self.servers[account or self.account_key]
        for number, age in enumerate(ages, start=first):
            server.deliver("INBOX", mail(number), self.clock.now() - age * DAY - 60, ())

    def sync_all(self) -> None:
        """Every mailbox that the plan lets sync."""
        for row in self.engine.every_account():
            if self.engine.refusal(row.account_key) is None:
                self.engine.worker_for(row.account_key).run_until_done()

    def days_pass(self, days: float) -> None:
        """As if the program had run all the time: the housekeeper looks every few hours."""
        left = round(days * DAY)
        while left > 0:
            step = min(left, DAY // 4)
            left -= step
            self.clock.advance(step)
            self.engine.sweep()

    def local(self) -> list[int]:
        """Numbers of all mails of the INBOXes here, whoever sees them."""
        with self.engine.store.reading() as connection:
            rows = connection.exec_driver_sql(
                "SELECT message_id FROM location JOIN message USING (message_key) JOIN mailbox USING (mailbox_key) "
                "WHERE mailbox.name = 'INBOX'"
            ).scalars()
            return sorted(int(row.removeprefix("m").partition("@")[0]) for row in rows)

    def write(self, account: int | None = None) -> None:
        """A mail into the outbox, due at once."""
        content = DraftContent(account or self.account_key, to="bob@example.com", subject="S", text="T")
        self.wish(Send(None, content, undo_seconds=0))

    def outbox_states(self) -> list[OutboxState]:
        return [row.state for row in self.engine.outbox()]

    def suspended(self) -> set[int]:
        return {row.account_key for row in self.engine.workspace.connected() if row.suspended}

    @property
    def plan_id(self) -> str:
        return self.engine.current_plan().plan_id


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Workspace]:
    made = Workspace(tmp_path / "profile")
    yield made
    made.close()
    assert not made.imap.failures
