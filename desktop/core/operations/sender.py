"""The outbox's thread: hands over due mails one by one, each step committed before the next byte leaves.

waiting -> (place in the month reserved, state committed) sending -> connect, MAIL, RCPT, DATA -> handed_over committed ->
final dot -> sent | failed | waiting again | unknown. A kill anywhere leaves a state that says what may be done: before the
dot it is tried again with the same bytes and Message-ID, after it never blindly.
"""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass

from desktop.core.api.errors import BandejaError, Code, ConnectionFailure, SetupError
from desktop.core.api.status import Notice
from desktop.core.clock import Clock
from desktop.core.operations.delivery import OwnMail, finish_sent
from desktop.core.operations.retry import retry_delay
from desktop.core.operations.writing import own_mail
from desktop.core.smtp.gateway import Accepted, Refused, Submission, SubmissionGateway, UnknownOutcome
from desktop.core.store import outbox
from desktop.core.store.outbox import Queued
from desktop.core.store.store import Store
from desktop.core.store.writer import UnitOfWork

_LONGEST_WAIT = 3600
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Quota:
    """What the plan says now: the month that counts, its limit, when the next begins, and whether sending is on at all."""

    month: str
    limit: int
    resets_at: int
    refusal: BandejaError | None = None


class Sender:
    """`connect(account_key)` gives a submission gateway or raises; `files_sent(account_key)` says that the provider puts a
    copy into Sent by itself."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        connect: Callable[[int], SubmissionGateway],
        quota: Callable[[], Quota],
        files_sent: Callable[[int], bool],
        notify: Callable[[Notice], None],
    ) -> None:
        self._store, self._clock = store, clock
        self._connect, self._quota, self._files_sent, self._notify = connect, quota, files_sent, notify
        self._wake = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="sender", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        self._wake.set()

    def stop(self) -> None:
        self._stopping = True
        self._wake.set()

    def join(self, timeout: float | None = None) -> None:
        if self._thread.is_alive():
            self._thread.join(timeout)

    def send_due(self, account_key: int | None = None) -> int:
        """Try every mail that is due once, in the calling thread; how many the servers took."""
        due = self._store.read(lambda connection: outbox.load_due(connection, self._clock.now(), account_key))
        return sum(self._send(key) for key in due if not self._stopping)

    def _run(self) -> None:
        while not self._stopping:
            self._wake.clear()
            try:
                self.send_due()
                due = self._store.read(outbox.load_next_due)
            except BandejaError as error:
                _log.warning("sender: %s", error)
                due = self._clock.now() + 60
            seconds = _LONGEST_WAIT if due is None else max(0.5, min(_LONGEST_WAIT, due - self._clock.now()))
            self._clock.wait(self._wake, seconds)

    def _send(self, outbox_key: int) -> bool:
        quota = self._quota()
        queued = self._store.writer.run("reserve send", lambda uow: _begin(uow, outbox_key, quota), durable=True)
        if queued is None:
            return False
        try:
            submission = self._connect(queued.account_key).submit(
                queued.envelope_from,
                queued.recipients,
                queued.raw,
                before_data_end=lambda: self._set_state(outbox_key, "handed_over"),
            )
        except ConnectionFailure as error:
            self._later(queued, error.sentence())
            return False
        except SetupError as error:
            self._give_back(queued, "failed", error.sentence(), error)
            return False
        except BandejaError as error:
            self._later(queued, error.sentence())
            return False
        return self._settle(queued, submission)

    def _settle(self, queued: Queued, submission: Submission) -> bool:
        match submission:
            case Accepted(reply, refused):
                copy = None if self._files_sent(queued.account_key) else self._own_copy(queued)
                said = "; ".join(f"{address}: {words}" for address, _, words in refused) or reply
                self._store.writer.run("sent", lambda uow: finish_sent(uow, queued, copy, said=said), durable=True)
                if refused:
                    self._notify(
                        Notice(
                            "recipients_refused",
                            queued.account_key,
                            parameters=(("said", said), ("subject", queued.subject)),
                        )
                    )
                return True
            case Refused(code, reply, permanent=False):
                self._later(queued, f"{code} {reply}")
            case Refused(code, reply, permanent=True):
                self._give_back(queued, "failed", f"{code} {reply}", None)
            case UnknownOutcome(detail):
                self._store.writer.run("unknown", lambda uow: _unknown(uow, queued, detail), durable=True)
                error = BandejaError(Code.UNKNOWN_OUTCOME, subject=queued.subject)
                self._notify(Notice("send_unknown", queued.account_key, error))
        return False

    def _own_copy(self, queued: Queued) -> OwnMail:
        return own_mail(queued.raw)

    def _set_state(self, outbox_key: int, state: str) -> None:
        self._store.writer.run(state, lambda uow: outbox.set_outbox_state(uow, outbox_key, state), durable=True)

    def _later(self, queued: Queued, said: str) -> None:
        """The place in the month stays reserved: retries of one mail count once."""
        when = self._clock.now() + retry_delay(queued.attempts, random.random())

        def later(uow: UnitOfWork) -> None:
            outbox.set_outbox_state(uow, queued.outbox_key, "waiting", said=said, not_before=when, tried=True)

        self._store.writer.run("send later", later, durable=True)

    def _give_back(self, queued: Queued, state: str, said: str, error: BandejaError | None) -> None:
        def give_back(uow: UnitOfWork) -> None:
            outbox.set_outbox_state(uow, queued.outbox_key, state, said=said, tried=True)
            outbox.settle_ledger(uow, queued.outbox_key, "released")

        self._store.writer.run("send failed", give_back, durable=True)
        parameters = (("subject", queued.subject), ("said", said))
        self._notify(Notice("send_failed", queued.account_key, error, parameters))


def _begin(uow: UnitOfWork, outbox_key: int, quota: Quota) -> Queued | None:
    """Reserve and claim in one transaction; None when the mail may not go now."""
    queued = outbox.load_queued(uow.connection, outbox_key)
    if queued is None or queued.state not in ("waiting", "held"):
        return None
    if quota.refusal is not None or not outbox.reserve(uow, outbox_key, quota.month, quota.limit):
        why = quota.refusal or BandejaError(
            Code.PLAN_REFUSED, plan="present", limit=f"{quota.limit} mails a month", rule="sends per month",
            remedy="The mail waits in the outbox and goes when the next month begins.",
        )  # fmt: skip
        outbox.set_outbox_state(uow, outbox_key, "held", said=why.sentence(), not_before=quota.resets_at)
        return None
    outbox.set_outbox_state(uow, outbox_key, "sending")
    return queued


def _unknown(uow: UnitOfWork, queued: Queued, detail: str) -> None:
    outbox.set_outbox_state(uow, queued.outbox_key, "unknown", said=detail, tried=True)
    outbox.settle_ledger(uow, queued.outbox_key, "unknown")
