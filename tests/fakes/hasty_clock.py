"""The system's clock for tests with real sockets: time passes, but nobody waits for it."""

from __future__ import annotations

import threading

from desktop.core.clock import SystemClock


class HastyClock(SystemClock):
    """Waiting moves the clock on at once."""

    def __init__(self) -> None:
        self._skipped = 0.0

    def now(self) -> int:
        return super().now() + int(self._skipped)

    def monotonic(self) -> float:
        return super().monotonic() + self._skipped

    def wait(self, event: threading.Event, seconds: float) -> bool:
        if not event.is_set():
            self._skipped += seconds
        return event.is_set()
