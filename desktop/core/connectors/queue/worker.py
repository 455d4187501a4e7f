"""The thread of one backend: questions of a person first, then wishes that are due, then the state of what was made.

One call to the connector at a time, so nothing of it need be thread-safe but `cancel`. A backend that stalls holds up only
itself. Without its thread the command line takes the same steps in its own.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from desktop.core.api.errors import BandejaError, Code, ConnectionFailure, ProfileError, SetupError
from desktop.core.api.status import Notice
from desktop.core.clock import Clock
from desktop.core.connectors.ending import call_off, shut
from desktop.core.connectors.protocol import Connector
from desktop.core.connectors.queue.arriving import arrive
from desktop.core.connectors.queue.attempt import TryOutcome, ask_presence, attempt
from desktop.core.connectors.queue.policy import Step
from desktop.core.rounds import OwnThread
from desktop.core.store import backends, link_presence, links, sites, wish_rows, wish_tries
from desktop.core.store.store import Store
from desktop.core.store.wish_rows import StoredWish
from desktop.core.store.writer import UnitOfWork

T = TypeVar("T")
ASK_EVERY = 900
"""Seconds after which the state of an object is asked again."""
ASK_APART = 2.0
"""Seconds between two such questions."""
ASK_PAUSE = 300.0
"""After an answer that told nothing: the others would tell nothing either."""
LONGEST_WAIT = 3600.0
CALM_SECONDS = 0.1
"""From a wish being stored to its backend being asked: the screen shows the badge in this time, and a backend that answers at
once would take the interpreter from it and have the list painted twice more."""
LOST_LINES = 2
REST_SECONDS = 10
"""After so many lines lost in a row everything else waits this long: it would fail the same way, one time-out each."""
_log = logging.getLogger(__name__)


class BackendWorker(OwnThread):
    """`open_connector` raises BandejaError, SetupError when the backend is not set up. `polls` is False for a backend that
    tells of changes by itself."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        backend: str,
        *,
        open_connector: Callable[[], Connector],
        notify: Callable[[Notice], None],
        polls: bool = True,
    ) -> None:
        super().__init__(f"backend-{backend}")
        self._store, self._clock, self.backend = store, clock, backend
        self._open_connector, self._notify, self._every = open_connector, notify, ASK_EVERY if polls else None
        self._connector: Connector | None = None
        self._questions: queue.SimpleQueue[tuple[Future[Any], Callable[[Connector], Any]]] = queue.SimpleQueue()
        self._unwritten: list[tuple[str, TryOutcome]] = []
        self._at_rest = False
        self._calm_until = 0.0
        self._stale = False
        self._site = ""
        self._lost_lines = 0
        self._waits_for_user = True  # as far as we know after a start
        self._rest_until = self._ask_after = 0.0
        self._check_since = 0
        self._one_at_a_time = threading.RLock()
        self._started = False

    def start(self) -> None:
        if not self._started:
            self._started = True
            self._calm()
            super().start()

    def wake(self) -> None:
        """Wishes changed. One that finds the thread at rest is left in calm for a moment."""
        if self._at_rest:
            self._calm()
        super().wake()

    def stop(self) -> None:
        self._stopping = True  # before the call that is under way comes back
        connector = self._connector
        if connector is not None:
            call_off(connector, self.backend)
        super().stop()

    def join(self, timeout: float | None = None) -> None:
        super().join(timeout)
        self._refuse_questions()

    def ask(self, question: Callable[[Connector], T]) -> Future[T]:
        """Put a question to the connector before anything else that waits. Never blocks."""
        future: Future[T] = Future()
        self._questions.put((future, question))
        self._wake.set()
        if self._stopping:
            self._refuse_questions()
        return future

    def reopen(self) -> None:
        """The settings or secrets are new: the next step uses them, and nothing rests any more."""
        self._stale = True
        self.rested()

    def rested(self) -> None:
        self._rest_until = self._ask_after = 0.0
        self._wake.set()

    def check_now(self) -> None:
        """Ask about every object soon, and try again what rests."""
        self._check_since = self._clock.now()
        self.rested()

    def run_until_idle(self) -> int:
        """Take every step that is due in the calling thread; how many."""
        steps = 0
        with self._one_at_a_time:
            while not self._stopping and self.step():
                steps += 1
        return steps

    def step(self) -> bool:
        """The next thing to do, if there is one."""
        with self._one_at_a_time:
            return self._answer() or self._write_left_over() or self._try_next() or self._ask_next()

    def close(self) -> None:
        with self._one_at_a_time:
            self._drop_connector()

    # one step

    def _answer(self) -> bool:
        try:
            future, question = self._questions.get_nowait()
        except queue.Empty:
            return False
        if future.set_running_or_notify_cancel():
            try:
                future.set_result(question(self._connected()))
            except Exception as error:  # noqa: BLE001 - it belongs to who asked
                future.set_exception(error)
        return True

    def _write_left_over(self) -> bool:
        """Outcomes that could not be written, because the disk was full: nothing else is tried before."""
        if not self._unwritten:
            return False
        self._write(*self._unwritten[0])
        return True

    def _try_next(self) -> bool:
        if self._rests():
            return False
        due = self._store.read(lambda connection: wish_rows.load_next_due(connection, self.backend, self._clock.now()))
        if due is None or due > self._clock.now():
            return False
        try:
            connector = self._connected()
        except BandejaError as error:
            self._rest(error, 900 if isinstance(error, SetupError) else 60)
            return False
        site = self._site
        stored = self._store.writer.run(
            "claim wish", lambda uow: wish_tries.claim(uow, self.backend, site, arrive), durable=True
        )
        if stored is None:
            return False
        mails = self._store.read(lambda connection: wish_rows.load_mails(connection, stored.wish_key))
        outcome = attempt(connector, stored, mails, self._clock.now())
        outcome = outcome.at(stored.wish_key, site)
        self._unwritten.append((stored.wish_key, outcome))
        self._follow(stored, outcome)
        self._write(stored.wish_key, outcome)
        return True

    def _write(self, wish_key: str, outcome: TryOutcome) -> None:
        try:
            self._store.writer.run("settle wish", outcome.settle, durable=True)
        except ProfileError:
            raise
        except Exception:
            # A fault of ours: the wish stays claimed, in doubt, until the next start asks what became of it.
            self._unwritten = [one for one in self._unwritten if one[0] != wish_key]
            raise
        self._unwritten = [one for one in self._unwritten if one[0] != wish_key]

    def _follow(self, stored: StoredWish, outcome: TryOutcome) -> None:
        verdict = outcome.verdict
        self._lost_lines = self._lost_lines + 1 if isinstance(outcome.error, ConnectionFailure) else 0
        if verdict is None:
            self._ready()
        elif verdict.step is Step.REST and isinstance(outcome.error, BandejaError):
            self._rest(outcome.error, verdict.seconds)
        elif self._lost_lines >= LOST_LINES and isinstance(outcome.error, BandejaError):
            self._rest(outcome.error, REST_SECONDS)
        elif outcome.failed:
            parameters = (("title", stored.title), ("said", verdict.said))
            kind = "mail_stays_named" if stored.adds and stored.unmake else "link_failed"
            self._notify(Notice(kind, parameters=parameters))

    def _ask_next(self) -> bool:
        now = self._clock.now()
        if self._rests() or self._clock.monotonic() < self._ask_after:
            return False
        # After a jump of the clock "since then" would be never over.
        self._check_since = min(self._check_since, now)
        named = self._store.read(
            lambda connection: link_presence.load_to_ask(
                connection, self.backend, every=self._every, since=self._check_since, now=now
            )
        )
        if named is None:
            return False
        try:
            connector = self._connected()
        except BandejaError as error:
            self._rest(error, 900 if isinstance(error, SetupError) else 60)
            return False
        site, state = self._site, ask_presence(connector, named)
        self._ask_after = self._clock.monotonic() + (ASK_APART if state is not None else ASK_PAUSE)

        def note(uow: UnitOfWork) -> None:
            if sites.load_site(uow.connection, self.backend) == site:
                link_presence.set_presence(uow, named, state)

        self._store.writer.run("presence", note, durable=state is not None)
        return True

    # the connector

    def _connected(self) -> Connector:
        site = self._store.read(lambda connection: sites.load_site(connection, self.backend))
        if self._stale or site != self._site:
            self._drop_connector()
            self._site = site
        if self._stopping:
            raise ConnectionFailure(Code.CONNECTION_LOST, host=self.backend)
        if self._connector is None:
            self._connector = self._open_connector()
            if self._stopping:
                call_off(self._connector, self.backend)
        return self._connector

    def _drop_connector(self) -> None:
        self._stale = False
        connector, self._connector = self._connector, None
        if connector is not None:
            shut(connector, self.backend)

    def _rests(self) -> bool:
        return self._clock.monotonic() < self._rest_until

    def _rest(self, error: BandejaError, seconds: float) -> None:
        """Nothing is tried before the user has done something about it, or the time is over. A refused key may have been
        replaced by then, so the connector is opened anew."""
        self._rest_until = self._clock.monotonic() + seconds
        if isinstance(error, SetupError):
            self._drop_connector()
            said, self._waits_for_user = error.sentence(), True

            def say(uow: UnitOfWork) -> None:
                backends.set_said(uow, self.backend, said)
                links.set_said(uow, self.backend, said)

            self._store.writer.run("backend waits", say)

    def _ready(self) -> None:
        if not self._waits_for_user:
            return
        self._waits_for_user = False
        self._store.writer.run("backend works", lambda uow: backends.set_said(uow, self.backend, ""))

    # the thread

    def _calm(self) -> None:
        self._calm_until = self._clock.monotonic() + CALM_SECONDS

    def _run(self) -> None:
        while not self._stopping:
            self._wake.clear()
            seconds, calm = 0.0, self._calm_until - self._clock.monotonic()
            try:
                if calm > 0:
                    seconds = 0.0 if self._answer() else calm
                elif not self.step():
                    seconds = self._seconds_to_next()
            except ProfileError as error:
                _log.warning("backend %s: %s", self.backend, error)
                seconds = 60.0
            except Exception:  # noqa: BLE001 - the thread must outlive any fault of ours
                _log.exception("the queue of %s stumbled", self.backend)
                seconds = 60.0
            if seconds and not self._stopping:
                self._at_rest = calm <= 0
                self._clock.wait(self._wake, seconds)
                self._at_rest = False
        self._refuse_questions()
        self.close()

    def _seconds_to_next(self) -> float:
        now, passed = self._clock.now(), self._clock.monotonic()
        with self._store.reading() as connection:
            due = wish_rows.load_next_due(connection, self.backend, now)
            asked = link_presence.load_next_ask(
                connection, self.backend, every=self._every, since=self._check_since, now=now
            )
        waits = [LONGEST_WAIT]
        if due is not None:
            waits.append(due - now)
        if asked is not None:
            waits.append(max(asked - now, self._ask_after - passed))
        return max(0.5, min(waits), self._rest_until - passed)

    def _refuse_questions(self) -> None:
        while True:
            try:
                future, _ = self._questions.get_nowait()
            except queue.Empty:
                return
            if future.set_running_or_notify_cancel():
                future.set_exception(ConnectionFailure(Code.CONNECTION_LOST, host=self.backend))
