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
from desktop.core.plan.clock_guard import why_implausible
from desktop.core.retention import sweep
from desktop.core.retention.sweep import SweepResult
from desktop.core.store import accounts
from desktop.core.store.store import Store
from desktop.core.store.writer import UnitOfWork

EVERY_SECONDS = 3600
FIRST_AFTER_SECONDS = 30
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
        high_water = self._store.read(lambda connection: accounts.load_setting(connection, "high_water"))
        passed = None if self._trusted_at is None else self._clock.monotonic() - self._trusted_at
        why = why_implausible(now, high_water, None, passed)

        def note(uow: UnitOfWork) -> None:
            accounts.set_setting(uow, "sweep_held", why)
            if why is None:
                accounts.set_setting(uow, "high_water", max(now, high_water or 0))
            uow.plan = True

        self._store.writer.run("clock", note, durable=True)
        if why is None:
            self._trusted_at = self._clock.monotonic()
        else:
            _log.warning("the sweep waits: the clock is not believable (%s)", why)
            self._notify(Notice("sweep_held", parameters=(("why", why),)))
        return why is not None

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
