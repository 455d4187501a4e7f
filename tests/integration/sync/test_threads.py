"""The engine with its threads, real time and real servers: what is wished happens by itself, the plan starts and stops it, and
nothing runs on after the end."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.core.accounts.credentials import MemoryCredentials
from desktop.core.api.account_settings import AccountSettings, Security, ServerSettings
from desktop.core.api.commands import Delete, DraftContent, MoveTo, RemoveAccount, Send, SetSeen
from desktop.core.api.errors import PlanError
from desktop.core.api.queries import ListView
from desktop.core.api.rows import AccountState, OutboxState
from desktop.core.api.status import Notice
from desktop.core.api.workspace_commands import KeepMailboxes, SetPlan
from desktop.core.clock import ShiftedClock
from desktop.core.demo.mail_server.faults import Faults
from desktop.core.demo.mail_server.mailstore import MailStore
from desktop.core.demo.mail_server.server import ImapServer
from desktop.core.demo.mail_server.smtp import SubmissionServer
from desktop.core.engine import Engine
from desktop.core.profile import load_catalogue, real_connections
from tests.fakes.cache import mail

PATIENCE = 20.0


class Running:
    """An engine as the program runs it, on servers of its own."""

    def __init__(self, profile: Path) -> None:
        self.clock = ShiftedClock()
        self.mailstore = MailStore()
        self.faults = Faults()
        self.imap = ImapServer(self.mailstore, self.faults)
        self.imap.start()
        self.submission = SubmissionServer({"ana": "secret", "eva": "secret"})
        self.submission.start()
        self.people = {name: self.mailstore.add_account(name, "secret") for name in ("ana", "eva")}
        self.profile, self.credentials = profile, MemoryCredentials()
        self.changed = threading.Condition()
        self.notices: list[Notice] = []
        self.open()

    def open(self) -> None:
        self.engine = Engine(
            self.profile, connections=real_connections(self.clock), credentials=self.credentials,
            catalogue=load_catalogue(), clock=self.clock,
        )  # fmt: skip
        self.engine.subscribe(changed=self._tell, status=self._tell, notice=self._hear)

    def settings(self, name: str) -> AccountSettings:
        imap = ServerSettings("127.0.0.1", self.imap.port, Security.PLAIN, name)
        smtp = ServerSettings("127.0.0.1", self.submission.port, Security.PLAIN, name)
        return AccountSettings(f"{name}@example.org", name, imap, smtp)

    def add(self, name: str = "ana") -> int:
        return self.engine.add_account(self.settings(name), "secret").result(PATIENCE)

    def until(self, condition: Callable[[], object]) -> None:
        """Wait for what the engine does by itself."""
        end = self.clock.monotonic() + PATIENCE
        with self.changed:
            while not condition():
                left = end - self.clock.monotonic()
                assert left > 0, "it did not happen"
                self.changed.wait(min(left, 0.1))

    def listed(self, name: str, account: int) -> list[int]:
        keys = [row.mailbox_key for row in self.engine.mailboxes() if (row.name, row.account_key) == (name, account)]
        return list(self.engine.list_keys(ListView(mailbox_key=keys[0]))) if keys else []

    def state(self, account: int) -> AccountState | None:
        status = self.engine.statuses().get(account)
        return None if status is None else status.state

    def close(self) -> None:
        self.engine.close()
        self.imap.stop()
        self.submission.stop()

    def _hear(self, notice: Notice) -> None:
        self.notices.append(notice)
        self._tell(notice)

    def _tell(self, news: object) -> None:
        with self.changed:
            self.changed.notify_all()


def engine_threads() -> list[str]:
    names = ("account-", "idle-", "sender", "housekeeper", "store-writer", "commands", "set-up")
    return [thread.name for thread in threading.enumerate() if thread.name.startswith(names)]


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    made = Running(tmp_path / "profile")
    yield made
    made.close()
    assert not made.imap.failures
    assert engine_threads() == []


def test_mail_comes_by_itself_and_wishes_reach_the_server(running):
    ana = running.people["ana"]
    for number in range(3):
        ana.deliver("INBOX", mail(number))
    account = running.add()
    running.until(lambda: len(running.listed("INBOX", account)) == 3)
    running.until(lambda: running.state(account) is AccountState.UP_TO_DATE)
    ana.deliver("INBOX", mail(9))  # IDLE rings
    running.until(lambda: len(running.listed("INBOX", account)) == 4)
    key = running.listed("INBOX", account)[0]
    running.engine.submit(SetSeen((key,), True)).result(PATIENCE)
    running.until(lambda: any("\\Seen" in one.flags for one in ana.snapshot()["INBOX"].messages))
    running.engine.submit(
        Send(None, DraftContent(account, to="bob@example.com", subject="S", text="T"), undo_seconds=0)
    ).result(PATIENCE)
    running.until(lambda: len(running.submission.accepted) == 1)
    running.until(lambda: len(ana.snapshot()["Sent"].messages) == 1)
    running.until(lambda: not running.engine.operations())


def test_what_idle_brings_is_told_as_new_once_and_not_after_a_restart(running):
    ana = running.people["ana"]
    ana.deliver("INBOX", mail(1))
    account = running.add()
    running.until(lambda: running.state(account) is AccountState.UP_TO_DATE)
    ana.deliver("INBOX", mail(9))

    def told() -> list[int]:
        return [key for one in list(running.notices) if one.kind == "new_mail" for key in one.locations]

    running.until(told)
    assert told() == running.listed("INBOX", account)[:1]
    running.engine.close()
    running.open()
    running.until(lambda: running.state(account) is AccountState.UP_TO_DATE)
    ana.deliver("INBOX", mail(10))
    running.until(lambda: len(told()) > 1)
    assert told() == running.listed("INBOX", account)[1::-1]


def test_free_stops_sync_and_sending_and_another_plan_starts_them(running):
    ana = running.people["ana"]
    account = running.add()
    running.until(lambda: running.state(account) is AccountState.UP_TO_DATE)
    running.engine.submit(SetPlan("free")).result(PATIENCE)
    running.until(lambda: running.state(account) is AccountState.PAUSED)
    running.until(lambda: not [name for name in engine_threads() if name.startswith(("account-", "idle-"))])
    running.faults.forget()
    ana.deliver("INBOX", mail(1))
    running.engine.submit(
        Send(None, DraftContent(account, to="bob@example.com", subject="S", text="T"), undo_seconds=0)
    ).result(PATIENCE)
    running.engine.sync_now()
    running.until(lambda: [row.state for row in running.engine.outbox()] == [OutboxState.HELD])
    assert not running.faults.commands()
    assert running.submission.accepted == []
    for plan in ("standard", "free", "standard"):
        running.engine.submit(SetPlan(plan)).result(PATIENCE)
    running.until(lambda: len(running.listed("INBOX", account)) == 1)
    running.until(lambda: len(running.submission.accepted) == 1)
    workers = [name for name in engine_threads() if name.startswith("account-")]
    assert len(workers) == 1


def test_a_planned_change_comes_by_itself_at_its_moment(running):
    ana = running.people["ana"]
    ana.deliver("INBOX", mail(1))
    account = running.add()
    running.until(lambda: len(running.listed("INBOX", account)) == 1)
    at = running.clock.now() + 2
    running.engine.submit(SetPlan("free", at=at)).result(PATIENCE)
    assert running.engine.current_plan().plan_id == "standard"
    running.until(lambda: running.engine.current_plan().plan_id == "free")
    assert running.clock.now() >= at
    running.until(lambda: running.state(account) is AccountState.PAUSED)
    running.until(lambda: running.listed("INBOX", account) == [])
    assert len(ana.snapshot()["INBOX"].messages) == 1


def test_only_the_mailboxes_that_a_plan_has_room_for_have_threads(running):
    first, second = running.add("ana"), running.add("eva")
    running.until(lambda: running.state(second) is AccountState.UP_TO_DATE)
    running.engine.submit(SetPlan("basic")).result(PATIENCE)
    running.until(lambda: running.state(second) is AccountState.PAUSED)
    refusal = running.engine.statuses()[second].error
    assert isinstance(refusal, PlanError)
    running.until(lambda: f"account-{second}" not in engine_threads())
    running.people["eva"].deliver("INBOX", mail(1))
    running.engine.submit(KeepMailboxes((second,))).result(PATIENCE)
    running.until(lambda: len(running.listed("INBOX", second)) == 1)
    running.until(lambda: running.state(first) is AccountState.PAUSED)


def test_an_account_removed_in_the_middle_of_its_work_goes_and_the_other_stays(running):
    ana, eva = running.people["ana"], running.people["eva"]
    ana.deliver_many("INBOX", [(mail(number), None, ()) for number in range(1500)])
    eva.deliver("INBOX", mail(1))
    first, second = running.add("ana"), running.add("eva")
    running.until(lambda: running.listed("INBOX", first))
    running.engine.submit(RemoveAccount(first)).result(PATIENCE)
    running.until(lambda: running.listed("INBOX", second))
    running.until(lambda: f"account-{first}" not in engine_threads())
    assert [row.account_key for row in running.engine.accounts()] == [second]
    assert {row.account_key for row in running.engine.mailboxes()} == {second}
    assert len(ana.snapshot()["INBOX"].messages) == 1500
    eva.deliver("INBOX", mail(2))
    running.until(lambda: len(running.listed("INBOX", second)) == 2)


def test_two_accounts_added_at_once_under_a_plan_of_one_are_one(running):
    running.engine.submit(SetPlan("basic")).result(PATIENCE)
    asked = [running.engine.add_account(running.settings(name), "secret") for name in ("ana", "eva")]
    errors = [one.exception(PATIENCE) for one in asked]
    assert [type(error) for error in errors if error is not None] == [PlanError]
    assert len(running.engine.accounts()) == 1


def test_after_a_sleep_the_account_connects_anew_at_once(running):
    account = running.add()
    running.until(lambda: running.state(account) is AccountState.UP_TO_DATE)
    states: list[AccountState] = []
    running.engine.subscribe(status=lambda status: states.append(status.state))
    running.people["ana"].deliver("INBOX", mail(1))

    def woken() -> bool:
        """Sleep until one falls into a wait: just now the account may be at work, and notice nothing."""
        running.clock.shift += 600
        running.engine.sync_now()
        return AccountState.CONNECTING in states

    running.until(woken)
    running.until(lambda: len(running.listed("INBOX", account)) == 1)
    assert AccountState.OFFLINE not in states


def test_a_lost_network_is_found_again(running):
    ana = running.people["ana"]
    account = running.add()
    running.until(lambda: running.state(account) is AccountState.UP_TO_DATE)
    running.imap.drop_connections()
    ana.deliver("INBOX", mail(1))
    running.engine.sync_now()
    running.until(lambda: len(running.listed("INBOX", account)) == 1)


def test_a_failing_listener_and_a_closing_engine_leave_no_thread(running):
    def fail(news: object) -> None:
        raise ValueError("a listener")

    running.engine.subscribe(changed=fail, status=fail, notice=fail)
    account = running.add()
    running.people["ana"].deliver_many("INBOX", [(mail(number), None, ()) for number in range(300)])
    running.engine.sync_now()
    running.until(lambda: running.listed("INBOX", account))
    running.engine.close()  # in the middle of it
    assert engine_threads() == []
    running.open()


def test_undo_pressed_at_any_moment_of_a_deletion_brings_the_mail_back(running):
    ana = running.people["ana"]
    ana.deliver_many("INBOX", [(mail(number), None, ()) for number in range(6)])
    account = running.add()
    running.until(lambda: len(running.listed("INBOX", account)) == 6)
    running.until(lambda: running.state(account) is AccountState.UP_TO_DATE)
    for pause in range(6):
        key = running.listed("INBOX", account)[0]
        wish = running.engine.submit(Delete((key,)) if pause % 2 else MoveTo((key,), _key(running, "Archive"))).result(
            5
        )
        running.engine.hasten(account)
        threading.Event().wait(pause * 0.01)
        assert running.engine.undo(wish.undo_key).result(PATIENCE).done == "undone"
        running.engine.hasten(account)
    running.until(lambda: not running.engine.operations())
    running.until(lambda: len(ana.snapshot()["INBOX"].messages) == 6)
    running.until(lambda: len(running.listed("INBOX", account)) == 6)


def _key(running: Running, name: str) -> int:
    return next(row.mailbox_key for row in running.engine.mailboxes() if row.name == name)
