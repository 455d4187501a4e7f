"""A working day whose process is refused memory, from the first byte on or a little later.

What cannot be done is refused in a sentence; where the interpreter itself cannot go on, the process ends. Either way whatever was
called stored is there at the next start, the file is sound, and no mail goes twice. Where the process goes on, everything can be
done again once there is memory: nothing that was half loaded or half compiled stays.
"""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.core.api.errors import BandejaError, Code
from desktop.core.clock import ManualClock
from desktop.core.store.store import Store
from tests.fakes.cache import NOW
from tests.fakes.working_day import diary_of, missing

ROOT = Path(__file__).parents[3]
WORDS = BandejaError(Code.NO_MEMORY).sentence()
pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="RLIMIT_AS is Linux's")


def day_without(folder: Path, more: int, *warm: str) -> list[str]:
    """The diary of a day with so many bytes more than at its beginning. What the interpreter, its compiler or a library at its
    first use makes of an allocation that failed within it may be any error (SyntaxError and SystemError were seen)."""
    folder.mkdir(exist_ok=True)
    day = [sys.executable, "-m", "tests.fakes.working_day", folder / "profile", folder / "diary", "2", str(more), *warm]
    ended = subprocess.run(day, cwd=ROOT, capture_output=True, timeout=120, check=False)
    diary = diary_of(folder / "diary")
    what = f"{more} bytes: {ended.returncode}, {ended.stderr[-2000:]!r}"
    assert diary[:1] == ["done durable open"], what
    if ended.returncode == 0:
        assert diary[-1] == "end", what
        again = diary[diary.index("memory is back") :]
        assert not [line for line in again if line.startswith(("refused", "fault"))], what
    store = Store(folder / "profile", ManualClock(NOW + 4_000))
    try:
        assert store.salvaged is None, what
        assert missing(store, diary) == [], what
        with store.reading() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok", what
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == [], what
    finally:
        store.close()
    return diary


def test_what_cannot_be_done_for_want_of_memory_is_said_and_nothing_is_lost(tmp_path: Path):
    """Three amounts, as where in a day memory ends depends on the machine. What else went wrong is not asked (see above)."""
    amounts = [(300_000,), (700_000,), (50_000, "warm")]
    diary = [line for amount in amounts for line in day_without(tmp_path / str(amount[0]), *amount)]
    assert [line for line in diary if line.startswith("refused") and line.endswith(WORDS)], "memory was never short"


@pytest.mark.slow
@pytest.mark.parametrize("part", range(20))
def test_three_hundred_days_without_memory(tmp_path: Path, part: int):
    chance = random.Random(part)
    for number in range(15):
        day_without(tmp_path / str(number), int(2 ** chance.uniform(10, 24)), *(["warm"] if number % 2 else []))
