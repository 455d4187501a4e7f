"""What one connection of an account does, step by step: holds the situation, lets the agenda choose, carries the step out."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from functools import partial

from desktop.core.api.errors import Code, ConnectionFailure, ProtocolError, ServerRefusal
from desktop.core.api.status import Notice
from desktop.core.clock import Clock
from desktop.core.imap.gateway import ImapGateway
from desktop.core.mail.mailbox import SpecialUse
from desktop.core.operations import later_marks
from desktop.core.operations.executor import Executor
from desktop.core.operations.sent_proof import settle_doubted
from desktop.core.store import bodies, drafts, mailboxes, messages, operations, orphans
from desktop.core.store.mailboxes import Listed, MailboxState
from desktop.core.store.store import Store
from desktop.core.store.writer import UnitOfWork
from desktop.core.sync.agenda import Situation, Step, StepKind, next_step
from desktop.core.sync.backfill import BODIES_STEP, LARGEST, SMALL, Backfill, Renumbered, Suspects
from desktop.core.sync.intake import Tally
from desktop.core.sync.removals import drop_lost, held_now, release_moved, retire_mailbox
from desktop.core.sync.resync import resync
from desktop.core.sync.resync_plan import looks_unchanged

ORPHAN_GRACE_SECONDS = 600
_log = logging.getLogger(__name__)


class AccountSession:
    """Belongs to the thread that owns `gateway`. `report(mailbox name, done, total)` tells what is going on."""

    def __init__(
        self,
        store: Store,
        account_key: int,
        gateway: ImapGateway,
        clock: Clock,
        *,
        reconnect: Callable[[], ImapGateway],
        not_before: Callable[[], int],
        report: Callable[[str, int, int], None],
        notify: Callable[[Notice], None],
        suspects: Suspects | None = None,
    ) -> None:
        self._store, self._account_key, self._gateway, self._clock = store, account_key, gateway, clock
        self._reconnect, self._not_before, self._report, self._notify = reconnect, not_before, report, notify
        self._executor = Executor(store, account_key, clock.now)
        self.tally = Tally()
        self._suspects = suspects or Suspects()
        self._backfill = Backfill(store, account_key, self.tally, self._suspects, self._tell_news, clock.monotonic)
        self._situation = Situation(poll_due=True)
        self._opened: list[int] = []
        self._states: dict[int, MailboxState] = {}
        self._bodies_missing = 0
        self._tidied = False
        self._executor.take_up()
        self._refresh_states()
        self._held = held_now(store, account_key)

    def request(self, *, rung: Iterable[int], opened: Iterable[int], shown: int | None) -> None:
        """What other threads asked for since the last step."""
        self._situation.resync |= set(rung) & self._states.keys()
        self._opened.extend(opened)
        self._situation.opened = bool(self._opened)
        if shown != self._situation.shown:
            self._situation.shown = shown if shown in self._states else None
            if self._situation.shown is not None:
                self._situation.resync.add(self._situation.shown)

    def request_poll(self) -> None:
        self._situation.poll_due = True

    def next_operation_due(self) -> int | None:
        return self._executor.next_due()

    def step(self) -> bool:
        """Do the most important thing; False when there is nothing to do. Raises ConnectionFailure and ProtocolError."""
        due = self._executor.next_due()
        self._situation.operations_due = bool(self._states) and due is not None and due <= self._clock.now()
        step = next_step(self._situation)
        if step is None:
            return self._tidy()
        self._tidied = False
        try:
            self._do(step)
        except Renumbered as found:
            self._backfill.forget(found.mailbox_key)
            self._situation.resync.add(found.mailbox_key)
        except (ConnectionFailure, ProtocolError):
            if step.kind is StepKind.RESYNC:
                self._suspects.step = max(1, self._suspects.step // 8)
            raise
        except ServerRefusal as refusal:
            _log.info("account %s, %s: %s", self._account_key, step, refusal)
            for left in self._left():
                left.discard(step.mailbox_key)
            if step.kind is StepKind.POLL:
                # Without LIST nothing can be known; the connection is of no use.
                raise ProtocolError(Code.SERVER_CONFUSED, host="", said=refusal.parameters.get("said", "")) from refusal
        return True

    def _do(self, step: Step) -> None:
        key = step.mailbox_key
        if step.kind not in (StepKind.HEADERS, StepKind.BODIES, StepKind.LARGE):
            self._backfill.settle()  # they go by what is in the cache
        match step.kind:
            case StepKind.OPERATIONS:
                self._run_operations()
            case StepKind.OPEN:
                self._backfill.one_body(self._gateway, self._opened.pop())
                self._situation.opened = bool(self._opened)
            case StepKind.POLL:
                self._poll()
            case StepKind.RESYNC:
                self._resync(key)
            case StepKind.HEADERS:
                self._headers(key)
            case StepKind.BODIES:
                self._fetch_bodies(key, self._situation.bodies, large=False)
            case StepKind.LARGE:
                self._fetch_bodies(key, self._situation.large, large=True)

    def _run_operations(self) -> None:
        result = self._executor.run_batch(self._gateway)
        self._situation.blocking |= result.resync & self._states.keys()
        for one, said in result.failed[:1]:
            self._notify(
                Notice("operation_failed", self._account_key, parameters=(("kind", one.kind), ("said", said), ("count", str(len(result.failed)))))
            )  # fmt: skip
        if result.ran:
            self._refresh_states()

    def _poll(self) -> None:
        """LIST with STATUS: make the mailboxes those of the server and note which ones may have changed."""
        capabilities = self._gateway.capabilities
        listed = self._gateway.list_mailboxes(with_status=capabilities.list_status)
        entries = [Listed(entry.name, entry.delimiter, entry.special_use, entry.selectable) for entry in listed]
        prefix = self._gateway.personal_prefix
        self._store.writer.run(
            "mailboxes", lambda uow: mailboxes.merge_listed(uow, self._account_key, entries, prefix=prefix)
        )
        self._retire_gone([entry.name for entry in listed])
        self._refresh_states()
        statuses = {entry.name: entry.status for entry in listed}
        for key, state in self._states.items():
            status = statuses.get(state.name)
            unchanged = looks_unchanged(state, status, condstore=capabilities.condstore, now=self._clock.now())
            if not unchanged or self._store.read(partial(mailboxes.has_unnamed, mailbox_key=key)):
                self._situation.resync.add(key)
            elif state.backfill_floor > 1:
                self._situation.headers.add(key)
            self._note_missing_bodies(key)
        self._count_bodies()
        self._situation.poll_due = False
        settle_doubted(self._store, self._gateway, self._account_key)

    def _retire_gone(self, names: list[str]) -> None:
        """What LIST left out is asked for by name before it is believed to be gone."""
        with self._store.reading() as connection:
            unlisted = mailboxes.load_unlisted(connection, self._account_key, names)
            gone = mailboxes.load_retired(connection, self._account_key)
        for state in unlisted:
            try:
                self._gateway.fetch_status(state.name)
            except ServerRefusal:
                gone.append(state)
        for state in gone:
            retire_mailbox(self._store, state.mailbox_key)

    def _refresh_states(self) -> None:
        states = self._store.read(lambda connection: mailboxes.load_states(connection, self._account_key))
        self._states = {state.mailbox_key: state for state in states}
        self._situation.order = tuple(self._states)
        for left in self._left():
            left &= self._states.keys()

    def _refresh_state(self, key: int) -> None:
        """After a step that has changed one mailbox: with thousands of them, reading all at each step would cost their square."""
        state = self._store.read(lambda connection: mailboxes.load_state(connection, key))
        if state is None or not state.on_server:
            self._refresh_states()
        else:
            self._states[key] = state

    def _left(self) -> tuple[set[int], ...]:
        now = self._situation
        return now.blocking, now.resync, now.headers, now.bodies, now.large

    def _resync(self, key: int) -> None:
        self._situation.blocking.discard(key)
        self._situation.resync.discard(key)
        state = self._states[key]
        self._report(state.name, 0, 0)
        outcome = resync(
            self._store, self._gateway, key,
            now=self._clock.now(), not_before=self._not_before(), reconnect=self._reconnect, tally=self.tally,
            careful=self._suspects.step < BODIES_STEP, tell=self._tell_news,
        )  # fmt: skip
        if outcome.backfill:
            self._backfill.forget(key)
            self._situation.headers.add(key)
        elif outcome.complete:
            self._drop_lost(key)
        self._note_missing_bodies(key)
        self._refresh_state(key)
        self._adopt_later(key)

    def _adopt_later(self, key: int) -> None:
        """What other computers have put off is woken by this one too."""
        state = self._states.get(key)
        if state is None or state.special_use is not SpecialUse.LATER:
            return
        if self._store.read(partial(later_marks.is_to_adopt, mailbox_key=key)):
            self._store.writer.run("put off elsewhere", partial(later_marks.adopt, state=state), durable=True)

    def _headers(self, key: int) -> None:
        left = self._backfill.headers_step(self._gateway, key, not_before=self._not_before())
        self._report(self._states[key].name, 0, left)
        if left:
            return  # bodies come after the last of the headers, and what is missing is then asked for once
        self._situation.headers.discard(key)
        self._refresh_state(key)
        if key in self._states and self._states[key].backfill_floor <= 1:
            self._drop_lost(key)
        self._note_missing_bodies(key)
        self._adopt_later(key)
        self._count_bodies()

    def _drop_lost(self, key: int) -> None:
        if self._store.read(lambda connection: mailboxes.has_unnamed(connection, key)):
            drop_lost(self._store, key)

    def _fetch_bodies(self, key: int, left: set[int], *, large: bool) -> None:
        if not self._backfill.bodies_step(self._gateway, key, large=large):
            left.discard(key)
        self._report(self._states[key].name, self.tally.bodies, max(self._bodies_missing, self.tally.bodies))

    def _note_missing_bodies(self, key: int) -> None:
        with self._store.reading() as connection:
            if bodies.wanted_bodies(connection, key, max_size=SMALL, limit=1):
                self._situation.bodies.add(key)
            if bodies.wanted_bodies(connection, key, max_size=LARGEST, limit=1):
                self._situation.large.add(key)

    def _count_bodies(self) -> None:
        missing = self._store.read(lambda connection: messages.count_bodies_missing(connection, self._account_key))
        self._bodies_missing = self.tally.bodies + missing

    def _tidy(self) -> bool:
        """Once everything is done: let go of mails that nobody holds and of what was finished long ago, and ask the user
        about mail that vanished in a mass and was found nowhere else."""
        if self._tidied:
            return False
        self._tidied = True
        self._backfill.settle()
        release_moved(self._store, self._account_key)
        before = self._clock.now() - ORPHAN_GRACE_SECONDS
        while self._store.writer.run("purge", lambda uow: orphans.purge_orphans(uow, orphaned_before=before)):
            pass
        week_ago = self._clock.now() - 7 * 86_400

        def prune(uow: UnitOfWork) -> None:
            operations.prune_done(uow, finished_before=week_ago)
            drafts.prune_discarded(uow, before=week_ago)

        self._store.writer.run("prune", prune)
        self._tell_held()
        return False

    def _tell_news(self, keys: list[int]) -> None:
        parameters = (("count", str(len(keys))),)
        self._notify(Notice("new_mail", self._account_key, parameters=parameters, locations=tuple(keys)))

    def _tell_held(self) -> None:
        held = held_now(self._store, self._account_key)
        for key, (name, keys, total) in held.items():
            if not keys <= self._held.get(key, ("", frozenset(), 0))[1]:
                parameters = (("mailbox", name), ("count", str(len(keys))), ("total", str(total)))
                self._notify(Notice("mass_removal", self._account_key, parameters=parameters))
        self._held = held
