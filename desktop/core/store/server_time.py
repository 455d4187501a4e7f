"""What servers have said about the time in this run: what they date mail with that has just come, and steady time since then.

A lower bound of the true time, which needs no clock of this computer to be right. Any thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

AGREES_SECONDS = 3_600
"""Clocks that differ by less are taken for the same."""


class ServerTime:
    """`now` is the computer's clock, `steady` seconds that never go back."""

    def __init__(self, now: Callable[[], int], steady: Callable[[], float]) -> None:
        self._now, self._steady = now, steady
        self._lock = threading.Lock()
        self._said: tuple[int, float] | None = None

    def note(self, *moments: int) -> None:
        """A server dates something that has just come with these moments (epoch seconds). One that lies ahead of this computer's
        clock proves nothing: anybody may have made it up."""
        now, steady = self._now(), self._steady()
        latest = max((one for one in moments if one <= now + AGREES_SECONDS), default=None)
        if latest is None:
            return
        said = min(latest, now)
        with self._lock:
            if self._said is None or said > self._said[0] + steady - self._said[1]:
                self._said = said, steady

    def vouch(self, moment: int) -> None:
        """A person says that it is that moment."""
        with self._lock:
            self._said = moment, self._steady()

    def proven(self) -> int | None:
        """It is this late at least; None when no server has said anything yet."""
        with self._lock:
            return None if self._said is None else int(self._said[0] + self._steady() - self._said[1])
