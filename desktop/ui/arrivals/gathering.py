"""Several mails within some seconds become one notice: when to tell, and what together. Pure; the clock is given in.

Invariant: each mail is given out once, at the latest LONGEST seconds after the first of its batch came.
"""

from __future__ import annotations

from collections.abc import Iterable

QUIET = 1.5
"""Seconds without another mail after which it is told."""
LONGEST = 6.0
"""Seconds that the first mail of a batch waits at most."""
MOST = 500
"""Mails of one batch that are known by name; the count goes on."""


class Gathering:
    def __init__(self) -> None:
        self._keys: dict[int, None] = {}
        self._more = 0
        self._first = self._last = 0.0

    def add(self, keys: Iterable[int], now: float) -> None:
        """`now`: seconds of a clock that never goes back."""
        if not self._keys:
            self._first = now
        self._last = now
        for key in keys:
            if len(self._keys) < MOST:
                self._keys[key] = None
            else:
                self._more += key not in self._keys

    def wait(self, now: float) -> bool:
        """Wait once more for what is not complete; False when it has waited long enough."""
        if now - self._first >= LONGEST:
            return False
        self._last = now
        return True

    def due_in(self, now: float) -> float | None:
        """Seconds until the batch is to be told; None when nothing has come."""
        if not self._keys:
            return None
        return max(0.0, min(self._last + QUIET, self._first + LONGEST) - now)

    @property
    def keys(self) -> tuple[int, ...]:
        """Oldest first."""
        return tuple(self._keys)

    def take(self) -> tuple[tuple[int, ...], int]:
        """The mails, and how many came beside them. The next one begins another batch."""
        batch = self.keys, self._more
        self._keys, self._more = {}, 0
        return batch
