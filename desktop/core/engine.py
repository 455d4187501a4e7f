"""The engine behind the door: owns the store, one worker per account, the sender and the housekeeper, and opens them as a
`MailSession`. The command line uses the same engine without threads.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import UTC, tzinfo
from pathlib import Path

from desktop.core.accounts.credentials import Credentials, Reason
from desktop.core.accounts.secret import Secret
from desktop.core.api.account_settings import AccountSettings
from desktop.core.api.changes import ChangeSet
from desktop.core.api.commands import AcceptRemovals, Command, Receipt, RemoveAccount
from desktop.core.api.errors import Code, PlanError, ProfileError, SetupError
from desktop.core.api.rows import AccountState
from desktop.core.api.status import AccountStatus, Notice
from desktop.core.api.workspace_commands import SetPlan
from desktop.core.backends import PLUG_INS, Backends
from desktop.core.clock import Clock, SystemClock
from desktop.core.connectors.local.backend import local_backend
from desktop.core.connectors.protocol import Backend, Hear
from desktop.core.connectors.registry import load_backends
from desktop.core.crm_saver import CrmSaver
from desktop.core.desk import OwnDesk
from desktop.core.desk_timer import DeskTimer
from desktop.core.housekeeper import Housekeeper
from desktop.core.linking import OwnLinking, zone_name
from desktop.core.listeners import Listeners
from desktop.core.logins import Connections, Logins
from desktop.core.operations.crm_guard import guarded
from desktop.core.operations.desk_commands import desk_jobs
from desktop.core.operations.sender import Quota, Sender
from desktop.core.operations.service import OperationsService
from desktop.core.pictures.service import PictureService
from desktop.core.plan import quota as months
from desktop.core.plan.catalogue import Catalogue, Plan
from desktop.core.plan.retention import wanted_since
from desktop.core.reading import Reading
from desktop.core.retention.sweep import SweepResult
from desktop.core.store import accounts, backends, operations, outbox
from desktop.core.store.store import Store
from desktop.core.store.writer import UnitOfWork
from desktop.core.sync.account_threads import AccountThreads
from desktop.core.sync.worker import AccountWorker

DEFAULT_PLAN = "standard"
_STOP_SECONDS = 5.0
_log = logging.getLogger(__name__)


class Engine(Reading):
    """Implements `core.api.session.MailSession`. Raises ProfileError when the profile cannot be used.

    Without `threads` nothing runs by itself: the command line calls `worker_for(...).run_until_done()` and `send_due()`.
    """

    def __init__(
        self,
        profile: Path,
        *,
        connections: Connections,
        credentials: Credentials,
        catalogue: Catalogue,
        clock: Clock | None = None,
        zone: tzinfo = UTC,
        threads: bool = True,
        more_backends: Sequence[Backend] = (),
        hear: Hear | None = None,
    ) -> None:
        self.clock = clock or SystemClock()
        self.catalogue, self.zone = catalogue, zone
        self._threads = threads
        self._listeners = Listeners()
        self._forgetting: list[Future[bool]] = []
        self._accounts: AccountThreads | None = None  # the store already publishes while it opens
        self._sender: Sender | None = None
        self._desk_timer: DeskTimer | None = None
        self._crm_saver: CrmSaver | None = None
        self._linking: OwnLinking | None = None
        self.store = Store(profile, self.clock, self._published)
        if self.store.salvaged is not None:
            damage = ProfileError(Code.CACHE_DAMAGED, path=profile, saved=self.store.salvaged)
            self._listeners.tell_notice(Notice("cache_damaged", error=damage))
        super().__init__(self.store, self.clock, catalogue, zone, self.current_plan)
        self.pictures = PictureService(self.store, connections.picture)
        self.logins = Logins(self.store, connections, credentials)
        self.desk = OwnDesk(self.store, lambda: zone_name(zone))
        self._backends = Backends(
            self.store, self.clock, credentials, (local_backend(self.store), *more_backends),
            lambda: load_backends(profile / PLUG_INS, self.store.read(backends.load_enabled)), hear=hear,
        )  # fmt: skip
        self.linking = self._linking = OwnLinking(
            self.store, self.clock, self._backends, zone=zone_name(zone), notify=self._listeners.tell_notice,
            threads=threads,
        )  # fmt: skip
        self._service = OperationsService(
            self.store, self.clock.now, lambda: catalogue.attachments_bytes,
            more={**desk_jobs(), **guarded(self.linking.prepared())},
        )  # fmt: skip
        self._sender = Sender(
            self.store,
            self.clock,
            connect=self.logins.connect_smtp,
            quota=self.quota,
            files_sent=self.logins.files_sent,
            notify=self._listeners.tell_notice,
        )
        self._housekeeper = Housekeeper(self.store, self.clock, self.current_plan, self._listeners.tell_notice)
        self._desk_timer = DeskTimer(self.store, self.clock, self._listeners.tell_notice)
        self._crm_saver = CrmSaver(self.store, self._service.prepare, self._listeners.tell_notice)
        self._setup_pool = ThreadPoolExecutor(1, thread_name_prefix="set-up")
        self._accounts = AccountThreads(
            self.store, self.clock, make_worker=self.worker_for, connect=self.logins.connect_imap
        )
        if threads:
            self._sender.start()
            self._housekeeper.start()
            self._desk_timer.start()
            self._crm_saver.start()
            self._follow_plan()
            self.linking.start()

    # plan

    def current_plan(self) -> Plan:
        """The plan in force; one that is no longer in the catalogue falls back to the default."""
        plan_id = self.store.read(lambda connection: accounts.load_setting(connection, "plan", DEFAULT_PLAN))
        try:
            return self.catalogue.find(plan_id)
        except PlanError:
            return self.catalogue.find(DEFAULT_PLAN)

    def quota(self) -> Quota:
        plan = self.current_plan()
        month = months.month_of(self.clock.now(), self.zone)
        month = max(month, self.store.read(outbox.newest_month) or month)
        refusal = None
        if not plan.syncs:
            refusal = PlanError(
                Code.PLAN_REFUSED, plan=plan.name, limit="no sending", rule="sending",
                remedy="The mail stays in the outbox until another plan is chosen.",
            )  # fmt: skip
        return Quota(month, plan.sends_per_month, months.next_month_at(month, self.zone), refusal)

    # writing

    def submit(self, command: Command) -> Future[Receipt]:
        if isinstance(command, RemoveAccount):
            secret_id = self.store.read(lambda connection: accounts.load_secret_id(connection, command.account_key))
            future = self._service.submit(command)
            self._forget_account(command.account_key, secret_id)
            return future
        future = self._service.submit(command)
        if isinstance(command, SetPlan):
            future.add_done_callback(lambda _: self._follow_plan())
        if isinstance(command, AcceptRemovals | SetPlan):
            future.add_done_callback(lambda _: self.sync_now())
        return future

    def undo(self, undo_key: int | None = None) -> Future[Receipt]:
        return self._service.undo(undo_key)

    def add_account(self, settings: AccountSettings, password: str) -> Future[int]:
        return self._setup_pool.submit(self._add_account, settings, Secret(password))

    def set_password(self, account_key: int, password: str) -> Future[None]:
        return self._setup_pool.submit(self._set_password, account_key, Secret(password))

    # listening

    def statuses(self) -> dict[int, AccountStatus]:
        return self._listeners.statuses()

    def subscribe(
        self,
        *,
        changed: Callable[[ChangeSet], None] | None = None,
        status: Callable[[AccountStatus], None] | None = None,
        notice: Callable[[Notice], None] | None = None,
    ) -> Callable[[], None]:
        return self._listeners.subscribe(changed, status, notice)

    # steering

    def show_mailbox(self, mailbox_key: int | None) -> None:
        for worker in self._accounts.workers():
            worker.show(mailbox_key)

    def open_message(self, location_key: int) -> None:
        worker = self._accounts.worker(self.account_of(location_key))
        if worker is not None:
            worker.open(location_key)

    def sync_now(self, account_key: int | None = None) -> None:
        for worker in self._accounts.workers():
            if account_key in (None, worker.account_key):
                worker.poll()
        self._sender.wake()

    def sweep_now(self) -> None:
        """Ask the housekeeper for a sweep soon: the plan or the clock changed."""
        self._housekeeper.wake()
        self._desk_timer.wake()

    def close(self) -> None:
        for thread in (self._sender, self._housekeeper, self._desk_timer, self._crm_saver):
            thread.stop()
        self.linking.stop()
        self._accounts.close()
        wait(self._forgetting, _STOP_SECONDS)
        self._setup_pool.shutdown(wait=False, cancel_futures=True)
        self.pictures.close()
        self._service.close()
        self._accounts.join(_STOP_SECONDS)
        for thread in (self._sender, self._housekeeper, self._desk_timer, self._crm_saver):
            thread.join(_STOP_SECONDS)
        self.linking.join(_STOP_SECONDS)
        self.store.close()

    # for the command line

    def worker_for(self, account_key: int, report: Callable[[AccountStatus], None] | None = None) -> AccountWorker:
        """A worker that has not been started."""
        return AccountWorker(
            self.store,
            account_key,
            lambda: self.logins.connect_imap(account_key),
            self.clock,
            not_before=self._not_before,
            report=report or self._listeners.tell_status,
            notify=self._listeners.tell_notice,
        )

    def send_due(self, account_key: int | None = None) -> int:
        """Try the due mails of one account, or of all, once in the calling thread; how many the servers took."""
        return self._sender.send_due(account_key)

    def hasten(self, account_key: int) -> None:
        """The server shall follow now: operations and mails of the account no longer wait for their undo or retry time."""

        def hasten(uow: UnitOfWork) -> None:
            operations.hasten(uow, account_key)
            outbox.hasten(uow, account_key)

        self.store.writer.run("hasten", hasten, durable=True)

    def sweep(self, at: int | None = None) -> SweepResult:
        """One sweep in the calling thread; `at` (epoch seconds) is a moment that a person vouches for."""
        return self._housekeeper.sweep(at)

    # inner workings

    def _add_account(self, settings: AccountSettings, secret: Secret) -> int:
        if self.store.read(lambda connection: accounts.find_by_address(connection, settings.address)) is not None:
            raise SetupError(Code.BAD_INPUT, what=f"The account {settings.address}", why="it is already here")
        plan = self.current_plan()
        if len(self.accounts()) >= plan.mailboxes_per_employee:
            raise PlanError(
                Code.PLAN_REFUSED, plan=plan.name, limit=f"{plan.mailboxes_per_employee} mailboxes",
                rule="mailboxes per employee", remedy="Remove one first or choose another plan.",
            )  # fmt: skip
        self.logins.try_both(settings, secret)
        secret_id = secrets.token_hex(12)
        keeping = self.logins.keep(secret_id, secret)
        key = self.store.writer.run(
            "add account", lambda uow: accounts.add_account(uow, settings, secret_id), durable=True
        )
        warning = keeping.error(settings.imap.user)
        if warning is not None and keeping.reason is not Reason.CHOSEN:
            self._listeners.tell_notice(Notice("keyring", key, warning))
        self._follow_plan()
        return key

    def _set_password(self, account_key: int, secret: Secret) -> None:
        self.logins.set_password(account_key, secret)
        self.store.writer.run("hasten", lambda uow: outbox.hasten(uow, account_key), durable=True)
        self._sender.rested(account_key)
        worker = self._accounts.worker(account_key)
        if worker is not None:
            worker.wake()

    def _follow_plan(self) -> None:
        """Accounts sync while the plan in force lets them."""
        syncs = self.current_plan().syncs
        for row in self.accounts() if self._threads else ():
            if syncs:
                self._accounts.start(row.account_key)
            else:
                self._accounts.stop(row.account_key)
                self._listeners.tell_status(AccountStatus(row.account_key, AccountState.PAUSED, self.clock.now()))

    def _forget_account(self, account_key: int, secret_id: str | None) -> None:
        self._accounts.stop(account_key)
        self._listeners.forget(account_key)
        if secret_id is not None:
            self._forgetting.append(self._setup_pool.submit(self.logins.drop, secret_id))

    def _not_before(self) -> int:
        plan = self.current_plan()
        return wanted_since(self.clock.now(), plan.import_days, plan.storage_days)

    def _published(self, changes: ChangeSet) -> None:
        """On the writer thread, after a commit."""
        if changes.operations and self._accounts is not None:
            for worker in self._accounts.workers():
                worker.wake()
        if changes.links and self._linking is not None:
            self._linking.wake()
        if changes.outbox and self._sender is not None:
            self._sender.wake()
        if changes.desk and self._desk_timer is not None:
            self._desk_timer.wake()
        if changes.messages and self._crm_saver is not None:
            self._crm_saver.wake()
        self._listeners.tell_changed(changes)
