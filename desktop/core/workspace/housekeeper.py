"""Carries plan changes out when their moment has come and sweeps expired mail, every hour and soon after a start, unless the
clock cannot be believed. A thread of its own.

The sweep is local (`retention` cannot reach a server); the high-water mark of time is kept with the settings. A change whose
moment came while the program was off waits, as the sweep does, until the clock is believable: under the old plan mail still
comes, and it confirms the date.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from desktop.core.api.errors import BandejaError
from desktop.core.api.status import Notice
from desktop.core.clock import Clock
from desktop.core.plan import schedule
from desktop.core.plan.catalogue import Plan
from desktop.core.plan.clock_guard import AHEAD_SECONDS, why_implausible
from desktop.core.plan.retention import DAY
from desktop.core.retention import sweep
from desktop.core.retention.sweep import SweepResult
from desktop.core.rounds import Round
from desktop.core.store import accounts, expiry, mailboxes, purged
from desktop.core.store.store import Store
from desktop.core.store.writer import UnitOfWork
from desktop.core.workspace import plan_time
from desktop.core.workspace.moment import sweep_moment
from desktop.core.workspace.standing import Standing

EVERY_SECONDS = 3600
FIRST_AFTER_SECONDS = 30
_MOST_FORGED = 5
AGAIN_SECONDS = 600
"""Where a plan change is overdue and the clock was not believable."""
_LOOK_SECONDS = 60
_log = logging.getLogger(__name__)


class Housekeeper(Round):
    """`plan_changed` is told, on the thread that carried it out, that another plan is in force."""

    first_after = FIRST_AFTER_SECONDS
    after_fault = EVERY_SECONDS

    def __init__(
        self,
        store: Store,
        clock: Clock,
        standing: Standing,
        notify: Callable[[Notice], None],
        plan_changed: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__("housekeeper", clock)
        self._store, self._standing, self._notify = store, standing, notify
        self._plan_changed = plan_changed
        self._one_at_a_time = threading.RLock()
        self._trusted_at: float | None = None

    def turn(self) -> float:
        self.sweep()
        if self._store.writer.has_words_to_forget:
            self._store.writer.give_space_back()  # of what was deleted on a server or by the user
        return EVERY_SECONDS

    def sweep(self, at: int | None = None) -> SweepResult:
        """Remove what is past its time now; nothing when the plan keeps everything or the clock is not believable.

        `at` is a moment that a person vouches for: no clock is asked then, and none is remembered. No plan change is carried
        out by it either."""
        with self._one_at_a_time:
            now = at
            if now is None:
                is_believed, now = self.keep_plan(), sweep_moment(self._store, self._clock.now())
                if not (is_believed if self._standing_plan().syncs else self._is_surely_in_force(now)):
                    return SweepResult(0, 0)
            result = sweep.run(self._store, self._standing_plan(), now, steady=self._clock.monotonic)
            days = self._standing.catalogue.longest_days()
            if result.removed and days is not None:
                self._store.writer.run("forget purged", lambda uow: purged.forget_older(uow, now - days * DAY))
            return result

    def keep_plan(self) -> bool:
        """Carry out the plan changes whose moment has come. False when the clock is not believable: then none is."""
        with self._one_at_a_time:
            now = self._clock.now()
            if self._held(now):
                return False
            if self.is_change_overdue():
                done = self._store.writer.run(
                    "plan", lambda uow: plan_time.carry_out(uow, self._standing, now), durable=True
                )
                for change in done:
                    name = self._standing.find(change.plan_id).name
                    self._notify(
                        Notice("plan_changed", parameters=(("plan", name), ("reason", change.reason.value)))
                    )  # fmt: skip
                if done:
                    self._plan_changed()
            return True

    def is_change_overdue(self) -> bool:
        due = self._next_change()
        return due is not None and due <= self._clock.now()

    def vouch(self) -> None:
        """A person says that the clock is right as it is now: the demo moved it."""
        with self._one_at_a_time:
            now = self._clock.now()

            def note(uow: UnitOfWork) -> None:
                accounts.set_setting(uow, "high_water", now)
                accounts.set_setting(uow, "sweep_held", None)
                uow.plan = True

            self._store.writer.run("vouch", note, durable=True)
            self._store.server_time.vouch(now)
            self._trusted_at = self._clock.monotonic()

    def _is_surely_in_force(self, moment: int) -> bool:
        """A plan that keeps nothing goes by what was decided, not by a clock; one that was decided for a later moment takes the
        mail when that is surely past."""
        change = schedule.in_force(self._store.read(self._standing.changes))
        return change is None or change.at <= max(moment, change.decided_at)

    def _standing_plan(self) -> Plan:
        return self._store.read(self._standing.plan)

    def _held(self, now: int) -> bool:
        with self._store.reading() as connection:
            high_water = accounts.load_setting(connection, "high_water")
            newest = expiry.load_newest(connection)
        passed = None if self._trusted_at is None else self._clock.monotonic() - self._trusted_at
        why = why_implausible(now, high_water, None, passed)
        was_wrong = why == "behind_earlier_time" and _is_today_for_servers(now, newest)
        if was_wrong or (why == "jumped_ahead" and _is_confirmed(now, newest)):
            why, high_water = None, now  # the earlier time was wrong, or the computer slept
        long_away = passed is None and high_water is not None and now - high_water > AHEAD_SECONDS
        waits = why is None and long_away and bool(newest) and not _is_confirmed(now, newest)

        def note(uow: UnitOfWork) -> None:
            accounts.set_setting(uow, "sweep_held", why)
            if why is None and not waits:
                accounts.set_setting(uow, "high_water", max(now, high_water or 0))
            if was_wrong:  # what was not fetched, or went, by a clock that was ahead
                for account_key in [row.account_key for row in accounts.load_accounts(uow.connection)]:
                    mailboxes.fetch_again(uow, account_key)
            uow.plan = True

        self._store.writer.run("clock", note, durable=True)
        if waits:
            _log.info("the sweep waits: no mail has come yet that confirms the date after a long time off")
        elif why is None:
            self._trusted_at = self._clock.monotonic()
        else:
            _log.warning("the sweep waits: the clock is not believable (%s)", why)
            self._notify(Notice("sweep_held", parameters=(("why", why),)))
        return why is not None or waits

    def _next_change(self) -> int | None:
        try:
            with self._store.reading() as connection:
                return schedule.next_at(self._standing.changes(connection))
        except BandejaError as error:
            _log.warning("the next plan change is not known: %s", error)
            return None

    def rest(self, seconds: float | None) -> None:
        """Until woken, or the seconds have passed, or a plan change's moment has come by the wall clock: it is looked at every
        minute, because steady time stands still while the computer sleeps."""
        until = self._clock.monotonic() + (EVERY_SECONDS if seconds is None else seconds)
        tried = self._next_change() if self.is_change_overdue() else None
        if tried is not None:
            until = min(until, self._clock.monotonic() + AGAIN_SECONDS)
        while not self._wake.is_set() and (left := until - self._clock.monotonic()) > 0:
            due, now = self._next_change(), self._clock.now()
            if due is not None and due != tried and due <= now:
                return
            to_change = _LOOK_SECONDS if due is None or due <= now else due - now
            self._clock.wait(self._wake, min(left, _LOOK_SECONDS, to_change))


def _is_confirmed(now: int, newest: list[tuple[int, int]]) -> bool:
    """Did a server date a mail, not later than it was seen here, in the last days before `now`?"""
    return any(min(received, seen) >= now - AHEAD_SECONDS for received, seen in newest)


def _is_today_for_servers(now: int, newest: list[tuple[int, int]]) -> bool:
    """Does the newest mail say that it is `now`, but for a few with a date that somebody made up?"""
    later = sum(received > now + DAY for received, _ in newest)
    return later <= _MOST_FORGED and any(abs(received - now) <= DAY for received, _ in newest)
