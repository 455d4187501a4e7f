"""Threads of one's own: how each is started, woken, asked to end and waited for; and what takes turns on one: sends, sweeps,
reminds, judges.

Invariant: a fault in a turn ends that turn and never the thread; a wake during a turn means another turn at once.
"""

from __future__ import annotations

import logging
import threading

from desktop.core.api.errors import BandejaError
from desktop.core.clock import Clock

_log = logging.getLogger(__name__)


class OwnThread:
    """Until `start` nothing happens. Whoever has it says in `_run` what is done there, clears `_wake` and heeds `_stopping`."""

    def __init__(self, name: str) -> None:
        self._wake = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """There is something to do. Any thread; never blocks."""
        self._wake.set()

    def stop(self) -> None:
        """Ask it to end after its present step."""
        self._stopping = True
        self._wake.set()

    def join(self, timeout: float | None = None) -> None:
        if self._thread.is_alive():
            self._thread.join(timeout)

    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def _run(self) -> None:
        raise NotImplementedError


class Round(OwnThread):
    """Whoever takes turns says in `turn` what one is. Until `start` nothing happens; `turn` may be called by hand too."""

    first_after: float = 0
    """Seconds of rest before the first turn."""
    after_fault: float = 60
    """Seconds of rest after a turn that did not reach its end."""

    def __init__(self, name: str, clock: Clock) -> None:
        super().__init__(name)
        self._clock = clock

    def turn(self) -> float | None:
        """Do what is due; seconds until somebody should look again, None when only a wake brings something to do."""
        raise NotImplementedError

    def rest(self, seconds: float | None) -> None:
        """Until woken or the seconds have passed."""
        if seconds is None:
            self._wake.wait()
        else:
            self._clock.wait(self._wake, seconds)

    def _run(self) -> None:
        if self.first_after:
            self.rest(self.first_after)
        while not self._stopping:
            self._wake.clear()
            self.rest(self._take_turn())

    def _take_turn(self) -> float | None:
        try:
            return self.turn()
        except (BandejaError, TimeoutError) as error:
            _log.warning("%s: %s", self._thread.name, error)
        except Exception:  # noqa: BLE001 - the thread must outlive any fault of ours
            _log.exception("the %s stumbled", self._thread.name)
        return self.after_fault
