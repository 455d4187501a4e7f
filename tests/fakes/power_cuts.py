"""A recorded working day, and the disk as it may be after a power cut at any call of it, judged by what was acknowledged.

What the file says after a cut must be what it said after one of the program's commits, and not one before the last that was
acknowledged as durable; it is sound, nothing has to be salvaged, and no mail goes twice.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Table

from desktop.core.clock import ManualClock
from desktop.core.store import outbox
from desktop.core.store.file import load_driver
from desktop.core.store.schema import AUTHORITATIVE
from desktop.core.store.store import FILE_NAME, Store
from tests.fakes.cache import NOW
from tests.fakes.strace import Event, load_calls, run_day
from tests.fakes.torn_disk import TornDisk

FAR = 1 << 40


@dataclass
class Mark:
    """The end of a job of the writer, and at which call the diary had it."""

    at: int
    name: str
    durable: bool


class Recording:
    """One day; `between(at)` gives what the file may say when the power goes before the call of that number."""

    def __init__(self, folder: Path, rounds: int, inject: str | None = None) -> None:
        self.folder, self.scratch = folder, folder / "scratch"
        self._before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        self.code = run_day(folder, rounds, inject=inject, record=True)
        self.calls = load_calls(folder / "calls", folder)
        self.diary = (folder / "diary").read_text().splitlines()
        self.marks: list[Mark] = []
        self.letters: list[tuple[int, str]] = []
        for at, call in enumerate(self.calls):
            word, _, rest = call.data.decode("utf-8", "replace").strip().partition(" ") if is_diary(call) else ("",) * 3
            if word in ("done", "undone"):
                kind, _, name = rest.partition(" ")
                self.marks.append(Mark(at, name, word == "done" and kind == "durable"))
            elif word == "dot":
                self.letters.append((at, rest))
        self._said: dict[int, int] = {}

    def cuts(self, moments: list[int]) -> Iterator[tuple[int, TornDisk]]:
        """The disk at each of these calls, ascending."""
        disk, done = TornDisk(self._before), 0
        for at in moments:
            for call in self.calls[done:at]:
                disk.do(call)
            done = at
            yield at, disk

    def moments(self, chance: random.Random, count: int) -> list[int]:
        """Calls after the program has begun, in proportion to how many there are."""
        return sorted(chance.randrange(self.marks[0].at + 1, len(self.calls) + 1) for _ in range(count))

    def learn(self, moments: list[int]) -> None:
        """Read what the undisturbed file said after each commit that matters to these moments."""
        wanted = {number for at in moments for number in self.may_stand(at)} - set(self._said)
        ends = sorted((self.marks[number].at, number) for number in wanted)
        for (_, number), (_, disk) in zip(ends, self.cuts([at for at, _ in ends]), strict=True):
            with self.fresh() as place:
                disk.whole(self.folder, place)
                self._said[number] = said(place / "profile" / FILE_NAME)
                assert self._said[number], f"the undisturbed file is not sound after {self.marks[number]}"

    def between(self, at: int) -> set[int]:
        return {self._said[number] for number in self.may_stand(at)}

    def fresh(self) -> Scratch:
        return Scratch(self.scratch)

    def may_stand(self, at: int) -> range:
        """Of which commits the file may speak: the last commit known to be durable, all after it, and the one under way."""
        passed = [number for number, mark in enumerate(self.marks) if mark.at < at]
        sure = max((number for number in passed if self.marks[number].durable), default=0)
        return range(sure, min(passed[-1] + 2, len(self.marks)))


class Scratch:
    """An empty folder while the block runs."""

    def __init__(self, place: Path) -> None:
        self._place = place

    def __enter__(self) -> Path:
        self._place.mkdir()
        return self._place

    def __exit__(self, *error: object) -> None:
        shutil.rmtree(self._place)


def is_diary(call: Event) -> bool:
    return call.call == "write" and call.path.endswith("/diary")


def said(path: Path) -> int:
    """What stands in the tables that exist nowhere else, as a number; 0 for a file that is not even sound."""
    driver = load_driver()
    connection = driver.connect(str(path), isolation_level=None)
    try:
        if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            return 0
        return hash(
            tuple(
                tuple(connection.execute(f"SELECT * FROM {table.name} ORDER BY {', '.join(keys(table))}").fetchall())
                for table in AUTHORITATIVE
            )
        )
    except driver.DatabaseError:
        return 0
    finally:
        connection.close()


def keys(table: Table) -> list[str]:
    return [column.name for column in table.primary_key.columns]


def check_start(place: Path, letters: list[str]) -> None:
    """The program starts on it as on any file, and what has left once is not due."""
    store = Store(place / "profile", ManualClock(NOW))
    try:
        assert store.salvaged is None
        due = [key for key, _ in store.read(lambda connection: outbox.load_due(connection, FAR))]
        subjects = {store.read(lambda connection, key=key: outbox.load_queued(connection, key)).subject for key in due}
        assert not subjects & set(letters), "a mail would be sent twice"
    finally:
        store.close()


def cut_often(day: Recording, seed: int, count: int, *, starts: int) -> None:
    """`count` power cuts; the program is started after every `starts`-th of them."""
    chance = random.Random(seed)
    moments = day.moments(chance, count)
    day.learn(moments)
    for number, (at, disk) in enumerate(day.cuts(moments)):
        with day.fresh() as place:
            disk.torn(day.folder, place, chance)
            found = said(place / "profile" / FILE_NAME)
            last = day.marks[day.may_stand(at)[0]]
            assert found in day.between(at), f"seed {seed}, cut before call {at}: not what it said since {last}"
            if number % starts == 0:
                check_start(place, [subject for when, subject in day.letters if when < at])
