"""The engine behind the door: owns the store, one worker per account, the sender and the housekeeper, and opens them as a
`MailSession`. The command line uses the same engine without threads.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import UTC, tzinfo
from pathlib import Path

from desktop.core.accounts.credentials import Credentials
from desktop.core.accounts.secret import Secret
from desktop.core.api.account_settings import AccountSettings
from desktop.core.api.changes import ChangeSet
from desktop.core.api.commands import AcceptRemovals, Command, CopyTo, MoveTo, Receipt, RemoveAccount
from desktop.core.api.errors import Code, ProfileError
from desktop.core.api.link_commands import LinkExisting, LinkMail
from desktop.core.api.status import AccountStatus, Notice
from desktop.core.api.workspace_commands import (
    CancelPlanChange,
    EndTrial,
    FetchAgain,
    KeepMailboxes,
    PlanLapsed,
    SetPlan,
)
from desktop.core.by_hand import ByHand
from desktop.core.clock import Clock, SystemClock
from desktop.core.connectors.local.backend import local_backend
from desktop.core.connectors.protocol import Backend
from desktop.core.connectors.registry import load_backends
from desktop.core.desk.service import DeskService
from desktop.core.desk.timer import DeskTimer
from desktop.core.enrolment.admission import Admission
from desktop.core.enrolment.service import EnrolmentService
from desktop.core.enrolment.syncing_accounts import SyncingAccounts
from desktop.core.invitations.service import InvitationsService
from desktop.core.linking.backends import Backends
from desktop.core.linking.crm_saver import CrmSaver
from desktop.core.linking.plug_ins import FOLDER as PLUG_INS
from desktop.core.linking.plug_ins import PlugIns
from desktop.core.linking.service import LinkingService, zone_name
from desktop.core.listeners import Listeners
from desktop.core.logins import Connections, Logins, WayIn
from desktop.core.newsletters.service import NewslettersService
from desktop.core.operations.crm_guard import guarded
from desktop.core.operations.desk_commands import desk_jobs
from desktop.core.operations.sender import Sender
from desktop.core.operations.service import OperationsService
from desktop.core.pictures.service import PictureService
from desktop.core.plan.catalogue import Catalogue
from desktop.core.reading.searches import SearchesService
from desktop.core.retention.sweep import SweepResult
from desktop.core.seeking.bringing import Bringing
from desktop.core.seeking.service import ServerSearchService
from desktop.core.store import accounts, backends, imports, outbox, plan_changes
from desktop.core.store.lock import ProfileLock
from desktop.core.store.store import Store
from desktop.core.sync.account_threads import AccountThreads
from desktop.core.workspace import plan_time
from desktop.core.workspace.housekeeper import Housekeeper
from desktop.core.workspace.standing import Standing
from desktop.core.workspace.template_wishes import template_jobs
from desktop.core.workspace.view import WorkspaceView
from desktop.core.workspace.wishes import WorkspaceWishes

_STOP_SECONDS = 5.0
_PLAN_WISHES = SetPlan | CancelPlanChange | EndTrial | PlanLapsed | KeepMailboxes | FetchAgain
"""After these other mailboxes may sync than before."""
_log = logging.getLogger(__name__)


@contextlib.contextmanager
def _closing_where_damaged(store: Store) -> Iterator[None]:
    """What cannot be read at the start leaves nothing of this start behind. A value that cannot be has marked the file, so the
    next start makes it anew: that is what is said."""
    try:
        yield
    except BaseException as error:
        store.close()
        if isinstance(error, ValueError | TypeError | LookupError):
            raise ProfileError(Code.DAMAGE_FOUND, path=store.directory) from error
        raise


class Engine(ByHand):
    """Implements `core.api.session.MailSession`. Raises ProfileError when the profile cannot be used.

    Without `threads` nothing runs by itself: the command line calls `worker_for(...).run_until_done()` and `send_due()`;
    without `begins` it rests until `begin`. With `everyone` the mail of all members is read, not only that of the current one.
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
        begins: bool = True,
        everyone: bool = False,
        more_backends: Sequence[Backend] = (),
        open_browser: Callable[[str], object] | None = None,
        listeners: Listeners | None = None,
        lock: ProfileLock | None = None,
    ) -> None:
        """`listeners` may have been there before, and hear what happens from the first moment; a `lock` that is held already is
        the engine's from now on."""
        self.clock = clock or SystemClock()
        self.catalogue, self.zone = catalogue, zone
        self._closed, self._beginning = False, threading.Lock()
        self._shown: int | None = None
        self._listeners = listeners or Listeners()
        self._forgetting: list[Future[None]] = []
        self._ready: Future[None] = Future()
        self._ready.set_result(None)
        self._woken: tuple[tuple[str, Callable[[], object]], ...] = ()  # the store already publishes while it opens
        self.store = Store(profile, self.clock, self._published, lock)
        self._tell_salvage()
        self._standing = Standing(catalogue, zone, self.clock.now, everyone=everyone)
        super().__init__(self.store, self.clock, zone, self._standing)
        with _closing_where_damaged(self.store):
            if not self.store.read(plan_changes.is_begun):
                self.store.writer.run("first plan", lambda uow: plan_time.begin(uow, self._standing), durable=True)
        self._make_services(connections, credentials, more_backends, open_browser, threads=threads)
        self._make_rounds()
        with _closing_where_damaged(self.store):
            if self._housekeeper.is_change_overdue():
                with contextlib.suppress(ProfileError):  # a full disk: the housekeeper tries again
                    self._housekeeper.keep_plan()  # its moment came while nobody was here
        if threads and begins:
            self._begin()

    def _tell_salvage(self) -> None:
        if self.store.salvaged is not None:
            damage = ProfileError(Code.CACHE_DAMAGED, path=self.store.directory, saved=self.store.salvaged)
            self._listeners.tell_notice(Notice("cache_damaged", error=damage))
            self._listeners.tell_changed(ChangeSet(everything=True))

    def _make_services(
        self,
        connections: Connections,
        credentials: Credentials,
        more_backends: Sequence[Backend],
        open_browser: Callable[[str], object] | None,
        *,
        threads: bool,
    ) -> None:
        """What answers: the parts of the session, and who takes its wishes."""
        self.workspace = WorkspaceView(self.store, self._standing)
        self.searches = SearchesService(self.store, self._standing)
        self.pictures = PictureService(self.store, connections.picture)
        self.logins = Logins(self.store, connections, credentials, self.clock)
        self._accounts = AccountThreads(
            self.store, self.clock, make_worker=self.worker_for, connect=self.logins.connect_imap
        )
        self._syncing = SyncingAccounts(
            self.store, self.clock, self._standing, self._accounts, tell=self._listeners.tell_status,
            followed=self._look_again,
        )  # fmt: skip
        self.enrolment = EnrolmentService(
            self.store, self.logins, add=self._add_account, restart=self._restart_account, stop=self._syncing.restart
        )
        self.desk = DeskService(self.store, lambda: zone_name(self.zone))
        self._backends = Backends(
            self.store, self.clock, credentials, (local_backend(self.store), *more_backends),
            lambda: load_backends(self.store.directory / PLUG_INS, self.store.read(backends.load_enabled)), open_browser=open_browser,
            find_services=connections.services,
        )  # fmt: skip
        bringing = Bringing(self.store, self._standing, self.passing)
        self.server_search = ServerSearchService(
            self.store, self.clock, self.zone, self._standing, self.passing, bringing, self.logins.connect_imap,
            self._listeners.tell_changed,
        )  # fmt: skip
        self.linking = LinkingService(
            self.store, self.clock, self._backends,
            PlugIns(self.store, self.store.directory / PLUG_INS, self._backends.find_all, self._backends.find_more),
            zone=zone_name(self.zone), quote_words=self.quote_words, notify=self._listeners.tell_notice, threads=threads,
            elsewhere=bringing, need_texts=self.server_search.need_texts,
        )  # fmt: skip
        self.invitations = InvitationsService(self.store, self.clock, self.accounts, self.linking, zone_name(self.zone))
        self.newsletters = NewslettersService(self.store, self.clock, connections.unsubscribe)
        self._service = OperationsService(
            self.store, self.clock.now, lambda: self.catalogue.attachments_bytes,
            more={
                **WorkspaceWishes(self._standing).prepared(), **desk_jobs(), **guarded(self.linking.prepared(), bringing.find),
                **self.invitations.prepared(), **self.newsletters.prepared(), **template_jobs(),
            },
            brings=bringing,
        )  # fmt: skip

    def _make_rounds(self) -> None:
        """What works by itself, and what of a commit wakes whom."""
        self._sender = Sender(
            self.store, self.clock, connect=self.logins.connect_smtp, quota=self._standing.quota,
            files_sent=self.logins.files_sent, notify=self._listeners.tell_notice,
        )  # fmt: skip
        self._housekeeper = Housekeeper(
            self.store, self.clock, self._standing, self._listeners.tell_notice, self._syncing.follow
        )
        self._admission = Admission(self.store, self._standing, self.logins, self._listeners.tell_notice)
        self._desk_timer = DeskTimer(self.store, self.clock, self._listeners.tell_notice)
        self._crm_saver = CrmSaver(
            self.store, self.clock, self.linking.prepared()[LinkMail], self.linking.knows, self._listeners.tell_notice
        )
        self._setup_pool = ThreadPoolExecutor(1, thread_name_prefix="set-up")
        self._rounds = (self._sender, self._housekeeper, self._desk_timer, self._crm_saver)
        self._woken = (
            ("operations", self._accounts.wake), ("links", self.linking.wake), ("outbox", self._sender.wake),
            ("desk", self._desk_timer.wake), ("messages", self._crm_saver.wake),
        )  # fmt: skip

    def begin(self) -> None:
        """Start to work, once. Never blocks."""
        threading.Thread(target=self._begin, name="begin", daemon=True).start()

    def ready(self) -> Future[None]:
        return self._ready

    # writing

    def submit(self, command: Command) -> Future[Receipt]:
        if isinstance(command, RemoveAccount):
            secret_id = self.store.read(lambda connection: accounts.load_secret_id(connection, command.account_key))
            future = self._service.submit(command)
            self._forget_account(command.account_key, secret_id)
            return future
        if isinstance(command, LinkMail | LinkExisting) and self.server_search.lacks_text(command.locations):
            return self.server_search.fetch_then(command.locations, lambda: self._service.submit(command))
        future = self._service.submit(command)
        if isinstance(command, MoveTo | CopyTo):
            future.add_done_callback(lambda _: self._fetch_sources())
        if isinstance(command, _PLAN_WISHES):
            future.add_done_callback(self._follow_wish)
        elif isinstance(command, AcceptRemovals):
            future.add_done_callback(lambda _: self.sync_now())
        return future

    def undo(self, undo_key: int | None = None) -> Future[Receipt]:
        return self._service.undo(undo_key)

    def add_account(self, settings: AccountSettings, password: str, *, member_key: int | None = None) -> Future[int]:
        """For the current member when none is named."""
        return self._setup_pool.submit(self._add_account, settings, Secret(password), member_key)

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
        self._shown = mailbox_key
        self._accounts.show(mailbox_key)

    def open_message(self, location_key: int) -> None:
        if location_key < 0:
            self.server_search.open(location_key)
            return
        worker = self._accounts.worker(self.account_of(location_key))
        if worker is not None:
            worker.open(location_key)

    def sync_now(self, account_key: int | None = None) -> None:
        self._accounts.poll(account_key)
        self._sender.wake()
        if account_key is None:
            self.linking.hasten()

    def close(self) -> None:
        with self._beginning:
            self._closed = True
        for thread in self._rounds:
            thread.stop()
        self.linking.stop()
        self._accounts.close()
        self.enrolment.close()
        wait(self._forgetting, _STOP_SECONDS)
        self._setup_pool.shutdown(wait=False, cancel_futures=True)
        self.pictures.close()
        self.newsletters.close()
        self.server_search.close()
        self._service.close()
        self._accounts.join(_STOP_SECONDS)
        for thread in self._rounds:
            thread.join(_STOP_SECONDS)
        self.linking.join(_STOP_SECONDS)
        self.store.close()

    # for the demo

    def vouch_for_clock(self) -> SweepResult:
        """The clock was moved on purpose: what follows from its moment is done in the calling thread."""
        self._housekeeper.vouch()
        result = self._housekeeper.sweep()
        self._sender.wake()
        self._desk_timer.wake()
        self.sync_now()
        self._listeners.tell_changed(ChangeSet(plan=True, everything=True))
        return result

    # inner workings

    def _begin(self) -> None:
        with self._beginning:
            if self._closed:
                return
            for thread in self._rounds:
                thread.start()
            self._syncing.begin()
            self.linking.start()

    def _add_account(self, settings: AccountSettings, secret: WayIn, member_key: int | None = None) -> int:
        key = self._admission.add(settings, secret, member_key)
        self._syncing.follow()
        return key

    def _set_password(self, account_key: int, secret: Secret) -> None:
        self.logins.set_password(account_key, secret)
        self.store.writer.run("hasten", lambda uow: outbox.hasten(uow, account_key), durable=True)
        self._sender.rested(account_key)
        worker = self._accounts.worker(account_key)
        if worker is not None:
            worker.wake()

    def _follow_wish(self, done: Future[Receipt]) -> None:
        if done.exception() is None:
            self._syncing.follow()

    def _look_again(self) -> None:
        """What the plan no longer keeps goes soon; what it keeps now comes."""
        self._housekeeper.wake()
        self.sync_now()

    def _fetch_sources(self) -> None:
        """The texts of mails that are to go to another account: they are needed there."""
        for key in self.store.read(imports.load_unread_sources):
            self.open_message(key)

    def _restart_account(self, account_key: int) -> None:
        self._sender.rested(account_key)
        self._syncing.restart(account_key)

    def _forget_account(self, account_key: int, secret_id: str | None) -> None:
        self._accounts.stop(account_key)
        self._listeners.forget(account_key)
        if secret_id is not None:
            self._forgetting.append(self._setup_pool.submit(self.logins.drop, secret_id))

    def _published(self, changes: ChangeSet) -> None:
        """On the writer thread, after a commit: the screen first."""
        self._listeners.tell_changed(changes)
        for kind, wake in self._woken:
            if getattr(changes, kind):
                wake()
