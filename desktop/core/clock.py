"""The only place that asks what time it is, so that tests and the demo can move time.

Wall time is for what people read and for the age of mail; monotonic time is for waiting. Never mix them.
"""

from __future__ import annotations

import threading
import time
from datetime import datetime
from typing import Protocol

from desktop.moments import moment_at


class Clock(Protocol):
    def now(self) -> int:
        """Wall time, whole seconds since 1970 UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that never go back."""
        ...

    def wait(self, event: threading.Event, seconds: float) -> bool:
        """Wait until the event is set or the seconds have passed; True when it was set."""
        ...


class SystemClock:
    def now(self) -> int:
        return int(time.time())

    def monotonic(self) -> float:
        return time.monotonic()

    def wait(self, event: threading.Event, seconds: float) -> bool:
        return event.wait(seconds)


class ShiftedClock(SystemClock):
    """The system's clock moved by whole seconds: the demo's days. Monotonic time is not moved."""

    def __init__(self, shift: int = 0) -> None:
        self.shift = shift

    def now(self) -> int:
        return super().now() + self.shift


class ManualClock:
    """A clock that moves only when told: for tests. Waiting advances it at once."""

    def __init__(self, now: int) -> None:
        self._now = now
        self._monotonic = 0.0

    def now(self) -> int:
        return self._now

    def monotonic(self) -> float:
        return self._monotonic

    def advance(self, seconds: float) -> None:
        self._now += int(seconds)
        self._monotonic += seconds

    def set(self, now: int) -> None:
        """Set the wall clock, forwards or backwards; monotonic time stays."""
        self._now = now

    def wait(self, event: threading.Event, seconds: float) -> bool:
        if not event.is_set():
            self.advance(seconds)
        return event.is_set()


_LAST = 253_402_300_799


def utc(seconds: int) -> datetime:
    """Seconds since 1970 as an aware UTC datetime, clamped to the years 1970 to 9999."""
    return moment_at(max(0, min(seconds, _LAST)))
