"""Moves the demo's world: its day, its sends, and back to the beginning. Implements `core.api.demo.DemoControls`.

Time only goes forward, and whoever moves it vouches for it: no clock guard holds the sweep. Waits in a thread of its own; any
thread may ask.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from desktop.core.api.errors import BandejaError, Code
from desktop.core.clock import ShiftedClock
from desktop.core.engine import Engine
from desktop.core.plan.retention import DAY


class MovingDemo:
    """`begin_again` opens the demo anew; it is called on the thread that asks, which is the screen's."""

    def __init__(self, engine: Engine, clock: ShiftedClock, begin_again: Callable[[], None]) -> None:
        self._engine, self._clock, self._begin_again = engine, clock, begin_again
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="demo-controls")

    def now(self) -> int:
        return self._clock.now()

    def move_days(self, days: int) -> Future[int]:
        return self._pool.submit(lambda: self._move(self._clock.now() + days * DAY))

    def move_to(self, moment: int) -> Future[int]:
        return self._pool.submit(self._move, moment)

    def book_sends(self, count: int) -> Future[int]:
        return self._engine.book_sends(count)

    def start_again(self) -> None:
        self._begin_again()

    def close(self) -> None:
        """Before the engine: what is under way is finished first."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _move(self, moment: int) -> int:
        ahead = moment - self._clock.now()
        if ahead < 0:
            raise BandejaError(Code.DAY_PAST)
        self._clock.shift += ahead
        return self._engine.vouch_for_clock().removed
