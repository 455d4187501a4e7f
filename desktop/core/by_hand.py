"""What the command line and the demo do beside the door: they take the work of the engine's threads step by step, in the calling
thread, and ask what no screen asks.

Whoever calls has no threads running that do the same, or does what they bear: each step is a transaction of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING

from desktop.core import mime
from desktop.core.api.errors import PlanError
from desktop.core.api.rows import SweepDecision
from desktop.core.api.status import AccountStatus
from desktop.core.clock import Clock
from desktop.core.desk.timer import DeskTimer
from desktop.core.linking.crm_saver import CrmSaver
from desktop.core.listeners import Listeners
from desktop.core.logins import Logins
from desktop.core.mail.envelope import Envelope
from desktop.core.operations.sender import Sender
from desktop.core.plan.clock_guard import why_implausible
from desktop.core.plan.retention import wanted_since
from desktop.core.reading.reading import Reading
from desktop.core.retention import sweep
from desktop.core.retention.sweep import SweepResult
from desktop.core.store import accounts, bodies, operations, outbox, undo_groups
from desktop.core.store.store import Store
from desktop.core.store.writer import UnitOfWork
from desktop.core.workspace.housekeeper import Housekeeper
from desktop.core.workspace.moment import sweep_moment

if TYPE_CHECKING:
    from desktop.core.sync.worker import AccountWorker


class ByHand(Reading):
    """Its parts are the engine's, which makes them."""

    store: Store
    clock: Clock
    logins: Logins
    _listeners: Listeners
    _sender: Sender
    _housekeeper: Housekeeper
    _crm_saver: CrmSaver
    _desk_timer: DeskTimer
    _shown: int | None

    # the work of the threads

    def worker_for(self, account_key: int, report: Callable[[AccountStatus], None] | None = None) -> AccountWorker:
        """A worker that has not been started."""
        from desktop.core.sync.worker import AccountWorker

        worker = AccountWorker(
            self.store,
            account_key,
            lambda: self.logins.connect_imap(account_key),
            self.clock,
            not_before=self._not_before,
            report=report or self._listeners.tell_status,
            notify=self._listeners.tell_notice,
        )
        worker.show(self._shown)
        return worker

    def send_due(self, account_key: int | None = None) -> int:
        """Try the due mails of one account, or of all, once in the calling thread; how many the servers took."""
        return self._sender.send_due(account_key)

    def save_by_rules(self) -> int:
        """Judge the mail that has come by the CRM rules, in the calling thread; how many wishes to save were stored."""
        return self._crm_saver.judge_waiting()

    def bring_back(self) -> int:
        """Put-off mail whose moment has come goes back where it was, in the calling thread; how many."""
        return self._desk_timer.bring_back()

    def bring_forward(self) -> int:
        """Sent mail that nobody has answered in time is told of, in the calling thread; how many."""
        return self._desk_timer.bring_forward()

    def hasten(self, account_key: int) -> None:
        """The server shall follow now: operations and mails of the account no longer wait for their undo or retry time."""

        def hasten(uow: UnitOfWork) -> None:
            operations.hasten(uow, account_key)
            outbox.hasten(uow, account_key)

        self.store.writer.run("hasten", hasten, durable=True)

    def refusal(self, account_key: int) -> PlanError | None:
        """Why the plan lets an account neither sync nor send."""
        return self.store.read(lambda connection: self._standing.refusal(connection, account_key))

    def keep_plan(self) -> bool:
        """Carry out, in the calling thread, the plan changes whose moment has come; False when the clock is not believable."""
        return self._housekeeper.keep_plan()

    def sweep(self, at: int | None = None) -> SweepResult:
        """One sweep in the calling thread; `at` (epoch seconds) is a moment that a person vouches for."""
        return self._housekeeper.sweep(at)

    # what only the command line asks

    def find_message(self, message_id: str) -> list[int]:
        """Location keys of shown mails with that Message-ID (without brackets)."""
        return self._store.read(lambda connection: bodies.find_by_message_id(connection, message_id))

    def message_ids(self, location_keys: Sequence[int]) -> dict[int, str]:
        """Without brackets; "" where a mail has none."""
        return self._store.read(lambda connection: bodies.load_message_ids(connection, location_keys))

    def iterate_mailbox(self, mailbox_key: int) -> Iterator[tuple[int, int, bytes | None, str]]:
        """(location key, internaldate, bytes or None while only the header is here, sender address), oldest first."""
        with self._store.reading() as connection:
            yield from bodies.iterate_mailbox(connection, mailbox_key)

    def envelope_of(self, raw: bytes) -> Envelope:
        """The header of a mail that is not stored here."""
        return mime.headers.parse_envelope(raw[: mime.headers.find_body(raw)[0]])

    def sweep_decisions(self, at: int | None = None) -> list[SweepDecision]:
        """What a sweep now, or at that moment (epoch seconds), does with every mail here."""
        return sweep.judge(self._store, self.current_plan(), self.sweep_moment() if at is None else at)

    def sweep_moment(self) -> int:
        """By which moment a sweep would judge now: at most what servers have proven."""
        return sweep_moment(self._store, self._clock.now())

    def clock_doubt(self) -> str | None:
        """Why this computer's clock is not believable (a code of `plan.clock_guard`), or None."""
        high_water = self._store.read(lambda connection: accounts.load_setting(connection, "high_water"))
        return why_implausible(self._clock.now(), high_water, None, None)

    # for the demo

    def close_undo(self) -> None:
        """What has been wished so far was not the visitor's: undo does not meet it."""
        self.store.writer.run("close undo", undo_groups.mark_all_undone, durable=True)

    def book_sends(self, count: int) -> Future[int]:
        """Count so many mails as sent this month, at most what is left; how many were booked."""

        def book(uow: UnitOfWork) -> int:
            limit = self._standing.plan(uow.connection).sends_per_month
            return outbox.book(uow, self._standing.month(uow.connection), count, limit)

        return self.store.writer.submit("book sends", book, durable=True)

    def _not_before(self) -> int:
        plan = self.current_plan()
        return wanted_since(self.clock.now(), plan.import_days, plan.storage_days)
