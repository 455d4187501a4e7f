"""Sweeps expired mail every hour and soon after a start, unless the clock cannot be believed. A thread of its own.

The sweep is local (`retention` cannot reach a server); the high-water mark of time is kept with the settings.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from desktop.core.api.errors import BandejaError
from desktop.core.api.status import Notice
from desktop.core.clock import Clock
from desktop.core.plan.catalogue import Plan
from desktop.core.plan.clock_guard import AHEAD_SECONDS, why_implausible
from desktop.core.plan.retention import DAY
from desktop.core.retention import sweep
from desktop.core.retention.sweep import SweepResult
from desktop.core.store import accounts, expiry
from desktop.core.store.store import Store
from desktop.core.store.writer import UnitOfWork

EVERY_SECONDS = 3600
FIRST_AFTER_SECONDS = 30
_MOST_FORGED = 5
_log = logging.getLogger(__name__)


class Housekeeper:
    def __init__(self, store: Store, clock: Clock, plan: Callable[[], Plan], notify: Callable[[Notice], None]) -> None:
        self._store, self._clock, self._plan, self._notify = store, clock, plan, notify
        self._wake = threading.Event()
        self._stopping = False
        self._trusted_at: float | None = None
        self._thread = threading.Thread(target=self._run, name="housekeeper", daemon=True)

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

    def sweep(self, at: int | None = None) -> SweepResult:
        """Remove what is past its time now; nothing when the plan keeps everything or the clock is not believable.

        `at` is a moment that a person vouches for: no clock is asked then, and none is remembered."""
        plan, now = self._plan(), self._clock.now() if at is None else at
        if plan.storage_days is None or (at is None and self._held(now)):
            return SweepResult(0, 0)
        return sweep.run(self._store, plan_id=plan.plan_id, storage_days=plan.storage_days, now=now)

    def _held(self, now: int) -> bool:
        with self._store.reading() as connection:
            high_water = accounts.load_setting(connection, "high_water")
            newest = expiry.load_newest(connection)
        passed = None if self._trusted_at is None else self._clock.monotonic() - self._trusted_at
        why = why_implausible(now, high_water, None, passed)
        if (why == "behind_earlier_time" and _is_today_for_servers(now, newest)) or (
            why == "jumped_ahead" and _is_confirmed(now, newest)
        ):
            why, high_water = None, now  # the earlier time was wrong, or the computer slept
        long_away = passed is None and high_water is not None and now - high_water > AHEAD_SECONDS
        waits = why is None and long_away and bool(newest) and not _is_confirmed(now, newest)

        def note(uow: UnitOfWork) -> None:
            accounts.set_setting(uow, "sweep_held", why)
            if why is None and not waits:
                accounts.set_setting(uow, "high_water", max(now, high_water or 0))
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

    def _run(self) -> None:
        wait: float = FIRST_AFTER_SECONDS
        while not self._stopping:
            self._clock.wait(self._wake, wait)
            self._wake.clear()
            wait = EVERY_SECONDS
            if self._stopping:
                return
            try:
                self.sweep()
            except BandejaError as error:
                _log.warning("sweep: %s", error)
            except Exception:  # noqa: BLE001 - the thread must outlive any fault of ours
                _log.exception("the housekeeper stumbled")


def _is_confirmed(now: int, newest: list[tuple[int, int]]) -> bool:
    """Did a server date a mail, not later than it was seen here, in the last days before `now`?"""
    return any(min(received, seen) >= now - AHEAD_SECONDS for received, seen in newest)


def _is_today_for_servers(now: int, newest: list[tuple[int, int]]) -> bool:
    """Does the newest mail say that it is `now`, but for a few with a date that somebody made up?"""
    later = sum(received > now + DAY for received, _ in newest)
    return later <= _MOST_FORGED and any(abs(received - now) <= DAY for received, _ in newest)
