"""Real processes on one profile: `kill -9` during sweeps and plan changes, two racing for the month's last send, two that want the
profile at once. Nothing is lost that should stay, nothing is kept that should go after the next run, no server is asked.
"""

from __future__ import annotations

import random
import threading
from datetime import UTC, datetime
from multiprocessing import Pipe
from pathlib import Path

import pytest

from desktop.core.api.errors import Code
from desktop.core.clock import ManualClock
from desktop.core.plan import schedule
from desktop.core.profile import load_catalogue
from desktop.core.retention import sweep
from desktop.core.store import expiry, outbox, plan_changes
from desktop.core.store.store import Store
from desktop.core.workspace.standing import Standing
from tests.fakes import plan_mails, plan_oracle
from tests.fakes.cache import NOW, Cache
from tests.fakes.mortal_plan import LONGEST_SHIFT, change_and_sweep, only_open, race, spawn
from tests.fakes.plan_mails import assert_no_left_over, locations_of
from tests.fakes.plan_oracle import TABLE, Fact

CATALOGUE = load_catalogue()
PATIENCE = 120.0
MAILS = 60


class Rounds:
    """New mails, a life that ends by force, a look, a run; and again."""

    def __init__(self, directory: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        self.diary = directory / "diary"
        self.diary.touch()
        self.cache = Cache(directory / "profile")
        self.facts: dict[int, Fact] = {}
        self.numbers = self.gone = 0
        self.in_force = "professional"
        self.cache.store.writer.run("begin", lambda uow: plan_changes.begin(uow, self.in_force))
        self.cache.store.writer.run("write", lambda uow: outbox.add_outbox(
            uow, account_key=self.cache.account_key, message_id="waits@x", subject="S", envelope_from="a@x",
            recipients=["b@x"], raw=b"raw", not_before=uow.now + 9**9,
        ))  # fmt: skip
        self.cache.store.close()

    def play(self, number: int) -> None:
        self.cache.open()
        self.facts |= plan_mails.fill(self.cache, MAILS, self.chance.randrange(10**6), self.numbers)
        self.numbers += MAILS
        self.cache.store.close()
        lines = self.live_and_die()
        self.cache.open()
        self.look(lines)
        if number % 5 == 0:
            assert self.cache.store.is_sound()
        self.cache.store.close()

    def live_and_die(self) -> list[tuple[str, str]]:
        """What it wrote before it was killed."""
        before = self.diary.read_text()
        process = spawn(change_and_sweep, str(self.cache.directory), str(self.diary), self.chance.randrange(10**6))
        pause = threading.Event()
        while len(self.diary.read_text()) == len(before) and process.is_alive():
            pause.wait(0.005)
        pause.wait(self.chance.uniform(0, 0.12))
        assert process.is_alive(), "it ended before it was killed"
        process.kill()
        process.join(PATIENCE)
        process.close()
        told = self.diary.read_text()[len(before) :].splitlines()
        return [(line.partition(" ")[0], line.partition(" ")[2]) for line in told]

    def look(self, lines: list[tuple[str, str]]) -> None:
        store, at_most = self.cache.store, NOW + LONGEST_SHIFT
        assert "server" not in {word for word, _ in lines}
        tried = {plan for word, plan in lines if word == "try"}
        present = locations_of(store)
        for key in self.facts.keys() - present:
            assert any(plan_oracle.leaves(self.facts[key], plan, at_most) for plan in tried), self.facts[key]
        for plan in {plan for word, plan in lines if word == "swept"}:
            assert not [key for key in present if plan_oracle.leaves(self.facts[key], plan, NOW)]
        plan = self.plan_in_force(store)
        assert plan in [self.in_force, *(plan for word, plan in lines if word in ("try", "in_force"))][-2:]
        self.in_force = plan
        sweep.run(store, CATALOGUE.find(plan), NOW)
        left = locations_of(store)
        assert left == {key for key in present if not plan_oracle.leaves(self.facts[key], plan, NOW)}
        self.gone += len(self.facts) - len(left)
        self.facts = {key: self.facts[key] for key in left}
        assert sum(one.removed for one in store.read(lambda c: expiry.load_sweeps(c, 10**6))) == self.gone
        assert_no_left_over(store)
        assert [row.message_id for row in store.read(outbox.load_rows)] == ["waits@x"]

    def plan_in_force(self, store: Store) -> str:
        change = schedule.in_force(store.read(Standing(CATALOGUE, UTC, lambda: NOW).changes))
        assert change is not None
        return change.plan_id


def kill(directory: Path, seed: int, rounds: int) -> None:
    played = Rounds(directory, seed)
    for number in range(rounds):
        played.play(number)


def test_killed_in_the_middle_of_sweeps_and_plan_changes(tmp_path):
    kill(tmp_path, seed=1, rounds=15)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 120))
def test_killed_a_thousand_times_in_the_middle_of_sweeps_and_plan_changes(tmp_path, seed):
    kill(tmp_path, seed, rounds=50)


def run_races(directory: Path, rounds: int) -> None:
    cache = Cache(directory)
    cache.store.writer.run("begin", lambda uow: plan_changes.begin(uow, "basic"))
    cache.store.close()
    pipes, processes = [], []
    for _ in range(2):
        ours, theirs = Pipe()
        processes.append(spawn(race, str(directory), theirs))
        pipes.append(ours)
        assert ours.recv() == "ready"  # opening settles what a dead one left: the second must not settle the first
    for number in range(rounds):
        year, month = 2027 + number // 12, number % 12 + 1
        now, name = int(datetime(year, month, 15, tzinfo=UTC).timestamp()), f"{year}-{month:02d}"
        pipes[0].send((now, "prepare", cache.account_key, name))
        keys = pipes[0].recv()
        for pipe, order in zip(pipes, (keys, keys[::-1]), strict=True):
            pipe.send((now, "run", cache.account_key, order))
        taken = [mail for pipe in pipes for mail in pipe.recv()]
        assert len(taken) == 1, f"round {number}: {taken}"
    for pipe in pipes:
        pipe.send(None)
        pipe.close()
    for process in processes:
        process.join(PATIENCE)
        assert process.exitcode == 0
        process.close()
    store = Store(directory, ManualClock(now))
    try:
        with store.reading() as connection:
            assert outbox.count_sent(connection, name) == TABLE["basic"].sends
            assert len(outbox.load_rows(connection)) == rounds, "of each round one mail still waits"
    finally:
        store.close()


def test_reading_6_of_two_processes_exactly_one_gets_the_months_last_send(tmp_path):
    run_races(tmp_path / "profile", 10)


@pytest.mark.slow
def test_reading_6_of_two_processes_exactly_one_gets_the_last_send_a_thousand_times(tmp_path):
    run_races(tmp_path / "profile", 1000)


def test_two_programs_that_start_at_once_do_not_share_a_profile(tmp_path):
    pipes, processes = [], []
    for _ in range(2):
        ours, theirs = Pipe()
        processes.append(spawn(only_open, str(tmp_path / "profile"), str(tmp_path / "diary"), theirs))
        pipes.append(ours)
    assert sorted(pipe.recv() for pipe in pipes) == sorted(["open", Code.PROFILE_IN_USE.value])
    for pipe in pipes:
        pipe.send(None)
        pipe.close()
    for process in processes:
        process.join(PATIENCE)
        process.close()
