"""Power cuts, deaths and refusals at the system calls of a working day.

A day of a real process is recorded and replayed onto a disk that keeps what it promised and loses, tears or keeps the rest; or
strace makes one call of the child fail, or its last. What could not be stored is refused with a sentence; whatever was called
stored is there afterwards, a mail that has left is not due, the file is sound. Strace counts the calls of each thread by itself,
so the number of a fault is one of the writer's; what opens the profile makes a few before.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from desktop.core.clock import ManualClock
from desktop.core.store.store import FILE_NAME, Store
from tests.fakes.cache import NOW
from tests.fakes.power_cuts import Recording, check_start, cut_often, said
from tests.fakes.strace import need_strace, run_day
from tests.fakes.working_day import STOPPED, diary_of, missing

KILLED = -9


def begin(folder: Path) -> Path:
    """A folder with a profile that has been opened once."""
    folder.mkdir(exist_ok=True)
    Store(folder / "profile", ManualClock(NOW)).close()
    return folder


def record(folder: Path, rounds: int) -> Recording:
    need_strace()
    made = Recording(begin(folder), rounds)
    assert made.code == 0
    assert made.diary[-1] == "end"
    assert not [line for line in made.diary if line.startswith(("refused", "fault"))]
    return made


@pytest.fixture(scope="module")
def day(tmp_path_factory) -> Recording:
    return record(tmp_path_factory.mktemp("day"), 1)


@pytest.fixture(scope="module")
def days(tmp_path_factory) -> Recording:
    return record(tmp_path_factory.mktemp("days"), 3)


@pytest.fixture(scope="module")
def calls(day) -> Counter[str]:
    """How many calls of each kind the writer's thread makes in a day: the thread that promises most."""
    promises = Counter(call.thread for call in day.calls if call.call == "fsync")
    ((writer, _),) = promises.most_common(1)
    return Counter(call.call for call in day.calls if call.thread == writer)


def test_a_power_cut_takes_nothing_that_was_acknowledged(day):
    cut_often(day, 1, 80, starts=20)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 120))
def test_a_thousand_power_cuts_take_nothing_that_was_acknowledged(days, seed):
    cut_often(days, seed, 1_000, starts=20)


def every_death(day: Recording, stride: int) -> None:
    """`kill -9` after the n-th call: the kernel keeps what was written."""
    moments = list(range(day.marks[0].at + 1, len(day.calls) + 1, stride))
    day.learn(moments)
    for number, (at, disk) in enumerate(day.cuts(moments)):
        with day.fresh() as place:
            disk.whole(day.folder, place)
            assert said(place / "profile" / FILE_NAME) in day.between(at), f"dead before call {at}"
            if number % 20 == 0:
                check_start(place, [subject for when, subject in day.letters if when < at])


def test_a_death_after_some_calls_leaves_what_was_done(day):
    every_death(day, stride=31)


@pytest.mark.slow
def test_a_death_after_any_call_leaves_what_was_done(days):
    every_death(days, stride=1)


def fault(folder: Path, call: str, what: str, number: int, *, goes_on: bool = False) -> None:
    """One day on which that call, or all from it on, goes wrong; and the morning after."""
    begin(folder)
    code = run_day(folder, 1, inject=f"{call}:{what}:when={number}{'+' if goes_on else ''}")
    check_morning(folder, code, f"{call} {number} {what}")


def check_morning(folder: Path, code: int, which: str) -> None:
    diary = diary_of(folder / "diary")
    faults = [line for line in diary if line.startswith("fault")]
    assert not faults, f"{which}: no sentence: {faults[0]}"
    assert code in (0, KILLED, STOPPED), f"{which}: it ended with {code} after {diary[-1:]}"
    store = Store(folder / "profile", ManualClock(NOW))
    try:
        assert store.salvaged is None, which
        assert store.is_sound(), which
        assert missing(store, diary) == [], which
    finally:
        store.close()


WAYS = {
    "death": ("signal=KILL", False),
    "one error": ("error=EIO", False),
    "errors from then on": ("error=EIO", True),
    "one moment of a full disk": ("error=ENOSPC", False),
    "a full disk from then on": ("error=ENOSPC", True),
}


PARTS = 8
"""A day is a process and takes seconds; a test that takes minutes is taken for one that hangs (`faulthandler_timeout`)."""


@pytest.mark.parametrize(
    ("way", "call", "share"),
    [("death", "pwrite64", 0.7), ("one error", "fsync", 0.5), ("a full disk from then on", "pwrite64", 0.6)],
)
def test_a_fault_at_a_call_loses_nothing_that_was_stored(tmp_path, calls, way, call, share):
    what, goes_on = WAYS[way]
    fault(tmp_path / "day", call, what, int(calls[call] * share), goes_on=goes_on)


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("call", "stride"), [("fsync", 1), ("pwrite64", 11), ("ftruncate", 1)])
@pytest.mark.parametrize("part", range(PARTS))
def test_a_fault_at_any_call_loses_nothing_that_was_stored(tmp_path, calls, way, call, stride, part):
    what, goes_on = WAYS[way]
    for number in range(1 + part * stride, calls[call] + 1, PARTS * stride):
        fault(tmp_path / f"{call}-{number}", call, what, number, goes_on=goes_on)


def forgetful(folder: Path, number: int, seed: int, count: int) -> None:
    """The n-th fsync fails, and what it was asked to keep is forgotten by the disk though programs still read it. Then the
    power goes, some time later."""
    day = Recording(begin(folder), rounds=1, inject=f"fsync:error=EIO:when={number}")
    assert any(call.failed for call in day.calls), "no fsync failed"
    if day.diary[-1].startswith("stopped"):
        return  # it could not even begin, and said so
    cut_often(day, seed, count, starts=20)


@pytest.mark.parametrize("number", [2, 4], ids=["the name of the log", "a commit"])
def test_what_a_failed_fsync_forgot_is_written_again_before_anything_is_called_stored(tmp_path, number):
    forgetful(tmp_path / "day", number, 4, 60)


@pytest.mark.slow
@pytest.mark.parametrize("first", range(1, 5))
def test_what_any_failed_fsync_forgot_is_written_again(tmp_path, calls, first):
    for number in range(first, calls["fsync"] + 1, 4):
        forgetful(tmp_path / str(number), number, number, 150)
