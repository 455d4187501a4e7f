"""How fast we may ask one server: a bucket that holds `burst` requests and fills by `rate` a second.

Never more than the server allows, so that it need not refuse; and a pause that it asked for is kept. The thread of
whoever sends, with the clock given in.
"""

from __future__ import annotations

import threading

from desktop.core.clock import Clock

MAX_PAUSE = 3600.0
"""A server that asks for longer is asked again after this."""


class Pace:
    def __init__(self, clock: Clock, *, burst: int, rate: float) -> None:
        self._clock = clock
        self._burst = float(burst)
        self._rate = rate
        self._level = float(burst)
        self._seen = clock.monotonic()
        self._held_until = 0.0

    def take(self, cancelled: threading.Event, at_most: float) -> float:
        """Wait for a place, at most `at_most` seconds. 0.0 when there is one now; else how many seconds it would have been
        too long (nothing is taken then). A cancelled wait ends at once."""
        now = self._fill()
        missing = max(0.0, (1.0 - self._level) / self._rate, self._held_until - now)
        if missing > at_most:
            return missing
        if missing > 0:
            self._clock.wait(cancelled, missing)
            self._fill()
        self._level -= 1.0
        return 0.0

    def hold(self, seconds: float) -> None:
        """The server asked for a pause."""
        self._held_until = max(self._held_until, self._clock.monotonic() + min(max(seconds, 0.0), MAX_PAUSE))

    def drain(self) -> None:
        """The server says that the bucket is empty, whatever we counted: another program may share it."""
        self._fill()
        self._level = min(self._level, 0.0)

    def _fill(self) -> float:
        now = self._clock.monotonic()
        self._level = min(self._burst, self._level + (now - self._seen) * self._rate)
        self._seen = now
        return now
