"""The life of a mail under the plans on a real server: what is fetched when connecting, what a sweep leaves there byte by byte, what
Delete takes on both sides, what a task and a CRM entry keep, the end of a trial, and down and up again.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from imapclient import IMAPClient

from desktop.core.accounts.credentials import MemoryCredentials
from desktop.core.api.account_settings import AccountSettings, Security, ServerSettings
from desktop.core.api.commands import Command, Delete, DraftContent, Receipt, SaveDraft
from desktop.core.api.errors import Code, PlanError
from desktop.core.api.link_commands import DeleteTask, LinkMail
from desktop.core.api.linking import LinkKind
from desktop.core.api.queries import ListView
from desktop.core.api.workspace_commands import EndTrial, FetchAgain, SetPlan
from desktop.core.clock import ShiftedClock
from desktop.core.engine import Engine
from desktop.core.logins import Connections
from desktop.core.profile import load_catalogue, real_connections
from tests.fakes.cache import mail
from tests.fakes.dovecot import PASSWORD, Dovecot
from tests.fakes.plan_oracle import DAY, TABLE
from tests.fakes.servers import dovecot_server

__all__ = ["dovecot_server"]
pytestmark = pytest.mark.dovecot
HOUR = 3600
AGES = tuple(round(days * DAY) for days in (0.1, 1, 6.5, 7.1, 8, 29.5, 30.1, 60, 89.5, 90.1, 200))


class Life:
    """Mails 1, 2, … of INBOX have the ages of AGES; Work has those of 101, 102, …"""

    def __init__(self, server: Dovecot, directory: Path) -> None:
        self.server, self.user, self.clock = server, server.new_user(), ShiftedClock()
        now = self.clock.now()
        for box, first in (("INBOX", 1), ("Work", 101)):
            mails = [(mail(first + n), now - age, ["\\Seen"] if n % 2 else []) for n, age in enumerate(AGES)]
            server.load(self.user, box, mails)
        connections: Connections = dataclasses.replace(
            real_connections(self.clock), check_smtp=lambda settings, secret: None
        )
        self.engine = Engine(
            directory, connections=connections, credentials=MemoryCredentials(), catalogue=load_catalogue(),
            clock=self.clock, threads=False,
        )  # fmt: skip
        self.account_key = 0

    def connect(self, plan: str) -> None:
        self.wish(SetPlan(plan))
        imap = ServerSettings("127.0.0.1", self.server.port, Security.PLAIN, self.user)
        smtp = ServerSettings("127.0.0.1", 9, Security.PLAIN, self.user)
        settings = AccountSettings(f"{self.user}@example.org", "Ana", imap, smtp)
        self.account_key = self.engine.add_account(settings, PASSWORD).result(30)
        self.sync()

    def wish(self, command: Command) -> Receipt:
        return self.engine.submit(command).result(30)

    def sync(self, times: int = 2) -> None:
        for _ in range(times):
            self.engine.worker_for(self.account_key).run_until_done()

    def keys(self) -> dict[int, int]:
        """number of a mail -> its location key"""
        names = self.engine.message_ids(list(self.engine.list_keys(ListView())))
        return {int(name[1:].partition("@")[0]): key for key, name in names.items() if name.startswith("m")}

    def local(self) -> list[int]:
        return sorted(self.keys())

    def within(self, days: int) -> list[int]:
        young = [n for n, age in enumerate(AGES) if age <= days * DAY]
        return [first + n for first in (1, 101) for n in young]

    def files(self, *, mails_only: bool = False) -> dict[str, str]:
        """Every file that the server keeps of the user, by its digest. What it notes for itself at a look (indexes, logs) can
        be left out."""
        home = self.server.folder / "mail" / self.user
        return {
            str(path.relative_to(home)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(home.rglob("*")) if path.is_file() and (not mails_only or path.name.startswith("u."))
        }  # fmt: skip

    def there(self) -> dict[str, dict[int, tuple[object, ...]]]:
        """mailbox -> uid -> flags, date and size, as another client sees them."""
        found: dict[str, dict[int, tuple[object, ...]]] = {}
        client = IMAPClient("127.0.0.1", port=self.server.port, ssl=False)
        client.login(self.user, PASSWORD)
        with client:
            for _, _, name in client.list_folders():
                client.select_folder(name, readonly=True)
                answers = client.fetch(client.search(), ["FLAGS", "INTERNALDATE", "RFC822.SIZE"])
                found[name] = {
                    uid: (
                        frozenset(one[b"FLAGS"]) - {b"\\Recent"},
                        one[b"INTERNALDATE"],
                        one[b"RFC822.SIZE"],
                    )
                    for uid, one in answers.items()
                }
        return found

    def close(self) -> None:
        self.engine.close()


@pytest.fixture
def life(dovecot_server: Dovecot, tmp_path: Path) -> Iterator[Life]:
    made = Life(dovecot_server, tmp_path / "profile")
    yield made
    made.close()


@pytest.mark.parametrize("plan", ["trial", "basic", "standard", "professional", "enterprise-10000"])
def test_reading_5_only_the_import_age_is_fetched_when_connecting(life: Life, plan: str):
    life.connect(plan)
    assert life.local() == life.within(TABLE[plan].imported or 0)


def test_on_free_nothing_connects(life: Life):
    with pytest.raises(PlanError) as refused:
        life.connect("free")
    assert refused.value.code is Code.PLAN_NO_SYNC


def test_a_sweep_leaves_every_byte_on_the_server_and_nothing_comes_back_in_100_syncs(life: Life):
    life.connect("professional")
    life.wish(SetPlan("basic"))
    seen, mails = life.there(), life.files(mails_only=True)
    assert len(mails) == 2 * len(AGES)
    files = life.files()
    assert life.engine.sweep().removed == len(life.within(90)) - len(life.within(7))
    assert life.files() == files, "not a byte, not even an index"
    for number in range(100):
        life.clock.shift += 36
        life.sync(times=1)
        if number % 20 == 0:
            life.engine.sweep()
    assert life.local() == life.within(7)
    assert life.files(mails_only=True) == mails
    assert life.there() == seen


def test_reading_3_delete_takes_the_mail_on_both_sides(life: Life):
    life.connect("standard")
    before = life.files(mails_only=True)
    keys = life.keys()
    life.wish(Delete((keys[1],), permanent=True))
    life.wish(Delete((keys[2],)))
    life.engine.hasten(life.account_key)
    life.sync()
    assert {1} == set(keys) - set(life.keys())
    there = life.there()
    assert (len(there["INBOX"]), len(there["Trash"])) == (len(AGES) - 2, 1)
    assert len(life.files(mails_only=True)) == len(before) - 1, "its file is gone from the server's disk"


def test_a_task_holds_its_mail_until_it_is_deleted_and_a_copy_at_a_contact_outlives_it(life: Life):
    life.connect("professional")
    keys, there = life.keys(), life.there()
    task = life.wish(LinkMail(LinkKind.TASK, (keys[8],)))
    life.wish(LinkMail(LinkKind.CRM, (keys[9],)))
    life.wish(SetPlan("basic"))
    life.engine.sweep()
    assert life.local() == sorted([*life.within(7), 8, 9]), "the copy is not made yet"
    life.engine.linking.run_due()
    life.engine.sweep()
    assert life.local() == sorted([*life.within(7), 8])
    with pytest.raises(PlanError) as refused:
        life.wish(Delete((keys[8],)))
    assert refused.value.code is Code.LINKED_TO_TASK
    assert task.count == 1
    (row,) = life.engine.desk.tasks()
    life.wish(DeleteTask(row.task_key))
    life.sync()
    assert 8 in life.local(), "it goes by the ordinary rules, at the next sweep"
    life.engine.sweep()
    assert life.local() == life.within(7)
    life.sync()
    assert life.local() == life.within(7)
    (contact,) = life.engine.desk.contacts()
    (activity,) = life.engine.desk.contact(contact.contact_key).timeline
    assert life.engine.desk.activity_mail(activity.activity_key) == mail(9)
    assert life.there() == there


@pytest.mark.parametrize("by_hand", [True, False])
def test_reading_13_the_end_of_the_trial_keeps_tasks_and_drafts_and_the_server_as_it_is(life: Life, by_hand: bool):
    life.connect("trial")
    life.wish(LinkMail(LinkKind.TASK, (life.keys()[4],)))
    life.engine.linking.run_due()
    draft = life.wish(SaveDraft(None, DraftContent(life.account_key, to="x@example.com", subject="D", text="T"))).key
    life.engine.hasten(life.account_key)
    life.sync()
    there = life.there()
    if by_hand:
        life.wish(EndTrial())
    else:
        life.clock.shift += 18 * DAY + HOUR  # Dovecot dates nothing ahead of its own clock: no mail proves the new day
        life.server.load(life.user, "INBOX", [(mail(50), life.clock.now() - 60, [])])
        life.sync()
        there = life.there()
    files = life.files()
    life.engine.sweep()
    assert life.engine.current_plan().plan_id == "free"
    assert life.files() == files
    assert life.local() == [4]
    assert life.engine.draft(draft or 0) is not None
    refusal = life.engine.refusal(life.account_key)
    assert refusal is not None
    assert refusal.code is Code.PLAN_NO_SYNC
    assert life.there() == there


def test_reading_12_down_and_up_again_fetches_only_when_asked(life: Life):
    life.connect("professional")
    there = life.there()
    life.wish(SetPlan("basic"))
    life.engine.sweep()
    life.wish(SetPlan("standard"))
    life.sync(times=5)
    assert life.local() == life.within(7)
    life.wish(FetchAgain())
    life.sync()
    life.engine.sweep()
    assert life.local() == life.within(30)
    life.wish(SetPlan("free"))
    life.engine.sweep()
    assert life.local() == []
    life.wish(SetPlan("professional"))
    life.sync()
    life.engine.sweep()
    assert life.local() == life.within(90), "from Free the mailbox is connected anew"
    assert life.there() == there
