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

from desktop.core.api.errors import BandejaError, Code, ConnectionFailure, PlanError, ProfileError, SetupError
from desktop.core.api.status import Notice
from desktop.core.clock import Clock
from desktop.core.operations.delivery import OwnMail, finish_sent
from desktop.core.operations.retry import retry_delay
from desktop.core.operations.writing import own_mail
from desktop.core.rounds import Round
from desktop.core.smtp.gateway import Accepted, Refused, Submission, SubmissionGateway, UnknownOutcome
from desktop.core.store import accounts, outbox
from desktop.core.store.outbox import Queued
from desktop.core.store.store import Connection, Store
from desktop.core.store.writer import UnitOfWork
from desktop.values import dataclass

_LONGEST_WAIT = 3600
LATE_SECONDS = 900
"""So much after the moment that its writer chose, a mail that has gone is told of: the computer slept, or the program was closed."""
LOST_LINES = 2
REST_SECONDS = 10
"""After so many lost connections in a row the account's other mails wait this long: they would fail the same way, one
time-out each. One lost connection may be the fault of one mail."""
SETUP_REST_SECONDS = 900
"""After a refused login, so that an outbox full of mail does not knock until the account is locked."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Quota:
    """What the plan says to an account now: the month that counts, its limit, when the next begins, and why the account does
    not send at all."""

    month: str
    limit: int
    resets_at: int
    plan_name: str = ""
    resets_on: str = ""
    """`resets_at` as YYYY-MM-DD in the workspace's zone."""
    refusal: PlanError | None = None


class Sender(Round):
    """`connect(account_key)` gives a submission gateway or raises; `quota` is asked on the writer, with its connection and an
    account key; `files_sent(account_key)` says that the provider puts a copy into Sent by itself."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        connect: Callable[[int], SubmissionGateway],
        quota: Callable[[Connection, int], Quota],
        files_sent: Callable[[int], bool],
        notify: Callable[[Notice], None],
    ) -> None:
        super().__init__("sender", clock)
        self._store = store
        self._connect, self._quota, self._files_sent, self._notify = connect, quota, files_sent, notify
        self._one_at_a_time = threading.Lock()
        self._resting: dict[int, float] = {}
        self._lost_lines: dict[int, int] = {}
        self._answered: list[tuple[Queued, Submission]] = []

    def send_due(self, account_key: int | None = None) -> int:
        """Try every mail that is due once, in the calling thread; how many the servers took."""
        with self._one_at_a_time:
            self._settle_left_over()
            due = self._store.read(lambda connection: outbox.load_due(connection, self._clock.now(), account_key))
            return sum(self._send(key, owner) for key, owner in due if not self._stopping)

    def rested(self, account_key: int) -> None:
        """The account has a new password, or the user wants another try: do not wait any longer."""
        self._resting.pop(account_key, None)
        self._wake.set()

    def _settle_left_over(self) -> None:
        """Outcomes that could not be written, because the disk was full. What the server said is remembered here; without
        that, a mail in the middle of sending is what a kill would have left."""
        while self._answered:
            self._settle_or_remember(*self._answered.pop(0))
        if self._store.read(outbox.is_under_way):
            self._store.writer.run("settle sending", outbox.settle_interrupted, durable=True)

    def turn(self) -> float:
        self.send_due()
        return self._seconds_to_next()

    def _seconds_to_next(self) -> float:
        now = self._clock.now()
        due = self._store.read(lambda connection: outbox.load_next_due(connection, now))
        waits = [max(when - now, self._rest_of(account_key)) for account_key, when in due.items()]
        return max(0.5, min((*waits, _LONGEST_WAIT)))

    def _rest_of(self, account_key: int) -> float:
        return max(0.0, self._resting.get(account_key, 0.0) - self._clock.monotonic())

    def _send(self, outbox_key: int, account_key: int) -> bool:
        if self._rest_of(account_key):
            return False
        queued = self._store.writer.run("reserve send", lambda uow: self._begin(uow, outbox_key), durable=True)
        if queued is None:
            return False
        try:
            submission = self._connect(account_key).submit(
                queued.envelope_from,
                queued.recipients,
                queued.raw,
                before_data_end=lambda: self._set_state(outbox_key, "handed_over"),
            )
        except SetupError as error:
            # Nothing is wrong with the mail: it waits until the account can log in again.
            self._rest(account_key, SETUP_REST_SECONDS)
            self._later(queued, error.sentence())
            self._notify(Notice("send_failed", account_key, error, _about(queued, error.sentence())))
            return False
        except BandejaError as error:
            if isinstance(error, ConnectionFailure):
                self._lost_lines[account_key] = self._lost_lines.get(account_key, 0) + 1
                if self._lost_lines[account_key] >= LOST_LINES:
                    self._rest(account_key, REST_SECONDS)
            self._later(queued, error.sentence())
            return False
        self._lost_lines.pop(account_key, None)
        return self._settle_or_remember(queued, submission)

    def _rest(self, account_key: int, seconds: float) -> None:
        self._resting[account_key] = self._clock.monotonic() + seconds

    def _settle_or_remember(self, queued: Queued, submission: Submission) -> bool:
        try:
            return self._settle(queued, submission)
        except ProfileError:
            self._answered.insert(0, (queued, submission))
            raise

    def _settle(self, queued: Queued, submission: Submission) -> bool:
        match submission:
            case Accepted(reply, refused):
                copy = None if self._files_sent(queued.account_key) else self._own_copy(queued)
                said = "; ".join(f"{address}: {words}" for address, _, words in refused) or reply
                self._store.writer.run("sent", lambda uow: finish_sent(uow, queued, copy, said=said), durable=True)
                if 0 < queued.send_at < self._clock.now() - LATE_SECONDS:
                    about = (("subject", queued.subject), ("at", str(queued.send_at)))
                    self._notify(Notice("sent_late", queued.account_key, parameters=about))
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
                self._give_back(queued, f"{code} {reply}")
            case UnknownOutcome(detail):
                self._store.writer.run("unknown", lambda uow: _unknown(uow, queued, detail), durable=True)
                error = BandejaError(Code.UNKNOWN_OUTCOME, subject=queued.subject)
                self._notify(Notice("send_unknown", queued.account_key, error))
        return False

    def _begin(self, uow: UnitOfWork, outbox_key: int) -> Queued | None:
        """Ask the plan, reserve and claim in one transaction; None when the mail may not go now."""
        queued = outbox.load_queued(uow.connection, outbox_key)
        if queued is None or queued.state not in ("waiting", "held"):
            return None
        if accounts.is_paused(uow.connection, queued.account_key):
            return None
        quota = self._quota(uow.connection, queued.account_key)
        why = quota.refusal
        if why is None and not outbox.reserve(uow, outbox_key, quota.month, quota.limit):
            why = PlanError(Code.PLAN_SENDS, plan=quota.plan_name, limit=quota.limit, date=quota.resets_on)
        if why is not None:
            outbox.set_outbox_state(
                uow, outbox_key, "held", said=why.sentence(), not_before=quota.resets_at, refusal=why
            )
            return None
        outbox.set_outbox_state(uow, outbox_key, "sending")
        return queued

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

    def _give_back(self, queued: Queued, said: str) -> None:
        def give_back(uow: UnitOfWork) -> None:
            outbox.set_outbox_state(uow, queued.outbox_key, "failed", said=said, tried=True)
            outbox.settle_ledger(uow, queued.outbox_key, "released")

        self._store.writer.run("send failed", give_back, durable=True)
        self._notify(Notice("send_failed", queued.account_key, None, _about(queued, said)))


def _about(queued: Queued, said: str) -> tuple[tuple[str, str], ...]:
    return (("subject", queued.subject), ("said", said))


def _unknown(uow: UnitOfWork, queued: Queued, detail: str) -> None:
    outbox.set_outbox_state(uow, queued.outbox_key, "unknown", said=detail, tried=True)
    outbox.settle_ledger(uow, queued.outbox_key, "unknown")
