"""A round outlives faults, and a wake that comes during a turn is not lost."""

from __future__ import annotations

import threading

import pytest

from desktop.core.api.errors import Code, ProfileError
from desktop.core.clock import SystemClock
from desktop.core.rounds import Round


class Counted(Round):
    """Does what it is told in each turn, and notes how long it would rest; it never waits by time."""

    after_fault = 7

    def __init__(self, *turns) -> None:
        super().__init__("counted", SystemClock())
        self.turns = list(turns)
        self.rests: list[float | None] = []
        self.done = threading.Event()

    def turn(self) -> float | None:
        return self.turns.pop(0)(self)

    def rest(self, seconds: float | None) -> None:
        self.rests.append(seconds)
        if not self.turns:
            self.done.set()
            self._wake.wait()


def fails(error: Exception):
    def turn(_round: Counted) -> float:
        raise error

    return turn


@pytest.mark.parametrize(
    "error", [ProfileError(Code.DISK_FULL, path="/"), TimeoutError(), KeyError("ours")], ids=lambda e: type(e).__name__
)
def test_a_fault_ends_a_turn_and_not_the_thread(error):
    counted = Counted(fails(error), lambda _: 60.0)
    counted.start()
    assert counted.done.wait(10)
    counted.stop()
    counted.join(10)
    assert counted.rests[:2] == [7, 60.0]


def test_a_wake_during_a_turn_means_another_one():
    class Real(Round):
        taken = 0
        twice = threading.Event()

        def turn(self) -> None:
            self.taken += 1
            if self.taken == 1:
                self.wake()
            else:
                self.twice.set()

    real = Real("real", SystemClock())
    real.start()
    assert real.twice.wait(10)
    real.stop()
    real.join(10)
    assert real.taken == 2


def test_nothing_is_done_after_a_stop_during_the_first_rest():
    class Late(Counted):
        first_after = 30

        def rest(self, seconds: float | None) -> None:
            super().rest(seconds)
            self.stop()

    late = Late(fails(AssertionError("a turn after the stop")))
    late.start()
    late.join(10)
    assert late.rests == [30]
    assert len(late.turns) == 1
