"""Clocks that jump by an hour to ten years, or stand in 1970, under random mails: what goes is judged by the true time.

A jump back, or one of more than three days ahead, takes nothing at all; one within three days, which sleep and travel explain, takes
nothing whose time is not over: a sweep goes by what servers have proven. After the repair the set is the oracle's again, to the
mail.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import pytest

from desktop.core.profile import load_catalogue
from desktop.core.store import plan_changes
from desktop.core.store.writer import UnitOfWork
from desktop.core.workspace.housekeeper import Housekeeper
from desktop.core.workspace.standing import Standing
from tests.fakes import plan_mails, plan_oracle
from tests.fakes.cache import NOW, Cache, mail
from tests.fakes.plan_oracle import DAY, Fact

HOUR, YEAR = 3600, 365 * DAY
BELIEVED = 3 * DAY
JUMPS = [sign * jump for jump in (HOUR, DAY, 4 * DAY, 40 * DAY, YEAR, 10 * YEAR) for sign in (1, -1)] + [-NOW]


class House:
    """A housekeeper over random mails; each `start` is a new run of the program."""

    def __init__(self, directory: Path, plan: str) -> None:
        self.plan = plan
        self.cache = Cache(directory)
        self.clock = self.cache.clock
        self.facts: dict[int, Fact] = plan_mails.fill(self.cache, 60, 3)
        self.cache.store.writer.run("plan", self._begin)
        self.start()

    def _begin(self, uow: UnitOfWork) -> None:
        plan_changes.begin(uow, self.plan)

    def start(self) -> None:
        self.cache.reopen()
        standing = Standing(load_catalogue(), UTC, self.clock.now)
        self.keeper = Housekeeper(self.cache.store, self.clock, standing, lambda notice: None)

    def here(self) -> set[int]:
        with self.cache.store.reading() as connection:
            return set(connection.exec_driver_sql("SELECT location_key FROM location").scalars())

    def stays(self, now: int) -> set[int]:
        return {key for key, fact in self.facts.items() if not plan_oracle.leaves(fact, self.plan, now)}

    def arrive(self, number: int, received: int) -> int:
        key = self.cache.put("INBOX", mail(number), number, received=received)
        self.facts[key] = Fact(received, received)
        return key


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path / "profile", "basic")
    yield made
    made.cache.store.close()


@pytest.mark.slow
@pytest.mark.parametrize("plan", ["standard", "professional", "enterprise-10000"])
@pytest.mark.parametrize("jump", JUMPS)
@pytest.mark.parametrize("restarted", [False, True])
def test_reading_4_a_jump_on_longer_plans(tmp_path, plan, jump, restarted):
    house = House(tmp_path / "profile", plan)
    try:
        jump_and_return(house, jump, restarted)
    finally:
        house.cache.store.close()


@pytest.mark.parametrize("jump", JUMPS)
@pytest.mark.parametrize("restarted", [False, True])
def test_reading_4_a_jump_takes_nothing_before_its_true_time(house, jump, restarted):
    jump_and_return(house, jump, restarted)


def jump_and_return(house: House, jump: int, restarted: bool) -> None:
    house.arrive(9_000, NOW - 60)
    house.keeper.sweep()
    before = house.here()
    assert before == house.stays(NOW)
    house.clock.set(max(0, NOW + jump))
    if restarted:
        house.start()
    for _ in range(3):
        house.keeper.sweep()
        house.clock.advance(HOUR)
    gone = before - house.here()
    true = NOW + 2 * HOUR
    if jump < -HOUR or jump > BELIEVED:
        assert gone == set()
    assert gone & house.stays(true) == set()
    now = NOW + 4 * HOUR
    house.clock.set(now)
    if restarted:
        house.start()
    house.arrive(9_001, now - 60)
    house.keeper.sweep()
    assert house.here() == house.stays(now)


@pytest.mark.parametrize("plan", ["basic", "professional"])
@pytest.mark.parametrize("away", [0, 100])
@pytest.mark.parametrize("behind", [2 * HOUR, 3 * YEAR, NOW])
def test_mail_that_comes_while_the_clock_is_behind_counts_from_its_receipt(tmp_path, plan, away, behind):
    """A laptop that lay in a drawer starts with the date of its factory, fetches mail, and is told the time."""
    house = House(tmp_path / "profile", plan)
    try:
        house.arrive(9_000, NOW - 60)
        house.keeper.sweep()
        now = NOW + away * DAY
        house.clock.set(max(0, min(now, NOW) - behind))
        house.start()
        first = house.arrive(9_001, now - 60)
        house.keeper.sweep()
        house.clock.set(now)
        house.arrive(9_002, now - 30)
        house.keeper.sweep()
        assert first in house.here()
        assert house.here() == house.stays(now)
    finally:
        house.cache.store.close()


@pytest.mark.parametrize("jump", [-NOW, -DAY, 10 * YEAR])
def test_free_goes_by_what_was_decided_and_not_by_a_clock(tmp_path, jump):
    house = House(tmp_path / "profile", "free")
    try:
        house.clock.set(max(0, NOW + jump))
        house.keeper.sweep()
        assert house.here() == house.stays(NOW)
    finally:
        house.cache.store.close()


@pytest.mark.parametrize("behind", [DAY * 3, YEAR, 5 * YEAR])
def test_a_profile_that_begins_under_a_clock_behind_loses_nothing_when_it_is_set(tmp_path, behind):
    """No time was ever believed here; but all mail comes from the future."""
    cache = Cache(tmp_path / "profile", NOW - behind)
    try:
        for number in range(4):
            cache.put("INBOX", mail(number), number + 1, received=NOW - number * HOUR)
        cache.clock.set(NOW)
        seen = cache.store.read(lambda c: c.exec_driver_sql("SELECT min(first_seen) FROM message").scalar_one())
        assert NOW - 4 * HOUR <= seen <= NOW
    finally:
        cache.store.close()


@pytest.mark.parametrize("forged", [1, 2])
def test_a_few_mails_from_the_future_still_count_from_their_first_sight(house, forged):
    for number in range(forged):
        house.cache.put("INBOX", mail(9_100 + number), 9_100 + number, received=NOW + 2 * YEAR)
    house.clock.set(NOW + 8 * DAY)
    house.start()
    house.arrive(9_000, NOW + 8 * DAY - 60)
    house.keeper.sweep()
    left = house.cache.scalar("SELECT count(*) FROM message WHERE message_id LIKE 'm91%'")
    assert left == 0
