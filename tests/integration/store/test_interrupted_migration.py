"""A migration that is interrupted at any statement, system call or by the power, and begun anew at the next start, ends as one
that nothing disturbed.
"""

from __future__ import annotations

import itertools
import random
import shutil
import sys
from pathlib import Path

import pytest
from sqlalchemy import event

from desktop.core.clock import ManualClock
from desktop.core.store import migrations
from desktop.core.store.database import open_writer
from desktop.core.store.file import load_driver
from desktop.core.store.store import FILE_NAME, Store
from tests.fakes.cache import NOW, Cache, mail
from tests.fakes.older_profile import age_file
from tests.fakes.strace import load_calls, need_strace, trace
from tests.fakes.torn_disk import TornDisk

OPEN = """
import sys
from pathlib import Path
from desktop.core.clock import ManualClock
from desktop.core.store.store import Store
Store(Path(sys.argv[1]), ManualClock(int(sys.argv[2]))).close()
"""


@pytest.fixture(scope="module")
def older(tmp_path_factory) -> Path:
    """The folder of a profile of the first schema, with mail."""
    cache = Cache(tmp_path_factory.mktemp("older") / "profile")
    for number in range(20):
        cache.put("INBOX", mail(number, body="Hola. " * 100), number + 1)
    cache.store.close()
    age_file(cache.directory / FILE_NAME)
    return cache.directory


@pytest.fixture
def new(tmp_path) -> Path:
    """A folder in which there is nothing yet."""
    place = tmp_path / "new"
    place.mkdir()
    return place


def start(profile: Path) -> list[object]:
    """Open it as the program does; everything that is in the file then."""
    store = Store(profile, ManualClock(NOW))
    assert store.salvaged is None
    assert store.is_sound()
    store.close()
    connection = load_driver().connect(str(profile / FILE_NAME))
    tables = sorted(
        connection.execute("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%'").fetchall()
    )
    rows = [
        connection.execute(f'SELECT * FROM "{name}"').fetchall() for name, sql in tables if sql and " TABLE " in sql
    ]
    version = connection.execute("PRAGMA user_version").fetchone()
    connection.close()
    return [tables, rows, version]


def undisturbed(profile: Path, place: Path) -> list[object]:
    shutil.copytree(profile, place)
    return start(place)


def deaths(profile: Path, place: Path, stride: int, first: int) -> list[Path]:
    """Migrate it, and before and after every n-th statement leave a copy of what a killed program would leave."""
    shutil.copytree(profile, place)
    copies: list[Path] = []
    points = itertools.count()
    engine = open_writer(place / FILE_NAME)

    def die(*_: object) -> None:
        number = next(points)
        if number % stride == first:
            copies.append(place.with_name(f"{place.name}-{number}"))
            shutil.copytree(place, copies[-1], ignore=shutil.ignore_patterns("*-shm"))

    for moment in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(engine, moment, die)
    migrations.migrate(engine, place / FILE_NAME)
    engine.dispose()
    return copies


@pytest.mark.parametrize("which", ["older", "new"])
def test_a_death_at_some_statements_changes_nothing(tmp_path, older, new, which):
    check_deaths(older if which == "older" else new, tmp_path, stride=101 if which == "older" else 71)


@pytest.mark.slow
@pytest.mark.parametrize("which", ["older", "new"])
@pytest.mark.parametrize("first", range(10))
def test_a_death_at_any_statement_changes_nothing(tmp_path, older, new, which, first):
    check_deaths(older if which == "older" else new, tmp_path, stride=10, first=first)


def check_deaths(profile: Path, tmp_path: Path, stride: int, first: int = 0) -> None:
    wanted = undisturbed(profile, tmp_path / "undisturbed")
    copies = deaths(profile, tmp_path / "dying", stride, first)
    assert len(copies) > 200 / stride
    for copy in copies:
        assert start(copy) == wanted, copy.name
        if profile.name == "profile":
            assert (copy / "bandeja.before-2").exists(), "nothing was kept of the older file"
        shutil.rmtree(copy)


def test_a_power_cut_in_a_migration_changes_nothing(tmp_path, older):
    check_cuts(older, tmp_path, seed=1, count=12)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 110))
def test_a_hundred_power_cuts_in_a_migration_change_nothing(tmp_path, older, seed):
    check_cuts(older, tmp_path, seed=seed, count=100)


def check_cuts(profile: Path, tmp_path: Path, seed: int, count: int) -> None:
    need_strace()
    wanted = undisturbed(profile, tmp_path / "undisturbed")
    dying = tmp_path / "dying"
    shutil.copytree(profile, dying)
    before = {path: path.read_bytes() for path in dying.iterdir()}
    assert trace([sys.executable, "-c", OPEN, str(dying), str(NOW)], tmp_path, record=True) == 0
    calls = load_calls(tmp_path / "calls", dying)
    assert len(calls) > 100
    chance = random.Random(seed)
    disk, done = TornDisk(before), 0
    for at in sorted(chance.randrange(len(calls) + 1) for _ in range(count)):
        for call in calls[done:at]:
            disk.do(call)
        done = at
        place = tmp_path / "cut"
        place.mkdir()
        (disk.whole if chance.random() < 0.3 else lambda *where: disk.torn(*where, chance))(dying, place)
        assert start(place) == wanted, f"seed {seed}: the power went before call {at} of {len(calls)}"
        shutil.rmtree(place)
